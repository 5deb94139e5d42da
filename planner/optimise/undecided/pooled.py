"""Add pieces that are too large for a list of options to an integer program: how many deviations of each demand.

That is a relaxation (see `deviations.py`), with as many variables as there are different demands, however many joints.
A solution is a cover if deviations can be found that do not touch; there are usually far more of them than are picked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.domain.estate import Codes
from planner.optimise.market.model import PRICE_UNIT
from planner.optimise.solvers.program import Program, total, whole
from planner.optimise.undecided.deviations import Deviation, list_deviations, neighbours
from planner.optimise.undecided.pieces import Demand, Piece

_MOST_STEPS = 20_000
"""So many steps may be taken per piece to list its deviations."""


@dataclass(frozen=True, slots=True)
class LargePiece:
    """A piece that stands for itself alone, with the place of its joints in the kernel and their cheapest states."""

    piece: Piece
    joints: Codes
    state: Sequence[bool]


@dataclass(slots=True)
class Pooled:
    """Pieces with their deviations, those with the same demand under one variable."""

    pieces: Sequence[LargePiece]
    found: dict[Demand, list[tuple[int, Deviation]]]
    tolerance: int
    counts: dict[Demand, Any] = field(default_factory=dict)

    @staticmethod
    def of(pieces: Sequence[LargePiece], tolerance: int, most_demands: int) -> Pooled | None:
        """List the deviations within the tolerance; None if that takes too long, or if too many demands occur."""
        found: dict[Demand, list[tuple[int, Deviation]]] = defaultdict(list)
        for number, each in enumerate(pieces):
            deviations = list_deviations(each.piece, each.state, tolerance, _MOST_STEPS, most_demands)
            if deviations is None:
                return None
            for deviation in deviations:
                found[deviation.demand].append((number, deviation))
            if len(found) > most_demands:
                return None
        return Pooled(pieces, found, tolerance)

    def base(self, rows: int) -> Demand:
        """Return the demand of the cheapest states, against all states being 0."""
        total = [0] * rows
        for each in self.pieces:
            for is_1, demand in zip(each.state, each.piece.demand_if_1, strict=True):
                if is_1:
                    total = [a + b for a, b in zip(total, demand, strict=True)]
        return tuple(total)

    def add_to(self, problem: Program) -> list[tuple[Demand, Any]]:
        """Add a variable per demand, and return them; all picked together have at most the tolerance."""
        spent = []
        for number, demand in enumerate(sorted(self.found)):
            least = min(deviation.excess for _, deviation in self.found[demand])
            most = len(self.found[demand]) if not least else min(len(self.found[demand]), self.tolerance // least)
            self.counts[demand] = problem.add_whole(f"d_{number:05d}", 0, most)
            if least // PRICE_UNIT:  # rounded down, so that the solver gets numbers of moderate size
                spent.append(least // PRICE_UNIT * self.counts[demand])
        if spent:
            problem += total(spent) <= self.tolerance // PRICE_UNIT
        return list(self.counts.items())

    def states(self) -> list[list[bool]] | None:
        """Return the states of each piece's joints in the solution.

        None if deviations that do not touch are not found.
        """
        taken: list[set[int]] = [set() for _ in self.pieces]
        states = [list(each.state) for each in self.pieces]
        beside = {}
        for demand, variable in self.counts.items():
            left = whole(variable)
            for number, deviation in self.found[demand] if left else ():
                if not left:
                    break
                if taken[number].isdisjoint(deviation.joints):
                    if number not in beside:
                        beside[number] = neighbours(self.pieces[number].piece)
                    left -= 1
                    for joint in deviation.joints:
                        states[number][joint] = not states[number][joint]
                        taken[number] |= beside[number][joint] | {joint}
            if left:
                return None
        return states
