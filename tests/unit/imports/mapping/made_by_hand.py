"""Workbooks as people keep them, in three languages, each with traps of its own; made anew, nobody's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = Sequence[Sequence[Any]]


def _fill(book: Workbook, name: str, rows: Rows, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> Any:
    sheet = book.create_sheet(name)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, place, value)
                if value in ("#N/A", "#REF!"):
                    cell.data_type = "e"
    for block in merged:
        sheet.merge_cells(block)
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    return sheet


def _saved(book: Workbook, path: Path) -> Path:
    book.remove(book["Sheet"])
    book.save(path)
    return path


def german(path: Path) -> Path:
    """A carpenter's: two-line header, sums, a legend, a hidden sheet and row, the 1904 calendar, names for people."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    _fill(
        book,
        "Mitarbeiterliste",
        [
            ["Tischlerei Brand – Personal und EDV"],
            ["Stand 03.11.2026, gepflegt von H. Brand"],
            [],
            ["lfd. Nr.", "Familienname", "Vorname", "Bereich", "AD-Konto", "Mail-Adresse", "gesperrt", "Nutzt", None, None, "Rechner"],
            [None, None, None, None, None, None, None, "SRV-DATEN", "Remotedesktop", "Buchhaltung", None],
            [1, "Brand", "Heike", "Büro", "BRAND\\h.brand", "h.brand@brand.example", "nein", "X", "ja", "x", "NB-07"],
            [2, "Sommer", "Ali", None, "a.sommer", "a.sommer@brand.example", "nein", "x", "nein", "x", "pc-08.brand.example"],
            ["Zwischensumme Büro", None, None, None, None, None, None, 2, 1, 2],
            [3, "Total", "Peter", "Werkstatt", "p.total", None, None, 1, None, None, "PC-09 / PC-10"],
            [4, "Wirth", "Ida", None, "i.wirth@brand.example", None, None, "wahr", "-", None, "PC-09\nPC-11"],
            [5, "Fuchs", "Ben", None, "#N/A", None, None, "x", None, None, "PC-11"],
            [6, "Lehrling", None, None, "lehrling", None, None, "x", None, None, "PC-10", "Gemeinschaftskonto, Azubis: 4"],
            [7, "Alt", "Kurt", None, "k.alt", None, "ja", "x", None, "x", "PC-12"],
            [8, "Neu", "Kim", None, "k.neu", None, "nein", "x", None, None, None, "ausgeschieden zum 31.12."],
            ["Gesamt", None, None, None, None, None, None, 9],
            [],
            ["Legende: x, 1 oder ja = Zugriff"],
        ],
        merged=["A1:L1", "H4:J4", "D6:D7", "D9:D13", "A4:A5", "B4:B5", "C4:C5"],
        hidden=[13],
    )  # fmt: skip
    book["Mitarbeiterliste"]["L4"] = "Anmerkung"
    _fill(
        book,
        "Rechner",
        [
            ["Rechner-\nname", "Gerätetyp", "Service-Tag", "zugewiesen an", "Status", "zuletzt gesehen"],
            ["NB-07", "Notebook", "0070", "Heike Brand", "in Betrieb", datetime(2026, 10, 30)],
            ["PC-08", "Tower-PC", "0080", "Sommer, Ali", "in Betrieb", 44864],
            ["PC-09", "Tower-PC", "0090", "p.total und i.wirth", "in Betrieb", "2.11.2026"],
            ["pc-09.brand.example", "Tower-PC", "0090", None, None, None],
            ["PC-10", "Tower-PC", "0100", "lehrling", "Reserve", None],
            ["PC-11", "Tower-PC", "0110", "frei", "in Betrieb", None],
            ["PC-12", "Tower-PC", "0120", "k.alt", "verkauft", None],
            ["Plotter", "Plotter", "P-1", None, "in Betrieb", None],
            ["Summe", None, None, None, 7, None],
        ],
    )
    _fill(
        book,
        "Server",
        [
            ["Servername", "Version", "Aufgabe", "Zustand"],
            ["SRV-DATEN", "2019 Std", "Dateien", "aktiv"],
            ["SRV-TS.brand.example", "Windows Server 2022", "Terminalserver", "aktiv"],
            ["SRV-FIBU", "W2k16 / Windows Server 2016", "Buchhaltung", "aktiv"],
            ["SRV-ALT", "2008 R2", "Buchhaltung", "außer Betrieb seit 2024"],
        ],
    )
    _fill(
        book,
        "Lizenzbestand",
        [
            ["Bezeichnung", "Lizenzart", "Stück", "Rechnungs-Nr", "SA bis", "Summe"],
            ["Windows Server 2019 CAL", "pro Gerät", "6 Stk.", "RE-77", None, "1.180,00 €"],
            ["Windows Server 2022 CAL", "pro Nutzer", 5, "RE-91", "30.06.2027", "#REF!"],
            ["RDS CAL 2022", "pro Nutzer", "2", "RE-92", None, 300.5],
            ["Gesamt", None, 13, None, None, None],
        ],
    )
    _fill(book, "Entwurf", [["Benutzer", "aktiv"], ["x.y", "ja"]]).sheet_state = "hidden"
    _fill(book, "_dropdown", [["ja"], ["nein"]]).sheet_state = "veryHidden"
    return _saved(book, path)


def french(path: Path) -> Path:
    """A town hall's: one header row under a title, oui and non, several machines in a cell, a machine listed twice."""
    book = Workbook()
    _fill(
        book,
        "Agents",
        [
            ["Mairie de Valmont – agents et postes"],
            [],
            ["Nom", "Prénom", "Identifiant", "Courriel", "Service", "Bloqué", "Serveur de fichiers", "TSE", "Postes utilisés", "Observations"],
            ["Lefèvre", "Anaïs", "a.lefevre", "a.lefevre@valmont.example", "État civil", "non", "oui", "non", "P-ACCUEIL1, P-ACCUEIL2", None],
            ["Dubois", "Noël", "VALMONT\\n.dubois", "n.dubois@valmont.example", "État civil", "N", "O", "O", "P-ACCUEIL1", None],
            ["Sous-total État civil", None, None, None, None, None, 2, 1],
            ["Gauthier", "Zoé", "z.gauthier@valmont.example", None, "Finances", None, "oui", "oui", "PORT-03", None],
            ["Accueil", None, "accueil", None, "Accueil", "non", "oui", None, "P-ACCUEIL2", "compte partagé (5 agents)"],
            ["Ancien", "Jean", "j.ancien", None, "Finances", "oui", "oui", None, None, "retraité"],
            ["Total", None, None, None, None, None, 5],
            ["Légende : oui / O = accès"],
        ],
        merged=["A1:J1"],
    )  # fmt: skip
    _fill(
        book,
        "Parc",
        [
            ["Nom du poste", "Type", "N° de série", "Affecté à", "État", "Date d'achat"],
            ["P-ACCUEIL1", "Poste fixe", "FR1", "Anaïs Lefèvre ; Noël Dubois", "en service", "03/02/2021"],
            ["P-ACCUEIL2", "Poste fixe", "FR2", "accueil", "en service", "17/02/2021"],
            ["port-03.valmont.example", "Portable", "FR3", "Gauthier Zoé", "en service", None],
            ["PORT-03", "Portable", "FR3", None, "en service", None],
            ["P-VIEUX", "Unité centrale", "FR9", "j.ancien", "réformé en 2024", None],
            ["COPIEUR", "Photocopieur", "FR8", "personne", "en service", None],
        ],
    )
    _fill(
        book,
        "Serveurs",
        [
            ["Serveur", "Système d'exploitation", "Rôle", "État"],
            ["SRV-FIC", "Windows Server 2019 Standard", "serveur de fichiers", "en production"],
            ["SRV-TSE", "Windows Server 2022", "Services Bureau à distance", "en production"],
            ["SRV-OLD", "Windows Server 2012 R2", "serveur de fichiers", "décommissionné"],
        ],
    )
    _fill(
        book,
        "Licences",
        [
            ["Désignation", "Type de licence", "Qté", "N° de facture", "Prix HT"],
            ["CAL Windows Server 2019", "par utilisateur", "4", "F-2019-12", "1 249,00"],
            ["CAL RDS Windows Server 2022", "par périphérique", 3, "F-2022-08", 389.5],
            ["Total HT", None, None, None, "1 638,50"],
        ],
    )
    return _saved(book, path)


def polish(path: Path) -> Path:
    """A warehouse's: tak and nie, a list of people and machines in one, headings between the rows, #N/D! as text."""
    book = Workbook()
    _fill(
        book,
        "Pracownicy",
        [
            ["Lp.", "Imię i nazwisko", "Login", "Dział", "Aktywny", "Komputer", "Serwer plików", "Pulpit zdalny", "Uwagi"],
            ["Magazyn"],
            [1, "Łukasz Wójcik", "l.wojcik", "Magazyn", "tak", "MAG-01; MAG-02", "tak", "nie", None],
            [2, "Żaneta Śliwa", "z.sliwa", "Magazyn", "Tak", "MAG-01", "t", "tak", None],
            [3, "Konto magazyn", "magazyn", "Magazyn", "tak", "MAG-02", "tak", None, "konto wspólne (3 osoby)"],
            ["Biuro"],
            [4, "Ewa Górska", "e.gorska", "Biuro", "tak", "BIU-01", "tak", "TAK", None],
            [5, "Jan Kowal", "#N/D!", "Biuro", "tak", "BIU-02", "prawda", "fałsz", None],
            [6, "Iga Dawna", "i.dawna", "Biuro", "nie", "BIU-02", "tak", None, "odeszła"],
            ["Razem", None, None, None, None, None, 6],
        ],
    )  # fmt: skip
    _fill(
        book,
        "Sprzęt",
        [
            ["Nazwa komputera", "Rodzaj", "Nr seryjny", "Główny użytkownik", "Stan"],
            ["MAG-01", "stacjonarny", "001", "Łukasz Wójcik", "w użyciu"],
            ["MAG-02", "stacjonarny", "002", "magazyn", "w użyciu"],
            ["BIU-01", "laptop", "003", "Górska Ewa", "w użyciu"],
            ["BIU-02", "laptop", "004", "Jan Kowal", "rezerwa"],
            ["BIU-99", "laptop", "005", "i.dawna", "zezłomowany 2025"],
        ],
    )
    _fill(
        book,
        "Serwery",
        [
            ["Nazwa serwera", "System operacyjny", "Przeznaczenie", "Stan"],
            ["PLIKI", "Windows Server 2022 Standard", "serwer plików", "czynny"],
            ["TERM", "Windows Server 2025", "serwer terminali", "czynny"],
        ],
    )
    _fill(
        book,
        "Licencje",
        [
            ["Nazwa licencji", "Rodzaj licencji", "Szt.", "Faktura"],
            ["Windows Server 2022 CAL", "na użytkownika", "5 szt.", "FV/2022/11"],
            ["Windows Server 2025 RDS CAL", "na urządzenie", 2, "FV/2025/3"],
            ["Suma", None, 7, None],
        ],
    )
    return _saved(book, path)


MADE: Mapping[str, Any] = {"german": german, "french": french, "polish": polish}
