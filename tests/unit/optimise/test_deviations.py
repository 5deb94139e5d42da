"""Deviations of a cheapest cover, against all states of all joints; and programs that count them."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from planner.optimise.solvers.program import Program, limits_of, total, whole
from planner.optimise.undecided.deviations import Deviation, list_deviations, neighbours
from planner.optimise.undecided.pieces import Piece
from planner.optimise.undecided.pooled import LargePiece, Pooled
from tests.unit.optimise.test_pieces import demand_of, excess_of

SEEDS = range(60)
MANY = 10**6

State = tuple[int, ...]


def piece_and_cheapest(seed: int) -> tuple[Piece, State, int]:
    """Return up to eight joints with arcs, a state of theirs that has no excess, and a tolerance."""
    pick = Random(seed)
    joints, rows = pick.randint(1, 8), pick.randint(1, 3)
    cheapest = tuple(pick.randint(0, 1) for _ in range(joints))
    demand = tuple(tuple(pick.choice((-2, -1, 0, 1, 2)) for _ in range(rows)) for _ in range(joints))
    pairs = [(a, b) for a in range(joints) for b in range(joints) if a != b and pick.random() < 0.3]
    allowed = [(a, b) for a, b in pairs if cheapest[a] <= cheapest[b]]
    arcs = tuple((a, b, pick.randint(0, 5) if cheapest[a] == cheapest[b] else 0) for a, b in allowed)
    dear = [pick.choice((0, 1, 3, 6)) for _ in range(joints)]
    excess_if_0 = tuple(d if is_1 else 0 for d, is_1 in zip(dear, cheapest, strict=True))
    excess_if_1 = tuple(0 if is_1 else d for d, is_1 in zip(dear, cheapest, strict=True))
    return Piece(excess_if_0, excess_if_1, demand, arcs), cheapest, pick.choice((0, 2, 5, 9, 40))


def changed(cheapest: State, joints: tuple[int, ...]) -> State:
    return tuple(1 - is_1 if joint in joints else is_1 for joint, is_1 in enumerate(cheapest))


def parts(piece: Piece, cheapest: State, joints: set[int]) -> list[tuple[int, ...]]:
    """Return the joints in sets that arcs between equal states connect."""
    found, left = [], set(joints)
    while left:
        todo = [left.pop()]
        part = set(todo)
        while todo:
            joint = todo.pop()
            for lower, upper, _ in piece.arcs:
                if joint in (lower, upper) and cheapest[lower] == cheapest[upper]:
                    todo += ({lower, upper} & left) - {joint}
                    part |= {lower, upper} & left
                    left -= {lower, upper}
        found.append(tuple(sorted(part)))
    return found


def all_deviations(piece: Piece, cheapest: State, tolerance: int) -> list[Deviation]:
    found = list_deviations(piece, [bool(each) for each in cheapest], tolerance, MANY, MANY)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deviation_alone_is_a_state_within_the_tolerance(seed: int):
    piece, cheapest, tolerance = piece_and_cheapest(seed)
    base = demand_of(piece, cheapest)
    for each in all_deviations(piece, cheapest, tolerance):
        state = changed(cheapest, each.joints)
        assert excess_of(piece, state) == each.excess <= tolerance
        assert tuple(a - b for a, b in zip(demand_of(piece, state), base, strict=True)) == each.demand
        assert min(each.demand) < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_state_within_the_tolerance_is_made_of_deviations(seed: int):
    """But for changes that ask for more everywhere and for less nowhere, which no plan needs."""
    piece, cheapest, tolerance = piece_and_cheapest(seed)
    found = {each.joints: each for each in all_deviations(piece, cheapest, tolerance)}
    assert len(found) == len(all_deviations(piece, cheapest, tolerance))
    for state in product((0, 1), repeat=len(piece)):
        excess = excess_of(piece, state)
        if excess is None or excess > tolerance:
            continue
        joints = {joint for joint in range(len(piece)) if state[joint] != cheapest[joint]}
        of_parts = 0
        for part in parts(piece, cheapest, joints):
            alone = changed(cheapest, part)
            of_parts += excess_of(piece, alone) or 0
            less = min(a - b for a, b in zip(demand_of(piece, alone), demand_of(piece, cheapest), strict=True))
            assert (part in found) == (less < 0)
        assert of_parts == excess


def test_too_many_steps_are_given_up():
    piece, cheapest, _ = piece_and_cheapest(3)
    assert list_deviations(piece, [bool(each) for each in cheapest], MANY, 1, MANY) is None


def test_too_many_demands_are_given_up():
    piece, cheapest, _ = piece_and_cheapest(3)
    state = [bool(each) for each in cheapest]
    found = list_deviations(piece, state, MANY, MANY, MANY)
    assert found is not None
    demands = len({deviation.demand for deviation in found})
    assert demands > 1
    assert list_deviations(piece, state, MANY, MANY, demands) == found
    assert list_deviations(piece, state, MANY, MANY, demands - 1) is None


def test_pieces_with_too_many_demands_together_are_given_up():
    large = LargePiece(SHARED, np.arange(3), [False] * 3)
    other = LargePiece(TWO_OLDER, np.arange(3, 6), [False] * 3)
    alone, both = Pooled.of([large], 0, MANY), Pooled.of([large, other], 0, MANY)
    assert alone is not None
    assert both is not None
    assert len(alone.found) < len(both.found)
    assert Pooled.of([large, other], 0, len(both.found)) is not None
    assert Pooled.of([large, other], 0, len(both.found) - 1) is None


# Two people with a User CAL each, of whom each may do without if the machine they share has a Device CAL.
SHARED = Piece((0, 0, 0), (0, 0, 0), ((-1, 0), (-1, 0), (0, 1)), ((0, 2, 0), (1, 2, 0)))
TWO_OLDER = Piece((0, 0, 0), (0, 0, 0), ((-2, 0), (-2, 0), (0, 1)), ((0, 2, 0), (1, 2, 0)))


def pooled(prices: tuple[int, int]) -> tuple[Pooled, Program]:
    problem = Program("pooled")
    found = Pooled.of([LargePiece(SHARED, np.arange(3), [False] * 3)], 0, MANY)
    assert found is not None
    terms = [
        price * asked * count
        for demand, count in found.add_to(problem)
        for price, asked in zip(prices, demand, strict=True)
    ]
    problem.minimise(total(terms))
    return found, problem


def test_deviations_that_are_picked_become_states():
    found, problem = pooled((3, 4))
    problem.take([int(demand == (-2, 1)) for demand in found.counts])
    assert found.states() == [[True, True, True]]
    assert whole(problem.objective) == 4 - 2 * 3


def test_deviations_that_touch_are_no_cover():
    """One person doing without, twice, would be two machines; there is one."""
    found, problem = pooled((3, 4))
    assert limits_of(found.counts[(-1, 1)])[1] == 2
    problem.take([2 * int(demand == (-1, 1)) for demand in found.counts])
    assert found.states() is None


def test_neighbours_are_at_the_other_ends_of_arcs():
    assert neighbours(SHARED) == [{2}, {2}, {0, 1}]
