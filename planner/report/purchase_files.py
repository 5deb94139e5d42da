"""The purchase list of one scenario as a file to send to vendors: a workbook or text in columns.

Texts come from an inventory, so none of them may become a formula in the program that opens the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.domain.document import ScenarioDocument
from planner.report import listed
from planner.report.formats.columns_csv import columns_csv
from planner.report.table import Holds, decimal

COLUMNS = listed.PURCHASES[: 1 + [column.name for column in listed.PURCHASES].index("quoted_currency")]
"""What a vendor is told: the table of purchases but for what programs need."""
_FORMATS = {Holds.MONEY: "#,##0.00", Holds.COUNT: "#,##0", Holds.DAY: "yyyy-mm-dd"}
_WIDTHS = {"vendor": 26, "sku": 16, "licence": 36, "url": 26, "note": 26, "offer_id": 16}
_TOTAL = [column.name for column in COLUMNS].index("line_total")


def purchase_csv(scenario: ScenarioDocument, currency: str) -> bytes:
    """Return the purchase list as text in columns, in the encoding that spreadsheets recognise."""
    rows = [(*map(_shown, COLUMNS, line), currency) for line in _lines(scenario)]
    return columns_csv([(*(column.title for column in COLUMNS), "Currency"), *rows])


def purchase_workbook(scenario: ScenarioDocument, currency: str) -> bytes:
    """Return the purchase list as a workbook, with a subtotal per vendor and the total as formulas."""
    written = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        _Sheet(book, currency).write(_lines(scenario))
    return written.getvalue()


def _lines(scenario: ScenarioDocument) -> list[tuple[Any, ...]]:
    return list(listed.purchases(scenario).rows(*(column.name for column in COLUMNS)))


def _shown(column: Any, value: Any) -> Any:
    """Return a cell for text in columns: amounts exact, with two decimals."""
    if column.holds is Holds.MONEY and value is not None:
        return decimal(value)
    return value.isoformat() if isinstance(value, date) else value


class _Sheet:
    """The one sheet of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook, currency: str) -> None:
        self._sheet = book.add_worksheet("Purchase list")
        self._text = book.add_format({"num_format": "@", "quote_prefix": True})
        self._formats = {holds: book.add_format({"num_format": shape}) for holds, shape in _FORMATS.items()}
        self._bold = book.add_format({"bold": True})
        self._sum = book.add_format({"bold": True, "num_format": _FORMATS[Holds.MONEY]})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(COLUMNS):
            self._sheet.set_column(place, place, _WIDTHS.get(column.name, 11))
            title = f"{column.title} ({currency})" if column.name in ("pack_price", "line_total") else column.title
            self._sheet.write_string(0, place, title, head)

    def write(self, lines: Sequence[tuple[Any, ...]]) -> None:
        """Write the lines by vendor, with their sums."""
        row, sums = 1, []
        for vendor, of_vendor in groupby(lines, key=lambda line: line[0]):
            first, total = row, 0
            for line in of_vendor:
                self._write_line(row, line)
                row, total = row + 1, total + line[_TOTAL]
            self._write_sum(row, f"Sum of {vendor}", f"=SUM({_cell(first)}:{_cell(row - 1)})", total)
            sums.append((_cell(row), total))
            row += 2
        formula = "=" + ("+".join(cell for cell, _ in sums) or "0")
        self._write_sum(row, "Total", formula, sum(total for _, total in sums))
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)

    def _write_line(self, row: int, line: tuple[Any, ...]) -> None:
        for place, (column, value) in enumerate(zip(COLUMNS, line, strict=True)):
            if value is None:
                continue
            if column.holds is Holds.TEXT:
                self._sheet.write_string(row, place, value, self._text)
            elif column.holds is Holds.DAY:
                self._sheet.write_datetime(row, place, value, self._formats[Holds.DAY])
            else:
                self._sheet.write_number(row, place, _shown(column, value), self._formats[column.holds])

    def _write_sum(self, row: int, label: str, formula: str, result_minor: int) -> None:
        self._sheet.write_string(row, 0, label, self._bold)
        self._sheet.write_formula(row, _TOTAL, formula, self._sum, decimal(result_minor))


def _cell(row: int) -> str:
    return str(xl_rowcol_to_cell(row, _TOTAL))
