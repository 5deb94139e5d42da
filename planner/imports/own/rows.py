"""Rows of an inventory that comes back, kept as they are, and put beside what other files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.imports.evidence import Origin
from planner.imports.own.recognising import OwnSheet, Wrote
from planner.imports.questions import Talk
from planner.imports.reading.cells import is_error, numbers_of, text_of
from planner.imports.reading.grids import Cell
from planner.imports.sheet_row import SheetRow
from planner.ingest import SHEET_BY_NAME, CellError, Kind, column_letters
from planner.licensing.rulebook import SETTINGS


def origin_of(own: OwnSheet, place: int) -> Origin:
    """Return where a row of a grid was read."""
    return Origin(own.grid.file, int(own.grid.numbers[place]), own.grid.sheet)


def kept_rows(own: OwnSheet, talk: Talk) -> Iterator[SheetRow]:
    """Yield the rows of a sheet of an inventory as they are; what cannot stand there is told and left out."""
    assert own.wrote is Wrote.INVENTORY
    known = _columns_of(own.sheet)
    places = {name: at for name, at in own.place_of.items() if name in known}
    _tell_other_columns(own, places, talk)
    amounts = {name for name, kind in known.items() if kind in (Kind.MONEY, Kind.PRICE)}
    for place in range(own.header + 1, len(own.grid.rows)):
        row = own.grid.rows[place]
        cells = {
            name: value
            for name, at in places.items()
            if at < len(row) and (value := _value(row[at], name in amounts)) is not None
        }
        _tell_lost(own, place, {name: at for name, at in places.items() if name not in cells}, talk)
        if cells:
            yield SheetRow(origin_of(own, place), own.sheet, cells)


def _columns_of(sheet: str) -> Mapping[str, Kind | None]:
    """Return the columns that a sheet may have, with what stands in them."""
    known: dict[str, Kind | None] = {column.name: column.kind for column in SHEET_BY_NAME[sheet].columns}
    if sheet == "Scenarios":
        known |= {setting.name: None for setting in SETTINGS if setting.everywhere}
    return known


def _tell_other_columns(own: OwnSheet, places: Mapping[str, int], talk: Talk) -> None:
    header = own.grid.rows[own.header]
    others = [
        f'{column_letters(place)} ("{text_of(cell)}")'
        for place, cell in enumerate(header)
        if text_of(cell) and place not in places.values()
    ]
    if others:
        talk.tell(own.grid.name, f"Columns that sheet {own.sheet} cannot have are left out: {', '.join(others)}.")


def _value(cell: Cell, is_amount: bool) -> object:
    """Return what a cell says, None where it says nothing; whole numbers lose the point that spreadsheets give them."""
    if cell is None or is_error(cell) or (isinstance(cell, str) and not cell.strip()):
        return None
    if is_amount and isinstance(cell, str):
        return numbers_of([cell])[0]
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _tell_lost(own: OwnSheet, place: int, blank: Mapping[str, int], talk: Talk) -> None:
    """Tell of cells that were not kept although something stands in them: errors, and amounts that are none."""
    row, number = own.grid.rows[place], int(own.grid.numbers[place])
    for at in blank.values():
        cell = row[at] if at < len(row) else None
        if cell is not None and (not isinstance(cell, str) or cell.strip()):
            what = cell.text if isinstance(cell, CellError) else str(cell)
            talk.tell(own.grid.name, f"Cell {column_letters(at)}{number} holds {what} and is left blank.", (number,))


def merged(
    sheets: Mapping[str, list[dict[str, object]]], kept: Sequence[SheetRow]
) -> dict[str, list[dict[str, object]]]:
    """Return the rows of an inventory with those that were kept: of one thing there is one row.

    Where both say something, what the other files say counts; what only the kept row says stays.
    """
    found = {name: list(rows) for name, rows in sheets.items()}
    for name in dict.fromkeys(row.sheet for row in kept):
        mine = [dict(row.cells) for row in kept if row.sheet == name]
        found[name] = _joined(found.get(name, []), mine, _keys_of(name))
    return found


def _keys_of(sheet: str) -> tuple[str, ...]:
    """Return the columns by which two rows of a sheet are about one thing; none where all of them must agree."""
    keys = {"Users": "user_id", "Devices": "device_id", "Servers": "server_id", "Owned": "owned_id"}
    if sheet == "Access":
        return ("user_id", "device_id", "server_id", "kind")
    return (keys[sheet],) if sheet in keys else ()


def _joined(
    rows: Sequence[dict[str, object]], kept: Sequence[dict[str, object]], keys: Sequence[str]
) -> list[dict[str, object]]:
    def key(row: Mapping[str, object]) -> tuple[str, ...]:
        said = [row.get(name) for name in keys] if keys else [f"{name}={row[name]}" for name in sorted(row)]
        usual = [
            "standard" if name == "kind" and value in (None, "") else value
            for name, value in zip(keys, said, strict=False)
        ]
        return tuple(str(value if value is not None else "").casefold() for value in (usual if keys else said))

    by_key = {key(row): row for row in rows}
    added = []
    for row in kept:
        same = by_key.get(key(row))
        if same is None:
            by_key[key(row)] = row
            added.append(row)
        else:
            same.update({name: value for name, value in row.items() if same.get(name) in (None, "")})
    return [*rows, *added]
