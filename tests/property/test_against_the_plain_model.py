"""Estates too big to enumerate cost what the plain model finds, a row per requirement, whatever market and policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.estates import SHAPES as BENCHMARK_SHAPES
from benchmarks.estates import make_estate
from benchmarks.families import FAMILIES, instance_of
from benchmarks.markets import MARKETS, POLICIES, make_market
from planner.domain.estate import Estate
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.scenario import Policy
from planner.ingest import load_inventory
from planner.licensing import find_market, find_owned, find_requirements, rulebook
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, SolveStatus, solve_scenario
from planner.optimise.direct import solve_directly
from planner.optimise.solve import find_cheapest, total_cost
from tests.property.estates import PLAN_DATE, SHAPES, write_estate

DAY = date.fromisoformat(PLAN_DATE)


def check(estate: Estate, offers: tuple[Offer, ...], lots: tuple[Lot, ...], policy: Policy) -> SolveStatus:
    """Check that search and plain model find the same cost, or both no plan; return how it ended."""
    requirements = find_requirements(View(estate, policy))
    market = find_market(offers, find_owned(lots, View(estate, policy)).lots, requirements, policy)
    prepared = Prepared.of(requirements, policy)
    found = find_cheapest(prepared, market, policy, Limits(), total_cost)
    cost = solve_directly(requirements, market, policy, Limits())
    if cost is None:
        assert found.status is SolveStatus.INFEASIBLE
        return found.status
    assert found.status is SolveStatus.OPTIMAL
    assert found.value == found.bound == cost
    assert solve_scenario(prepared, market, policy, Limits()).bound_minor == cost
    return found.status


@pytest.mark.parametrize("shape", SHAPES)
def test_inventories_of_forty_people(shape: str, tmp_path: Path) -> None:
    """All scenarios of a random inventory, one after the other."""
    write_estate(tmp_path / "inventory", 301, 40, shape, scenarios=5)
    inventory = load_inventory(tmp_path / "inventory", today=DAY).inventory
    assert inventory is not None
    ends = [check(inventory.estate, inventory.offers, inventory.lots, s.policy) for s in inventory.scenarios]
    assert len(ends) == 5


MEETINGS = {
    "mixed": (30, "plain", "budget"),
    "versions": (37, "tight", "same_metric"),
    "own": (44, "tight", "default"),
    "shifts": (51, "plain", "few_vendors"),
    "hot_desks": (58, "tight", "used_share"),
    "hospital": (65, "tight", "mixing"),
    "groups": (72, "hundred_offers", "same_metric"),
    "two_lists": (79, "plain", "used_share"),
    "ten_machines": (30, "tight", "order_costs"),
    "repeated": (37, "plain", "single_metric"),
    "stars": (44, "tight", "new_only"),
    "paths": (51, "plain", "single_metric"),
    "coupled": (58, "tight", "few_vendors"),
    "empty_layers": (65, "tight", "no_money"),
    "little_remote": (72, "hundred_offers", "default"),
}
"""People, market and policy of each shape; every market and policy has its turn, but none that takes long here."""


@pytest.mark.parametrize(("number", "shape"), list(enumerate(BENCHMARK_SHAPES)))
def test_benchmark_estates(number: int, shape: str) -> None:
    people, market, rules = MEETINGS[shape]
    estate = make_estate(people, number, shape)
    check(estate, *make_market(people, number, market), rulebook.policy(DAY, **POLICIES[rules](people)))


NEW_SHAPES = [name for name, family in FAMILIES.items() if family.shape not in MEETINGS]


@pytest.mark.parametrize("family", [*NEW_SHAPES, "near ties, few vendors", "spare by pool", "tight budget"])
def test_small_members_of_families(family: str) -> None:
    """Estates whose shape, market and policy go badly together."""
    inventory = instance_of(family, 7, 4).inventory()
    check(inventory.estate, inventory.offers, inventory.lots, inventory.scenarios[0].policy)


def test_every_market_has_its_turn() -> None:
    markets = {market for _, market, _ in MEETINGS.values()}
    policies = {rules for _, _, rules in MEETINGS.values()}
    assert markets | {family.market for family in FAMILIES.values()} == set(MARKETS)
    assert policies | {family.policy for family in FAMILIES.values()} >= set(POLICIES)
