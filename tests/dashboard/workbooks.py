"""Small inventories as the bytes of a workbook, or of table files."""

from __future__ import annotations

import csv
import io

import xlsxwriter

from planner.workbooks.uploads import Upload


def workbook(tables):
    """Write rows by sheet as they are, wrong ones too."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, [row.get(column) for column in columns])
    return written.getvalue()


def table_files(tables):
    """Write rows by sheet as a .csv file each."""
    files = []
    for name, rows in tables.items():
        written = io.StringIO(newline="")
        writer = csv.DictWriter(written, list(dict.fromkeys(column for row in rows for column in row)))
        writer.writeheader()
        writer.writerows(rows)
        files.append(Upload(f"{name}.csv", written.getvalue().encode()))
    return files


def tills(*, users=20, devices=5, device_price="38", vendor="Shop", version="2022"):
    """Twenty people share five tills; a Device CAL each costs 190.00 EUR, User CALs would cost 700.00 EUR."""
    return {
        "Headcount": [
            {"group": "till", "users": users, "devices": devices, "pattern": "shared", "server_version": version},
        ],
        "Offers": [
            {"offer_id": f"O-{metric}", "vendor": vendor, "product": "ws_cal", "metric": metric, "version": "2022",
             "condition": "new", "price": price}
            for metric, price in (("user", "35"), ("device", device_price))
        ],
        "Policy": [{"name": "plan_date", "value": "2026-11-21"}],
    }  # fmt: skip


GOOD = workbook(tills())
BROKEN = workbook(tills(device_price="38,5O", version="2O22"))
"""A price and a version with the letter O."""
HARMFUL = workbook(tills(vendor="![x](http://example.invalid/a.png) <b>b</b> :red[c] $d$ [e](http://example.invalid)"))
"""A vendor whose name is markup that would call the outside."""
