"""Which sheet and which column a name means: folding of spellings, words of other languages, near misses.

Knows names only, never cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from planner.ingest.schema.sheets import SHEETS, Sheet

NEAR = 2
"""An unknown name within so many edits of a missing one is taken for a slip; fewer for names of a few letters."""

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
    "version": ("Versión", "Wersja", "Versione", "Versie"),
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

_PART = re.compile(r"(.*?)\.?(?:part)?\.?(\d+)", re.DOTALL)


def fold(name: str) -> str:
    """Return a name without what spelling leaves open: case, blanks, `_`, `-`, and the asterisk for "required"."""
    return re.sub(r"[\s_\-*]", "", unicodedata.normalize("NFC", name).casefold())


def _by_fold(names: Collection[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    folded = {fold(word): name for name in names for word in words.get(name, ())}
    return folded | {fold(name): name for name in names}


_SHEET_BY_FOLD = _by_fold([sheet.name for sheet in SHEETS], SHEET_WORDS)
_COLUMN_BY_FOLD = {sheet.name: _by_fold(sheet.by_name, COLUMN_WORDS) for sheet in SHEETS}
_IN_PARTS = {sheet.name for sheet in SHEETS if sheet.in_parts}


def sheet_and_part(name: str) -> tuple[str, int] | None:
    """Return the sheet that a name means and the number of the part (0 where none is given), or None."""
    folded = fold(name)
    if folded in _SHEET_BY_FOLD:
        return _SHEET_BY_FOLD[folded], 0
    numbered = _PART.fullmatch(folded)
    if numbered and _SHEET_BY_FOLD.get(numbered[1]) in _IN_PARTS:
        return _SHEET_BY_FOLD[numbered[1]], int(numbered[2])
    return None


def near_miss(name: str, missing: Iterable[str]) -> str | None:
    """Return the name among `missing` that `name` is within two edits of (the nearest, then the first), or None."""
    folded = fold(name)
    distances = [(OSA.distance(folded, fold(other)), other) for other in missing]
    near = [pair for pair in distances if pair[0] <= min(NEAR, max(len(fold(pair[1])) - 2, 0))]
    return min(near, key=lambda pair: pair[0])[1] if near and folded else None


@dataclass(frozen=True, slots=True)
class MatchedColumns:
    """Where the columns of a sheet stand in one table, and the headers that say nothing."""

    position_of: Mapping[str, int]
    twice: tuple[tuple[str, int, int], ...]
    """Column, its first position, and a further one."""
    unknown: tuple[int, ...]
    """Positions of headers that are no column of the sheet."""


def match_columns(headers: tuple[str, ...], sheet: Sheet, more: Mapping[str, str] | None = None) -> MatchedColumns:
    """Find the columns of `sheet` among `headers`; `more` adds folded names (the policies of sheet Scenarios)."""
    known = _COLUMN_BY_FOLD[sheet.name] | dict(more or {})
    position_of: dict[str, int] = {}
    twice, unknown = [], []
    for position, header in enumerate(headers):
        name = known.get(fold(header))
        if name is None:
            unknown.append(position)
        elif name in position_of:
            twice.append((name, position_of[name], position))
        else:
            position_of[name] = position
    return MatchedColumns(position_of, tuple(twice), tuple(unknown))
