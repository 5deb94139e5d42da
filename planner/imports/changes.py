"""What changed since an earlier import: who joined and left, which machines came, went and have other people now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import UsageError
from planner.imports.reading.cells import text_of, yes_or_no
from planner.ingest import RawTable, read_tables, schema_of

Rows = Sequence[Mapping[str, object]]
_NEEDED = ("Users", "Devices", "Access")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `joined`, `left`, `machine new`, `machine gone`, `machine moved`, `server`, `owned`; and words."""

    what: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of an inventory by sheet, and whose machines are by its sheet Affinity."""

    rows: Mapping[str, Rows]
    affinity: frozenset[tuple[str, str]] = frozenset()


def read_sheets(path: Path) -> Sheets:
    """Return an inventory that was imported before.

    Raises UsageError for a file that is none.
    """
    tables = read_tables(path).tables
    rows: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for table in tables:
        rows[schema_of(table.sheet) or table.sheet] += _rows(table)
    if not any(name in rows for name in _NEEDED):
        raise UsageError(f"{path.name} is no inventory: it has none of the sheets {', '.join(_NEEDED)}.")
    pairs = [(text_of(row.get("user_id")), text_of(row.get("device_id"))) for row in rows.get("Affinity", ())]
    return Sheets(rows, frozenset(pair for pair in pairs if all(pair)))


def _rows(table: RawTable) -> Iterator[Mapping[str, object]]:
    for cells in zip(*table.columns, strict=True):
        yield dict(zip(table.headers, cells, strict=True))


def find_changes(before: Sheets, now: Sheets) -> list[Change]:
    """Return what changed, people first."""
    return [
        *_people(_active(before, "Users", "user_id"), _active(now, "Users", "user_id")),
        *_machines(before, now),
        *_servers(before, now),
        *_owned(before, now),
    ]


def _text(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    return "yes" if value is True else "no" if value is False else text_of(value)


def _active(sheets: Sheets, sheet: str, id: str) -> dict[str, Mapping[str, object]]:
    """Return the rows in use by what they are of: for people their number, where they have one."""
    rows = [row for row in sheets.rows.get(sheet, ()) if yes_or_no(_text(row, "active")) is not False]
    keys = [(_text(row, "person_id") if sheet == "Users" else "") or _text(row, id) for row in rows]
    return {key.casefold(): row for key, row in zip(reversed(keys), reversed(rows), strict=True) if key}


def _people(before: Mapping[str, Mapping[str, object]], now: Mapping[str, Mapping[str, object]]) -> Iterator[Change]:
    for key in sorted(now.keys() - before.keys()):
        who = _text(now[key], "user_id")
        yield Change("joined", who, f"{who} is in use now, and was not before.")
    for key in sorted(before.keys() - now.keys()):
        who = _text(before[key], "user_id")
        yield Change("left", who, f"{who} was in use, and is no more.")


def _machines(before: Sheets, now: Sheets) -> Iterator[Change]:
    then, today = _active(before, "Devices", "device_id"), _active(now, "Devices", "device_id")
    for key in sorted(today.keys() - then.keys()):
        yield Change("machine new", key, f"{_text(today[key], 'device_id')} is new.")
    for key in sorted(then.keys() - today.keys()):
        yield Change("machine gone", key, f"{_text(then[key], 'device_id')} is gone.")
    owners_then, owners_now = _people_of(before), _people_of(now)
    for key in sorted(then.keys() & today.keys()):
        mine, theirs = owners_now.get(key, set()), owners_then.get(key, set())
        if mine and theirs and not mine & theirs:
            text = f"{key} is {_listed(mine)}'s now; it was {_listed(theirs)}'s."
            yield Change("machine moved", key, text)
            continue
        for column in ("department", "site"):
            old, new = _text(then[key], column), _text(today[key], column)
            if old and new and old != new:
                yield Change("machine moved", key, f"{key} is in {new} now; it was in {old}.")


def _listed(names: set[str]) -> str:
    return " and ".join(sorted(names))


def _people_of(sheets: Sheets) -> dict[str, set[str]]:
    """Return whose machines are: by lists where they say so, else by who uses them."""
    owners: dict[str, set[str]] = defaultdict(set)
    for user, device in sheets.affinity:
        owners[device.casefold()].add(user.casefold())
    used: dict[str, set[str]] = defaultdict(set)
    for row in sheets.rows.get("Access", ()):
        user, device = _text(row, "user_id"), _text(row, "device_id")
        if user and device:
            used[device.casefold()].add(user.casefold())
    return {**used, **owners}


def _servers(before: Sheets, now: Sheets) -> Iterator[Change]:
    then, today = _active(before, "Servers", "server_id"), _active(now, "Servers", "server_id")
    for key in sorted(today.keys() - then.keys()):
        yield Change("server", key, f"The server {_text(today[key], 'server_id')} is new.")
    for key in sorted(then.keys() - today.keys()):
        yield Change("server", key, f"The server {_text(then[key], 'server_id')} is gone.")
    for key in sorted(then.keys() & today.keys()):
        old, new = _text(then[key], "version"), _text(today[key], "version")
        if old != new:
            yield Change("server", key, f"The server {_text(today[key], 'server_id')} runs {new} now; it ran {old}.")


def _owned(before: Sheets, now: Sheets) -> Iterator[Change]:
    then, today = _active(before, "Owned", "owned_id"), _active(now, "Owned", "owned_id")
    for key in sorted(today.keys() | then.keys()):
        old = _text(then[key], "quantity") if key in then else "none"
        new = _text(today[key], "quantity") if key in today else "none"
        if old != new:
            yield Change("owned", key, f"Of {key} {new} are owned now; it was {old}.")
