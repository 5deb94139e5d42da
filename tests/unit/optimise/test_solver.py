"""Solving with a cost to undercut, and with less time than it takes."""

from __future__ import annotations

import random

import highspy
import pytest

from planner.errors import SolverError
from planner.optimise.solvers.highs import Limits, SolverRun, SolveStatus, solve, status_of
from planner.optimise.solvers.program import Program, total, whole

ANSWERS = [
    (None, SolverRun(SolveStatus.OPTIMAL, 71)),
    (1000, SolverRun(SolveStatus.OPTIMAL, 71)),
    (72, SolverRun(SolveStatus.OPTIMAL, 71)),
]


def packs() -> Program:
    """Nine licences in packs of 5 for 35 and of 2 for 18, and 1 for the order: two fives cost 71, 5 + 2 + 2 cost 72."""
    problem = Program("packs")
    fives = problem.add_whole("fives", 0, 9)
    twos = problem.add_whole("twos", 0, 9)
    problem.minimise(35 * fives + 18 * twos + 1)
    problem += 5 * fives + 2 * twos >= 9
    return problem


@pytest.mark.parametrize(("below", "run"), ANSWERS)
def test_the_cheapest_solution_below_a_cost(below: int | None, run: SolverRun):
    assert solve(packs(), Limits(), below) == run


@pytest.mark.parametrize("below", [71, 40, 0])
def test_nothing_below_a_cost(below: int):
    assert solve(packs(), Limits(), below).status is SolveStatus.INFEASIBLE


def market_split(rows: int, columns: int) -> Program:
    """Choose among so many things that each of a few sums is met as nearly as can be: soon tried, proved in ages."""
    rng = random.Random(5)
    problem = Program("split")
    chosen = [problem.add_choice(f"x{number:02d}") for number in range(columns)]
    missed = []
    for row in range(rows):
        sizes = [rng.randrange(100) for _ in chosen]
        over, under = (problem.add_whole(f"{side}{row}", 0, 10_000) for side in ("over", "under"))
        problem += total(size * x for size, x in zip(sizes, chosen, strict=True)) + under - over == sum(sizes) // 2
        missed += [over, under]
    problem.minimise(total(missed))
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


@pytest.mark.parametrize(("least", "status"), [(0, SolveStatus.OPTIMAL), (1, SolveStatus.INFEASIBLE)])
def test_a_program_without_variables_has_a_cost_or_is_impossible(least: int, status: SolveStatus):
    problem = Program("nothing")
    problem.minimise(total([7]))
    problem += total([]) >= least
    assert solve(problem, Limits()).status is status


Ending = highspy.HighsModelStatus


@pytest.mark.parametrize(
    ("ending", "has_solution", "gap", "status"),
    [
        (Ending.kOptimal, True, 0.0, SolveStatus.OPTIMAL),
        (Ending.kOptimal, True, 0.01, SolveStatus.FEASIBLE),
        (Ending.kOptimal, False, 0.0, SolveStatus.STOPPED_EMPTY),
        (Ending.kInfeasible, False, 0.0, SolveStatus.INFEASIBLE),
        (Ending.kTimeLimit, True, 0.0, SolveStatus.FEASIBLE),
        (Ending.kTimeLimit, False, 0.0, SolveStatus.STOPPED_EMPTY),
        (Ending.kInterrupt, True, 0.0, SolveStatus.FEASIBLE),
        (Ending.kInterrupt, False, 0.0, SolveStatus.STOPPED_EMPTY),
        (Ending.kObjectiveBound, True, 0.0, SolveStatus.FEASIBLE),
    ],
)
def test_what_an_ending_means(ending, has_solution, gap, status):
    assert status_of(ending, has_solution, gap) is status


@pytest.mark.parametrize("ending", [Ending.kSolveError, Ending.kUnbounded, Ending.kNotset, Ending.kMemoryLimit])
def test_an_ending_without_an_answer_is_an_error(ending):
    with pytest.raises(SolverError, match=f"unexpected state \\({ending.name}\\)"):
        status_of(ending, False, 0.0)
