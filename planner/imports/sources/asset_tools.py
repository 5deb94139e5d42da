"""Asset tools: Snipe-IT, Lansweeper, GLPI, OCS Inventory, PDQ Inventory.

Asset names are free text, so serial numbers join them to the rest.  Snipe-IT's headers are those of
github.com/snipe/snipe-it (ReportsController, LicensesController and its language files), escaped with a backtick
against formulas.  The other tools write the columns that are on screen: what is read is told by name, never by place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.imports.evidence import AccountSeen, AffinitySeen, Evidence, Kept, LicenceSeen, MachineSeen
from planner.imports.questions import Talk
from planner.imports.reading.cells import numbers_of, whole, yes_or_no
from planner.imports.reading.tables import Table
from planner.imports.sources.format import Format

_GONE = re.compile(
    r"archiv|scrap|retired|disposed|broken|lost|stolen|sold|verschrott|ausgemustert|ausgesondert|verkauft|verloren|"
    r"defekt|entsorgt|réformé|mis au rebut|perdu|volé|wycofan|zezłomow|zutylizow|sprzedan|zagubion",
    re.IGNORECASE,
)
_USER = frozenset(("user", "benutzer", "utilisateur", "użytkownik", ""))


def _read_assets(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("seen", talk)
    names = ("name", "serial", "category", "model", "status", "type", "user", "employee", "department", "site", "tag")
    for place, row in enumerate(table.records(*names)):
        name, serial, category, model, status, kind, user, employee, department, site, tag = row
        machine = MachineSeen(
            table.origin(place), Kept.ASSETS, label=name or tag, serial=serial, kind=f"{category}; {model}".strip("; "),
            retired=bool(_GONE.search(status)), last_seen=seen[place], department=department, site=site,
        )  # fmt: skip
        yield machine
        if user and kind.casefold() in _USER:
            yield AffinitySeen(table.origin(place), user, machine, employee, active=not machine.retired)


def _read_licences(table: Table, talk: Talk) -> Iterator[Evidence]:
    bought, until = table.days("purchased", talk), table.days("expires", talk)
    seats = [whole(number) for number in numbers_of(table.cells("seats"))]
    names = ("name", "order", "purchase_order", "deleted", "maintained", "notes")
    for place, (name, order, purchase_order, deleted, maintained, notes) in enumerate(table.records(*names)):
        if deleted:
            talk.tell(table.grid.name, "Licences that were deleted are left out.", (table.origin(place).row,))
            continue
        assured = (
            bool(yes_or_no(maintained)) or re.search(r"\bSA\b|software assurance", name, re.IGNORECASE) is not None
        )
        yield LicenceSeen(
            table.origin(place), name, seats[place], note=notes,
            assured=seats[place] or 0 if assured else 0, assured_until=until[place] if assured else None,
            document=order or purchase_order, acquired_on=bought[place],
        )  # fmt: skip


def _read_users(table: Table, talk: Talk) -> Iterator[Evidence]:
    names = ("logon", "mail", "name", "employee", "department", "active")
    for place, (logon, mail, name, employee, department, active) in enumerate(table.records(*names)):
        if logon or mail:
            yield AccountSeen(
                table.origin(place), Kept.ASSETS, "" if "@" in logon else logon, upn=logon if "@" in logon else "",
                mails=(mail.lower(),) if "@" in mail else (), employee_id=employee, name=name, department=department,
                enabled=yes_or_no(active),
            )  # fmt: skip


def _read_machines(table: Table, talk: Talk) -> Iterator[Evidence]:
    seen = table.days("seen", talk)
    names = ("name", "serial", "system", "system_version", "model", "kind", "address", "user", "user_domain", "status")
    for place, row in enumerate(table.records(*names)):
        name, serial, system, version, model, kind, address, user, domain, status = row
        if not (name or serial):
            continue
        machine = MachineSeen(
            table.origin(place), Kept.ASSETS, host=name, serial=serial, system=f"{system} {version}".strip(),
            kind=f"{kind}; {model}".strip("; "), addresses=tuple(re.findall(r"[0-9a-fA-F.:]{7,}", address)),
            retired=bool(_GONE.search(status)), last_seen=seen[place],
        )  # fmt: skip
        yield machine
        for each in filter(None, (part.strip() for part in re.split(r"[;\n]", user))):
            account = f"{domain}\\{each}" if domain and not re.search(r"[\\@]", each) else each
            yield AffinitySeen(table.origin(place), account, machine)


FORMATS = (
    Format(
        "snipeit-assets",
        "Snipe-IT, assets",
        {
            "name": "Asset Name|Nom de l'actif|Nazwa nabytku", "tag": "Asset Tag|Étiquette de l'actif|Kod|Asset-Tag",
            "model": "Model|Modell|Modèle", "category": "Category|Kategorie|Сatégorie|Catégorie|Kategoria",
            "serial": "Serial|Seriennummer|Numéro de série|Nr. seryjny", "status": "Status|Statut",
            "type": "Type|Typ|Rodzaj", "user": "Username|Benutzername|Nom d'utilisateur|Nazwa użytkownika",
            "employee": "Employee No.", "department": "Department|Abteilung|Département|Departament",
            "site": "Location|Standort|Lieu|Emplacement|Lokalizacja",
            "seen": "Last Checkin Date|Letztes Rückgabedatum", "out": "Checked Out|Herausgegeben|Affecté|Wypisany",
        },
        ("tag serial name", "tag serial category", "tag serial model"),
        _read_assets,
        never="Seats",
    ),
    Format(
        "snipeit-licences",
        "Snipe-IT, licences",
        {
            "name": "Name|Nom|Nazwa", "seats": "Seats|Anzahl Aktivierungen|Ilość stanowisk|Postes",
            "order": "Order Number|Auftragsnummer|Bestellnummer|Numéro de commande|Numer zamówienia",
            "purchase_order": "Purchase Order Number|Numer zamówienia zakupu",
            "purchased": "Purchase Date|Kaufdatum|Date d'achat|Data zakupu",
            "expires": "Expiration Date|Ablaufdatum|Date d'expiration|Data wygaśnięcia",
            "deleted": "Deleted at|Gelöscht am|Supprimé le|Usunięto", "maintained": "Maintained|Gewartet|Maintenu",
            "notes": "Notes|Notizen|Notatki", "serial": "Serial Number|Seriennummer|Numéro de série",
            "company": "Company|Firma|Compagnie", "available": "Licenses available|Verfügbare Lizenzen",
        },
        ("name seats",),
        _read_licences,
    ),
    Format(
        "snipeit-users",
        "Snipe-IT, users",
        {
            "logon": "Username|Benutzername|Nom d'utilisateur|Nazwa użytkownika", "mail": "Email|E-Mail",
            "name": "Name|Nom|Nazwa", "employee": "Employee Number|Mitarbeiternummer|Employee No.",
            "department": "Department|Abteilung|Département|Departament", "active": "Active|Aktiv|Actif|Aktywny",
            "assets": "Assets", "licences": "Licenses", "accessories": "Accessories",
        },
        ("logon assets licences", "logon employee accessories"),
        _read_users,
        never="Asset Tag",
    ),
    Format(
        "lansweeper",
        "Lansweeper, assets",
        {
            "name": "AssetName|Asset name", "user": "Username|Last user", "user_domain": "Userdomain|User domain",
            "address": "IPAddress|IP Address", "system": "OS|Operating system", "model": "Model",
            "kind": "AssetTypename|Type|Asset type", "serial": "Serialnumber|Serial number",
            "seen": "Lastseen|Last seen|Last successful scan", "id": "AssetID", "domain": "Domain",
            "status": "State|Statename",
        },
        ("id name", "name user domain", "name address seen"),
        _read_machines,
        never="Asset Tag",
    ),
    Format(
        "glpi",
        "GLPI, computers",
        {
            "name": "Name|Nom|Nazwa", "status": "Status|Statut|Stan",
            "serial": "Serial number|Seriennummer|Numéro de série|Numer seryjny",
            "kind": "Type|Typ", "model": "Model|Modell|Modèle",
            "system": "Operating System - Name|Betriebssystem - Name|Système d'exploitation - Nom|"
            "System operacyjny - Nazwa",
            "user": "Alternate username|Alternativer Benutzername|Usager|User|Benutzer|Utilisateur|Użytkownik|"
            "Alternatywna "
            "nazwa użytkownika",
            "seen": "Last update|Letzte Änderung|Dernière modification|Ostatnia aktualizacja",
            "address": "Network - IP|IP|Netzwerk - IP",
        },
        ("name serial system", "name system user", "name serial kind model user"),
        _read_machines,
        never="Asset Tag|Device name|AssetName",
    ),
    Format(
        "ocs",
        "OCS Inventory, computers",
        {
            "name": "Computer|Rechner|Ordinateur|Machine|Komputer", "user": "User|Benutzer|Utilisateur|Użytkownik",
            "system": "Operating system|Betriebssystem|Système d'exploitation|Système|System operacyjny",
            "seen": "Last inventory|Letzte Inventarisierung|Dernier inventaire|Ostatnia inwentaryzacja",
            "serial": "Serial number|Seriennummer|Numéro de série|Numer seryjny",
            "address": "IP address|IP-Adresse|Adresse IP",
            "model": "Model|Modell|Modèle",
        },
        ("name seen",),
        _read_machines,
    ),
    Format(
        "pdq",
        "PDQ Inventory, computers",
        {
            "name": "Computer Name|Host Name|Hostname", "user": "Current User|Computer Current User",
            "system": "O/S|OS|Operating System|Computer O/S", "serial": "Serial Number|Computer Serial Number",
            "address": "IP Address|Computer IP Address", "model": "Model|Computer Model",
            "seen": "Successful Scan Date|Last Scan Date|Computer Successful Scan Date",
        },
        ("name user",),
        _read_machines,
    ),
)  # fmt: skip
