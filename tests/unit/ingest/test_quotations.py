"""Filled requests for quotation: what vendors get wrong is told at its cell, in their own file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.quotation import ASKED, COLUMNS, FROM_PACKS, LINE, LINES, NUMBER, PRICE, QUESTION, REPLY, UNTIL
from planner.ingest.checks.validate import Clean, validate
from planner.ingest.tables.log import Log
from planner.ingest.tables.raw import RawTable
from tests.unit.ingest.good_tables import GOOD, TODAY, raw_table, tables

LINE_OF = {
    LINE: "R/1", "Product code": "ws_cal", "Metric": "user", "Version": "2022", "New or used": "new",
    "Licences per pack": 1, FROM_PACKS: 1, PRICE: 40,
}  # fmt: skip


def _quotation(
    answers: dict[str, Any], *lines: dict[str, Any], file: str = "a.xlsx", drop: str = ""
) -> tuple[str, list[RawTable]]:
    said = {"Vendor": "Haus A", NUMBER: "Q-1", UNTIL: date(2026, 12, 31), "Currency": "EUR", **answers}
    titles = ["Product in full", *(title for title in COLUMNS if title != drop)]
    rows = [[{**LINE_OF, **line}.get(title) for title in titles] for line in lines]
    answer = raw_table("Answer", [[QUESTION, REPLY], *([question, said[question]] for question in ASKED)], file=file)
    return file, [answer, raw_table(LINES, [titles, *rows], file=file)]


def _checked(*quotations: tuple[str, list[RawTable]]) -> tuple[Clean, list[tuple[str, str]]]:
    log = Log()
    clean = validate(tables(GOOD), None, TODAY, log, quotations=quotations)
    told = [
        (one.code, str(one.location)) for one in log.issues if one.location.file in {name for name, _ in quotations}
    ]
    return clean, told


def test_lines_with_a_price_become_offers_and_the_others_are_left_out():
    clean, told = _checked(
        _quotation({}, {}, {FROM_PACKS: 50, PRICE: "38,20"}, {LINE: "R/2", PRICE: None}, {LINE: "R/3", PRICE: " "})
    )
    assert told == []
    rows = list(clean.offers[1].rows())
    assert [(row.get("offer_id"), row.get("min_packs"), row.get("price")) for row in rows] == [
        ("R/1", 1, 4000), ("R/1", 50, 3820),
    ]  # fmt: skip
    assert {(row.get("vendor"), row.get("quotation"), row.get("valid_until")) for row in rows} == {
        ("Haus A", "Q-1", date(2026, 12, 31))
    }


def test_everything_that_is_wrong_is_told_at_once_under_the_titles_vendors_see():
    wrong = _quotation(
        {NUMBER: None, UNTIL: "31.12.2026"},
        {PRICE: "vierzig", "Delivery in days": "soon"},
        {FROM_PACKS: 50, PRICE: None},
    )
    assert set(_checked(wrong)[1]) == {
        ("CAL-313", 'Answer!B3, column "Number of your quotation"'),
        ("CAL-113", 'Answer!B4, column "Valid until (YYYY-MM-DD)"'),
        ("CAL-111", 'Lines!J2, column "Price per pack without VAT"'),
        ("CAL-103", 'Lines!L2, column "Delivery in days"'),
        ("CAL-107", 'Lines!J3, column "Price per pack without VAT"'),
    }


@pytest.mark.parametrize(
    ("quotation", "told"),
    [
        (("x.xlsx", tables({"Answer": [[QUESTION, REPLY], ["Vendor", "A"]]})), ("CAL-312", "x.xlsx")),
        (_quotation({}, {}, drop=PRICE), ("CAL-312", f'Lines, column "{PRICE}"')),
        (_quotation({}, {PRICE: None}), ("CAL-540", "Lines")),
    ],
)
def test_what_is_no_quotation_is_told(quotation, told):
    assert _checked(quotation)[1] == [told]


def test_one_quotation_given_twice_is_told():
    assert [code for code, _ in _checked(_quotation({}, {}), _quotation({}, {}, file="b.xlsx"))[1]] == ["CAL-305"]
