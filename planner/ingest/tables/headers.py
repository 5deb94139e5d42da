"""Which sheet and which column a name means: words of other languages, near misses, what is close in meaning.

Knows names only, never cells.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.ingest.schema.sheets import OFFERS, SHEETS, SheetSpec
from planner.ingest.tables.spelling import find, fold, nearest, with_spellings, without_accents

READ_ME = "readme"
"""The template's own page of explanations; ignored without a word."""

# In each row: German, French, Spanish, Polish, Italian, Dutch, as far as there is a usual word.
SHEET_WORDS: Mapping[str, tuple[str, ...]] = {
    "Headcount": ("Kopfzahlen", "Effectifs", "Plantilla", "Liczebność", "Organico", "Aantallen"),
    "Users": ("Benutzer", "Utilisateurs", "Usuarios", "Użytkownicy", "Utenti", "Gebruikers"),
    "Devices": ("Geräte", "Appareils", "Dispositivos", "Urządzenia", "Dispositivi", "Apparaten"),
    "Servers": ("Server", "Serveurs", "Servidores", "Serwery"),
    "Access": ("Zugriffe", "Accès", "Accesos", "Dostępy", "Accessi", "Toegang"),
    "Owned": ("Bestand", "Licences détenues", "Licencias propias", "Posiadane", "Licenze possedute", "In bezit"),
    "Offers": ("Angebote", "Offres", "Ofertas", "Oferty", "Offerte", "Aanbiedingen"),
    "Policy": ("Policies", "Vorgaben", "Richtlinien", "Politique", "Política", "Zasady", "Politica", "Beleid"),
    "Scenarios": ("Szenarien", "Scénarios", "Escenarios", "Scenariusze", "Scenari", "Scenario's"),
    "Organisation": ("Organization", "Organización", "Organizacja", "Organizzazione", "Organisatie"),
    "Vendors": ("Vendor", "Anbieter", "Fournisseurs", "Proveedores", "Dostawcy", "Fornitori", "Leveranciers"),
}
COLUMN_WORDS: Mapping[str, tuple[str, ...]] = {
    "group": ("Gruppe", "Groupe", "Grupo", "Grupa", "Gruppo", "Groep"),
    "users": ("Benutzer", "Personen", "Utilisateurs", "Usuarios", "Użytkownicy", "Utenti", "Gebruikers"),
    "devices": ("Geräte", "Appareils", "Dispositivos", "Urządzenia", "Dispositivi", "Apparaten"),
    "pattern": ("Muster", "Modèle", "Patrón", "Wzorzec", "Modello", "Patroon"),
    "server_version": (
        "Serverversion", "Version du serveur", "Versión del servidor", "Wersja serwera", "Versione del server",
        "Serverversie",
    ),
    "servers": ("Server", "Serveurs", "Servidores", "Serwery"),
    "rds_servers": ("RDS-Server", "Session hosts", "Serveurs RDS", "Servidores RDS", "Serwery RDS", "Server RDS"),
    "peripheral_rds": ("RDS-Peripherie", "Périphériques RDS", "Periféricos RDS", "Peryferia RDS", "Periferiche RDS"),
    "joins_directory": ("In der Domäne", "Domain joined", "Membre du domaine"),
    "weekly_hours": (
        "Hours per week", "Wochenstunden", "Heures par semaine", "Horas semanales", "Godziny tygodniowo",
        "Ore settimanali", "Weekuren",
    ),
    "on_site_daily": ("Täglich vor Ort", "Sur site chaque jour", "Codziennie na miejscu", "In sede ogni giorno"),
    "rds_version": ("RDS-Version", "Version RDS", "Versión RDS", "Wersja RDS", "Versione RDS", "RDS-versie"),
    "rds_users": (
        "RDS-Benutzer", "Utilisateurs RDS", "Usuarios RDS", "Użytkownicy RDS", "Utenti RDS", "RDS-gebruikers",
    ),
    "peripherals": ("Peripherie", "Périphériques", "Periféricos", "Peryferia", "Periferiche", "Randapparatuur"),
    "department": ("Abteilung", "Service", "Departamento", "Dział", "Reparto", "Afdeling"),
    "site": ("Standort", "Sede", "Lokalizacja", "Locatie"),
    "cost_centre": (
        "Kostenstelle", "Cost center", "Centre de coûts", "Centro de coste", "MPK", "Centro di costo", "Kostenplaats",
    ),
    "starts": ("Beginn", "Début", "Inicio", "Początek", "Inizio", "Begin"),
    "ends": ("Ende", "Fin", "Koniec", "Fine", "Einde"),
    "user_id": (
        "User", "Username", "Account", "Login", "Konto", "Benutzer", "Benutzer-ID", "Benutzerkennung", "Benutzername",
        "Anmeldename", "Utilisateur", "ID utilisateur", "Usuario",
        "ID usuario", "Użytkownik", "ID użytkownika", "Utente", "ID utente", "Gebruiker", "Gebruikers-ID",
    ),
    "person_id": (
        "Personen-ID", "Personalnummer", "Matricule", "ID persona", "Numer pracownika", "Matricola",
        "Personeelsnummer",
    ),
    "persons": ("Personen", "Personnes", "Personas", "Osoby", "Persone"),
    "name": ("Bezeichnung", "Nom", "Nombre", "Nazwa", "Nome", "Naam"),
    "email": ("E-Mail-Adresse", "Courriel", "Correo", "Poczta", "Posta", "E-mailadres"),
    "relation": ("Verhältnis", "Statut", "Relación", "Relacja", "Rapporto", "Relatie"),
    "active": ("Aktiv", "Actif", "Activo", "Aktywny", "Attivo", "Actief"),
    "subscriptions": ("Abonnements", "Suscripciones", "Subskrypcje", "Abbonamenti", "Abonnementen"),
    "last_seen": (
        "Zuletzt gesehen", "Dernière activité", "Última actividad", "Ostatnio widziany", "Ultimo accesso",
        "Laatst gezien",
    ),
    "device_id": (
        "Device", "Computer", "Computer name", "Hostname", "PC", "Rechner", "Gerät", "Geräte-ID", "Gerätename",
        "Appareil", "ID appareil", "Dispositivo", "ID dispositivo", "Urządzenie",
        "ID urządzenia", "Apparaat", "Apparaat-ID",
    ),
    "kind": ("Art", "Typ", "Type", "Tipo", "Rodzaj", "Soort"),
    "server_id": (
        "Server", "Servername", "Serveur", "ID serveur", "Servidor", "ID servidor", "Serwer", "ID serwera",
        "ID server",
    ),
    "version": (
        "Versión", "Wersja", "Versione", "Versie", "Operating system", "OS", "Betriebssystem",
        "Système d'exploitation", "Sistema operativo", "System operacyjny", "Besturingssysteem",
    ),
    "edition": ("Édition", "Edición", "Edycja", "Edizione", "Editie"),
    "workload": ("Einsatzzweck", "Charge de travail", "Carga de trabajo", "Obciążenie", "Carico di lavoro"),
    "licensing": ("Lizenzierung", "Mode de licence", "Licenciamiento", "Licencjonowanie", "Licenziamento"),
    "host": ("Wirt", "Hôte", "Anfitrión", "Ospite"),
    "rds_deployment": (
        "RDS-Bereitstellung", "Déploiement RDS", "Implementación RDS", "Wdrożenie RDS", "Distribuzione RDS",
        "RDS-implementatie",
    ),
    "rds_mode": ("RDS-Modus", "Mode RDS", "Modo RDS", "Tryb RDS", "Modalità RDS"),
    "directory": ("Verzeichnis", "Annuaire", "Directorio", "Katalog", "Catalogo"),
    "rd_licence_server": (
        "RD license server", "RD-Lizenzserver", "Serveur de licences RD", "Servidor de licencias RD",
        "Serwer licencji RD", "Server licenze RD", "RD-licentieserver",
    ),
    "upgrade_to": ("Upgrade auf", "Mise à niveau vers", "Actualizar a", "Aktualizacja do", "Aggiornare a"),
    "upgrade_on": (
        "Upgrade am", "Date de mise à niveau", "Fecha de actualización", "Data aktualizacji",
        "Data di aggiornamento", "Upgradedatum",
    ),
    "upgrade_cost": (
        "Upgradekosten", "Coût de mise à niveau", "Coste de actualización", "Koszt aktualizacji",
        "Costo di aggiornamento",
    ),
    "licence_document": ("License document", "Lizenzbeleg", "Justificatif de licence", "Documento de licencia"),
    "licensed_until": ("Lizenziert bis", "Licencié jusqu'au", "Licenciado hasta"),
    "via": ("Weg", "Voie", "Vía", "Droga", "Tramite"),
    "client": ("Klient", "Cliente"),
    "owned_id": (
        "Bestands-ID", "Lot", "ID lot", "ID lote", "Lote", "ID partii", "ID lotto", "Lotto", "Partij-ID",
    ),
    "product": ("Produkt", "Produit", "Producto", "Prodotto"),
    "metric": ("Metrik", "Lizenzmetrik", "Métrique", "Métrica", "Metryka", "Metrica", "Metriek"),
    "quantity": ("Menge", "Anzahl", "Quantité", "Cantidad", "Ilość", "Quantità", "Aantal"),
    "condition": ("Zustand", "État", "Estado", "Stan", "Condizione", "Staat"),
    "sa_until": ("SA bis", "SA jusqu'au", "SA hasta", "SA do", "SA fino al", "SA tot"),
    "sa": ("Software Assurance", "Mit SA", "With SA"),
    "first_sold_on": (
        "First sale", "Erstverkauf am", "Date de première vente", "Fecha de primera venta", "Data pierwszej sprzedaży",
        "Data della prima vendita",
    ),
    "ends_on": ("Endet am", "Laufzeitende", "Se termine le", "Termina el", "Kończy się", "Termina il", "Eindigt op"),
    "resale_price": (
        "Wiederverkaufspreis", "Prix de revente", "Precio de reventa", "Cena odsprzedaży", "Prezzo di rivendita",
        "Wederverkoopprijs",
    ),
    "transferable": ("Übertragbar", "Cessible", "Transferible", "Zbywalne", "Trasferibile", "Overdraagbaar"),
    "document": ("Beleg", "Justificatif", "Documento", "Dokument"),
    "acquired_on": (
        "Erworben am", "Kaufdatum", "Date d'achat", "Fecha de compra", "Data zakupu", "Data di acquisto",
        "Aankoopdatum",
    ),
    "assigned_to": ("Zugewiesen an", "Attribué à", "Asignado a", "Przypisane do", "Assegnato a", "Toegewezen aan"),
    "last_reassigned": (
        "Zuletzt umgesetzt", "Dernière réaffectation", "Última reasignación", "Ostatnie przeniesienie",
        "Ultima riassegnazione", "Laatst overgedragen",
    ),
    "offer_id": (
        "Angebot", "Angebots-ID", "Offre", "ID offre", "Oferta", "ID oferta", "ID oferty", "Offerta", "ID offerta",
        "Aanbieding", "Aanbiedings-ID",
    ),
    "vendor": ("Anbieter", "Lieferant", "Händler", "Fournisseur", "Proveedor", "Dostawca", "Fornitore", "Leverancier"),
    "price": ("Preis", "Prix", "Precio", "Cena", "Prezzo", "Prijs"),
    "pack_size": (
        "Pack", "Packgröße", "Packungsgröße", "Paketgröße", "Taille du lot", "Tamaño del paquete", "Wielkość pakietu",
        "Dimensione pacchetto", "Pakketgrootte",
    ),
    "min_packs": ("Mindestpakete", "Lots minimum", "Paquetes mínimos", "Min. pakietów", "Pacchetti minimi"),
    "stock_packs": (
        "Stock", "Bestand", "Lager", "Vorrat", "Vorrat Pakete", "Lots en stock", "Paquetes en stock",
        "Pakiety w magazynie",
        "Pacchetti disponibili", "Voorraad",
    ),
    "currency": ("Währung", "Devise", "Moneda", "Waluta", "Valuta"),
    "term_months": (
        "Laufzeit Monate", "Durée en mois", "Plazo en meses", "Okres w miesiącach", "Durata in mesi",
        "Looptijd maanden",
    ),
    "valid_from": (
        "Gültig ab", "Gültig von", "Valable du", "Válido desde", "Ważne od", "Valido dal", "Geldig vanaf",
    ),
    "valid_until": ("Gültig bis", "Valable jusqu'au", "Válido hasta", "Ważne do", "Valido fino al", "Geldig tot"),
    "lead_days": (
        "Lieferzeit Tage", "Délai en jours", "Plazo de entrega en días", "Dni dostawy", "Giorni di consegna",
        "Levertijd dagen",
    ),
    "channel": ("Kanal", "Canal", "Kanał", "Canale", "Kanaal"),
    "sku": ("Artikelnummer", "Référence", "Referencia", "Numer artykułu", "Codice articolo"),
    "url": ("Link", "Lien", "Enlace", "Odnośnik", "Collegamento"),
    "note": ("Bemerkung", "Remarque", "Nota", "Uwaga", "Opmerking"),
    "proof": ("Nachweis", "Preuve", "Prueba", "Dowód", "Prova", "Bewijs"),
    "value": ("Wert", "Valeur", "Valor", "Wartość", "Valore", "Waarde"),
    "scenario": ("Szenario", "Scénario", "Escenario", "Scenariusz"),
}  # fmt: skip

# What columns of Offers are called that may mean one of ours, without accents: the words of which one must occur, and
# the words of which another must, in English, German, French, Spanish, Polish, Italian and Dutch.
_QUANTITY = (
    "qty|quant|size|count|unit|piece|licen|lizenz|cals|stuck|stueck|stk|stck|anzahl|menge|inhalt|grosse|groesse|cantidad|"
    "unidad|ilosc|sztuk|pezzi|aantal|stuks|inhoud|per|pro|je"
)
_UNTIL = "until|till|to$|thru|through|bis|jusqu|hasta|do$|fino|tot|end|date|datum|expir|frist|scaden"
_FROM = "from|since|start|ab$|von|depuis|desde|od$|dal|vanaf"
_ORDERED = "qty|quant|order|menge|abnahme|bestell|pack|paket|stuck|cant|ilosc|aantal|moq"
_CLOSE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (column, re.compile(rf"(?=.*(?:{one}))(?=.*(?:{other}))"))
    for column, one, other in (
        (
            "stock_packs",
            "stock|avail|lager|verfugbar|verfuegbar|vorrat|disponib|dostepn|magazyn|beschikbaar|voorra",
            "",
        ),
        ("min_packs", "min|mind|moq|^from|^ab", _ORDERED),
        ("pack_size", "pack|paket|verpackung|bundle|gebinde|paquet|pakiet|confezion|pacchett|opakowan", _QUANTITY),
        ("pack_size", "pakket|^(?:vpe|ve|qty|quantity|stuckzahl|stueckzahl|menge|pcs)$", ""),
        (
            "term_months",
            "month|monat|mois|meses|miesi|mesi|maand|^term$|laufzeit|duree|plazo|okres|durata|looptijd",
            "",
        ),
        ("valid_until", "valid|gultig|gueltig|valable|wazn|geldig|expir|frist|scaden", _UNTIL),
        ("valid_from", "valid|gultig|gueltig|valable|wazn|geldig", _FROM),
        ("currency", "curren|wahrung|waehrung|devise|moneda|walut|valuta|^(?:curr?|ccy|whg)$", ""),
        ("price", "price|preis|prix|precio|cena|prezzo|prijs", ""),
    )
)

_PART = re.compile(r"(.*?)\.?(?:part)?\.?(\(?)(\d+)\)?", re.DOTALL)
MOST_PARTS = 99


def _by_fold(names: Collection[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    folded = {fold(word): name for name in names for word in words.get(name, ())}
    return with_spellings(folded | {fold(name): name for name in names})


_SHEET_BY_FOLD = _by_fold([sheet.name for sheet in SHEETS], SHEET_WORDS)
_COLUMN_BY_FOLD = {sheet.name: _by_fold(sheet.by_name, COLUMN_WORDS) for sheet in SHEETS}
_IN_PARTS = {sheet.name for sheet in SHEETS if sheet.in_parts}


def sheet_and_part(name: str) -> tuple[str, int] | None:
    """Return the sheet that a name means and the number of the part (0 where none is given), or None."""
    known = find(name, _SHEET_BY_FOLD)
    if known is not None:
        return known, 0
    numbered = numbered_sheet(name)
    return numbered if numbered and numbered[0] in _IN_PARTS and 1 <= numbered[1] <= MOST_PARTS else None


def numbered_sheet(name: str) -> tuple[str, int] | None:
    """Return the sheet and the number that a name such as `Access 2024` is made of; a copy's `(2)` counts as -1."""
    numbered = _PART.fullmatch(fold(name))
    sheet = find(numbered[1], _SHEET_BY_FOLD) if numbered and numbered[1] else None
    if numbered is None or sheet is None:
        return None
    return sheet, -1 if numbered[2] else int(numbered[3][:9])


def sheet_of_file(stem: str) -> str:
    """Return the name of the sheet that a file is, by its name without ending.

    Web pages write blanks as `%20`, browsers put ` (1)` behind a second download, and some programs the name of the
    workbook before that of the sheet, or that of a table behind it.
    """
    name = urllib.parse.unquote(stem) if "%" in stem else stem
    name = re.sub(r"\s*\(\d+\)$", "", name)
    pieces = re.split(r"\s+[-–]\s+", name)
    candidates = (name, pieces[-1], re.sub(r"[-–](?:Table|Tabelle|Tableau|Tabla|Tabela|Tabella|Tabel) \d+$", "", name))
    return next((each for each in candidates if sheet_and_part(each) is not None), stem)


def near_sheet(name: str, missing: Iterable[str]) -> str | None:
    """Return the sheet among `missing` that a name is a slip of, or None."""
    return nearest(name, missing, _SHEET_BY_FOLD)


def near_column(header: str, missing: Iterable[str], sheet: SheetSpec) -> str | None:
    """Return the column among `missing` that a header is a slip of, or None."""
    return nearest(header, missing, _COLUMN_BY_FOLD[sheet.name])


def close_column(header: str, missing: Collection[str], sheet: SheetSpec) -> str | None:
    """Return the column among `missing` that a header of Offers comes close to in meaning, or None."""
    if sheet is not OFFERS:
        return None
    folded = without_accents(fold(header)).replace("/", "per")
    return next((column for column, words in _CLOSE if column in missing and words.match(folded)), None)


@dataclass(frozen=True, slots=True)
class MatchedColumns:
    """Where the columns of a sheet stand in one table, and the headers that say nothing."""

    position_of: Mapping[str, int]
    twice: tuple[tuple[str, int, int], ...]
    """Column, its first position, and a further one."""
    unknown: tuple[int, ...]
    """Positions of headers that are no column of the sheet."""
    beside: tuple[int, ...] = ()
    """Positions of headers that are another word for a column which stands there under its own name."""


def match_columns(headers: tuple[str, ...], sheet: SheetSpec, more: Mapping[str, str] | None = None) -> MatchedColumns:
    """Find the columns of `sheet` among `headers`; `more` adds folded names (the policies of sheet Scenarios).

    A column's own name comes before other words for it: `username` beside `user_id` is another column.
    """
    own_names = {fold(name): name for name in sheet.by_name} | dict(more or {})
    own = [own_names.get(fold(header)) for header in headers]
    position_of: dict[str, int] = {}
    twice, unknown, beside = [], [], []
    for position, header in enumerate(headers):
        name = own[position] or find(header, _COLUMN_BY_FOLD[sheet.name])
        if name is None:
            unknown.append(position)
        elif own[position] is None and name in own:
            beside.append(position)
        elif name in position_of:
            twice.append((name, position_of[name], position))
        else:
            position_of[name] = position
    return MatchedColumns(position_of, tuple(twice), tuple(unknown), tuple(beside))
