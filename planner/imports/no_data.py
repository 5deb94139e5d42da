"""Rows of an export that are no data: sums at its end, and what stands again where files were put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.imports.mapping import vocabulary
from planner.imports.questions import Talk
from planner.imports.reading.cells import text_of
from planner.imports.reading.grids import Cell
from planner.imports.reading.tables import Table, fold

_FEW = 3
"""A sum fills so many cells or fewer, half of the columns or with numbers alone: who is called Total says more."""
_NUMBER = re.compile(r"[\d.,' ]+")
_BETWEEN = re.compile(r"#TYPE |\(\d+ rows? affected\)", re.IGNORECASE)


def without_sums(table: Table, talk: Talk) -> Table:
    """Return an export without the rows that are no data; each is told."""
    left_out = dict(_found(table))
    if not left_out:
        return table
    for why in dict.fromkeys(left_out.values()):
        rows = tuple(table.origin(place).row for place, each in left_out.items() if each == why)
        talk.tell(table.grid.name, f"Rows are left out: {why}.", rows)
    gone = {table.header + 1 + place for place in left_out}
    kept = [place for place in range(len(table.grid.rows)) if place not in gone]
    grid = replace(
        table.grid, rows=[table.grid.rows[at] for at in kept], numbers=[table.grid.numbers[at] for at in kept]
    )
    return Table(grid, table.header, table.place_of)


def _found(table: Table) -> Iterator[tuple[int, str]]:
    """Yield the places of such rows, and why each is none."""
    header = table.grid.rows[table.header]
    again = _folded(header)
    width = sum(map(bool, again))
    words = vocabulary.beginnings("row", "sum")
    for place, row in enumerate(table.rows):
        if row[:1] == header[:1] and _folded(row) == again:
            yield place, "the header once more"
        elif isinstance(row[0], str) and _BETWEEN.match(row[0]):
            yield place, "a line between files"
        elif len(row) - row.count("") - row.count(None) <= min(_FEW, width - 1):  # cheap, for there are many rows
            filled = [text.casefold() for cell in row if (text := text_of(cell))]
            others = [text for text in filled if not words.match(text)]
            is_short = len(filled) * 2 <= width or all(map(_NUMBER.fullmatch, others))
            if is_short and len(others) < len(filled) and any(map(words.match, filled[:2])):
                yield place, "a sum of other rows"


def _folded(row: Sequence[Cell]) -> list[str]:
    return [fold(cell) for cell in row]
