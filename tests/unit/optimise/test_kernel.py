"""The kernel fixes and joins nothing that a cover within the tolerance does otherwise."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from planner.domain.estate import Codes
from planner.optimise.cover.minimum_cut import Cover, CoverGraph
from planner.optimise.undecided.kernel import Kernel, find_kernel
from tests.unit.optimise.brute_force import all_covers, demand_of_covers
from tests.unit.optimise.made_up import prices, tangle

SEEDS = range(30)
WITHOUT_ODD = ("shared", "shared", "matched")
Case = tuple[CoverGraph, Cover, Codes, Codes]


def case(seed: int) -> Case:
    """Return a graph, its cheapest cover at some prices, all covers in units, and what each costs above it.

    Covers in which half a copy holds something that nobody asks for are left out.
    """
    people, asked = tangle(seed, WITHOUT_ODD)
    graph = CoverGraph(people, asked)
    covers = all_covers(people, asked)
    covers = covers[(covers % (graph.literals.units // graph.copies) == 0).all(axis=1)]
    vector = prices(seed + 1000, len(graph.rows))
    cover = graph.cheapest(vector)
    return graph, cover, covers, demand_of_covers(people, asked, covers, graph.rows) @ vector - cover.cost


def ones(graph: CoverGraph, covers: Codes) -> Codes:
    """Return in how many copies each literal's state is 1: held for users, not held for machines."""
    held = covers // (graph.literals.units // graph.copies)
    return np.where(graph.literals.is_user, held, graph.copies - held)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cover_costs_the_cheapest_one_plus_its_excess(seed: int):
    graph, cover, covers, above = case(seed)
    tail, head = graph.tail.tolist(), graph.head.tolist()
    copies, residual, flow = graph.copies.tolist(), cover.residual.tolist(), cover.flow.tolist()
    step = max(len(covers) // 20, 1)
    for units, states, costs in zip(covers[::step], ones(graph, covers)[::step], above[::step], strict=True):
        held = [Fraction(int(x), int(of)) for x, of in zip(units, graph.literals.units, strict=True)]
        excess = sum(r * x for r, x in zip(residual, held, strict=True))
        for a, b, through in zip(tail, head, flow, strict=True):
            excess += Fraction(through * int(states[b] - states[a]), copies[a])
        assert excess == costs


def kernels(case: Case) -> list[tuple[int, Kernel]]:
    graph, cover, _, above = case
    tolerances = sorted({0, *above.tolist()})[:6]
    return [(tolerance, find_kernel(graph, cover, tolerance)) for tolerance in tolerances]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cover_within_the_tolerance_does_otherwise(seed: int):
    found = case(seed)
    graph, _, covers, above = found
    states = ones(graph, covers)
    for tolerance, kernel in kernels(found):
        within = states[above <= tolerance]
        fixed = ~kernel.is_free[kernel.joint]
        assert (within[:, fixed] == np.where(kernel.state[kernel.joint], graph.copies, 0)[fixed]).all()
        first = np.array([np.flatnonzero(kernel.joint == joint)[0] for joint in kernel.joint])
        assert (within == within[:, first]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_free_costs_what_the_kernel_says(seed: int):
    """Per joint and arc, not per literal: so nothing of the excess is lost or counted twice."""
    found = case(seed)
    graph, _, covers, above = found
    states = ones(graph, covers)
    for tolerance, kernel in kernels(found):
        joints = np.array([np.flatnonzero(kernel.joint == j)[0] for j in range(len(kernel.is_free))], dtype=np.int64)
        free = np.flatnonzero(kernel.is_free)
        for state, cost in zip(
            states[above <= tolerance][:30, joints].tolist(), above[above <= tolerance], strict=False
        ):
            share = [Fraction(s, int(copies)) for s, copies in zip(state, kernel.copies, strict=True)]
            excess = sum(
                share[j] * int(kernel.excess_if_1[j]) + (1 - share[j]) * int(kernel.excess_if_0[j]) for j in free
            )
            for low, high, flow in zip(kernel.lower, kernel.upper, kernel.flow.tolist(), strict=True):
                assert share[low] <= share[high]
                excess += flow * (share[high] - share[low])
            assert excess == cost


@pytest.mark.parametrize("seed", SEEDS)
def test_complete_means_that_every_cover_is_left(seed: int):
    found = case(seed)
    graph, cover, covers, above = found
    states = ones(graph, covers)
    for _, kernel in [*kernels(found), (0, find_kernel(graph, cover, 10**6))]:
        if kernel.is_complete:
            moves = (states.min(axis=0) < states.max(axis=0)) & (graph.copies > 0)
            assert kernel.is_free[kernel.joint][moves].all()
    assert find_kernel(graph, cover, 10**6).is_complete
    if above.max() > 0:
        assert not find_kernel(graph, cover, 0).is_complete


@pytest.mark.parametrize("seed", SEEDS)
def test_pieces_are_what_arcs_connect(seed: int):
    found = case(seed)
    for _, kernel in kernels(found):
        assert (kernel.piece[kernel.lower] == kernel.piece[kernel.upper]).all()
        assert kernel.is_free[kernel.lower].all()
        assert kernel.is_free[kernel.upper].all()


def test_the_kernels_of_these_estates_fix_join_and_leave_free():
    """The tests above would say nothing about kernels in which nothing happens."""
    found = [kernel for seed in SEEDS for _, kernel in kernels(case(seed))]
    assert sum(bool((~kernel.is_free).any()) for kernel in found) > 10
    assert sum(len(kernel.is_free) < len(kernel.joint) for kernel in found) > 10
    assert sum(bool(len(kernel.lower)) for kernel in found) > 10
    assert sum(bool((kernel.copies[kernel.is_free] > 1).any()) for kernel in found) > 10
