"""The dashboard in a real browser: the whole way, what the browser refuses, and who cannot see or use a mouse."""

from __future__ import annotations

import csv
import http.client
import io
import json

import openpyxl
import pytest

from dashboards.security import content_security_policy, installed_page
from tests.browser.conftest import SENTENCE, serving
from tests.dashboard.workbooks import tills, workbook

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def settled(page):
    """Wait until the page's script has run to its end, and nothing of what stood there before is pale beside it."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("[data-stale=true]").first.wait_for(state="detached")


def heading(page, text):
    page.get_by_role("heading", name=text, exact=True).wait_for(timeout=60_000)
    settled(page)


def test_from_an_upload_to_the_plan_in_the_hand(open_page, tmp_path):
    page = open_page()
    heading(page, "What do you need to buy?")
    upload = {"name": "ten tills.xlsx", "mimeType": "", "buffer": workbook(tills(users=30, devices=10))}
    page.locator(".st-key-inventory_file input[type=file]").set_input_files(upload)
    heading(page, "ten tills.xlsx")
    people = page.get_by_test_id("stMetric").filter(has_text="People").get_by_test_id("stMetricValue")
    assert people.inner_text() == "30"
    page.get_by_role("button", name="Find the cheapest plan").click()
    heading(page, "Buy 10 licences for 380.00 EUR from 1 vendor; proved cheapest; 63.8 % below all-User.")
    assert "plan=" in page.url

    with page.expect_download() as got:
        page.get_by_role("button", name="Plan as a workbook").click()
    assert got.value.suggested_filename == "ten tills plan.xlsx"
    got.value.save_as(tmp_path / "plan.xlsx")
    assert "Summary" in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames
    with page.expect_download() as got:
        page.get_by_role("button", name="Plan for other programs").click()
    got.value.save_as(tmp_path / "plan.json")
    assert json.loads((tmp_path / "plan.json").read_text())["scenarios"][0]["cost"]["total"] == "380.00"

    with page.expect_download() as got:
        page.get_by_role("button", name="Purchase list (.csv)").click()
    got.value.save_as(tmp_path / "list.csv")
    (line,) = csv.DictReader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (line["Vendor"], line["Offer"], line["Licences"]) == ("Shop", "O-device", "10")

    page.reload()
    heading(page, "Buy 10 licences for 380.00 EUR from 1 vendor; proved cheapest; 63.8 % below all-User.")
    page.get_by_role("link", name="Compare").click()
    heading(page, "Scenarios side by side")
    page.locator(".st-key-comparison").get_by_test_id("stDataFrame").wait_for()


def test_the_sample_is_a_click_away(open_page):
    page = open_page()
    page.get_by_role("button", name="Open the sample").click()
    heading(page, "sample company.xlsx")
    people = page.get_by_test_id("stMetric").filter(has_text="People").get_by_test_id("stMetricValue")
    assert people.inner_text() == "902"


def edit_cell(page, editor, row, column, text):
    """Type into a cell of a grid; both count from 0."""
    editor.locator(".dvn-scroller").first.click(position={"x": 120, "y": 52})
    page.keyboard.press("Control+Home")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    box = page.locator("#portal input, #portal textarea").first
    box.wait_for()
    box.fill(text)
    box.press("Enter")
    box.wait_for(state="hidden")
    editor.get_by_test_id(f"glide-cell-{column}-{row}").filter(has_text=text).wait_for(state="attached")


def test_wrong_cells_are_corrected_on_the_page(open_page, desk):
    page = open_page(f"/inventory?inventory={desk.broken}")
    heading(page, "broken.xlsx")
    page.get_by_role("button", name="Use 2022").click()
    price = page.get_by_role("textbox", name='What "38,5O" becomes')
    price.fill("38")
    price.press("Enter")
    page.get_by_role("button", name="Save 2 changes and check again").first.click()
    heading(page, "broken, changed.xlsx")
    page.get_by_role("button", name="Find the cheapest plan").wait_for()


def test_the_template_downloads(open_page):
    page = open_page()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download an empty workbook to fill in").click()
    book = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes()))
    assert "Headcount" in book.sheetnames


def test_a_link_to_a_plan_works_in_another_window_and_after_a_restart(open_page, desk, tmp_path):
    heading(open_page(f"/plan?plan={desk.plan}"), SENTENCE)
    with serving(desk.url, tmp_path) as again:
        page = open_page(f"/plan?plan={desk.plan}", at=again)
        heading(page, SENTENCE)
        page.context.close()  # or it would miss its server


def test_the_back_button_leads_back(open_page, desk):
    page = open_page(f"/plan?plan={desk.plan}")
    heading(page, SENTENCE)
    page.get_by_role("link", name="Start").click()
    heading(page, "What do you need to buy?")
    page.wait_for_url("**/?case=*")
    page.go_back()  # a page's address gets its case once the page is there: two steps in the browser's memory
    page.go_back()
    heading(page, SENTENCE)


def test_markup_in_an_inventory_stays_text(open_page, desk):
    """A picture in a vendor's name would call the outside; `open_page` notices any such request."""
    page = open_page(f"/plan?plan={desk.harmful_plan}")
    page.get_by_role("heading", name="What to buy").wait_for()
    page.get_by_text("Why each line is bought or sold").click()
    # The table that is printed says it too, and shows it on paper only.
    page.get_by_role("listitem").filter(has_text="![x](http://example.invalid/a.png) <b>b</b> :red[c] $d$").wait_for()
    page = open_page(f"/inventory?inventory={desk.harmful}")
    page.get_by_role("heading", name="![x](http:").or_(page.get_by_role("heading", name="b.png).xlsx")).wait_for()
    assert page.locator("img[src*=example]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_every_page(open_page, address, desk, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(scheme=scheme)
    for path, shown in desk.pages:
        page.goto(address + path)
        heading(page, shown)
        found = axe.run(page, options={"runOnly": LEVELS})
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert page.get_by_test_id("stException").count() == 0


def test_the_keyboard_reaches_what_the_mouse_does(open_page):
    page = open_page()
    heading(page, "What do you need to buy?")
    page.get_by_role("button", name="Upload").last.wait_for()
    page.get_by_role("button", name="Open the sample").wait_for()
    reached, wanted = [], {"Inventory", "Compare", "Upload", "Open the sample"}
    for _ in range(60):  # parts of the page that load late take the focus back to its beginning
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip().split("\n")[-1])
        if wanted <= set(reached):
            break
    assert wanted <= set(reached)
    while reached[-1] != "Open the sample":
        page.keyboard.press("Shift+Tab")
        reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
    page.keyboard.press("Enter")
    heading(page, "sample company.xlsx")


def test_answers_carry_the_refusals(address):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    port = address.rsplit(":", 1)[1]
    connection.request("GET", "/", headers={"Cookie": f"cal_planner_{port}={address.key}"})
    answer = connection.getresponse()
    answer.read()
    policy = answer.getheader("Content-Security-Policy")
    assert policy == content_security_policy(installed_page())
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert answer.getheader("X-Frame-Options") == "DENY"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    # Another name for this machine: a page elsewhere could have made it up.
    connection.request("GET", "/", headers={"Host": "example.invalid"})
    assert connection.getresponse().status == 400
    connection.close()
