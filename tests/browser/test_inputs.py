"""Getting data in, in a real browser: files of every kind, hostile ones too, and changes that are planned again."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.browser.test_dashboard import LEVELS, edit_cell, heading, settled
from tests.dashboard.workbooks import GOOD, table_files, tills
from tests.unit.ingest.read_files import ole


def given(name, content):
    return {"name": name, "mimeType": "", "buffer": content}


def choose(page, key, *files):
    page.locator(f".st-key-{key} input[type=file]").set_input_files([given(*file) for file in files])


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def metric(page, label):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def test_table_files_and_offers_kept_apart_make_one_inventory(open_page):
    tables = {file.name: file.content for file in table_files(tills(users=40, devices=4))}
    offers = tables.pop("Offers.csv")
    page = open_page()
    heading(page, "What do you need to buy?")
    page.get_by_text("Are offers kept apart").click()
    choose(page, "catalogue_file", ("autumn prices.csv", offers))
    page.get_by_text("autumn prices.csv").wait_for()
    choose(page, "inventory_file", *tables.items())
    page.get_by_role("button", name="Open 2 files as one inventory").click()
    heading(page, "Headcount and 1 more.zip")
    assert (metric(page, "People").inner_text(), metric(page, "Offers").inner_text()) == ("40", "2")
    page.get_by_text("Offers kept apart: autumn prices.zip").wait_for()


def far_away():
    """A workbook whose first sheet has a cell at its far end."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    end = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    first = "xl/worksheets/sheet1.xml"
    return zipped((name, c.replace(b"</row></sheetData>", end) if name == first else c) for name, c in parts)


def test_hostile_files_get_words_and_the_server_lives(open_page, tmp_path):
    locked = ole(tmp_path / "locked.xlsx", ["EncryptionInfo", "EncryptedPackage"]).read_bytes()
    page = open_page()
    for name, content, words in (
        ("bomb.zip", zipped([("Access.csv", b"0" * (220 << 20))]), "far too much for a zip of tables"),
        ("setup.xlsx", b"MZ\x90\x00" + bytes(200), "it is neither a workbook nor text"),
        ("locked.xlsx", locked, "The file is encrypted"),
        (
            "slip.zip",
            zipped([("../../Users.csv", b"user_id"), ("Offers.csv", b"x")]),
            "is no name of a file in a folder",
        ),
    ):
        heading(page, "What do you need to buy?")
        choose(page, "inventory_file", (name, content))
        page.get_by_text(f"{name} cannot be used and is not kept.").wait_for()
        page.get_by_text(words).wait_for()
        # The way is free for the next one.
        page.locator(".st-key-inventory_file").get_by_text(name).wait_for(state="detached")
    # Of this one other sheets can be read, so it is kept and shown with its problem.
    choose(page, "inventory_file", ("far away.xlsx", far_away()))
    heading(page, "far away.xlsx")
    page.get_by_text("One problem must be corrected before this can be planned.").wait_for()
    page.get_by_text("The sheet is far larger than its data can be").wait_for()
    page.get_by_role("link", name="Start").click()
    heading(page, "What do you need to buy?")
    choose(
        page, "inventory_file", ("estate.zip", zipped((f"estate/{f.name}", f.content) for f in table_files(tills())))
    )
    heading(page, "estate.zip")
    assert metric(page, "People").inner_text() == "20"


def test_a_price_is_changed_in_the_grid_and_the_new_plan_compared(open_page, desk):
    page = open_page(f"/plan?plan={desk.plan}")
    page.get_by_role("link", name="Change a price, a stock or a count and plan again").click()
    heading(page, "tills.xlsx")
    grid = page.locator(f".st-key-edit_Offers_{desk.good}_grid")
    grid.get_by_test_id("glide-cell-6-1").filter(has_text="38").wait_for(state="attached")
    settled(page)
    edit_cell(page, grid, 1, 6, "30")
    changes = page.locator(".st-key-changes [role=gridcell]")
    changes.filter(has_text="30.00").wait_for(state="attached")
    assert changes.all_text_contents() == ["Offers!G3", "O-device", "price", "38.00", "30.00"]
    page.get_by_role("tab", name="Headcount").click()
    page.get_by_role("button", name="Save 1 change and plan again").click()
    heading(page, "Buy 5 licences for 150.00 EUR from 1 vendor; proved cheapest; 78.6 % below all-User.")
    page.get_by_role("link", name="Compare with before the change").click()
    heading(page, "Scenarios side by side")
    assert f"plans={desk.plan}" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_sheets(open_page, desk, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(f"/inventory?inventory={desk.good}&change=yes", scheme=scheme)
    page.get_by_role("tab", name="Offers").wait_for()
    page.get_by_text("Offers kept apart, e.g. a price list").click()
    settled(page)
    found = axe.run(page, options={"runOnly": LEVELS})
    assert found.violations_count == 0, found.generate_report()
