"""Active Directory, as `Get-ADUser` and `Get-ADComputer`, csvde and ldifde write it.

Columns of the cmdlets come from the first object only, so any may be missing.  Several files are several domains: the
domain of a row is read from its distinguished name.  Columns: learn.microsoft.com, Get-ADUser and Get-ADComputer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from planner.imports.evidence import AccountSeen, Evidence, Kept, MachineSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import yes_or_no
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format

_DISABLED = 2
_COMPUTER_ACCOUNTS = 0x1000 | 0x2000  # workstation and server trust account
_SIGN_IN = frozenset(("user", "inetorgperson", "computer"))
"""Classes of objects that sign in; groups, contacts, units and printers do not."""
_MANAGED_SERVICE = ("msds-groupmanagedserviceaccount", "msds-managedserviceaccount")
_PART = re.compile(r"(?<!\\),")
_MULTIPLE = re.compile(r"[;+|\n]")
_COLUMNS = {
    "dn": "DistinguishedName|DN",
    "class": "ObjectClass",
    "logon": "SamAccountName",
    "upn": "UserPrincipalName",
    "mail": "mail",
    "email": "EmailAddress",
    "proxies": "proxyAddresses",
    "guid": "ObjectGUID",
    "sid": "SID|objectSid",
    "employee": "EmployeeID",
    "employee_number": "EmployeeNumber",
    "display": "DisplayName",
    "given": "GivenName",
    "surname": "Surname|sn",
    "name": "Name|cn",
    "department": "Department",
    "enabled": "Enabled",
    "control": "userAccountControl",
    "expires": "AccountExpirationDate|accountExpires",
    "seen": "LastLogonDate|lastLogonTimestamp",
    "system": "OperatingSystem",
    "system_version": "OperatingSystemVersion",
    "dns": "DNSHostName",
    "address": "IPv4Address",
    "serial": "SerialNumber",
}


def domain_of(distinguished_name: str) -> str:
    """Return the domain in a distinguished name, as DNS writes it."""
    parts = (part.strip() for part in _PART.split(distinguished_name))
    return ".".join(part[3:].lower() for part in parts if part[:3].upper() == "DC=")


def unit_of(distinguished_name: str) -> str:
    """Return the organisational units and containers of a distinguished name, the innermost first."""
    parts = [part.strip() for part in _PART.split(distinguished_name)][1:]
    return "/".join(part[3:] for part in parts if part[:3].upper() in ("OU=", "CN="))


def _read(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen, expires = table.days("seen", talk), table.days("expires", talk)
    names = ("dn", "class", "logon", "control", "system", "dns")
    for place, (dn, kind, logon, control, system, dns) in enumerate(table.records(*names)):
        kinds = {word.strip().lower() for word in kind.split(";")}
        flags = int(control) if control.isdigit() else None
        enabled = _enabled(table, place, flags)
        if not (logon or dn):
            continue
        if kind and not kinds & {*_SIGN_IN, *_MANAGED_SERVICE}:
            text = "Groups, contacts, units and other objects that nobody signs in with are left out."
            talk.tell(table.grid.name, text, (table.origin(place).row,))
            continue
        is_computer = (
            "computer" in kinds
            or bool(system or dns)
            or (flags or 0) & _COMPUTER_ACCOUNTS > 0
            or (not kind and logon.endswith("$"))
        )
        if is_computer and not kinds & set(_MANAGED_SERVICE):
            yield _machine(table, place, logon, enabled, seen[place])
        else:
            service = logon.endswith("$") or bool(kinds & set(_MANAGED_SERVICE))
            yield _account(table, place, logon, enabled, seen[place], expires[place], service)


def _enabled(table: Table, place: int, flags: int | None) -> bool | None:
    said = yes_or_no(table.text("enabled", place))
    return said if said is not None else None if flags is None else not flags & _DISABLED


def _machine(table: Table, place: int, logon: str, enabled: bool | None, seen: date | None) -> MachineSeen:
    system = " ".join(filter(None, (table.text("system", place), table.text("system_version", place))))
    return MachineSeen(
        table.origin(place),
        Kept.DIRECTORY,
        host=table.text("name", place) or logon.rstrip("$"),
        dns_name=table.text("dns", place),
        serial=table.text("serial", place),
        system=system,
        addresses=tuple(filter(None, (table.text("address", place),))),
        enabled=enabled,
        last_seen=seen,
        department=table.text("department", place),
    )


def _account(
    table: Table, place: int, logon: str, enabled: bool | None, seen: date | None, expires: date | None, service: bool
) -> AccountSeen:
    dn, upn = table.text("dn", place), table.text("upn", place)
    proxies = [each.strip() for each in _MULTIPLE.split(table.text("proxies", place))]
    mails = [table.text("email", place), table.text("mail", place)]
    mails += [each[5:] for each in proxies if each[:5].lower() == "smtp:"]
    name = table.text("display", place) or " ".join(
        filter(None, (table.text("given", place), table.text("surname", place)))
    )
    return AccountSeen(
        table.origin(place),
        Kept.DIRECTORY,
        logon=logon,
        domain=domain_of(dn),
        upn=upn,
        mails=tuple(dict.fromkeys(mail.lower() for mail in mails if "@" in mail)),
        object_id=table.text("guid", place).strip("{}").lower(),
        sid=table.text("sid", place).upper(),
        employee_id=_number(table, place),
        name=name or table.text("name", place),
        department=table.text("department", place),
        unit=unit_of(dn),
        enabled=enabled,
        service=service,
        last_seen=seen,
        expires=expires,
    )


def _number(table: Table, place: int) -> str:
    return table.text("employee", place) or table.text("employee_number", place)


FORMATS = (
    Format(
        "ad-users",
        "Active Directory, accounts",
        {
            name: written
            for name, written in _COLUMNS.items()
            if name not in ("system", "system_version", "dns", "address")
        },
        ("logon upn", "logon sid", "logon dn", "logon enabled", "logon class", "logon employee", "logon control"),
        _read,
        never="OperatingSystem|IPv4Address|DN",
    ),
    Format(
        "ad-computers",
        "Active Directory, computers",
        {name: written for name, written in _COLUMNS.items() if name not in ("mail", "email", "proxies", "employee")},
        ("logon system", "name dns enabled", "name system enabled", "dn class dns", "dn class system"),
        _read,
        never="DN",
    ),
    Format("csvde", "Active Directory, csvde or ldifde", _COLUMNS, ("dn class",), _read),
)
