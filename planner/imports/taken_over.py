"""What a person has put into an earlier inventory and no export says: it is taken over into the new one.

Sheets that imports do not fill, such as offers and policies, stay as they were. So do columns that imports do not fill,
for the people, machines and servers that are still there. Whether licences that no file has any more are still owned is
asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.imports.changes import Sheets
from planner.imports.questions import Talk
from planner.imports.reading.cells import text_of
from planner.ingest import SHEET_BY_NAME, CellError

Row = dict[str, object]
_FILLED = {"Users": "user_id", "Devices": "device_id", "Servers": "server_id", "Owned": "owned_id", "Access": ""}
"""The sheets that imports fill, and the columns that tell their rows apart."""
_INSTEAD = "Headcount"
"""A sheet of counts, which says again what accesses say."""


def take_over(sheets: Mapping[str, Sequence[Row]], before: Sheets, talk: Talk) -> dict[str, list[Row]]:
    """Return the rows of an inventory with what an earlier one says beside them."""
    earlier = {name: [_known(name, row) for row in rows] for name, rows in before.rows.items() if name in SHEET_BY_NAME}
    found = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    whole = [name for name in earlier if name not in _FILLED and name != _INSTEAD and not found.get(name)]
    for name in whole:
        found[name] = earlier[name]
    if whole:
        talk.tell("", f"Sheets of the earlier inventory that no export fills are taken over: {', '.join(whole)}.")
    for name, id in _FILLED.items():
        if id and name in found and name in earlier:
            _take_columns(name, id, found[name], earlier[name], talk)
    found["Owned"] = [*found.get("Owned", ()), *_still_owned(found.get("Owned", ()), earlier.get("Owned", ()), talk)]
    return found


def _known(sheet: str, row: Mapping[str, object]) -> Row:
    """Return what a row says in columns that the sheet may have; policies are columns of their sheet."""
    names = {column.name for column in SHEET_BY_NAME[sheet].columns}
    return {
        name: value
        for name, value in row.items()
        if (name in names or sheet == "Scenarios") and value not in (None, "") and not isinstance(value, CellError)
    }


def _take_columns(sheet: str, id: str, rows: Sequence[Row], earlier: Sequence[Row], talk: Talk) -> None:
    filled = {name for row in rows for name in row}
    by_id = {_folded(row, id): row for row in earlier}
    taken: dict[str, None] = {}
    for row in rows:
        more = {name: value for name, value in by_id.get(_folded(row, id), {}).items() if name not in filled}
        row.update(more)
        taken |= dict.fromkeys(more)
    if taken:
        text = f"Columns of the earlier inventory's sheet {sheet} that no export fills are taken over: "
        talk.tell("", f"{text}{', '.join(taken)}.")


def _still_owned(now: Sequence[Row], earlier: Sequence[Row], talk: Talk) -> Iterator[Row]:
    """Yield the licences that only the earlier inventory has, where it was answered that they are owned."""
    there = {_folded(row, "owned_id") for row in now}
    for row in earlier:
        lot = _folded(row, "owned_id")
        if not lot or lot in there:
            continue
        name = text_of(row["owned_id"])
        answer = talk.ask(
            f"still owned {name}",
            f"The earlier inventory has {text_of(row.get('quantity'))} licences {name}, which no file has now. "
            "Are they still owned?",
            "They are left out.",
            choices=("yes", "no"),
        )
        if answer == "yes":
            yield row


def _folded(row: Mapping[str, object], column: str) -> str:
    return text_of(row.get(column)).casefold()
