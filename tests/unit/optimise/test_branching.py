"""Leaves come in the order of their bounds, and together they lose no plan."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, inf

import pytest

from planner.optimise.proof import branching
from planner.optimise.proof.branching import Leaf, Tree
from planner.optimise.proof.plan_program import PlanProgram
from planner.optimise.solve import total_cost
from planner.optimise.solvers.highs import Limits, SolveStatus
from tests.unit.optimise.made_up import problem

SEEDS = range(16)
EVERYTHING = 1 << 50


NEAR = 1
"""Cents: all questions matter."""


def leaves_below(tree: Tree, cutoff: float) -> list[Leaf]:
    """Return the leaves in their order until none is left that may cost less than the cutoff, without the probe."""
    found = []
    while tree.bound < cutoff:
        leaf = tree.next_leaf(cutoff)
        if leaf is not None and not leaf.is_probe:
            found.append(leaf)
    return found


def open_tree(seed: int, bound: float = -inf, is_impossible: bool = False) -> Tree:
    return Tree(problem(seed).relaxation(), bound, NEAR, lambda decisions: is_impossible)


def all_leaves(seed: int) -> tuple[Tree, list[Leaf]]:
    tree = open_tree(seed)
    return tree, leaves_below(tree, inf)


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
        for name in [name for kind in problem(seed).relaxation().questions[:3] for name in kind]:
            assert leaf.priced.answers[name] == pytest.approx(round(leaf.priced.answers[name]), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_leaves_that_cannot_cost_less_than_the_cutoff_stay_away(seed: int):
    cost = problem(seed).cheapest()
    if cost is None:
        return
    tree = open_tree(seed)
    leaves = leaves_below(tree, cost)
    assert all(leaf.priced.bound < cost for leaf in leaves)
    assert tree.bound >= cost


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_was_looked_into_open_nodes_and_leaves_hold_every_plan(seed: int):
    """After each step, the least of the tree's bound and of the leaves that came out is a bound of all plans."""
    cost = problem(seed).cheapest()
    tree, least = open_tree(seed), inf
    while tree.bound < inf:
        leaf = tree.next_leaf(inf)
        least = min(least, inf if leaf is None or leaf.is_probe else leaf.priced.bound)
        assert cost is None or min(least, tree.bound) <= cost


def test_what_is_known_before_counts_at_once():
    assert open_tree(0, 123).bound == 123


def test_what_is_plainly_impossible_is_dropped_until_there_is_a_plan():
    assert leaves_below(open_tree(0, is_impossible=True), inf) == []
    cost = problem(0).cheapest()
    assert cost is not None
    told, quiet = (leaves_below(open_tree(0, is_impossible=told), cost + 1) for told in (True, False))
    assert [leaf.decisions for leaf in told] == [leaf.decisions for leaf in quiet] != []


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_questions_that_are_left_open_lose_no_plan_either(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(branching, "_MOST_NODES", 0)
    monkeypatch.setattr(branching, "_MOST_NODES_OF_PACKS", 0)
    [leaf] = all_leaves(seed)[1]
    assert leaf.decisions == {}
    assert cost_of(seed, leaf) == problem(seed).cheapest()


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_the_first_leaf_is_looked_into_and_stays_a_node(seed: int):
    tree = open_tree(seed)
    found = []
    while tree.bound < inf and not found:
        before = tree.bound
        found = [leaf for leaf in [tree.next_leaf(inf)] if leaf is not None]
    for leaf in found:
        assert leaf.is_probe
        assert tree.bound <= before


def test_a_dive_ends_in_a_leaf_or_finds_nothing():
    """What it decides is decided, no plan of it costs less than it says, and some plans are found this way."""
    costs = []
    for seed in SEEDS:
        one = problem(seed)
        leaf = Tree(one.relaxation(), -inf, 10**12, lambda decisions: False).dive()
        if leaf is None:
            continue
        questions = {name for kind in one.relaxation().questions[:3] for name in kind}
        assert all(abs(leaf.priced.answers[name] - round(leaf.priced.answers[name])) < 1e-5 for name in questions)
        program = PlanProgram(one.relaxation(), leaf, one.market, one.policy, total_cost, EVERYTHING)
        if program.solve(Limits()).status is SolveStatus.OPTIMAL:
            assert one.cheapest() <= program.cost >= leaf.priced.bound
            costs.append(program.cost == one.cheapest())
    assert costs.count(True) > 5


def test_near_a_plan_packs_are_not_asked_about():
    """Only 0/1 questions are decided where every node is near enough."""
    of_packs = set()
    for seed in SEEDS:
        tree = Tree(problem(seed).relaxation(), -inf, 10**12, lambda decisions: False)
        yes_or_no = {name for kind in problem(seed).relaxation().questions[:3] for name in kind}
        cost = problem(seed).cheapest()
        for leaf in leaves_below(tree, 10**11 if cost is None else cost + 1):
            assert set(leaf.decisions) <= yes_or_no
        of_packs |= {name for leaf in all_leaves(seed)[1] for name in set(leaf.decisions) - yes_or_no}
    assert of_packs
