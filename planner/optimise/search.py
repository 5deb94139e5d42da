"""Find the cheapest plan of one case and prove it: leaf by leaf, each with a program that is as small as it may be.

For every leaf that may hold something better: solve the plan program for a small tolerance, which gives a good
plan at once; then widen the tolerance up to what the plan costs above the leaf's bound.  Wider is never needed:
what lies outside costs more than the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor, inf

from planner.domain.estate import Codes
from planner.optimise.branching import Leaf, Tree
from planner.optimise.cases import Case
from planner.optimise.plan_program import PlanProgram
from planner.optimise.relaxation import FORBIDDING, PRICE_UNIT, Decisions, Learned, Objective, Priced, Relaxation
from planner.optimise.rows import Rows
from planner.optimise.solver import Clock, SolveStatus

_WIDER = 4
_FIRST_SHARE = 8
"""The first tolerance is the price of a licence divided by this."""


@dataclass(slots=True)
class Best:
    """The best plan so far, over all cases; `held` puts its holders together, see `CoverGraph.held_units`."""

    cost: float = inf
    case: Case | None = None
    held: Callable[[], Codes] | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The last program of a leaf, which nothing below the best plan's cost satisfies, and what else is proved."""

    rows: Rows
    extra: int
    bound: float
    """The leaf's bound without this program."""


@dataclass(slots=True)
class Search:
    """The search through one case."""

    case: Case
    learned: Learned
    objective: Objective
    closings: list[Closing] = field(default_factory=list)

    def run(self, best: Best, clock: Clock, others: float) -> float:
        """Look for plans better than `best`; return the proved bound of this case.  `others`: that of all others."""
        extra, closed = self.case.extra, inf
        root = self._sound_relaxation()
        if root is None:
            return inf
        relaxation, priced = root
        tree = Tree(relaxation)
        self._frugal_plan(relaxation, priced, best, clock)
        if clock.is_near(best.cost, min(ceil(priced.bound) + extra, others)):
            return ceil(priced.bound) + extra
        for leaf in tree.leaves(lambda: best.cost - extra, lambda: clock.is_over):
            rest = min(tree.bound + extra, others, closed)
            closed = min(closed, self._settle(relaxation, leaf, best, clock, rest))
            if clock.is_near(best.cost, min(closed, tree.bound + extra, others)):
                break
        return min(closed, tree.bound + extra)

    def _sound_relaxation(self) -> tuple[Relaxation, Priced] | None:
        """Return the relaxation and its prices without decisions, lacking no licences; None if there is no plan."""
        forbidding = FORBIDDING
        while True:
            relaxation = Relaxation(
                self.learned, self.case.offers(), self.case.policy, self.objective, forbidding=forbidding
            )
            priced = relaxation.converge({})
            if priced is None or (priced.is_short and self._is_impossible({})):
                return None
            if not priced.is_short or forbidding > _MOST_FORBIDDING:
                return relaxation, priced
            forbidding *= _DEARER

    def _frugal_plan(self, relaxation: Relaxation, priced: Priced, best: Best, clock: Clock) -> None:
        """Find a good plan where licences are owned in plenty, before any leaf is looked into.

        There the price of a licence is nothing, and holding it for no reason costs nothing either, so the prices
        leave nearly everything undecided.  A token price per holder shows which holders should go without.
        """
        is_free = [
            not price for price, row in zip(priced.prices, relaxation.rows, strict=True) if row in relaxation.scarce
        ]
        if not any(is_free) or clock.is_over:
            return
        frugal = Relaxation(self.learned, self.case.offers(), self.case.policy, self.objective, per_holder=_TOKEN)
        found = frugal.converge({})
        if found is not None:
            self._try(frugal, Leaf({}, found), PRICE_UNIT * _TOKEN // 4, best, clock)

    def _is_impossible(self, decisions: Decisions) -> bool:
        """Tell whether it is proved that some licence is always lacking under these decisions."""
        lacking = Relaxation(self.learned, self.case.offers(), self.case.policy, lambda model: [])
        priced = lacking.converge(decisions)
        return priced is None or priced.bound > 0

    def _settle(self, relaxation: Relaxation, leaf: Leaf, best: Best, clock: Clock, rest: float) -> float:
        """Widen the leaf's program until nothing outside can be better; return the leaf's proved bound."""
        if leaf.priced.is_short and self._is_impossible(leaf.decisions):
            return inf
        extra, tolerance = self.case.extra, _first_tolerance(leaf.priced)
        proved: float = ceil(leaf.priced.bound) + extra
        while True:
            inside, program = self._try(relaxation, leaf, tolerance * PRICE_UNIT, best, clock)
            outside = inf if program.is_complete else floor(leaf.priced.bound + tolerance) + 1 + extra
            before, proved = proved, max(proved, min(inside, outside))
            clock.tell(best.cost, min(proved, rest, best.cost))
            if proved >= best.cost or clock.is_over or clock.is_near(best.cost, min(proved, rest)):
                self.closings.append(Closing(program.rows(), extra, before))
                return proved
            missing = best.cost - 1 - extra - leaf.priced.bound
            tolerance = int(min(tolerance * _WIDER, ceil(missing) if missing < inf else inf))

    def _try(
        self, relaxation: Relaxation, leaf: Leaf, tolerance: int, best: Best, clock: Clock
    ) -> tuple[float, PlanProgram]:
        """Solve one program; return the bound it proves for plans within its tolerance."""
        program = PlanProgram(relaxation, leaf, self.case.offers(), self.case.policy, self.objective, tolerance)
        run = program.solve(clock.left)
        if run.status is SolveStatus.INFEASIBLE:
            return inf, program
        if run.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE) and program.cost + self.case.extra < best.cost:
            graph, units = self.learned.graph, program.units_held()
            best.cost, best.case = program.cost + self.case.extra, self.case
            best.held = lambda: graph.held_units(units)
        return (-inf if run.bound is None else run.bound + self.case.extra), program


_MOST_FORBIDDING = 10**9
_DEARER = 1000
_TOKEN = 1


def _first_tolerance(priced: Priced) -> int:
    dearest = int(priced.prices.max(initial=0))
    return max(1, dearest // (PRICE_UNIT * _FIRST_SHARE))
