"""Checks across cells and sheets on people, machines, servers, groups and accesses.

A check keeps silent about cells that could not be read: they have been reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from planner.domain.estate import EVERY, NONE, AccessKind, RdsMode
from planner.domain.issue import Location
from planner.domain.product import rank
from planner.ingest.checks.ids import (
    Known,
    address,
    check_case,
    check_known,
    check_known_lists,
    check_made_ids,
    check_person_case,
    check_unique,
    first_rows,
    rows_where,
)
from planner.ingest.tables.distinct import Objects, objects, places
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import BLANK, CleanRow, CleanTable, Part
from planner.words import joined, say

Makes = dict[tuple[str, str], int]


def check_headcount(table: CleanTable, log: Log) -> None:
    """Check the groups: unique names, Remote Desktop figures, dates; tell empty ones."""
    check_unique(table, "group", log)
    check_case(table, "group", log)
    for row in table.rows():
        _check_rds_users(row, log)
        _check_peripheral_rds(row, log)
        check_order(row, "starts", "ends", log, may_be_equal=False)
        if not any(row.is_bad(name) or row.get(name) != 0 for name in ("users", "devices", "peripherals")):
            log.notice(
                "CAL-508", row.where("group"),
                say('The group "{row}" has neither people nor machines and needs nothing.', row=row.get('group')),
            )  # fmt: skip


def check_servers_of_groups(table: CleanTable, servers: CleanTable | None, unsure: frozenset[str], log: Log) -> None:
    """Check that the servers that groups name are in sheet Servers."""
    for column in ("servers", "rds_servers"):
        if not table.values(column):
            continue
        if servers is not None and "server_id" not in servers.absent:
            check_known_lists(table, column, Known(servers, "server_id"), log, (EVERY,), say("add the server"))
        elif servers is None and "Servers" not in unsure:
            log.error(
                "CAL-041", Location(table.place.file, table.sheet.name, None, column), None,
                say('There is no filled sheet "Servers", which the column "{column}" needs.', column=column),
                say("List the servers with their versions."),
            )  # fmt: skip


def _check_peripheral_rds(row: CleanRow, log: Log) -> None:
    wanted = row.get("peripheral_rds")
    if wanted and not row.is_bad("peripherals") and wanted > row.get("peripherals"):
        log.error(
            "CAL-214", row.where("peripheral_rds"), row.found("peripheral_rds"),
            say("{wanted} is more than the {row} peripherals of the group.", wanted=wanted, row=row.get('peripherals')),
            say("Type at most the number in peripherals."),
        )  # fmt: skip


def _check_rds_users(row: CleanRow, log: Log) -> None:
    wanted = row.get("rds_users")
    if not wanted or row.is_bad("rds_version") or row.is_bad("rds_servers"):
        return
    if row.get("rds_version") is None and not row.get("rds_servers"):
        log.error(
            "CAL-210",
            row.where("rds_users"),
            row.found("rds_users"),
            say("{wanted} people use Remote Desktop, but there is neither rds_version nor rds_servers.", wanted=wanted),
            say(
                "Give the version of the session hosts in rds_version or name them in rds_servers, or "
                "leave rds_users blank."
            ),
        )
    elif not row.is_bad("users") and row.get("users") is not None and wanted > row.get("users"):
        log.error(
            "CAL-211", row.where("rds_users"), row.found("rds_users"),
            say("{wanted} is more than the {row} people of the group.", wanted=wanted, row=row.get('users')),
            say("Type at most the number in users, or leave it blank for all of them."),
        )  # fmt: skip


def check_order(row: CleanRow, first: str, last: str, log: Log, *, may_be_equal: bool) -> None:
    """Tell of two days of a row that are in the wrong order: what they bound never exists."""
    start, end = row.get(first), row.get(last)
    if start is None or end is None or start < end or (may_be_equal and start == end):
        return
    log.notice(
        "CAL-212",
        row.where(last),
        say(
            "{last} ({end}) is {form} {first} ({start}), so this never counts.",
            last=last,
            end=end,
            form=say("before") if end < start else say("the same day as"),
            first=first,
            start=start,
        ),
        say("Correct one of the two days if that is not meant."),
        value=row.found(last),
    )


def check_users(table: CleanTable, log: Log) -> None:
    """Check the accounts: unique ids, and what stands behind a shared one."""
    check_unique(table, "user_id", log)
    check_case(table, "user_id", log)
    _check_presence(table, log)
    if "person_id" in table.columns:
        check_person_case(table, log)
    several = several_people(table)
    for row in rows_where(several & (table.code("person_id") >= 0)):
        log.error(
            "CAL-204",
            table.where(row, "persons"),
            table.found(row, "persons"),
            say(
                "The account stands for {filled} people, but names one in person_id.",
                filled=table.filled("persons")[row],
            ),
            say("Leave person_id blank for a shared account, or set persons to 1."),
        )
    _check_people_behind_shared(table, several, log)
    if (table.code("stand_in_for") >= 0).any() and "user_id" not in table.absent:
        _check_stand_ins(table, several, log)


def _check_stand_ins(table: CleanTable, several: np.ndarray[tuple[int], np.dtype[np.bool_]], log: Log) -> None:
    """Check whom people stand in for: a known account of one other person, who is no stand-in, and one person only."""
    check_known(table, "stand_in_for", Known(table, "user_id"), log, thing=say("leave the cell blank"))
    codes, accounts = table.code("stand_in_for"), table.filled("user_id")
    people = np.where(table.code("person_id") == BLANK, accounts, table.filled("person_id"))
    absent_row = places(table.values("stand_in_for"), accounts)
    given = np.flatnonzero(codes >= 0)
    # What is unknown or has no name has been reported.
    given = given[(absent_row[codes[given]] != NONE) & (people[given] != None)]  # noqa: E711
    standing = set(people[given].tolist())
    for row, absent in zip(given.tolist(), absent_row[codes[given]].tolist(), strict=True):
        where, found = table.where(row, "stand_in_for"), table.found(row, "stand_in_for")
        if people[absent] == people[row]:
            log.error(
                "CAL-240",
                where,
                found,
                say('"{accounts}" is an account of the same person.', accounts=accounts[absent]),
                say("Name the account of the person who is absent, or leave the cell blank."),
            )
        elif several[row] or several[absent]:
            shared = accounts[row] if several[row] else accounts[absent]
            log.error(
                "CAL-243", where, found, say('"{shared}" is an account that several people share.', shared=shared),
                say("Give the stand-in and the absent person an account of their own."),
            )  # fmt: skip
        elif people[absent] in standing:
            log.error(
                "CAL-241", where, found, say('"{people}" stands in for somebody too.', people=people[absent]),
                say("Name the person who is absent in the end."),
            )  # fmt: skip
    _check_accounts_of_stand_ins(table, people, sorted(standing), log)


def _check_accounts_of_stand_ins(table: CleanTable, people: Objects, standing: list[str], log: Log) -> None:
    """Report accounts of a stand-in that name another absent account than the first one does, or none."""
    codes, number = table.code("stand_in_for"), places(people, objects(standing))
    rows = np.flatnonzero(number != NONE)
    first = first_rows(number, len(standing))
    for row in rows_where(np.isin(np.arange(len(table)), rows[codes[rows] != codes[first[number[rows]]]])):
        earlier, found = int(first[number[row]]), table.found(row, "stand_in_for")
        there = say(
            "{value} in {address}",
            value=table.found(earlier, "stand_in_for") or say("nothing"),
            address=address(table.where(earlier, "stand_in_for")),
        )
        log.error(
            "CAL-242",
            table.where(row, "stand_in_for"),
            found,
            say(
                '"{people}" has {there}, but {value} here.',
                people=people[row],
                there=there,
                value=found or say("nothing"),
            ),
            say("Give the same in all accounts of a person, or nothing if the person keeps up other work besides."),
        )


def several_people(table: CleanTable) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which accounts stand for more than one person, shape (rows,)."""
    is_several = np.array([*(value > 1 for value in table.values("persons")), False, False])  # the last: BAD, BLANK
    return is_several[table.code("persons")]


def _check_people_behind_shared(
    table: CleanTable, several: np.ndarray[tuple[int], np.dtype[np.bool_]], log: Log
) -> None:
    """Report accounts whose person_id is the name of a shared account."""
    shared = {account for account in table.filled("user_id")[several] if account is not None}
    named = [code for code, person in enumerate(table.values("person_id")) if person in shared]
    # Rows that say both have been reported already.
    for row in rows_where(np.isin(table.code("person_id"), named) & ~several):
        log.error(
            "CAL-206",
            table.where(row, "person_id"),
            table.found(row, "person_id"),
            say(
                '"{filled}" is an account that several people share, not one person.',
                filled=table.filled("person_id")[row],
            ),
            say("Name the person behind this account, or leave person_id blank."),
        )


def check_devices(table: CleanTable, log: Log) -> None:
    """Check that machines have unique ids."""
    check_unique(table, "device_id", log)
    check_case(table, "device_id", log)
    _check_presence(table, log)


def _check_presence(table: CleanTable, log: Log) -> None:
    """Tell of people and machines who are gone before they come."""
    codes = table.code("starts"), table.code("ends")
    both = np.flatnonzero((codes[0] >= 0) & (codes[1] >= 0))
    if len(both):
        starts, ends = (
            np.array(table.values(name), dtype="datetime64[D]")[code[both]]
            for name, code in zip(("starts", "ends"), codes, strict=True)
        )
        for row in both[starts >= ends].tolist():
            check_order(CleanRow(table, row), "starts", "ends", log, may_be_equal=False)


def check_servers(table: CleanTable, log: Log) -> None:
    """Check the servers: unique ids, planned upgrades."""
    check_unique(table, "server_id", log)
    check_case(table, "server_id", log)
    for row in table.rows():
        _check_upgrade(row, log)
        _check_upgrade_choice(row, log)
        if row.get("edition") == "essentials" and row.is_given("rds_deployment"):
            log.error(
                "CAL-220",
                row.where("rds_deployment"),
                row.found("rds_deployment"),
                say(
                    '"{row}" is of edition essentials, which cannot host Remote Desktop sessions.',
                    row=row.get("server_id"),
                ),
                say("Leave rds_deployment blank, or correct the edition."),
            )
        if row.get("server_id") == "*":
            log.error(
                "CAL-116", row.where("server_id"), "*", say('"*" stands for every server and cannot be one.'),
                say("Give the server another id."),
            )  # fmt: skip
    _check_together(table, log)


def _check_upgrade_choice(row: CleanRow, log: Log) -> None:
    """Check what a choice of an upgrade needs, and tell of what counts with a choice only."""
    choice, start, last = (row.get(name) for name in ("upgrade_choice", "upgrade_from", "upgrade_until"))
    if row.is_bad("upgrade_choice"):
        return
    if not choice:
        for name in ("upgrade_from", "upgrade_until", "upgrade_together"):
            if row.is_given(name):
                log.notice(
                    "CAL-527",
                    row.where(name),
                    say(
                        '{name} is given for "{row}", but upgrade_choice is not yes, so it does not count.',
                        name=name,
                        row=row.get("server_id"),
                    ),
                    say("Type yes in upgrade_choice if the plan is to decide, or delete the cell."),
                    value=row.found(name),
                )
        return
    if not row.is_given("upgrade_to") and not row.is_bad("upgrade_to"):
        log.error(
            "CAL-260", row.where("upgrade_to"), None,
            say("upgrade_choice leaves an upgrade to the plan, but upgrade_to does not say to which version."),
            say("Give upgrade_to, or leave upgrade_choice blank."),
        )  # fmt: skip
    if row.is_given("upgrade_on"):
        log.error(
            "CAL-261", row.where("upgrade_on"), row.found("upgrade_on"),
            say("The upgrade has a day here, but upgrade_choice leaves its day to the plan."),
            say("Leave upgrade_on blank (upgrade_from and upgrade_until bound the choice), or " "upgrade_choice."),
        )  # fmt: skip
    if start is not None and last is not None and last < start:
        log.error(
            "CAL-262",
            row.where("upgrade_until"),
            row.found("upgrade_until"),
            say(
                "upgrade_until ({last}) is before upgrade_from ({start}), so there is no day to choose.",
                last=last,
                start=start,
            ),
            say("Correct one of the two days."),
        )


def _check_together(table: CleanTable, log: Log) -> None:
    """Report servers that are upgraded together but may not be on the same days."""
    first: dict[str, CleanRow] = {}
    for row in table.rows():
        name = row.get("upgrade_together")
        if not name or not row.get("upgrade_choice"):
            continue
        earlier = first.setdefault(name, row)
        for column in ("upgrade_from", "upgrade_until"):
            if row.is_bad(column) or earlier.is_bad(column) or row.get(column) == earlier.get(column):
                continue
            log.error(
                "CAL-263",
                row.where(column),
                row.found(column),
                say(
                    'Servers of "{name}" are upgraded on the same day, but {column} is {value} here and '
                    "{value_2} in {address}.",
                    name=name,
                    column=column,
                    value=row.found(column) or say("blank"),
                    value_2=earlier.found(column) or say("blank"),
                    address=address(earlier.where(column)),
                ),
                say("Give all servers that share upgrade_together the same upgrade_from and upgrade_until."),
            )


def _check_upgrade(row: CleanRow, log: Log) -> None:
    if row.is_bad("upgrade_to") or row.is_bad("upgrade_on"):
        return
    is_chosen = row.is_bad("upgrade_choice") or bool(row.get("upgrade_choice"))
    if row.is_given("upgrade_to") != row.is_given("upgrade_on") and not is_chosen:
        given, blank = ("upgrade_to", "upgrade_on") if row.is_given("upgrade_to") else ("upgrade_on", "upgrade_to")
        log.error(
            "CAL-208",
            row.where(blank),
            None,
            say("{given} is given ({found}), but {blank} is blank.", given=given, found=row.found(given), blank=blank),
            say("Give both for a planned upgrade, or neither."),
        )
    elif (
        row.is_given("upgrade_to")
        and row.is_given("version")
        and rank(row.get("upgrade_to")) <= rank(row.get("version"))
    ):
        _tell_odd_upgrade(row, log)


def _tell_odd_upgrade(row: CleanRow, log: Log) -> None:
    old, new = row.get("version"), row.get("upgrade_to")
    how = say("the version it runs already") if new == old else say("which is older than the {old} it runs", old=old)
    log.notice(
        "CAL-213",
        row.where("upgrade_to"),
        say(
            'The server "{row}" is to be upgraded to {new}, {how}. The plan follows that.',
            row=row.get("server_id"),
            new=new,
            how=how,
        ),
        say("Correct the version or upgrade_to if that is not meant."),
        value=row.found("upgrade_to"),
    )


def check_rds_modes(table: CleanTable, log: Log) -> None:
    """Report servers whose rds_mode differs from the one that most servers of their deployment have."""
    if {"server_id", "rds_deployment", "rds_mode"} & table.absent:
        return
    rows = list(table.rows())
    named = {row.get("rds_deployment") for row in rows if row.is_given("rds_deployment")}
    members: dict[str, list[CleanRow]] = {}
    for row in rows:
        deployment = _deployment(row, named)
        if deployment is not None and row.is_given("rds_mode") and not row.is_bad("rds_mode"):
            members.setdefault(deployment, []).append(row)
    for deployment, servers in members.items():
        # Of equally frequent modes the first one in the sheet counts.
        usual = Counter(row.get("rds_mode") for row in servers).most_common(1)[0][0]
        same = [row.get("server_id") for row in servers if row.get("rds_mode") == usual]
        for row in servers:
            if row.get("rds_mode") != usual:
                log.error(
                    "CAL-207",
                    row.where("rds_mode"),
                    row.found("rds_mode"),
                    say(
                        '"{row}" says {row_2}, but {names} of the same Remote Desktop deployment "{deployment}" '
                        "{form} {usual}.",
                        row=row.get("server_id"),
                        row_2=row.get("rds_mode"),
                        names=_named(same),
                        deployment=deployment,
                        form=say("says") if len(same) == 1 else say("say"),
                        usual=usual,
                    ),
                    say("Give all servers of a deployment the same rds_mode, or set the policy rds_mode_strict to no."),
                )


def check_azure_modes(table: CleanTable, log: Log) -> None:
    """Report Azure virtual machines in deployments whose mode is device: no Remote Desktop CAL would count there."""
    if {"server_id", "rds_deployment", "rds_mode", "licensing"} & table.absent:
        return
    rows = list(table.rows())
    per_device = {
        row.get("rds_deployment") or row.get("server_id") for row in rows if row.get("rds_mode") == RdsMode.DEVICE
    }
    for row in rows:
        if row.get("licensing") == "azure_vm" and (row.get("rds_deployment") or row.get("server_id")) in per_device:
            log.error(
                "CAL-221",
                row.where("rds_mode"),
                row.found("rds_mode"),
                say(
                    '"{row}" is an Azure virtual machine, where Remote Desktop Device CALs never count, but '
                    "its deployment has rds_mode device.",
                    row=row.get("server_id"),
                ),
                say("Set rds_mode to user, any or choose, or correct the column licensing."),
            )


_NAMED = 5


def _named(names: list[str]) -> str:
    """Return names for a sentence; of many only the first few, with the number of the others."""
    words = [f'"{name}"' for name in names[:_NAMED]]
    if len(names) > _NAMED:
        words.append(say("{names} more", names=len(names) - _NAMED))
    return joined(say(" and "), filter(None, (joined(", ", words[:-1]), words[-1])))


def _deployment(row: CleanRow, named: set[str]) -> str | None:
    """Return the deployment this server's mode speaks for, if it speaks for a shared one."""
    if row.is_given("rds_deployment"):
        return str(row.get("rds_deployment"))
    server = row.get("server_id")
    # The server a deployment is named after may be a mere broker: it speaks only if it gives a mode.
    speaks = not row.is_bad("rds_deployment") and server in named and row.is_given("rds_mode")
    return server if speaks else None


def check_access(
    table: CleanTable,
    users: CleanTable | None,
    devices: CleanTable | None,
    servers: CleanTable | None,
    unsure: frozenset[str],
    log: Log,
) -> None:
    """Check the accesses against the other sheets; `unsure` names sheets that may say more than could be read."""
    for name, column, other, thing in (
        ("Users", "user_id", users, say("add the account")),
        ("Devices", "device_id", devices, say("add the device")),
        ("Servers", "server_id", servers, say("add the server")),
    ):
        if other is None:
            # Servers has its own check for being there at all.
            if name not in unsure and name != "Servers":
                check_case(table, column, log)
        elif column not in other.absent:
            also = ("*",) if column == "server_id" else ()
            check_known(table, column, Known(other, column), log, also, thing)
    _check_columns_of_ends(table, users, devices, log)
    _check_ends(table, log)
    _tell_star_without_deployment(table, servers, log)
    _check_no_sessions_on_essentials(table, servers, log)


def _check_columns_of_ends(table: CleanTable, users: CleanTable | None, devices: CleanTable | None, log: Log) -> None:
    """Report an Access with neither column of ends; tell of one that leaves out the column a filled sheet is for."""
    if {"user_id", "device_id"} & table.absent:
        return
    for part in table.parts:
        where = Location(part.raw.file, part.name)
        if not {"user_id", "device_id"} & set(part.position_of):
            log.error(
                "CAL-209", where, None, say('There is neither a column "user_id" nor a column "device_id".'),
                say("{may_be_meant}Add at least one of them.", may_be_meant=_may_be_meant(part, 'one of the two')),
            )  # fmt: skip
            continue
        for column, sheet, other, what in (
            ("user_id", "Users", users, say("count as those of unattended machines")),
            ("device_id", "Devices", devices, say("count as made from any machine")),
        ):
            if column not in part.position_of and other is not None:
                log.notice(
                    "CAL-520",
                    where,
                    say(
                        'Sheet "{sheet}" is filled, but there is no column "{column}": all accesses {what}.',
                        sheet=sheet,
                        column=column,
                        what=what,
                    ),
                    say("{may_be_meant}Add the column if that is not meant.", may_be_meant=_may_be_meant(part, column)),
                )


def _may_be_meant(part: Part, column: str) -> str:
    """Return a sentence that names the headers nobody knows."""
    known = set(part.position_of.values())
    unknown = [f'"{header}"' for place, header in enumerate(part.raw.headers) if header and place not in known]
    if not unknown:
        return ""
    which = unknown[0] if len(unknown) == 1 else say("one of {value}", value=joined(", ", unknown))
    return say("Rename {which} if {column} is meant by it. ", which=which, column=column)


def _check_ends(table: CleanTable, log: Log) -> None:
    if {"user_id", "device_id"} & table.absent:
        return
    with_ends = [bool({"user_id", "device_id"} & set(part.position_of)) for part in table.parts]
    neither = (table.code("user_id") == BLANK) & (table.code("device_id") == BLANK) & np.array(with_ends)[table.part]
    column = "user_id" if "user_id" in table.columns else "device_id"
    for row in rows_where(neither):
        log.error(
            "CAL-209", table.where(row, column), None, say("Neither user_id nor device_id is given."),
            say("Give at least one of them, or delete the row."),
        )  # fmt: skip


def _tell_star_without_deployment(table: CleanTable, servers: CleanTable | None, log: Log) -> None:
    if servers is None or "*" not in table.values("server_id"):
        return
    if "rds_deployment" in servers.absent or (servers.code("rds_deployment") != BLANK).any():
        return
    star = table.code("server_id") == table.values("server_id").index("*")
    remote = np.isin(table.code("kind"), [code for code, kind in enumerate(table.values("kind")) if kind == "rds"])
    count = int((star & remote).sum())
    if count:
        log.notice(
            "CAL-516",
            table.place,
            say(
                "Remote Desktop accesses name every server (*), but no server has an rds_deployment: they "
                "reach nothing and need nothing (rows: {count}).",
                count=count,
            ),
            say("Fill rds_deployment in sheet Servers."),
        )


def _check_no_sessions_on_essentials(table: CleanTable, servers: CleanTable | None, log: Log) -> None:
    """Report Remote Desktop accesses to servers of edition Essentials."""
    if servers is None or {"server_id", "edition"} & servers.absent or {"server_id", "kind"} & table.absent:
        return
    essentials = {row.get("server_id") for row in servers.rows() if row.get("edition") == "essentials"}
    named = [code for code, server in enumerate(table.values("server_id")) if server in essentials]
    remote = [code for code, kind in enumerate(table.values("kind")) if kind == AccessKind.RDS]
    for row in rows_where(np.isin(table.code("server_id"), named) & np.isin(table.code("kind"), remote)):
        log.error(
            "CAL-220",
            table.where(row, "kind"),
            table.found(row, "kind"),
            say(
                '"{filled}" is of edition essentials, which cannot host Remote Desktop sessions.',
                filled=table.filled("server_id")[row],
            ),
            say("Correct the kind of the access, or the edition of the server."),
        )


def makes_of(headcount: CleanTable | None, users: CleanTable | None) -> tuple[Makes, Makes]:
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


def check_all_made_ids(tables: Mapping[str, CleanTable], people: Makes, machines: Makes, log: Log) -> None:
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
