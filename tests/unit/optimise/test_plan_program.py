"""The program of a leaf: exact with everything undecided, and never a plan that is none."""

from __future__ import annotations

import pytest

from planner.optimise.market.model import PRICE_UNIT
from planner.optimise.market.tiebreak import best_purchases
from planner.optimise.proof.bounds import PriceRelaxation
from planner.optimise.proof.branching import Leaf
from planner.optimise.proof.plan_program import PlanProgram
from planner.optimise.solve import holder_counts, total_cost
from planner.optimise.solvers.exact_rows import Rows
from planner.optimise.solvers.highs import Limits, SolveStatus
from planner.optimise.solvers.program import whole
from tests.unit.optimise.brute_force import is_cover
from tests.unit.optimise.made_up import problem

SEEDS = range(16)
EVERYTHING = 1 << 50


def program(seed: int, tolerance: int) -> PlanProgram:
    """Return the program without any decision taken."""
    one = problem(seed)
    relaxation: PriceRelaxation = one.relaxation()
    priced = relaxation.converge({})
    assert priced is not None
    return PlanProgram(relaxation, Leaf({}, priced), one.market, one.policy, total_cost, tolerance)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_everything_undecided_it_finds_what_the_plain_model_finds(seed: int):
    whole = program(seed, EVERYTHING)
    assert whole.is_complete
    run = whole.solve(Limits())
    if problem(seed).cheapest() is None:
        assert run.status is SolveStatus.INFEASIBLE
    else:
        assert run.status is SolveStatus.OPTIMAL
        assert whole.cost == problem(seed).cheapest()


@pytest.mark.parametrize("tolerance", [0, 500 * PRICE_UNIT, EVERYTHING])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_it_finds_covers_everybody_at_its_cost(seed: int, tolerance: int):
    one, found = problem(seed), program(seed, tolerance)
    if found.solve(Limits()).status is not SolveStatus.OPTIMAL:
        return
    cost, holders = one.cheapest(), one.case.requirements.holders
    assert cost is not None
    assert found.cost >= cost
    held = one.learned().graph.held_units(found.units_held())
    assert is_cover(holders, one.case.clauses(), held)
    packs, sold, _ = best_purchases(one.market, one.policy, holder_counts(holders, held))
    orders = {o.vendor for o in one.market.offers if o.offer_id in packs}
    paid = sum(
        o.break_for(packs[o.offer_id]).price_minor * packs[o.offer_id] for o in one.market.offers if o.offer_id in packs
    )
    income = sum(lot.resale_minor * sold.get(lot.owned_id, 0) for lot in one.market.lots)
    assert paid + one.policy.order_cost * len(orders) - income <= found.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_outside_its_tolerance_every_plan_costs_more_than_bound_and_tolerance(seed: int):
    """What makes widening unnecessary: a plan that the program lacks costs more than the bound by the tolerance."""
    one, cost = problem(seed), problem(seed).cheapest()
    if cost is None:
        return
    priced = one.relaxation().converge({})
    assert priced is not None
    for tolerance in (0, 300, 2000):
        found = program(seed, tolerance * PRICE_UNIT)
        is_solved = found.solve(Limits()).status is SolveStatus.OPTIMAL
        inside = found.cost if is_solved else None
        assert inside == cost or cost > priced.bound + tolerance


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_decisions_bind(seed: int):
    """Each question is answered with yes and with no: one of the two programs keeps the cheapest plan."""
    one = problem(seed)
    relaxation = one.relaxation()
    priced = relaxation.converge({})
    assert priced is not None
    for name in relaxation.questions[0]:
        costs = []
        for value in (0, 1):
            decided = Leaf({name: (value, value)}, priced)
            found = PlanProgram(relaxation, decided, one.market, one.policy, total_cost, EVERYTHING)
            if found.solve(Limits()).status is SolveStatus.OPTIMAL:
                costs.append(found.cost)
                assert {variable.name: whole(variable) for variable in found.problem.variables}[name] == value
        assert min(costs, default=None) == one.cheapest()


def test_its_rows_are_those_of_the_program():
    found = program(0, EVERYTHING)
    rows: Rows = found.rows()
    assert len(rows.objective) == len(found.problem.variables)
    assert len(rows.rows) == len(found.problem.write().rows)
