"""Writes the tables of an inventory as a new workbook in which every cell keeps its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from planner.errors import UsageError
from planner.ingest import RawTable
from planner.words import say
from planner.workbooks.fresh import FreshBook, Row

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
"""What a sheet of a workbook, and a cell of it, can hold."""
_LONGEST_NAME, _NOT_IN_NAMES = 31, frozenset("[]:*?/\\")
ELSEWHERE = say("Correct the file itself and upload it again.")

Cell = tuple[int, int]
"""Row, counted from 1, and column, counted from 0."""


def write_workbook(
    tables: Sequence[RawTable],
    *,
    changes: Mapping[int, Mapping[Cell, str | float]] | None = None,
    deleted: Mapping[int, set[int]] | None = None,
    added: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> bytes:
    """Return the tables as a workbook (.xlsx), changes and deleted rows by the number of the table.

    Behind them stand the sheets that are `added`, with their rows.

    Raises UsageError for what no workbook can hold.
    """
    changes, deleted = changes or {}, deleted or {}
    _check_room(tables)
    book = FreshBook()
    for index, table in enumerate(tables):
        book.add_table(table.sheet, _rows(table, changes.get(index, {}), deleted.get(index, set())))
    for name, rows in (added or {}).items():
        book.add_table(name, ((number, dict(enumerate(row))) for number, row in enumerate(rows, 1)))
    return book.written()


def _check_room(tables: Sequence[RawTable]) -> None:
    for table in tables:
        rows, columns = int(table.rows[-1]) if len(table.rows) else table.header_row, len(table.headers)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            size = say("{rows:,} rows and {columns:,} columns", rows=rows, columns=columns)
            raise UsageError(
                say(
                    '"{sheet}" has {size}, more than a workbook can hold. {elsewhere}',
                    sheet=table.sheet,
                    size=size,
                    elsewhere=ELSEWHERE,
                )
            )
    names = [table.sheet for table in tables]
    for name in names:
        if len(name) > _LONGEST_NAME or _NOT_IN_NAMES & set(name) or name.startswith("'") or name.endswith("'"):
            raise UsageError(
                say('No sheet of a workbook can be called "{name}". {elsewhere}', name=name, elsewhere=ELSEWHERE)
            )
        if [other.casefold() for other in names].count(name.casefold()) > 1:
            raise UsageError(
                say(
                    'Two sheets of a workbook cannot both be called "{name}". {elsewhere}',
                    name=name,
                    elsewhere=ELSEWHERE,
                )
            )


def _rows(table: RawTable, changed: Mapping[Cell, str | float], deleted: set[int]) -> Iterator[tuple[int, Row]]:
    """Yield the number and the cells of every row that is left, the headers first, and of rows that are new."""
    of_row: dict[int, dict[int, Any]] = {}
    for (row, column), value in changed.items():
        of_row.setdefault(row, {})[column] = value
    if table.header_row not in deleted:
        headers = dict(enumerate(table.headers))
        yield table.header_row, _checked(table.header_row, headers | of_row.pop(table.header_row, {}))
    for index, row in enumerate(np.asarray(table.rows).tolist()):
        changes = of_row.pop(row, {})
        if row not in deleted:
            cells = {place: column[index] for place, column in enumerate(table.columns)}
            yield row, _checked(row, cells | changes)
    for row, cells in sorted(of_row.items()):
        if row not in deleted:
            yield row, _checked(row, cells)


def _checked(row: int, cells: Row) -> Row:
    for cell in cells.values():
        if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
            raise UsageError(
                say(
                    "A cell of row {row} holds {cell:,} characters, more than a workbook can. {elsewhere}",
                    row=row,
                    cell=len(cell),
                    elsewhere=ELSEWHERE,
                )
            )
    return cells
