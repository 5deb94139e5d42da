"""The second solver agrees with proofs that hold, and only with those."""

from __future__ import annotations

from planner.optimise.proof.branching import Leaf
from planner.optimise.proof.plan_program import PlanProgram
from planner.optimise.solve import total_cost
from planner.optimise.solvers.cp_sat import Opinion, nothing_below
from planner.optimise.solvers.exact_rows import ExactRow, Rows
from tests.unit.optimise.made_up import problem

EVERYTHING = 1 << 50
TWO = Rows([3, 2], [0, 0], [9, 9], [ExactRow([0, 1], [2, 1], 5, None), ExactRow([1], [1], None, 2)], constant=10)
"""10 + 3 x + 2 y with 2 x + y >= 5 and y <= 2: x = 2, y = 1 costs 18."""


def rows_of(seed: int) -> Rows:
    """Return the rows of a whole scenario."""
    one = problem(seed)
    relaxation = one.relaxation()
    priced = relaxation.converge({})
    assert priced is not None
    return PlanProgram(relaxation, Leaf({}, priced), one.market, one.policy, total_cost, EVERYTHING).rows()


def test_nothing_costs_less_than_the_cheapest():
    assert nothing_below(TWO, 18, None) is Opinion.AGREES
    found: list[int] = []
    assert nothing_below(TWO, 19, None, None, found.extend) is Opinion.KNOWS_BETTER
    assert TWO.constant + sum(cost * value for cost, value in zip(TWO.objective, found, strict=True)) == 18


def test_a_limit_on_either_side_counts():
    clash = Rows([0], [0], [9], [ExactRow([0], [1], 4), ExactRow([0], [1], None, 3)])
    assert nothing_below(clash, None, None) is Opinion.AGREES
    for row in clash.rows:
        assert nothing_below(Rows([0], [0], [9], [row]), None, None) is Opinion.DISAGREES


def test_proofs_of_whole_scenarios():
    """A claim that is a cent too high, or that there is no plan where there is one, is contradicted."""
    for seed in range(12):
        cost, rows = problem(seed).cheapest(), rows_of(seed)
        assert nothing_below(rows, cost, 60) is Opinion.AGREES
        if cost is not None:
            assert nothing_below(rows, cost + 1, 60) is Opinion.KNOWS_BETTER
            assert nothing_below(rows, None, 60) is Opinion.DISAGREES


def test_without_time_there_is_no_opinion():
    rows = next(rows for seed in range(24) if len((rows := rows_of(seed)).rows) > 20)
    assert nothing_below(rows, 1_000, 0) is Opinion.UNDECIDED
