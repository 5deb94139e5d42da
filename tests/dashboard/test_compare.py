"""The page that sets scenarios side by side, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import state
from planner.store import plans
from tests.dashboard.conftest import APP, WORKSPACE
from tests.dashboard.workbooks import GOOD, HARMFUL, tills, workbook

DEARER = workbook(tills(device_price="40"))
TABLES = {
    "The scenarios": 0, "What it costs": 1, "What each buys": 2, "Purchase lines": 3, "What each vendor is paid": 4,
    "Rules that differ": 5,
}  # fmt: skip
"""Where the tables stand while nothing is left over and nothing is sold."""


def open_page(**address):
    app = AppTest.from_file(APP, default_timeout=30)
    app.run()
    app.switch_page(state.COMPARE_PAGE)
    app.query_params.update(address)
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def two(keep):
    """Ids of two plans: the older one with tills at 38, the newer one at 40."""
    return keep("tills.xlsx", GOOD, plan=True)[1], keep("dearer.xlsx", DEARER, plan=True)[1]


def shown(app, title):
    return app.dataframe[TABLES[title]].value.set_index(app.dataframe[TABLES[title]].value.columns[0])


def test_the_newest_plan_stands_side_by_side_with_itself(two):
    app = open_page()
    assert app.multiselect(key="pick_plans").value == [two[1]]
    totals = shown(app, "The scenarios")
    assert totals.loc["cheapest", "Total (EUR)"] == 200.0
    assert totals.loc["users only", "Difference"] == 500.0
    assert totals.loc["users only", "Difference (%)"] == 250.0
    assert totals.loc["users only", "Proof"] == "proved cheapest"
    assert shown(app, "Rules that differ").loc["Windows Server CALs", "users only"] == "User CALs only"
    assert {"totals_png", "totals_svg"} <= {button.key for button in app.get("download_button")}


def test_two_plans_of_a_link_stand_side_by_side(two):
    app = open_page(plans=",".join(two))
    totals = shown(app, "The scenarios")
    assert totals.loc["cheapest (tills)", "Total (EUR)"] == 190.0
    assert totals.loc["cheapest (dearer)", "Difference"] == 10.0
    assert any("different inventories" in caption.value for caption in app.caption)


def test_chosen_scenarios_and_their_base_come_with_the_address(two):
    first, second = (f"{plan}.0" for plan in two)
    app = open_page(plans=",".join(two), scenarios=f"{first},{second}", **{"from": second})
    totals = shown(app, "The scenarios")
    assert totals["Difference"].to_dict() == {"cheapest (tills)": -10.0, "cheapest (dearer)": 0.0}
    app.multiselect(key="pick_scenarios").set_value([first]).run()
    assert app.query_params["scenarios"] == first
    assert app.query_params["plans"] == ",".join(two)
    assert list(shown(app, "The scenarios").index) == ["cheapest (tills)"]


def test_a_plan_that_is_added_brings_all_its_scenarios(two):
    old, new = two
    app = open_page(plans=old, scenarios=f"{old}.0")
    app.multiselect(key="pick_plans").set_value([old, new]).run()
    assert not app.exception
    names = list(shown(app, "The scenarios").index)
    assert names[0] == "cheapest (tills)"
    assert "users only (dearer)" in names
    assert "users only (tills)" not in names


def test_what_is_the_same_is_hidden_until_asked_for(two):
    old, new = two
    app = open_page(plans=",".join(two), scenarios=f"{old}.0,{new}.0")
    assert "All of it is the same in the scenarios chosen." in [text.value for text in app.markdown]
    before = len(app.dataframe)
    app.toggle(key="differing").set_value(False).run()
    assert len(app.dataframe) > before
    (buys,) = (each.value for each in app.dataframe if list(each.value.columns[:2]) == ["Licence", "Condition"])
    assert buys.to_dict("records") == [
        {"Licence": "Windows Server Device CAL 2022", "Condition": "new", "cheapest (tills)": 5, "cheapest (dearer)": 5}
    ]


def test_purchase_lines_that_differ_are_told_line_by_line(two):
    old, new = two
    app = open_page(plans=",".join(two), scenarios=f"{old}.0,{new}.0")
    (lines,) = (
        each.value for each in app.dataframe if "Vendor" in each.value.columns and "Offer" in each.value.columns
    )
    assert lines.to_dict("records") == [
        {
            "Vendor": "Shop",
            "Offer": "O-device",
            "Product": "Windows Server Device CAL 2022",
            "Condition": "new",
            "cheapest (tills)": "5 × 38.00",
            "cheapest (dearer)": "5 × 40.00",
        }
    ]


def test_of_two_what_was_changed_comes_first(two):
    old, new = two
    app = open_page(plans=",".join(two), scenarios=f"{old}.0,{new}.0")
    assert app.header[0].value == "What was changed in the inventory"
    (changes,) = (each.value for each in app.dataframe if "Before" in each.value.columns)
    assert changes.to_dict("records") == [
        {"Sheet": "Offers", "Row": "O-device", "Column": "price", "Before": "38.00", "Now": "40.00"}
    ]
    app = open_page(plans=new, scenarios=f"{new}.0,{new}.1")
    assert [header.value for header in app.header][:2] == ["Rules that differ", "What it costs (EUR)"]


def test_nothing_chosen_is_asked_for_and_what_is_gone_is_told(two):
    app = open_page()
    app.multiselect(key="pick_scenarios").set_value([]).run()
    assert app.info[0].value == "Choose at least one scenario."
    app.multiselect(key="pick_plans").set_value([]).run()
    assert app.info[0].value == "Choose at least one plan."
    app = open_page(plans=f"{two[0]},{'0' * 32}")
    assert app.title[0].value == "There is no such plan"
    assert not app.dataframe


def test_scenarios_without_a_plan_are_told_and_no_figures_claimed(keep):
    tables = tills()
    tables["Policy"].append({"name": "budget", "value": "100"})
    keep("poor.xlsx", workbook(tables), plan=True)
    app = open_page()
    assert set(app.dataframe[0].value["Proof"]) == {"impossible"}
    assert any("Without a plan" in caption.value for caption in app.caption)
    assert [part.value for part in app.header] == ["Rules that differ"]
    assert "totals_png" not in [button.key for button in app.get("download_button")]


def test_plans_of_the_same_name_are_told_apart(keep, store):
    ids = [keep("tills.xlsx", GOOD, plan=True)[1], keep("again.xlsx", GOOD, plan=True)[1]]
    plans.rename(store, WORKSPACE, ids[1], "tills")
    app = open_page(plans=",".join(ids))
    labels = app.multiselect(key="pick_plans").options
    assert len(set(labels)) == 2
    assert len(set(shown(app, "The scenarios").index)) == len(shown(app, "The scenarios").index)


def test_text_of_an_inventory_is_never_markup(keep):
    _, harmful = keep("harm [x](http://example.invalid).xlsx", HARMFUL, plan=True)
    _, good = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(plans=f"{harmful},{good}")
    for part in (*app.markdown, *app.caption, *app.header):
        assert "example.invalid" not in part.value or "\\.invalid" in part.value
        assert "](" not in part.value
