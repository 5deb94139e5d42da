"""Requests for quotation: who is asked for what, and that a filled one reads back as offers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from planner import pipeline
from planner.domain.offer import Offer
from planner.domain.product import Condition
from planner.domain.quotation import LINES
from planner.errors import UsageError
from planner.ingest import load_inventory
from planner.papers.kinds import KIND_BY_NAME, papers
from planner.papers.request import Request, requests
from planner.papers.request_letter import request_letter
from planner.papers.request_workbook import request_workbook
from planner.papers.source import PaperSource
from tests.builders import DAY
from tests.unit.papers.conftest import HOSTILE, Planned


def _asked(found: tuple[Request, ...]) -> dict[str, list[tuple[str, str, int]]]:
    return {one.vendor.vendor: [(line.licence, line.wanted, line.licences) for line in one.lines] for one in found}


def test_every_vendor_is_asked_for_what_it_sells(source):
    assert _asked(requests(source)) == {
        "Alt: Lizenzen/Nord": [
            ("Microsoft Windows Server User CAL 2022", "either (new here)", 5),
            ("Microsoft Windows Server User CAL 2022", "either (used here)", 5),
            ("Microsoft Windows Server Device CAL 2019", "either (new here)", 9),
            ("Microsoft Windows Server Device CAL 2019", "either (used here)", 9),
            ("Microsoft Remote Desktop User CAL 2022", "either (new here)", 4),
            ("Microsoft Remote Desktop User CAL 2022", "either (used here)", 4),
        ],
        "Dritter": [
            ("Microsoft Windows Server User CAL 2022", "used", 5),
            ("Microsoft Windows Server Device CAL 2019", "used", 9),
            ("Microsoft Remote Desktop User CAL 2022", "used", 4),
        ],
        "Haus Neu": [
            ("Microsoft Windows Server User CAL 2022", "new", 5),
            ("Microsoft Windows Server Device CAL 2019", "new", 9),
            ("Microsoft Remote Desktop User CAL 2022", "new", 4),
        ],
    }  # fmt: skip


def test_who_sells_used_ones_only_is_not_asked_where_none_are_bought(planned):
    assert "Dritter" not in _asked(requests(planned.source("new only")))


def test_a_request_names_function_equivalence_and_the_part_number(source):
    line = next(one for one in requests(source) if one.vendor.vendor == "Haus Neu").lines[2]
    assert line.sku == "RD-22"
    assert line.function.startswith("Right of one person to use, from any machine, Remote Desktop sessions")
    assert line.function.endswith("of version 2022 and older; or equivalent")


def test_a_plan_that_buys_nothing_asks_nobody(source):
    nothing = replace(source, plan=replace(source.plan, purchases=()))
    with pytest.raises(UsageError, match="nothing to ask for"):
        requests(nothing)


def _fill(content: bytes, number: str, prices: dict[tuple[str, str], Any], path: Path, **cells: Any) -> Path:
    """Fill in a request as a vendor does: prices by product code and condition."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    answer, lines = book["Answer"], book[LINES]
    answer["B3"], answer["B4"] = number, date(2026, 12, 31)
    answer["B3"].data_type = "s"
    title = {cell.value: cell.column for cell in lines[1]}
    for row in range(2, lines.max_row + 1):
        kind = lines.cell(row, title["Product code"]).value, lines.cell(row, title["New or used"]).value
        is_first = lines.cell(row, title["Row for"]).value == "price"
        if is_first and kind in prices:
            lines.cell(row, title["Price per pack without VAT"]).value = prices[kind]
            if kind[1] == "used":
                lines.cell(row, title["Proof (1 to 8)"]).value = "1; 3; 4; 5; 6; 7"
                lines.cell(row, title["First sold in"]).value = "DE"
                lines.cell(row, title["Whole lot"]).value = "yes"
    for address, value in cells.items():
        lines[address] = value
    book.save(path)
    return path


def _by_vendor(source: PaperSource) -> dict[str, bytes]:
    return {one.vendor.vendor: request_workbook(one, source) for one in requests(source)}


def test_three_filled_requests_read_back_as_offers_and_are_planned(planned: Planned, tmp_path: Path):
    sent = _by_vendor(planned.source())
    quotations = [
        _fill(sent["Haus Neu"], "N-2026/1", {("ws_cal", "new"): "40,10", ("rds_cal", "new"): 120}, tmp_path / "a.xlsx"),
        _fill(sent["Dritter"], HOSTILE, {("ws_cal", "used"): 8.25}, tmp_path / "b.xlsx", H3=1, I3=20, J3=6.5),
        _fill(sent["Alt: Lizenzen/Nord"], "A-3", {}, tmp_path / "c.xlsx"),
    ]
    loaded = load_inventory(planned.path, today=DAY, quotations=quotations)
    assert [one.code for one in loaded.issues if one.severity == "error"] == []
    assert [str(one.location) for one in loaded.issues if one.code == "CAL-540"] == ["Lines"]
    inventory = loaded.inventory
    assert inventory is not None
    new = {one.offer_id: one for one in inventory.offers if one.quotation not in ("", "Q-17")}
    assert sorted(len(one.breaks) for one in new.values()) == [1, 1, 1, 1, 2]
    used = next(one for one in new.values() if len(one.breaks) == 2)
    _check_used(used)
    plan = pipeline.plan(inventory, ["cheapest"]).results[0].plan
    assert plan is not None
    bought = {line.offer.quotation: line.offer.vendor for line in plan.purchases}
    assert bought == {"N-2026/1": "Haus Neu", used.quotation: "Dritter"}
    assert inventory.catalogue is not None
    assert inventory.catalogue.name == "a.xlsx + b.xlsx + c.xlsx"


def _check_used(offer: Offer) -> None:
    assert (offer.vendor, offer.condition, offer.valid_until) == ("Dritter", Condition.USED, date(2026, 12, 31))
    assert [(step.min_packs, step.price_minor) for step in offer.breaks] == [(1, 825), (20, 650)]
    assert offer.evidence.first_sale_region == "DE"
    assert offer.evidence.lot_is_complete is True
    assert offer.quotation.startswith("=HYPERLINK")


def test_letters_and_workbooks_keep_texts_as_texts(source):
    made = papers(KIND_BY_NAME["request"], source)
    assert [one.name for one in made][:2] == [
        "estate 1, cheapest, request, Alt_ Lizenzen_Nord.xlsx", "estate 1, cheapest, request, Dritter.xlsx",
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(made[0].content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert HOSTILE.replace("\t", " ") in [cell.value for cell in cells]
    prices = [row[9].value for row in book[LINES].iter_rows(min_row=2)]
    assert set(prices) == {None}
    letter = docx.Document(io.BytesIO(request_letter(requests(source)[0], source)))
    assert "Werk & Söhne <GmbH>" in "\n".join(one.text for one in letter.paragraphs)
    assert [row.cells[6].text for row in letter.tables[0].rows] == ["Price per pack", *[""] * 6]
    assert letter.tables[0].rows[2].cells[4].text == HOSTILE.replace("\t", " ")


def test_the_same_request_has_the_same_bytes(source):
    request = requests(source)[0]
    assert request_workbook(request, source) == request_workbook(request, source)
    assert request_letter(request, source) == request_letter(request, source)
