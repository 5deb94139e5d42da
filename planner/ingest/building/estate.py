"""Clean tables to the estate: people joined, ids sorted, accesses as columns of codes.

Only called once no error is left.  Whatever the order of the rows, the result is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import (
    ACCESS_KINDS,
    ALWAYS,
    DEVICE_KINDS,
    EVERY,
    EVERY_SERVER,
    NONE,
    RELATIONS,
    Accesses,
    AccessKind,
    Codes,
    DeviceKind,
    Estate,
    Group,
    Infrastructure,
    Machines,
    Particulars,
    Pattern,
    People,
    Presence,
    RdsMode,
    Relation,
    Server,
    Subscriptions,
    Texts,
)
from planner.ingest.building.by_name import made_of
from planner.ingest.building.left_out import Left
from planner.ingest.tables.distinct import Objects, objects, places
from planner.ingest.tables.table import BLANK, CleanRow, CleanTable


def build_estate(tables: Mapping[str, CleanTable]) -> tuple[Estate, Left]:
    """Return the estate, and counts of what was left out of it."""
    access = tables.get("Access")
    servers = build_servers(tables.get("Servers"))
    people, person_of = _people(tables.get("Users"), access)
    machines = _machines(tables.get("Devices"), access)
    accesses, inactive, repeated = _accesses(access, people, person_of, machines, [one.server_id for one in servers])
    two_lists = access is None and "Headcount" not in tables
    without = (
        (0, 0) if two_lists else (_unused(people.active, accesses.user), _unused(machines.active, accesses.device))
    )
    groups = tuple(sorted(map(_group, _rows(tables.get("Headcount"))), key=lambda group: group.name))
    subscriptions, idle = _subscriptions(tables.get("Users"), people)
    estate = Estate(
        groups,
        servers,
        people,
        machines,
        accesses,
        everybody_everywhere=two_lists,
        subscriptions=subscriptions,
        relation=_relation(tables.get("Users"), people),
        relations=_relations(tables.get("Users")),
    )
    return estate, Left(inactive, repeated, *without, idle)


def _rows(table: CleanTable | None) -> Iterable[CleanRow]:
    return table.rows() if table is not None else ()


def _group(row: CleanRow) -> Group:
    rds_users = row.get("rds_users")
    if rds_users is None:
        rds_users = row.get("users") if row.get("rds_version") or row.get("rds_servers") else 0
    return made_of(
        Group,
        row,
        name=row.get("group"),
        pattern=Pattern(row.get("pattern")),
        rds_users=rds_users,
        servers=_every_or_named(row.get("servers")),
        rds_servers=_every_or_named(row.get("rds_servers")),
        relation=Relation(row.get("relation")),
        subscriptions=tuple(sorted(row.get("subscriptions"))),
    )


def _every_or_named(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the servers of a list sorted, and nothing beside the asterisk, which says them all."""
    return (EVERY,) if EVERY in given else tuple(sorted(given))


def build_servers(table: CleanTable | None) -> tuple[Server, ...]:
    """Return the servers, sorted by id.

    A server that gives no mode takes that of the other servers of its deployment, also where it is the one that the
    deployment is named after.
    """
    rows = list(_rows(table))
    stating = [row for row in rows if row.is_given("rds_deployment") and row.is_given("rds_mode")]
    mode_of = {row.get("rds_deployment"): row.get("rds_mode") for row in stating}
    servers = []
    for row in rows:
        mode = row.get("rds_mode") or mode_of.get(row.get("rds_deployment") or row.get("server_id"))
        servers.append(_server(row, None if mode is None else RdsMode(mode)))
    return tuple(sorted(servers, key=lambda server: server.server_id))


def _server(row: CleanRow, mode: RdsMode | None) -> Server:
    return made_of(
        Server,
        row,
        rds_mode=mode,
        upgrade_cost_minor=row.get("upgrade_cost"),
        keep_cost_minor=row.get("keep_cost"),
        infrastructure=tuple(Infrastructure(role) for role in row.get("infrastructure")),
    )


def _sorted_ids(ids: Iterable[str]) -> Objects:
    """Return the distinct ids by code point."""
    return objects(sorted(set(ids)))


def _people(users: CleanTable | None, access: CleanTable | None) -> tuple[People, Codes]:
    """Join accounts to people; also return the person behind each distinct user_id of Access."""
    accounts = access.values("user_id") if access is not None else ()
    if users is None:
        ids = _sorted_ids(accounts)
        everybody = People(ids, np.ones(len(ids), dtype=np.int64), np.ones(len(ids), dtype=bool))
        return everybody, places(accounts, ids)
    user_ids, given = users.filled("user_id"), users.filled("person_id")
    names = np.where(users.code("person_id") == BLANK, user_ids, given)
    ids = _sorted_ids(names)
    person_of_row = places(names, ids)
    persons = np.ones(len(ids), dtype=np.int64)
    np.maximum.at(persons, person_of_row, users.filled("persons").astype(np.int64))
    active = np.zeros(len(ids), dtype=bool)
    active[person_of_row[users.filled("active").astype(bool)]] = True
    row_of_account = places(accounts, user_ids)
    people = People(
        ids,
        persons,
        active,
        _stands_in_for(users, person_of_row, len(ids)),
        _weekly_hours(users, person_of_row, len(ids)),
        _on_site_daily(users, person_of_row, len(ids)),
        _particulars(users, person_of_row, len(ids)),
        _presence(users, person_of_row, len(ids)),
    )
    return people, person_of_row[row_of_account]


def _weekly_hours(users: CleanTable, person_of_row: Codes, people: int) -> NDArray[np.float64] | None:
    """Return the most hours that an active account of each person states; None where none states any."""
    codes = users.code("weekly_hours")
    if not (codes >= 0).any():
        return None
    hours = np.append(np.array(users.values("weekly_hours"), dtype=np.float64), np.nan)[codes]
    active = users.filled("active").astype(bool)
    found = np.full(people, np.nan)
    np.fmax.at(found, person_of_row[active], hours[active])
    return found


def _on_site_daily(users: CleanTable, person_of_row: Codes, people: int) -> Codes | None:
    """Return for each person whether an active account says on site (1) or else not (0); None where none says it."""
    codes = users.code("on_site_daily")
    if not (codes >= 0).any():
        return None
    says = _through(codes, np.array(users.values("on_site_daily"), dtype=np.int64), NONE)
    active = users.filled("active").astype(bool)
    found = np.full(people, NONE, dtype=np.int64)
    np.maximum.at(found, person_of_row[active], says[active])
    return found


def _particulars(table: CleanTable, holder_of_row: Codes, holders: int) -> Particulars:
    """Return what a sheet says of its people or machines besides what they need.

    Of several accounts the first active one that says something counts, by the order of their ids.
    """
    key = table.filled(table.sheet.keys[0])
    order = np.argsort(key, kind="stable")[::-1]  # what is written last stays
    active = table.filled("active").astype(bool)
    order = np.concatenate([order[~active[order]], order[active[order]]])
    names = [field.name for field in fields(Particulars)]
    return Particulars(**{name: _texts(table, name, order, holder_of_row, holders) for name in names})


def _texts(table: CleanTable, column: str, order: Codes, holder_of_row: Codes, holders: int) -> Texts | None:
    """Return the text of each holder in a column, that of the last row in `order`; None where nobody has one."""
    if column not in table.columns or not (table.code(column) >= 0).any():
        return None
    given = table.code(column)
    values = objects(sorted(table.values(column)))
    place = np.append(places(table.values(column), values), NONE)
    rows = order[given[order] >= 0]
    code = np.full(holders, NONE, dtype=np.int32)
    code[holder_of_row[rows]] = place[given[rows]]
    return Texts(code, values)


def _stands_in_for(users: CleanTable, person_of_row: Codes, people: int) -> Codes | None:
    """Return the absent person whom each person stands in for; None where there is nobody."""
    codes = users.code("stand_in_for")
    rows = np.flatnonzero(codes >= 0)
    if not len(rows):
        return None
    account = places(users.values("stand_in_for"), users.filled("user_id"))
    absent = np.full(people, NONE, dtype=np.int64)
    absent[person_of_row[rows]] = person_of_row[account[codes[rows]]]
    return absent


def _subscriptions(users: CleanTable | None, people: People) -> tuple[Subscriptions, int]:
    """Return who has which subscription, and how many inactive accounts name some, which do not count.

    All active accounts of a person add up.  Each of the people behind an account has what it names.
    Lists are read once each, however many accounts name the same.
    """
    if users is None or not (users.code("subscriptions") >= 0).any():
        return Subscriptions.none(), 0
    code = users.code("subscriptions")
    given, active = code >= 0, users.filled("active").astype(bool)
    counts = given & active
    lists = users.values("subscriptions")
    names = tuple(sorted({name for named in lists for name in named}))
    place = {name: at for at, name in enumerate(names)}
    listed = np.array([place[name] for named in lists for name in named], dtype=np.int64)
    length = np.array([len(named) for named in lists], dtype=np.int64)
    ids = np.where(users.code("person_id") == BLANK, users.filled("user_id"), users.filled("person_id"))
    person, code = places(ids, people.ids)[counts], code[counts]
    many = length[code]
    first = (np.cumsum(length) - length)[code] - (np.cumsum(many) - many)
    name = listed[np.repeat(first, many) + np.arange(many.sum())]
    pairs = np.unique(np.repeat(person, many) * len(names) + name)
    person, name = np.divmod(pairs, len(names))
    return Subscriptions(names, person, name), int((given & ~active).sum())


def _relation(users: CleanTable | None, people: People) -> Codes:
    """Return how each person stands to the organisation, by the nearest of the active accounts; empty for employees."""
    if users is None or not (users.code("relation") >= 0).any():
        return np.empty(0, dtype=np.int64)
    number = np.array([RELATIONS.index(each) for each in users.values("relation")], dtype=np.int64)
    given = _through(users.code("relation"), number, 0)
    ids = np.where(users.code("person_id") == BLANK, users.filled("user_id"), users.filled("person_id"))
    active = users.filled("active").astype(bool)
    found = np.full(len(people.ids), len(RELATIONS) - 1, dtype=np.int64)
    np.minimum.at(found, places(ids, people.ids)[active], given[active])
    return found if found.any() else np.empty(0, dtype=np.int64)


def _relations(users: CleanTable | None) -> tuple[tuple[str, int], ...]:
    """Return the relations that sheet Users gives, and how many accounts have each."""
    if users is None:
        return ()
    codes = users.code("relation")
    counts = np.bincount(codes[codes >= 0], minlength=len(users.values("relation"))).tolist()
    pairs = zip(users.values("relation"), counts, strict=True)
    return tuple(sorted((relation, count) for relation, count in pairs if count))


def _machines(devices: CleanTable | None, access: CleanTable | None) -> Machines:
    if devices is None:
        ids = _sorted_ids(access.values("device_id") if access is not None else ())
        kind = np.full(len(ids), DEVICE_KINDS.index(DeviceKind.WORKSTATION), dtype=np.int64)
        return Machines(ids, kind, np.ones(len(ids), dtype=bool))
    given = devices.filled("device_id")
    ids = _sorted_ids(given)
    row_of = np.empty(len(ids), dtype=np.int64)
    row_of[places(given, ids)] = np.arange(len(given))
    number = np.array([DEVICE_KINDS.index(kind) for kind in devices.values("kind")], dtype=np.int64)
    kinds = _through(devices.code("kind"), number, DEVICE_KINDS.index(DeviceKind.WORKSTATION))
    place = places(given, ids)
    particulars, presence = _particulars(devices, place, len(ids)), _presence(devices, place, len(ids))
    return Machines(ids, kinds[row_of], devices.filled("active").astype(bool)[row_of], particulars, presence)


def _presence(table: CleanTable, holder_of_row: Codes, holders: int) -> Presence | None:
    """Return from when until when each holder is there; None where nobody says it.

    Of several active accounts the first day and the last one count.
    """
    codes = [table.code(column) for column in ("starts", "ends")]
    if not any((code >= 0).any() for code in codes):
        return None
    days = [
        np.append(np.array([day.toordinal() for day in table.values(column)], dtype=np.int64), blank)[code]
        for column, blank, code in zip(("starts", "ends"), ALWAYS, codes, strict=True)
    ]
    active = table.filled("active").astype(bool)
    starts, ends = np.full(holders, ALWAYS[1]), np.full(holders, ALWAYS[0])
    np.minimum.at(starts, holder_of_row[active], days[0][active])
    np.maximum.at(ends, holder_of_row[active], days[1][active])
    return Presence(starts, ends)


def _through(codes: Codes, target: Codes, blank: int) -> Codes:
    """Replace codes of a table by codes of the estate; blanks become `blank`."""
    return np.append(target, blank)[codes]


def _accesses(
    table: CleanTable | None, people: People, person_of: Codes, machines: Machines, server_ids: list[str]
) -> tuple[Accesses, int, int]:
    """Return distinct accesses of active people and machines; count the inactive and the repeated ones."""
    if table is None:
        none = np.empty(0, dtype=np.int64)
        return Accesses(none, none, none, none, none.astype(bool)), 0, 0
    servers = places(table.values("server_id"), server_ids)  # "*" is no id, and NONE means every server
    device_of = places(table.values("device_id"), machines.ids)
    kind_of = np.array([ACCESS_KINDS.index(kind) for kind in table.values("kind")], dtype=np.int64)
    manual_of = np.array([via == "manual" for via in table.values("via")], dtype=np.int64)
    html5_of = np.array([client == "html5" for client in table.values("client")], dtype=np.int64)
    rows = (
        _through(table.code("user_id"), person_of, NONE),
        _through(table.code("device_id"), device_of, NONE),
        _through(table.code("server_id"), servers, EVERY_SERVER),
        _through(table.code("kind"), kind_of, ACCESS_KINDS.index(AccessKind.STANDARD)),
        _through(table.code("via"), manual_of, 0),
    )
    repeated = len(table) - len(_distinct((table.code("user_id"), *rows[1:4])))
    user, device = rows[:2]
    active = np.append(people.active, True)[user] & np.append(machines.active, True)[device]
    kept = tuple(column[active] for column in rows)
    order, html5 = _distinct(kept), None
    if html5_of.any():
        order, html5 = _distinct_in_browser(kept, _through(table.code("client"), html5_of, 0)[active])
    user, device, server, kind, manual = (column[order] for column in kept)
    return Accesses(user, device, server, kind, manual.astype(bool), html5), int((~active).sum()), repeated


def _distinct_in_browser(columns: tuple[Codes, ...], html5: Codes) -> tuple[Codes, NDArray[np.bool_]]:
    """Return the distinct rows as `_distinct` does, and which of them stand somewhere with the browser client."""
    order = _distinct((*columns, 1 - html5))  # of rows that differ in the client only, the browser's comes first
    is_first = np.zeros(len(order), dtype=bool)
    is_first[:1] = True
    for column in columns:
        is_first[1:] |= column[order[1:]] != column[order[:-1]]
    order = order[is_first]
    return order, html5[order].astype(bool)


def _distinct(columns: tuple[Codes, ...]) -> Codes:
    """Return the rows that are distinct, in the order of all columns; codes are -1 or more."""
    keys = _packed(columns)
    order = np.lexsort(keys[::-1])
    changes = np.zeros(len(order), dtype=bool)
    changes[:1] = True
    for key in keys:
        changes[1:] |= key[order[1:]] != key[order[:-1]]
    return order[changes]


_ROOM = 2**62


def _packed(columns: tuple[Codes, ...]) -> list[Codes]:
    """Join columns to as few keys as fit into 64 bits, keeping their order: sorting time grows with the keys."""
    keys: list[Codes] = []
    room = 0
    for column in columns:
        size = int(column.max(initial=-1)) + 2
        if keys and room * size < _ROOM:
            keys[-1] = keys[-1] * size + column + 1
            room *= size
        else:
            keys.append(column + 1)
            room = size
    return keys


def _unused(active: np.ndarray[tuple[int], np.dtype[np.bool_]], used: Codes) -> int:
    """Count the active holders that no access names."""
    has = np.zeros(len(active), dtype=bool)
    has[used[used != NONE]] = True
    return int((active & ~has).sum())
