"""What an inventory has that did not become part of its estate, counted and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.issue import Location
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanTable
from planner.words import say


@dataclass(frozen=True, slots=True)
class Left:
    """What did not become part of the estate, counted for notices."""

    inactive_accesses: int
    repeated_accesses: int
    people_without: int
    machines_without: int
    subscriptions_inactive: int


def _machines_without(tables: Mapping[str, CleanTable]) -> str:
    has_both = "Servers" in tables and "Access" in tables
    roles = tables["Servers"].values("infrastructure") if has_both else ()
    addresses = say(", but for their addresses from servers with dhcp") if any("dhcp" in each for each in roles) else ""
    return say("Active machines without an access need nothing{addresses}", addresses=addresses)


def tell_left_out(tables: Mapping[str, CleanTable], left: Left, log: Log) -> None:
    """Count what did not become part of the estate."""
    access = tables.get("Access")
    place = access.place if access is not None else Location()
    if left.inactive_accesses:
        log.notice(
            "CAL-504",
            place,
            say(
                "Accesses of inactive people or machines are left out (rows: {inactive_accesses}).",
                inactive_accesses=left.inactive_accesses,
            ),
        )
    if left.repeated_accesses:
        log.notice(
            "CAL-505",
            place,
            say(
                "Accesses that repeat the user, device, server and kind of an earlier row count once "
                "(rows: {repeated_accesses}).",
                repeated_accesses=left.repeated_accesses,
            ),
        )
    for count, code, sheet, what in (
        (left.subscriptions_inactive, "CAL-513", "Users", say("Subscriptions of inactive accounts do not count")),
        (left.people_without, "CAL-506", "Users", say("Active people without an access need nothing")),
        (left.machines_without, "CAL-507", "Devices", _machines_without(tables)),
    ):  # fmt: skip
        if count and sheet in tables:
            log.notice(code, tables[sheet].place, say("{what} (number: {count}).", what=what, count=count))
