"""Which machine had an address on a day.

Logs know addresses, and an address is lent: today's holder is not last spring's.  So the machine accounts that were
seen at an address decide, by the days they were seen; only where there are none do the addresses that lists have.
The number of addresses is not the number of machines.
"""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from planner.imports.evidence import AccessSeen, AddressNamed, MachineSeen, ServerSeen
from planner.imports.identity.hosts import short_name
from planner.imports.identity.machines import Machine, Machines
from planner.imports.identity.principals import taken_apart


class Found(StrEnum):
    """What an address is found to be."""

    MACHINE = "a machine"
    SERVER = "a server"
    NOWHERE = "the server itself"
    """Loopback and link-local addresses: domain controllers write them for clients elsewhere, too."""
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Place:
    """What an address was on the days in question, and how that is known."""

    found: Found
    machine: Machine | None = None
    how: str = ""
    address: str = ""
    hints: tuple[str, ...] = ()
    """Names that were seen at an unnamed address but do not settle whose it was."""

    @property
    def is_public(self) -> bool:
        """Whether an unnamed address is none of a private network: many machines stand behind it."""
        return bool(self.address) and (ipaddress.ip_address(self.address).is_global or _is_documentation(self.address))


def _is_documentation(address: str) -> bool:
    """Tell an address out of those kept for examples, which stand for public ones."""
    ip = ipaddress.ip_address(address) if address else None
    return ip is not None and any(ip.version == net.version and ip in net for net in _EXAMPLES)


_EXAMPLES = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
_Window = tuple[date | None, date | None]


def normal(address: str) -> str:
    """Return an address as it is compared; the text itself where it is none."""
    text = address.strip().partition("%")[0].strip("[]")
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return text.casefold()
    mapped = getattr(ip, "ipv4_mapped", None)
    return str(mapped or ip)


@dataclass(slots=True)
class Addresses:
    """What is known of every address: machine accounts with the days they were seen, and names in lists."""

    seen_at: dict[str, dict[str, _Window]] = field(default_factory=lambda: defaultdict(dict))
    """By address and host: the first and last day its account was seen there."""
    listed: dict[str, dict[str, Machine]] = field(default_factory=lambda: defaultdict(dict))
    """By address: the machines that lists name, by id."""
    servers: set[str] = field(default_factory=set)
    hints: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    answered: dict[str, Machine | None] = field(default_factory=dict)
    """By address: the machine that was answered; None for one that is nobody's."""
    machines: Machines = field(default_factory=Machines)

    def place(self, address: str, first: date | None, last: date | None, days: Sequence[date] = ()) -> Place:
        """Return what an address was from one day to another, or on each of some days."""
        address = normal(address)
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return Place(Found.NOWHERE)
        if ip.is_loopback or ip.is_link_local or ip.is_unspecified:
            return Place(Found.NOWHERE, address=address)
        if address in self.servers:
            return Place(Found.SERVER, address=address, how="a server has this address")
        if (machine := self.answered.get(address)) is not None:
            return Place(Found.MACHINE, machine, "answered", address)
        if hosts := self.seen_at.get(address):
            return self._by_accounts(address, hosts, first, last, days)
        listed = list(self.listed.get(address, {}).values())
        if len(listed) == 1:
            if self.machines.is_server(listed[0]):
                return Place(Found.SERVER, listed[0], "a list has this address", address)
            return Place(Found.MACHINE, listed[0], "a list has this address", address)
        return Place(Found.UNNAMED, address=address, hints=self._hints(address))

    def _by_accounts(
        self, address: str, hosts: dict[str, _Window], first: date | None, last: date | None, days: Sequence[date]
    ) -> Place:
        if len(hosts) == 1:
            [host] = hosts
        else:
            host = _covering(hosts, first, last, days)
        machine = self.machines.find(host) if host else None
        if machine is None:
            return Place(Found.UNNAMED, address=address, hints=self._hints(address))
        if self.machines.is_server(machine):
            return Place(Found.SERVER, machine, f"the account {host}$ was seen there", address)
        return Place(Found.MACHINE, machine, f"the account {host}$ was seen there", address)

    def _hints(self, address: str) -> tuple[str, ...]:
        names = {*self.hints.get(address, ()), *(host + "$" for host in self.seen_at.get(address, ()))}
        return tuple(sorted(names | set(self.listed.get(address, ()))))

    def split(self, address: str) -> tuple[date, ...]:
        """Return the days on which an address may have changed hands: the edges of its windows, sorted."""
        windows = self.seen_at.get(normal(address), {}).values()
        return tuple(sorted({day for window in windows for day in window if day is not None}))


def _covering(hosts: dict[str, _Window], first: date | None, last: date | None, days: Sequence[date]) -> str:
    """Return the only host whose days cover all the days in question; empty where none or several do."""
    asked = days or tuple(day for day in (first, last) if day is not None)
    covering = [
        host
        for host, (begin, end) in hosts.items()
        if asked and begin is not None and end is not None and all(begin <= day <= end for day in asked)
    ]
    return covering[0] if len(covering) == 1 else ""


def find_addresses(
    accesses: Iterable[AccessSeen],
    named: Iterable[AddressNamed],
    machines: Machines,
    servers: Iterable[ServerSeen],
) -> Addresses:
    """Return what is known of addresses; machines that only their accounts name are found by `machines`."""
    found = Addresses(machines=machines)
    for access in accesses:
        written = taken_apart(access.account)
        if written.is_machine and access.address:
            _widen(found.seen_at[normal(access.address)], short_name(written.host), access)
    for row, machine in machines.by_row.items():
        _list(found, row, machine, machines)
    for server in servers:
        found.servers.update(normal(address) for address in server.addresses)
    for each in named:
        named_machine = machines.find(each.host)
        if named_machine is None:
            found.hints[normal(each.address)].add(short_name(each.host))
        elif machines.is_server(named_machine):
            found.servers.add(normal(each.address))
        else:
            found.listed[normal(each.address)][named_machine.id] = named_machine
    return found


def _widen(hosts: dict[str, _Window], host: str, access: AccessSeen) -> None:
    days = [*access.days, *filter(None, (access.first, access.last))]
    begin, end = hosts.get(host, (None, None))
    if days:
        begin = min(filter(None, (begin, *days)))
        end = max(filter(None, (end, *days)))
    hosts[host] = begin, end


def _list(found: Addresses, row: MachineSeen, machine: Machine, machines: Machines) -> None:
    for address in filter(None, map(normal, row.addresses)):
        if machines.is_server(machine):
            found.servers.add(address)
        else:
            found.listed[address][machine.id] = machine
