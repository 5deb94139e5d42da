"""From the evidence of all files to one estate: people, machines, servers, accesses and lots, with what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.imports.evidence import (
    AccessSeen,
    AccountSeen,
    AddressNamed,
    AffinitySeen,
    Kept,
    KeyPackSeen,
    LicenceSeen,
    MachineSeen,
    Origin,
    RemoteLicenceSeen,
    ServerSeen,
)
from planner.imports.gathered import Gathered
from planner.imports.identity.accesses import (
    Access,
    Reached,
    find_accesses,
    find_affinity,
    find_remote_licences,
)
from planner.imports.identity.addresses import Addresses, find_addresses, normal
from planner.imports.identity.hosts import short_name
from planner.imports.identity.machines import Machine, Machines, find_machines
from planner.imports.identity.people import Account, People, find_people
from planner.imports.identity.principals import Sort, taken_apart
from planner.imports.identity.servers import Servers, find_servers
from planner.imports.owned.installed import compare_installed, find_remote_mode
from planner.imports.owned.lots import OwnedLot, find_lots
from planner.imports.questions import Talk
from planner.report.words import count

SEEN_WITHIN_DAYS = 90
_STAFF = (Sort.PERSON, Sort.ADMIN, Sort.SHARED)
_SORTS = {
    Sort.SERVICE: "service accounts",
    Sort.BUILT_IN: "built-in accounts",
    Sort.MAILBOX: "shared mailboxes",
    Sort.CLOUD_ONLY: "accounts of clouds and lists that the directory does not have",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose for an import."""

    as_of: date | None = None
    """The day for which it counts who is in use; None: the newest day that the files know of."""
    home_domain: str | None = None
    """The NetBIOS name of the home domain."""
    seen_within_days: int = SEEN_WITHIN_DAYS
    recent_only: bool = False
    """Whether accesses not seen within so many days are left out."""
    affinity_counts: bool = False
    """Whether people count as using their own machine on servers that they reach from machines not known."""


@dataclass(slots=True)
class Joined:
    """One estate out of many files."""

    as_of: date
    people: People
    machines: Machines
    servers: Servers
    addresses: Addresses
    reached: Reached
    lots: list[OwnedLot]
    choices: Choices
    packs: list[KeyPackSeen] = field(default_factory=list)

    @property
    def since(self) -> date:
        """The first day of the window that counts as recent."""
        return self.as_of - timedelta(days=self.choices.seen_within_days)

    def is_recent(self, access: Access) -> bool:
        """Tell whether an access was seen within the window; one without a day was not."""
        return access.last is not None and access.last >= self.since

    @property
    def persons(self) -> list[Account]:
        """The main accounts of people of the directory who are in use, guests and strangers left out."""
        people = [each for each in self.people.accounts if each.in_directory and each.enabled and each.sort in _STAFF]
        mains = {id(main): main for each in people if (main := self.people.main(each))}
        return sorted(mains.values(), key=lambda account: account.id)

    def accesses(self) -> Iterator[Access]:
        """Yield the accesses in order, those of people and machines out of use too."""
        for key in sorted(self.reached.accesses, key=lambda key: (*map(str, key[0]), key[1])):
            yield self.reached.accesses[key]

    def device(self, id: str) -> Machine | None:
        """Return a device by its id."""
        return self.device_by_id.get(id)

    @property
    def device_by_id(self) -> dict[str, Machine]:
        """The devices by id."""
        return {machine.id: machine for machine in self.machines.devices}


def join(gathered: Gathered, choices: Choices, talk: Talk) -> Joined:
    """Join the evidence of all files that count."""
    as_of = choices.as_of or gathered.newest_day
    if as_of is None:
        as_of = date.today()
        talk.tell("", "No file knows a day, so today decides who is in use.")
    elif choices.as_of is None:
        talk.tell("", f"Who is in use is decided for {as_of}, the newest day that the files know of.")
    logs, named = gathered.of(AccessSeen), gathered.of(AddressNamed)
    servers_seen, affinity = gathered.of(ServerSeen), gathered.of(AffinitySeen)
    licences = gathered.of(RemoteLicenceSeen)
    written = (
        {each.account for each in logs} | {each.account for each in affinity} | {each.account for each in licences}
    )
    people = find_people(gathered.of(AccountSeen), sorted(written), choices.home_domain, as_of, talk)
    names = {short_name(each.server) for each in logs if each.server}
    names |= {short_name(each.host) for each in servers_seen if each.host and not each.retired}
    seen = gathered.of(MachineSeen)
    seen += _by_account(logs, seen, named, names, people)
    machines = find_machines(seen, names, talk)
    servers = find_servers(machines, servers_seen, logs, talk)
    addresses = find_addresses(logs, named, machines, servers_seen)
    _take_answers(addresses, machines, talk)
    reached = find_accesses(logs, people, machines, addresses, servers, talk)
    find_affinity(affinity, people, machines, reached)
    find_remote_licences(licences, people, machines, servers, as_of, reached, talk)
    packs = gathered.of(KeyPackSeen)
    lots = find_lots(gathered.of(LicenceSeen), talk)
    lots += compare_installed(packs, lots, servers, talk)
    find_remote_mode(packs, servers)
    joined = Joined(as_of, people, machines, servers, addresses, reached, lots, choices, packs)
    _ask_addresses(joined, talk)
    _tell_sorts(people, talk)
    return joined


def _by_account(
    logs: list[AccessSeen], seen: list[MachineSeen], named: list[AddressNamed], servers: set[str], people: People
) -> list[MachineSeen]:
    """Return machines that only their accounts in logs name, where no directory lists the machines.

    Where one does, an account that it does not have is a managed service's, or a machine's that is gone.
    """
    if any(row.kept is Kept.DIRECTORY for row in seen):
        return []
    found: dict[str, MachineSeen] = {}
    for access in logs:
        written = taken_apart(access.account)
        host = short_name(written.host)
        if written.is_machine and host not in servers and not people.find(written):
            found.setdefault(host, MachineSeen(access.origin, Kept.BY_HAND, host=host))
    for each in named:
        host = short_name(each.host)
        if host not in servers:
            found.setdefault(host, MachineSeen(each.origin, Kept.BY_HAND, host=host))
    return [found[host] for host in sorted(found)]


def _take_answers(addresses: Addresses, machines: Machines, talk: Talk) -> None:
    """Name the addresses that were answered; a machine that is not known yet becomes one."""
    for id in sorted(talk.answers):
        answer = talk.answers[id].strip()
        if not id.startswith("address ") or not answer or answer in ("unknown", "nobody"):
            continue
        machine = machines.find(answer)
        if machine is None:
            row = MachineSeen(Origin("answers", 0), Kept.BY_HAND, host=answer)
            machine = Machine([row], short_name(answer))
            machines.devices.append(machine)
            machines.by_host.setdefault(machine.id, []).append(machine)
            machines.by_row[row] = machine
        addresses.answered[normal(id.removeprefix("address "))] = machine


def _ask_addresses(joined: Joined, talk: Talk) -> None:
    for address in sorted(joined.reached.unnamed):
        origins = joined.reached.unnamed[address]
        hints = joined.addresses.place(address, None, None).hints
        seen = f" Seen there, but on other days or without a place in any list: {', '.join(hints)}." if hints else ""
        rows = count(len(origins), "row")
        talk.ask(
            f"address {address}",
            f"Which machine had the address {address}? It stands in {rows} of logs.{seen} Write its name, or unknown.",
            "People who came from there count with an unknown machine; without anybody it is a machine of its own.",
            origins=tuple(sorted(origins)),
        )


def _tell_sorts(people: People, talk: Talk) -> None:
    """Tell which accounts are taken for no person's, so that they can be changed."""
    for sort, words in _SORTS.items():
        names = sorted(account.id for account in people.accounts if account.sort is sort)
        if names:
            shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
            text = f"Taken for {words}, which need no licence: {shown}. Answer person to account NAME to change it."
            talk.tell("", text)
