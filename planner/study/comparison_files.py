"""A comparison as a file to keep or to send on: a workbook with a sheet per table and a chart, or text in columns."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time

import xlsxwriter

from planner.report.excel.bar_chart import TotalsOnSheet, write_totals_chart
from planner.report.excel.page import Book, PageColumn
from planner.report.excel.style import ColumnKind
from planner.report.excel.workbook import OPTIONS
from planner.report.formats.columns_csv import columns_csv
from planner.report.table import Holds
from planner.study.side_by_side import Matrix, SideBySide

_KINDS = {Holds.COUNT: ColumnKind.COUNT, Holds.MONEY: ColumnKind.MONEY, Holds.TEXT: ColumnKind.TEXT}
_PER_CENT = 100
_NAME, _TOTAL = 0, 1


def comparison_workbook(side: SideBySide) -> bytes:
    """Return the comparison as a workbook; the same comparison gives the same bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as workbook:
        days = [one.scenario.document.plan_date for one in side.compared]
        made = datetime.combine(max(days), time())
        workbook.set_properties({"title": "Licence plans side by side", "author": "CAL Planner", "created": made})
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
    page = book.page(
        "Totals",
        (
            PageColumn("Scenario", width=30, most=44),
            PageColumn(f"Total ({side.currency})", ColumnKind.MONEY, 15),
            PageColumn("Difference", ColumnKind.DIFFERENCE, 15),
            PageColumn("Difference (%)", ColumnKind.SHARE, 12),
            PageColumn("New licences", ColumnKind.COUNT, 10),
            PageColumn("Used licences", ColumnKind.COUNT, 10),
            PageColumn("Vendors", ColumnKind.COUNT, 9),
            PageColumn("Proof", width=22, most=24),
            PageColumn("Could still be saved, at most", ColumnKind.MONEY, 15),
        ),
    )
    page.title("Licence plans side by side")
    for text in side.notes:
        page.note(text)
    page.skip()
    page.header()
    first = page.row
    # The chart is drawn from rows that follow each other.
    planned = [one for one in side.compared if one.difference_minor is not None]
    for one in (*planned, *(one for one in side.compared if one.difference_minor is None)):
        percent, plan = one.difference_percent, one.scenario
        page.line(
            (
                one.name,
                plan.total_minor,
                one.difference_minor,
                None if percent is None else percent / _PER_CENT,
                plan.new_licences,
                plan.used_licences,
                plan.vendors,
                one.proof,
                plan.savable_minor,
            )
        )
    if planned:
        totals = [float(one.total or 0) for one in planned]  # a chart takes floats
        shown = TotalsOnSheet([one.name for one in planned], totals, first, _NAME, _TOTAL)
        write_totals_chart(page, book.workbook, shown, side.currency)


def _write_matrix(book: Book, matrix: Matrix, currency: str) -> None:
    kind, is_text = _KINDS[matrix.holds], matrix.holds is Holds.TEXT
    titles = iter(matrix.columns)
    columns = [PageColumn(next(titles), width=20, most=40) for _ in matrix.heads]
    columns += [PageColumn(title, kind, 18 if is_text else 14, 28) for title in titles]
    page = book.page(matrix.title, columns)
    page.title(f"{matrix.title} ({currency})" if matrix.holds is Holds.MONEY else matrix.title)
    page.skip()
    if not matrix.lines:
        page.note(matrix.nothing)
        return
    page.header()
    for line in matrix.lines:
        page.line((*line.what, *line.values))


def _totals_csv(side: SideBySide) -> Iterable[Sequence[object]]:
    def row(what: str, values: Iterable[object]) -> Sequence[object]:
        return ("Totals", what, *values)

    plans = [one.scenario for one in side.compared]
    yield row(f"Total ({side.currency})", (one.total for one in side.compared))
    yield row("Difference", (one.difference for one in side.compared))
    yield row("Difference (%)", (one.difference_percent for one in side.compared))
    yield row("New licences", (plan.new_licences for plan in plans))
    yield row("Used licences", (plan.used_licences for plan in plans))
    yield row("Vendors", (plan.vendors for plan in plans))
    yield row("Proof", (one.proof for one in side.compared))
    yield row("Could still be saved, at most", (one.savable for one in side.compared))


def _matrices_csv(side: SideBySide, names: Sequence[str]) -> Iterable[Sequence[object]]:
    for matrix in side.matrices:
        for line in matrix.lines:
            values = dict(zip(matrix.names, line.values, strict=True))
            yield (matrix.title, ", ".join(line.what), *(matrix.in_whole_units(values.get(name)) for name in names))
