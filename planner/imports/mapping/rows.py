"""What the rows of mapped lists say: accounts, machines, servers, accesses, whose machine is whose, licences, offers.

A list kept by hand says by a cross who uses which server, and in other columns at which machines the person works.
Both together are read as: the person reaches the server from each of these machines.  It is told, for no log proves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from planner.imports.evidence import (
    AccessSeen,
    AccountSeen,
    AffinitySeen,
    Evidence,
    Kept,
    LicenceSeen,
    MachineSeen,
    Origin,
    ServerSeen,
)
from planner.imports.mapping import vocabulary
from planner.imports.mapping.fields import ACCESS_TO, FIELDS, NOTHING, Content, Holds
from planner.imports.mapping.lists import ListFound
from planner.imports.mapping.mapping import ColumnMapping, ListMapping, meaning_of, meanings_of
from planner.imports.mapping.people import Account, People, folded_name, split_login
from planner.imports.mapping.proposing import several
from planner.imports.mapping.servers import KnownServers, short_name
from planner.imports.questions import Talk
from planner.imports.reading.cells import is_error, numbers_of, plain, text_of, whole
from planner.imports.reading.grids import Cell
from planner.imports.reading.tables import Table
from planner.ingest import CellError, column_letters

_DAYS_BETWEEN_CALENDARS = 1462
"""How many days the calendar that counts from 1904 begins after that of 1900."""


@dataclass(frozen=True)
class MappedList:
    """A list and what its columns mean."""

    found: ListFound
    mapping: ListMapping

    @cached_property
    def table(self) -> Table:
        """The rows under our names of columns."""
        places: dict[str, int] = {}
        for column in self.mapping.columns:
            places.setdefault(column.field, column.place)
        grid = self.found.grid
        if grid.counts_from_1904:
            days = [column.place for column in self.mapping.columns if self._is_of_days(column)]
            grid = replace(grid, rows=[grid.rows[0], *(_moved(row, days) for row in grid.rows[1:])])
        return Table(grid, 0, places)

    def _is_of_days(self, column: ColumnMapping) -> bool:
        return FIELDS[self.mapping.holds][column.field].content is Content.DAY

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.found.rows)

    def columns(self, name: str) -> Sequence[ColumnMapping]:
        """Return the columns of a field."""
        return self.mapping.fields().get(name, ())

    def texts(self, name: str) -> list[str]:
        """Return the clean texts of a field, row by row; of several columns what they say together."""
        cells = [self.found.column(column.place) for column in self.columns(name)]
        return ["; ".join(filter(None, map(text_of, row))) for row in zip(*cells, strict=True)] or [""] * self.size

    def words(self, name: str, talk: Talk) -> list[str]:
        """Return what the words of a field mean, row by row; one that nobody knows is asked about, and says nothing."""
        columns = self.columns(name)
        return self._meanings(columns[0], talk) if columns else [""] * self.size

    def says_yes(self, column: ColumnMapping, talk: Talk) -> list[bool]:
        """Return for each row whether a column says yes; blank cells say no."""
        return [meaning == "yes" for meaning in self._meanings(column, talk)]

    def _meanings(self, column: ColumnMapping, talk: Talk) -> list[str]:
        spec = FIELDS[self.mapping.holds][column.field]
        said = {text.casefold(): meaning for text, meaning in column.values.items()}
        meant: dict[str, str] = {}
        found = []
        for place, cell in enumerate(self.found.column(column.place)):
            text = text_of(cell) or ("-" if plain(cell) in ("-", "–", "—") else "")
            if text not in meant:
                known = said.get(text.casefold()) or meaning_of(spec, text) if text else ""
                meant[text] = known or (
                    self._asked(column, text, self.table.origin(place), talk) if text != "-" else ""
                )
            found.append(meant[text])
        return found

    def _asked(self, column: ColumnMapping, text: str, origin: Origin, talk: Talk) -> str:
        if not text:
            return ""
        spec = FIELDS[self.mapping.holds][column.field]
        return talk.ask(
            f"word {self.mapping.called}: {column.header}: {text}",
            f'{self.mapping.called}, column {column.called}: what does "{text}" mean?',
            "Cells with this word count as blank.",
            choices=meanings_of(spec),
            origins=(origin,),
        ) or ""  # fmt: skip

    def tell_errors(self, talk: Talk) -> None:
        """Tell of cells that hold an error in columns that are needed."""
        for column in self.mapping.columns:
            if column.field == NOTHING:
                continue
            for place, cell in enumerate(self.found.column(column.place)):
                if is_error(cell):
                    what = cell.text if isinstance(cell, CellError) else str(cell)
                    row = self.table.origin(place).row
                    where = f"{column_letters(column.place)}{row}"
                    text = f"Cell {where} of column {column.called} holds {what} and counts as blank."
                    talk.tell(self.mapping.called, text, (row,))


def _moved(row: Sequence[Cell], places: Sequence[int]) -> list[Cell]:
    """Return a row whose numbers that stand for days count from 1900, as elsewhere."""
    moved = list(row)
    for place in places:
        cell = moved[place]
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            moved[place] = date(1899, 12, 30) + timedelta(days=int(cell) + _DAYS_BETWEEN_CALENDARS)
    return moved


@dataclass
class _Said:
    """What all lists of an import say together, for cells that refer to other lists."""

    people: People
    servers: KnownServers
    talk: Talk
    rows: Mapping[int, Sequence[Account | None]]
    """By the identity of a list of people: the account of each of its rows."""
    machines_of: dict[str, dict[str, Origin]] = field(default_factory=dict)
    """Account, as it is referred to, to the machines the person works at, each with where that is said first."""
    works_at: list[tuple[str, MachineSeen]] = field(default_factory=list)
    listed: dict[str, MachineSeen] = field(default_factory=dict)
    """The machines of the lists of machines, by short name."""


def evidence_of(lists: Sequence[MappedList], talk: Talk, directories: Collection[str] = ()) -> Iterator[Evidence]:
    """Yield what mapped lists say; what they leave open is asked.

    `directories` are the domains of directories in the same import, by which the own one is told from others.
    """
    by_kind: dict[Holds, list[MappedList]] = {}
    for each in lists:
        by_kind.setdefault(each.mapping.holds, []).append(each)
        each.tell_errors(talk)
    rows = {id(each): _rows_of(each) for each in lists if each.mapping.holds is Holds.USERS}
    people = People(tuple(account for found in rows.values() for account in found if account), directories)
    for each in by_kind.get(Holds.USERS, ()):
        rows[id(each)] = list(_with_logins(each, rows[id(each)], people, talk))
    people = replace(people, accounts=tuple(account for found in rows.values() for account in found if account))
    said = _Said(people, servers_of(lists), talk, rows)
    for each in by_kind.get(Holds.SERVERS, ()):
        yield from _servers(each, talk)
    for each in by_kind.get(Holds.DEVICES, ()):
        yield from _machines(each, said)
    for each in by_kind.get(Holds.USERS, ()):
        yield from _accounts(each, said)
    for account, machine in said.works_at:
        if said.listed.get(_called(machine)) is not machine:  # one that only a list of people names
            yield machine
        yield AffinitySeen(machine.origin, account, machine)
    for each in by_kind.get(Holds.USERS, ()):
        _tell_pairs(each, said)
        yield from _crosses(each, said)
    for each in by_kind.get(Holds.ACCESS, ()):
        yield from _accesses(each, said)
    for each in by_kind.get(Holds.OWNED, ()):
        yield from _licences(each, talk)


def people_of(lists: Sequence[MappedList]) -> People:
    """Return the accounts of all lists of people, as they are written."""
    found = (_rows_of(each) for each in lists if each.mapping.holds is Holds.USERS)
    return People(tuple(account for rows in found for account in rows if account))


def _rows_of(each: MappedList) -> list[Account | None]:
    """Return the account of each row of a list of people, as it is written; None where a row names nobody."""
    rows = zip(each.texts("login"), _names(each), each.texts("email"), strict=True)
    return [
        Account(each.table.origin(place), login, name, _mail(mail)) if login or name or mail else None
        for place, (login, name, mail) in enumerate(rows)
    ]


def _with_logins(
    each: MappedList, accounts: Sequence[Account | None], people: People, talk: Talk
) -> Iterator[Account | None]:
    """Yield accounts with what they go by: who has neither logon name nor address is asked for, and goes by the name.

    The name alone joins nobody: a second row of the name is somebody else until it is answered.
    """
    seen: set[tuple[str, ...]] = set()
    for account in accounts:
        if account is None or account.login or account.mail:
            yield account
            continue
        words = folded_name(account.name)
        login = _asked_login(each, account, people, talk)
        again = words in seen
        seen.add(words)
        yield replace(account, login=login or (f"{account.name} ({account.origin.row})" if again else account.name))


def _asked_login(each: MappedList, account: Account, people: People, talk: Talk) -> str:
    """Return the logon name that was answered for somebody whose row has none; empty where it was not."""
    if not each.columns("login"):
        return ""
    where = f"{each.columns('login')[0].letters}{account.origin.row}"
    alike = [people.logon_of(one.login) for one in people.named(account.name) if one.login]
    hint = f" {' and '.join(dict.fromkeys(alike))} may be the same person." if alike else ""
    return talk.ask(
        f"login {account.name}",
        f"What is the logon name of {account.name}? Cell {where} has none.{hint}",
        f"{account.name} counts as a person without an account, and goes by that name.",
        origins=(account.origin,),
    ) or ""  # fmt: skip


def servers_of(lists: Sequence[MappedList]) -> KnownServers:
    """Return the servers of all lists that are in use, with what they are for."""
    roles: dict[str, str] = {}
    for each in lists:
        if each.mapping.holds is Holds.SERVERS:
            rows = zip(each.texts("server"), each.texts("role"), each.words("status", Talk()), strict=True)
            roles |= {short_name(name): role for name, role, status in rows if name and status != "retired"}
    return KnownServers(roles)


def _names(each: MappedList) -> list[str]:
    """Return the whole names of people; where first names stand apart, they come first."""
    pairs = zip(each.texts("first_name"), each.texts("name"), strict=True)
    return [" ".join(f"{first} {name}".split()) for first, name in pairs]


def _mail(text: str) -> str:
    return text.strip().casefold() if "@" in text else ""


def _servers(each: MappedList, talk: Talk) -> Iterator[Evidence]:
    columns = (each.texts(name) for name in ("server", "system", "role", "address", "note"))
    status = each.words("status", talk)
    for place, (name, system, role, address, note) in enumerate(zip(*columns, strict=True)):
        if not name:
            continue
        origin = each.table.origin(place)
        is_retired = _is_retired(status[place], f"{role}; {note}", name, origin, talk)
        yield ServerSeen(origin, name, system, role, is_retired, tuple(several(address)))


def _is_retired(status: str, remarks: str, name: str, origin: Origin, talk: Talk) -> bool:
    """Tell whether something is out of use: by its status, or where that says nothing by its remarks, which is told."""
    if status:
        return status == "retired"
    if not vocabulary.anywhere("status", "retired").search(remarks.casefold()):
        return False
    talk.tell(origin.file, f'{name} is out of use, as its remark "{remarks.strip("; ")}" says.', (origin.row,))
    return True


def _machine(origin: Origin, name: str) -> MachineSeen:
    is_host = re.search(r"\s", name) is None
    return MachineSeen(origin, Kept.BY_HAND, host=name if is_host else "", label="" if is_host else name)


def _machines(each: MappedList, said: _Said) -> Iterator[Evidence]:
    names = ("device", "serial", "main_user", "address", "department", "site", "system", "note")
    status, kinds = each.words("status", said.talk), each.words("kind", said.talk)
    seen = each.table.days("last_seen", said.talk)
    written = each.texts("kind")
    for place, row in enumerate(zip(*map(each.texts, names), strict=True)):
        device, serial, users, address, department, site, system, note = row
        if not (device or serial):
            continue
        origin = each.table.origin(place)
        is_retired = _is_retired(status[place], note, device or serial, origin, said.talk)
        if kinds[place] == "server":
            yield ServerSeen(origin, device, system, written[place], is_retired, tuple(several(address)))
            continue
        machine = replace(
            _machine(origin, device), serial=serial, system=system, kind=kinds[place] or written[place],
            addresses=tuple(several(address)), retired=is_retired, last_seen=seen[place], department=department,
            site=site,
        )  # fmt: skip
        said.listed.setdefault(_called(machine), machine)
        yield machine
        if users and not is_retired:
            for account in said.people.in_cell(users, origin, said.talk):
                _works_at(said, account, machine)


def _works_at(said: _Said, account: str, machine: MachineSeen) -> None:
    """Note that a person works at a machine, once however often the lists say it."""
    machines = said.machines_of.setdefault(account.casefold(), {})
    name = _called(machine)
    if name not in map(short_name, machines):
        machines[machine.host or machine.label or machine.serial] = machine.origin
        said.works_at.append((account, said.listed.get(name, machine)))


def _called(machine: MachineSeen) -> str:
    return short_name(machine.host or machine.label or machine.serial)


def _accounts(each: MappedList, said: _Said) -> Iterator[Evidence]:
    names = ("email", "employee_id", "department", "subscriptions", "note", "devices")
    enabled = _enabled(each, said.talk)
    relations, seen = each.words("relation", said.talk), each.table.days("last_seen", said.talk)
    persons = [whole(number) for number in numbers_of(each.table.cells("persons"))]
    for place, row in enumerate(zip(*map(each.texts, names), strict=True)):
        mail, employee, department, subscriptions, note, devices = row
        account = said.rows[id(each)][place]
        if account is None:
            continue
        goes_by = said.people.reference(account)
        domain, logon, address = split_login(said.people.logon_of(account.login))
        yield AccountSeen(
            account.origin, Kept.BY_HAND, logon=logon, domain=domain,
            upn=(address or split_login(account.login)[2]).casefold(), mails=(_mail(mail),) if _mail(mail) else (),
            employee_id=employee, name=account.name, department=department,
            enabled=_in_use(account, goes_by, enabled[place], note, said.talk),
            service=_says("service", note, account.name),
            persons=persons[place] or _head_count(account, goes_by, note, said.talk),
            subscriptions=tuple(several(subscriptions)), last_seen=seen[place], relation=relations[place],
        )  # fmt: skip
        for machine in several(devices):
            _works_at(said, goes_by, _machine(account.origin, machine))


def _enabled(each: MappedList, talk: Talk) -> list[bool | None]:
    """Return whether accounts are in use, None where a list does not say."""
    active, blocked = each.words("active", talk), each.words("blocked", talk)
    said = {"yes": True, "no": False}
    return [
        said.get(one) if one else (not said[other] if other else None)
        for one, other in zip(active, blocked, strict=True)
    ]


def _in_use(account: Account, goes_by: str, enabled: bool | None, note: str, talk: Talk) -> bool | None:
    """Return whether an account is in use; a remark that says otherwise is asked about."""
    leaves = vocabulary.beginnings("active", "no").match(note.casefold())
    if enabled is False or not leaves:
        return enabled
    answer = talk.ask(
        f"leaver {goes_by}",
        f'Has {account.name or goes_by} left? The remark says "{note}", but the account is not marked so.',
        "The account counts as in use.",
        choices=("yes", "no"),
        origins=(account.origin,),
    )
    return False if answer == "yes" else enabled


def _says(what: str, *texts: str) -> bool:
    return any(vocabulary.anywhere("account", what).search(text.casefold()) for text in texts)


def _head_count(account: Account, goes_by: str, note: str, talk: Talk) -> int | None:
    """Return how many people share an account, by its remark; asked where it says that some do, but not how many."""
    if not _says("shared", note, account.name):
        return None
    people = vocabulary.beginnings("account", "people").pattern
    found = re.search(rf"(\d+)\s*{people}", note.casefold()) or re.search(rf"{people}\s*:?\s*(\d+)", note.casefold())
    if found:
        text = f'{goes_by} is an account that {found[1]} people share, as its remark "{note}" says.'
        talk.tell(account.origin.file, f"{text} Each of them needs a licence.", (account.origin.row,))
        return int(found[1])
    answer = talk.ask(
        f"persons {goes_by}",
        f'How many people share the account {goes_by}? Its remark says "{note}".',
        "It counts as one person, which is too few.",
        origins=(account.origin,),
    )
    return int(answer) if answer and answer.isdecimal() else None


def _tell_pairs(each: MappedList, said: _Said) -> None:
    if said.works_at and any(map(each.columns, (ACCESS_TO, "remote", "servers"))):
        text = (
            "Who works at a machine reaches from it each server that the list gives to the person. The lists say so; "
            "no log proves it."
        )
        said.talk.tell(each.mapping.called, text)


def _crosses(each: MappedList, said: _Said) -> Iterator[Evidence]:
    """Yield the accesses that a list of people states by its columns about servers."""
    accounts = said.rows[id(each)]
    for name in (ACCESS_TO, "remote"):
        for column in each.columns(name):
            servers = _servers_of(column, each, said)
            for account, says_yes in zip(accounts, each.says_yes(column, said.talk), strict=True):
                if says_yes and account:
                    yield from _from_machines(account, servers, name == "remote", each.found.day, said)
    for account, cell in zip(accounts, each.texts("servers"), strict=True):
        if cell and account:
            yield from _from_machines(account, several(cell), False, each.found.day, said)


def _servers_of(column: ColumnMapping, each: MappedList, said: _Said) -> Sequence[str]:
    """Return the servers that a column of crosses is about; asked where nothing says it."""
    if column.server:
        return [column.server]
    if column.field == "remote":
        return _remote_servers(column, each, said)
    answer = said.talk.ask(
        f"server {each.mapping.called}: {column.header}",
        f'{each.mapping.called}, column {column.called}: which server is "{column.header}"?',
        "The crosses of this column are left out.",
        choices=said.servers.names,
        origins=(each.table.origin(0),) if each.size else (),
    )
    return [answer] if answer else []


def _remote_servers(column: ColumnMapping, each: MappedList, said: _Said) -> Sequence[str]:
    """Return the servers for Remote Desktop that a column does not tell apart; an empty name where none is known."""
    remote = said.servers.remote
    if len(remote) > 1:
        text = f"Yes in column {column.called} means every server for Remote Desktop: {', '.join(remote)}."
        said.talk.tell(each.mapping.called, text)
    return remote or ("",)


def _from_machines(
    account: Account, servers: Sequence[str], remote: bool, day: date | None, said: _Said
) -> Iterator[Evidence]:
    goes_by = said.people.reference(account)
    machines = said.machines_of.get(goes_by.casefold()) or {"": account.origin}
    for server in servers:
        is_remote = remote or said.servers.is_remote(short_name(server))
        for machine in machines:
            yield AccessSeen(account.origin, server, account=goes_by, machine=machine, last=day, remote=is_remote)


def _accesses(each: MappedList, said: _Said) -> Iterator[Evidence]:
    kinds, seen = each.words("role", said.talk), each.table.days("last_seen", said.talk)
    for place, (users, devices, servers) in enumerate(
        zip(*map(each.texts, ("login", "device", "server")), strict=True)
    ):
        origin = each.table.origin(place)
        accounts = said.people.in_cell(users, origin, said.talk) if users else [""]
        for account in accounts:
            for machine in several(devices) or [""]:
                for server in several(servers):
                    is_remote = kinds[place] == "remote" or said.servers.is_remote(short_name(server))
                    yield AccessSeen(
                        origin, server, account=account, machine=machine, last=seen[place], remote=is_remote
                    )


def _licences(each: MappedList, talk: Talk) -> Iterator[Evidence]:
    names = ("product", "version", "document", "part_number", "note")
    quantities = [whole(number) for number in numbers_of(each.table.cells("quantity"))]
    metrics = each.words("metric", talk)
    until, bought = each.table.days("sa_until", talk), each.table.days("acquired_on", talk)
    for place, (product, version, document, part_number, _note) in enumerate(zip(*map(each.texts, names), strict=True)):
        if product:
            quantity = quantities[place]
            yield LicenceSeen(
                each.table.origin(place), product, quantity, metric=metrics[place], version=version,
                assured=quantity or 0 if until[place] else 0, assured_until=until[place], document=document,
                part_number=part_number, acquired_on=bought[place],
            )  # fmt: skip
