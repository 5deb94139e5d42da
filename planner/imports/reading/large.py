"""Access logs of millions of rows, added up by a process of its own before they become evidence.

What each row says is kept but for its number: per account, address, server and kind of access the first and last day,
how often, and in how many rows, split where the address changed hands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.imports.evidence import AccessSeen, Evidence, Origin, ServerSeen
from planner.imports.questions import Talk
from planner.imports.reading.days import Order, order_of
from planner.imports.reading.tables import Table
from planner.processes.apart import BrokeOffError, ResourceLimits, answered

_WORK = "planner.imports.reading.large_child:add_up"
_FIRST_DAY, _NUMBER_OF_DAYS = date(2008, 1, 1), 12_000
_WRITTEN = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(.*)")
_GIB = 1 << 30
_BYTES_PER_SECOND = 10 << 20
"""Slower than any machine reads."""


@dataclass(frozen=True, slots=True)
class LargeLog:
    """A log whose head alone was read: where its columns stand, and how it writes days."""

    table: Table
    is_iso: bool
    order: Order | None
    suffix: str
    """What stands behind every day, such as ` 12:00:00 AM`."""


def as_large_log(table: Table, talk: Talk) -> LargeLog | None:
    """Return a log per day as it is added up; None for others, and where its head does not show how it writes days."""
    if not table.has("day") or table.has("source"):
        return None
    cells = [text for text in table.texts("day") if text]
    if cells and all(re.match(r"\d{4}-\d{2}-\d{2}", cell) for cell in cells):
        return LargeLog(table, True, None, "")
    found = [_WRITTEN.fullmatch(cell) for cell in cells]
    suffixes = {each[5] for each in found if each}
    if not cells or not all(found) or len(suffixes) > 1:
        return None
    order = order_of(cells)
    if order is None:
        answer = talk.answers.get(f"dates {table.grid.name}: {table.grid.rows[table.header][table.place_of['day']]}")
        order = Order(answer) if answer in tuple(Order) else None
    return None if order is None else LargeLog(table, False, order, suffixes.pop())


def read_large(
    logs: Sequence[LargeLog], remote_roles: Sequence[str], talk: Talk, stack: ExitStack
) -> Iterator[tuple[list[LargeLog], list[Evidence]]]:
    """Yield the logs of each layout, and what their rows say together.

    Raises UsageError where the work breaks off.
    """
    for same in _by_layout(logs):
        name = _name(same)
        request = {"parts": [_part(same, name, remote_roles)], "days": _spellings(same[0])}
        size = sum(log.table.grid.path.stat().st_size for log in same)
        seconds = 120 + size // _BYTES_PER_SECOND
        try:
            limits = ResourceLimits(6 * _GIB, 4 * seconds, 4.0 * seconds, file_bytes=64 * _GIB)
            reads = [log.table.grid.path for log in same]
            answer = stack.enter_context(answered(_WORK, request, limits, reads=reads))
        except BrokeOffError as broken:
            raise UsageError(f"{name} could not be added up: {broken}") from broken
        told = answer.value
        _tell(told, name, talk)
        yield same, list(_evidence(answer.file(told["result"]), same, name))


def _tell(told: Mapping[str, Any], name: str, talk: Talk) -> None:
    talk.tell(name, f"{told['rows']:,} rows were added up; single rows are not named as evidence.")
    if odd := told["undated"]:
        text = "1 row has" if odd == 1 else f"{odd:,} rows have"
        count = "it counts" if odd == 1 else "they count"
        talk.tell(name, f"{text} no day that could be read; {count} without one.")
    if odd := told["rejected"]:
        text = "1 row has" if odd == 1 else f"{odd:,} rows have"
        left = "is" if odd == 1 else "are"
        talk.tell(name, f"{text} another number of cells than the header and {left} left out.")


def _by_layout(logs: Sequence[LargeLog]) -> list[list[LargeLog]]:
    """Return logs of one layout together; those that do not name their server stay apart, for their files do."""
    found: dict[tuple[object, ...], list[LargeLog]] = defaultdict(list)
    for log in logs:
        table = log.table
        key: tuple[object, ...] = (
            tuple(map(str, table.grid.rows[table.header])), table.header, table.grid.numbers[table.header],
            table.grid.separator, table.grid.encoding, log.is_iso, log.order, log.suffix,
        )  # fmt: skip
        found[key if table.has("server") else (*key, table.grid.file)].append(log)
    return list(found.values())


def _name(same: Sequence[LargeLog]) -> str:
    first = same[0].table.grid.file
    return first if len(same) == 1 else f"{first} and {len(same) - 1} more"


def _part(same: Sequence[LargeLog], name: str, remote_roles: Sequence[str]) -> dict[str, Any]:
    log = same[0]
    table, grid = log.table, log.table.grid
    header = [str(cell) for cell in grid.rows[table.header]]
    is_parquet = not grid.separator
    places = {ours: table.place_of[ours] for ours in ("account", "address", "server", "role") if table.has(ours)}
    places["day"] = table.place_of["day"]
    count = next((each for each in ("day_count", "count", "activity") if table.has(each)), None)
    if count:
        places["count"] = table.place_of[count]
    return {
        "name": name,
        "kind": "parquet" if is_parquet else "csv",
        "paths": [str(each.table.grid.path.resolve()) for each in same],
        "separator": grid.separator,
        "encoding": grid.encoding,
        "skip": int(grid.numbers[table.header]) + _begins_with_separator(grid.path),
        "width": len(header),
        "columns": {ours: header[place] if is_parquet else place for ours, place in places.items()},
        "is_iso": log.is_iso,
        "first_day": _FIRST_DAY.isoformat(),
        "number_of_days": _NUMBER_OF_DAYS,
        "remote_roles": [*remote_roles, *(role.upper() for role in remote_roles)],
    }


def _begins_with_separator(path: Path) -> bool:
    """Tell whether a file begins with the line that tells Excel what separates cells, which has no number."""
    with path.open("rb") as file:
        return file.readline(16).lstrip(b'\xef\xbb\xbf"').lower().startswith(b"sep=")


def _spellings(log: LargeLog) -> list[str]:
    """Return every day as the log may write it: with and without leading zeros, as it puts its parts."""
    if log.is_iso:
        return []
    sign = next(match[2] for cell in log.table.texts("day") if (match := _WRITTEN.fullmatch(cell)))
    spellings: list[str] = []
    days = [_FIRST_DAY + timedelta(days=each) for each in range(_NUMBER_OF_DAYS)]
    for width in (0, 2):
        seen = set(spellings)
        for day in days:
            first, second = (day.day, day.month) if log.order is Order.DAY_FIRST else (day.month, day.day)
            text = f"{first:0{width}d}{sign}{second:0{width}d}{sign}{day.year}{log.suffix}"
            spellings.append(text if text not in seen else f"{text}\n")  # nothing is written so; it keeps the places
    return spellings


def _evidence(path: Any, same: Sequence[LargeLog], name: str) -> Iterator[Evidence]:
    import pyarrow.parquet as pq

    origin, is_address = Origin(name, 0), not same[0].table.has("account")
    for log in same:
        servers = dict.fromkeys(log.table.records("server", "product"))
        yield from (ServerSeen(origin, server, product) for server, product in servers)
    names = ["server", "account", "address", "first", "last", "times", "rows", "remote"]
    for batch in pq.ParquetFile(path).iter_batches(batch_size=65_536, columns=names):
        columns = [batch.column(name).to_pylist() for name in names]
        for server, account, address, first, last, times, rows, remote in zip(*columns, strict=True):
            yield AccessSeen(
                origin, server, account, address, first=_day(first), last=_day(last), count=times, rows=rows,
                remote=remote, only_address=is_address,
            )  # fmt: skip


@cache
def _day(number: int | None) -> date | None:
    return None if number is None else _FIRST_DAY + timedelta(days=number)
