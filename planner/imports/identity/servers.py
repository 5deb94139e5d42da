"""The servers: those that directories list and those that logs are of, with their versions and roles.

A log that was read out on the server itself does not name it: then the name of the file does, or it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from planner.domain.product import NEWEST, VERSION_BY_SPELLING, rank
from planner.imports.evidence import AccessSeen, Kept, Origin, ServerSeen
from planner.imports.identity.hosts import (
    NETBIOS_LETTERS,
    is_evaluation,
    server_edition,
    server_version,
    short_name,
)
from planner.imports.identity.machines import Machine, Machines
from planner.imports.questions import Talk

REMOTE_DESKTOP = frozenset(("90e64afa-70db-4fef-878b-7eb8c868f091", "1479a8c1-9808-411e-9739-2d3c5923e86a"))
"""The roles Remote Desktop Services and Remote Desktop Gateway, whose users need a Remote Desktop CAL too."""
_REMOTE_NAMES = re.compile(r"remote ?desktop ?(services|gateway)|remotedesktop(dienste|gateway)", re.IGNORECASE)


def is_remote(role: str, role_name: str) -> bool:
    """Tell whether a role is one whose users need a Remote Desktop CAL."""
    return role in REMOTE_DESKTOP or _REMOTE_NAMES.search(role_name) is not None


@dataclass(slots=True, eq=False)
class Server:
    """One server."""

    id: str
    version: str = ""
    """As an inventory writes it; empty where nothing says it."""
    edition: str = "standard"
    system: str = ""
    roles: set[str] = field(default_factory=set)
    is_session_host: bool = False
    is_licence_server: bool = False
    remote_mode: str = "any"
    machine: Machine | None = None
    origins: list[Origin] = field(default_factory=list)
    last_seen: date | None = None


@dataclass(slots=True)
class Servers:
    """All servers in use, by short name, and which of them the logs of a file are of."""

    by_name: dict[str, Server] = field(default_factory=dict)
    of_file: dict[str, Server | None] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def find(self, written: str, file: str) -> Server | None:
        """Return the server of a row: the one that it names, else the one whose log the file is."""
        return self.by_name.get(short_name(written)) if written else self.of_file.get(file)

    @property
    def all(self) -> list[Server]:
        """The servers, each once, in order of their names."""
        return sorted(set(self.by_name.values()), key=lambda server: server.id.casefold())


def find_servers(machines: Machines, seen: Sequence[ServerSeen], accesses: Sequence[AccessSeen], talk: Talk) -> Servers:
    """Return the servers of directories and logs; what logs do not name is told by their files, or asked."""
    found = Servers()
    retired = {short_name(each.host) for each in seen if each.retired}
    reached = {short_name(access.server) for access in accesses if access.server}
    for machine in machines.servers:
        if (not machine.active or machine.hosts & retired) and not machine.hosts & reached:
            found.gone.add(machine.id)
            talk.tell(machine.rows[0].origin.file, f"The server {machine.id} is out of use and left out.")
            continue
        server = Server(_shown(machine), machine=machine, origins=list(machine.origins), last_seen=machine.last_seen)
        for name in machine.hosts:
            found.by_name[name] = server
    named = [(each.host, each.origin) for each in seen] + [(each.server, each.origin) for each in accesses]
    for written, origin in named:
        name = short_name(written)
        if name and name not in found.by_name and not (name in retired and name not in reached):
            found.by_name[name] = Server(written.strip().partition(".")[0])
            found.by_name[name].origins.append(origin)
    _find_servers_of_files(found, [*accesses, *seen], talk)
    for each in seen:
        server_seen = found.find(each.host, each.origin.file)
        if server_seen is not None and each.role:
            server_seen.roles.add(each.role)
            server_seen.is_session_host |= is_remote("", each.role)
    for access in accesses:
        of_access = found.find(access.server, access.origin.file)
        if of_access is not None and (access.remote or is_remote(access.role, access.role_name)):
            of_access.is_session_host = True
    for server in found.all:
        _find_version(server, [each for each in seen if found.find(each.host, each.origin.file) is server], talk)
    return found


def _shown(machine: Machine) -> str:
    """Return a server's name as its directory writes it."""
    row = next((row for row in machine.rows if row.host), machine.rows[0])
    return (row.host or row.label).partition(".")[0] if len(machine.id) <= NETBIOS_LETTERS else machine.id


def _find_servers_of_files(found: Servers, rows: Iterable[AccessSeen | ServerSeen], talk: Talk) -> None:
    nameless: dict[str, Origin] = {}
    for row in rows:
        written = row.server if isinstance(row, AccessSeen) else row.host
        if not written:
            nameless.setdefault(row.origin.file, row.origin)
    for file, origin in sorted(nameless.items()):
        names = _names_in(file, found)
        if len(names) == 1:
            found.of_file[file] = found.by_name[names[0]]
            talk.tell(file, f"No row names the server; by its name the file is of {found.by_name[names[0]].id}.")
            continue
        said = _only_name_in(file)
        until = f"{said} is taken, as its name says." if said else "Its rows are left out."
        answer = talk.ask(
            f"server of {file}",
            f"{file} does not name the server that it is about. Which is it? Write its name.",
            until,
            origins=(origin,),
        )
        answer = answer or said
        if answer:
            name = short_name(answer)
            found.by_name.setdefault(name, Server(answer.strip()))
            found.of_file[file] = found.by_name[name]


def _names_in(file: str, found: Servers) -> list[str]:
    """Return the names of servers in a file's name, or in that of its folder; the longest where one holds another."""
    text = PurePath(file).with_suffix("").as_posix().casefold()
    names = [name for name in found.by_name if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text) is not None]
    longest = [name for name in names if not any(name != other and name in other for other in names)]
    servers = {id(found.by_name[name]): name for name in sorted(longest)}
    return list(servers.values())


_NO_NAME = re.compile(
    r"(get)?ual(daily)?(user|device|server)?(access)?|get|daily|user|users|device|devices|access|log|logs|export|server|"
    r"sumecmd|kstrike|sum|clients(detailed)?|detail|summary|output|current|mdb|csv|txt|of|from|the|v?\d*|[0-9a-f-]{30,}",
    re.IGNORECASE,
)


def _only_name_in(file: str) -> str:
    """Return the one word of a file's name that is no word of logs, if it has letters and digits as servers do."""
    words = re.split(r"[\s_./()]+", str(PurePath(file).with_suffix("")))
    names = [word for word in words if not _NO_NAME.fullmatch(word) and not _NO_NAME.fullmatch(word.replace("-", ""))]
    is_name = len(names) == 1 and re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9-]{3,15}", names[0]) is not None
    return names[0] if is_name else ""


def _find_version(server: Server, seen: Sequence[ServerSeen], talk: Talk) -> None:
    """Find a server's version: that of the directory, which every start renews, before that of logs."""
    by_directory = _systems_of(server.machine)
    by_log = [(each.system, each.origin) for each in seen if each.system]
    versions: dict[str, str] = {}
    for system, _ in [*by_directory, *by_log]:
        if version := server_version(system):
            versions.setdefault(version, system)
            if is_evaluation(system):
                talk.tell("", f"{server.id} runs an evaluation copy: {system}.")
    known = [server_version(system) for system, _ in by_directory if server_version(system)]
    if not versions:
        _ask_version(server, talk)
        return
    newest = max(versions, key=lambda version: rank(VERSION_BY_SPELLING[version]))
    server.version = known[0] if known else newest
    server.system = versions[server.version]
    if len({VERSION_BY_SPELLING[version] for version in versions}) > 1:
        answer = talk.ask(
            f"version {server.id}",
            f"{server.id} is said to run {' and '.join(sorted(versions))}. Which version runs?",
            f"{newest} is taken, for which no licence is too old.",
            choices=tuple(sorted(versions)),
            origins=tuple(server.origins),
        )
        server.version = answer or newest
        server.system = versions[server.version]
    server.edition = server_edition(server.system)


def _systems_of(machine: Machine | None) -> list[tuple[str, Origin]]:
    rows = [] if machine is None else sorted(machine.rows, key=lambda row: list(Kept).index(row.kept))
    return [(row.system, row.origin) for row in rows if row.system]


def _ask_version(server: Server, talk: Talk) -> None:
    answer = talk.ask(
        f"version {server.id}",
        f"Nothing says which version of Windows Server runs on {server.id}. Which is it?",
        f"{NEWEST} is taken, for which no licence is too old.",
        choices=tuple(VERSION_BY_SPELLING),
        origins=tuple(server.origins),
    )
    server.version = answer or str(NEWEST)
