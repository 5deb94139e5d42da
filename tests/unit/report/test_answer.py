"""The answer in one sentence and four figures, from the content of plan.json."""

from __future__ import annotations

import copy

import pytest

from planner.report.answer import answer, best_scenario, rules_of, scenario_names

LINE = {
    "offer_id": "O1", "vendor": "Shop", "product": "ws_cal", "metric": "device", "version": "2022", "condition": "new",
    "pack_size": 1, "packs": 5, "licences": 5, "pack_price": "38.00", "cost": "190.00", "period": 0,
    "reason": "Needed.",
}  # fmt: skip


def scenario(name, total, **changes):
    cost = {"total": total, "purchases": total, "orders": "0.00", "mixing": "0.00", "upgrades": "0.00", "sales": "0.00"}
    return {
        "name": name, "status": "optimal", "policy": {"baseline": None, "allow_used": True, "budget": "1000.00"},
        "data_level": "groups", "assumptions": ["All is well."], "notices": [],
        "cost": cost, "bound": total, "gap": 0, "purchases": [LINE], "sales": [],
    } | changes  # fmt: skip


@pytest.fixture
def document():
    return {
        "currency": "EUR",
        "scenarios": [scenario("cheapest", "190.00"), scenario("users only", "700.00")],
    }


def test_savings_name_both_usual_ways_of_licensing(document):
    document["scenarios"].append(scenario("devices only", "380.00"))
    saving = answer(document, "cheapest").figures[1]
    assert saving.remark == "72.9 % below all-User, which costs 700.00 EUR; 50 % below all-Device"
    document["scenarios"][0]["policy"]["baseline"] = "cheapest"
    assert "all-" not in answer(document, "devices only").figures[1].remark


def test_the_plain_case(document):
    found = answer(document, "cheapest")
    assert found.sentence == "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 72.9 % below all-User."
    assert [(figure.label, figure.value, figure.remark) for figure in found.figures] == [
        ("Total cost", "190.00 EUR", "licences 190.00 EUR"),
        ("Saving", "510.00 EUR", "72.9 % below all-User, which costs 700.00 EUR"),
        ("Licences to buy", "5", "5 new, 0 used"),
        ("Could still be saved", "0.00 EUR", "proved: nothing cheaper exists"),
    ]
    assert found.from_to == "From 700.00 EUR (all-User) to 190.00 EUR"


def test_sales_orders_and_an_open_gap(document):
    cost = {"total": "150.00", "purchases": "190.00", "orders": "20.00", "mixing": "0.00", "upgrades": "0.00"}
    sold = {
        "owned_id": "L1",
        "quantity": 6,
        "unit_price": "10.00",
        "proceeds": "60.00",
        "period": 0,
        "reason": "Spare.",
    }
    document["scenarios"][0] = scenario(
        "cheapest", "150.00", cost=cost | {"sales": "60.00"}, sales=[sold], bound="149.00", gap=0.0066,
        status="feasible",
    )  # fmt: skip
    found = answer(document, "cheapest")
    assert found.sentence == (
        "Buy 5 licences for 190.00 EUR from 1 vendor and sell 6 for 60.00 EUR; 150.00 EUR in total; "
        "at most 1.00 EUR (0.7 %) could still be saved; 78.6 % below all-User."
    )
    assert found.figures[0].remark == "licences 190.00 EUR, placing orders 20.00 EUR, less sales 60.00 EUR"
    assert found.figures[3].value == "1.00 EUR"


def test_nothing_to_buy(document):
    document["scenarios"][0] = scenario("cheapest", "0.00", purchases=[])
    assert answer(document, "cheapest").sentence == (
        "Nothing needs to be bought; proved cheapest; 100 % below all-User."
    )  # fmt: skip


def test_the_baseline_itself_is_compared_with_nothing(document):
    found = answer(document, "users only")
    assert found.sentence == "Buy 5 licences for 700.00 EUR from 1 vendor; proved cheapest."
    assert found.figures[1].remark == "savings are counted from this scenario"


def test_a_scenario_alone_saves_nothing_and_says_why(document):
    del document["scenarios"][1]
    figure = answer(document, "cheapest").figures[1]
    assert (figure.value, figure.remark) == ("–", "no other scenario is planned that it could be compared with")


def test_a_baseline_that_is_named_wins(document):
    document["scenarios"].append(scenario("today", "400.00"))
    document["scenarios"][0]["policy"]["baseline"] = "today"
    assert answer(document, "cheapest").sentence.endswith('52.5 % below "today".')


def test_without_the_naive_ways_the_first_planned_is_the_baseline(document):
    document["scenarios"] = [scenario("a", "10.00"), scenario("b", "12.00")]
    assert answer(document, "b").sentence.endswith('20 % above "a".')


def test_an_impossible_scenario_says_why_and_what_would_help(document):
    impossible = copy.deepcopy(document["scenarios"][0])
    for key in ("cost", "bound", "gap", "purchases", "sales"):
        del impossible[key]
    help_ = {"policy": "budget", "from": "1", "to": "190", "text": "Raise the budget to 190.00 EUR."}
    impossible |= {"status": "infeasible", "reason": "The budget is too small.", "relaxations": [help_]}
    document["scenarios"][0] = impossible
    found = answer(document, "cheapest")
    assert found.sentence == '"cheapest" is impossible. The budget is too small.'
    assert found.help == ("Raise the budget to 190.00 EUR.",)
    assert (found.figures, found.purchases, found.from_to) == ((), (), "")
    assert best_scenario(document) == "users only"


def test_an_upper_bound_is_said_first_among_what_to_watch(document):
    document["scenarios"][0] |= {
        "data_level": "upper_bound", "example_if_own": "99.00",
        "notices": [{"code": "CAL-1", "text": "Access: Access: 3 rows repeat."}] * 2,
    }  # fmt: skip
    bound, example, notice = answer(document, "cheapest").watch
    assert bound.startswith("It is not known who uses which machine")
    assert "99.00 EUR" in example
    assert notice == "Access: 3 rows repeat."


def test_what_an_auditor_finds_is_told_where_the_plan_says_it(document):
    assert answer(document, "cheapest").checklist == ()
    document["scenarios"][0] |= {
        "checklist": [{"item": "Invoices", "state": "missing", "text": "Each lot needs one.", "missing": ["L1", "L2"]}],
        "risk": {"shortfall": 2, "amount": "80.00", "text": "Two licences are missing."},
    }
    found = answer(document, "cheapest")
    assert [(line.item, line.missing) for line in found.checklist] == [("Invoices", "L1; L2")]
    assert found.risk == "Two licences are missing."


def test_names_and_rules(document):
    assert scenario_names(document) == ("cheapest", "users only")
    assert best_scenario(document) == "cheapest"
    rules = dict(rules_of(document, "cheapest"))
    left_open = 'the dearer of "users only" and "devices only", else the first'
    assert rules == {"baseline": left_open, "allow_used": "yes", "budget": "1,000.00 EUR"}
    with pytest.raises(KeyError):
        answer(document, "nonsense")
