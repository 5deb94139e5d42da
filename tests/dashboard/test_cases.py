"""One case stands above every page and in every address; what is typed and what others save is never lost unsaid."""

from __future__ import annotations

import pytest

from dashboards import desk, state
from planner.store import cases, drafts, inventories, jobs, plans, scenarios, tombstones
from planner.store.jobs import Request
from tests.dashboard.conftest import WORKSPACE
from tests.dashboard.test_pages import SENTENCE, case_of, open_page, unmarked
from tests.dashboard.workbooks import GOOD, tills, workbook

OTHERS = workbook(tills(users=30, devices=7))
THEIR_SENTENCE = "Buy 7 licences for 266.00 EUR from 1 vendor; proved cheapest; 74.7 % below all-User."


@pytest.fixture
def companies(keep):
    """An older plan of one company and a newer one of another: ids of inventory and plan of each."""
    return keep("north.xlsx", GOOD, plan=True), keep("south.xlsx", OTHERS, plan=True)


def go(app, page):
    """Click a page in the menu: its address names nothing yet."""
    app.query_params.clear()
    app.switch_page(page).run()
    assert not app.exception


def test_an_older_plan_stays_open_on_every_page(companies, store):
    """Why, Plan, Compare and Inventory showed another company's after a click in the menu."""
    (inventory, plan), _ = companies
    app = open_page(state.PLAN_PAGE, plan=plan, scenario="users only")
    case = case_of(store, inventory)
    assert app.selectbox(key=f"case_{case}").value == case
    go(app, state.WHY_PAGE)
    assert (app.selectbox(key="pick_plan").value, app.selectbox(key="pick_scenario").value) == (plan, "users only")
    assert app.query_params["plan"] == plan
    go(app, state.COMPARE_PAGE)
    assert app.multiselect(key="pick_plans").value == [plan]
    go(app, state.INVENTORY_PAGE)
    assert app.title[0].value == "north\\.xlsx"
    assert (app.query_params["case"], app.query_params["inventory"]) == (case, inventory)
    go(app, state.PLAN_PAGE)
    assert unmarked(app.title[0].value) == "Buy 20 licences for 700.00 EUR from 1 vendor; proved cheapest."


def test_another_case_leaves_everything_of_the_one_before(companies, store):
    """Switching the inventory kept the other's scenarios ticked."""
    (inventory, plan), (theirs, their_plan) = companies
    scenarios.save(store, WORKSPACE, case_of(store, inventory), "ours", {"ws_metrics": "user"})
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    app.multiselect(key=f"scenarios_ask_{inventory}_0").set_value(["ours"]).run()
    app.selectbox(key=f"case_{case_of(store, inventory)}").select(case_of(store, theirs)).run()
    assert not app.exception
    assert app.title[0].value == "south\\.xlsx"
    assert "ours" not in app.multiselect(key=f"scenarios_ask_{theirs}_0").value
    assert "cheapest" in app.multiselect(key=f"scenarios_ask_{theirs}_0").value
    assert plan not in str(app.query_params)
    go(app, state.PLAN_PAGE)
    assert unmarked(app.title[0].value) == THEIR_SENTENCE
    assert app.query_params["plan"] == their_plan


def test_a_plan_deleted_in_another_window_is_told_and_nothing_else_shown(companies, store):
    """Another plan was shown in its place, without a word."""
    (_, plan), _ = companies
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert unmarked(app.title[0].value) == SENTENCE
    plans.remove(store, WORKSPACE, plan)
    at = desk.numbers.moment(tombstones.find(store, WORKSPACE, plan).at)
    for again in (app.run(), open_page(state.WHY_PAGE, plan=plan), open_page(state.COMPARE_PAGE, plans=plan)):
        assert again.title[0].value == "This plan is not here any more"
        assert unmarked(again.error[0].value) == f'This plan, "north", was deleted on {at}.'
        assert not again.metric
        assert not again.dataframe
    app = open_page(state.PLAN_PAGE, plan="0" * 32)
    assert app.title[0].value == "There is no such plan"
    go(app, state.PLAN_PAGE)
    assert unmarked(app.title[0].value) == THEIR_SENTENCE


def test_a_scenario_that_a_plan_does_not_have_is_not_replaced(companies):
    (_, plan), _ = companies
    app = open_page(state.PLAN_PAGE, plan=plan, scenario="no such")
    assert unmarked(app.error[0].value).startswith('This plan has no scenario "no such". It has: cheapest, ')
    assert not app.metric


def test_a_version_without_a_plan_says_so(companies, store):
    (inventory, plan), _ = companies
    newer = inventories.save(store, WORKSPACE, "north.xlsx", OTHERS, case=case_of(store, inventory))
    app = open_page(state.INVENTORY_PAGE, inventory=newer.id)
    go(app, state.PLAN_PAGE)
    assert app.info[0].value == "Version 2 of the inventory is not planned yet."
    assert not app.metric
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert unmarked(app.title[0].value) == SENTENCE


def test_a_colleagues_scenario_is_not_ticked(keep, store):
    """A colleague's own scenario was ticked in everybody's next plan."""
    inventory, _ = keep("north.xlsx", GOOD)
    case = case_of(store, inventory)
    scenarios.save(store, WORKSPACE, case, "mine", {})
    scenarios.save(store, WORKSPACE, case, "theirs", {}, owner="colleague")
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    chosen = app.multiselect(key=f"scenarios_ask_{inventory}_0")
    assert "theirs" in chosen.options
    assert "mine" in chosen.value
    assert "theirs" not in chosen.value


def test_of_two_windows_that_save_one_scenario_the_second_sees_both(keep, store):
    """The last one won, without a word."""
    inventory, _ = keep("north.xlsx", GOOD)
    case = case_of(store, inventory)
    made = scenarios.save(store, WORKSPACE, case, "mine", {"budget": "900"})
    app = open_page(state.SCENARIOS_PAGE, case=case, made=made.id)
    app.text_input(key=f"budget_scenario_{made.id}_0").input("700").run()
    scenarios.save(store, WORKSPACE, case, "mine", {"budget": "800"}, changing=made)
    app.get_by_key("save_scenario").click().run()
    said = [unmarked(part.value) for part in (*app.warning, *app.error)]
    assert said[0] == '"mine" was saved in another window since you opened it here. Nothing is overwritten yet.'
    assert app.dataframe[0].value.to_dict("records") == [
        {"Rule": "Budget", "Saved meanwhile": "800", "Typed here": "700"}
    ]
    assert scenarios.every(store, WORKSPACE, case)[0].overrides == {"budget": "800"}
    app.get_by_key("keep_typed").click().run()
    assert not app.warning
    app.get_by_key("save_scenario").click().run()
    assert scenarios.every(store, WORKSPACE, case)[0].overrides == {"budget": "700"}


def test_what_was_typed_into_a_form_is_there_again_after_a_click_in_the_menu(keep, store):
    """Unsaved forms vanished."""
    inventory, _ = keep("north.xlsx", GOOD)
    case = case_of(store, inventory)
    app = open_page(state.SCENARIOS_PAGE, case=case)
    app.text_input(key="name_scenario_new_0").input("no used").run()
    app.selectbox(key="allow_used_scenario_new_0").select("no").run()
    app.multiselect(key="more_scenario_new_0").set_value(["audit_factor"]).run()
    app.text_input(key="audit_factor_scenario_new_0").input("2").run()
    go(app, state.PLAN_PAGE)
    go(app, state.SCENARIOS_PAGE)
    for window in (app, open_page(state.SCENARIOS_PAGE, case=case)):
        assert window.text_input(key="name_scenario_new_0").value == "no used"
        assert window.selectbox(key="allow_used_scenario_new_0").value == "no"
        assert window.text_input(key="audit_factor_scenario_new_0").value == "2"
    app.get_by_key("save_scenario").click().run()
    assert scenarios.every(store, WORKSPACE, case)[0].overrides == {"allow_used": "no", "audit_factor": "2"}
    assert open_page(state.SCENARIOS_PAGE, case=case).text_input(key="name_scenario_new_0").value == ""


def test_what_was_typed_into_cells_is_there_again_after_a_click_in_the_menu(keep, store):
    """Unsaved cells vanished."""
    inventory, _ = keep("north.xlsx", GOOD)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory, change="yes")
    key = f"edit_Offers_{inventory}"
    typed = editors_draft(store, inventory)
    drafts.keep(store, typed, {key: {"1": {"6": 30}}})
    go(app, state.PLAN_PAGE)
    go(app, state.INVENTORY_PAGE)
    assert app.get_by_key("save_changes").label == "Save 1 change and plan again"
    (line,) = app.dataframe[-1].value.to_dict("records")
    assert (line["Cell"], line["Was"], line["Becomes"]) == ("Offers!G3", "38.00", "30.00")
    app.session_state[key] = {"edited_rows": {0: {"6": 31}}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert app.get_by_key("save_changes").label == "Save 2 changes and plan again"
    app.get_by_key("discard_cells").click().run()
    assert drafts.find(store, typed) is None
    assert app.get_by_key("save_changes").disabled


def editors_draft(store, inventory):
    return drafts.Place(WORKSPACE, case_of(store, inventory), state.current_user().name, f"cells_{inventory}")


def test_a_finished_plan_is_announced_after_a_reload_until_it_is_opened(keep, store):
    """Only the window that had asked for it was told, and not after a reload."""
    inventory, plan = keep("north.xlsx", GOOD, plan=True)
    app = open_page(state.SCENARIOS_PAGE)
    (link,) = [part for part in app.get("page_link") if part.proto.label.startswith("Ready")]
    assert unmarked(link.proto.label).startswith("Ready: plan north, ")
    open_page(state.PLAN_PAGE, plan=plan)
    app = open_page(state.SCENARIOS_PAGE)
    assert not [part for part in app.get("page_link") if part.proto.label.startswith("Ready")]
    jobs.ask(store, WORKSPACE, inventory, Request())
    app = open_page(state.START_PAGE)
    assert "Being planned: north.xlsx, waiting for its turn" in [unmarked(part.value) for part in app.caption]


def test_a_refused_file_leaves_the_way_free_for_the_next(app, store):
    """It stayed in the choice and was refused again with the next one, and was kept as an inventory."""
    app.file_uploader(key="inventory_file_0").upload("notes.xlsx", b"just some words").run()
    said = [unmarked(part.value) for part in app.error]
    assert said[0] == "notes.xlsx cannot be used and is not kept."
    assert "The file is no workbook, whatever its name says: it is plain text." in said[1]
    assert (inventories.every(store, WORKSPACE), cases.every(store, WORKSPACE)) == ([], [])
    app.file_uploader(key="inventory_file_1").upload("north.xlsx", GOOD).run()
    assert not app.exception
    assert [one.name for one in inventories.every(store, WORKSPACE)] == ["north.xlsx"]


def test_a_newer_file_becomes_the_next_version(keep, store):
    inventory, _ = keep("north.xlsx", GOOD)
    case = case_of(store, inventory)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    app.file_uploader(key=f"next_{case}_0").upload("north.xlsx", OTHERS).run()
    app.get_by_key("use_next").click().run()
    assert not app.exception
    assert [(one.version, one.name) for one in inventories.every(store, WORKSPACE, case)] == [
        (2, "north.xlsx"), (1, "north.xlsx"),
    ]  # fmt: skip


def test_lists_say_how_things_stand_and_find_them(companies, keep, store):
    (inventory, _), _ = companies
    case = case_of(store, inventory)
    inventories.save(store, WORKSPACE, "north, second try.xlsx", workbook(tills(version="2O22")), case=case)
    open_page(state.INVENTORY_PAGE, case=case)
    app = open_page(state.SAVED_PAGE, case=case)
    said = [unmarked(part.value) for part in app.caption]
    assert any(text.startswith('proved cheapest; 190.00 EUR; scenario "cheapest"; owner local; ') for text in said), (
        said
    )
    assert any(text.startswith("to correct; 1 problem; version 2; ") for text in said), said
    assert any(text.startswith("not checked yet; version 1; ") and "owner local" in text for text in said)
    assert any(text.startswith("planned; 2 versions; 1 plan; ") for text in said)
    app.get_by_key("status_versions").set_value("to correct").run()
    links = {unmarked(part.proto.label) for part in app.get("page_link")}
    assert "north, second try.xlsx" in links
    assert "north.xlsx" not in links
    app.text_input(key="find").input("SOUTH planned").run()
    links = {unmarked(part.proto.label) for part in app.get("page_link")}
    assert "south" in links
    assert "north" not in links
