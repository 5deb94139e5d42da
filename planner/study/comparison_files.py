"""A comparison as a file to keep or to send on: a workbook with a sheet per table and a chart, or text in columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time

import xlsxwriter

from planner.domain.money import MINOR_PER_MAJOR
from planner.report.excel.bar_chart import TotalsOnSheet, write_totals_chart
from planner.report.excel.page import Book, PageColumn
from planner.report.excel.style import ColumnKind
from planner.report.excel.workbook import OPTIONS
from planner.report.formats.columns_csv import columns_csv
from planner.report.table import Holds, decimal
from planner.study.side_by_side import TOTALS, Matrix, SideBySide
from planner.words import joined, say

_KINDS = {
    Holds.COUNT: ColumnKind.COUNT,
    Holds.MONEY: ColumnKind.MONEY,
    Holds.TEXT: ColumnKind.TEXT,
    Holds.PERCENT: ColumnKind.SHARE,
}
_WIDTHS = {
    "scenario": (30, 44), "total": (15,), "difference": (15,), "difference_percent": (12,), "vendors": (9,),
    "proof": (22, 24), "savable": (15,),
}  # fmt: skip
"""Width of a column, and what it may grow to."""
_PER_CENT = 100
_NAME, _TOTAL, _PERCENT = 0, 1, 3


def comparison_workbook(side: SideBySide) -> bytes:
    """Return the comparison as a workbook; the same comparison gives the same bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as workbook:
        days = [one.scenario.document.plan_date for one in side.compared]
        made = datetime.combine(max(days), time())
        workbook.set_properties(
            {"title": say("Licence plans side by side"), "author": say("CAL Planner"), "created": made}
        )
        book = Book(workbook)
        _write_totals(book, side)
        for matrix in side.matrices:
            _write_matrix(book, matrix, side.currency)
    return written.getvalue()


def comparison_csv(side: SideBySide) -> bytes:
    """Return the comparison as one table of text in columns, with a column per scenario."""
    names = [one.name for one in side.compared]
    return columns_csv([("part", "what", *names), *_totals_csv(side), *_matrices_csv(side, names)])


def _write_totals(book: Book, side: SideBySide) -> None:
    columns = [
        PageColumn(
            say("{title} ({currency})", title=column.title, currency=side.currency)
            if column.name == "total"
            else column.title,
            ColumnKind.DIFFERENCE if column.name == "difference" else _KINDS[column.holds],
            *_WIDTHS.get(column.name, (10,)),
        )
        for column in TOTALS
    ]
    page = book.page(say("Totals"), columns)
    page.title(say("Licence plans side by side"))
    for text in side.notes:
        page.note(text)
    page.skip()
    page.header()
    # The chart is drawn from rows that follow each other.
    planned, first = [row for row in side.totals.rows() if row[_TOTAL] is not None], page.row
    for row in (*planned, *(row for row in side.totals.rows() if row[_TOTAL] is None)):
        page.line([_as_share(value) if place == _PERCENT else value for place, value in enumerate(row)])
    if planned:
        totals = [row[_TOTAL] / MINOR_PER_MAJOR for row in planned]  # a chart takes floats
        shown = TotalsOnSheet([row[_NAME] for row in planned], totals, first, _NAME, _TOTAL)
        write_totals_chart(page, book.workbook, shown, side.currency)


def _as_share(percent: float | None) -> float | None:
    return None if percent is None else percent / _PER_CENT


def _write_matrix(book: Book, matrix: Matrix, currency: str) -> None:
    kind, is_text = _KINDS[matrix.holds], matrix.holds is Holds.TEXT
    titles = iter(matrix.columns)
    columns = [PageColumn(next(titles), width=20, most=40) for _ in matrix.heads]
    columns += [PageColumn(title, kind, 18 if is_text else 14, 28) for title in titles]
    page = book.page(matrix.title, columns)
    page.title(
        say("{title} ({currency})", title=matrix.title, currency=currency)
        if matrix.holds is Holds.MONEY
        else matrix.title
    )
    page.skip()
    if not matrix.lines:
        page.note(matrix.nothing)
        return
    page.header()
    for line in matrix.lines:
        page.line((*line.what, *line.values))


def _totals_csv(side: SideBySide) -> Iterable[Sequence[object]]:
    for column in TOTALS[1:]:
        values = side.totals[column.name]
        if column.holds is Holds.MONEY:
            values = [None if value is None else decimal(value) for value in values]
        title = (
            say("{title} ({currency})", title=column.title, currency=side.currency)
            if column.name == "total"
            else column.title
        )
        yield (say("Totals"), title, *values)


def _matrices_csv(side: SideBySide, names: Sequence[str]) -> Iterable[Sequence[object]]:
    for matrix in side.matrices:
        for line in matrix.lines:
            values = dict(zip(matrix.names, line.values, strict=True))
            yield (matrix.title, joined(", ", line.what), *(matrix.in_whole_units(values.get(name)) for name in names))
