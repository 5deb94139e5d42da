"""Logs of who reached a server: User Access Logging, and what SumECmd, KStrike and Velociraptor make of its database.

User Access Logging has been on by default since Windows Server 2012 and is kept for two to three years.  It knows
addresses, not machines.  The cmdlets add up in different ways: per day, per person, per address.
Columns: learn.microsoft.com/powershell/module/useraccesslogging; github.com/EricZimmerman/Sum (SumECmd);
github.com/brimorlabs/KStrike; the artifact Windows.Forensics.UserAccessLogs of github.com/Velocidex/velociraptor.
"""

from __future__ import annotations

import ast
import ipaddress
import re
from collections.abc import Iterator
from datetime import date

from planner.imports.evidence import AccessSeen, AddressNamed, Evidence, ServerSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, whole
from planner.imports.reading.days import read_days
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format

_SERVER = {"server": "PSComputerName|ComputerName|Server|Server name"}
_ROLE = {
    "role": "RoleGuid|Role Guid",
    "role_name": "RoleName|RoleDescription|Role Description",
    "product": "ProductName",
}


def _counts(table: Table, *names: str) -> list[int]:
    name = next((each for each in names if table.has(each)), "")
    return [
        count if (count := whole(number)) is not None and count > 0 else 1 for number in numbers_of(table.cells(name))
    ]


def _role(guid: str) -> str:
    return guid.strip("{} ").lower()


def _read_ual(table: Table, talk: Talk) -> Iterator[Evidence]:
    day, first, last = table.days("day", talk), table.days("first", talk), table.days("last", talk)
    counts = _counts(table, "count", "activity")
    records = table.records("server", "account", "address", "role", "role_name", "product")
    servers: set[tuple[str, str]] = set()
    for place, (server, account, address, role, role_name, product) in enumerate(records):
        origin = table.origin(place)
        begin, end = day[place] or first[place], day[place] or last[place] or first[place]
        days = (day[place],) if day[place] else ()
        if (server, product) not in servers:
            servers.add((server, product))
            yield ServerSeen(origin, server, product)
        yield AccessSeen(
            origin, server, account, address, "", _role(role), role_name, begin, end, counts[place],
            days=tuple(filter(None, days)), only_address=not table.has("account"),
        )  # fmt: skip


def _read_overview(table: Table, talk: Talk) -> Iterator[Evidence]:
    for place, (server, product, role) in enumerate(table.records("server", "product", "role_name")):
        yield ServerSeen(table.origin(place), server, product, role)


def _read_dns(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("last", talk)
    for place, (address, host) in enumerate(table.records("address", "host")):
        if address and host:
            yield AddressNamed(table.origin(place), address, host, seen[place])


def _read_system(table: Table, talk: Talk) -> Iterator[Evidence]:
    for place, (server, host, build) in enumerate(table.records("server", "host", "build")):
        yield ServerSeen(table.origin(place), host or server, f"build {build}" if build else "")


def _read_nothing(table: Table, talk: Talk) -> Iterator[Evidence]:
    talk.tell(table.grid.name, "Says nothing about people, machines or accesses: not needed.")
    yield from ()


def _read_sumecmd(table: Table, talk: Talk) -> Iterator[Evidence]:
    day, first, last = table.days("day", talk), table.days("first", talk), table.days("last", talk)
    counts = _counts(table, "day_count", "count")
    records = table.records("server", "account", "address", "machine", "role", "role_name")
    for place, (server, account, address, machine, role, role_name) in enumerate(records):
        begin, end = first[place], last[place] or first[place]
        days: tuple[date, ...] = ()
        if (on := _in_year_of(day[place], begin)) is not None:
            begin, end, days = on, on, (on,)
        yield AccessSeen(
            table.origin(place), server, account, address, machine, _role(role), role_name, begin, end, counts[place],
            days=days,
        )  # fmt: skip


def _in_year_of(day: date | None, other: date | None) -> date | None:
    """Return a day in the year of another one: for the current database the tool writes the year of its own PC."""
    if day is None or other is None or day.year == other.year:
        return day
    try:
        return day.replace(year=other.year)
    except ValueError:  # 29 February
        return day.replace(year=other.year, day=28)


_KSTRIKE_ROLE = re.compile(r"\{?([0-9A-Fa-f-]{36})\}?\s*(?:\((.*)\))?")
_NAMES = re.compile(r"\((.*)\)\s*$", re.DOTALL)
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}):\s*(\d+)")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")


def _read_kstrike(table: Table, talk: Talk) -> Iterator[Evidence]:
    first, last = table.days("first", talk), table.days("last", talk)
    counts = _counts(table, "count")
    records = table.records("server", "role", "role_name", "raw_address", "address", "account", "days")
    for place, (server, role, role_name, raw, shown, account, listed) in enumerate(records):
        origin = table.origin(place)
        found = _KSTRIKE_ROLE.match(role)
        address = _address(raw) or re.split(r"\s|\(", shown, maxsplit=1)[0]
        if shown.lower().startswith("local host"):
            address = address or "::1"
        days = read_days([day for day, _ in _DATED.findall(listed)], None).days
        yield AccessSeen(
            origin, server, account, address, "", (found[1] if found else role).lower(),
            role_name or ((found[2] or "") if found else ""), first[place], last[place] or first[place], counts[place],
            days=tuple(sorted(filter(None, days))),
        )  # fmt: skip
        for host in _hosts(shown):
            yield AddressNamed(origin, address, host, last[place])


def _address(raw: str) -> str:
    """Return the address that 4 or 16 bytes in hexadecimal are; empty where they are none."""
    raw = raw.removeprefix("0x").replace("-", "")
    if len(raw) not in (8, 32):
        return ""
    try:
        return str(ipaddress.ip_address(bytes.fromhex(raw)))
    except ValueError:
        return ""


def _hosts(shown: str) -> Iterator[str]:
    """Yield the names in `10.1.2.3 ('pc-1', 'pc-1.example.com')`; zone records such as '@' are none."""
    found = _NAMES.search(shown)
    if not found or ("'" not in found[1] and '"' not in found[1]):
        return
    try:
        listed = ast.literal_eval(f"({found[1]},)")
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return
    for name in listed:
        if isinstance(name, str) and _HOST.fullmatch(name):
            yield name


FORMATS = (
    Format(
        "ual",
        "User Access Logging",
        _SERVER | _ROLE | {
            "account": "UserName", "address": "IPAddress", "day": "AccessDate", "count": "AccessCount",
            "activity": "ActivityCount", "first": "FirstSeen", "last": "LastSeen",
        },
        ("day account address", "day account", "day address", "activity account", "activity address"),
        _read_ual,
        is_log=True,
    ),
    Format(
        "ual/overview",
        "User Access Logging, roles of servers",
        _SERVER | {"guid": "GUID", "product": "ProductName", "role_name": "RoleName", "first": "FirstSeen"},
        ("guid product role_name",),
        _read_overview,
    ),
    Format(
        "ual/dns",
        "User Access Logging, names of addresses",
        _SERVER | {"address": "IPAddress|Address", "host": "HostName", "last": "LastSeen"},
        ("address host last",),
        _read_dns,
        never="UserName|AuthenticatedUserName|AccessDate",
    ),
    Format(
        "ual/system",
        "User Access Logging, the server's own data",
        _SERVER | {
            "build": "OSBuildNumber|OsBuild", "host": "SystemDNSHostName", "major": "OSMajor", "minor": "OSMinor",
        },
        ("build major minor",),
        _read_system,
    ),
    Format(
        "ual/hyperv",
        "User Access Logging, virtual machines",
        {"uuid": "UUID|VmGuid|VMGUID", "serial": "ChassisSerialNumber|SerialNumber", "first": "FirstSeen|CreationTime"},
        ("uuid serial first",),
        _read_nothing,
        never="UserName|IPAddress",
    ),
    Format(
        "sumecmd",
        "User Access Logging, read by SumECmd",
        _SERVER | _ROLE | {
            "account": "AuthenticatedUserName", "address": "IpAddress", "machine": "ClientName",
            "count": "TotalAccesses", "first": "InsertDate", "last": "LastAccess", "day": "Date",
            "day_count": "Count", "source": "SourceFile",
        },
        ("account address first",),
        _read_sumecmd,
        is_log=True,
        never="RawAddress",
    ),
    Format(
        "sumecmd/roles",
        "User Access Logging, roles, read by SumECmd",
        {"role": "RoleGuid", "role_name": "RoleName|RoleDescription", "product": "ProductName", "first": "FirstSeen",
         "source": "SourceFile"},
        ("role role_name product", "role role_name first source"),
        _read_nothing,
        never="UserName|IPAddress|AuthenticatedUserName",
    ),
    Format(
        "kstrike",
        "User Access Logging, read by KStrike",
        _SERVER | {
            "role": "RoleGuid (RoleName)", "count": "TotalAccesses", "first": "InsertDate", "last": "LastAccess",
            "raw_address": "RawAddress", "address": "ConvertedAddress (Correlated_HostName(s))",
            "account": "AuthenticatedUserName", "days": "DatesAndAccesses",
        },
        ("role raw_address account",),
        _read_kstrike,
    ),
    Format(
        "kstrike/velociraptor",
        "User Access Logging, read by Velociraptor",
        _SERVER | {
            "role": "RoleGuid", "role_name": "RoleName", "count": "TotalAccesses", "first": "InsertDate",
            "last": "LastAccess", "raw_address": "RawAddress", "address": "Address",
            "account": "AuthenticatedUserName", "days": "Days",
        },
        ("role raw_address account", "role address account first"),
        _read_kstrike,
        never="IpAddress|ConvertedAddress (Correlated_HostName(s))",
    ),
)  # fmt: skip
