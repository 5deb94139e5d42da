"""Machines: rows of all lists joined by serial number, then by the cloud's device id, then by name.

A name can be given again and is cut to fifteen letters by older protocols, so it joins last, and never where serial
numbers differ: two serial numbers under one name are two machines, one of them replaced.  One serial number under two
names is one machine, called as it was when it was seen last.  Phones and tablets are never joined by name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain.estate import DeviceKind
from planner.imports.evidence import Kept, MachineSeen, Origin
from planner.imports.identity.hosts import (
    NETBIOS_LETTERS,
    is_host_name,
    is_no_machine,
    is_server_system,
    kind_of,
    serial_of,
    short_name,
)
from planner.imports.questions import Talk

_POCKET = (DeviceKind.PHONE, DeviceKind.TABLET)
_NEVER = date.min


@dataclass(slots=True, eq=False)
class Machine:
    """One machine: what all its rows say."""

    rows: list[MachineSeen] = field(default_factory=list)
    id: str = ""
    kind: DeviceKind = DeviceKind.WORKSTATION
    active: bool = True
    from_log: bool = False
    """Whether only a log knows it, by the name of its account."""

    @property
    def serials(self) -> set[str]:
        """Its serial numbers, as they are compared."""
        return {serial for row in self.rows if (serial := serial_of(row.serial))}

    @property
    def entra_ids(self) -> set[str]:
        """Its ids in the cloud."""
        return {row.entra_id for row in self.rows if row.entra_id}

    @property
    def hosts(self) -> set[str]:
        """All names it has or had on the network, the cut ones too."""
        return {name for row in self.rows for name in names_of(row)}

    @property
    def last_seen(self) -> date | None:
        """The last day any list saw it."""
        return max((row.last_seen for row in self.rows if row.last_seen), default=None)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where it was read."""
        return tuple(row.origin for row in self.rows)

    @property
    def system(self) -> str:
        """Its operating system, as the strongest list that knows it writes it."""
        return next((row.system for row in _strongest(self.rows) if row.system), "")

    @property
    def words(self) -> str:
        """All words that tell its kind."""
        return "; ".join(dict.fromkeys(text for row in self.rows for text in (row.kind, row.system) if text))

    def name(self) -> str:
        """Return what it is called on the network: its name when it was seen last; empty where it has none."""
        named = [(row.last_seen or _NEVER, -list(Kept).index(row.kept), _long_name(row)) for row in self.rows]
        found = [each for each in named if each[2]]
        if not found:
            return ""
        latest = max(found)[2]
        longer = [name for _, _, name in found if len(name) > NETBIOS_LETTERS and name[:NETBIOS_LETTERS] == latest]
        return min(longer) if longer else latest


def _strongest(rows: list[MachineSeen]) -> list[MachineSeen]:
    return sorted(rows, key=lambda row: list(Kept).index(row.kept))


def _long_name(row: MachineSeen) -> str:
    if row.dns_name:
        return short_name(row.dns_name)
    if row.host:
        return short_name(row.host)
    return short_name(row.label) if is_host_name(row.label) else ""


def names_of(row: MachineSeen) -> set[str]:
    """Return the names under which a row may stand in other lists."""
    names = {short_name(name) for name in (row.dns_name, row.host) if name}
    if not names and is_host_name(row.label):
        names.add(short_name(row.label))
    return {name for name in names if name}


@dataclass(slots=True)
class Machines:
    """All machines, and how they are found by name."""

    devices: list[Machine] = field(default_factory=list)
    servers: list[Machine] = field(default_factory=list)
    by_host: dict[str, list[Machine]] = field(default_factory=dict)
    by_row: dict[MachineSeen, Machine] = field(default_factory=dict)

    def find(self, host: str) -> Machine | None:
        """Return the one machine of a name, in use before gone; None where none or several have it."""
        found = self.by_host.get(short_name(host), [])
        in_use = [machine for machine in found if machine.active]
        return found[0] if len(found) == 1 else in_use[0] if len(in_use) == 1 else None

    def is_server(self, machine: Machine) -> bool:
        """Tell whether a machine is a server."""
        return any(machine is server for server in self.servers)


def find_machines(seen: Sequence[MachineSeen], server_names: set[str], talk: Talk) -> Machines:
    """Return the machines of all lists; those whose system is a server's, or that logs name as one, are servers."""
    rows = []
    for row in sorted(seen, key=lambda row: (list(Kept).index(row.kept), row.origin)):
        category = row.kind.partition(";")[0]
        if row.kept in (Kept.ASSETS, Kept.BY_HAND) and category and is_no_machine(category):
            talk.tell(
                row.origin.file, f"Things of category {category} reach no server and are left out.", (row.origin.row,)
            )
        else:
            rows.append(row)
    machines = _joined(rows, talk)
    found = Machines()
    for machine in machines:
        machine.kind = kind_of(machine.words)
        machine.active = _is_active(machine, talk)
        is_server = is_server_system(machine.system) or bool(machine.hosts & server_names)
        (found.servers if is_server else found.devices).append(machine)
    _name(found)
    for machine in (*found.servers, *found.devices):
        for row in machine.rows:
            found.by_row[row] = machine
        if machine.kind not in _POCKET:
            for host in sorted(machine.hosts):
                found.by_host.setdefault(host, []).append(machine)
    _index_cut_names(found)
    return found


def _index_cut_names(found: Machines) -> None:
    """Let long names be found by their first fifteen letters, where no other machine is called so."""
    cut: dict[str, list[Machine]] = defaultdict(list)
    for host, machines in found.by_host.items():
        if len(host) > NETBIOS_LETTERS:
            cut[host[:NETBIOS_LETTERS]] += machines
    for host, machines in cut.items():
        found.by_host.setdefault(host, machines)


def _joined(rows: list[MachineSeen], talk: Talk) -> list[Machine]:
    by_serial: dict[str, Machine] = {}
    by_entra: dict[str, Machine] = {}
    machines: list[Machine] = []
    left: list[MachineSeen] = []
    for row in rows:  # serial numbers
        serial = serial_of(row.serial)
        if not serial:
            left.append(row)
            continue
        machine = None if _is_apart(row, talk) else by_serial.get(serial)
        if machine is None:
            machine = Machine()
            by_serial.setdefault(serial, machine)
            machines.append(machine)
        _add(machine, row, "serial number", talk)
    for machine in machines:
        for entra_id in sorted(machine.entra_ids):
            other = by_entra.setdefault(entra_id, machine)
            if other is not machine:
                _ask_board(machine, other, entra_id, talk)
    pending: list[MachineSeen] = []
    for row in left:  # device ids of the cloud
        if row.entra_id in by_entra and not _is_apart(row, talk):
            _add(by_entra[row.entra_id], row, "device id of the cloud", talk)
        else:
            pending.append(row)
    return machines + _joined_by_name(pending, machines, by_entra, talk)


def _said(row: MachineSeen) -> str:
    return f"machine {row.host or row.label or row.serial}"


def _is_apart(row: MachineSeen, talk: Talk) -> bool:
    return talk.is_apart(_said(row)) or talk.is_apart(f"{_said(row)} in {row.origin.file}")


def _add(machine: Machine, row: MachineSeen, key: str, talk: Talk) -> None:
    if machine.rows:
        first = machine.rows[0]
        talk.merge(_said(row), machine.name() or first.label or first.serial, key, (first.origin, row.origin))
    machine.rows.append(row)


def _ask_board(machine: Machine, other: Machine, entra_id: str, talk: Talk) -> None:
    names = " and ".join(sorted((*machine.serials, *other.serials)))
    talk.ask(
        f"one machine {entra_id}",
        f"The serial numbers {names} have one device id of the cloud, {entra_id}. Is it one machine?",
        "They count as two machines.",
        choices=("no",),
        origins=(*machine.origins[:1], *other.origins[:1]),
    )


def _joined_by_name(
    rows: list[MachineSeen], known: list[Machine], by_entra: dict[str, Machine], talk: Talk
) -> list[Machine]:
    """Join rows without a serial number by name: to the machine that is called so now, else among themselves."""
    claims, cut = _claims(known)
    made: list[Machine] = []
    by_name: dict[str, Machine] = {}
    for row in rows:
        if kind_of(f"{row.kind} {row.system}") in _POCKET or not names_of(row):
            machine = by_entra.get(row.entra_id) if row.entra_id else None
            if machine is None:
                machine = Machine()
                made.append(machine)
                if row.entra_id:
                    by_entra[row.entra_id] = machine
            _add(machine, row, "device id of the cloud", talk)
            continue
        names = sorted(names_of(row), key=lambda name: (-len(name), name))
        machine = None
        if not _is_apart(row, talk):
            machine = next((by_name[name] for name in names if name in by_name), None)
            machine = machine or _claimed(names, claims, row, talk) or _beginning_so(names, cut, row, talk)
        if machine is None:
            machine = Machine()
            made.append(machine)
        _add(machine, row, "name", talk)
        for name in names:
            by_name.setdefault(name, machine)
            _note_cut(name, machine, cut)
    return made


def _note_cut(name: str, machine: Machine, cut: dict[str, list[Machine]]) -> None:
    if len(name) > NETBIOS_LETTERS and machine not in cut[name[:NETBIOS_LETTERS]]:
        cut[name[:NETBIOS_LETTERS]].append(machine)


def _beginning_so(names: list[str], cut: Mapping[str, list[Machine]], row: MachineSeen, talk: Talk) -> Machine | None:
    """Return the one machine whose name, cut to fifteen letters, a row has; of several it is asked which."""
    name = next((name for name in names if name in cut), "")
    machines = cut[name] if name else []
    if len(machines) < 2:
        return machines[0] if machines else None
    called = {longest: machine for machine in machines if (longest := max(machine.hosts, key=len))}
    answer = talk.ask(
        f"cut name {name}",
        f"{row.origin}: {row.host or row.label} may be {' or '.join(sorted(called))}, cut to {NETBIOS_LETTERS} "
        "letters. Which is it?",
        "It counts as a machine of its own.",
        choices=tuple(sorted(called)),
        origins=(row.origin,),
    )
    return called.get(answer or "")


def _claims(known: list[Machine]) -> tuple[dict[str, list[Machine]], dict[str, list[Machine]]]:
    """Return the machines that a name may be of: those called so when seen last, else those called so before.

    Beside them those whose names begin so, by fifteen letters.
    """
    cut: dict[str, list[Machine]] = defaultdict(list)
    now: dict[str, list[Machine]] = defaultdict(list)
    before: dict[str, list[Machine]] = defaultdict(list)
    for machine in known:
        if kind_of(machine.words) in _POCKET:
            continue
        current = machine.name()
        for name in sorted(machine.hosts):
            (now if name == current else before)[name].append(machine)
            _note_cut(name, machine, cut)
    return {name: now.get(name) or before[name] for name in sorted({*now, *before})}, cut


def _claimed(names: list[str], claims: dict[str, list[Machine]], row: MachineSeen, talk: Talk) -> Machine | None:
    for name in names:
        machines = claims.get(name, [])
        if len(machines) == 1:
            return machines[0]
        if len(machines) > 1:
            return _latest(name, machines, row, talk)
    return None


def _latest(name: str, machines: list[Machine], row: MachineSeen, talk: Talk) -> Machine | None:
    """Return which of several machines of one name a row is of: the one seen last, where days say so."""
    ranked = sorted(machines, key=lambda machine: (machine.last_seen or _NEVER, sorted(machine.serials)))
    first, second = ranked[-1], ranked[-2]
    is_clear = first.last_seen is not None and first.last_seen > (second.last_seen or _NEVER)
    serials = tuple(sorted(serial for machine in machines for serial in machine.serials))
    answer = talk.ask(
        f"replaced {name}",
        f"{len(machines)} machines are called {name}, with the serial numbers {', '.join(serials)}: one was replaced. "
        "Which are gone? Write their serial numbers with ; between them, or none.",
        "All of them count." + ("" if is_clear else " What other lists say about the name is joined to none of them."),
        origins=tuple(machine.rows[0].origin for machine in machines),
    )
    gone = {serial_of(each) for each in (answer or "").split(";")}
    left = [machine for machine in ranked if not machine.serials & gone]
    if len(left) == 1:
        return left[0]
    return first if is_clear else None


def _is_active(machine: Machine, talk: Talk) -> bool:
    """Tell whether a machine is in use: not archived, and enabled in some directory that knows it."""
    said = [row.enabled for row in machine.rows if row.enabled is not None]
    retired = [row for row in machine.rows if row.retired]
    gone = talk.answers.get(f"replaced {machine.name()}", "")
    if gone and machine.serials & {serial_of(each) for each in gone.split(";")}:
        return False
    if not retired:
        return any(said) if said else True
    if not any(said):
        return False
    name = machine.name() or machine.rows[0].label
    answer = talk.ask(
        f"in use {name}",
        f"{name} is retired in {retired[0].origin}, but enabled in a directory. Is it in use?",
        "It counts as gone.",
        choices=("yes", "no"),
        origins=machine.origins,
    )
    return answer == "yes"


def _claim_to_name(machine: Machine) -> tuple[bool, int, Origin]:
    """Return by what machines of one name are ranked: in use before gone, seen last before seen earlier."""
    return not machine.active, -(machine.last_seen or _NEVER).toordinal(), machine.rows[0].origin


def _name(found: Machines) -> None:
    """Give every machine the name it has in the inventory: its host name, else its serial number, else its label."""
    taken: Counter[str] = Counter()
    for machine in sorted((*found.servers, *found.devices), key=_claim_to_name):
        serial = min(machine.serials, default="").casefold()
        label = next((row.label for row in machine.rows if row.label), "")
        host = machine.name()
        if machine.kind in _POCKET:
            host = ""
            label = serial or label
        base = host or label.casefold() or serial or min(machine.entra_ids, default="") or "machine"
        if taken[base] and serial:
            base = serial
        taken[base] += 1
        machine.id = base if taken[base] == 1 else f"{base} ({taken[base]})"
