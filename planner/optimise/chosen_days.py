"""Which days of upgrades are best: all ways to decide are bounded, and only the most promising are planned.

The prices that a way to decide leads to give a table that bounds all others (`day_bounds.py`).  As long as the most
promising way has no table of its own it gets one, which mostly makes it less so; then it is planned.  What cannot cost
less than the best plan is never looked into; what may cost as much only if its days are earlier.  Where there are too
many ways to bound each, those next to the best plan are looked into, a day of one choice changed at a time, and the
bound is that of everything open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from math import ceil, inf, prod

from planner.domain.scenario import Policy
from planner.optimise.choice import Outcome
from planner.optimise.day_bounds import Picked, PriceTable
from planner.optimise.decided import Decided, Found
from planner.optimise.market.dominated import without_dominated
from planner.optimise.proof.prepare import Choices, Variant
from planner.optimise.solve import priced_root
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus

_MOST_WAYS = 20_000
"""So many ways to decide are bounded one by one."""
_MOST_TABLES = 12
_MOST_DESCENTS = 3


def solve_over_periods(variant: Variant, policy: Policy, limits: Limits) -> Outcome:
    """Return the cheapest plan over all periods of a variant, and of all ways to decide what it leaves open."""
    clock = Clock(limits)
    if variant.choices is not None:
        return _ChosenDays(variant, variant.choices, policy, clock).solve()
    found = Decided(variant, policy, clock).solve(inf)
    return Outcome(found.status, found.choice, found.bound, 0, variant.tag)


@dataclass
class _ChosenDays:
    """The search through all ways to decide on days."""

    root: Variant
    choices: Choices
    policy: Policy
    clock: Clock
    _tables: list[PriceTable] = field(default_factory=list)
    _bounds: dict[Picked, float] = field(default_factory=dict)
    """What is proved of each way that is bounded by itself."""
    _has_table: set[Picked] = field(default_factory=set)
    _planned: set[Picked] = field(default_factory=set)
    _best: tuple[float, Found, Variant, Picked] | None = None

    def solve(self) -> Outcome:
        """Return the cheapest plan of all ways."""
        self.root = replace(self.root, market=without_dominated(self.root.market, self.policy))
        found = priced_root(self.root, self.policy)
        if found is None:
            return Outcome(SolveStatus.INFEASIBLE)
        least = ceil(found[1].bound) + self.root.cost_minor
        if prod(map(len, self.choices.costs)) <= _MOST_WAYS:
            bound = self._through_all(least)
        else:
            bound = self._from_the_best(least)
        return self._outcome(bound)

    def _outcome(self, bound: float) -> Outcome:
        if self._best is None:
            return Outcome(SolveStatus.INFEASIBLE if bound == inf else SolveStatus.STOPPED_EMPTY)
        cost, found, variant, _ = self._best
        bound = min(bound, cost)
        status = SolveStatus.OPTIMAL if bound == cost else SolveStatus.FEASIBLE
        return Outcome(status, found.choice, int(bound), 0, variant.tag)

    @property
    def _cost(self) -> float:
        return inf if self._best is None else self._best[0]

    def _through_all(self, least: float) -> float:
        """Plan the most promising way until none is left that may be better; return the bound of all."""
        ways = product(*(range(len(costs)) for costs in self.choices.costs))
        self._bounds = {picked: max(least, self._own(picked)) for picked in ways}
        picked: Picked | None = min(self._bounds, key=lambda each: (self._own(each), each))
        while picked is not None:
            self._look_into(picked)
            bound = min(self._bounds.values())
            self.clock.tell(self._cost, min(bound, self._cost))
            if self.clock.is_over or (bound < self._cost and self.clock.is_near(self._cost, bound)):
                break
            picked = self._most_promising()
        return min(self._bounds.values())

    def _most_promising(self) -> Picked | None:
        """Return the way to look into next: one that may cost less than the best plan, or as much with earlier days."""
        last = self._best[3] if self._best else ()
        ways = (each for each in self._bounds if each not in self._planned)
        found = min(ways, key=lambda each: (self._bounds[each], each), default=None)
        if found is None or self._bounds[found] < self._cost:
            return found
        as_cheap = (each for each in self._bounds if each < last and self._bounds[each] == self._cost < inf)
        return min((each for each in as_cheap if each not in self._planned), default=None)

    def _look_into(self, picked: Picked) -> None:
        """Bound all ways by the prices of one, or plan it if that is done and it may still be better."""
        variant = self.choices.decided(picked)
        if picked not in self._has_table and len(self._tables) < _MOST_TABLES:
            self._has_table.add(picked)
            decided = replace(variant, market=without_dominated(variant.market, self.policy))
            table, proved = PriceTable.of(self.root, decided, self.policy)
            self._bounds[picked] = max(self._bounds[picked], proved)
            if table is not None:
                self._tables.append(table)
                for each, bound in self._bounds.items():
                    if bound <= self._cost:
                        self._bounds[each] = max(bound, table.bound(each) + self._own(each))
            return
        self._planned.add(picked)
        self._bounds[picked] = max(self._bounds[picked], self._plan(picked, variant))

    def _plan(self, picked: Picked, variant: Variant) -> float:
        """Plan one way; return what is proved of it, infinite where it is no better than the best plan."""
        below = self._cost + (self._best is not None and picked < self._best[3])
        found = Decided(variant, self.policy, self.clock).solve(below)
        if found.choice is not None and found.value < below:
            self._best = found.value, found, variant, picked
        if found.status is SolveStatus.INFEASIBLE:
            return inf
        if found.status is SolveStatus.OPTIMAL:
            return found.value
        return -inf if found.bound is None else found.bound

    def _own(self, picked: Picked) -> int:
        """Return what a way to decide costs by itself."""
        rest = self.root.cost_minor - sum(map(min, self.choices.costs))
        return rest + sum(costs[place] for costs, place in zip(self.choices.costs, picked, strict=True))

    def _from_the_best(self, least: float) -> float:
        """Improve a way day by day until no other day of one choice is better; return the bound of everything open.

        It begins where tables of prices see no better day, which takes no planning.
        """
        picked = tuple(min(range(len(costs)), key=lambda place: (costs[place], place)) for costs in self.choices.costs)
        for _ in range(_MOST_DESCENTS):
            found = self._descended(picked)
            if found == picked:
                break
            picked = found
        self._plan(picked, self.choices.decided(picked))
        has_changed = True
        while has_changed and not self.clock.is_over:
            has_changed = False
            for other in self._next_to(picked):
                if self.clock.is_over or self.clock.is_near(self._cost, least):
                    break
                before = self._cost
                self._plan(other, self.choices.decided(other))
                self.clock.tell(self._cost, min(least, self._cost))
                if self._cost < before:
                    picked, has_changed = other, True
                    break
        return least

    def _descended(self, picked: Picked) -> Picked:
        """Return the way that the prices of another one lead to, a day of one choice changed at a time."""
        variant = self.choices.decided(picked)
        decided = replace(variant, market=without_dominated(variant.market, self.policy))
        table, _ = PriceTable.of(self.root, decided, self.policy)
        if table is None:
            return picked
        has_changed = True
        while has_changed:
            has_changed = False
            for choice, costs in enumerate(self.choices.costs):
                if self.clock.is_over:
                    return picked
                ways = [(*picked[:choice], place, *picked[choice + 1 :]) for place in range(len(costs))]
                best = min(ways, key=lambda each: (table.bound(each) + self._own(each), each))
                if table.bound(best) + self._own(best) < table.bound(picked) + self._own(picked):
                    picked, has_changed = best, True
        return picked

    def _next_to(self, picked: Picked) -> Iterator[Picked]:
        for choice, costs in enumerate(self.choices.costs):
            for place in range(len(costs)):
                if place != picked[choice]:
                    yield (*picked[:choice], place, *picked[choice + 1 :])
