"""What a file is, by its content: the first row with the columns of a format, and which columns those are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.imports.reading.grids import Grid
from planner.imports.reading.tables import Table, fold
from planner.imports.sources.format import Format

HEADER_ROWS = 20
"""A header stands in one of so many first rows."""


@dataclass(frozen=True)
class Recognised:
    """What a grid was found to be, its table, and the columns that say so."""

    format: Format
    table: Table
    why: str
    also: tuple[str, ...] = ()
    """Names of other formats whose columns are all there too."""


def recognise(grid: Grid, formats: Sequence[Format]) -> Recognised | None:
    """Return what a grid is; None where no row of its head has the columns of a format.

    Where several formats fit a header, the one with the most columns in it counts.
    """
    best: tuple[int, Recognised] | None = None
    for place, row in enumerate(grid.rows[:HEADER_ROWS]):
        header = [fold(cell) if isinstance(cell, str) else "" for cell in row]
        fitting = [(format, places) for format in formats if (places := format.places_in(header)) is not None]
        if not fitting:
            continue
        format, places = max(fitting, key=lambda pair: len(pair[1]))
        if best is None or len(places) > best[0]:
            also = tuple(other.name for other, _ in fitting if other is not format)
            table = Table(grid, place, places)
            best = len(places), Recognised(format, table, _why(format, table), also)
    return best[1] if best else None


def _why(format: Format, table: Table) -> str:
    header = table.grid.rows[table.header]
    names = [str(header[table.place_of[name]]).strip() for name in format.need_met(table.place_of)]
    listed = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    number = table.grid.numbers[table.header]
    return f"row {number} has the column{'s' if len(names) > 1 else ''} {listed}"
