"""Plans that the version before saved: every page shows them as they were made."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import state
from planner.store import inventories, jobs
from planner.store.jobs import Request
from tests.dashboard.conftest import APP, WORKSPACE
from tests.dashboard.workbooks import GOOD

SAVED = Path(__file__).parents[1] / "unit" / "report" / "saved_plans"


@pytest.fixture
def saved(store):
    """Save a plan as the version before left it; return its id."""

    def save(name):
        inventory = inventories.save(store, WORKSPACE, f"{name}.xlsx", GOOD)
        job = jobs.ask(store, WORKSPACE, inventory.id, Request())
        jobs.take_turn(store, job.id)
        document = (SAVED / f"{name}.json").read_text(encoding="utf-8")
        return jobs.finish(store, job.id, name, document, {})

    return save


def opened(page, **address):
    app = AppTest.from_file(APP, default_timeout=30)
    app.run()
    app.switch_page(page)
    app.query_params.update(address)
    app.run()
    assert not app.exception
    return app


def test_the_purchase_list_has_what_was_saved_and_claims_no_more(saved):
    app = opened(state.PLAN_PAGE, plan=saved("impossible"))
    purchases = app.dataframe[0].value
    assert purchases.to_dict("records") == [
        {
            "Vendor": vendor, "Product": f"Windows Server {cal} CAL 2022", "Condition": condition, "Packs": 2,
            "Licences": licences, "Price per pack (EUR)": Decimal(price), "Line total (EUR)": Decimal(total),
            "Offer": offer,
        }
        for vendor, cal, condition, licences, price, total, offer in (
            ("Vendor A", "User", "new", 2, "45.00", "90.00", "U"),
            ("Vendor B", "Device", "used", 4, "28.55", "57.10", "D"),
        )
    ]  # fmt: skip
    (sale,) = app.dataframe[1].value.to_dict("records")
    assert {name: sale[name] for name in ("Owned id", "Quantity", "Proceeds (EUR)")} == {
        "Owned id": "B", "Quantity": 2, "Proceeds (EUR)": Decimal("4.50"),
    }  # fmt: skip
    assert "Product" not in sale


def test_an_impossible_scenario_says_what_would_help(saved):
    app = opened(state.PLAN_PAGE, plan=saved("impossible"), scenario="poor")
    assert "Raise the budget to at least 147" in app.info[0].value.replace("\\", "")


def test_an_upper_bound_is_said_to_be_one(saved):
    app = opened(state.PLAN_PAGE, plan=saved("two_lists"))
    assert any("It is not known who uses which machine" in text.value.replace("\\", "") for text in app.markdown)


def test_old_plans_stand_side_by_side(saved):
    app = opened(state.COMPARE_PAGE, plans=f"{saved('impossible')},{saved('switched')}")
    totals = app.dataframe[0].value.set_index("Scenario")["Total (EUR)"]
    assert totals["cheapest (impossible)"] == Decimal("174.60")
    assert totals["cheapest (switched)"] == Decimal("-13.50")
