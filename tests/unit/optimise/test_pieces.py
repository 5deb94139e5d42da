"""The options of a piece, against all states of all its joints."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from planner.optimise.undecided.pieces import Demand, Piece, list_options

SEEDS = range(40)
EVERYTHING = 10**9


def piece(seed: int) -> tuple[Piece, int]:
    """Return up to seven joints that hang together by arcs, and a tolerance.

    As in a kernel, the excess of a state is what its demand costs at some prices, apart from a constant: what arcs
    take, joints have too little of.
    """
    pick = Random(seed)
    joints, rows = pick.randint(1, 7), pick.randint(1, 3)
    prices = [pick.randint(0, 4) for _ in range(rows)]
    demand = [tuple(pick.choice((-3, -2, -1, 0, 1, 2)) for _ in range(rows)) for _ in range(joints)]
    pairs = {(pick.randrange(b), b) for b in range(1, joints)}
    pairs |= {(a, b) for a in range(joints) for b in range(a + 1, joints) if pick.random() < 0.2}
    arcs = [(*pair, pick.randint(0, 5)) if pick.random() < 0.6 else (*pair[::-1], 0) for pair in sorted(pairs)]
    change = [sum(p * d for p, d in zip(prices, add, strict=True)) for add in demand]
    for lower, upper, flow in arcs:
        change[lower] += flow
        change[upper] -= flow
    pick.shuffle(arcs)
    excess_if_0, excess_if_1 = [max(-c, 0) for c in change], [max(c, 0) for c in change]
    return Piece(tuple(excess_if_0), tuple(excess_if_1), tuple(demand), tuple(arcs)), pick.choice((0, 2, 5, 9, 40))


def excess_of(piece: Piece, state: tuple[int, ...]) -> int | None:
    """Return the excess of a state, or None if an arc forbids it."""
    if any(state[lower] > state[upper] for lower, upper, _ in piece.arcs):
        return None
    alone = sum(piece.excess_if_1[j] if s else piece.excess_if_0[j] for j, s in enumerate(state))
    return alone + sum(flow * (state[upper] - state[lower]) for lower, upper, flow in piece.arcs)


def demand_of(piece: Piece, state: tuple[int, ...]) -> Demand:
    rows = range(len(piece.demand_if_1[0]))
    return tuple(sum(s * add[row] for s, add in zip(state, piece.demand_if_1, strict=True)) for row in rows)


def undominated_demands(piece: Piece, tolerance: int) -> set[Demand]:
    within = set()
    for state in product((0, 1), repeat=len(piece)):
        excess = excess_of(piece, state)
        if excess is not None and excess <= tolerance:
            within.add(demand_of(piece, state))
    return {d for d in within if not any(o != d and all(x <= y for x, y in zip(o, d, strict=True)) for o in within)}


@pytest.mark.parametrize("seed", SEEDS)
def test_options_are_the_undominated_demands_within_the_tolerance(seed: int):
    one, tolerance = piece(seed)
    options = list_options(one, tolerance, EVERYTHING)
    assert options is not None
    assert set(options) == undominated_demands(one, tolerance)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_option_comes_with_a_state_that_has_it(seed: int):
    one, tolerance = piece(seed)
    for demand, bits in (list_options(one, tolerance, EVERYTHING) or {}).items():
        state = tuple(bits >> joint & 1 for joint in range(len(one)))
        assert bits < 1 << len(one)
        assert demand_of(one, state) == demand
        excess = excess_of(one, state)
        assert excess is not None
        assert excess <= tolerance


@pytest.mark.parametrize("seed", SEEDS)
def test_with_little_room_the_answer_is_the_same_or_none(seed: int):
    one, tolerance = piece(seed)
    for most in (1, 2, 4, 8):
        options = list_options(one, tolerance, most)
        assert options is None or set(options) == undominated_demands(one, tolerance)


def test_too_many_states_give_none():
    """Ten joints below one: all sums differ, and none undercuts another.  With the one at 1, all 2 ** 10 are open."""
    step = tuple((2**j, -(2**j)) for j in range(10))
    many = Piece((0,) * 11, (0,) * 11, (*step, (0, 0)), tuple((j, 10, 0) for j in range(10)))
    assert list_options(many, 0, 512) is None
    assert len(list_options(many, 0, 4096) or {}) == 1024


def test_a_piece_by_hand():
    """A terminal (state 1: not held) for two people: the terminal, or both people."""
    shared = Piece((1, 0, 0), (0, 0, 0), ((0, -1), (1, 0), (1, 0)), ((0, 1, 1), (0, 2, 0)))
    assert list_options(shared, 1, EVERYTHING) == {(0, 0): 0b000, (2, -1): 0b111}
    assert list_options(shared, 0, EVERYTHING) == {(2, -1): 0b111}
