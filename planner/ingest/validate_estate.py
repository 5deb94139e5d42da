"""Checks across cells and sheets on people, machines, servers, groups and accesses.

A check keeps silent about cells that could not be read: they have been reported.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planner.ingest.ids import (
    Known,
    check_case,
    check_known,
    check_made_ids,
    check_person_case,
    check_unique,
    rows_where,
)
from planner.ingest.log import Log
from planner.ingest.table import BLANK, Row, Table

Makes = dict[tuple[str, str], int]


def check_headcount(table: Table, log: Log) -> None:
    """Check the groups: unique names, Remote Desktop figures, dates; tell empty ones."""
    check_unique(table, "group", log)
    check_case(table, "group", log)
    for row in table.rows():
        _check_rds_users(row, log)
        check_order(row, "starts", "ends", log, may_be_equal=False)
        if not any(row.is_bad(name) or row.get(name) != 0 for name in ("users", "devices", "peripherals")):
            log.notice(
                "CAL-508", row.where("group"),
                f'The group "{row.get("group")}" has neither people nor machines and needs nothing.',
            )  # fmt: skip


def _check_rds_users(row: Row, log: Log) -> None:
    wanted = row.get("rds_users")
    if not wanted or row.is_bad("rds_version"):
        return
    if row.get("rds_version") is None:
        log.error(
            "CAL-210", row.where("rds_users"), row.found("rds_users"),
            f"{wanted} people use Remote Desktop, but there is no rds_version.",
            "Give the version of the session hosts in rds_version, or leave rds_users blank.",
        )  # fmt: skip
    elif not row.is_bad("users") and row.get("users") is not None and wanted > row.get("users"):
        log.error(
            "CAL-211", row.where("rds_users"), row.found("rds_users"),
            f"{wanted} is more than the {row.get('users')} people of the group.",
            "Type at most the number in users, or leave it blank for all of them.",
        )  # fmt: skip


def check_order(row: Row, first: str, last: str, log: Log, *, may_be_equal: bool) -> None:
    """Tell of two days of a row that are in the wrong order: what they bound never exists."""
    start, end = row.get(first), row.get(last)
    if start is None or end is None or start < end or (may_be_equal and start == end):
        return
    log.notice(
        "CAL-212", row.where(last),
        f"{last} ({end}) is {'before' if end < start else 'the same day as'} {first} ({start}), so this never counts.",
        "Correct one of the two days if that is not meant.",
        value=row.found(last),
    )  # fmt: skip


def check_users(table: Table, log: Log) -> None:
    """Check the accounts: unique ids, and what stands behind a shared one."""
    check_unique(table, "user_id", log)
    check_case(table, "user_id", log)
    if "person_id" in table.columns:
        check_person_case(table, log)
    several = several_people(table)
    for row in rows_where(several & (table.code("person_id") >= 0)):
        log.error(
            "CAL-204", table.where(row, "persons"), table.found(row, "persons"),
            f'The account stands for {table.filled("persons")[row]} people, but names one in person_id.',
            "Leave person_id blank for a shared account, or set persons to 1.",
        )  # fmt: skip
    _check_people_behind_shared(table, several, log)


def several_people(table: Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which accounts stand for more than one person, shape (rows,)."""
    is_several = np.array([*(value > 1 for value in table.values("persons")), False, False])  # the last: BAD, BLANK
    return is_several[table.code("persons")]


def _check_people_behind_shared(table: Table, several: np.ndarray[tuple[int], np.dtype[np.bool_]], log: Log) -> None:
    """Report accounts whose person_id is the name of a shared account."""
    shared = {account for account in table.filled("user_id")[several] if account is not None}
    named = [code for code, person in enumerate(table.values("person_id")) if person in shared]
    # Rows that say both have been reported already.
    for row in rows_where(np.isin(table.code("person_id"), named) & ~several):
        log.error(
            "CAL-206", table.where(row, "person_id"), table.found(row, "person_id"),
            f'"{table.filled("person_id")[row]}" is an account that several people share, not one person.',
            "Name the person behind this account, or leave person_id blank.",
        )  # fmt: skip


def check_devices(table: Table, log: Log) -> None:
    """Check that machines have unique ids."""
    check_unique(table, "device_id", log)
    check_case(table, "device_id", log)


def check_servers(table: Table, log: Log) -> None:
    """Check the servers: unique ids, planned upgrades."""
    check_unique(table, "server_id", log)
    check_case(table, "server_id", log)
    for row in table.rows():
        _check_upgrade(row, log)
        if row.get("server_id") == "*":
            log.error(
                "CAL-116", row.where("server_id"), "*", '"*" stands for every server and cannot be one.',
                "Give the server another id.",
            )  # fmt: skip


def _check_upgrade(row: Row, log: Log) -> None:
    if row.is_bad("upgrade_to") or row.is_bad("upgrade_on"):
        return
    if row.is_given("upgrade_to") != row.is_given("upgrade_on"):
        given, blank = ("upgrade_to", "upgrade_on") if row.is_given("upgrade_to") else ("upgrade_on", "upgrade_to")
        log.error(
            "CAL-208", row.where(blank), None, f"{given} is given ({row.found(given)}), but {blank} is blank.",
            "Give both for a planned upgrade, or neither.",
        )  # fmt: skip


def check_rds_modes(table: Table, log: Log) -> None:
    """Report servers whose rds_mode differs from that of the first server of their deployment."""
    if {"server_id", "rds_deployment", "rds_mode"} & table.absent:
        return
    rows = list(table.rows())
    named = {row.get("rds_deployment") for row in rows if row.is_given("rds_deployment")}
    first_of: dict[str, Row] = {}
    for row in rows:
        deployment = _deployment(row, named)
        if deployment is None or row.is_bad("rds_mode"):
            continue
        first = first_of.setdefault(deployment, row)
        if row.get("rds_mode") != first.get("rds_mode"):
            log.error(
                "CAL-207", row.where("rds_mode"), row.found("rds_mode"),
                f'"{row.get("server_id")}" says {row.get("rds_mode")}, but "{first.get("server_id")}" of the same '
                f'Remote Desktop deployment "{deployment}" says {first.get("rds_mode")}.',
                "Give all servers of a deployment the same rds_mode, or set the policy rds_mode_strict to no.",
            )  # fmt: skip


def _deployment(row: Row, named: set[str]) -> str | None:
    """Return the deployment this server's mode speaks for, if it speaks for a shared one."""
    if row.is_given("rds_deployment"):
        return str(row.get("rds_deployment"))
    server = row.get("server_id")
    # The server a deployment is named after may be a mere broker: it speaks only if it gives a mode.
    speaks = not row.is_bad("rds_deployment") and server in named and row.is_given("rds_mode")
    return server if speaks else None


def check_access(
    table: Table, users: Table | None, devices: Table | None, servers: Table | None, unsure: frozenset[str], log: Log
) -> None:
    """Check the accesses against the other sheets; `unsure` names sheets that may say more than could be read."""
    for name, column, other, thing in (
        ("Users", "user_id", users, "add the account"),
        ("Devices", "device_id", devices, "add the device"),
        ("Servers", "server_id", servers, "add the server"),
    ):
        if other is None:
            # Servers has its own check for being there at all.
            if name not in unsure and name != "Servers":
                check_case(table, column, log)
        elif column not in other.absent:
            also = ("*",) if column == "server_id" else ()
            check_known(table, column, Known(other, column), log, also, thing)
    _check_ends(table, log)
    _tell_star_without_deployment(table, servers, log)


def _check_ends(table: Table, log: Log) -> None:
    if {"user_id", "device_id"} & table.absent:
        return
    neither = (table.code("user_id") == BLANK) & (table.code("device_id") == BLANK)
    column = "user_id" if "user_id" in table.columns else "device_id"
    for row in rows_where(neither):
        log.error(
            "CAL-209", table.where(row, column), None, "Neither user_id nor device_id is given.",
            "Give at least one of them, or delete the row.",
        )  # fmt: skip


def _tell_star_without_deployment(table: Table, servers: Table | None, log: Log) -> None:
    if servers is None or "*" not in table.values("server_id"):
        return
    if "rds_deployment" in servers.absent or (servers.code("rds_deployment") != BLANK).any():
        return
    star = table.code("server_id") == table.values("server_id").index("*")
    remote = np.isin(table.code("kind"), [code for code, kind in enumerate(table.values("kind")) if kind == "rds"])
    count = int((star & remote).sum())
    if count:
        log.notice(
            "CAL-516", table.place,
            "Remote Desktop accesses name every server (*), but no server has an rds_deployment: they reach nothing "
            f"and need nothing (rows: {count}).",
            "Fill rds_deployment in sheet Servers.",
        )  # fmt: skip


def makes_of(headcount: Table | None, users: Table | None) -> tuple[Makes, Makes]:
    """Return how many ids the program makes per stem, for people and for machines."""
    people: Makes = {}
    machines: Makes = {}
    if users is not None:
        persons, accounts = users.filled("persons"), users.filled("user_id")
        people = {(accounts[row], "person"): persons[row] for row in rows_where(several_people(users))}
    for row in headcount.rows() if headcount is not None else ():
        people[row.get("group"), "user"] = row.get("users") or 0
        machines[row.get("group"), "device"] = row.get("devices") or 0
        machines[row.get("group"), "peripheral"] = row.get("peripherals") or 0
    return people, machines


def check_all_made_ids(tables: Mapping[str, Table], people: Makes, machines: Makes, log: Log) -> None:
    """Report given ids of people and machines that meet ids the program makes."""
    access, users, devices = tables.get("Access"), tables.get("Users"), tables.get("Devices")
    if users is not None:
        check_made_ids(users, "user_id", people, log)
        check_made_ids(users, "person_id", people, log)
    elif access is not None:
        check_made_ids(access, "user_id", people, log)
    if devices is not None:
        check_made_ids(devices, "device_id", machines, log)
    elif access is not None:
        check_made_ids(access, "device_id", machines, log)
