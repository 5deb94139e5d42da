"""Sheets of an .xls file, with all that is told about them: xlrd reads the format as a whole.

The fast reader of the other formats is no faster here.  It takes wide texts apart where the code page is not
Unicode, and leaves out error values and which rows and columns are hidden.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.formula import FormulaError
from xlrd.sheet import Sheet

from planner.domain.issue import Location
from planner.ingest.files import ole
from planner.ingest.files.facts import ERROR_OF_CODE, Range, ReadSheet, SheetFacts
from planner.ingest.files.grid import GridBuilder
from planner.ingest.files.problems import damaged, locked

_BATCH_ROWS = 4_000
_USUAL_CODE_PAGE = "cp1252"
"""Assumed where a file names none, or one that does not exist."""
_FAULTS = (
    xlrd.XLRDError, FormulaError, struct.error, ValueError, LookupError, AssertionError, TypeError, AttributeError
)  # fmt: skip
"""What xlrd raises for bytes that make no sense."""


def read_sheets(path: Path, where: Location) -> Iterator[ReadSheet]:
    """Yield the sheets of a file, charts and macros left out.  Raises `Refused` for a password and for damage."""
    content = ole.read_stream(path, ("Workbook", "Book"), where)
    try:
        book = _open(content)
        for number in range(book.nsheets):
            yield _read(book, book.sheet_by_index(number))
            book.unload_sheet(number)
    except _FAULTS as problem:
        if "encrypted" in str(problem):
            raise locked(where) from problem
        raise damaged(where, f"its parts do not hang together ({str(problem)[:200]})") from problem


def _open(content: bytes) -> Book:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  xlrd writes remarks to it, for nobody
        more = {"logfile": nowhere, "on_demand": True, "formatting_info": True, "ragged_rows": True}
        try:
            return xlrd.open_workbook(file_contents=content, **more)
        except (UnicodeDecodeError, LookupError):
            return xlrd.open_workbook(file_contents=content, encoding_override=_USUAL_CODE_PAGE, **more)


def _read(book: Book, sheet: Sheet) -> ReadSheet:
    facts = SheetFacts(
        merged=[Range(top, left, below - 1, beside - 1) for top, below, left, beside in sheet.merged_cells],
        hidden_rows=sorted(row for row, about in sheet.rowinfo_map.items() if about.hidden),
        hidden_columns=sorted((column, column) for column, about in sheet.colinfo_map.items() if about.hidden),
        counts_from_1904=bool(book.datemode),
    )
    width, grid = max(map(sheet.row_len, range(sheet.nrows)), default=0), GridBuilder()
    for begin in range(0, sheet.nrows, _BATCH_ROWS):
        rows = range(begin, min(begin + _BATCH_ROWS, sheet.nrows))
        grid.add([_cells(book, sheet, row, width, facts.marks) for row in rows])
    columns = grid.finish(0, 0, facts.marks) if width else ()
    return ReadSheet(sheet.name, columns, facts, bool(sheet.visibility))


def _cells(book: Book, sheet: Sheet, row: int, width: int, marks: dict[tuple[int, int], str]) -> list[object]:
    """Return the cells of a row, blanks as empty texts; error values go to the marks."""
    cells: list[object] = []
    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        if kind == xlrd.XL_CELL_DATE:
            value = _day_or_moment(value, book.datemode)
        elif kind == xlrd.XL_CELL_BOOLEAN:
            value = bool(value)
        elif kind == xlrd.XL_CELL_ERROR:
            marks[row, column] = ERROR_OF_CODE.get(value, "#VALUE!")
            value = ""
        cells.append(value)
    return cells + [""] * (width - len(cells))


def _day_or_moment(value: float, datemode: int) -> date | datetime | time | float:
    """Return what a number that is shown as a date stands for; the number itself where no calendar reaches."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if value < 1:
        return moment.time() if value >= 0 else value
    return moment.date() if value == int(value) else moment
