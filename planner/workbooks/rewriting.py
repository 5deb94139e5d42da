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
from planner.ingest import CellError, RawTable

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
) -> bytes:
    """Return the tables as a workbook (.xlsx), changes and deleted rows by the number of the table.

    Raises UsageError for what no workbook can hold.
    """
    changes, deleted = changes or {}, deleted or {}
    _check_room(tables)
    written = io.BytesIO()
    try:
        with xlsxwriter.Workbook(written, _OPTIONS) as book:
            # The same corrections give the same bytes, whenever they are made.
            book.set_properties({"created": _MADE})
            formats = {
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
                "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
                "text": book.add_format({"num_format": "@"}),
            }
            for index, table in enumerate(tables):
                sheet = book.add_worksheet(table.sheet)
                changed, gone = changes.get(index, {}), deleted.get(index, set())
                for row, column, value in _cells(table, gone):
                    _write_cell(sheet, row, column, changed.get((row, column), value), formats)
                for (row, column), value in changed.items():
                    if row not in gone:
                        _write_cell(sheet, row, column, value, formats)
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


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    match value:
        case CellError():
            # An error stays one; a formula without a stored result has none that could be written.
            error = value.text if value.text.startswith("#") else "#N/A"
            sheet.write_formula(row - 1, column, "=NA()", None, error)
        case bool():
            sheet.write_boolean(row - 1, column, value)
        case int() | float():
            sheet.write_number(row - 1, column, value)
        case datetime() if value.date() >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value.replace(tzinfo=None), formats["moment"])
        case date() if not isinstance(value, datetime) and value >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value, formats["date"])
        case "":
            sheet.write_blank(row - 1, column, None)
        case _:
            if len(text := str(value)) > MOST_CHARACTERS:
                raise UsageError(
                    f"A cell of row {row} holds {len(text):,} characters, more than a workbook can. {ELSEWHERE}"
                )
            sheet.write_string(row - 1, column, text, formats["text"])
