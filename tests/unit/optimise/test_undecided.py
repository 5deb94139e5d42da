"""Counts of options stand for real covers: as many as there are, and with the demand that the program says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import Codes
from planner.domain.product import WS
from planner.domain.requirement import Holders
from planner.optimise.cover.clauses import Clauses
from planner.optimise.cover.minimum_cut import CoverGraph
from planner.optimise.solvers.highs import Limits, SolveStatus, solve
from planner.optimise.solvers.program import Program, total, whole
from planner.optimise.undecided import program_part as undecided
from planner.optimise.undecided.kernel import find_kernel
from planner.optimise.undecided.program_part import Undecided
from tests.builders import clauses, holders
from tests.unit.optimise.brute_force import all_covers, demand_of_covers, is_cover, members_counted
from tests.unit.optimise.made_up import prices, tangle

SEEDS = range(20)
EVERYTHING = 10**6


@dataclass(frozen=True)
class Answer:
    """The least that a program's demand costs at `other` prices, and the cover behind it."""

    cost: int
    demand: list[int]
    held: Codes | None
    variables: list[str]


def answer(
    people: Holders, asked: Clauses, vector: Codes, other: Codes, tolerance: int, *, may_pool: bool = False
) -> Answer:
    """Solve the program of the kernel at the prices `vector`, for the cheapest cover at the prices `other`."""
    graph = CoverGraph(people, asked)
    problem = Program("undecided")
    kernel = find_kernel(graph, graph.cheapest(vector), tolerance)
    limit = None if kernel.is_complete else tolerance
    program = Undecided(problem, graph, kernel, limit, np.ones(len(graph.rows), dtype=bool), may_pool=may_pool)
    demand = program.demand()
    problem.minimise(total(int(price) * each for price, each in zip(other, demand, strict=True)))
    assert solve(problem, Limits()).status is SolveStatus.OPTIMAL
    units = program.units_held()
    held = None if units is None else graph.held_units(units)
    names = [variable.name for variable in problem.variables]
    return Answer(whole(problem.objective), [whole(each) for each in demand], held, names)


def least_within(people: Holders, asked: Clauses, vector: Codes, other: Codes, tolerance: int) -> int:
    """Return the least cost at the prices `other` of the covers within the tolerance at the prices `vector`."""
    demand = demand_of_covers(people, asked, all_covers(people, asked), CoverGraph(people, asked).rows)
    costs = demand @ vector
    return int((demand @ other)[costs <= costs.min() + tolerance].min())


LIMITS: dict[str, dict[str, int]] = {
    "counts": {},
    "no joints": {"_MOST_JOINTS": 0},
    "few states": {"_MOST_STATES": 2},
}


@pytest.fixture(params=LIMITS)
def any_limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options are counted, or joints get variables because there are too many of them, or of their states."""
    for name, value in LIMITS[request.param].items():
        monkeypatch.setattr(undecided, name, value)


def case(seed: int) -> tuple[Holders, Clauses, Codes, Codes]:
    people, asked = tangle(seed)
    rows = len(CoverGraph(people, asked).rows)
    return people, asked, prices(2 * seed, rows), prices(2 * seed + 1, rows) + 1  # a free variable has no value


@pytest.mark.usefixtures("any_limits")
@pytest.mark.parametrize("seed", SEEDS)
def test_with_everything_undecided_the_cheapest_cover_of_other_prices_is_in_it(seed: int):
    people, asked, vector, other = case(seed)
    found = answer(people, asked, vector, other, EVERYTHING)
    assert found.cost == CoverGraph(people, asked).cheapest(other).cost


@pytest.mark.usefixtures("any_limits")
@pytest.mark.parametrize("tolerance", [0, 3, 11])
@pytest.mark.parametrize("seed", SEEDS[:10])
def test_every_cover_within_the_tolerance_is_in_it(seed: int, tolerance: int):
    people, asked, vector, other = case(seed)
    found = answer(people, asked, vector, other, tolerance)
    assert CoverGraph(people, asked).cheapest(other).cost <= found.cost
    assert found.cost <= least_within(people, asked, vector, other, tolerance)


@pytest.mark.usefixtures("any_limits")
@pytest.mark.parametrize("tolerance", [0, 3, EVERYTHING])
@pytest.mark.parametrize("seed", SEEDS[:10])
def test_what_is_dealt_out_is_a_cover_with_the_demand_of_the_program(seed: int, tolerance: int):
    people, asked, vector, other = case(seed)
    found = answer(people, asked, vector, other, tolerance)
    assert found.held is not None
    assert is_cover(people, asked, found.held)
    assert members_counted(people, found.held, CoverGraph(people, asked).rows) == found.demand


@pytest.mark.parametrize("tolerance", [0, 3, 11])
@pytest.mark.parametrize("seed", SEEDS)
def test_pooled_deviations_hold_every_cover_within_the_tolerance(
    seed: int, tolerance: int, monkeypatch: pytest.MonkeyPatch
):
    """And where those that are picked do not touch, they are a cover with the demand of the program."""
    for name, value in {"_MOST_JOINTS": 0, "_FEW_JOINTS": 0, "_FEW_OPEN": 0, "_WORTH_POOLING": 1e-9}.items():
        monkeypatch.setattr(undecided, name, value)
    people, asked, vector, other = case(seed)
    found = answer(people, asked, vector, other, tolerance, may_pool=True)
    assert found.cost <= least_within(people, asked, vector, other, tolerance)
    if found.held is not None:
        assert is_cover(people, asked, found.held)
        assert members_counted(people, found.held, CoverGraph(people, asked).rows) == found.demand


def kinds(found: Answer) -> set[str]:
    return {name.split("_")[0] for name in found.variables}


TEAM = (("user", 3, 1), ("device", 3, 2))
OWN = ((0, WS, 4), (1, WS, 4), True)
ONE_EACH = np.array([2, 1])
"""Prices at which a person costs what the two machines of their own cost."""


def test_equal_pieces_are_counted_together():
    """Two teams of three with two machines each: one variable says how many of the six take their machines."""
    people = holders(*TEAM, *TEAM)
    asked = clauses(OWN, ((2, WS, 4), (3, WS, 4), True))
    found = answer(people, asked, ONE_EACH, np.array([3, 1]), 0)
    assert found.variables == ["c_00000_00001"]
    assert found.demand == [0, 12]


def test_counts_may_split_copies_and_pieces():
    """Four of the six take a User CAL where five would be too many and three too few."""
    people = holders(*TEAM, *TEAM)
    asked = clauses(OWN, ((2, WS, 4), (3, WS, 4), True))
    graph = CoverGraph(people, asked)
    problem = Program("split")
    kernel = find_kernel(graph, graph.cheapest(ONE_EACH), 0)
    program = Undecided(problem, graph, kernel, 0, np.ones(2, dtype=bool))
    users, machines = program.demand()
    problem.minimise(machines)
    problem += users <= 4
    assert solve(problem, Limits()).status is SolveStatus.OPTIMAL
    held = graph.held_units(program.units_held())
    assert held[[0, 2], WS, 4].sum() == 4
    assert is_cover(people, asked, held)


def test_a_tolerance_is_for_all_copies_together_so_one_of_them_may_take_it_all():
    """A User CAL costs 2 more than the two machines of its person: one of three fits into 3, none into 1.

    A fourth person, with forty machines, is decided at these prices: so not everything is left open.
    """
    people, asked = holders(*TEAM, ("user", 1, 1), ("device", 1, 40)), clauses(OWN, ((2, WS, 4), (3, WS, 4), True))
    now, then = np.array([4, 1]), np.array([1, 5])
    for tolerance, least in ((1, 6 * 5 + 1), (3, 4 * 5 + 2)):
        assert least_within(people, asked, now, then, tolerance) == least
        assert answer(people, asked, now, then, tolerance).cost <= least


def test_pieces_with_too_many_joints_get_a_variable_per_joint(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(undecided, "_MOST_JOINTS", 0)
    people = holders(*TEAM)
    assert kinds(answer(people, clauses(OWN), ONE_EACH, ONE_EACH, 0)) == {"j"}


def test_odd_components_have_the_rows_of_the_plain_model():
    """Three people with a machine each and a printer: two User CALs leave the printer uncovered."""
    people = holders(("user", 3, 1), ("device", 3, 1), ("device", 1, 1))
    printer = ((0, WS, 4), (2, WS, 4), False)
    for tolerance in (0, 1, EVERYTHING):
        found = answer(people, clauses(OWN, printer), np.array([1, 1]), np.array([5, 1]), tolerance)
        assert kinds(found) == {"f", "x"}
        assert found.demand == [0, 4]


def test_a_newer_need_in_an_odd_component_that_a_forced_machine_covers():
    """The person's older need leads to a machine that has a licence anyway; it is still a literal of the component."""
    people = holders(("user", 3, 1), ("device", 3, 1), ("device", 1, 1), ("device", 1, 1))
    rows: list[Any] = [((0, WS, 5), (1, WS, 5), True), ((0, WS, 5), (2, WS, 5), False)]
    rows += [((0, WS, 4), (3, WS, 4), False), (None, (3, WS, 4), False)]
    found = answer(people, clauses(*rows), np.array([1, 1, 1, 1]), np.array([5, 5, 1, 1]), 0)
    assert is_cover(people, clauses(*rows), found.held)


def test_what_differs_only_where_licences_are_plenty_counts_as_one():
    """One row is not scarce: of two ways that differ only there, one is enough."""
    people, asked = holders(("user", 1, 1), ("device", 1, 1)), clauses(((0, WS, 4), (1, WS, 4), False))
    graph = CoverGraph(people, asked)
    kernel = find_kernel(graph, graph.cheapest(np.array([0, 0])), 0)
    problem = Program("plenty")
    users, _ = Undecided(problem, graph, kernel, 0, np.array([True, False])).demand()
    problem.minimise(users)
    solve(problem, Limits())
    assert whole(users) == 0
