"""Looking at few periods, and at few ways to decide on upgrades, finds what looking at everything finds."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import inf
from pathlib import Path

import pytest

from planner.ingest import load_inventory
from planner.optimise import Limits, SolveStatus, Variant, solve_over_periods, solve_variants
from planner.optimise.day_bounds import PriceTable
from planner.optimise.decided import Decided
from planner.optimise.solvers.highs import Clock
from planner.planning.over_time import ScenarioOverTime, Shared
from tests.property.dated import write_dated_estate

LIMITS = Limits()


def scenarios(folder: Path, seed: int) -> list[ScenarioOverTime]:
    write_dated_estate(folder, seed, persons=7, scenarios=4)
    inventory = load_inventory(folder, today=date(2026, 12, 1)).inventory
    assert inventory is not None
    policies = [each.policy for each in inventory.scenarios if each.policy.horizon_months]
    return [ScenarioOverTime(inventory, policy, Shared()) for policy in policies]


def least(variant: Variant, scenario: ScenarioOverTime) -> float:
    """Return what a plan of one variant costs, with all its periods looked at at once."""
    outcome = solve_variants([variant], scenario.policy, LIMITS)
    if outcome.bound_minor is None:
        assert outcome.status is SolveStatus.INFEASIBLE
        return inf
    assert outcome.status is SolveStatus.OPTIMAL
    return outcome.bound_minor


@pytest.mark.parametrize("seed", [2328, 2331, 2335, 2342])
def test_a_few_periods_give_the_plan_of_all(seed: int, tmp_path: Path) -> None:
    for scenario in scenarios(tmp_path, seed):
        days = tuple(choice.days[0] for choice in scenario.calendar.choices)
        variant = scenario.variant(days)
        found = Decided(variant, scenario.policy, Clock(LIMITS)).solve(inf)
        assert (found.value if found.choice else inf) == least(variant, scenario)


@pytest.mark.parametrize("seed", [2330, 2340, 2344])
def test_the_best_days_are_the_best_of_all_and_no_bound_is_too_high(seed: int, tmp_path: Path) -> None:
    for scenario in scenarios(tmp_path, seed)[:2]:
        root = scenario.root()
        assert root.choices is not None
        ways = list(product(*(range(len(costs)) for costs in root.choices.costs)))
        costs = {picked: least(root.choices.decided(picked), scenario) for picked in ways}
        for place in (0, len(ways) // 2, len(ways) - 1):
            decided = root.choices.decided(ways[place])
            table, proved = PriceTable.of(root, decided, scenario.policy)
            assert proved <= costs[ways[place]]
            for picked, cost in costs.items():
                assert table is None or table.bound(picked) + root.choices.decided(picked).cost_minor <= cost
        outcome = solve_over_periods(root, scenario.policy, LIMITS)
        cheapest = min(costs.values())
        assert (inf if outcome.bound_minor is None else outcome.bound_minor) == cheapest
        if cheapest < inf:  # of equally cheap days the earliest
            earliest = min(picked for picked, cost in costs.items() if cost == cheapest)
            assert outcome.tag == root.choices.decided(earliest).tag
