"""Estates too big to enumerate cost what the plain model finds, a row per requirement, whatever market and policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.estates import SHAPES as BENCHMARK_SHAPES
from benchmarks.estates import make_estate
from benchmarks.markets import MARKETS, POLICIES, make_market
from planner.domain.estate import Estate
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.scenario import Policy
from planner.ingest import load_inventory
from planner.licensing import find_market, find_requirements
from planner.optimise import Limits, Prepared, SolveStatus, solve_scenario
from planner.optimise.direct import solve_directly
from planner.optimise.solve import find_cheapest, total_cost
from tests.property.estates import PLAN_DATE, SHAPES, write_estate

DAY = date.fromisoformat(PLAN_DATE)


def check(estate: Estate, offers: tuple[Offer, ...], lots: tuple[Lot, ...], policy: Policy) -> SolveStatus:
    """Check that search and plain model find the same cost, or both no plan; return how it ended."""
    requirements = find_requirements(estate, policy)
    market = find_market(offers, lots, requirements, policy)
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
@pytest.mark.parametrize("seed", [301, 302])
def test_inventories_of_forty_people(shape: str, seed: int, tmp_path: Path) -> None:
    """All scenarios of a random inventory, one after the other."""
    write_estate(tmp_path / "inventory", seed, 40, shape, scenarios=6)
    inventory = load_inventory(tmp_path / "inventory", today=DAY).inventory
    assert inventory is not None
    ends = [check(inventory.estate, inventory.offers, inventory.lots, s.policy) for s in inventory.scenarios]
    assert len(ends) == 6


@pytest.mark.parametrize(("number", "shape"), list(enumerate(BENCHMARK_SHAPES)))
def test_benchmark_estates(number: int, shape: str) -> None:
    """Every shape meets every market, each time under another policy."""
    people, policies = 30 + 7 * (number % 8), sorted(POLICIES)
    estate = make_estate(people, number, shape)
    for i, kind in enumerate(MARKETS):
        rules = POLICIES[policies[(3 * number + i) % len(policies)]](people)
        check(estate, *make_market(people, number, kind), Policy(DAY, **rules))
