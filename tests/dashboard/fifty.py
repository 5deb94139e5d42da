"""An invented company's own workbook with German headers and fifty problems, as people's lists have them."""

from __future__ import annotations

import io

import xlsxwriter

HEAD_ROWS = 3
PEOPLE, MACHINES, SERVERS = 12, 9, 17
PROBLEMS = 50


def _sheets():
    servers = [["Serverliste der Beispiel GmbH"], ["Stand: 12.01.2026"], ["Servername", "Betriebssystem", "Standort"]]
    servers += [
        [f"SRV-{number:02}", "2O22" if number <= 13 else "Windows Server 2019 Std.", "Kiel"]
        for number in range(1, SERVERS + 1)
    ]
    machines = [["Geräteliste"], ["Gerätename", "Art", "Standort"]]
    machines += [[f"PC-{number:03}", "Desktop" if number > 4 else "Arbeitsplatz", "Kiel"] for number in range(1, 10)]
    machines += [["Summe", None, None]]
    people = [["Anmeldename", "Abteilung", "Aktiv"]]
    people += [[f"person{number:02}", "Lager", "ja" if number > 3 else "vielleicht"] for number in range(1, PEOPLE + 1)]
    access = [["Benutzer", "Gerät", "Server"]]
    access += [
        [f"person{number:02}", f"PC-{(number - 1) % MACHINES + 1:03}", f"SRV-{number:02}"]
        for number in range(1, PEOPLE + 1)
    ]
    access += [["person01", "PC-01", "SRV-02"], ["person02", "PC-02", "SRV-03"], ["persn03", "PC-003", "SRV-04"]]
    offers = [["Angebot", "Lieferfirma", "Produkt", "Metrik", "Version", "Zustand", "Preis", "Whg.", "Gültig bis"]]
    days = ["31.12.2027", "30.06.2027", "31.03.2028", "03/04/2027", "03/04/2027", "30.09.2027"]
    prices = ["38,5O", "40,000", "41.20", "40,000", "29,9O", None]
    for number, (day, price) in enumerate(zip(days, prices, strict=True), 1):
        metric = "user" if number % 2 else "device"
        money = "USD" if number in (3, 5) else "EUR"
        offers.append([f"A{number}", "Händler Muster", "ws_cal", metric, "2025", "neu", price, money, day])
    return {
        "Server": servers, "Geräte": machines, "Benutzer": people, "Zugriffe": access, "Angebote": offers,
        "Vorgaben": [["Bezeichnung", "Wert"], ["plan_date", "2026-11-21"]],
    }  # fmt: skip


def fifty_problems():
    """Return the workbook's bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        for name, rows in _sheets().items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                is_head = number < HEAD_ROWS and None not in row
                sheet.write_row(number, 0, row, bold if is_head else None)
    return written.getvalue()
