"""A comparison as files: whole, with the same figures, and harmless to open."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from planner.study.comparison_files import comparison_csv, comparison_workbook
from planner.study.side_by_side import side_by_side
from tests.saved_plans import bought, document, planned
from tests.unit.study.documents import MIX, NEW, TIGHT, plan_of

HARMFUL = planned("=cmd()", "20.10", [bought("@vendor", 2, "20.10")], budget="25.00")


@pytest.fixture
def side():
    plan = plan_of("tills", document([TIGHT, MIX, NEW, HARMFUL]))
    return side_by_side([plan], plan.scenarios)


def rows(sheet):
    found = [list(row) for row in sheet.iter_rows(values_only=True)]
    return {row[0]: row[1:] for row in found if row[0]}


def test_the_workbook_holds_every_table_with_its_figures(side):
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(side)))
    assert book.sheetnames == ["Totals", *(matrix.title for matrix in side.matrices)]
    totals = rows(book["Totals"])
    assert totals["cheapest"] == [1000, 0, 0, 4, 2, 2, "proved cheapest", 0]
    assert totals["new only"] == [1250, 250, 0.25, 6, 0, 1, "not proved", 50]
    assert totals["tight"] == [None, None, None, None, None, None, "impossible", None]
    assert list(totals)[-1] == "tight"  # below those that the chart is drawn from
    assert len(book["Totals"]._charts) == 1
    assert rows(book["What each vendor is paid"]) == {
        "What each vendor is paid (EUR)": [None, None, None],
        "Vendor": ["cheapest", "new only", "=cmd()"],
        "@vendor": [0, 0, 20.1],
        "Alpha": [600, 1250, 0],
        "Beta": [400, 0, 0],
    }
    assert rows(book["Rules that differ"])["Used licences"] == ["yes", "yes", "no", "yes"]
    assert rows(book["What is left over"])["Windows Server User CAL 2019"] == [5, 5, 0]


def test_the_workbook_is_harmless_and_prints_on_a4(side):
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(side)))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    formats = {row[0].value: row[1].number_format for row in book["Totals"].iter_rows()}
    assert formats["cheapest"] == "#,##0.00"


def test_the_same_comparison_gives_the_same_bytes(side):
    assert comparison_workbook(side) == comparison_workbook(side)


def test_the_csv_is_whole_and_harmless(side):
    content = comparison_csv(side)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head == ["part", "what", "tight", "cheapest", "new only", "'=cmd()"]
    told = {(part, what): values for part, what, *values in lines}
    assert told["Totals", "Total (EUR)"] == ["", "1000.00", "1250.00", "20.10"]
    assert told["Totals", "Difference"] == ["", "0.00", "250.00", "-979.90"]
    assert told["What each buys", "Windows Server User CAL 2022, used"] == ["", "2", "0", "0"]
    assert told["What each vendor is paid", "'@vendor"] == ["", "0.00", "0.00", "20.10"]
    assert told["Rules that differ", "Budget"] == ["1.00 EUR", "none", "none", "25.00 EUR"]


def test_scenarios_without_a_plan_have_rules_only():
    plan = plan_of("tills", document([TIGHT]))
    book = openpyxl.load_workbook(io.BytesIO(comparison_workbook(side_by_side([plan], plan.scenarios))))
    assert book.sheetnames == ["Totals", "Rules that differ"]
    assert rows(book["Rules that differ"]) == {"Rules that differ": [None], "All rules are the same.": [None]}
