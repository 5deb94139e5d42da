"""Leaves come in the order of their bounds, and together they lose no plan."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, inf

import pytest

from planner.optimise.branching import Leaf, Tree
from planner.optimise.plan_program import PlanProgram
from planner.optimise.solve import total_cost
from planner.optimise.solver import Limits, SolveStatus
from tests.unit.optimise.made_up import problem

SEEDS = range(24)
EVERYTHING = 1 << 50


def all_leaves(seed: int) -> tuple[Tree, list[Leaf]]:
    tree = Tree(problem(seed).relaxation())
    return tree, list(tree.leaves(lambda: inf, lambda: False))


def cost_of(seed: int, leaf: Leaf) -> float:
    """Return the cost of the cheapest plan that takes the leaf's decisions, infinite without one."""
    one = problem(seed)
    program = PlanProgram(one.relaxation(), leaf, one.market, one.policy, total_cost, EVERYTHING)
    run = program.solve(Limits())
    assert run.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
    return program.cost if run.status is SolveStatus.OPTIMAL else inf


@pytest.mark.parametrize("seed", SEEDS)
def test_leaves_come_in_ascending_bounds_and_lose_no_plan(seed: int):
    tree, leaves = all_leaves(seed)
    bounds = [ceil(leaf.priced.bound) for leaf in leaves]
    assert all(a <= b for a, b in pairwise(bounds))
    assert tree.bound == inf
    costs = [cost_of(seed, leaf) for leaf in leaves]
    assert all(bound <= cost for bound, cost in zip(bounds, costs, strict=True))
    assert min(costs, default=inf) == (inf if problem(seed).cheapest() is None else problem(seed).cheapest())


def test_there_is_something_to_decide():
    assert sum(len(all_leaves(seed)[1]) > 1 for seed in SEEDS) > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_leaf_answers_every_yes_or_no(seed: int):
    for leaf in all_leaves(seed)[1]:
        for questions in problem(seed).relaxation().questions:
            for name in questions:
                assert leaf.priced.answers[name] == pytest.approx(round(leaf.priced.answers[name]), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_leaves_that_cannot_cost_less_than_the_cutoff_stay_away(seed: int):
    cost = problem(seed).cheapest()
    if cost is None:
        return
    tree = Tree(problem(seed).relaxation())
    leaves = list(tree.leaves(lambda: cost, lambda: False))
    assert all(leaf.priced.bound < cost for leaf in leaves)
    assert tree.bound >= cost


def test_stopping_leaves_the_bound_of_what_is_open():
    seed = next(seed for seed in SEEDS if len(all_leaves(seed)[1]) > 1)
    cost = problem(seed).cheapest()
    assert cost is not None
    tree = Tree(problem(seed).relaxation())
    questions = 0

    def stop() -> bool:
        nonlocal questions
        questions += 1
        return questions > 3

    assert list(tree.leaves(lambda: inf, stop)) == []
    assert tree.bound <= cost
