"""Rows that already have the shape of an inventory: a sheet of it, and our columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.imports.evidence import Origin
from planner.imports.own.recognising import OwnSheet, Wrote
from planner.imports.questions import Talk
from planner.imports.reading.cells import is_error, text_of
from planner.imports.reading.grids import Cell
from planner.ingest import SHEET_BY_NAME, CellError, column_letters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row for a sheet of the inventory: values by column, blank ones left out."""

    origin: Origin
    sheet: str
    cells: Mapping[str, object]


def origin_of(own: OwnSheet, place: int) -> Origin:
    """Return where a row of a grid was read."""
    return Origin(own.grid.file, int(own.grid.numbers[place]), own.grid.sheet)


def kept_rows(own: OwnSheet, talk: Talk) -> Iterator[SheetRow]:
    """Yield the rows of a sheet of an inventory as they are; columns that it cannot have are told and left out."""
    assert own.wrote is Wrote.INVENTORY
    header = own.grid.rows[own.header]
    others = [
        f'{column_letters(place)} ("{text_of(cell)}")'
        for place, cell in enumerate(header)
        if text_of(cell) and place not in own.place_of.values()
    ]
    if others:
        talk.tell(own.grid.name, f"Columns that sheet {own.sheet} cannot have are left out: {', '.join(others)}.")
    for place in range(own.header + 1, len(own.grid.rows)):
        row = own.grid.rows[place]
        cells = {
            name: value for name, at in own.place_of.items() if at < len(row) and (value := _value(row[at])) is not None
        }
        _tell_errors(own, place, row, talk)
        if cells:
            yield SheetRow(origin_of(own, place), own.sheet, cells)


def _value(cell: Cell) -> object:
    """Return what a cell says, None where it says nothing; whole numbers lose the point that spreadsheets give them."""
    if cell is None or isinstance(cell, CellError) or (isinstance(cell, str) and not cell.strip()):
        return None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _tell_errors(own: OwnSheet, place: int, row: Sequence[Cell], talk: Talk) -> None:
    for at, cell in enumerate(row):
        if is_error(cell):
            number = int(own.grid.numbers[place])
            what = cell.text if isinstance(cell, CellError) else str(cell)
            talk.tell(own.grid.name, f"Cell {column_letters(at)}{number} holds {what} and is left blank.", (number,))


def column_order(sheet: str) -> Sequence[str]:
    """Return the columns of a sheet of the inventory in their order."""
    return tuple(column.name for column in SHEET_BY_NAME[sheet].columns)
