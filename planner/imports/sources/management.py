"""Device management: Intune (also by Graph) and the user device affinity of Configuration Manager.

Both say whose a machine is, which is no proof of an access.  Re-enrolment gives two rows with one serial number.
Columns: learn.microsoft.com, "Intune reports: export with Graph" and the class SMS_UserMachineRelationship.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.imports.evidence import AffinitySeen, Evidence, Kept, MachineSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import yes_or_no
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format


def _read_intune(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("seen", talk)
    names = ("name", "serial", "entra", "system", "version", "user", "model", "wifi", "ethernet", "state")
    for place, row in enumerate(table.records(*names)):
        name, serial, entra, system, version, user, model, wifi, ethernet, state = row
        if not (name or serial or entra):
            continue
        machine = MachineSeen(
            table.origin(place), Kept.MANAGEMENT, host=name, serial=serial, entra_id=entra.lower(),
            system=f"{system} {version}".strip(), kind=model, addresses=tuple(filter(None, (wifi, ethernet))),
            retired=state.casefold() in ("retired", "wiped", "retirepending", "wipepending"), last_seen=seen[place],
        )  # fmt: skip
        yield machine
        if user:
            yield AffinitySeen(table.origin(place), user, machine)
        for other in filter(None, (each.strip() for each in re.split(r"[;|]", table.text("logged_on", place)))):
            yield AffinitySeen(table.origin(place), other, machine)


def _read_affinity(table: Table, talk: Talk) -> Iterator[Evidence]:
    for place, (host, account, active) in enumerate(table.records("host", "account", "active")):
        if host and account:
            is_active = yes_or_no(active) is not False
            machine = MachineSeen(table.origin(place), Kept.MANAGEMENT, host=host)
            yield machine
            yield AffinitySeen(table.origin(place), account, machine, active=is_active)


FORMATS = (
    Format(
        "intune",
        "Intune, devices",
        {
            "name": "Device name|deviceName|Gerätename|Nom de l'appareil|Nazwa urządzenia",
            "serial": "Serial number|serialNumber|Seriennummer|Numéro de série|Numer seryjny",
            "entra": "Microsoft Entra Device ID|Azure AD Device ID|AadDeviceId|azureADDeviceId|"
            "Microsoft Entra-Geräte-ID",
            "system": "OS|operatingSystem|Betriebssystem", "version": "OS version|osVersion|Betriebssystemversion",
            "user": "Primary user UPN|UPN|userPrincipalName|UPN des primären Benutzers|"
            "UPN de l'utilisateur principal|Nazwa UPN użytkownika podstawowego",
            "model": "Model|Modell|Modèle", "wifi": "WiFiIPv4Address|WiFi IPv4 Address|wiFiIPv4Address",
            "ethernet": "EthernetIPv4Address|ethernetIPv4Address",
            "seen": "Last check-in|LastContact|lastSyncDateTime|Letzter Check-In|Letztes Einchecken",
            "state": "Device state|Gerätestatus|managementState",
            "id": "Device ID|Geräte-ID", "managed": "Managed by|managementAgent",
            "logged_on": "usersLoggedOn",
        },
        ("name serial user", "name serial entra", "name entra seen user"),
        _read_intune,
        never="joinType (trustType)|Asset Tag",
    ),
    Format(
        "sccm-uda",
        "Configuration Manager, user device affinity",
        {
            "account": "UniqueUserName|User name|Primary user", "host": "ResourceName|Device name|Computer name",
            "active": "IsActive|Active", "created": "CreationTime", "resource": "ResourceID|Resource ID",
            "relation": "RelationshipResourceID", "types": "Types|Affinity type", "sources": "Sources|Affinity source",
        },
        ("account host active", "account host types", "account host sources", "account host relation"),
        _read_affinity,
        never="Serial number",
    ),
)  # fmt: skip
