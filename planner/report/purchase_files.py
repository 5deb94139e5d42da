"""The purchase list of one scenario as a file to send to vendors: a workbook or text in columns.

Texts come from an inventory, so none of them may become a formula in the program that opens the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby

import xlsxwriter

from planner.report.answer import Answer, PurchaseLine
from planner.report.formats.columns_csv import columns_csv

COLUMNS = (
    "vendor",
    "offer",
    "licence",
    "condition",
    "packs",
    "licences in a pack",
    "licences",
    "price of a pack",
    "cost",
)
_MONEY, _COUNT = "#,##0.00", "#,##0"
_WIDTHS = (26, 16, 36, 11, 9, 11, 11, 14, 14)


def purchase_csv(answer: Answer) -> bytes:
    """Return the purchase list as text in columns, in the encoding that spreadsheets recognise."""
    rows = [(*_cells(line), answer.currency) for line in answer.purchases]
    return columns_csv([(*COLUMNS, "currency"), *rows])


def purchase_workbook(answer: Answer) -> bytes:
    """Return the purchase list as a workbook, with a subtotal per vendor and the total as formulas."""
    written = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet("Purchase list")
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        count, money = book.add_format({"num_format": _COUNT}), book.add_format({"num_format": _MONEY})
        bold, total = book.add_format({"bold": True}), book.add_format({"bold": True, "num_format": _MONEY})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for place, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, f"{name} ({answer.currency})" if name == "cost" else name, head)
        row, sums = 1, []
        for vendor, lines in _by_vendor(answer.purchases):
            first = row
            for line in lines:
                for place, value in enumerate(_cells(line)):
                    if isinstance(value, str):
                        sheet.write_string(row, place, value, text)
                    else:
                        sheet.write_number(row, place, value, money if isinstance(value, float) else count)
                row += 1
            subtotal = round(sum(line.cost for line in lines), 2)
            sheet.write_string(row, 0, f"Sum of {vendor}", bold)
            sheet.write_formula(row, 8, f"=SUM(I{first + 1}:I{row})", total, subtotal)
            sums.append((f"I{row + 1}", subtotal))
            row += 2
        sheet.write_string(row, 0, "Total", bold)
        grand = round(sum(amount for _, amount in sums), 2)
        sheet.write_formula(row, 8, "=" + ("+".join(cell for cell, _ in sums) or "0"), total, grand)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return written.getvalue()


def _by_vendor(lines: Sequence[PurchaseLine]) -> list[tuple[str, list[PurchaseLine]]]:
    ordered = sorted(lines, key=lambda line: line.vendor)
    return [(vendor, list(alike)) for vendor, alike in groupby(ordered, key=lambda line: line.vendor)]


def _cells(line: PurchaseLine) -> tuple[str | int | float, ...]:
    return (
        line.vendor, line.offer, line.what, line.condition, line.packs, line.pack_size, line.licences,
        line.pack_price, line.cost,
    )  # fmt: skip
