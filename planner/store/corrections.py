"""Corrects cells of an uploaded inventory, and marks its problems in it.

Both make a new workbook in which every cell keeps its address, so that a problem found later still names the place
where a person finds it.  Looks, formulas and pictures of the upload are not carried over; it stays saved as it was.
Table files become the sheets of such a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from planner.domain.issue import Severity
from planner.errors import UsageError
from planner.ingest.files.raw import RawTable
from planner.ingest.files.read import Reading
from planner.ingest.load import read_tables
from planner.ingest.schema.sheets import SHEET_BY_NAME, Kind
from planner.ingest.tables.cells import shown
from planner.ingest.tables.headers import match_columns, sheet_and_part
from planner.ingest.tables.table import column_letters
from planner.store.rewriting import ELSEWHERE, Cell, write_workbook
from planner.store.uploads import Files, Upload, on_disk

BY_HAND = ("Offers", "Owned", "Headcount", "Servers", "Policy", "Scenarios")
MOST_ROWS_BY_HAND = 2_000
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


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


def correct(file: Upload, changes: Sequence[Change]) -> bytes:
    """Return a file of an inventory with cells corrected and rows deleted, as a workbook (.xlsx).

    Raises UsageError for a cell that is not there, and for a file that could not be read whole: what was not read
    would be lost.
    """
    reading = _read(file)
    if not reading.tables or any(issue.severity is Severity.ERROR for issue in reading.issues):
        raise UsageError(f"The cells of this file cannot be corrected here. {ELSEWHERE}")
    tables = reading.tables
    corrected: dict[int, dict[Cell, str | float]] = {}
    deleted: dict[int, set[int]] = {}
    for change in changes:
        table = _find_sheet(tables, change.sheet)
        if isinstance(change, Deletion):
            deleted.setdefault(table, set()).add(change.row)
            continue
        row, column = _place(change.cell)
        known = row == tables[table].header_row or bool(np.isin(row, tables[table].rows))
        if not known or column >= len(tables[table].headers):
            raise UsageError(f"There is no cell {change.sheet}!{change.cell} to correct.")
        corrected.setdefault(table, {})[row, column] = change.value
    return write_workbook(tables, changes=corrected, deleted=deleted)


def mark(file: Upload, issues: Sequence[Mapping[str, Any]]) -> bytes:
    """Return an inventory as a workbook (.xlsx) with a sheet of all its problems, and their cells marked.

    Problems of the catalogue are listed only.
    """
    tables = _read(file).tables
    marks: dict[int, dict[Cell, str]] = {}
    for issue in issues:
        if issue["cell"] and not issue["in_catalogue"] and _is_sheet(tables, issue["sheet"]):
            of_sheet = marks.setdefault(_find_sheet(tables, issue["sheet"]), {})
            place, text = _place(issue["cell"]), f"{issue['text']} {issue['remedy']} [{issue['code']}]"
            of_sheet[place] = f"{of_sheet[place]}\n{text}" if place in of_sheet else text
    listed = [{**issue, "sheet": place_of(issue)} for issue in issues]
    return write_workbook(tables, marks=marks, issues=listed)


def place_of(issue: Mapping[str, Any]) -> str:
    """Return the sheet that a problem stands in, or the file; of a catalogue's sheet, both."""
    sheet, file = issue["sheet"] or "", issue["file"] or ""
    return f"{sheet} ({file})" if sheet and issue["in_catalogue"] else sheet or file


class Entry(StrEnum):
    """How the cells of a column are changed by hand."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"


_NUMBERS = {Kind.COUNT: Entry.COUNT, Kind.MONEY: Entry.AMOUNT, Kind.PRICE: Entry.AMOUNT}
_PLAIN = {Entry.COUNT: re.compile(r"[0-9]{1,9}"), Entry.AMOUNT: re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")}
"""Texts that are the same number to everybody."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts, to be changed by hand: columns by name, rows as Excel numbers them."""

    name: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    """How each column is changed: as numbers where all its cells are plain ones."""
    places: tuple[int, ...]
    """Which column of the sheet each of `columns` is, 0 being A."""
    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    """By row, then by column; blank cells are empty."""
    in_catalogue: bool = False


def sheets(files: Files) -> tuple[Sheet, ...]:
    """Return the sheets of an inventory that can be changed by hand, those first that are changed most often.

    There are none where a file cannot be read whole; sheets that are too long for it, or empty, are left out.
    """
    found = []
    for file in (files.inventory, files.catalogue):
        reading = _read(file) if file else None
        if reading and not any(issue.severity is Severity.ERROR for issue in reading.issues):
            named = {_known_as(table): table for table in reading.tables if 0 < len(table.rows) <= MOST_ROWS_BY_HAND}
            found += [
                _sheet(known, table, file is files.catalogue) for known, table in named.items() if known in BY_HAND
            ]
    return tuple(sorted(found, key=lambda sheet: BY_HAND.index(sheet.name)))


def _sheet(known: str, table: RawTable, in_catalogue: bool) -> Sheet:
    places = tuple(place for place, header in enumerate(table.headers) if header)
    texts = [[shown(cell) or "" for cell in table.columns[place]] for place in places]
    schema = SHEET_BY_NAME[known]
    named = {place: name for name, place in match_columns(table.headers, schema).position_of.items()}
    kinds = [schema.by_name[named[place]].kind if place in named else Kind.TEXT for place in places]
    return Sheet(
        name=known,
        columns=tuple(table.headers[place] for place in places),
        entries=tuple(_entry(kind, cells) for kind, cells in zip(kinds, texts, strict=True)),
        places=places,
        rows=tuple(np.asarray(table.rows).tolist()),
        cells=tuple(zip(*texts, strict=True)),
        in_catalogue=in_catalogue,
    )


def _entry(kind: Kind, cells: Sequence[str]) -> Entry:
    entry = _NUMBERS.get(kind, Entry.TEXT)
    is_plain = entry is not Entry.TEXT and all(not cell or _PLAIN[entry].fullmatch(cell) for cell in cells)
    return entry if is_plain else Entry.TEXT


@dataclass(frozen=True, slots=True)
class Edited:
    """A cell that somebody changed: where it stands, in words too, and what it held before and holds now."""

    correction: Correction
    place: str
    column: str
    row: str
    """The first cell of its row, which mostly names it."""
    before: str
    after: str


def edits(sheet: Sheet, edited: Sequence[Sequence[str | float | None]]) -> tuple[Edited, ...]:
    """Return what somebody changed in the cells of a sheet, which are texts or numbers as its `entries` say."""
    return tuple(
        _edited(sheet, row, was, index, "" if after is None else after)
        for row, was, now in zip(sheet.rows, sheet.cells, edited, strict=True)
        for index, (before, after) in enumerate(zip(was, now, strict=True))
        if not _is_same(before, after)
    )


def _is_same(before: str, after: str | float | None) -> bool:
    if isinstance(after, int | float):
        return before != "" and float(before) == after
    return (after or "") == before


def _edited(sheet: Sheet, row: int, was: Sequence[str], index: int, after: str | float) -> Edited:
    cell = f"{column_letters(sheet.places[index])}{row}"
    return Edited(
        Correction(sheet.name, cell, after, sheet.in_catalogue),
        place=f"{sheet.name}!{cell}" + (" (kept apart)" if sheet.in_catalogue else ""),
        column=sheet.columns[index],
        row=was[0],
        before=_said(was[index], sheet.entries[index]),
        after=_said(after, sheet.entries[index]),
    )


def _said(cell: str | float, entry: Entry) -> str:
    return f"{float(cell):.2f}" if entry is Entry.AMOUNT and cell != "" else shown(cell) or ""


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


def corrected_name(name: str) -> str:
    """Return what a corrected inventory is called."""
    stem = Path(name).stem.removesuffix(", changed")
    return f"{stem}, changed.xlsx"


def marked_name(name: str) -> str:
    """Return what an inventory with marks is called."""
    return f"{Path(name).stem}, problems marked.xlsx"


def _read(file: Upload) -> Reading:
    with on_disk(Files(file)) as (path, _):
        return read_tables(path)


def _known_as(table: RawTable) -> str:
    """Return the name by which problems call a sheet."""
    meant = sheet_and_part(table.sheet)
    if meant is None:
        return table.sheet
    name, number = meant
    return f"{name} {number}" if number else name


def _is_sheet(tables: Sequence[RawTable], sheet: str | None) -> bool:
    return any(sheet in (table.sheet, _known_as(table)) for table in tables)


def _find_sheet(tables: Sequence[RawTable], sheet: str) -> int:
    for index, table in enumerate(tables):
        if sheet in (table.sheet, _known_as(table)):
            return index
    raise UsageError(f'There is no sheet "{sheet}" to correct.')


def _place(cell: str) -> tuple[int, int]:
    """Return the row, counted from 1, and the column, counted from 0, of an address such as B4."""
    matched = _ADDRESS.fullmatch(cell)
    if matched is None:
        raise UsageError(f"{cell} is no address of a cell.")
    column = 0
    for letter in matched[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(matched[2]), column - 1
