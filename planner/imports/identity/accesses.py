"""Who reached which server from which machine, each access once, with every piece of evidence for it.

Access proof and affinity stay apart: that a laptop is somebody's does not say that it reached a server.  An access
whose machine is not known can be licensed by person only, and one whose person is not known by machine only, so each
of them costs the plan freedom: they are counted, and asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain.estate import AccessKind
from planner.imports.evidence import AccessSeen, AffinitySeen, Origin, RemoteLicenceSeen
from planner.imports.identity.addresses import Addresses, Found, Place, normal
from planner.imports.identity.machines import Machine, Machines
from planner.imports.identity.people import Account, People
from planner.imports.identity.principals import Sort, Written, is_built_in, is_service, taken_apart
from planner.imports.identity.servers import Server, Servers, is_remote
from planner.imports.questions import Talk


@dataclass(frozen=True, slots=True)
class Proof:
    """What one file says about an access: rows that say the same are counted."""

    origin: Origin
    """The first of the rows."""
    rows: int
    first: date | None
    last: date | None
    count: int
    account: str
    """As written."""
    address: str
    how: str
    """How the machine is known."""


Key = tuple[str, str, str, AccessKind]
"""Ids of user and device, each empty where it is not known, the server's, and the kind."""


@dataclass(slots=True)
class Access:
    """One access; `unknown` says at which address an unknown machine was, `unknown` where there is none."""

    user: Account | None
    device: str
    """Id of the device, `ip:...` for one without a name that no person uses, empty for one that is not known."""
    server: Server
    kind: AccessKind
    unknown: str = ""
    proofs: dict[tuple[str, str, str, str], Proof] = field(default_factory=dict)

    @property
    def first(self) -> date | None:
        """The first day it was seen."""
        return min((proof.first for proof in self.proofs.values() if proof.first), default=None)

    @property
    def last(self) -> date | None:
        """The last day it was seen."""
        return max((proof.last for proof in self.proofs.values() if proof.last), default=None)

    @property
    def count(self) -> int:
        """How many times it was seen; logs of one server overlap, so files are not added up."""
        by_file: dict[str, int] = defaultdict(int)
        for proof in self.proofs.values():
            by_file[proof.origin.file] += proof.count
        return max(by_file.values(), default=0)


@dataclass(slots=True)
class Reached:
    """All accesses, by what they are of."""

    accesses: dict[tuple[Key, str], Access] = field(default_factory=dict)
    users_of_server: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By server: ids of the people that logs without machines name."""
    affinity: set[tuple[str, str]] = field(default_factory=set)
    """Ids of people and machines that lists say are theirs."""
    weak_affinity: set[tuple[str, str]] = field(default_factory=set)
    unnamed: dict[str, list[Origin]] = field(default_factory=lambda: defaultdict(list))
    """Addresses of a private network that nothing names."""
    live_users: set[str] = field(default_factory=set)
    live_devices: set[str] = field(default_factory=set)
    """Ids of the people and machines that hold a Remote Desktop licence on the day."""
    repeated: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """By file: rows that say what an earlier row of the file said."""
    by_user: set[tuple[str, str, AccessKind]] = field(default_factory=set)
    """Users, servers and kinds of the accesses."""
    by_device: set[tuple[str, str]] = field(default_factory=set)
    remote_users: set[str] = field(default_factory=set)
    remote_devices: set[str] = field(default_factory=set)

    def note(self, key: Key) -> None:
        """Let an access be found by its ends."""
        user, device, server, kind = key
        self.by_user.add((user, server, kind))
        self.by_device.add((device, server))
        if kind is AccessKind.RDS:
            self.remote_users.add(user)
            self.remote_devices.add(device)


def find_accesses(
    seen: Sequence[AccessSeen],
    people: People,
    machines: Machines,
    addresses: Addresses,
    servers: Servers,
    talk: Talk,
) -> Reached:
    """Return the accesses that logs prove."""
    reached = Reached()
    principals = _Principals(people, machines, talk)
    named_at: set[tuple[str, str]] = set()
    by_person: list[tuple[AccessSeen, Account, Server]] = []
    by_address: list[tuple[AccessSeen, Server]] = []
    told: set[tuple[str, str, str, str, str]] = set()
    for access in sorted(seen, key=lambda each: each.origin):
        server = servers.find(access.server, access.origin.file)
        if server is None:
            continue
        said = (access.origin.file, server.id, access.account.casefold(), normal(access.address), access.role)
        reached.repeated[access.origin.file] += said in told
        told.add(said)
        written = taken_apart(access.account)
        if access.account and access.address:
            named_at.add((server.id, normal(access.address)))
        if written.is_machine:
            continue
        if access.only_address:
            by_address.append((access, server))
            continue
        account = principals.find(written, access.origin)
        if not access.address and not access.machine:
            if account is not None:
                by_person.append((access, account, server))
            continue
        _take(access, account, server, _place(access, addresses, machines), reached)
    for access, account, server in by_person:
        _take_person(access, account, server, people, reached)
    for access, server in by_address:
        if (server.id, normal(access.address)) not in named_at:
            _take_address(access, server, _place(access, addresses, machines), reached)
    principals.ask()
    return reached


def _place(access: AccessSeen, addresses: Addresses, machines: Machines) -> Place:
    if access.machine and (machine := machines.find(access.machine)) is not None:
        found = Found.SERVER if machines.is_server(machine) else Found.MACHINE
        return Place(found, machine, "the log names it", normal(access.address))
    if not access.address:
        return Place(Found.NOWHERE)
    return addresses.place(access.address, access.first, access.last, access.days)


def _kind(access: AccessSeen) -> AccessKind:
    return AccessKind.RDS if access.remote or is_remote(access.role, access.role_name) else AccessKind.STANDARD


def _take(access: AccessSeen, account: Account | None, server: Server, place: Place, reached: Reached) -> None:
    if place.found is Found.SERVER:
        return
    device, unknown = "", ""
    if place.found is Found.MACHINE and place.machine is not None:
        device = place.machine.id
    elif place.found is Found.UNNAMED:
        unknown = f"ip:{place.address}"
        if not place.is_public:
            reached.unnamed[place.address].append(access.origin)
    else:
        unknown = "unknown"
    if account is None:
        if unknown == "unknown" or (unknown and place.is_public):
            return  # nobody from nowhere is no access of anybody
        device, unknown = device or unknown, ""
    _prove(reached, account, device, server, _kind(access), unknown, access, place.how)


def _take_person(access: AccessSeen, account: Account, server: Server, people: People, reached: Reached) -> None:
    """Take an access whose log knows the person only, where no other says more about person and server."""
    main, kind = people.main(account), _kind(access)
    reached.users_of_server[server.id].add(main.id)
    if not any((main.id, server.id, each) in reached.by_user for each in (kind, AccessKind.RDS)):
        _prove(reached, main, "", server, kind, "", access, "")


def _take_address(access: AccessSeen, server: Server, place: Place, reached: Reached) -> None:
    """Take an access whose log knows the address only, where the machine is not known on the server by a person."""
    if place.machine is not None and (place.machine.id, server.id) in reached.by_device:
        return
    _take(access, None, server, place, reached)


def _prove(
    reached: Reached, account: Account | None, device: str, server: Server, kind: AccessKind, unknown: str,
    access: AccessSeen, how: str,
) -> None:  # fmt: skip
    key = (account.id if account else "", device, server.id, kind)
    found = reached.accesses.get((key, unknown))
    if found is None:
        found = reached.accesses[key, unknown] = Access(account, device, server, kind, unknown)
        reached.note(key)
    same = (access.origin.file, access.account.casefold(), normal(access.address), how)
    before = found.proofs.get(same)
    proof = Proof(
        access.origin, access.rows, access.first, access.last, access.count, access.account, normal(access.address), how
    )
    found.proofs[same] = proof if before is None else _widened(before, proof)


def _widened(before: Proof, proof: Proof) -> Proof:
    firsts, lasts = filter(None, (before.first, proof.first)), filter(None, (before.last, proof.last))
    return Proof(
        min(before.origin, proof.origin), before.rows + proof.rows, min(firsts, default=None), max(lasts, default=None),
        before.count + proof.count, before.account, before.address, before.how,
    )  # fmt: skip


class _Principals:
    """Whose accounts logs name: those of the directory, and others, which stay who they are."""

    def __init__(self, people: People, machines: Machines, talk: Talk) -> None:
        self._people, self._machines, self._talk = people, machines, talk
        self._found: dict[Written, Account | None] = {}
        self._strangers: dict[Written, tuple[Account, list[Origin]]] = {}
        self._has_directory = any(account.in_directory and account.rows for account in people.accounts)

    def find(self, written: Written, origin: Origin) -> Account | None:
        """Return the main account of the person whom a log names; None where it is no person."""
        if written not in self._found:
            self._found[written] = self._look_up(written, origin)
        if written in self._strangers:
            self._strangers[written][1].append(origin)
        account = self._found[written]
        return self._people.main(account) if account is not None else None

    def _look_up(self, written: Written, origin: Origin) -> Account | None:
        if written.is_nobody:
            return None
        found = self._people.find(written)
        if len(found) == 1:
            [account] = found
            if account.sort in (Sort.CLOUD_ONLY, Sort.MAILBOX):
                account.sort = Sort.PERSON  # somebody uses servers with it
            return account if account.needs_licence else None
        home = written.domain in self._people.dns_of_netbios or written.domain in self._people.domains
        if is_built_in(written.name) or (is_service(written.name) and not written.is_upn):
            return None
        answer = self._talk.answers.get(f"account {written}", "").strip().casefold()
        if answer in ("nobody", "service"):
            return None
        if answer and (same := [each for each in self._people.accounts if each.id == answer]):
            return same[0]
        answer = answer or self._talk.answers.get(f"accounts of {written.domain}", "").strip().casefold()
        if answer == "nobody":
            return None
        is_ours = home or not self._has_directory
        account = Account([], relation="employee" if answer == "employee" or (is_ours and not answer) else "external")
        account.id, account.in_directory = self._free_id(str(written)), not self._has_directory
        self._people.accounts.append(account)
        self._strangers[written] = account, []
        return account

    def _free_id(self, id: str) -> str:
        """Return a name that nobody has yet: somebody else may be called so in a list."""
        taken = {account.id.casefold() for account in self._people.accounts}
        return next(name for name in (id, *(f"{id} ({each})" for each in range(2, 100))) if name not in taken)

    def ask(self) -> None:
        """Ask about everybody whom no directory has, and suggest namesakes, who need not be the same.

        Many of one domain are one question.
        """
        by_domain: dict[str, list[Written]] = defaultdict(list)
        for written in sorted(self._strangers, key=str):
            by_domain[written.domain].append(written)
        for domain, strangers in sorted(by_domain.items()):
            if len(strangers) > _MOST_ASKED_ONE_BY_ONE:
                self._ask_about_all(domain, strangers)
                continue
            for written in strangers:
                self._ask_about(written)

    def _ask_about(self, written: Written) -> None:
        account, origins = self._strangers[written]
        namesakes = sorted(
            each.id for each in self._people.accounts if each.in_directory and each.logon == written.name
        )
        like = f" A namesake is {' and '.join(namesakes)}, who need not be the same." if namesakes else ""
        if not namesakes and "?" in written.name:
            lost = re.compile(".".join(map(re.escape, written.name.split("?"))))
            meant = sorted(each.id for each in self._people.accounts if each.logon and lost.fullmatch(each.logon))
            like = f" Letters were lost in the export; it may be {' or '.join(meant)}." if meant else ""
        unknown = f"{written} is in no directory that was handed over.{like}"
        if not written.domain and len(namesakes) > 1:
            unknown = f"{written} stands in a log without a domain, and may be {' or '.join(namesakes)}."
        self._talk.ask(
            f"account {written}",
            f"{unknown} Answer employee, external, nobody, or whose account it is.",
            f"It counts as {_COUNTS_AS.get(account.relation, account.relation)}, a person apart.",
            origins=tuple(origins),
        )

    def _ask_about_all(self, domain: str, strangers: list[Written]) -> None:
        account, origins = self._strangers[strangers[0]]
        named = ", ".join(map(str, strangers[:5]))
        self._talk.ask(
            f"accounts of {domain}",
            f"{len(strangers)} accounts are in no directory that was handed over, such as {named}. Are they employees, "
            "external, or nobody's, for example of leavers? One of them is answered for as account NAME.",
            f"Each counts as {_COUNTS_AS.get(account.relation, account.relation)}, a person apart.",
            choices=("employee", "external", "nobody"),
            origins=tuple(origins),
        )


_MOST_ASKED_ONE_BY_ONE = 7
_COUNTS_AS = {"employee": "an employee"}


def find_affinity(seen: Sequence[AffinitySeen], people: People, machines: Machines, reached: Reached) -> None:
    """Find whose machines lists say they are; of people and machines in use only."""
    for each in seen:
        machine = machines.by_row.get(each.machine)
        accounts = people.find(taken_apart(each.account))
        if not accounts and each.employee_id:
            accounts = [people.main_of[each.employee_id]] if each.employee_id in people.main_of else []
        if machine is None or len(accounts) != 1 or not each.active or not machine.active:
            continue
        account = people.main(accounts[0])
        if account.enabled and account.needs_licence and not machines.is_server(machine):
            (reached.weak_affinity if each.weak else reached.affinity).add((account.id, machine.id))


def find_remote_licences(
    seen: Sequence[RemoteLicenceSeen], people: People, machines: Machines, servers: Servers, as_of: date,
    reached: Reached, talk: Talk,
) -> None:  # fmt: skip
    """Add the accesses of those who hold a live Remote Desktop licence, where no log says more about them."""
    answered = [servers.find(name, "") for name in talk.answers.get("session hosts", "").split(";") if name.strip()]
    hosts = [server for server in servers.all if server.is_session_host or server in answered]
    principals = _Principals(people, machines, talk)
    without_host: list[Origin] = []
    for each in seen:
        licence_server = servers.find(each.licence_server, each.origin.file) if each.licence_server else None
        if licence_server is not None:
            licence_server.is_licence_server = True
        if not each.is_live or (each.expires is not None and each.expires < as_of):
            continue
        if each.account:
            account = principals.find(taken_apart(each.account), each.origin)
            if account is None or not account.enabled:
                continue
            reached.live_users.add(account.id)
            known = account.id in reached.remote_users
            device, user = "", account
        else:
            machine = machines.find(each.machine)
            if machine is None or machines.is_server(machine):
                _tell_unknown(each, machine, talk)
                continue
            reached.live_devices.add(machine.id)
            known = machine.id in reached.remote_devices
            device, user = machine.id, None
        if known:
            continue
        if not hosts:
            without_host.append(each.origin)
        for host in hosts:
            seen_then = AccessSeen(each.origin, host.id, each.account, first=each.issued, last=each.issued, remote=True)
            _prove(reached, user, device, host, AccessKind.RDS, "", seen_then, "it holds a Remote Desktop licence")
    if without_host:
        _ask_hosts(without_host, talk)
    principals.ask()


def _ask_hosts(origins: list[Origin], talk: Talk) -> None:
    talk.ask(
        "session hosts",
        f"{len(origins)} Remote Desktop licences are issued to people or machines that no log has seen, and no session "
        "host is known. Which servers are session hosts? Write their names with ; between them.",
        "These accesses are left out.",
        origins=tuple(origins),
    )


def _tell_unknown(each: RemoteLicenceSeen, machine: Machine | None, talk: Talk) -> None:
    if machine is None:
        text = f"A Remote Desktop licence is issued to {each.machine}, which no list knows; it is left out."
        talk.tell(each.origin.file, text, (each.origin.row,))
