"""From files dropped on the page to an inventory that was checked, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.test_dashboard import LEVELS, heading
from tests.unit.imports.mapping.made_by_hand import german


def test_from_a_workbook_kept_by_hand_to_an_inventory(open_page, tmp_path):
    page = open_page("/import")
    heading(page, "Bring what you have")
    upload = {"name": "tischlerei.xlsx", "mimeType": "", "buffer": german(tmp_path / "g.xlsx").read_bytes()}
    page.locator(".st-key-import_files input[type=file]").set_input_files(upload)
    heading(page, "What only you know")
    found = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().run(page, options={"runOnly": LEVELS})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_label("What is the logon name of Ben Fuchs? Cell E11 has none.").fill("b.fuchs")
    page.get_by_role("button", name="Use these answers").click()
    page.get_by_text("2 questions open").wait_for()
    page.get_by_role("button", name="Save and check the inventory").click()
    heading(page, "tischlerei.xlsx")
    people = page.get_by_test_id("stMetric").filter(has_text="People").get_by_test_id("stMetricValue")
    assert people.inner_text() == "11"  # of the eight accounts one is four people
