"""The page that says why: look-ups at once, answers by a job."""

from __future__ import annotations

import pytest

from dashboards import state
from planner.domain.product import Metric, Product
from planner.store import jobs, questions, worker
from planner.study.why.questions import KindPrice, OfferPrice, OtherEnd, WithoutOffer
from tests.dashboard.conftest import WORKSPACE
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import GOOD, tills, workbook

PEOPLE, PURCHASE, MATRIX, PRICES = "Person, machine, group", "Purchase", "What covers what", "Break-even"


@pytest.fixture
def plan(keep, monkeypatch):
    """A plan of twenty people at five tills; questions are answered at once, in this process."""
    monkeypatch.setattr("dashboards.state.launch.start", worker.run)
    return keep("tills.xlsx", GOOD, plan=True)[1]


def texts(app):
    return [unmarked(part.value).strip("*") for part in app.markdown]


def table(app, columns):
    """The rows of the table that has these columns."""
    (found,) = [part.value for part in app.dataframe if list(part.value.columns) == columns]
    return found.to_numpy().tolist()


def test_a_link_from_a_purchase_line_asks_about_that_line(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="users only", section=PURCHASE, line="O-user")
    assert app.selectbox(key="line").value == "O-user"
    assert unmarked(app.button[0].label) == "What would it cost without offer O-user?"


def test_somebody_is_looked_up(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", who="till/device/*")
    assert [unmarked(part.value) for part in app.header] == ["machines of till (5 machines)"]
    assert table(app, ["Holds", "From", "Licences"]) == [["Windows Server Device CAL 2022", "O-device", 5]]
    assert table(app, ["For", "Used by", "Version needed", "Because of", "Covered by"]) == [
        ["Windows Server", "till/user/* (20)", "2022", 'group "till"', "its own Windows Server Device CAL 2022"]
    ]


def test_a_part_of_a_name_brings_suggestions(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", who="TILL")
    names = [unmarked(button.label) for button in app.button]
    assert set(names) == {"people of till", "machines of till"}
    app.button(key="who_till/user/*").click().run()
    assert app.text_input(key="who").value == "till/user/*"
    assert "Holds no licence in this plan" in " ".join(texts(app))


def test_a_name_that_is_nobodys(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", who="zoe")
    assert "Nobody is called so." in texts(app)
    assert not app.button


def test_a_question_is_answered_in_place(plan, store):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", who="till/user/*")
    (button,) = app.button
    assert unmarked(button.label) == "people of till: what would it cost with Windows Server User CALs instead?"
    button.click().run()
    assert not app.exception
    assert any("costs 700.00 EUR: 510.00 EUR more; proved." in text for text in texts(app))
    assert table(app, ["Licence", "What changes", "In this plan", "In the other"]) == [
        ["Windows Server Device CAL 2022, new", "buy from Shop, O-device", 5, 0],
        ["Windows Server User CAL 2022, new", "buy from Shop, O-user", 0, 20],
    ]
    (asked,) = questions.every(store, WORKSPACE, plan, "cheapest")
    assert asked.question == OtherEnd("till/user/*", Product.WS_CAL, Metric.USER, Metric.USER)
    assert not app.button


def test_a_purchase_is_asked_about(plan, store):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=PURCHASE)
    assert app.selectbox(key="line").options[0] == "Shop, O-device: 5 Windows Server Device CAL 2022"
    for button in list(app.button):
        button.click().run()
    assert {one.question for one in questions.every(store, WORKSPACE, plan, "cheapest")} == {
        WithoutOffer("O-device"), OfferPrice("O-device"),
    }  # fmt: skip
    assert any("up to 140.00 EUR each" in text for text in texts(app))


def test_an_offer_that_is_not_bought_can_be_asked_about(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=PURCHASE)
    app.selectbox(key="line").select("another offer").run()
    app.text_input(key="other_offer").input("O-user").run()
    app.button[0].click().run()
    assert any("Below 9.50 EUR each, a plan is cheaper" in text for text in texts(app))


def test_what_covers_what(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=MATRIX)
    assert table(app, ["Newest server used", "Device CAL 2022"]) == [["2022", "5"]]


def test_prices_of_a_kind(plan, store):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=PRICES)
    app.button[1].click().run()
    assert any("at most 102.00 EUR each dearer" in text for text in texts(app))
    (asked,) = questions.every(store, WORKSPACE, plan, "cheapest")
    assert asked.question == KindPrice(Product.WS_CAL, Metric.DEVICE)
    assert len(asked.reply.points) == 10
    pictures = [button.label for button in app.get("download_button")]
    assert pictures == ["Chart as a picture (.png)", "Chart as a picture (.svg)"]


def test_what_could_not_be_answered_is_told_and_can_be_asked_again(plan, store):
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=PRICES)
    app.button[2].click().run()
    assert "No Remote Desktop User CAL is on offer in this scenario." in unmarked(app.warning[0].value)
    assert len(app.button) == 4


def test_a_question_that_is_being_answered_can_be_stopped(plan, store):
    job = questions.ask(store, WORKSPACE, plan, "cheapest", KindPrice(Product.WS_CAL, Metric.USER))
    jobs.take_turn(store, job)
    jobs.beat(store, job, "cheapest: planning at other prices", "best 190.00 EUR", 0.0)
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", section=PRICES)
    assert unmarked(app.header[0].value) == "How much may Windows Server User CALs change in price?"
    app.button(key=f"stop_{job}").click().run()
    assert jobs.find(store, WORKSPACE, job).stop_asked


def test_a_scenario_without_a_plan_has_nothing_to_ask(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.WHY_PAGE, plan=plan, scenario="newest servers")
    assert "there is nothing to ask about" in app.info[0].value


def test_a_person_and_a_machine_of_one_name_are_both_shown(keep, monkeypatch):
    monkeypatch.setattr("dashboards.state.launch.start", worker.run)
    tables = tills()
    del tables["Headcount"]
    tables["Servers"] = [{"server_id": "FILE", "version": "2022"}]
    tables["Access"] = [{"user_id": "X1", "device_id": "X1", "server_id": "FILE", "kind": "standard"}]
    _, plan = keep("one name.xlsx", workbook(tables), plan=True)
    app = open_page(state.WHY_PAGE, plan=plan, scenario="cheapest", who="X1")
    assert [unmarked(part.value) for part in app.header] == ["X1 (1 person)", "X1 (1 machine)"]
    assert len(app.button) == 2
    app.button[1].click().run()
    assert any(
        "With a Windows Server Device CAL for X1 the cheapest plan costs 38.00 EUR" in text for text in texts(app)
    )
