"""Comparing in a real browser: a link that brings its choice along, and what can be taken away."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from dashboards import drawing
from tests.browser.test_dashboard import heading, settled


def taken(page, button):
    with page.expect_download() as got:
        page.get_by_role("button", name=button, exact=True).click()
    return got.value.path().read_bytes()


def cells(page, key):
    """What a table shows, row by row."""
    grid = page.locator(f".st-key-{key}").get_by_test_id("stDataFrame")
    grid.wait_for()
    rows = grid.locator("tbody tr")
    rows.first.wait_for(state="attached")
    return [[cell.inner_text() for cell in row.locator("td").all()] for row in rows.all()]


def test_two_plans_are_compared_narrowed_and_taken_away(open_page, desk):
    mix, users, other = f"{desk.plan}.0", f"{desk.plan}.2", f"{desk.harmful_plan}.0"
    page = open_page(f"/compare?plans={desk.plan},{desk.harmful_plan}&scenarios={mix},{users},{other}")
    heading(page, "Scenarios side by side")
    totals = cells(page, "comparison")
    assert [row[:3] for row in totals][:2] == [["cheapest (tills)", "190", "0"], ["users only (tills)", "700", "510"]]
    assert cells(page, "what_each_buys")[0][:4] == ["Windows Server User CAL 2022", "new", "", "20"]

    book = openpyxl.load_workbook(io.BytesIO(taken(page, "Comparison as a workbook")))
    exported = {row[0]: row for row in book["Totals"].iter_rows(values_only=True)}
    assert exported["users only (tills)"][1:4] == (700, 510, pytest.approx(510 / 190))
    head, total, *_ = csv.reader(io.StringIO(taken(page, "Comparison (.csv)").decode("utf-8-sig")))
    assert dict(zip(head, total, strict=True))["users only (tills)"] == "700.00"

    page.get_by_role("button", name="Remove users only (tills)").click()
    page.locator(".st-key-comparison tbody tr[role=row]").nth(2).wait_for(state="detached")
    page.get_by_text("All of it is the same").first.wait_for()
    page.get_by_text("Show only what differs").click()
    page.locator(".st-key-what_each_buys").get_by_test_id("stDataFrame").wait_for()
    settled(page)
    page.reload()
    heading(page, "Scenarios side by side")
    assert [row[0] for row in cells(page, "comparison")] == ["cheapest (tills)", totals[2][0]]


def test_charts_are_taken_away_as_pictures(open_page, desk):
    page = open_page(f"/plan?plan={desk.plan}&section=Money", scheme="dark")
    page.get_by_role("heading", name="From 700.00 EUR (all-User) to 190.00 EUR").wait_for()
    png = taken(page, "Chart as a picture (.png)")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) > 5_000
    svg = taken(page, "Chart as a picture (.svg)").decode()
    assert "From 700.00 EUR (all-User) to 190.00 EUR" in svg
    assert 'fill="white"' in svg
    assert drawing.LIGHT.ink in svg
    assert drawing.DARK.ink not in svg
