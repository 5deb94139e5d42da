"""The pages without a browser: what is shown, in words and figures."""

from __future__ import annotations

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import state, widgets
from planner.store import cases, checking, inventories, jobs, launch, plans, scenarios, worker
from tests.dashboard.conftest import APP, WORKSPACE
from tests.dashboard.workbooks import BROKEN, GOOD, HARMFUL, table_files, tills, workbook

SENTENCE = "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 72.9 % below all-User."


def unmarked(text):
    """What a reader sees of text whose markup was made plain."""
    return text.replace("\\", "")


def case_of(store, inventory):
    return inventories.find(store, WORKSPACE, inventory).case


def open_page(page, *, context=None, **address):
    app = AppTest.from_file(APP, default_timeout=30)
    if context is not None:
        app.context = context
    app.query_params.update(address)
    app.run()
    app.switch_page(page)
    app.query_params.update(address)
    app.run()
    assert not app.exception
    return app


def test_an_empty_desk_offers_three_ways_in(app):
    assert [part.value for part in app.header] == [
        "Upload an inventory", "Open the sample", "Open something saved",
    ]  # fmt: skip
    assert any("Nothing is saved yet" in text.value for text in app.markdown)
    assert app.get_by_key("template").label == "Download an empty workbook to fill in"


def test_empty_pages_say_where_to_begin(app):
    for page in (state.INVENTORY_PAGE, state.SCENARIOS_PAGE, state.PLAN_PAGE, state.COMPARE_PAGE):
        app.switch_page(page).run()
        assert not app.exception
        assert "open the sample" in app.info[0].value


def test_an_upload_shows_what_was_found(app, store):
    app.file_uploader(key="inventory_file_0").upload("tills.xlsx", GOOD).run()
    (saved,) = inventories.every(store, WORKSPACE)
    assert saved.name == "tills.xlsx"
    app = open_page(state.INVENTORY_PAGE, inventory=saved.id)
    assert {metric.label: metric.value for metric in app.metric} == {
        "People": "20", "Machines": "5", "Servers": "0", "Accesses": "0", "Lots owned": "0", "Offers": "2",
    }  # fmt: skip
    assert not app.error


def test_table_files_are_opened_together_and_their_cells_corrected(app, store):
    for file in table_files(tills(device_price="38,5O")):
        app.file_uploader(key="inventory_file_0").upload(file.name, file.content)
    app.run()
    assert app.get_by_key("open_tables").label == "Open 3 files as one inventory"
    app.get_by_key("open_tables").click().run()
    (saved,) = inventories.every(store, WORKSPACE)
    assert saved.name == "Headcount and 2 more.zip"
    app = open_page(state.INVENTORY_PAGE, inventory=saved.id)
    app.get_by_key("use_suggestions").click().run()
    app.get_by_key("correct").click().run()
    assert not app.exception
    newest = inventories.every(store, WORKSPACE)[0]
    assert newest.name == "Headcount and 2 more, changed.xlsx"
    assert checking.check(store, WORKSPACE, newest).errors == ()


def test_files_that_do_not_belong_together_are_refused_and_the_page_goes_on(app, store):
    for name in ("a.xlsx", "b.xlsx"):
        app.file_uploader(key="inventory_file_0").upload(name, GOOD)
    app.run()
    assert "upload it alone" in unmarked(app.error[0].value)
    assert inventories.every(store, WORKSPACE) == []


def test_offers_kept_apart_are_added_shown_and_removed(app, store):
    (offers,) = table_files({"Offers": [dict(tills()["Offers"][1], offer_id="C1", price="20")]})
    app.file_uploader(key="catalogue_file_0").upload("price list.csv", offers.content).run()
    app.file_uploader(key="inventory_file_0").upload("tills.xlsx", GOOD).run()
    (saved,) = inventories.every(store, WORKSPACE)
    assert saved.catalogue.name == "price list.zip"
    app = open_page(state.INVENTORY_PAGE, inventory=saved.id)
    assert "Offers kept apart: price list.zip" in [unmarked(part.label) for part in app.expander]
    assert {metric.label: metric.value for metric in app.metric}["Offers"] == "3"
    app.get_by_key("remove_catalogue").click().run()
    assert not app.exception
    newest, oldest = inventories.every(store, WORKSPACE)
    assert (newest.catalogue, newest.made_from, oldest.id) == (None, saved.id, saved.id)
    app = open_page(state.INVENTORY_PAGE, inventory=newest.id)
    app.file_uploader(key=f"catalogue_{newest.id}_0").upload("price list.csv", offers.content).run()
    app.get_by_key("use_catalogue").click().run()
    assert not app.exception
    assert [one.id for one in inventories.every(store, WORKSPACE)] == [newest.id, saved.id]


def test_every_problem_is_listed_with_its_place_and_remedy(keep):
    inventory, _ = keep("broken.xlsx", BROKEN)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert app.error[0].value == "2 problems must be corrected before this can be planned."
    said = [unmarked(text.value) for text in (*app.markdown, *app.caption)]
    for words in (
        "**Not a version** :small[Headcount, column server_version: 1 problem [CAL-110]]",
        '"2O22" is not a version (it has the letter O).',
        "**Not an amount** :small[Offers, column price: 1 problem [CAL-111]]",
        "Type it like 38.50. It stands in G3.",
    ):
        assert words in said
    assert "find_plan" not in [button.key for button in app.button]


def test_of_many_remarks_the_first_are_shown_and_the_number_is_told(keep, monkeypatch):
    monkeypatch.setattr(widgets, "MOST_ISSUES", 1)
    tables = tills()
    tables["Headcount"][0]["colour"] = tables["Offers"][0]["colour"] = "blue"
    inventory, _ = keep("odd.xlsx", workbook(tables))
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert app.expander[0].label == "Remarks (2)"
    assert len(app.dataframe[0].value) == 1
    assert app.caption[0].value == "The first 1 of 2 are shown."


def test_cells_are_corrected_in_place(keep, store):
    inventory, _ = keep("broken.xlsx", BROKEN)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    (version,) = (box for box in app.selectbox if "2O22" in box.label)
    version.select("2022").run()
    (price,) = (box for box in app.text_input if "38,5O" in box.label)
    price.input("38").run()
    assert app.get_by_key("correct").label == "Save 2 changes and check again"
    app.get_by_key("correct").click().run()
    assert not app.exception
    newest, oldest = inventories.every(store, WORKSPACE)
    assert (newest.name, newest.made_from, oldest.id) == ("broken, changed.xlsx", inventory, inventory)
    app = open_page(state.INVENTORY_PAGE, inventory=newest.id)
    assert not app.error
    assert "find_plan" in [button.key for button in app.button]
    assert downloads(app) == {"file": "Download the file with the changes"}


def downloads(app):
    return {button.key: button.label for button in app.get("download_button")}


def test_what_becomes_of_a_file_is_said_before_it_is_offered(keep):
    """The file with marks was a new one without formats and formulas, and nobody said so."""
    inventory, _ = keep("broken.xlsx", BROKEN)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert downloads(app) == {"marked": "Download your file with the problems marked"}
    said = unmarked(app.caption[-1].value)
    assert said.startswith("Problems are marked in your own file; everything else in it stays as it is.")
    assert unmarked(app.caption[-2].value).startswith("Cells are corrected in your own file;")
    inventory, _ = keep("broken.ods", BROKEN)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert downloads(app) == {"marked": "Download a list of the problems"}
    assert unmarked(app.caption[-1].value).startswith("Only .xlsx and .xlsm files are changed themselves.")


def test_what_becomes_of_offers_kept_apart_is_said_too(app, store):
    (offers,) = table_files({"Offers": [dict(tills()["Offers"][1], offer_id="C1", price="2O")]})
    app.file_uploader(key="catalogue_file_0").upload("price list.csv", offers.content).run()
    app.file_uploader(key="inventory_file_0").upload("tills.xlsx", GOOD).run()
    app = open_page(state.INVENTORY_PAGE, inventory=inventories.every(store, WORKSPACE)[0].id)
    said = [unmarked(caption.value) for caption in app.caption]
    at = next(place for place, text in enumerate(said) if text.startswith("tills.xlsx: Cells are corrected in your"))
    assert said[at + 1].startswith("price list.zip: Only .xlsx and .xlsm files are changed themselves.")


def test_a_price_is_changed_and_planned_again(keep, store, monkeypatch):
    started = []
    monkeypatch.setattr(launch, "start", lambda _store, job: started.append(job))
    inventory, _ = keep("tills.xlsx", GOOD)
    scenarios.save(store, WORKSPACE, case_of(store, inventory), "people only", {"ws_metrics": "user"})
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    app.toggle(key=f"show_sheets_{inventory}").set_value(True).run()
    assert app.get_by_key("save_changes").disabled
    edited = {"edited_rows": {1: {"6": 500}}, "added_rows": [], "deleted_rows": []}
    app.session_state[f"edit_Offers_{inventory}"] = edited
    app.run()
    assert app.get_by_key("save_changes").label == "Save 1 change and plan again"
    # What is typed and not saved would not be part of a plan made now.
    assert app.get_by_key("find_plan").disabled
    assert unmarked(app.warning[0].value).startswith("Not saved yet: 1 change below.")
    (line,) = app.dataframe[-1].value.to_dict("records")
    assert line == {"Cell": "Offers!G3", "Row": "O-device", "Column": "price", "Was": "38.00", "Becomes": "500.00"}
    app.get_by_key("save_changes").click().run()
    assert not app.exception
    worker.run(store, started[0])
    job = jobs.find(store, WORKSPACE, started[0])
    changed = inventories.find(store, WORKSPACE, job.inventory)
    assert (changed.name, changed.made_from) == ("tills, changed.xlsx", inventory)
    totals = {one.name: plan.cost.total for one, plan in state.plan_document(WORKSPACE, job.plan).planned}
    assert (totals["cheapest"], totals["devices only"], totals["people only"]) == (70000, 250000, 70000)


def test_without_a_change_there_is_nothing_to_press(keep):
    inventory, _ = keep("broken.xlsx", BROKEN)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert app.get_by_key("correct").disabled


def test_a_file_that_is_no_workbook_is_explained(keep):
    inventory, _ = keep("notes.xlsx", b"just some words")
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    assert app.error[0].value == "One problem must be corrected before this can be planned."
    said = [unmarked(text.value) for text in app.markdown]
    words = "- notes.xlsx: The file is no workbook, whatever its name says: it is plain text."
    assert any(text.startswith(words) for text in said)


def test_the_answer_comes_first(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert unmarked(app.title[0].value) == SENTENCE
    assert [(metric.label, unmarked(metric.value)) for metric in app.metric] == [
        ("Total cost", "190.00 EUR"),
        ("Saving", "510.00 EUR"),
        ("Licences to buy", "5"),
        ("Could still be saved", "0.00 EUR"),
    ]
    (line,) = app.dataframe[0].value.to_dict("records")
    assert line == {
        "Vendor": "Shop", "Product": "Windows Server Device CAL 2022", "Condition": "new", "Packs": 5, "Licences": 5,
        "Price per pack (EUR)": 38.0, "Price per licence (EUR)": 38.0, "Line total (EUR)": 190.0, "Offer": "O-device",
        "Ask why": f"why?plan={plan}&scenario=cheapest&section=Purchase&line=O-device",
    }  # fmt: skip


def test_the_way_to_the_plan_tells_what_it_saves_against_each_other(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan, section="Money")
    costs, _, options = (one.value for one in app.table)
    assert [tuple(row) for row in costs.itertuples(index=False)] == [("New licences", 190.0), ("Total", 190.0)]
    saved = options.set_index("Scenario")
    assert saved.loc["users only", "This plan saves (EUR)"] == 510.0
    assert saved.loc["users only", "Saving (%)"] == pytest.approx(72.857, abs=0.001)
    otherwise = unmarked(saved.loc["users only", "What is different there"])
    assert otherwise.startswith("Windows Server CALs: User CALs only; ")
    assert any("Nothing stands in the way of ordering" in text.value for text in app.markdown)
    assert [app.get_by_key(f"way_{kind}").label for kind in ("png", "svg")] == [
        "Chart as a picture (.png)", "Chart as a picture (.svg)",
    ]  # fmt: skip


def test_another_scenario_is_shown_where_the_address_asks_for_it(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan, scenario="users only")
    assert unmarked(app.title[0].value) == "Buy 20 licences for 700.00 EUR from 1 vendor; proved cheapest."
    app.selectbox(key="pick_scenario").select("devices only").run()
    assert unmarked(app.title[0].value) == SENTENCE


def test_an_impossible_scenario_says_why(keep):
    tables = tills()
    tables["Policy"].append({"name": "budget", "value": "100"})
    _, plan = keep("poor.xlsx", workbook(tables), plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert unmarked(app.title[0].value).startswith('"cheapest" is impossible. ')
    assert "budget" in unmarked(app.info[0].value)
    assert unmarked(app.title[0].value).endswith('The rule "Budget" (budget) stands in the way.')
    assert not app.metric
    told = [unmarked(text.value) for text in app.caption]
    assert any(text.startswith("all-User is impossible. ") for text in told)


def test_what_would_help_is_planned_with_one_click(keep, store, monkeypatch):
    monkeypatch.setattr(launch, "start", lambda _store, job: None)
    tables = tills()
    tables["Policy"].append({"name": "budget", "value": "100"})
    inventory, plan = keep("poor.xlsx", workbook(tables), plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    app.get_by_key("help_0").click().run()
    assert not app.exception
    request = jobs.of_inventory(store, WORKSPACE, inventory)[0].request
    (made,) = request.made
    assert (request.scenarios, made.base, dict(made.overrides)) == (("cheapest",), "cheapest", {"budget": "190.00"})
    assert made.name == "cheapest, Budget: 190.00 EUR"


def test_what_helps_only_together_is_planned_together(keep, store, monkeypatch):
    """A button per change planned again what stayed impossible."""
    monkeypatch.setattr(launch, "start", lambda _store, job: None)
    tables = tills()
    tables["Policy"] += [{"name": "budget", "value": "100"}, {"name": "excluded_vendors", "value": "Shop"}]
    inventory, plan = keep("poor.xlsx", workbook(tables), plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert unmarked(app.info[0].value).startswith("What would help, all of it together: ")
    app.get_by_key("help_together").click().run()
    (made,) = jobs.of_inventory(store, WORKSPACE, inventory)[0].request.made
    assert dict(made.overrides) == {"budget": "190.00", "excluded_vendors": "none"}


def test_what_an_amount_gets_is_planned(keep, store, monkeypatch):
    monkeypatch.setattr(launch, "start", lambda _store, job: None)
    inventory, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan, scenario="users only", section="Money")
    app.number_input(key="amount_asked").set_value(650)
    app.button[-1].click().run()
    assert not app.exception
    request = jobs.of_inventory(store, WORKSPACE, inventory)[0].request
    (made,) = request.made
    assert (made.name, made.base, dict(made.overrides)) == (
        "users only within 650.00 EUR", "users only", {"budget": "650"},
    )  # fmt: skip


def test_the_other_sections_of_a_plan(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan, section="People and machines")
    (position,) = (one.value for one in app.table)
    (row,) = position.to_dict("records")
    assert row == {
        "Product": "Windows Server Device CAL 2022", "Needed": 5, "Owned": 0, "Usable": 0, "Missing today": 5,
        "Bought": 5, "Sold": 0, "Surplus": 0,
    }  # fmt: skip
    app = open_page(state.PLAN_PAGE, plan=plan, section="What to watch")
    assert {"Point", "State", "What", "Missing"} == set(app.dataframe[0].value.columns)
    app = open_page(state.PLAN_PAGE, plan=plan, section="Rules")
    assert {"Rule", "Value", "Name in a workbook"} == set(app.dataframe[0].value.columns)


def test_a_plan_is_asked_for_and_followed(keep, store, monkeypatch):
    started = []
    monkeypatch.setattr(launch, "start", lambda _store, job: started.append(job))
    inventory, _ = keep("tills.xlsx", GOOD)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    app.multiselect(key=f"scenarios_ask_{inventory}_0").set_value(["users only", "cheapest"])
    app.checkbox(key=f"readings_ask_{inventory}_0").check()
    app.get_by_key("find_plan").click().run()
    assert not app.exception
    (job,) = jobs.of_inventory(store, WORKSPACE, inventory)
    assert started == [job.id]
    assert (job.request.scenarios, job.request.readings) == (("cheapest", "users only"), True)
    assert "find_plan" not in [button.key for button in app.button]
    app.get_by_key(f"stop_{job.id}").click().run()
    assert jobs.find(store, WORKSPACE, job.id).stop_asked
    jobs.take_turn(store, job.id)
    jobs.fail(store, job.id, "It broke off.")
    app.run()
    assert unmarked(app.error[0].value) == "It broke off."
    assert "find_plan" in [button.key for button in app.button]


def test_a_scenario_is_made_changed_copied_and_deleted(keep, store):
    inventory, _ = keep("tills.xlsx", GOOD)
    app = open_page(state.SCENARIOS_PAGE, inventory=inventory)
    new = "scenario_new_0"
    app.text_input(key=f"name_{new}").input("people only")
    app.selectbox(key=f"ws_metrics_{new}").select("user")
    app.text_input(key=f"budget_{new}").input("9OO")
    app.get_by_key("save_scenario").click().run()
    assert unmarked(app.error[0].value).startswith('Budget: "9OO" is not an amount')
    assert scenarios.every(store, WORKSPACE, case_of(store, inventory)) == []
    app.text_input(key=f"budget_{new}").input("900")
    app.get_by_key("save_scenario").click().run()
    (made,) = scenarios.every(store, WORKSPACE, case_of(store, inventory))
    assert (made.name, made.overrides) == ("people only", {"ws_metrics": "user", "budget": "900"})
    assert unmarked(app.caption[0].value) == "Budget: 900; Windows Server CALs: User CALs only"

    assert app.text_input(key="name_scenario_new_1").value == ""  # the form is empty again
    assert app.text_input(key="budget_scenario_new_1").value == ""
    app.get_by_key(f"change_{made.id}").click().run()
    mark = f"scenario_{made.id}_0"
    assert app.text_input(key=f"budget_{mark}").value == "900"
    app.text_input(key=f"budget_{mark}").input("")
    app.get_by_key("save_scenario").click().run()
    assert scenarios.every(store, WORKSPACE, case_of(store, inventory))[0].overrides == {"ws_metrics": "user"}
    app.get_by_key(f"duplicate_{made.id}").click().run()
    _, copied = scenarios.every(store, WORKSPACE, case_of(store, inventory))
    assert (copied.name, copied.overrides) == ("Copy of people only", {"ws_metrics": "user"})
    assert app.text_input(key=f"name_scenario_{copied.id}_0").value == "Copy of people only"
    app.get_by_key(f"really_delete_{copied.id}").click().run()
    assert not app.exception
    assert [one.name for one in scenarios.every(store, WORKSPACE, case_of(store, inventory))] == ["people only"]
    assert app.text_input(key="name_scenario_new_1")
    app.get_by_key(f"change_{made.id}").click().run()
    app.text_input(key=f"name_scenario_{made.id}_1").input("staff only")
    app.get_by_key("save_scenario").click().run()
    assert [one.name for one in scenarios.every(store, WORKSPACE, case_of(store, inventory))] == ["staff only"]
    app.get_by_key(f"change_{made.id}").click().run()
    app.text_input(key=f"name_scenario_{made.id}_2").input("no one else")
    app.get_by_key("save_as_new").click().run()
    assert [one.name for one in scenarios.every(store, WORKSPACE, case_of(store, inventory))] == [
        "staff only",
        "no one else",
    ]


def test_the_form_asks_what_is_usual_and_what_is_added_to_it(keep, store):
    tables = tills()
    tables["Policy"] += [{"name": "allow_used", "value": "no"}, {"name": "audit_factor", "value": "1.5"}]
    inventory, _ = keep("tills.xlsx", workbook(tables))
    app = open_page(state.SCENARIOS_PAGE, inventory=inventory)
    used = app.selectbox(key="allow_used_scenario_new_0")
    assert used.options == ["as in the inventory: no", "yes", "no"]
    assert not [box for box in app.text_input if box.label == "Vendors to leave out"]
    app.multiselect(key="more_scenario_new_0").set_value(["audit_factor"]).run()
    factor = app.text_input(key="audit_factor_scenario_new_0")
    assert factor.placeholder == "as in the inventory: 1.5; e.g. 1.25"
    app.text_input(key="name_scenario_new_0").input("dear audit")
    factor.input("2")
    app.get_by_key("save_scenario").click().run()
    (made,) = scenarios.every(store, WORKSPACE, case_of(store, inventory))
    assert made.overrides == {"audit_factor": "2"}
    app = open_page(state.SCENARIOS_PAGE, inventory=inventory, made=made.id)
    more = app.multiselect(key=f"more_scenario_{made.id}_0")
    assert more.value == ["audit_factor"]
    more.set_value([]).run()
    app.get_by_key("save_scenario").click().run()
    assert scenarios.every(store, WORKSPACE, case_of(store, inventory))[0].overrides == {}


def test_a_name_that_is_taken_is_refused(keep, store):
    inventory, _ = keep("tills.xlsx", GOOD)
    app = open_page(state.SCENARIOS_PAGE, inventory=inventory)
    app.text_input(key="name_scenario_new_0").input("Users Only")
    app.get_by_key("save_scenario").click().run()
    assert "already" in unmarked(app.error[0].value)
    app.text_input(key="name_scenario_new_0").input(" ")
    app.get_by_key("save_scenario").click().run()
    assert unmarked(app.error[0].value).startswith("Give the scenario a name")
    assert scenarios.every(store, WORKSPACE, case_of(store, inventory)) == []


def test_made_scenarios_are_planned_with_the_others(keep, store, monkeypatch):
    started = []
    monkeypatch.setattr(launch, "start", lambda _store, job: started.append(job))
    inventory, _ = keep("tills.xlsx", GOOD)
    scenarios.save(store, WORKSPACE, case_of(store, inventory), "people only", {"ws_metrics": "user"})
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    app.multiselect(key=f"scenarios_ask_{inventory}_0").set_value(["cheapest", "people only"])
    app.get_by_key("find_plan").click().run()
    worker.run(store, started[0])
    job = jobs.find(store, WORKSPACE, started[0])
    planned = state.plan_document(WORKSPACE, job.plan).planned
    assert [(one.name, plan.cost.total) for one, plan in planned] == [("cheapest", 19000), ("people only", 70000)]


def test_saved_work_is_renamed_and_deleted(keep, store):
    inventory, plan = keep("tills.xlsx", GOOD, plan=True)
    case = case_of(store, inventory)
    app = open_page(state.SAVED_PAGE)
    app.text_input(key=f"name_{plan}").input("the good one").run()
    app.text_input(key=f"name_{inventory}").input("autumn.xlsx").run()
    assert [one.name for one in plans.every(store, WORKSPACE)] == ["the good one"]
    assert [one.name for one in inventories.every(store, WORKSPACE)] == ["autumn.xlsx"]
    app.text_input(key=f"name_{plan}").input(" ").run()
    assert [one.name for one in plans.every(store, WORKSPACE)] == ["the good one"]
    app.button(key=f"really_delete_{inventory}").click().run()
    app.button(key=f"really_delete_{plan}").click().run()
    assert not app.exception
    assert (inventories.every(store, WORKSPACE), plans.every(store, WORKSPACE)) == ([], [])
    assert [text.value for text in app.markdown if "saved yet" in text.value] == [
        "No plan is saved yet.",
    ]
    app.button(key=f"really_delete_{case}").click().run()
    assert not app.exception
    assert cases.every(store, WORKSPACE) == []


def test_text_of_an_inventory_is_never_markup(keep):
    _, plan = keep("harm [x](http://example.invalid).xlsx", HARMFUL, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    for part in (*app.markdown, *app.title, *app.caption, *app.header):
        text = part.value
        assert "example.invalid" not in text or "\\.invalid" in text
        assert "](" not in text


def test_exports_hold_what_is_saved(keep, store):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    rows = list(csv.DictReader(io.StringIO(plans.register_csv(store, WORKSPACE, plan, "cheapest").decode())))
    assert {row["scenario"] for row in rows} == {"cheapest"}
    held = [(row["holder"], row["source"]) for row in rows]
    assert held == [(f"till/device/{number}", "O-device") for number in range(1, 6)]
