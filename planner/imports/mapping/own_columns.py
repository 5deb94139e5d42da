"""What names and words of people's own lists stand for in an inventory: its sheets, columns, and words of a list."""

from __future__ import annotations

from collections.abc import Mapping

from planner.imports.mapping import vocabulary
from planner.imports.mapping.fields import Holds

_SHEETS: Mapping[Holds, str] = {
    Holds.USERS: "Users", Holds.DEVICES: "Devices", Holds.SERVERS: "Servers", Holds.ACCESS: "Access",
    Holds.OWNED: "Owned", Holds.OFFERS: "Offers",
}  # fmt: skip
_HOLDS = {sheet: holds for holds, sheet in _SHEETS.items()}
_COLUMNS: Mapping[str, str] = {
    "login": "user_id", "employee_id": "person_id", "device": "device_id", "server": "server_id", "system": "version",
    "role": "workload",
}  # fmt: skip
"""What fields of lists are called in an inventory, where that is something else."""


def sheet_called(name: str) -> str | None:
    """Return the sheet of an inventory that a name stands for, None where it says nothing."""
    holds = vocabulary.list_called(name)
    return _SHEETS.get(holds) if holds is not None else None


def column_called(sheet: str, header: str) -> str | None:
    """Return the column of a sheet that a header stands for: a known word, a slip of one, or one inside it."""
    holds = _HOLDS.get(sheet)
    if holds is None:
        return None
    words, text = vocabulary.headers_of(holds), vocabulary.clean_header(header)
    inside = words.find_inside(text)
    field = words.find(text) or words.find_slip(text) or (inside[1] if inside else None)
    return None if field is None else _COLUMNS.get(field, field)


_WORDS: Mapping[tuple[str, str], str] = {
    ("Devices", "kind"): "kind", ("Users", "relation"): "relation",
    ("Owned", "metric"): "metric", ("Offers", "metric"): "metric", ("Owned", "condition"): "condition",
    ("Offers", "condition"): "condition",
}  # fmt: skip
"""The words that may stand in a column."""


def word_meant(sheet: str, column: str, text: str) -> str | None:
    """Return what a word in a column of a sheet stands for, None where it is in no list of such words."""
    section = _WORDS.get((sheet, column))
    return vocabulary.values(section).find(text) if section else None
