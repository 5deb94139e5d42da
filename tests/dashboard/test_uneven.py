"""The plan page of the uneven estate: tiles and tables by their headers."""

from __future__ import annotations

import pytest

from dashboards import state
from planner.report.listed import NO_DAY
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import workbook
from tests.uneven.answers import PURCHASES, SALES
from tests.uneven.estate import TABLES

CONTENT = workbook(
    {name: [{key: cell or None for key, cell in row.items()} for row in rows] for name, rows in TABLES.items()}
)


@pytest.fixture
def page(keep):
    _, plan = keep("uneven.xlsx", CONTENT, plan=True)
    return open_page(state.PLAN_PAGE, plan=plan)


def table(page, *columns):
    """The rows of the one table that has all these columns, each with these in this order."""
    (found,) = (one.value for one in page.dataframe if set(columns) <= set(one.value.columns))
    return [tuple(row) for row in found[list(columns)].itertuples(index=False)]


def test_sentence_and_tiles(page):
    assert unmarked(page.title[0].value) == (
        '1,302.60 EUR in total: buy 29 licences from 3 vendors and sell 14; proved cheapest; 20.9 % below "new only".'
    )
    assert [(tile.label, unmarked(tile.value)) for tile in page.metric] == [
        ("Total cost", "1,302.60 EUR"),
        ("Saving", "343.60 EUR"),
        ("Licences to buy", "29"),
        ("Could still be saved", "0.00 EUR"),
    ]
    told = {unmarked(text.value) for text in page.caption}
    assert "12 new, 17 used" in told
    assert '20.9 % below "new only", which costs 1,646.20 EUR' in told


STATED = {
    # valid until, days of delivery, link, note: those of the price break that is paid
    "N-D": ("2027-02-28", 3, "https://alpha.example/nd", "sealed"),
    "N-U": ("2027-01-31", 2, "https://alpha.example/nu5", "five to eight"),
    "R-N": ("2027-03-31", 5, "https://alpha.example/rn", "by download"),
    "U-U": ("2026-11-21", 7, "https://beta.example/uu2", "last two"),
    "R-UU": ("2027-05-31", 13, "https://gamma.example/ru", "whole lot"),
    "U-D": ("2027-04-30", 11, "https://gamma.example/ud", "from a closed plant"),
}


def test_purchases_and_sales(page):
    columns = ("Vendor", "Offer", "Product", "Condition", "Packs", "Licences", "SKU")
    told = table(page, *columns, "Price per pack (EUR)", "Line total (EUR)")
    assert [(*row[:7], float(row[7]), float(row[8])) for row in told] == [
        (*line[:4], line[5], line[6], line[9], line[7], line[8]) for line in PURCHASES["cheapest"]
    ]
    stated = table(page, "Offer", "Valid until", "Delivery (days)", "Link", "Note")
    assert {offer: (str(until)[:10], *rest) for offer, until, *rest in stated} == STATED
    vendors, sold = (one.value for one in page.table)
    columns = ["Owned id", "Product", "Condition", "Document", "Quantity", "Price each (EUR)", "Proceeds (EUR)"]
    rows = sold[columns].itertuples(index=False)
    assert [(*map(unmarked, row[:4]), row[4], float(row[5]), float(row[6])) for row in rows] == list(SALES)
    assert list(vendors.columns) == ["Vendor", "Lines", "Licences", "Total (EUR)"]


COSTS_OF_CHEAPEST = {
    "New licences": "820.90",
    "Used licences": "492.60",
    "Placing orders": "19.50",
    "Managing two kinds of CAL": "11.10",
    "Sales of owned licences": "-41.50",
    "Total": "1302.60",
}


def test_what_this_plan_saves(keep):
    _, plan = keep("uneven.xlsx", CONTENT, plan=True)
    page = open_page(state.PLAN_PAGE, plan=plan, section="Money")
    costs, cash, options = (one.value for one in page.table)
    assert {what: f"{amount:.2f}" for what, amount in costs.itertuples(index=False)} == COSTS_OF_CHEAPEST
    dated, undated, sums = ([*row] for row in cash.itertuples(index=False))
    assert (unmarked(undated[0]), unmarked(sums[0])) == (NO_DAY, "Total")
    assert [f"{amount:.2f}" for amount in (*dated[1:], *undated[1:], *sums[1:])] == [
        "1313.50", "41.50", "30.60", "0.00", "1344.10", "41.50",
    ]  # fmt: skip
    saved = options[["Scenario", "Total (EUR)", "This plan saves (EUR)"]].itertuples(index=False)
    priced = [row for row in saved if row[1] is not None]
    assert {unmarked(name): (f"{total:.2f}", f"{saving:.2f}") for name, total, saving in priced} == {
        "new only": ("1646.20", "343.60"),
        "a cent less": ("1407.10", "104.50"),
        "to the cent": ("1302.60", "0.00"),
    }
    without = options[options["Total (EUR)"].isna()]
    assert [unmarked(name) for name in without["Scenario"]] == ["too little"]
    assert list(without["Result"]) == ["impossible"]
    assert all(without["Why there is no plan"])


def test_what_each_vendor_gets(page):
    vendors, _ = (one.value for one in page.table)
    told = {unmarked(vendor): (*counts, f"{total:.2f}") for vendor, *counts, total in vendors.itertuples(index=False)}
    lines = PURCHASES["cheapest"]
    assert told == {
        vendor: (
            sum(line[0] == vendor for line in lines),
            sum(line[6] for line in lines if line[0] == vendor),
            f"{sum(line[8] for line in lines if line[0] == vendor):.2f}",
        )
        for vendor in {line[0] for line in lines}
    } | {"Total": (len(lines), 29, "1313.50")}
