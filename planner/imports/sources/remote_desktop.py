"""Remote Desktop licensing: what a licence server has issued, and the packs installed on it.

Licences per user run out after some two months and are not enforced; revoked and expired rows are history.  Packs that
count -1 are built in or temporary, and nobody's property.  Texts are localised, so numbers decide.  Columns:
learn.microsoft.com, classes Win32_TSLicenseKeyPack, Win32_TSIssuedLicense and Win32_TSLicenseReport.  How Remote
Desktop Licensing Manager lays out its report is not published: it is told by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.domain.product import VERSION_BY_SPELLING
from planner.imports.evidence import Evidence, KeyPackSeen, RemoteLicenceSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, plain, text_of, whole
from planner.imports.reading.tables import Table, fold
from planner.imports.sources.format import Format

_SERVER = {"server": "PSComputerName|__SERVER|ComputerName"}
_BOUGHT_PACKS = ("1", "2", "5")
"""Retail, volume, open."""
_UNLIMITED = 1 << 31
"""-1, as tools write it that know no sign: 4294967295."""
_METRICS = {"0": "device", "1": "user"}
_VERSION_OF_ID = {"2": "2008", "3": "2008", "4": "2012", "5": "2016", "6": "2019", "7": "2022"}
_LIVE = ("", "1", "2", "3", "6")
"""Temporary, active, upgrade, concurrent; 4 is revoked, 5 pending."""


def version_in(text: str) -> str:
    """Return the version of Windows Server that a text names, R2 left out; empty where it names none, or several."""
    years = re.findall(r"\b(2000|2003|2008|2012|2016|2019|2022|2025)\b", text)
    found = {str(VERSION_BY_SPELLING[year]) for year in years if year in VERSION_BY_SPELLING}
    return found.pop() if len(found) == 1 else ""


def _read_packs(table: Table, talk: Talk) -> Iterator[Evidence]:
    totals = [whole(number) for number in numbers_of(table.cells("total"))]
    issued = [whole(number) for number in numbers_of(table.cells("issued"))]
    names = ("server", "pack_type", "product_type", "version", "version_id", "model", "id", "description")
    for place, row in enumerate(table.records(*names)):
        server, pack_type, product_type, version, version_id, model, pack, description = row
        total = totals[place]
        if pack_type not in _BOUGHT_PACKS or total is None or not 0 <= total < _UNLIMITED:
            text = "Key packs that are built in or temporary are nobody's property and left out."
            talk.tell(table.grid.name, text, (table.origin(place).row,))
            continue
        metric = _METRICS.get(product_type) or {"A": "device", "C": "user"}.get(description[:1], "")
        yield KeyPackSeen(
            table.origin(place), server, metric, version_in(version) or _VERSION_OF_ID.get(version_id, ""), total,
            max(issued[place] or 0, 0), " ".join(filter(None, (version, model))) or f"key pack {pack}",
        )  # fmt: skip


def _read_issued(table: Table, talk: Talk) -> Iterator[Evidence]:
    issued, expires = table.days("issued", talk), table.days("expires", talk)
    names = ("server", "account", "machine", "status")
    for place, (server, account, machine, status) in enumerate(table.records(*names)):
        if account or machine:
            yield RemoteLicenceSeen(
                table.origin(place), server, account, machine, issued[place], expires[place], status in _LIVE
            )


def _read_report(table: Table, talk: Talk) -> Iterator[Evidence]:
    expires = table.days("expires", talk)
    server = _licence_server(table)
    for place, (account, machine) in enumerate(table.records("account", "machine")):
        if account or machine:
            yield RemoteLicenceSeen(
                table.origin(place), table.text("server", place) or server, account, machine, None, expires[place]
            )


def _licence_server(table: Table) -> str:
    """Return the server that the lines above the header name."""
    words = ("license server", "licence server", "lizenzserver", "serveur de licences", "serwer licencji", "server")
    for row in table.before:
        if len(row) > 1 and fold(plain(row[0])) in words:
            return text_of(row[1])
    return ""


def _read_summary(table: Table, talk: Talk) -> Iterator[Evidence]:
    talk.tell(table.grid.name, "Sums of licences installed and issued: the key packs themselves say more. Not needed.")
    yield from ()


FORMATS = (
    Format(
        "rd-licensing/packs",
        "Remote Desktop licensing, key packs",
        _SERVER | {
            "id": "KeyPackId", "description": "Description", "pack_type": "KeyPackType", "product_type": "ProductType",
            "version": "ProductVersion", "version_id": "ProductVersionID", "total": "TotalLicenses",
            "issued": "IssuedLicenses", "model": "TypeAndModel",
        },
        ("id total",),
        _read_packs,
    ),
    Format(
        "rd-licensing/issued",
        "Remote Desktop licensing, issued licences",
        _SERVER | {
            "id": "LicenseId", "pack": "KeyPackId", "account": "sIssuedToUser", "machine": "sIssuedToComputer",
            "status": "LicenseStatus", "issued": "IssueDate", "expires": "ExpirationDate", "hardware": "sHardwareId",
        },
        ("pack account", "pack machine"),
        _read_issued,
    ),
    Format(
        "rd-licensing/report",
        "Remote Desktop licensing, usage report",
        _SERVER | {
            "account": "User|Issued to User|Issued to|Issued To User Name|Benutzer|Ausgestellt für|Utilisateur|"
            "Délivré à|"
            "Użytkownik|Wystawiono dla",
            "machine": "sIssuedToComputer|Computer|Device|Issued to Computer|Computername|Ordinateur|Komputer",
            "type": "CALType|CAL Type|CAL-Typ|Type de licence|Type CAL|Typ licencji CAL",
            "version": "ProductVersion|CAL Version|CAL-Version|Version CAL|Wersja licencji CAL",
            "expires": "ExpirationDate|Expires On|Expires|Expiration|Expiration Date|Expiry|Läuft ab am|Ablaufdatum|"
            "Expire le|Date d'expiration|Wygasa|Data wygaśnięcia",
        },
        ("account type expires", "machine type expires", "account version expires", "machine version expires"),
        _read_report,
        never="KeyPackId",
    ),
    Format(
        "rd-licensing/summary",
        "Remote Desktop licensing, sums",
        {
            "type": "TSCALType|CALType", "installed": "InstalledLicenses|InstalledLicences",
            "version": "ProductVersion", "issued": "IssuedLicenses",
        },
        ("type installed version",),
        _read_summary,
        never="KeyPackId",
    ),
)  # fmt: skip
