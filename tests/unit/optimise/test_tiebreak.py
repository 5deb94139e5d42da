"""Equally cheap purchases: the stated order decides."""

from dataclasses import replace
from fractions import Fraction

import pytest

from planner.domain.market import Market
from planner.domain.product import USER, WS, rank
from planner.optimise import Limits
from planner.optimise.market import tiebreak
from planner.optimise.market.model import in_period
from planner.optimise.solve import find_cheapest, holder_counts, total_cost
from tests.builders import bought, estate, group, lot, offer, plan_of, policy, server
from tests.unit.optimise.made_up import problem

TEN = estate([group("g", 10, 0)])


def test_fewest_vendors_first():
    needs = estate([group("g", 2, 0, rds="2022")])
    offers = [
        offer("a", 1000, vendor="A"),
        offer("b", 5000, "rds_cal", vendor="B"),
        offer("c", 1000, vendor="B"),
    ]
    assert bought(plan_of(needs, offers)) == {"b": 2, "c": 2}


def test_newest_versions_then_fewest_offers():
    offers = [offer("old", 1000), offer("new", 1000, runs="2025", stock_packs=4), offer("older", 1000, runs="2022")]
    plan = plan_of(TEN, offers)
    assert bought(plan) == {"new": 4, "old": 6}


def test_fewest_licences_sold_and_smallest_lists():
    equal = [offer("b", 1000, stock_packs=6), offer("a", 1000, stock_packs=6)]
    assert bought(plan_of(TEN, equal)) == {"a": 4, "b": 6}, "the list with fewer packs of a is the smaller one"
    swap = [offer("x", 500, condition="used")]
    kept = plan_of(TEN, swap, [lot("L", 10, resale_minor=500)])
    assert not kept.sales
    lots = [lot("L1", 5, resale_minor=700), lot("L2", 5, resale_minor=700)]
    spare = estate([group("g", 4, 0)])
    sold = plan_of(spare, [], lots)
    assert [(s.lot.owned_id, s.quantity) for s in sold.sales] == [("L1", 1), ("L2", 5)]


def test_what_may_be_sold_on_any_day_is_sold_on_one():
    """It was sold one licence a period: the list of sales that begins with the smallest quantity is the smallest."""
    now = Market((), (lot("L", 9, resale_minor=700),), frozenset({"L"}))
    counts = {(in_period((WS, USER), period), rank("2022")): 4 for period in range(3)}
    _, sold, _ = tiebreak.best_purchases(replace(now, later=(now, now)), policy(), counts)
    assert sold == {(0, "L"): 5}


def test_of_purchases_alike_in_all_else_the_one_that_sells_fewer_licences():
    """Two packs of two cost as much as the owned licences bring that they replace; the budget is for one of them.

    `a` replaces both licences of U, `z` the one of D, and leaves a spare one.  By its name alone `a` would come first.
    """
    needs = estate([group("g", 2, 0, rds="2022")], [server("fs")], [(None, "clock", "fs", "standard")])
    offers = [
        offer("a", 1000, pack_size=2),
        offer("r", 700, "rds_cal"),
        offer("z", 500, metric="device", pack_size=2),
    ]
    lots = [lot("U", 2, resale_minor=500), lot("D", 1, metric="device", resale_minor=500)]
    plan = plan_of(needs, offers, lots, policy(budget=1400 + 1000))
    assert plan is not None
    assert bought(plan) == {"r": 2, "z": 1}
    assert [(sale.lot.owned_id, sale.quantity) for sale in plan.sales] == [("D", 1)]


def test_the_order_of_offers_does_not_matter():
    offers = [offer(name, 1000, stock_packs=3, vendor=name) for name in "edcba"]
    first = bought(plan_of(TEN, offers))
    assert first == bought(plan_of(TEN, offers[::-1]))
    assert first == {"a": 1, "b": 3, "c": 3, "d": 3}


def test_used_share_counts_in_the_tie_break():
    offers = [offer("n", 1000), offer("u", 1000, condition="used", runs="2025")]
    plan = plan_of(TEN, offers, rules=policy(max_used_share=Fraction(0)))
    assert bought(plan) == {"n": 10}


@pytest.mark.parametrize("seed", range(30))
def test_that_there_is_no_tie_is_said_only_where_there_is_none(seed: int, monkeypatch: pytest.MonkeyPatch):
    """The steps, which are gone through if there may be a tie, find the same quantities."""
    one = problem(seed)
    found = find_cheapest(one.prepared, one.market, one.policy, Limits(), total_cost)
    if found.held is None:
        return
    counts = holder_counts(one.prepared.reduction.requirements.holders, found.held)
    said = []
    look = tiebreak._Search._is_the_only_one
    monkeypatch.setattr(tiebreak._Search, "_is_the_only_one", lambda self: said.append(look(self)) or said[-1])
    quick = tiebreak.best_purchases(one.market, one.policy, counts)
    cost = found.value - found.case.extra
    for known in (cost, cost + 100, cost - 1):  # the last is wrong, and does no harm
        assert quick == tiebreak.best_purchases(one.market, one.policy, counts, known=known)
    monkeypatch.setattr(tiebreak._Search, "_is_the_only_one", lambda self: False)
    assert quick == tiebreak.best_purchases(one.market, one.policy, counts)


def test_ties_are_seen(monkeypatch: pytest.MonkeyPatch):
    said = []
    look = tiebreak._Search._is_the_only_one
    monkeypatch.setattr(tiebreak._Search, "_is_the_only_one", lambda self: said.append(look(self)) or said[-1])
    for prices, is_only in (((1000, 1000), False), ((1000, 1001), True)):
        plan_of(TEN, [offer(name, price, stock_packs=8) for name, price in zip("ab", prices, strict=True)])
        assert said.pop() is is_only
        assert not said
