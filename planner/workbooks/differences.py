"""What differs between two versions of an inventory, cell by cell, in the sheets that people change by hand.

Rows that are alike are the same row, wherever they stand; of the others, those with one name are.  What is left was
added or taken out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.workbooks.by_hand import Sheet, in_words

_NAMES = {
    "Offers": "offer_id", "Owned": "owned_id", "Headcount": "group", "Servers": "server_id", "Policy": "name",
    "Scenarios": "scenario",
}  # fmt: skip
"""The column of each sheet by which people know a row."""
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,6})?")
_Row = tuple[str, Mapping[str, str]]
"""Its name, and its cells by column; blank ones are left out."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs, or a whole row that was added or taken out: then `column` is empty."""

    sheet: str
    row: str
    """What the row is called."""
    column: str
    before: str
    """Nothing where the cell was blank, or the row is new."""
    after: str


def differences(before: Sequence[Sheet], after: Sequence[Sheet]) -> tuple[Difference, ...]:
    """Return what differs, sheet by sheet in their order; sheets that only one version has are added or taken out."""
    old, new = ({(one.name, one.in_catalogue): one for one in sheets} for sheets in (before, after))
    found: list[Difference] = []
    for key in dict.fromkeys((*old, *new)):
        rows = [_rows(of[key]) if key in of else [] for of in (old, new)]
        found += _of_sheet(key[0], *rows)
    return tuple(found)


def _rows(sheet: Sheet) -> list[_Row]:
    columns = [column.strip() for column in sheet.columns]
    named = _NAMES.get(sheet.name)
    place = columns.index(named) if named in columns else 0
    return [
        (
            row[place],
            {
                column: in_words(cell, entry)
                for column, cell, entry in zip(columns, row, sheet.entries, strict=True)
                if cell
            },
        )
        for row in sheet.cells
    ]


def _of_sheet(sheet: str, before: list[_Row], after: list[_Row]) -> Iterator[Difference]:
    gone, new = _without_alike(before, after), _without_alike(after, before)
    waiting: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for name, cells in new:
        waiting[name].append(cells)
    for name, cells in gone:
        if waiting[name]:
            yield from _of_row(sheet, name, cells, waiting[name].pop(0))
        else:
            yield Difference(sheet, name, "", _whole(cells), "")
    for name, left in waiting.items():
        for cells in left:
            yield Difference(sheet, name, "", "", _whole(cells))


def _without_alike(rows: list[_Row], others: list[_Row]) -> list[_Row]:
    """Return the rows of which there is no like among others, as often as they lack one."""
    there = Counter(_said_by(cells) for _, cells in others)
    found = []
    for name, cells in rows:
        key = _said_by(cells)
        if there[key]:
            there[key] -= 1
        else:
            found.append((name, cells))
    return found


def _said_by(cells: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((column, _meant(cell)) for column, cell in cells.items())


def _meant(cell: str) -> str:
    """Return what is the same for all ways to write a number: `10.50`, `10.5`."""
    return f"{Decimal(cell).normalize():f}" if _NUMBER.fullmatch(cell) else cell


def _of_row(sheet: str, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for column in dict.fromkeys((*before, *after)):
        was, now = before.get(column, ""), after.get(column, "")
        if _meant(was) != _meant(now):
            yield Difference(sheet, name, column, was, now)


def _whole(cells: Mapping[str, str]) -> str:
    return "; ".join(f"{column}: {cell}" for column, cell in cells.items())
