"""One case stands above every page and in every address, in a real browser: links, the menu, and several windows."""

from __future__ import annotations

from planner.store import inventories, jobs, plans
from planner.store.database import open_store
from planner.store.jobs import Request
from tests.browser.conftest import SENTENCE, WORKSPACE
from tests.browser.test_dashboard import edit_cell, heading, settled
from tests.dashboard.workbooks import GOOD, tills, workbook


def click(page, name):
    page.get_by_role("navigation").or_(page.get_by_test_id("stHeader")).get_by_role("link", name=name).first.click()


def test_a_link_shows_another_window_what_its_sender_saw(open_page, desk):
    """After an older plan the menu led to the newest plan of anybody."""
    page = open_page(f"/plan?plan={desk.plan}&scenario=users%20only")
    heading(page, "Buy 20 licences for 700.00 EUR from 1 vendor; proved cheapest.")
    click(page, "Why")
    heading(page, "Why this plan?")
    click(page, "Compare")
    heading(page, "Scenarios side by side")
    click(page, "Inventory")
    heading(page, "tills.xlsx")
    assert f"inventory={desk.good}" in page.url
    click(page, "Plan")
    heading(page, "Buy 20 licences for 700.00 EUR from 1 vendor; proved cheapest.")
    for part in ("case=", f"plan={desk.plan}", "scenario=users"):
        assert part in page.url
    other = open_page("/" + page.url.split("/", 3)[-1])
    heading(other, "Buy 20 licences for 700.00 EUR from 1 vendor; proved cheapest.")


def test_another_case_leaves_what_belongs_to_the_one_before(open_page, desk):
    page = open_page(f"/plan?plan={desk.plan}")
    heading(page, SENTENCE)
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name="dear tills").click()
    heading(page, "Buy 5 licences for 27,693.10 EUR from 1 vendor; proved cheapest; 73.6 % below all-User.")
    assert desk.plan not in page.url
    click(page, "Inventory")
    heading(page, "dear tills.xlsx")


def test_what_is_typed_survives_a_click_in_the_menu(open_page, desk):
    """Forms and cells that were not saved yet vanished."""
    page = open_page(f"/scenarios?inventory={desk.harmful}")
    heading(page, "A new scenario")
    page.get_by_role("textbox", name="Name").fill("typed, not saved")
    page.keyboard.press("Tab")
    page.get_by_text("Not saved yet; kept as you typed it since").wait_for()
    settled(page)
    click(page, "Inventory")
    page.get_by_role("button", name="Find the cheapest plan").wait_for()
    page.get_by_text("Show the sheets").click()
    grid = page.locator(f".st-key-edit_Offers_{desk.harmful}_grid")
    grid.get_by_test_id("glide-cell-6-1").filter(has_text="38").wait_for(state="attached")
    settled(page)
    edit_cell(page, grid, 1, 6, "31")
    click(page, "Scenarios")
    heading(page, "A new scenario")
    name = page.get_by_role("textbox", name="Name")
    page.get_by_text("Not saved yet; kept as you typed it since").wait_for()
    assert name.input_value() == "typed, not saved"
    click(page, "Inventory")
    page.get_by_role("button", name="Save 1 change and plan again").wait_for()
    page.get_by_role("button", name="Discard the changes").click()
    page.get_by_role("button", name="Save and plan again").wait_for()


def test_a_finished_plan_is_announced_in_a_window_that_did_not_ask(open_page, desk):
    store = open_store(desk.url)
    saved = inventories.save(store, WORKSPACE, "announced.xlsx", workbook(tills(users=60)))
    page = open_page("/saved")
    heading(page, "Saved work")
    job = jobs.ask(store, WORKSPACE, saved.id, Request())
    page.get_by_text("Being planned: announced.xlsx, waiting for its turn").wait_for()
    jobs.take_turn(store, job.id)
    document = plans.document_of(store, WORKSPACE, desk.plan)
    files = {name: plans.file_of(store, WORKSPACE, desk.plan, name) for name in plans.FILES}
    plan = jobs.finish(store, job.id, "announced", document, files)
    store.close()
    page.get_by_role("link", name="Ready: plan announced").click()
    heading(page, SENTENCE)
    assert plan in page.url
    assert page.get_by_role("link", name="Ready: plan announced").count() == 0


def test_a_deleted_plan_says_so_in_the_window_that_has_it(open_page, desk):
    store = open_store(desk.url)
    saved = inventories.save(store, WORKSPACE, "deleted soon.xlsx", GOOD)
    job = jobs.ask(store, WORKSPACE, saved.id, Request())
    jobs.take_turn(store, job.id)
    document = plans.document_of(store, WORKSPACE, desk.plan)
    plan = jobs.finish(store, job.id, "deleted soon", document, {})
    page = open_page(f"/plan?plan={plan}")
    heading(page, SENTENCE)
    plans.remove(store, WORKSPACE, plan)
    store.close()
    page.reload()
    heading(page, "This plan is not here any more")
    page.get_by_text('This plan, "deleted soon", was deleted on').wait_for()
    assert page.get_by_test_id("stMetric").count() == 0
