"""Solving with a cost to undercut."""

from __future__ import annotations

import pulp
import pytest

from planner.optimise.solvers.highs import Limits, Run, SolveStatus, solve

ANSWERS = [
    (None, Run(SolveStatus.OPTIMAL, 71)),
    (1000, Run(SolveStatus.OPTIMAL, 71)),
    (72, Run(SolveStatus.OPTIMAL, 71)),
]


def packs() -> pulp.LpProblem:
    """Nine licences in packs of 5 for 35 and of 2 for 18, and 1 for the order: two fives cost 71, 5 + 2 + 2 cost 72."""
    problem = pulp.LpProblem("packs", pulp.LpMinimize)
    fives = problem.add_variable("fives", 0, 9, pulp.LpInteger)
    twos = problem.add_variable("twos", 0, 9, pulp.LpInteger)
    problem += 35 * fives + 18 * twos + 1
    problem += 5 * fives + 2 * twos >= 9
    return problem


@pytest.mark.parametrize(("below", "run"), ANSWERS)
def test_the_cheapest_solution_below_a_cost(below: int | None, run: Run):
    assert solve(packs(), Limits(), below) == run


@pytest.mark.parametrize("below", [71, 40, 0])
def test_nothing_below_a_cost(below: int):
    assert solve(packs(), Limits(), below).status is SolveStatus.INFEASIBLE
