"""A buyer's own workbook with German headers and fifty problems, corrected in a German browser.

Each cell had to be typed by itself, titles and columns could not be corrected at all, and then came the next wave.
"""

from __future__ import annotations

import io

import openpyxl

from planner.store import inventories
from planner.store.database import open_store
from tests.browser.conftest import WORKSPACE
from tests.browser.test_cases import click
from tests.browser.test_dashboard import edit_cell, heading, settled
from tests.dashboard.fifty import PROBLEMS, fifty_problems


def choose(page, label, option):
    """Choose from a list; one that lags behind may take a second click."""
    found = page.get_by_role("option", name=option)
    for _ in range(5):
        page.get_by_role("combobox", name=label).click()
        page.wait_for_timeout(300)
        if found.count():
            break
    found.first.click()


def fill(page, label, text):
    field = page.get_by_role("textbox", name=label)
    field.fill(text)
    field.press("Enter")


def answered(page, number):
    page.get_by_text(f"{number} of them are answered.").wait_for(timeout=60_000)
    settled(page)


def test_fifty_problems_are_corrected_and_nothing_typed_is_lost(open_page, desk, tmp_path):
    store = open_store(desk.url)
    saved = inventories.save(store, WORKSPACE, "eigene Liste.xlsx", fifty_problems())
    store.close()
    page = open_page(f"/inventory?inventory={saved.id}", locale="en-DE")
    page.get_by_text(f"{PROBLEMS} problems must be corrected before this can be planned.").wait_for(timeout=60_000)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download your file with the problems marked").click()
    got.value.save_as(tmp_path / "marked.xlsx")
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert marked.sheetnames[-1] == "Problems"
    assert "2022" in marked["Server"]["B4"].comment.text

    page.get_by_role("button", name="Use the suggestions for 39 problems").click()
    answered(page, 39)
    choose(page, 'The column "vendor" stands in', "Lieferfirma")
    answered(page, 40)
    choose(page, 'What "vielleicht" becomes', "yes")
    answered(page, 43)
    fill(page, "What one USD costs", "0,92")
    answered(page, 45)
    # Cell by cell, and a click in the menu right after it.
    page.locator("[class*=st-key-group_]").filter(has_text="The number can mean two things").get_by_text(
        "Cell by cell"
    ).click()
    grid = page.locator("[class*=st-key-grid_]")
    grid.get_by_test_id("glide-cell-3-1").filter(has_text="40,000").wait_for(state="attached")
    settled(page)
    edit_cell(page, grid, 0, 3, "1.040,50")
    answered(page, 46)
    click(page, "Scenarios")
    heading(page, "A new scenario")
    click(page, "Inventory")
    answered(page, 46)
    fill(page, 'What "40,000" becomes', "40,000")
    page.get_by_text('"40,000" can mean 40000 or 40.000.').nth(1).wait_for()
    settled(page)
    page.get_by_role("button", name="I mean 40", exact=True).click()
    answered(page, 47)
    fill(page, "What a blank cell becomes", "39,50")
    answered(page, 48)
    page.get_by_role("button", name="Undo the last answer").click()
    answered(page, 47)
    fill(page, "What a blank cell becomes", "41,50")
    answered(page, 48)
    page.get_by_role("button", name="Use 2027-04-03 for all 2").click()
    page.get_by_text("Everything that is known to be wrong is answered.").wait_for()
    settled(page)
    page.get_by_role("button", name="and check again").first.click()
    heading(page, "eigene Liste, changed.xlsx")
    page.get_by_role("button", name="Find the cheapest plan").wait_for(timeout=60_000)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download the file with the changes").click()
    book = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes()))
    servers, offers, rules = (
        [[cell.value for cell in row] for row in book[name].iter_rows()] for name in ("Server", "Angebote", "Vorgaben")
    )
    assert servers[:3] == [[None] * 3, [None] * 3, ["Servername", "Betriebssystem", "Standort"]]
    assert (servers[3], servers[16]) == (["SRV-01", "2022", "Kiel"], ["SRV-14", "2019", "Kiel"])
    assert [row[1] for row in offers[:2]] == ["vendor", "Händler Muster"]
    assert [row[6] for row in offers] == ["Preis", 38.5, 40, "41.20", 40, 29.9, 41.5]
    assert [row[8] for row in offers[1:]] == [
        "2027-12-31", "2027-06-30", "2028-03-31", "2027-04-03", "2027-04-03", "2027-09-30",
    ]  # fmt: skip
    assert rules[-1] == ["fx_usd", 0.92]
    # All that was not wrong looks as before.
    assert book["Server"]["A3"].font.bold
