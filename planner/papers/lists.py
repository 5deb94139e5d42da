"""Papers that are lists: tables with a title and notes, as a workbook with a sheet per table, or as text in columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import xlsxwriter

from planner.errors import UsageError
from planner.papers.paper import Paper
from planner.papers.source import PaperSource
from planner.processes.child import own_place
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.report.excel.workbook import OPTIONS
from planner.report.formats.columns_csv import columns_csv
from planner.report.table import Holds, Table, decimal
from planner.words import say

_KINDS = {
    Holds.COUNT: ColumnKind.COUNT, Holds.MONEY: ColumnKind.MONEY, Holds.SHARE: ColumnKind.SHARE,
}  # fmt: skip
_WIDTHS = {Holds.COUNT: (10, 10), Holds.MONEY: (14, 14), Holds.DAY: (11, 11)}
MOST_ROWS = 1_000_000
"""A sheet of a workbook has room for little more."""
_MANY = 2_000
"""From so many rows on they are written without fitting each to its texts."""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One table: what it is called, what there is to know about it, and which columns are summed up."""

    name: str
    title: str
    notes: tuple[str, ...]
    table: Table
    summed: tuple[str, ...] = ()


def list_papers(sheets: Sequence[ListSheet], source: PaperSource, what: str, ending: str) -> Iterator[Paper]:
    """Yield a workbook of all tables, or a file of text in columns for each."""
    if ending == ".xlsx":
        yield Paper(source.name(what, ending), _workbook(sheets, source))
        return
    for sheet in sheets:
        name = what if len(sheets) == 1 else say("{what}, {name}", what=what, name=sheet.name.lower())
        yield Paper(source.name(name, ending), _text(sheet, source))


def _text(sheet: ListSheet, source: PaperSource) -> bytes:
    columns = sheet.table.columns
    titles = tuple(_titled(column.title, column.holds, source) for column in columns)
    rows = (
        tuple(_plain(column.holds, cell) for column, cell in zip(columns, row, strict=True)) for row in _rows(sheet)
    )
    return columns_csv([titles, *rows])


def _rows(sheet: ListSheet) -> Iterator[tuple[Any, ...]]:
    return sheet.table.rows()


def _titled(title: str, holds: Holds, source: PaperSource) -> str:
    return say("{title} ({currency})", title=title, currency=source.currency) if holds is Holds.MONEY else title


def _plain(holds: Holds, cell: Any) -> Any:
    if cell is None:
        return None
    match holds:
        case Holds.MONEY:
            return decimal(cell)
        case Holds.SHARE:
            return f"{float(cell):.4f}"
        case Holds.DAY:
            return cell.isoformat()
    return cell


def _workbook(sheets: Sequence[ListSheet], source: PaperSource) -> bytes:
    written = io.BytesIO()
    # A process that works apart may not set the times of files, which is how parts go through a folder.
    with xlsxwriter.Workbook(written, {**OPTIONS, "in_memory": own_place() is not None}) as workbook:
        made = datetime.combine(source.day, time())
        workbook.set_properties({"title": sheets[0].title, "author": say("CAL Planner"), "created": made})
        book = Book(workbook)
        for sheet in sheets:
            _write(book, sheet, source)
    return written.getvalue()


def _write(book: Book, sheet: ListSheet, source: PaperSource) -> None:
    if len(sheet.table) > MOST_ROWS:
        raise UsageError(
            say(
                "{name} has {table:,} rows, more than a sheet of a workbook holds; write it as .csv.",
                name=sheet.name,
                table=len(sheet.table),
            )
        )
    columns = [
        PageColumn(
            _titled(column.title, column.holds, source),
            _KINDS.get(column.holds, ColumnKind.TEXT),
            *_WIDTHS.get(column.holds, (14, 44)),
        )
        for column in sheet.table.columns
    ]
    page = book.page(sheet.name, columns)
    page.title(sheet.title)
    page.note(
        say(
            "Plan of {name}, scenario {name_2}, {day}.",
            name=source.document.inventory.name,
            name_2=source.scenario.name,
            day=source.day,
        )
    )
    for note in sheet.notes:
        page.note(note)
    page.skip()
    rows = [[_cell(cell) for cell in row] for row in _rows(sheet)]
    if len(rows) <= _MANY:
        page.fit(rows)
    page.header()
    first = page.row
    if len(rows) > _MANY and all(column.holds is Holds.TEXT for column in sheet.table.columns):
        page.texts([["" if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)])
    else:
        for row in rows:
            page.line(row)
    if sheet.summed and rows:
        page.line(_sums(page, sheet, first), Weight.TOTAL)


def _cell(cell: Any) -> Cell:
    if isinstance(cell, Fraction):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _sums(page: Page, sheet: ListSheet, first: int) -> list[Cell]:
    cells: list[Cell] = []
    for place, column in enumerate(sheet.table.columns):
        if column.name not in sheet.summed:
            cells.append(None if place else say("Total"))
            continue
        result = sum(value for value in sheet.table[column.name] if value is not None)
        area = f"{page.address(first, place)}:{page.address(page.row - 1, place)}"
        cells.append(Formula(f"=SUM({area})", result))
    return cells
