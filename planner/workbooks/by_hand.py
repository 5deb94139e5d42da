"""Sheets of an inventory as people change them on a page: texts and numbers, and what somebody changed in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.domain.issue import Severity
from planner.ingest import Kind, RawTable, column_letters, kinds_of, known_as, shown
from planner.words import say
from planner.workbooks.correct import Correction
from planner.workbooks.uploads import Files, read_file

BY_HAND = ("Offers", "Owned", "Headcount", "Servers", "Policy", "Scenarios")
MOST_ROWS_BY_HAND = 2_000


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
        reading = read_file(file) if file else None
        if reading and not any(issue.severity is Severity.ERROR for issue in reading.issues):
            named = {
                known_as(table.sheet): table for table in reading.tables if 0 < len(table.rows) <= MOST_ROWS_BY_HAND
            }
            found += [
                _sheet(known, table, file is files.catalogue) for known, table in named.items() if known in BY_HAND
            ]
    return tuple(sorted(found, key=lambda sheet: BY_HAND.index(sheet.name)))


def _sheet(known: str, table: RawTable, in_catalogue: bool) -> Sheet:
    places = tuple(place for place, header in enumerate(table.headers) if header)
    texts = [[shown(cell) or "" for cell in table.columns[place]] for place in places]
    kinds = kinds_of(table)
    return Sheet(
        name=known,
        columns=tuple(table.headers[place] for place in places),
        entries=tuple(_entry(kinds[place], cells) for place, cells in zip(places, texts, strict=True)),
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
        place=f"{sheet.name}!{cell}" + (say(" (kept apart)") if sheet.in_catalogue else ""),
        column=sheet.columns[index],
        row=was[0],
        before=in_words(was[index], sheet.entries[index]),
        after=in_words(after, sheet.entries[index]),
    )


def in_words(cell: str | float, entry: Entry) -> str:
    """Return a cell as it is told: amounts have two decimals."""
    return f"{float(cell):.2f}" if entry is Entry.AMOUNT and cell != "" else shown(cell) or ""
