"""Whole searches: honest bounds whenever they stop, and no proof that a second solver does not confirm."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest

from planner.optimise import Limits, SolveStatus, solve, solve_scenario
from planner.optimise.proof import search
from planner.optimise.proof.bounds import PriceRelaxation
from planner.optimise.solve import Cheapest, find_cheapest, total_cost
from planner.optimise.solvers import highs as solver
from planner.optimise.solvers.cp_sat import Opinion, nothing_below
from planner.optimise.solvers.exact_rows import Rows
from planner.optimise.solvers.highs import SolverRun
from tests.builders import cheapest_by_direct_model, estate, lot, offer, plan_of, server
from tests.unit.optimise.made_up import Problem, problem, problem_with_questions

SEEDS = range(12)


@pytest.fixture(autouse=True, params=["leaf by leaf", "one program"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Estates as small as these are one program at once; here, the way of large ones is tried too."""
    if request.param == "leaf by leaf":
        monkeypatch.setattr(search, "_SMALL", -1)
        monkeypatch.setattr(search, "_MIDDLING", -1)


def find(one: Problem, **limits: Any) -> Cheapest:
    return find_cheapest(one.prepared, one.market, one.policy, Limits(**limits), total_cost)


def is_honest(one: Problem, found: Cheapest) -> bool:
    """Tell whether the plan's value and its bound enclose what the plain model finds."""
    cost = one.cheapest()
    if found.held is None:
        return found.status is (SolveStatus.INFEASIBLE if cost is None else SolveStatus.STOPPED_EMPTY)
    return cost is not None and found.bound <= cost <= found.value


@pytest.mark.parametrize("seed", SEEDS)
def test_without_limits_the_cheapest_plan_is_found_and_proved(seed: int):
    one = problem(seed)
    found = find(one)
    assert is_honest(one, found)
    assert found.status is (SolveStatus.INFEASIBLE if one.cheapest() is None else SolveStatus.OPTIMAL)
    assert found.held is None or found.value == found.bound


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_stops_early_gets_honest_bounds(seed: int):
    one = problem_with_questions(seed) if seed % 2 else problem(seed)
    for patience in range(9):
        asked = iter(range(patience))
        found = find(one, should_stop=lambda asked=asked: next(asked, None) is None)
        assert is_honest(one, found) or found.status is SolveStatus.STOPPED_EMPTY
        if found.held is not None:
            assert found.status is (SolveStatus.OPTIMAL if found.value == found.bound else SolveStatus.FEASIBLE)


def test_no_time_at_all_ends_at_once():
    found = find(problem(0), time_limit_s=0)
    assert found.status is SolveStatus.STOPPED_EMPTY
    started = time.monotonic()
    assert solve_scenario(problem(0).prepared, problem(0).market, problem(0).policy, Limits(0)).choice is None
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("gap", [0.02, 0.5])
def test_a_gap_is_kept_and_told(seed: int, gap: float):
    one = problem(seed)
    found = find(one, gap=gap)
    assert is_honest(one, found)
    if found.held is not None:
        assert found.value - found.bound <= gap * max(abs(found.value), 1)


def test_a_gap_saves_work(monkeypatch: pytest.MonkeyPatch):
    """Half of the cost may be left open: then some plan is good enough before it is proved."""
    monkeypatch.setattr(search, "_SMALL", -1)
    ends = {find(problem(seed), gap=0.5).status for seed in SEEDS}
    assert SolveStatus.FEASIBLE in ends


@pytest.mark.parametrize("seed", SEEDS)
def test_reports_of_cost_fall_and_never_lie_below_the_bound(seed: int):
    one = problem_with_questions(seed) if seed % 2 else problem(seed)
    told: list[tuple[int | None, int]] = []
    find(one, report=lambda cost, bound: told.append((cost, bound)))
    costs = [cost for cost, _ in told if cost is not None]
    assert all(later <= earlier for earlier, later in pairwise(costs))
    assert all(cost is None or bound <= cost for cost, bound in told)
    least = one.cheapest()
    assert all(least is None or bound <= least for _, bound in told)
    assert all(least is not None and least <= cost for cost in costs)


def test_something_is_reported():
    told: list[int] = []
    find(problem(0), report=lambda cost, bound: told.append(bound))
    assert told


# -- the second opinion ----------------------------------------------------------------------------------------


def with_closings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the seeds whose proof rests on a program, not on agreed prices alone."""
    asked: list[int] = []
    monkeypatch.setattr(solve, "nothing_below", lambda *_: asked.append(0) or Opinion.AGREES)
    found = []
    for seed in range(40):
        asked.clear()
        find(problem(seed))
        if asked:
            found.append(seed)
    return found


@pytest.mark.parametrize("opinion", [Opinion.UNDECIDED, Opinion.DISAGREES])
def test_an_unconfirmed_program_proves_nothing(opinion: Opinion, monkeypatch: pytest.MonkeyPatch):
    """What is left is what agreed prices prove, whatever programs with smaller tolerances said."""
    seeds = with_closings(monkeypatch)
    assert len(seeds) > 2
    monkeypatch.setattr(solve, "nothing_below", lambda *_: opinion)
    lowered = 0
    for seed in seeds:
        one, found = problem(seed), find(problem(seed))
        if one.cheapest() is None:
            assert found.status is SolveStatus.STOPPED_EMPTY
            continue
        assert found.value == one.cheapest()
        assert is_honest(one, found)
        lowered += found.status is SolveStatus.FEASIBLE
    assert lowered > 1


def test_the_second_solver_is_asked_about_the_plan_that_was_found(monkeypatch: pytest.MonkeyPatch):
    claims: list[int | None] = []

    def listening(rows: Rows, cost: int | None, *others: Any) -> Opinion:
        claims.append(cost)
        return nothing_below(rows, cost, *others)

    monkeypatch.setattr(solve, "nothing_below", listening)
    for seed in SEEDS:
        claims.clear()
        found = find(problem(seed))
        assert set(claims) <= {None if found.held is None else found.value}


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_first_solver_stops_early_the_second_one_has_the_plan(seed: int, monkeypatch: pytest.MonkeyPatch):
    """HiGHS has been seen to call a plan the cheapest that was not, on amounts of billions of cents."""
    monkeypatch.setattr(search.PlanProgram, "solve", careless)
    one = problem(seed)
    found = find(one)
    assert found.status is (SolveStatus.INFEASIBLE if one.cheapest() is None else SolveStatus.OPTIMAL)
    if found.held is not None:
        assert found.value == found.bound == one.cheapest()


def test_careless_solving_is_noticed(monkeypatch: pytest.MonkeyPatch):
    """Without the second solver, plans that are too dear would pass for the cheapest."""
    monkeypatch.setattr(search.PlanProgram, "solve", careless)
    monkeypatch.setattr(solve, "nothing_below", lambda *_: Opinion.AGREES)
    ones = [one for one in map(problem, range(40)) if one.cheapest() is not None]
    assert any(find(one).value > one.cheapest() for one in ones)


def careless(program: search.PlanProgram, limits: Limits, below: int | None = None) -> SolverRun:
    """Take any solution, below the cost or not, and call it the cheapest."""
    objective = program.problem.objective.copy()
    program.problem.minimise(-objective)
    run = solver.solve(program.problem, limits)
    program.problem.minimise(objective)
    return SolverRun(run.status, program.cost) if run.status is SolveStatus.OPTIMAL else run


# -- small things ----------------------------------------------------------------------------------------------


def test_nobody_needs_anything():
    plan = plan_of(estate(servers=[server("s")]), [offer("U", 4500)])
    assert plan is not None
    assert plan.cost.total == 0


def test_owned_licences_in_plenty(monkeypatch: pytest.MonkeyPatch):
    """Twelve people at five terminals: what is owned costs nothing, so prices leave everything open."""
    tokens: list[int] = []

    def listening(*args: Any, per_holder: int = 0, **more: Any) -> PriceRelaxation:
        tokens.append(per_holder)
        return PriceRelaxation(*args, per_holder=per_holder, **more)

    monkeypatch.setattr(search, "PriceRelaxation", listening)
    people = estate(servers=[server("s")], accesses=[(f"u{i}", f"d{i % 5}", "s", "standard") for i in range(12)])
    offers = [offer("U", 4500), offer("D", 3600, metric="device")]
    lots = [lot("L", 11), lot("M", 4, metric="device")]
    plan = plan_of(people, offers, lots)
    assert plan is not None
    assert plan.cost.total == cheapest_by_direct_model(people, offers, lots)
    assert any(tokens)
