"""Entra ID, Microsoft 365 and Graph: accounts and devices of the cloud.

None of them has the logon name of the domain (Graph apart), so they are joined by the user principal name and by mail
addresses.  Columns: learn.microsoft.com, "Bulk download users" and "Manage device identities"; public exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.imports.evidence import AccountSeen, AffinitySeen, Evidence, Kept, MachineSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import yes_or_no
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format

_UNLICENSED = frozenset(("unlicensed", "nicht lizenziert", "sans licence", "bez licencji", "nielicencjonowany"))
_MULTIPLE = re.compile(r"[;+|\n]|,(?=\s*(?:SMTP|smtp|SIP|x500):)")


def _read_users(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("seen", talk)
    names = ("upn", "id", "mail", "display", "department", "enabled", "type", "logon", "domain", "sid", "employee")
    for place, row in enumerate(table.records(*names)):
        upn, object_id, mail, display, department, enabled, kind, logon, domain, sid, employee = row
        if not upn:
            continue
        yield AccountSeen(
            table.origin(place), Kept.CLOUD, logon, domain.lower(), upn, (mail.lower(),) if "@" in mail else (),
            object_id.lower(), sid.upper(), employee, display, department, enabled=yes_or_no(enabled),
            guest=kind.casefold() == "guest" or "#ext#" in upn.casefold(), last_seen=seen[place],
            subscriptions=_plans(table.text("licences", place)),
        )  # fmt: skip


def _read_m365(table: Table, talk: Talk) -> Iterator[Evidence]:
    names = ("upn", "id", "display", "department", "blocked", "licences", "proxies")
    for place, (upn, object_id, display, department, blocked, licences, proxies) in enumerate(table.records(*names)):
        if not upn:
            continue
        is_blocked = yes_or_no(blocked)
        mails = [each.strip() for each in _MULTIPLE.split(proxies)]
        yield AccountSeen(
            table.origin(place), Kept.CLOUD, upn=upn, object_id=object_id.lower(), name=display, department=department,
            mails=tuple(dict.fromkeys(each[5:].lower() for each in mails if each[:5].lower() == "smtp:")),
            enabled=None if is_blocked is None else not is_blocked, guest="#ext#" in upn.casefold(),
            subscriptions=_plans(licences),
        )  # fmt: skip


def _plans(licences: str) -> tuple[str, ...]:
    """Return the names of plans in a cell, in which + stands between them."""
    plans = [plan.strip() for plan in re.split(r"[+;|\n]", licences) if plan.strip()]
    return tuple(dict.fromkeys(plan for plan in plans if plan.casefold() not in _UNLICENSED))


def _read_devices(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("seen", talk)
    names = ("name", "enabled", "system", "system_version", "id", "owners", "model")
    for place, (name, enabled, system, version, device_id, owners, model) in enumerate(table.records(*names)):
        if not name and not device_id:
            continue
        machine = MachineSeen(
            table.origin(place), Kept.CLOUD, host=name, entra_id=device_id.lower(),
            system=f"{system} {version}".strip(), kind=model, enabled=yes_or_no(enabled), last_seen=seen[place],
        )  # fmt: skip
        yield machine
        for owner in filter(None, (each.strip() for each in re.split(r"[;,|]", owners))):
            yield AffinitySeen(table.origin(place), owner, machine, weak=True)


FORMATS = (
    Format(
        "entra-users",
        "Entra ID, users",
        {
            "upn": "userPrincipalName|User principal name", "id": "id|objectId|Object Id", "mail": "mail|Email",
            "display": "displayName|Display name", "department": "department",
            "enabled": "accountEnabled|Account enabled",
            "type": "userType|User type", "logon": "onPremisesSamAccountName", "domain": "onPremisesDomainName",
            "sid": "onPremisesSecurityIdentifier", "employee": "employeeId|Employee ID",
            "licences": "assignedLicenses|Licenses", "seen": "lastSignInDateTime|signInActivity.lastSignInDateTime",
            "directory": "directorySynced|onPremisesSyncEnabled", "creation": "creationType", "given": "givenName",
            "surname": "surname", "company": "companyName",
        },
        ("upn enabled", "upn logon id", "upn id type"),
        _read_users,
        never="SamAccountName|Block credential",
    ),
    Format(
        "entra-devices",
        "Entra ID, devices",
        {
            "name": "displayName|Display name|Name", "enabled": "accountEnabled|Enabled",
            "system": "operatingSystem|OS", "system_version": "operatingSystemVersion|Version",
            "join": "joinType (trustType)|joinType|trustType|Join type", "owners": "registeredOwners|Owner",
            "users": "userNames|User name", "seen": "approximateLastSignInDateTime|Activity",
            "id": "deviceId|Device ID", "object": "objectId|Object ID", "model": "model", "managed": "isManaged",
        },
        ("name join id", "name join enabled"),
        _read_devices,
    ),
    Format(
        "m365-users",
        "Microsoft 365, users",
        {
            "upn": "User principal name|Benutzerprinzipalname|Nom d'utilisateur principal|Nom d'utilisateur|"
            "Główna nazwa użytkownika|Nazwa główna użytkownika",
            "display": "Display name|Anzeigename|Nom complet|Nom d'affichage|Nazwa wyświetlana",
            "blocked": "Block credential|Blocked|Anmeldeinformationen blockieren|"
            "Bloquer les informations d'identification|"
            "Blokuj poświadczenia",
            "licences": "Licenses|Lizenzen|Licences|Licencje",
            "id": "Object Id|Objekt-ID|ID d'objet|Identyfikator obiektu",
            "department": "Department|Abteilung|Service|Dział", "proxies": "Proxy addresses|Proxyadressen|"
            "Adresses proxy|Adresy serwera proxy",
        },
        ("upn blocked", "upn licences"),
        _read_m365,
        never="accountEnabled|SamAccountName",
    ),
)  # fmt: skip
