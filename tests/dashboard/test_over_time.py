"""A plan with a horizon in the browser: what to do when, the money of each year, and where the decision turns."""

from __future__ import annotations

import csv

import pytest

from dashboards import state
from planner.domain.scenario import AHEAD
from planner.store import questions, worker
from planner.study.why.questions import SwitchOf, SwitchPoint, WithoutOffer
from tests.dashboard.conftest import WORKSPACE
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.test_why import table, texts
from tests.dashboard.workbooks import GOOD, workbook
from tests.golden.over_time.example import SHEETS

SCENARIO = "12 %"
"""The scenario in which the server is kept."""


@pytest.fixture
def plan(keep, monkeypatch):
    """The plan of the server that is upgraded or kept; questions are answered at once, in this process."""
    monkeypatch.setattr("dashboards.state.launch.start", worker.run)
    tables = {name: list(csv.DictReader(text.splitlines())) for name, text in SHEETS.items()}
    tables["Scenarios"] = [{"scenario": SCENARIO, "discount_rate": "0.12"}]
    return keep("one server.xlsx", workbook(tables), plan=True)[1]


def test_the_page_says_whether_keeping_is_paid_for(plan):
    app = open_page(state.PLAN_PAGE, plan=plan, scenario=SCENARIO, section="Over time")
    assert not app.exception
    headings = [unmarked(part.value) for part in app.header]
    assert headings == [
        "Buy now, wait, or never", "When to do what", "Money per year", "What each upgrade costs and makes useless",
        "Where the decision turns",
    ]  # fmt: skip
    shown = [unmarked(part.value) for part in app.markdown]
    assert "- **Never** (before 2029-12-01): upgrade S; keeping it costs 1,800.00 EUR." in shown
    (calendar,) = [part.value for part in app.dataframe if part.value.columns[0] == "What"]
    assert calendar.to_numpy().tolist() == [["pay for keeping", "S, 600.00", "S, 600.00", "S, 600.00"]]
    (cash,) = [part.value for part in app.dataframe if part.value.columns[0] == "Year"]
    assert cash["Year"].tolist() == ["2026", "2027", "2028", "2029"]
    assert [float(amount) for amount in cash["In all"]] == [0, 600, 600, 600]


def test_where_the_decision_turns_is_asked_and_answered_in_place(plan, store):
    app = open_page(state.PLAN_PAGE, plan=plan, scenario=SCENARIO, section="Over time")
    app.button(key=f"ask_{SwitchPoint(SwitchOf.KEEP_COST)}").click().run()
    assert not app.exception
    assert any(
        "Going up, that still holds at 600.00 EUR per payment; at 606.00 EUR per payment" in text for text in texts(app)
    )
    found = table(app, ["At", "Total (EUR)", "What is decided"])
    assert [
        "606.00 EUR per payment",
        1600,
        "Today: buy Windows Server User CALs. Later: nothing. S upgraded on 2026-12-01",
    ] in [[at, float(total), decided] for at, total, decided in found]
    (asked,) = questions.every(store, WORKSPACE, plan, SCENARIO)
    assert asked.question == SwitchPoint(SwitchOf.KEEP_COST)


def test_only_what_is_answered_of_such_plans_is_offered(plan):
    app = open_page(state.WHY_PAGE, plan=plan, scenario=SCENARIO, section="Where it turns")
    assert [button.key for button in app.button] == [f"ask_{SwitchPoint(of)}" for of in SwitchOf]
    about = open_page(state.WHY_PAGE, plan=plan, scenario=SCENARIO, who="g/user/*")
    assert not about.button
    assert "from 1 Dec 2026 until 1 Mar 2027, before anything may change" in about.caption[0].value


def test_a_purchase_of_several_days_is_one_to_ask_about(keep, monkeypatch):
    monkeypatch.setattr("dashboards.state.launch.start", worker.run)
    tables = {
        "Headcount": [{"group": "team", "users": 4, "devices": 0, "pattern": "shared", "server_version": "2025",
                       "rds_version": "2025"}],
        "Offers": [
            {"offer_id": "U", "vendor": "Shop", "product": "ws_cal", "metric": "user", "version": "2025",
             "condition": "new", "price": "35"},
            {"offer_id": "R", "vendor": "Shop", "product": "rds_cal", "metric": "user", "version": "2025",
             "condition": "new", "price": "50", "term_months": 12, "install_credential": "yes"},
        ],
        "Policy": [{"name": "plan_date", "value": "2026-12-01"}, {"name": "horizon_months", "value": 24}],
        "Scenarios": [{"scenario": SCENARIO}],
    }  # fmt: skip
    _, plan = keep("rented.xlsx", workbook(tables), plan=True)
    app = open_page(state.WHY_PAGE, plan=plan, scenario=SCENARIO, section="Purchase")
    assert app.selectbox(key="line").options[:2] == [
        "Shop, R: 8 Remote Desktop User CAL 2025", "Shop, U: 4 Windows Server User CAL 2025",
    ]  # fmt: skip
    assert [button.key for button in app.button] == [f"ask_{WithoutOffer('R')}"]


def test_what_looks_years_ahead_is_planned_only_where_it_is_chosen(keep):
    inventory, _ = keep("tills.xlsx", GOOD)
    app = open_page(state.INVENTORY_PAGE, inventory=inventory)
    (scenarios,) = app.multiselect
    assert scenarios.options[-1] == AHEAD[0]
    assert scenarios.value == scenarios.options[:-1]
