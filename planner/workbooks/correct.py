"""Corrects cells of somebody's inventory, in their own file where that can be, and else in a new workbook.

In an .xlsx or .xlsm file only the cells that are corrected change.  Of other kinds of files, and of very large ones, a
new workbook is made in which every cell keeps its address, so that a problem found later still names the place where
a person finds it; table files become the sheets of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from planner.domain.issue import Severity
from planner.errors import UsageError
from planner.ingest import Kind, RawTable, column_letters, kinds_of, known_as
from planner.words import say
from planner.workbooks import own_file
from planner.workbooks.own_file import NotKeptError
from planner.workbooks.rewriting import ELSEWHERE, Cell, write_workbook
from planner.workbooks.uploads import Upload, read_file

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBERS = {Kind.COUNT: re.compile(r"[0-9]{1,9}"), Kind.MONEY: re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")}
_NUMBERS[Kind.PRICE] = _NUMBERS[Kind.MONEY]
"""Texts that are the same number to everybody, by the kind of their column."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a cell shall hold instead: a number, or a text as somebody would type it."""

    sheet: str
    cell: str
    value: str | float
    in_catalogue: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """A row that goes; the other rows stay where they are."""

    sheet: str
    row: int
    in_catalogue: bool = False


Change = Correction | Deletion


def correct(file: Upload, changes: Sequence[Change]) -> Upload:
    """Return a file of an inventory with cells corrected and rows deleted, called so that one sees it was changed.

    Raises UsageError for a cell that is not there, for one that cannot be corrected by itself, and for a file that
    could not be read whole: what was not read would be lost.
    """
    reading = read_file(file)
    if not reading.tables or any(issue.severity is Severity.ERROR for issue in reading.issues):
        raise UsageError(say("The cells of this file cannot be corrected here. {elsewhere}", elsewhere=ELSEWHERE))
    found = _Found(reading.tables, changes)
    request = {
        "corrections": [
            [reading.tables[table].sheet, _address(place), value]
            for table, cells in found.corrected.items()
            for place, value in cells.items()
        ],
        "deletions": [[reading.tables[table].sheet, row] for table, rows in found.deleted.items() for row in rows],
    }
    stem = PurePath(file.name).stem.removesuffix(", changed")
    try:
        content = own_file.changed(file, "correct", request).content
    except NotKeptError:
        made = write_workbook(reading.tables, changes=found.corrected, deleted=found.deleted)
        return Upload(say("{stem}, changed.xlsx", stem=stem), made)
    return Upload(say("{stem}, changed{ending}", stem=stem, ending=own_file.ending(file.name)), content)


class _Found:
    """Changes by the number of the table they are in, each checked to be of a cell that is there."""

    def __init__(self, tables: Sequence[RawTable], changes: Sequence[Change]) -> None:
        self.corrected: dict[int, dict[Cell, str | float]] = {}
        self.deleted: dict[int, set[int]] = {}
        for change in changes:
            number = _find_sheet(tables, change.sheet)
            if isinstance(change, Deletion):
                self.deleted.setdefault(number, set()).add(change.row)
                continue
            table, (row, column) = tables[number], _place(change.cell)
            is_header = row == table.header_row
            if not (is_header or bool(np.isin(row, table.rows))) or column >= len(table.headers):
                raise UsageError(
                    say("There is no cell {sheet}!{cell} to correct.", sheet=change.sheet, cell=change.cell)
                )
            value = change.value if is_header else _typed(change.value, kinds_of(table)[column])
            self.corrected.setdefault(number, {})[row, column] = value


def _typed(value: str | float, kind: Kind) -> str | float:
    """Return a text as the number that it is to everybody, so that formulas go on counting the cell."""
    plain = _NUMBERS.get(kind)
    if not isinstance(value, str) or plain is None or not plain.fullmatch(value.strip()):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def changes(
    issues: Sequence[Mapping[str, Any]], corrected: Sequence[str | None], deleted: Sequence[bool]
) -> tuple[Change, ...]:
    """Return what somebody changed in a list of problems: per problem the corrected cell, and whether its row goes.

    A cell that stands as it was found is no change.
    """
    made: list[Change] = []
    for issue, value, is_deleted in zip(issues, corrected, deleted, strict=True):
        if is_deleted and issue["sheet"] and issue["row"]:
            made.append(Deletion(issue["sheet"], issue["row"], issue["in_catalogue"]))
        elif (value or "") != (issue["value"] or "") and issue["cell"]:
            made.append(Correction(issue["sheet"], issue["cell"], value or "", issue["in_catalogue"]))
    return tuple(dict.fromkeys(made))


def _find_sheet(tables: Sequence[RawTable], sheet: str) -> int:
    for index, table in enumerate(tables):
        if sheet in (table.sheet, known_as(table.sheet)):
            return index
    raise UsageError(say('There is no sheet "{sheet}" to correct.', sheet=sheet))


def _place(cell: str) -> tuple[int, int]:
    """Return the row, counted from 1, and the column, counted from 0, of an address such as B4."""
    matched = _ADDRESS.fullmatch(cell)
    if matched is None:
        raise UsageError(say("{cell} is no address of a cell.", cell=cell))
    column = 0
    for letter in matched[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(matched[2]), column - 1


def _address(place: Cell) -> str:
    return f"{column_letters(place[1])}{place[0]}"
