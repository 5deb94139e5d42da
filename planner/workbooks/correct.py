"""Corrects somebody's inventory, in their own file where that can be, and else in a new workbook.

In an .xlsx or .xlsm file only what is corrected changes.  Of other kinds of files, and of very large ones, a
new workbook is made in which every cell keeps its address, so that a problem found later still names the place where
a person finds it; table files become the sheets of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any

import numpy as np

from planner.domain.issue import Severity
from planner.errors import UsageError
from planner.ingest import Kind, RawTable, column_letters, kinds_of, known_as, places_of, shown
from planner.words import say
from planner.workbooks import own_file
from planner.workbooks.own_file import NotKeptError
from planner.workbooks.rewriting import ELSEWHERE, Cell, write_workbook
from planner.workbooks.uploads import Upload, read_file

POLICY = "Policy"
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


@dataclass(frozen=True, slots=True)
class Addition:
    """A policy that is given another value, in the row it has or in a new one of sheet Policy."""

    policy: str
    value: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a sheet shall be called instead."""

    sheet: str
    name: str
    in_catalogue: bool = False


Change = Correction | Deletion | Addition | Renaming
KINDS: Mapping[str, type[Change]] = {
    "corrections": Correction, "deletions": Deletion, "additions": Addition, "renamings": Renaming,
}  # fmt: skip
"""The kinds of changes, by what a request calls a list of them."""


def as_request(changes: Sequence[Change]) -> dict[str, list[dict[str, Any]]]:
    """Return changes as they are sent to another process."""
    return {name: [asdict(one) for one in changes if isinstance(one, kind)] for name, kind in KINDS.items()}


def from_request(request: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes that `as_request` wrote."""
    return tuple(kind(**one) for name, kind in KINDS.items() for one in request[name])


def is_of_catalogue(change: Change) -> bool:
    """Whether a change is one of the file with offers kept apart."""
    return not isinstance(change, Addition) and change.in_catalogue


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
        "renamings": {reading.tables[table].sheet: name for table, name in found.renamed.items()},
        "added": found.added,
    }
    stem = PurePath(file.name).stem.removesuffix(", changed")
    try:
        content = own_file.changed(file, "correct", request).content
    except NotKeptError:
        tables = [
            replace(table, sheet=found.renamed.get(number, table.sheet)) for number, table in enumerate(reading.tables)
        ]
        made = write_workbook(tables, changes=found.corrected, deleted=found.deleted, added=found.added)
        return Upload(say("{stem}, changed.xlsx", stem=stem), made)
    return Upload(say("{stem}, changed{ending}", stem=stem, ending=own_file.ending(file.name)), content)


class _Found:
    """Changes by the number of the table they are in, each checked to be of a cell that is there."""

    def __init__(self, tables: Sequence[RawTable], changes: Sequence[Change]) -> None:
        self.corrected: dict[int, dict[Cell, str | float]] = {}
        self.deleted: dict[int, set[int]] = {}
        self.renamed: dict[int, str] = {}
        self.added: dict[str, list[list[str]]] = {}
        """Sheets that are not there yet, with their rows."""
        for change in changes:
            match change:
                case Renaming():
                    self.renamed[_find_sheet(tables, change.sheet)] = change.name
        named = [replace(table, sheet=self.renamed.get(number, table.sheet)) for number, table in enumerate(tables)]
        for change in changes:
            if isinstance(change, Deletion):
                number = _find_sheet(tables, change.sheet, named)
                self.deleted.setdefault(number, set()).add(change.row)
        for change in changes:
            match change:
                case Correction():
                    self._correct(tables, named, change)
                case Addition():
                    self._add(tables, change)
        self._write_numbers(tables)

    def _correct(self, tables: Sequence[RawTable], named: Sequence[RawTable], change: Correction) -> None:
        number = _find_sheet(tables, change.sheet, named)
        table, (row, column) = tables[number], _place(change.cell)
        if not (row == table.header_row or bool(np.isin(row, table.rows))) or column >= len(table.headers):
            raise UsageError(say("There is no cell {sheet}!{cell} to correct.", sheet=change.sheet, cell=change.cell))
        self.corrected.setdefault(number, {})[row, column] = change.value

    def _write_numbers(self, tables: Sequence[RawTable]) -> None:
        """Have numbers in columns of numbers written as such, also where the column is called so only now."""
        for number, cells in self.corrected.items():
            table = without_rows(tables[number], self.deleted.get(number, ()))
            if table is None:
                continue
            headers = [str(cells.get((table.header_row, place), name)) for place, name in enumerate(table.headers)]
            sheet = self.renamed.get(number, table.sheet)
            kinds = kinds_of(replace(table, sheet=sheet, headers=tuple(headers)))
            for (row, column), value in cells.items():
                if row > table.header_row:
                    cells[row, column] = _typed(value, kinds[column])

    def _add(self, tables: Sequence[RawTable], change: Addition) -> None:
        number = next((place for place, table in enumerate(tables) if known_as(table.sheet) == POLICY), None)
        if number is None:
            rows = self.added.setdefault(POLICY, [["name", "value"]])
            self.added[POLICY] = [*(row for row in rows if row[0] != change.policy), [change.policy, change.value]]
            return
        table = without_rows(tables[number], self.deleted.get(number, ())) or tables[number]
        places = places_of(table)
        if not {"name", "value"} <= set(places):
            raise UsageError(
                say(
                    'Sheet "{sheet}" has no columns "name" and "value" to add a policy to. {elsewhere}',
                    sheet=table.sheet,
                    elsewhere=ELSEWHERE,
                )
            )
        corrected = self.corrected.setdefault(number, {})
        names = dict(zip(map(shown, table.columns[places["name"]]), table.rows.tolist(), strict=True))
        names |= {str(value): row for (row, column), value in corrected.items() if column == places["name"]}
        row = next((row for name, row in names.items() if (name or "").strip().casefold() == change.policy), None)
        if row is None:
            row = 1 + max(table.header_row, *table.rows.tolist(), *(at for at, _ in corrected))
            corrected[row, places["name"]] = change.policy
        corrected[row, places["value"]] = _typed(change.value, Kind.MONEY)


def without_rows(table: RawTable, gone: Collection[int]) -> RawTable | None:
    """Return a table without some of its rows: the first that is left is its header; None where none is left."""
    if not gone:
        return table
    kept = ~np.isin(table.rows, list(gone))
    rows, columns = table.rows[kept], tuple(cells[kept] for cells in table.columns)
    if table.header_row not in gone:
        return replace(table, rows=rows, columns=columns)
    if not len(rows):
        return None
    headers = tuple((shown(cells[0]) or "").strip() for cells in columns)
    return replace(
        table,
        headers=headers,
        header_row=int(rows[0]),
        rows=rows[1:],
        columns=tuple(cells[1:] for cells in columns),
    )


def _typed(value: str | float, kind: Kind) -> str | float:
    """Return a text as the number that it is to everybody, so that formulas go on counting the cell."""
    plain = _NUMBERS.get(kind)
    if not isinstance(value, str) or plain is None or not plain.fullmatch(value.strip()):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _find_sheet(tables: Sequence[RawTable], sheet: str, named: Sequence[RawTable] = ()) -> int:
    """Return the number of the table that is called so, or will be; `named` are the tables as they will be called."""
    for place, table in enumerate((*tables, *named)):
        if sheet in (table.sheet, known_as(table.sheet)):
            return place % len(tables)
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
