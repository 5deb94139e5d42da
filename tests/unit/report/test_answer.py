"""The answer in one sentence and four figures."""

from __future__ import annotations

import pytest

from planner.report.answer import answer, rules_of
from tests.saved_plans import bought, impossible, planned, read, sold

LINES = [bought("Shop", 5, "190.00", metric="device")]


def scenario(name, total, lines=LINES, **more):
    return planned(name, total, lines, **more)


CHEAPEST, USERS = scenario("cheapest", "190.00"), scenario("users only", "700.00")
DEVICES = scenario("devices only", "380.00")
DOCUMENT = read(CHEAPEST, USERS)


def test_savings_name_both_usual_ways_of_licensing():
    saving = answer(read(CHEAPEST, USERS, DEVICES), "cheapest").figures[1]
    assert saving.remark == "72.9 % below all-User, which costs 700.00 EUR; 50 % below all-Device"
    named = read(scenario("cheapest", "190.00", baseline="cheapest"), USERS, DEVICES)
    assert "all-" not in answer(named, "devices only").figures[1].remark


def test_the_plain_case():
    found = answer(DOCUMENT, "cheapest")
    assert found.sentence == "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 72.9 % below all-User."
    assert [(figure.label, figure.value, figure.remark) for figure in found.figures] == [
        ("Total cost", "190.00 EUR", "licences 190.00 EUR"),
        ("Saving", "510.00 EUR", "72.9 % below all-User, which costs 700.00 EUR"),
        ("Licences to buy", "5", "5 new, 0 used"),
        ("Could still be saved", "0.00 EUR", "proved: nothing cheaper exists"),
    ]
    assert found.from_to == "From 700.00 EUR (all-User) to 190.00 EUR"
    assert found.scenario is DOCUMENT["cheapest"]


def test_new_and_used_licences_are_counted_apart():
    lines = [bought("A", 3, "30.00"), bought("B", 11, "44.00", condition="used")]
    found = answer(read(scenario("cheapest", "74.00", lines)), "cheapest")
    assert (found.figures[2].value, found.figures[2].remark) == ("14", "3 new, 11 used")
    assert found.sentence == "Buy 14 licences for 74.00 EUR from 2 vendors; proved cheapest."


def test_sales_orders_and_an_open_gap():
    sale = sold("L1", 6, "10.00", "60.00")
    open_ = scenario("cheapest", "150.00", orders="20.00", sales=[sale], bound="149.00")
    found = answer(read(open_, USERS), "cheapest")
    assert found.sentence == (
        "150.00 EUR in total: buy 5 licences from 1 vendor and sell 6; at most 0.7 % could still be saved; "
        "78.6 % below all-User."
    )
    assert found.figures[0].remark == "licences 190.00 EUR, placing orders 20.00 EUR, less sales 60.00 EUR"
    assert found.figures[3].value == "1.00 EUR"


def test_nothing_to_buy():
    assert answer(read(scenario("cheapest", "0.00", []), USERS), "cheapest").sentence == (
        "Nothing needs to be bought; proved cheapest; 100 % below all-User."
    )


def test_the_baseline_itself_is_compared_with_nothing():
    found = answer(DOCUMENT, "users only")
    assert found.sentence == "Buy 5 licences for 700.00 EUR from 1 vendor; proved cheapest."
    assert found.figures[1].remark == "savings are counted from this scenario"


def test_a_scenario_alone_saves_nothing_and_says_why():
    figure = answer(read(CHEAPEST), "cheapest").figures[1]
    assert (figure.value, figure.remark) == ("–", "no other scenario is planned that it could be compared with")


def test_a_baseline_that_is_named_wins():
    document = read(scenario("cheapest", "190.00", baseline="today"), USERS, scenario("today", "400.00"))
    assert answer(document, "cheapest").sentence.endswith('52.5 % below "today".')


def test_without_the_naive_ways_the_first_planned_is_the_baseline():
    document = read(scenario("a", "10.00"), scenario("b", "12.00"))
    assert answer(document, "b").sentence.endswith('20 % above "a".')


def test_an_impossible_scenario_says_why_and_what_would_help():
    document = read(impossible("cheapest"), USERS)
    found = answer(document, "cheapest")
    assert found.sentence == '"cheapest" is impossible. The budget is too small.'
    assert found.help == ("Raise the budget to 190.00 EUR.",)
    assert (found.figures, found.scenario.purchases, found.from_to) == ((), (), "")
    assert document.best.name == "users only"


def test_a_mere_reading_is_not_the_plan_that_is_shown_first():
    reading = scenario("cheapest, other reading", "100.00") | {"is_reading": True}
    assert read(reading, CHEAPEST, USERS).best.name == "cheapest"
    assert read(reading, impossible("cheapest")).best.name == "cheapest, other reading"
    assert read(impossible("a"), impossible("b")).best.name == "a"


def test_an_upper_bound_is_said_first_among_what_to_watch():
    notices = [{"code": "CAL-1", "text": "Access: Access: 3 rows repeat."}] * 2
    upper = scenario("cheapest", "190.00", data_level="upper_bound", example_if_own="99.00", notices=notices)
    bound, example, notice = answer(read(upper), "cheapest").watch
    assert bound.startswith("It is not known who uses which machine")
    assert "99.00 EUR" in example
    assert notice == "Access: 3 rows repeat."


def test_rules_and_scenarios_by_name():
    rules = dict(rules_of(read(scenario("cheapest", "190.00", budget="1000.00")), "cheapest"))
    left_open = 'the dearer of "users only" and "devices only", else the first'
    assert rules == {
        "plan_date": "2026-11-21", "allow_used": "yes", "budget": "1,000.00 EUR", "ws_metrics": "any mix",
        "baseline": left_open,
    }  # fmt: skip
    with pytest.raises(KeyError):
        answer(DOCUMENT, "nonsense")
