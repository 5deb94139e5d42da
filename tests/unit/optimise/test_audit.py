"""The audit finds what is wrong: each test spoils one thing in a sound plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest

from planner.domain.evidence import Evidence, Segment
from planner.domain.plan import Purchase, Sale
from planner.domain.product import Suite
from planner.licensing import find_market, find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from tests.builders import DAY, estate, group, lot, offer, policy

RULES = policy(order_cost=100)
NEEDS = estate([group("office", 5, 15, "own"), group("shift", 20, 4, rds="2019", rds_users=3)])
OFFERS = [
    offer("D", 3500, metric="device", stock_packs=30),
    offer("R", 9000, "rds_cal", runs="2019"),
    offer("U", 4500, breaks=[(1, 4500), (5, 4000)]),
]
LOTS = [lot("L", 3, metric="device", resale_minor=100), lot("S", 2, "rds_cal", runs="2016", resale_minor=200)]


@pytest.fixture
def sound():
    requirements = find_requirements(View(NEEDS, RULES))
    market = find_market(OFFERS, LOTS, requirements, RULES)
    outcome = solve_scenario(Prepared.of(requirements, RULES), market, RULES, Limits())
    plan = make_plan(requirements, market, RULES, outcome.choice, outcome.bound_minor, 0)
    return plan, requirements, market


def findings(sound, rules=RULES, upgrades=0, market=None, **changes):
    plan, requirements, own_market = sound
    return audit(replace(plan, **changes), requirements, market or own_market, rules, upgrades)


def without_row(register, row):
    columns = ("product", "metric", "member", "holder", "required", "licence", "source", "reason")
    return replace(register, **{name: np.delete(getattr(register, name), row) for name in columns})


def test_a_sound_plan_passes(sound):
    assert findings(sound) == []


def test_every_licence_in_the_register_is_needed(sound):
    plan = sound[0]
    assert len(plan.register) > 10
    for row in range(len(plan.register)):
        assert any("not covered" in text for text in findings(sound, register=without_row(plan.register, row)))


@pytest.mark.parametrize(
    ("column", "change", "words"),
    [
        ("holder", lambda values: np.roll(values, 1), "name wrongly"),
        ("metric", lambda values: 1 - values, "User CAL was given to a machine"),
        ("licence", lambda values: values - 1, "older than its holder needs"),
        ("member", lambda values: np.zeros_like(values), "two licences"),
        ("source", lambda values: np.zeros_like(values), "licences of another product or metric"),
        ("source", lambda values: values + 99, "sources are not the lots and purchases"),
        ("licence", lambda values: values + 1, "another version than where it comes from"),
        ("holder", lambda values: values + "0", "name wrongly"),
        ("member", lambda values: values + 1000, "not in the estate"),
    ],
)
def test_spoilt_register(sound, column, change, words):
    register = sound[0].register
    spoilt = replace(register, **{column: change(getattr(register, column))})
    assert any(words in text for text in findings(sound, register=spoilt))


def test_figures_must_add_up(sound):
    plan = sound[0]
    for name in ("purchases", "orders", "mixing", "upgrades", "sales"):
        wrong = replace(plan.cost, **{name: getattr(plan.cost, name) + 1})
        assert any("cost lines" in text for text in findings(sound, cost=wrong))
    assert any("bound" in text for text in findings(sound, lower_bound_minor=plan.cost.total + 1))
    assert findings(sound, upgrades=5)


def test_lines_must_be_allowed(sound):
    plan = sound[0]
    first, *rest = plan.purchases
    for line in (Purchase(first.offer, 0), Purchase(first.offer, 31), Purchase(offer("Z", 1), 1)):
        assert findings(sound, purchases=(line, *rest))
    oversold = (Sale(LOTS[1], 3),)
    assert any("3 of 2 licences sold" in text for text in findings(sound, sales=oversold))
    assert any("may not be sold" in text for text in findings(sound, rules=replace(RULES, sell_surplus=False)))


@pytest.mark.parametrize(
    ("sold", "quantity", "wrong"),
    [
        (lot("F", 2, metric="device", resale_minor=1), 2, ""),
        (lot("F", 2, metric="device", resale_minor=1), 3, "F: 3 of 2 licences sold"),
        (lot("F", 2, metric="device", resale_minor=1), 0, "F: 0 of 2 licences sold"),
        (lot("F", 2, metric="device", resale_minor=0), 2, "F may not be sold"),
        (lot("F", 2, metric="device", resale_minor=1, transferable=False), 2, "F may not be sold"),
    ],
)
def test_what_is_not_for_sale_is_not_sold_for_nothing(sound, sold, quantity, wrong):
    """Idle licences that go away for nothing change no figure of the cost, and are a fault all the same."""
    spoilt = replace(sound[2], lots=(sold, *sound[2].lots), sellable=sound[2].sellable | {"F"})
    told = findings(sound, market=spoilt, sales=(Sale(sold, quantity),))
    assert [text for text in told if text.startswith("F")] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("stated", "rules", "may_go"),
    [
        ({"sa_until": DAY}, {}, False),
        ({"sa_until": DAY - timedelta(days=1)}, {}, True),
        ({"sa_until": DAY}, {"sell_under_sa": True}, True),
        ({"suite": Suite.CORE}, {}, False),
        ({"suite": Suite.CORE}, {"sell_under_sa": True}, True),
        ({"evidence": Evidence(segment=Segment.OEM)}, {"allow_used_academic_gov": True}, False),
        ({"evidence": Evidence(segment=Segment.OEM)}, {"allow_used_oem": True}, True),
        ({"evidence": Evidence(segment=Segment.ACADEMIC)}, {"allow_used_oem": True}, False),
        ({"evidence": Evidence(lot_is_complete=False)}, {"allow_split_lots": False}, False),
        ({"evidence": Evidence(lot_is_complete=False)}, {}, True),
        ({"term_months": 12}, {}, False),
    ],
)
def test_what_a_buyer_would_not_take_is_not_sold_whatever_the_market_says(sound, stated, rules, may_go):
    one = lot("F", 2, metric="device", resale_minor=1, **stated)
    spoilt = replace(sound[2], lots=(one, *sound[2].lots), sellable=sound[2].sellable | {"F"})
    told = findings(sound, market=spoilt, rules=RULES.having(**rules), sales=(Sale(one, 2),))
    assert [text for text in told if text.startswith("F")] == ([] if may_go else ["F may not be sold"])


def test_what_the_market_does_not_sell_is_not_sold(sound):
    one = lot("F", 2, metric="device", resale_minor=1)
    spoilt = replace(sound[2], lots=(one, *sound[2].lots))
    assert "F may not be sold" in findings(sound, market=spoilt, sales=(Sale(one, 2),))


@pytest.mark.parametrize(
    "rules",
    [
        replace(RULES, ws_metrics="user"),
        replace(RULES, ws_metrics="single"),
        replace(RULES, budget=1),
        replace(RULES, max_vendors=0),
        replace(RULES, excluded_vendors=("Vendor A",)),
        replace(RULES, excluded_offers=("U",)),
        replace(RULES, min_version="2025"),
        replace(RULES, spare_share=Fraction("0.5")),
        replace(RULES, spare_share_ws_user=Fraction("0.5")),
        replace(RULES, order_cost=0),
        replace(RULES, ws_mixing_cost=5),
        replace(RULES, base_and_rds_same_metric=True),
    ],
)
def test_a_plan_for_other_policies_fails(sound, rules):
    assert findings(sound, rules=rules)


def test_pools_must_agree(sound):
    first, *rest = sound[0].pools
    for name in ("holders", "holders_at_or_above", "owned", "bought", "sold", "idle"):
        wrong = replace(first, **{name: getattr(first, name) + 1})
        assert findings(sound, pools=(wrong, *rest))
    assert any("leaves something out" in text for text in findings(sound, pools=tuple(rest)))


def test_uncovered_requirements_are_counted(sound):
    register = sound[0].register
    nobody = without_row(register, np.arange(len(register)))
    # Five people with machines of their own; of the shift, the people with Remote Desktop on both layers and
    # those without it on the base layer.
    assert "8 requirements are not covered" in findings(sound, register=nobody)


def test_one_person_too_few_leaves_a_shared_machine_uncovered():
    rules = policy(ws_metrics="user")
    requirements = find_requirements(View(estate([group("all", 100, 3)]), rules))
    market = find_market([offer("U", 100)], [], requirements, rules)
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    plan = make_plan(requirements, market, rules, outcome.choice, outcome.bound_minor, 0)
    assert findings((plan, requirements, market), rules) == []
    fewer = without_row(plan.register, 57)
    assert "1 requirements are not covered" in findings((plan, requirements, market), rules, register=fewer)


def test_no_licence_in_use_is_newer_than_every_licence_server(sound):
    newest = 2
    market = replace(sound[2], newest_rds=newest)
    assert any("in use is newer than every licence server" in text for text in findings(sound, market=market))
    assert any("R is newer than every licence server" in text for text in findings(sound, market=market))
    assert any("S is barred or not" in text for text in findings(sound, market=replace(market, newest_rds=1)))
    assert findings(sound, market=replace(sound[2], newest_rds=3)) == []


def test_what_no_licence_server_holds_is_no_supply():
    rules = policy()
    requirements = find_requirements(View(estate([group("all", 3, 3, "own", rds="2019")]), rules))
    lots = [lot("L", 3, "rds_cal", runs="2025"), lot("W", 3)]
    market = find_market([], lots, requirements, rules)
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    plan = make_plan(requirements, market, rules, outcome.choice, outcome.bound_minor, 0)
    barred = replace(market, newest_rds=3, barred=frozenset({"L"}))
    found = audit(plan, requirements, barred, rules, 0)
    assert "L is in use, but no licence server holds it" in found
    assert "rds_cal user 2019: 0 licences for 3 holders" in found
    assert solve_scenario(Prepared.of(requirements, rules), barred, rules, Limits()).choice is None


def test_switches_must_fit_what_is_used():
    rules = policy(rds_type_convertible=True, rds_metrics="device")
    requirements = find_requirements(View(estate([group("all", 5, 3, rds="2019")]), rules))
    lots = [lot("L", 6, "rds_cal", runs="2019", resale_minor=1), lot("W", 3, metric="device")]
    market = find_market([], lots, requirements, rules)
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    plan = make_plan(requirements, market, rules, outcome.choice, outcome.bound_minor, 0)
    sound = plan, requirements, market
    (line,) = plan.switches
    assert (line.quantity, plan.sales[0].quantity) == (3, 3)
    assert findings(sound, rules) == []
    assert "licences are switched that may not be, or a lot is switched twice" in findings(
        sound, rules, market=replace(market, switchable=frozenset())
    )
    for quantity in (0, 2, 4):
        found = findings(sound, rules, switches=(replace(line, quantity=quantity),))
        assert any("do not fit what is used and sold" in text for text in found)
    assert "L gives licences of another product or metric" in findings(sound, rules, switches=())
    assert any("does not add up" in text for text in findings(sound, rules, switches=()))
