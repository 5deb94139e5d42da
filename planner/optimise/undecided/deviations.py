"""List the small changes to a cheapest cover, where a piece is too large for all its states.

A *deviation* is a connected set of joints that change their state together.  Every cover within the tolerance is the
cheapest one changed by some deviations that do not touch, and their excesses add up:

    an arc  lower <= upper  with both states alike connects its ends: a change of one alone costs the arc's flow, or
    is not possible, and then the other end changes too;
    an arc with the states 0 and 1 has no flow (the cheapest cover has no excess), so its ends change independently,
    only never both.

So a program that picks any deviations, how many of each demand, is a relaxation: its bound holds for all covers within
the tolerance.  Where the deviations it picks do not touch, its solution is a cover.  In a component of ten thousand
joints most deviations cost nearly the whole tolerance, so few can be picked, and few demands occur.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.optimise.undecided.pieces import Demand, Piece


@dataclass(frozen=True, slots=True)
class Deviation:
    """Joints that change, what that adds to the demand, and the excess of the cover after it."""

    joints: tuple[int, ...]
    demand: Demand
    excess: int


def list_deviations(
    piece: Piece, state: Sequence[bool], tolerance: int, most: int, most_demands: int
) -> list[Deviation] | None:
    """Return the deviations within the tolerance that ask for less in some row.

    `state` is that of each joint in the cheapest cover.  None if more than `most` steps would have to be looked at, or
    if they have more than `most_demands` different demands.
    """
    search = _Search(piece, state, tolerance, most)
    found, demands = [], set[Demand]()
    for first in range(len(piece)):
        for joints, excess in search.beginning_with(first):
            demand = search.demand(joints)
            if min(demand, default=0) < 0:
                found.append(Deviation(joints, demand, excess))
                demands.add(demand)
                if len(demands) > most_demands:
                    return None
        if search.steps > most:
            return None
    return found


def neighbours(piece: Piece) -> list[set[int]]:
    """Return, per joint, the joints at the other ends of its arcs."""
    found: list[set[int]] = [set() for _ in range(len(piece))]
    for lower, upper, _ in piece.arcs:
        found[lower].add(upper)
        found[upper].add(lower)
    return found


@dataclass(frozen=True, slots=True)
class _Tie:
    """An arc to another joint in the same state: what a change of one end alone costs; None: it is not possible."""

    other: int
    if_mine: int | None
    if_other: int | None


_JOINTS_PER_STEP = 8


class _Search:
    """Goes through connected sets: each neighbour of the set changes too, or stays; what stays is paid for."""

    def __init__(self, piece: Piece, state: Sequence[bool], tolerance: int, most: int) -> None:
        self.steps = 0
        self._tolerance, self._most = tolerance, most
        self._excess = [
            if_0 if is_1 else if_1 for if_0, if_1, is_1 in zip(piece.excess_if_0, piece.excess_if_1, state, strict=True)
        ]
        self._demand_if_1, self._state = piece.demand_if_1, state
        self._ties: list[list[_Tie]] = [[] for _ in range(len(piece))]
        self._apart: list[set[int]] = [set() for _ in range(len(piece))]
        for lower, upper, flow in piece.arcs:
            if state[lower] != state[upper]:
                self._apart[lower].add(upper)
                self._apart[upper].add(lower)
                continue
            # From 0 0 the upper end may change alone, from 1 1 the lower one; either leaves 0 1, which costs the flow.
            of_lower, of_upper = (flow, None) if state[lower] else (None, flow)
            self._ties[lower].append(_Tie(upper, of_lower, of_upper))
            self._ties[upper].append(_Tie(lower, of_upper, of_lower))

    def demand(self, joints: Sequence[int]) -> Demand:
        """Return what the changes of some joints add to the demand."""
        changes = ([-each for each in self._demand_if_1[i]] if self._state[i] else self._demand_if_1[i] for i in joints)
        return tuple(map(sum, zip(*changes, strict=True)))

    def beginning_with(self, first: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield the sets whose smallest joint is `first`, with their excess."""
        todo: list[tuple[frozenset[int], frozenset[int], int]] = []
        self._push(todo, frozenset(), frozenset(), 0, first)
        while todo and self.steps <= self._most:
            changed, kept, excess = todo.pop()
            # Looking at a large set takes longer.
            self.steps += 1 + (len(changed) + len(kept)) // _JOINTS_PER_STEP
            neighbour = self._undecided(changed, kept)
            if neighbour is None:
                yield tuple(sorted(changed)), excess
                continue
            stays = self._cost_of_staying(changed, neighbour)
            if stays is not None and excess + stays <= self._tolerance:
                todo.append((changed, kept | {neighbour}, excess + stays))
            if neighbour > first:
                self._push(todo, changed, kept, excess, neighbour)

    def _push(
        self,
        todo: list[tuple[frozenset[int], frozenset[int], int]],
        changed: frozenset[int],
        kept: frozenset[int],
        excess: int,
        joint: int,
    ) -> None:
        """Let a joint change too, if that is possible and within the tolerance."""
        if self._apart[joint] & changed:
            return
        excess += self._excess[joint]
        for tie in self._ties[joint]:
            if tie.other in kept:
                if tie.if_mine is None:
                    return
                excess += tie.if_mine
        if excess <= self._tolerance:
            todo.append((changed | {joint}, kept, excess))

    def _undecided(self, changed: frozenset[int], kept: frozenset[int]) -> int | None:
        """Return a neighbour of the set that is not decided; one that has to change comes first."""
        found = None
        for joint in changed:
            for tie in self._ties[joint]:
                if tie.other not in changed and tie.other not in kept:
                    if tie.if_mine is None:
                        return tie.other
                    found = tie.other
        return found

    def _cost_of_staying(self, changed: frozenset[int], joint: int) -> int | None:
        """Return what it costs that a joint stays while those of the set change; None if it cannot."""
        total = 0
        for tie in self._ties[joint]:
            if tie.other in changed:
                if tie.if_other is None:
                    return None
                total += tie.if_other
        return total
