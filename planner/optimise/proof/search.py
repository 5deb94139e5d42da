"""Find the cheapest plan of one case and prove it, always working where the bound is least.

A leaf's plan program with a small tolerance gives a good plan at once.  What it leaves out costs more than the
leaf's bound plus the tolerance; so widening it raises the bound, until it reaches the best plan found anywhere.
Before there are leaves, the case as a whole is taken for one, to have a plan at once; and as soon as one program
of moderate size holds every plan that may be better than the best one, that program ends the search.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from math import ceil, floor, inf

import numpy as np

from planner.domain.estate import Codes
from planner.errors import SolverError
from planner.optimise.cover.minimum_cut import DemandRow
from planner.optimise.market.model import PRICE_UNIT, period_of
from planner.optimise.proof.bounds import FORBIDDING, Decisions, Learned, Objective, Priced, PriceRelaxation
from planner.optimise.proof.branching import Leaf, Tree
from planner.optimise.proof.cases import Case
from planner.optimise.proof.column_program import ColumnProgram
from planner.optimise.proof.plan_program import PlanProgram
from planner.optimise.solvers.exact_rows import Rows
from planner.optimise.solvers.highs import Clock, SolveStatus
from planner.optimise.solvers.program import total
from planner.optimise.undecided.kernel import find_kernel

_WIDER, _MUCH_WIDER = 2, 16
"""Factors by which a leaf's tolerance grows: once there is a plan, and before."""
_NEAR = 8
"""So many first tolerances below the best plan, packs are left to the leaves' programs."""
_ROUGH = 0.01
"""The gap at which programs stop that are only there for a plan to begin with."""
_EVERYTHING = 1 << 42
"""A tolerance, in minor units, that no cover's excess exceeds."""
_SMALL, _MIDDLING = 300, 3000
"""Undecided joints: so few are one program at once; so few are one program once there were many nodes or tries."""
_MANY_NODES, _MANY_TRIES = 300, 12
_MOST_LOOKS = 300
"""So many nodes are looked into before large programs, all together."""
_FIRST_NODES, _MOST_LITERALS = 60, 100_000
"""So many nodes are looked into for a leaf before there is a plan; but not where there are more literals."""
_NOT_MORE = 2
"""A program so many times as large is solved at once."""
_FIRST_SHARE = 64
"""The first tolerance is the price of a licence divided by this."""


@dataclass(slots=True)
class Best:
    """The best plan so far, over all cases; `decide` puts its holders together and tells the case they decide."""

    cost: float = inf
    case: Case | None = None
    decide: Callable[[], tuple[Case, Codes]] | None = None
    """Returns holders as `CoverGraph.held_units` does."""

    def to_undercut(self, case: Case) -> int | None:
        """Return what a program of a case has to cost less than to matter; None while there is no plan."""
        return None if self.cost == inf else int(self.cost) - case.extra


@dataclass(order=True, slots=True)
class OpenLeaf:
    """A leaf, how wide its last program was, and what that proves of all plans that take its decisions."""

    proved: float
    number: int
    leaf: Leaf = field(compare=False)
    tolerance: int = field(compare=False)  # minor units
    exact: float = field(compare=False)
    """What is proved without any integer program."""
    program: Rows = field(compare=False)
    is_pooled: bool = field(compare=False)
    """Whether solutions of the program need not be covers, see `pooled.py`."""


@dataclass
class Search:
    """The search through one case: the nodes of its tree and its leaves, least bound first.

    A leaf's first program is narrow; it is widened only while its bound is the least of all, because by then a
    better plan may have come up elsewhere, and a better plan asks for less width.  As soon as few joints are left
    undecided between the bound of the whole case and the best plan, one program for all of them ends the search.
    """

    case: Case
    learned: Learned
    objective: Objective
    start: tuple[PriceRelaxation, Priced] | None = None
    """The relaxation of the case and its prices without decisions, where they are known."""
    leaves: list[OpenLeaf] = field(default_factory=list)
    _relaxation: PriceRelaxation = field(init=False)
    _root: Priced = field(init=False)
    _tree: Tree = field(init=False)
    _tries: int = 0
    _looks: int = 0
    _left: tuple[int, float, bool] = (-1, inf, False)
    """A leaf, the cost of the best plan, and whether the leaf's next program is large then."""
    _numbers: Iterator[int] = field(default_factory=count)
    _undecided: tuple[float, int] = (-inf, 0)
    """How many joints are undecided, given the cost of the best plan."""

    def begin(self, best: Best, clock: Clock, others: float) -> float:
        """Find the bound of the whole case, and a first plan; return the bound, infinite if no plan is possible.

        `others` is what is proved of all plans, or those of other cases, which is told while it takes long.
        """
        root = self._sound_relaxation()
        if root is None:
            return inf
        self._relaxation, self._root = root
        bound = ceil(self._root.bound)
        self._tree = Tree(
            self._relaxation,
            bound,
            _NEAR * _first_tolerance(self._root, self.learned.graph.rows),
            self._is_plainly_impossible,
        )
        if not clock.is_over and bound + self.case.extra < best.cost:
            self._frugal_plan(best, clock)
            before = best.cost
            for leaf in self._first_leaves(clock):
                tolerance = _first_tolerance(leaf.priced, self.learned.graph.rows)
                if self._count_undecided(leaf.priced, tolerance) > _SMALL:
                    self._plan_of_known_covers(leaf, best, clock)
                    clock.tell(best.cost, min(bound + self.case.extra, others, best.cost))
                self._try(self._relaxation, leaf, tolerance * PRICE_UNIT, best, clock, _ROUGH)
                if best.cost < before:
                    break
        return bound + self.case.extra

    def _first_leaves(self, clock: Clock) -> Iterator[Leaf]:
        """Yield leaves that may give a plan soon: near the best of all, or at least decided, or the case as a whole.

        HiGHS takes far longer to find any solution of a program with price breaks than of one where they are decided.
        Only where cuts take long themselves, that is cheaper than to price more of them.
        """
        if len(self.learned.graph.literals) <= _MOST_LITERALS and self._relaxation.is_quick:
            for _ in range(_FIRST_NODES):
                if self._tree.bound == inf or clock.is_over:
                    break
                leaf = self._tree.next_leaf(inf)
                if leaf is not None:
                    yield leaf
                    break
            else:
                dived = self._tree.dive()
                if dived is not None:
                    yield dived
        yield Leaf({}, self._root)

    def advance(self, best: Best, clock: Clock, others: float) -> float:
        """Look for better plans and raise the bound, which is returned, until it is above that of all others."""
        extra, tree = self.case.extra, self._tree
        while True:
            of_nodes = tree.bound + extra
            bound = min(of_nodes, self.leaves[0].proved if self.leaves else inf)
            clock.tell(best.cost, min(bound, others, best.cost))
            is_over = clock.is_over or clock.is_near(best.cost, min(bound, others))
            if is_over or bound >= best.cost or bound == inf or bound > others:
                return bound
            if self._is_closable(best):
                self._close(bound, best, clock)
            elif of_nodes <= bound or (of_nodes < best.cost and self._is_better_left(best)):
                leaf = tree.next_leaf(best.cost - extra)
                if leaf is not None and not (leaf.priced.is_short and self._is_impossible(leaf.decisions)):
                    self._open(leaf, best, clock)
            else:
                self._widen(best, clock)

    def _is_better_left(self, best: Best) -> bool:
        """Tell whether the next program of the leaf with the least bound is so large that nodes are looked into first.

        One of them may lead to a better plan, which makes that program smaller or spares it.
        """
        each = self.leaves[0]
        if self._left[:2] != (each.number, best.cost):
            wider = self._tolerance(each.leaf, each.tolerance * _WIDER, best)
            self._left = each.number, best.cost, self._count_undecided(each.leaf.priced, wider) > _SMALL
        self._looks += self._left[2]
        return self._left[2] and self._looks <= _MOST_LOOKS

    def adopt(self, found: OpenLeaf, values: Sequence[int], best: Best) -> bool:
        """Take a solution of a leaf's program that somebody else has found, if it is better than the best plan.

        Tell whether it is a plan at all."""
        program = self._program(self._relaxation, found.leaf, found.tolerance * PRICE_UNIT, may_pool=found.is_pooled)
        if program.rows() != found.program:
            raise SolverError("a program was posed twice and differs")
        program.take(values)
        return self._keep(program, best)

    def _is_closable(self, best: Best) -> bool:
        """Tell whether one program for all plans that may be better than the best one is the shortest way."""
        if best.cost != self._undecided[0]:
            self._undecided = best.cost, self._count_undecided(self._root, self._missing(self._root, best))
        has_taken_long = self._tree.nodes > _MANY_NODES or self._tries > _MANY_TRIES
        return self._undecided[1] <= (_MIDDLING if has_taken_long else _SMALL)

    def _count_undecided(self, priced: Priced, tolerance: int) -> int:
        """Return how many joints some prices leave undecided within a tolerance, in minor units."""
        kernel = find_kernel(self.learned.graph, self.learned.cover(priced.prices), tolerance * PRICE_UNIT)
        return int(np.count_nonzero(kernel.is_free))

    def _close(self, bound: float, best: Best, clock: Clock) -> None:
        """Solve that program, and let it stand for all nodes and leaves."""
        exact = min([self._tree.bound + self.case.extra, *(each.exact for each in self.leaves)])
        self._tree.clear()
        self.leaves.clear()
        self._push(Leaf({}, self._root), self._missing(self._root, best), bound, exact, best, clock)

    def _missing(self, priced: Priced, best: Best) -> int:
        """Return the tolerance that holds every plan of a leaf that is better than the best one."""
        return ceil(best.cost - 1 - self.case.extra - priced.bound) if best.cost < inf else _EVERYTHING

    def _open(self, leaf: Leaf, best: Best, clock: Clock) -> None:
        """Solve a leaf's first program."""
        if leaf.is_probe:
            self._try(
                self._relaxation,
                leaf,
                _first_tolerance(leaf.priced, self.learned.graph.rows) * PRICE_UNIT,
                best,
                clock,
                _ROUGH,
            )
            return
        exact = ceil(leaf.priced.bound) + self.case.extra
        self._push(
            leaf,
            self._tolerance(leaf, _first_tolerance(leaf.priced, self.learned.graph.rows), best),
            exact,
            exact,
            best,
            clock,
        )

    def _widen(self, best: Best, clock: Clock) -> None:
        """Solve a wider program of the leaf with the least bound; wider than the best plan's distance is not needed."""
        each = heapq.heappop(self.leaves)
        wider = each.tolerance * (_WIDER if best.cost < inf else _MUCH_WIDER)
        self._push(each.leaf, self._tolerance(each.leaf, wider, best), each.proved, each.exact, best, clock)

    def _tolerance(self, leaf: Leaf, wanted: int, best: Best) -> int:
        """Return the tolerance of a leaf's next program: all that matters, if that leaves little undecided."""
        missing = self._missing(leaf.priced, best)
        if wanted < missing and best.cost < inf:
            few = _SMALL
            if self.learned.graph.holders.has_several_periods:  # there a licence's price is that of all periods
                few = max(few, _NOT_MORE * self._count_undecided(leaf.priced, wanted))
            if self._count_undecided(leaf.priced, missing) <= few:
                return missing
        return min(wanted, missing)

    def _push(self, leaf: Leaf, tolerance: int, before: float, exact: float, best: Best, clock: Clock) -> None:
        """Solve a leaf's program; `before` is what was proved of the leaf until now, `exact` without a program."""
        inside, program = self._try(self._relaxation, leaf, tolerance * PRICE_UNIT, best, clock)
        outside = inf if program.is_complete else floor(leaf.priced.bound + tolerance) + 1 + self.case.extra
        proved = max(before, min(inside, outside))
        heapq.heappush(
            self.leaves,
            OpenLeaf(proved, next(self._numbers), leaf, tolerance, exact, program.rows(), program.is_pooled),
        )

    def _sound_relaxation(self) -> tuple[PriceRelaxation, Priced] | None:
        """Return the relaxation and its prices without decisions, lacking no licences; None if there is no plan."""
        forbidding = FORBIDDING
        while True:
            priced: Priced | None
            if self.start and forbidding == FORBIDDING:
                relaxation, priced = self.start
            else:
                relaxation = PriceRelaxation(
                    self.learned, self.case.offers(), self.case.policy, self.objective, forbidding=forbidding
                )
                priced = relaxation.converge({})
            if priced is None or (priced.is_short and self._is_impossible({})):
                return None
            if not priced.is_short or forbidding > _MOST_FORBIDDING:
                return relaxation, priced
            forbidding *= _DEARER

    def _frugal_plan(self, best: Best, clock: Clock) -> None:
        """Find a good plan where licences are owned in plenty, before any leaf is looked into.

        There the price of a licence is nothing, and holding it for no reason costs nothing either, so the prices
        leave nearly everything undecided.  A token price per holder shows which holders should go without.
        """
        graph = self.learned.graph
        if not len(graph.literals):
            return
        kernel = find_kernel(graph, self.learned.cover(self._root.prices), 0)
        if kernel.is_free[kernel.joint].mean() < _MUCH:
            return
        frugal = PriceRelaxation(self.learned, self.case.offers(), self.case.policy, self.objective, per_holder=_TOKEN)
        found = frugal.converge({})
        if found is not None:
            self._try(frugal, Leaf({}, found), PRICE_UNIT * _TOKEN // 4, best, clock)

    def _plan_of_known_covers(self, leaf: Leaf, best: Best, clock: Clock) -> None:
        """Find a plan that takes whole covers already known, before anything about holders can take long."""
        program = ColumnProgram(self._relaxation, leaf, self.case.offers(), self.case.policy, self.objective)
        run = program.solve(replace(clock.left, gap=_ROUGH), best.to_undercut(self.case))
        if run.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE):
            self._keep(program, best)

    @cached_property
    def _lacking(self) -> PriceRelaxation:
        """The relaxation whose objective is the licences that are lacking."""
        return PriceRelaxation(self.learned, self.case.offers(), self.case.policy, lambda model: total(()))

    def _is_plainly_impossible(self, decisions: Decisions) -> bool:
        """Tell whether the cuts known so far prove that some licence is always lacking under these decisions."""
        quick = self._lacking.bound(decisions)
        return quick is None or quick[0] > 0

    def _is_impossible(self, decisions: Decisions) -> bool:
        """Tell whether it is proved that some licence is always lacking under these decisions."""
        priced = self._lacking.converge(decisions)
        return priced is None or priced.bound > 0

    def _try(
        self, relaxation: PriceRelaxation, leaf: Leaf, tolerance: int, best: Best, clock: Clock, gap: float = 0.0
    ) -> tuple[float, PlanProgram]:
        """Solve one program; return the bound it proves for plans within its tolerance, in the unit of prices.

        Where its solution is no cover, the program with a variable per joint takes its place.
        """
        self._tries += 1
        below = best.to_undercut(self.case)
        for may_pool in (True, False):
            program = self._program(relaxation, leaf, tolerance, may_pool=may_pool)
            run = program.solve(replace(clock.left, gap=gap), below)
            if run.status is SolveStatus.INFEASIBLE:
                return inf, program
            if run.status is SolveStatus.STOPPED_EMPTY or self._keep(program, best) or clock.is_over:
                break
        return (-inf if run.bound is None else run.bound + self.case.extra), program

    def _program(self, relaxation: PriceRelaxation, leaf: Leaf, tolerance: int, *, may_pool: bool) -> PlanProgram:
        return PlanProgram(
            relaxation, leaf, self.case.offers(), self.case.policy, self.objective, tolerance, may_pool=may_pool
        )

    def _keep(self, program: PlanProgram | ColumnProgram, best: Best) -> bool:
        """Keep the solution of a program if it is the best plan so far; tell whether it is a plan at all."""
        cost = program.cost + self.case.extra
        if cost < best.cost:
            graph, units = self.learned.graph, program.units_held()
            if units is None:
                return False
            case = self.case
            best.cost, best.case = cost, case
            best.decide = lambda: (case.decided(graph.modes(units), graph.freed(units)), graph.held_units(units))
        return True


_MOST_FORBIDDING = 10**6
_DEARER = 1000
_TOKEN = 1
_MUCH = 0.5


def _first_tolerance(priced: Priced, rows: Sequence[DemandRow]) -> int:
    """Return a share of the dearest licence; of several periods, of that in which the dearest one is cheapest."""
    of_period: dict[int, int] = {}
    for (pool, _), price in zip(rows, priced.prices.tolist(), strict=True):
        if price and pool[0] >= 0:
            period = period_of(pool)[0]
            of_period[period] = max(of_period.get(period, 0), price)
    dearest = min(of_period.values()) if len(of_period) > 1 else int(priced.prices.max(initial=0))
    return max(1, dearest // (PRICE_UNIT * _FIRST_SHARE))
