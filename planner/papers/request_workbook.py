"""A request for quotation as a workbook that a vendor fills in, and that reads back as offers.

Sheet Request says what is wanted, Answer asks for what holds for the whole quotation, Lines for the prices.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from planner.domain.evidence import Credential, Segment
from planner.domain.product import WITH_ASSURANCE, Condition
from planner.domain.quotation import (
    ANSWER,
    COLUMNS,
    CURRENCY,
    LINE,
    LINES,
    NUMBER,
    PRICE,
    QUESTION,
    REPLY,
    UNTIL,
    VENDOR,
)
from planner.papers import request as said
from planner.papers.request import Request, RequestLine
from planner.papers.source import PaperSource
from planner.report.excel.style import FONT, FONT_SIZE

_OPTIONS = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
}  # fmt: skip
_PRODUCT, _FUNCTION, _WANTED, _WHICH_PRICE = "Product in full", "Function wanted", "Licences wanted", "Row for"
_ORDER = (
    LINE, _PRODUCT, _FUNCTION, "New or used", _WANTED, "Part number", _WHICH_PRICE, "Licences per pack",
    "From how many packs", PRICE, "Packs available", "Delivery in days", "Proof (1 to 8)", "Installed with",
    "First sold in", "First sold on", "Whole lot", "First agreement", "Subscription: months", "Software Assurance",
    "Remark", "Product code", "Metric", "Version",
)  # fmt: skip
_WIDTHS = {_PRODUCT: 34, _FUNCTION: 48, LINE: 22, PRICE: 14, "Part number": 16, "Remark": 28}
_FILLED_BY_VENDOR = frozenset(COLUMNS) - {LINE, "Product code", "Metric", "Version", "New or used"}
_EVIDENCE = frozenset(
    {"Proof (1 to 8)", "Installed with", "First sold in", "First sold on", "Whole lot", "First agreement"}
)
_CHOICES: dict[str, list[str]] = {
    "Installed with": [one.value for one in Credential],
    "First agreement": [one.value for one in Segment],
    "Whole lot": ["yes", "no"],
    "Software Assurance": ["yes", "no"],
}
_BREAKS = 2
"""Rows for price breaks below each line."""


def request_workbook(request: Request, source: PaperSource) -> bytes:
    """Return the workbook; the same request gives the same bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        made = datetime.combine(source.day, time())
        book.set_properties({"title": f"Request for quotation {request.number}", "created": made})
        looks = _Looks(book)
        _write_letter(book.add_worksheet("Request"), looks, request, source)
        _write_answer(book.add_worksheet(ANSWER), looks, request, source)
        _write_lines(book.add_worksheet(LINES), looks, request)
    return written.getvalue()


class _Looks:
    """How cells look; what a vendor fills in is yellow."""

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "quote_prefix": True, "valign": "top", "text_wrap": True}
        fill = {"bg_color": "#FFF8DC", "border": 1, "border_color": "#D9D2B0", "valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format(text)
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.count = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.fill_text = book.add_format(fill | {"num_format": "@"})
        self.fill_count = book.add_format(fill | {"num_format": "#,##0"})
        self.fill_money = book.add_format(fill | {"num_format": "#,##0.00"})
        self.fill_day = book.add_format(fill | {"num_format": "yyyy-mm-dd"})

    def to_fill(self, title: str) -> Any:
        """Return the look of a cell that a vendor fills in."""
        if title == PRICE:
            return self.fill_money
        if title in ("First sold on", UNTIL):
            return self.fill_day
        is_count = COLUMNS.get(title) in ("pack_size", "min_packs", "stock_packs", "lead_days", "term_months")
        return self.fill_count if is_count else self.fill_text


def letter_lines(request: Request, source: PaperSource) -> list[tuple[str, str]]:
    """Return what a request says above its lines: labels with their texts, a text without label as a paragraph."""
    organisation, vendor = source.organisation, request.vendor
    rows = [
        ("From", "\n".join(organisation.address.lines)),
        ("Contact", ", ".join(filter(None, (organisation.contact, organisation.email, organisation.phone)))),
        ("VAT number", organisation.vat_id),
        ("To", "\n".join(vendor.address.lines)),
        ("Attention", ", ".join(filter(None, (vendor.contact, vendor.email)))),
        ("Our customer number", vendor.customer_number),
        ("Request", request.number),
        ("Date", source.day.isoformat()),
        ("Please answer by", organisation.reply_by.isoformat() if organisation.reply_by else ""),
        ("Needed by", organisation.need_by.isoformat() if organisation.need_by else ""),
        ("Deliver to", "\n".join(organisation.delivery.lines)),
        ("Terms", organisation.terms),
    ]
    said_once = [(label, text) for label, text in rows if text]
    texts = [said.INTRODUCTION, said.PRICES, said.VALIDITY]
    if request.asks_for_used:
        documents = "; ".join(f"{number} {words}" for number, words in request.evidence)
        texts += [f"{said.USED} {documents}.", said.EXTRA_EVIDENCE]
    return [*said_once, *(("", text) for text in [*texts, said.INDEMNITY])]


def _write_letter(sheet: Any, looks: _Looks, request: Request, source: PaperSource) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 92, looks.text)
    sheet.write_string(0, 0, "Request for quotation", looks.title)
    for row, (label, text) in enumerate(letter_lines(request, source), 2):
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_string(row, 1, text, looks.text)
        lines = sum(1 + len(part) // 90 for part in text.split("\n"))
        sheet.set_row(row, 15 * lines + 3)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_answer(sheet: Any, looks: _Looks, request: Request, source: PaperSource) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 48)
    sheet.write_row(0, 0, (QUESTION, REPLY), looks.head)
    answers: list[tuple[str, str]] = [
        (VENDOR, request.vendor.vendor),
        (NUMBER, ""),
        (UNTIL, ""),
        (CURRENCY, source.currency),
        ("Our request", request.number),
        ("Your contact", ""),
        ("Do you hold us harmless as asked? (yes or no)", ""),
    ]
    for row, (question, answer) in enumerate(answers, 1):
        sheet.write_string(row, 0, question, looks.label)
        if answer:
            sheet.write_string(row, 1, answer, looks.fill_text)
        else:
            sheet.write_blank(row, 1, None, looks.to_fill(question))


def _write_lines(sheet: Any, looks: _Looks, request: Request) -> None:
    for place, title in enumerate(_ORDER):
        sheet.set_column(place, place, _WIDTHS.get(title, 11))
        sheet.write_string(0, place, title, looks.head)
    sheet.freeze_panes(1, 2)
    row = 1
    for line in request.lines:
        for step in range(1 + _BREAKS):
            _write_row(sheet, looks, row, line, step)
            row += 1
    for title, words in _CHOICES.items():
        at = _ORDER.index(title)
        sheet.data_validation(1, at, row, at, {"validate": "list", "source": words, "ignore_blank": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_row(sheet: Any, looks: _Looks, row: int, line: RequestLine, step: int) -> None:
    has_version = line.version != WITH_ASSURANCE and line.suite is None
    given: dict[str, str | int] = {
        LINE: line.name,
        _PRODUCT: line.licence,
        _FUNCTION: "" if step else line.function,
        "New or used": line.condition.value,
        _WHICH_PRICE: "price break" if step else "price",
        "Part number": line.sku,
        "Licences per pack": 1,
        "Product code": line.code,
        "Metric": line.metric.value,
        "Version": str(line.version) if has_version else "",
    }
    if not step:
        given |= {_WANTED: line.licences, "From how many packs": 1}
    for place, title in enumerate(_ORDER):
        is_open = title in _FILLED_BY_VENDOR and not (title in _EVIDENCE and line.condition is not Condition.USED)
        look = looks.to_fill(title) if is_open else looks.text
        value = given.get(title, "")
        if isinstance(value, int):
            sheet.write_number(row, place, value, look if is_open else looks.count)
        elif value:
            sheet.write_string(row, place, value, look)
        else:
            sheet.write_blank(row, place, None, look)
