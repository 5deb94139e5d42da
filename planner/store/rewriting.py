"""Writes the tables of an inventory as a new workbook in which every cell keeps its address."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from planner.errors import UsageError
from planner.ingest.files.raw import CellError, RawTable

PROBLEMS = "Problems"
MOST_COMMENTS = 2_000
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
"""What a sheet of a workbook, and a cell of it, can hold."""
_MADE = datetime(2026, 1, 1)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_EARLIEST = date(1900, 3, 1)
"""Earlier days mean different ones in different programs; they are written as text."""
ELSEWHERE = "Correct the file itself and upload it again."

Cell = tuple[int, int]
"""Row, counted from 1, and column, counted from 0."""


def write_workbook(
    tables: Sequence[RawTable],
    *,
    changes: Mapping[int, Mapping[Cell, str | float]] | None = None,
    deleted: Mapping[int, set[int]] | None = None,
    marks: Mapping[int, Mapping[Cell, str]] | None = None,
    issues: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """Return the tables as a workbook (.xlsx), changes, deleted rows and marks by the number of the table.

    Problems are listed on a sheet of their own.  Raises UsageError for what no workbook can hold.
    """
    changes, deleted, marks = changes or {}, deleted or {}, marks or {}
    _check_room(tables)
    written = io.BytesIO()
    try:
        with xlsxwriter.Workbook(written, _OPTIONS) as book:
            # The same corrections give the same bytes, whenever they are made.
            book.set_properties({"created": _MADE})
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
                "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
                "text": book.add_format({"num_format": "@"}),
                "marked": book.add_format({"bg_color": "#F8CBAD"}),
            }
            for index, table in enumerate(tables):
                sheet = book.add_worksheet(table.sheet)
                changed, marked = changes.get(index, {}), marks.get(index, {})
                gone = deleted.get(index, set())
                for row, column, value in _cells(table, gone):
                    _write_cell(sheet, row, column, changed.get((row, column), value), formats, (row, column) in marked)
                for (row, column), value in changed.items():
                    if row not in gone:
                        _write_cell(sheet, row, column, value, formats, False)
                _comment(sheet, marked)
            if issues:
                _list_problems(book.add_worksheet(PROBLEMS), issues, formats)
    except XlsxWriterException as problem:
        raise UsageError(f"The inventory cannot be written as a workbook: {problem}.") from problem
    return written.getvalue()


def _check_room(tables: Sequence[RawTable]) -> None:
    for table in tables:
        rows, columns = int(table.rows[-1]) if len(table.rows) else table.header_row, len(table.headers)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            size = f"{rows:,} rows and {columns:,} columns"
            raise UsageError(f'"{table.sheet}" has {size}, more than a workbook can hold. {ELSEWHERE}')


def _cells(table: RawTable, deleted: set[int]) -> Iterator[tuple[int, int, Any]]:
    """Yield row, column and content of every cell that holds something, headers first, in their order."""
    for column, header in enumerate(table.headers):
        if header:
            yield table.header_row, column, header
    for index, row in enumerate(np.asarray(table.rows).tolist()):
        if row not in deleted:
            for column, cells in enumerate(table.columns):
                if cells[index] is not None:
                    yield row, column, cells[index]


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any], is_marked: bool) -> None:
    look = formats["marked"] if is_marked else None
    match value:
        case CellError():
            # An error stays one; a formula without a stored result has none that could be written.
            error = value.text if value.text.startswith("#") else "#N/A"
            sheet.write_formula(row - 1, column, "=NA()", look, error)
        case bool():
            sheet.write_boolean(row - 1, column, value, look)
        case int() | float():
            sheet.write_number(row - 1, column, value, look)
        case datetime() if value.date() >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value.replace(tzinfo=None), look or formats["moment"])
        case date() if not isinstance(value, datetime) and value >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value, look or formats["date"])
        case "":
            sheet.write_blank(row - 1, column, None, look)
        case _:
            if len(text := str(value)) > MOST_CHARACTERS:
                raise UsageError(
                    f"A cell of row {row} holds {len(text):,} characters, more than a workbook can. {ELSEWHERE}"
                )
            sheet.write_string(row - 1, column, text, look or formats["text"])


def _comment(sheet: Any, marked: Mapping[Cell, str]) -> None:
    """Say at each marked cell what is wrong with it."""
    for (row, column), text in list(marked.items())[:MOST_COMMENTS]:
        sheet.write_comment(row - 1, column, text, {"x_scale": 2, "y_scale": 1.5})


def _list_problems(sheet: Any, issues: Sequence[Mapping[str, Any]], formats: Mapping[str, Any]) -> None:
    columns = {"severity": 10, "sheet": 14, "cell": 8, "column": 18, "value": 18, "text": 70, "remedy": 70, "code": 10}
    for place, (name, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["head"])
    for number, issue in enumerate(issues, 1):
        for place, name in enumerate(columns):
            if issue[name] is not None:
                sheet.write_string(number, place, str(issue[name]), formats["text"])
    sheet.freeze_panes(1, 0)
