"""Solving with a cost to undercut, and with less time than it takes."""

from __future__ import annotations

import random

import pulp
import pytest

from planner.optimise.solvers.highs import Limits, Run, SolveStatus, solve, whole

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


def market_split(rows: int, columns: int) -> pulp.LpProblem:
    """Choose among so many things that each of a few sums is met as nearly as can be: soon tried, proved in ages."""
    rng = random.Random(5)
    problem = pulp.LpProblem("split", pulp.LpMinimize)
    chosen = [problem.add_variable(f"x{number:02d}", cat=pulp.LpBinary) for number in range(columns)]
    missed = []
    for row in range(rows):
        sizes = [rng.randrange(100) for _ in chosen]
        over, under = (problem.add_variable(f"{side}{row}", 0, 10_000, pulp.LpInteger) for side in ("over", "under"))
        problem += pulp.lpSum(size * x for size, x in zip(sizes, chosen, strict=True)) + under - over == sum(sizes) // 2
        missed += [over, under]
    problem += pulp.lpSum(missed)
    return problem


def test_a_run_that_the_time_stopped_is_not_called_optimal():
    problem = market_split(6, 50)
    run = solve(problem, Limits(time_limit_s=0.3))
    assert run.status is SolveStatus.FEASIBLE
    assert run.bound is not None
    assert run.bound < whole(problem.objective)


def test_a_run_that_somebody_stopped_is_not_called_optimal():
    problem, asked = market_split(6, 50), []
    run = solve(problem, Limits(should_stop=lambda: bool(asked.append(1) or len(asked) > 200)))
    assert run.status in (SolveStatus.FEASIBLE, SolveStatus.STOPPED_EMPTY)


def test_a_run_that_was_good_enough_is_not_called_optimal():
    """A gap of everything is met by the first solution there is."""
    assert solve(market_split(2, 12), Limits(gap=1.0)).status is SolveStatus.FEASIBLE


def test_a_run_stopped_above_the_cost_to_undercut_proves_nothing():
    assert solve(market_split(6, 50), Limits(time_limit_s=0.3), below=1).status is SolveStatus.STOPPED_EMPTY
