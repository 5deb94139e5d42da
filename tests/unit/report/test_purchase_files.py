"""The purchase list as files: whole, with sums that agree, and harmless to open."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from planner.report.listed import by_vendor
from planner.report.purchase_files import purchase_csv, purchase_workbook
from tests.saved_plans import bought, planned, read

CAL = "Windows Server User CAL 2022"
STATED = {
    "sku": "R18-1", "valid_until": "2027-01-31", "lead_days": 14, "channel": "CSP", "url": "https://a.example/1",
    "note": "five at least", "quoted_currency": "USD", "quoted_price": "31.20",
}  # fmt: skip
LINES = [
    bought("=cmd()", 3, "20.10", offer_id="-1+1", sku="@sum", note="+1", pack_price="6.70"),
    bought("Shop", 15, "300.75", offer_id="O1", packs=3, pack_size=5, pack_price="100.25", **STATED),
    bought("Shop", 3, "0.30", offer_id="O2", condition="used", pack_price="0.10"),
]
SCENARIO = read(planned("cheapest", "321.15", LINES))["cheapest"]
EMPTY = read(planned("cheapest", "0.00"))["cheapest"]
HEAD = [
    "Vendor", "SKU", "Product", "Condition", "Packs", "Licences", "Price per pack", "Line total", "Valid until",
    "Delivery (days)", "Link", "Note", "Offer", "Pack size", "Channel", "Quoted price", "Quoted in",
]  # fmt: skip


def test_a_vendors_sum_is_told_in_its_own_currency_where_all_of_it_is_quoted_in_one():
    lines = [
        bought("Near", 2, "20.00", pack_price="10.00"),
        bought("Far", 3, "30.30", offer_id="F1", pack_price="10.10", quoted_currency="USD", quoted_price="11.20"),
        bought("Far", 2, "9.00", offer_id="F2", pack_price="4.50", quoted_currency="USD", quoted_price="5.05"),
        bought("Mixed", 1, "7.00", offer_id="M1", pack_price="7.00", quoted_currency="USD", quoted_price="7.70"),
        bought("Mixed", 1, "8.00", offer_id="M2", pack_price="8.00"),
    ]
    found = by_vendor(read(planned("cheapest", "74.30", lines))["cheapest"])
    assert list(found.rows("vendor", "total", "quoted_total", "quoted_currency")) == [
        ("Near", 2000, None, ""), ("Far", 3930, 4370, "USD"), ("Mixed", 1500, None, ""), ("Total", 7430, None, ""),
    ]  # fmt: skip


def test_the_csv_is_whole_exact_and_harmless():
    text = purchase_csv(SCENARIO, "EUR").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        [*HEAD, "Currency"],
        ["'=cmd()", "'@sum", CAL, "new", "3", "3", "6.70", "20.10", "", "", "", "'+1", "'-1+1",
         "1", "", "", "", "EUR"],
        ["Shop", "R18-1", CAL, "new", "3", "15", "100.25", "300.75", "2027-01-31", "14",
         "https://a.example/1", "five at least", "O1", "5", "CSP", "31.20", "USD", "EUR"],
        ["Shop", "", CAL, "used", "3", "3", "0.10", "0.30", "", "", "", "", "O2", "1", "", "",
         "", "EUR"],
    ]  # fmt: skip


@pytest.fixture
def books():
    content = purchase_workbook(SCENARIO, "EUR")
    return [openpyxl.load_workbook(io.BytesIO(content), data_only=stored).active for stored in (False, True)]


def test_the_workbook_is_whole(books):
    _, results = books
    rows = [[cell.value for cell in row] for row in results.iter_rows()]
    money = {"Price per pack": "Price per pack (EUR)", "Line total": "Line total (EUR)"}
    assert rows[0] == [money.get(title, title) for title in HEAD]
    assert rows[4] == [
        "Shop", "R18-1", CAL, "new", 3, 15, 100.25, 300.75, datetime(2027, 1, 31), 14,
        "https://a.example/1", "five at least", "O1", 5, "CSP", 31.2, "USD",
    ]  # fmt: skip


def test_the_workbook_adds_up_and_is_harmless(books):
    formulas, results = books
    rows = [[cell.value for cell in row] for row in results.iter_rows()]
    assert [(row[0], row[7]) for row in rows if row[0] and row[2] is None] == [
        ("Sum of =cmd()", 20.1), ("Sum of Shop", 301.05), ("Total", 321.15),
    ]  # fmt: skip
    typed = {cell.value: cell.data_type for row in formulas.iter_rows() for cell in row if cell.value}
    assert [value for value, kind in typed.items() if kind == "f"] == ["=SUM(H2:H2)", "=SUM(H5:H6)", "=H3+H7"]
    assert (typed["=cmd()"], typed["@sum"], typed["+1"], typed["-1+1"]) == ("s",) * 4


def test_nothing_to_buy_gives_an_empty_list():
    assert purchase_csv(EMPTY, "EUR").decode("utf-8-sig").count("\n") == 1
    sheet = openpyxl.load_workbook(io.BytesIO(purchase_workbook(EMPTY, "EUR")), data_only=True).active
    assert sheet.cell(2, 8).value == 0
