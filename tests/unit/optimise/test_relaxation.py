"""Bounds lie below what the plain model finds, however they are come by, and what is learned serves the next market."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from planner.domain.product import DEVICE, RDS, USER, WS, Version, rank
from planner.optimise.market.model import PRICE_UNIT, scarce_rows
from planner.optimise.proof.bounds import Learned, PriceRelaxation
from tests.builders import estate, group, lot, offer, policy, server
from tests.unit.optimise.made_up import Problem, pose, problem

SEEDS = range(18)
V19, V22 = rank(Version("2019")), rank(Version("2022"))
POSSIBLE = [seed for seed in SEEDS if problem(seed).cheapest() is not None]


@pytest.mark.parametrize("seed", POSSIBLE)
def test_no_plan_costs_less_than_the_bounds(seed: int):
    relaxation, cost = problem(seed).relaxation(), problem(seed).cheapest()
    quick = relaxation.bound({})
    assert quick is not None
    assert quick[0] <= cost
    priced = relaxation.converge({})
    assert priced is not None
    assert priced.bound <= cost
    assert (priced.prices >= 0).all()


@pytest.mark.parametrize("seed", POSSIBLE)
def test_once_agreed_prices_are_known_both_bounds_are_one(seed: int):
    """Both programs then describe the same covers, from inside and from outside."""
    relaxation = problem(seed).relaxation()
    priced, quick = relaxation.converge({}), relaxation.bound({})
    assert priced is not None
    assert quick is not None
    assert float(quick[0]) == pytest.approx(float(priced.bound), abs=0.5)


@pytest.mark.parametrize("seed", POSSIBLE[:12])
def test_a_decision_only_raises_the_bound_and_the_other_one_keeps_the_cheapest_plan(seed: int):
    """Of all ways to decide one question, one still has the cheapest plan: the least of their bounds is a bound."""
    relaxation, cost = problem(seed).relaxation(), problem(seed).cheapest()
    root = relaxation.converge({})
    assert root is not None
    for name in relaxation.questions[2]:
        parts = [relaxation.converge({name: (value, value)}) for value in (0, 1)]
        bounds = [part.bound for part in parts if part is not None]
        assert min(bounds) <= cost
        assert all(ceil(bound) >= ceil(root.bound) - 1 for bound in bounds)


def test_a_decision_that_rules_all_licences_out_leaves_them_lacking():
    people, rules = estate([group("g", 3, 3, "own")]), policy(ws_metrics="user")
    relaxation = pose(people, [offer("U", 0, breaks=[(2, 4500)])], [], rules).relaxation()
    [name] = relaxation.questions[2]
    assert relaxation.limits(name) == (0, 1)
    free, lacking = relaxation.bound({}), relaxation.bound({name: (0, 0)})
    assert free is not None
    assert lacking is not None
    assert free[0] == 3 * 4500
    assert lacking[0] > 20 * free[0]
    found = [relaxation.converge(decisions) for decisions in ({}, {name: (0, 0)})]
    assert [priced and priced.is_short for priced in found] == [False, True]


def test_a_need_without_a_machine_beside_a_newer_one_with_a_machine():
    """One licence serves both needs of a person; they stand in different components.  A bound that looks at each
    component by itself must not ask the newer one for what the older one has.
    """
    park = [server("old", "2019"), server("new", "2022")]
    people = estate(servers=park, accesses=[("ann", None, "old", "standard"), ("ann", "pc", "new", "standard")])
    one = pose(people, [offer("U", 4500), offer("D", 9000, metric="device")], [], policy())
    relaxation = one.relaxation()
    relaxation.converge({})
    quick = relaxation.bound({})
    assert quick is not None
    assert quick[0] == one.cheapest() == 4500


def test_decisions_that_clash_leave_nothing():
    """Two breaks of one offer never both apply."""
    steps = [(2, 4500), (4, 4000)]
    relaxation = pose(estate([group("g", 9, 9, "own")]), [offer("U", 0, breaks=steps)], [], policy()).relaxation()
    both = dict.fromkeys(relaxation.questions[2], (1, 1))
    assert len(both) == 2
    assert relaxation.bound(both) is None
    assert relaxation.converge(both) is None


def test_converging_stops_early_once_it_has_enough():
    seed = next(seed for seed in POSSIBLE if cuts_asked(problem(seed).learned(), problem(seed)) > 6)
    relaxation = problem(seed).relaxation()
    before = len(relaxation.learned.demands)
    early = relaxation.converge({}, enough=1)
    assert early is not None
    assert len(relaxation.learned.demands) == before + 1
    agreed = relaxation.converge({})
    assert agreed is not None
    assert 1 <= early.bound <= agreed.bound


# -- what is learned -------------------------------------------------------------------------------------------


def dearer_machines(one: Problem) -> Problem:
    """Return the same scenario with other prices of Device CALs."""
    offers = tuple(
        replace(o, breaks=tuple(replace(b, price_minor=b.price_minor * 11 // 10) for b in o.breaks))
        if o.metric == "device"
        else o
        for o in one.market.offers
    )
    return replace(one, market=replace(one.market, offers=offers))


def cuts_asked(learned: Learned, one: Problem) -> int:
    before = len(learned.demands)
    assert one.relaxation(learned).converge({}) is not None
    return len(learned.demands) - before


def test_the_same_market_asks_for_nothing_new():
    for seed in POSSIBLE:
        learned = problem(seed).learned()
        assert cuts_asked(learned, problem(seed)) > 0
        assert cuts_asked(learned, problem(seed)) <= 1


def test_a_bound_is_as_sharp_as_what_others_learned():
    for seed in POSSIBLE:
        learned = problem(seed).learned()
        first = problem(seed).relaxation(learned)
        first.converge({})
        known, again = first.bound({}), problem(seed).relaxation(learned).bound({})
        assert known is not None
        assert again is not None
        assert float(again[0]) == pytest.approx(float(known[0]), abs=0.01)


def test_the_next_market_asks_for_less():
    fresh, after = 0, 0
    for seed in POSSIBLE:
        other = dearer_machines(problem(seed))
        fresh += cuts_asked(other.learned(), other)
        learned = problem(seed).learned()
        cuts_asked(learned, problem(seed))
        after += cuts_asked(learned, other)
    assert after < fresh


@pytest.mark.parametrize("seed", POSSIBLE)
def test_bounds_of_the_next_market_hold_too(seed: int):
    learned, other = problem(seed).learned(), dearer_machines(problem(seed))
    problem(seed).relaxation(learned).converge({})
    relaxation = other.relaxation(learned)
    quick, priced, cost = relaxation.bound({}), relaxation.converge({}), other.cheapest()
    assert cost is not None
    assert quick is not None
    assert quick[0] <= cost
    assert priced is not None
    assert priced.bound <= cost


# -- licences that are owned in plenty -------------------------------------------------------------------------


def row(product: int, metric: int, version: int = V22) -> tuple[tuple[int, int], int]:
    return (product, metric), version


def test_scarce_rows_are_those_that_what_is_kept_may_not_supply():
    needs = {row(WS, USER, V19): 10, row(WS, USER): 6, row(WS, DEVICE): 5, row(RDS, USER): 3}
    lots = [
        lot("machines", 9, metric="device", resale_minor=100),
        lot("new", 6),
        lot("old", 4, runs="2019"),
        lot("remote", 2, "rds_cal", runs="2025"),
    ]
    market = pose(estate([group("g", 9, 9)]), [], lots, policy()).market
    assert market.sellable == {"machines"}
    assert scarce_rows(market, policy(), needs) == {row(WS, DEVICE), row(RDS, USER)}
    assert scarce_rows(replace(market, sellable=frozenset()), policy(), needs) == {row(RDS, USER)}
    assert scarce_rows(market, policy(spare_share=Fraction(1, 100)), needs) == set(needs)


def plenty() -> Problem:
    """Six people at four terminals with User CALs for all of them, and three Device CALs that could be sold."""
    lots = [lot("L", 10), lot("M", 3, metric="device", resale_minor=1000)]
    people = estate(servers=[server("s")], accesses=[(f"u{i}", f"d{i % 4}", "s", "standard") for i in range(6)])
    return pose(people, [offer("U", 4500), offer("D", 3600, metric="device")], lots, policy())


def test_what_is_owned_in_plenty_has_no_price():
    relaxation = plenty().relaxation()
    assert relaxation.rows == (row(WS, USER), row(WS, DEVICE))
    assert relaxation.scarce == {row(WS, DEVICE)}
    priced = relaxation.converge({})
    assert priced is not None
    assert priced.prices[0] == 0
    assert priced.bound == plenty().cheapest() == -3000


def test_a_token_price_shows_who_can_go_without():
    """With prices of nothing, holding for no reason costs nothing; with a token it costs."""
    enough = lot("M", 3, metric="device", resale_minor=0)
    one = replace(plenty(), market=replace(plenty().market, lots=(enough,), sellable=frozenset()))
    plain, token = one.relaxation().converge({}), one.relaxation(per_holder=1).converge({})
    assert plain is not None
    assert token is not None
    users, machines = (row(WS, USER), row(WS, DEVICE))
    scarce = one.relaxation().scarce
    assert scarce == {users, machines}
    assert (token.prices >= PRICE_UNIT).all()
    assert plain.bound < token.bound


def test_most_is_what_all_literals_would_count():
    relaxation: PriceRelaxation = problem(3).relaxation()
    assert relaxation.most == relaxation.learned.graph.most_demand().sum(axis=0).tolist()
    assert np.all(np.array(relaxation.most) > 0)
