"""List what a small piece of the kernel can change, as demands: its *options*.

Pieces are independent, so for the program only the demand of each state matters, and equal lists of options make
one class with a count.  The states of a piece are enumerated joint by joint.  What is remembered of the joints
done so far is the state of those that arcs still lead to, and the demand; excess only grows, so what exceeds the
tolerance is dropped on the way.  Of the options, those that ask for no less than another in every row are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add as add_ints
from operator import le

Demand = tuple[int, ...]
"""What an option adds to each demand row, against all states being 0."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Joints 0, 1, ... in any order; hashable, so that equal pieces are enumerated once."""

    excess_if_0: tuple[int, ...]
    excess_if_1: tuple[int, ...]
    demand_if_1: tuple[Demand, ...]
    arcs: tuple[tuple[int, int, int], ...]  # lower, upper, flow

    def __len__(self) -> int:
        return len(self.excess_if_0)

    @property
    def most_excess(self) -> int:
        """An excess that no state exceeds."""
        return sum(self.excess_if_0) + sum(self.excess_if_1) + sum(flow for _, _, flow in self.arcs)

    @property
    def rows(self) -> int:
        """The number of demand rows."""
        return len(self.demand_if_1[0]) if self.demand_if_1 else 0


def list_options(piece: Piece, tolerance: int, most: int) -> dict[Demand, int] | None:
    """Return the undominated demands of the states within `tolerance`, each with a state (bit i: joint i is 1).

    None if more than `most` partial states would have to be remembered.
    """
    rows = [row for row in range(piece.rows) if any(demand[row] for demand in piece.demand_if_1)]
    adds = [tuple(demand[row] for row in rows) for demand in piece.demand_if_1]
    partial: _Partial = {0: {(0,) * len(rows): (0, 0)}}
    for step in _steps(piece):
        partial = _with_joint(partial, step, adds[step.joint], tolerance)
        if sum(map(len, partial.values())) > most:
            return None
    found = _undominated(partial.get(0, {}))
    place = {row: i for i, row in enumerate(rows)}
    return {
        tuple(demand[place[row]] if row in place else 0 for row in range(piece.rows)): state
        for demand, (_, state) in found.items()
    }


_States = dict[Demand, tuple[int, int]]
"""By demand so far, in the rows that matter: excess so far, and the states of the joints done."""

_Partial = dict[int, _States]
"""States by the joints that are 1 among those that arcs still lead to, as bits."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A joint's turn: what its states cost, the arcs to joints done before, and which joints stay open after it."""

    joint: int
    excess: tuple[int, int]
    arcs: tuple[tuple[int, int, bool], ...]  # bit of the other end, flow, whether this joint is the lower end
    still_open: int


def _with_joint(partial: _Partial, step: _Step, add: Demand, tolerance: int) -> _Partial:
    """Return the partial states with one joint more, in both states where arcs and tolerance allow."""
    found: _Partial = {}
    bit = 1 << step.joint
    for mask, states in partial.items():
        for value in (0, 1):
            more = _excess_of(step, mask, value)
            if more is None or more > tolerance:
                continue
            kept = found.setdefault((mask | bit if value else mask) & step.still_open, {})
            for demand, (excess, state) in states.items():
                if excess + more <= tolerance:
                    asked = tuple(map(add_ints, demand, add)) if value else demand
                    kept.setdefault(asked, (excess + more, state | bit if value else state))
    # Open joints that no state is left for would double in number with every step.
    return {mask: states for mask, states in found.items() if states}


def _excess_of(step: _Step, mask: int, value: int) -> int | None:
    """Return what a joint's state adds to the excess, given the open joints; None if an arc forbids it."""
    more = step.excess[value]
    for other, flow, is_lower in step.arcs:
        there = 1 if mask & other else 0
        low, high = (value, there) if is_lower else (there, value)
        if low > high:
            return None
        more += flow * (high - low)
    return more


def _steps(piece: Piece) -> list[_Step]:
    """Return the joints' turns, in an order in which few are open at a time."""
    neighbours = _neighbours(piece)
    order = _order(neighbours)
    place = {joint: turn for turn, joint in enumerate(order)}
    last = {joint: max((place[other] for other, _, _ in neighbours[joint]), default=-1) for joint in order}
    steps, still_open = [], 0
    for turn, joint in enumerate(order):
        arcs = tuple((1 << o, flow, is_lower) for o, flow, is_lower in neighbours[joint] if place[o] < turn)
        still_open |= 1 << joint
        for done in (joint, *(other for other, _, _ in neighbours[joint])):
            if place[done] <= turn and last[done] <= turn:
                still_open &= ~(1 << done)
        steps.append(_Step(joint, (piece.excess_if_0[joint], piece.excess_if_1[joint]), arcs, still_open))
    return steps


def _neighbours(piece: Piece) -> list[list[tuple[int, int, bool]]]:
    """Return per joint the joints that arcs connect it with: joint, flow, whether it is the lower end itself."""
    found: list[list[tuple[int, int, bool]]] = [[] for _ in range(len(piece))]
    for lower, upper, flow in piece.arcs:
        found[lower].append((upper, flow, True))
        found[upper].append((lower, flow, False))
    return found


def _order(neighbours: Sequence[Sequence[tuple[int, int, bool]]]) -> list[int]:
    """Return the joints breadth first, those with few neighbours first, so that few are open at a time."""

    def degree(joint: int) -> tuple[int, int]:
        return len(neighbours[joint]), joint

    first = min(range(len(neighbours)), key=degree)
    order, seen = [first], {first}
    for joint in order:
        near = sorted({other for other, _, _ in neighbours[joint]} - seen, key=degree)
        order.extend(near)
        seen.update(near)
    return order


def _undominated(states: _States) -> _States:
    """Drop demands that another undercuts or equals in every row."""
    kept: list[Demand] = []
    for demand in sorted(states, key=lambda d: (sum(d), d)):
        if not any(all(map(le, other, demand)) for other in kept):
            kept.append(demand)
    return {demand: states[demand] for demand in kept}
