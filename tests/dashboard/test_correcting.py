"""Problems are answered for all that are alike, in a few actions; nothing typed is lost, everything can be undone."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dashboards import correcting as page
from dashboards import keeping, state
from planner.store import cases, correcting, drafts, inventories, scenarios
from planner.workbooks import apart
from planner.workbooks.answers import Answer, Answered, Way
from planner.workbooks.correct import Correction, Deletion
from tests.dashboard.conftest import WORKSPACE
from tests.dashboard.fifty import fifty_problems
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import tills, workbook


@pytest.fixture(scope="module")
def known():
    return {}


@pytest.fixture(autouse=True)
def each_file_is_checked_once(known, monkeypatch):
    """A check is a process of its own; of the same bytes it finds the same."""
    check = apart.check

    def checked(files):
        if files not in known:
            known[files] = check(files)
        return known[files]

    monkeypatch.setattr(apart, "check", checked)


@pytest.fixture
def listed(keep):
    """The workbook with fifty problems, saved."""
    return keep("eigene Liste.xlsx", fifty_problems())[0]


def opened(inventory):
    return open_page(state.INVENTORY_PAGE, inventory=inventory)


def box(app, words):
    """The one field, to be typed into or chosen from, whose label has these words."""
    (found,) = (one for one in (*app.text_input, *app.selectbox) if words in unmarked(one.label))
    return found


def press(app, words):
    (found,) = (one for one in app.button if words in unmarked(one.label))
    found.click().run()
    assert not app.exception


def said(app):
    return [unmarked(one.value) for one in (*app.error, *app.success, *app.markdown, *app.warning)]


def place_of(store, inventory):
    saved = inventories.find(store, WORKSPACE, inventory)
    return state.draft_place(saved.case, page.key_of(saved))


def test_what_was_answered_is_there_again_and_can_be_taken_back(listed, store):
    """A click in the menu lost all corrections."""
    app = opened(listed)
    press(app, "Use 2022 for all 13")
    box(app, 'What "vielleicht" becomes').select("no").run()
    again = opened(listed)
    assert box(again, 'What "2O22" becomes, in 13 cells').value == "2022"
    assert box(again, 'What "vielleicht" becomes').value == "no"
    assert "- Users, active: 3 cells will hold no." in said(again)
    press(again, "Undo the last answer")
    assert box(again, 'What "vielleicht" becomes').value is None
    assert "13 of them are answered. What you answer is kept, and can be taken back." in said(again)
    press(again, "Discard all answers")
    assert box(again, 'What "2O22" becomes, in 13 cells').value is None
    assert drafts.find(store, place_of(store, listed)) is None


def test_a_wrong_cell_is_cleared(keep, store):
    """Clearing one crashed the page."""
    tables = tills()
    tables["Offers"][0]["valid_until"] = "soon"
    inventory, _ = keep("soon.xlsx", workbook(tables))
    app = opened(inventory)
    press(app, "Leave it blank")
    app.get_by_key("correct").click().run()
    assert inventories.every(store, WORKSPACE)[0].problems == 0
    app = opened(inventory)
    field = box(app, 'What "soon" becomes')
    field.input("31.12.2027").run()
    box(app, 'What "soon" becomes').input("").run()
    assert app.get_by_key("correct").disabled


def test_deleting_titles_keeps_the_header(keep, store):
    """The row of the problem was that of the header, and "Delete row" deleted it."""
    tables = tills()
    rows = [["Our shop"], ["as of May"], list(tables["Headcount"][0]), list(tables["Headcount"][0].values())]
    book = openpyxl.load_workbook(io.BytesIO(workbook(tables)))
    book["Headcount"].delete_rows(1, 2)
    for row in rows:
        book["Headcount"].append(row)
    written = io.BytesIO()
    book.save(written)
    inventory, _ = keep("titled.xlsx", written.getvalue())
    app = opened(inventory)
    press(app, "Use row 3 as the header")
    assert "Everything that is known to be wrong is answered." in said(app)
    press(app, "Undo the last answer")
    box(app, "Another row is the header").select("Row 3: group | users | devices | pattern | server_version").run()
    app.get_by_key("correct").click().run()
    newest = inventories.every(store, WORKSPACE)[0]
    assert newest.problems == 0
    assert state.check(newest).found.people == 20


def test_a_currency_without_a_rate_gets_one(keep, store):
    tables = tills()
    tables["Offers"][1]["currency"] = "USD"
    inventory, _ = keep("dollars.xlsx", workbook(tables))
    app = opened(inventory)
    box(app, "What one USD costs").input("cheap").run()
    assert [unmarked(one.value) for one in app.warning] == ['"cheap" is not a number. Type the rate, e.g. 0.92.']
    box(app, "What one USD costs").input("0.9").run()
    assert not app.warning
    app.get_by_key("correct").click().run()
    assert inventories.every(store, WORKSPACE)[0].problems == 0


def test_a_sheet_that_nobody_knows_is_taken_for_one_that_is_missing(keep, store):
    tables = {"Verfügbares": tills()["Headcount"], **tills()}
    del tables["Headcount"]
    inventory, _ = keep("named.xlsx", workbook(tables))
    app = opened(inventory)
    box(app, 'What sheet "Verfügbares" is').select("Headcount").run()
    assert "- Sheet Verfügbares is Headcount." in said(app)
    app.get_by_key("correct").click().run()
    assert inventories.every(store, WORKSPACE)[0].problems == 0


def test_answers_of_two_windows_are_all_kept(listed, store):
    one, other = opened(listed), opened(listed)
    box(one, 'What "vielleicht" becomes').select("no").run()
    press(other, "Use 2022 for all 13")
    assert box(other, 'What "vielleicht" becomes').value == "no"
    correcting.answer(store, place_of(store, listed), (Answer(Way.ROWS, "Devices", "", rows=(12,)),))
    one.run()
    assert "17 of them are answered. What you answer is kept, and can be taken back." in said(one)


def test_a_table_of_many_values_is_shown_cell_by_cell(keep):
    tables = tills()
    tables["Offers"] = [dict(tables["Offers"][0], offer_id=f"O{number}", price=f"{number}x") for number in range(1, 9)]
    inventory, _ = keep("many.xlsx", workbook(tables))
    app = opened(inventory)
    (shown,) = (one.value for one in app.get("arrow_data_frame") or app.dataframe if "Becomes" in one.value.columns)
    assert shown["Row begins with"].tolist() == [f"O{number}" for number in range(1, 9)]
    assert shown["Becomes"].tolist() == [f"{number}x" for number in range(1, 9)]


def test_what_a_browser_sends_once_more_takes_nothing_back(listed, store, monkeypatch):
    """Fields that were gone from the page already took all answers back, with the next click on something else."""
    saved = inventories.find(store, WORKSPACE, listed)
    group = next(one for one in correcting.groups(state.check(saved)) if one.first["column"] == "price")
    place = place_of(store, listed)
    correcting.answer(store, place, (group.values[0].put("38.50"),))
    work = page.Correcting(saved, place, Answered(correcting.steps(store, place)))
    # The field was shown blank, then the answer was given with a button: what stood in it before is heard of once more.
    shown = {"field_0": "", "field_1": "38.50", "of_field": ("38.50", 1)}
    monkeypatch.setattr(page.st, "session_state", shown)
    page.take_value(work, group.values[0], "field_0")
    page.take_value(work, group.values[0], "field_1")
    assert len(correcting.steps(store, place)) == 1
    shown["field_1"] = ""
    page.take_value(work, group.values[0], "field_1")
    assert Answered(correcting.steps(store, place)).changes() == ()


def test_what_could_not_be_kept_goes_on_standing_in_its_field(listed, store, monkeypatch):
    saved = inventories.find(store, WORKSPACE, listed)
    group = next(one for one in correcting.groups(state.check(saved)) if one.first["column"] == "price")
    work = page.Correcting(saved, place_of(store, listed), Answered([]))
    shown = {"field_0": "38.50", "of_field": ("", 0)}
    monkeypatch.setattr(page.st, "session_state", shown)
    inventories.remove(store, WORKSPACE, listed)
    cases.remove(store, WORKSPACE, saved.case)
    page.take_value(work, group.values[0], "field_0")
    assert shown["of_field"] == ("", 0)
    monkeypatch.undo()
    assert correcting.steps(store, work.place) == ()


def test_a_form_that_has_begun_anew_keeps_nothing_of_before(listed, store, monkeypatch):
    case = inventories.find(store, WORKSPACE, listed).case
    monkeypatch.setattr(keeping.st, "session_state", {"name_ours_0": "typed"})
    form = keeping.Form(case, "ours")
    form.keep("name")
    assert drafts.find(store, form.place).content == {"name": "typed"}
    keeping.Form(case, "ours").discard()
    form.keep("name")
    assert drafts.find(store, form.place) is None


def test_cells_are_cleared_and_rows_deleted_in_a_table(listed, store, monkeypatch):
    """A cleared cell was not a text, and crashed the page."""
    saved, place = inventories.find(store, WORKSPACE, listed), place_of(store, listed)
    group = next(one for one in correcting.groups(state.check(saved)) if one.first["column"] == "valid_until")
    work = page.Correcting(saved, place, Answered([]))
    edited = {0: {"Becomes": None}, 1: {"Delete row": True}, 2: {"Becomes": "31.3.2028"}, 3: {"Becomes": "03/04/2027"}}
    key = "cells_0"
    monkeypatch.setattr(page, "key_of_table", lambda _group: key)
    monkeypatch.setattr(page.st, "session_state", {key: {"edited_rows": edited}})
    page.take_edited(work, group, group.issues, key)
    page.take_edited(work, group, group.issues, key)
    page.take_edited(work, group, group.issues, "cells_before")
    (step,) = correcting.steps(store, place)
    assert Answered([step]).changes() == (
        Correction("Offers", "I2", ""), Correction("Offers", "I4", "2028-03-31"), Deletion("Offers", 3),
    )  # fmt: skip


def test_a_budget_is_typed_as_its_writer_writes_it(listed, store):
    case = inventories.find(store, WORKSPACE, listed).case
    app = open_page(state.SCENARIOS_PAGE, context={"locale": "de-DE"}, case=case)
    app.text_input(key="name_scenario_new_0").input("sparsam")
    app.text_input(key="budget_scenario_new_0").input("40,000")
    app.get_by_key("save_scenario").click().run()
    said = "Budget: „40,000“ kann 40000 oder 40.000 bedeuten. Schreiben Sie 40000 oder 40."
    assert unmarked(app.error[0].value) == said
    app.text_input(key="budget_scenario_new_0").input("40.000,50")
    app.get_by_key("save_scenario").click().run()
    assert scenarios.every(store, WORKSPACE, case)[0].overrides == {"budget": "40000.50"}
