"""Among equally cheap purchases and sales for given holder counts, take the one that is best in a stated order.

Fewest vendors; most licences bought of the newest version, then of the two newest together, and so on; fewest
offers; fewest licences sold; over several periods fewest sales; smallest list of (period, offer_id, packs), then of
(period, owned_id, quantity); fewest licences switched to the other metric; smallest list of these.
Each step is a small program whose optimum becomes a row of the next.  Mostly there is no tie, which one program
shows: none that costs as little buys or sells another quantity of anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from planner.domain.market import Market
from planner.domain.product import LEVELS
from planner.domain.scenario import Policy
from planner.errors import SolverError
from planner.optimise.market.model import MarketModel, Need, Order, Pool, add_market
from planner.optimise.solvers.exact_rows import Rows, WarmLp
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus, solve
from planner.optimise.solvers.program import Program, limit, limits_of, terms_of, total, whole

Quantities = tuple[dict[Order, int], dict[Order, int], dict[str, int]]
"""Packs by order, licences sold by period and owned_id, licences switched by owned_id; only what is positive."""


def best_purchases(
    market: Market,
    policy: Policy,
    holders: Mapping[tuple[Pool, int], int],
    clock: Clock | None = None,
    known: int | None = None,
    *,
    any_will_do: bool = False,
) -> Quantities:
    """Return the cheapest purchases and sales for these holder counts, and of those the best in the stated order.

    `holders` gives, per pool and needed version rank, the members that hold that version or a newer one.
    `known` is what they cost at most, if that is known.  Once the clock is over, the best found so far will do: it
    costs the same.  So will any where `any_will_do`.
    Raises SolverError if the counts cannot be supplied.
    """
    search = _Search(market, policy, holders)
    search.minimise_cost(known)
    if not search.is_idle() and not any_will_do:
        search.clock = clock
        with suppress(_OutOfTime):
            search.break_ties()
    return search.found


class _OutOfTime(Exception):
    """The clock is over."""


class _Search:
    """The program of the market for fixed counts, and the best quantities found so far."""

    def __init__(self, market: Market, policy: Policy, holders: Mapping[tuple[Pool, int], int]) -> None:
        self.market = market
        self.problem = Program("ties")
        needs = {key: Need(count, count) for key, count in holders.items()}
        self.model: MarketModel = add_market(self.problem, market, policy, needs, with_indicators=True)
        self.found: Quantities = ({}, {}, {})
        self.clock: Clock | None = None

    def break_ties(self) -> None:
        """Take the best in the stated order; `found` holds the best so far whenever the clock is over."""
        if self._is_the_only_one():
            return
        self.minimise(total(self.model.vendor_used.values()))
        for version in range(len(LEVELS) - 1, -1, -1):
            self.maximise_bought_from(version)
        self.minimise(total(self.model.is_bought.values()))
        self.minimise(total(self.model.sold.values()))
        if self.market.later:  # what brings as much on several days is sold on few of them
            self.minimise(total(self._sales()))
        self.smallest_list(self.model.packs, 0)
        self.smallest_list(self.model.sold, 1)
        self.minimise(total(self.model.switched.values()))
        self.smallest_list(self.model.switched, 2)

    def _sales(self) -> list[Any]:
        """Add a variable per period and lot that is 1 where some of it is sold, and return them."""
        added = []
        for number, key in enumerate(sorted(self.model.sold)):
            sold = self.model.sold[key]
            most = limits_of(sold)[1]
            if most:
                is_sold = self.problem.add_choice(f"d_{number:05d}")
                self.problem += sold <= most * is_sold
                added.append(is_sold)
        return added

    def is_idle(self) -> bool:
        """Tell whether the cheapest thing is to buy, sell and switch nothing: then there is no tie to break."""
        return not any(self.found)

    def minimise_cost(self, known: int | None) -> None:
        """Take the least cost, and leave out what no solution of that cost does, which is most."""
        cost = self.model.cost
        # To know what to undercut saves half of the search; on amounts of billions it has to be able to do without.
        if not (known is not None and self._solve(cost, known + 1)) and not self._solve(cost):
            raise SolverError("the holders of a finished cover cannot be supplied")
        rows, index = Rows.of(self.problem)
        answer = WarmLp(rows).solve({})
        if answer is not None:
            ranges = rows.ranges(answer.multipliers, whole(cost))
            for variable in self.problem.variables:
                limit(variable, *ranges[index[variable.name]])
        self.problem += cost <= whole(cost)

    def minimise(self, objective: Any) -> None:
        """Take the least value of `objective` and keep it from here on.

        Where amounts are so large that the solver loses the solution it has, that one stays: it is as cheap.
        """
        if not len(objective):
            return
        # A lower value there is none, so one side is enough; rows with no room at all mislead the solver.
        if self._solve(objective):
            self.problem += objective <= whole(objective)

    def maximise_bought_from(self, version: int) -> None:
        """Take the most licences bought of a version or newer, and keep it."""
        offers = [offer for offer in self.market.orders if offer.level >= version]
        if any(offer.level == version for offer in offers):
            bought = total(offer.pack_size * self.model.packs[offer.order] for offer in offers)
            self.minimise(-1 * bought)

    def smallest_list(self, quantity: Mapping[Any, Any], found: int) -> None:
        """Take the smallest list of (id, quantity), by period and then ids in code point order, and keep it.

        `found` says which part of the quantities found holds the values: 0 packs, 1 sold, 2 switched.
        """
        undecided = sorted(quantity)
        while undecided:
            present = next((i for i in undecided if i in self.found[found]), None)
            earlier = undecided if present is None else undecided[: undecided.index(present)]
            if earlier:
                self._solve(-1 * total(quantity[i] for i in earlier))
                if any(i in self.found[found] for i in earlier):
                    continue
            for absent in earlier:
                self.problem += quantity[absent] == 0
            if present is None:
                return
            self.problem += quantity[present] >= 1
            self.minimise(1 * quantity[present])
            undecided = undecided[undecided.index(present) + 1 :]

    def _is_the_only_one(self) -> bool:
        """Tell whether no other quantities cost as little."""
        problem = Program("another")
        problem.add_rows_of(self.problem)
        differences = []
        everything: tuple[Mapping[Any, int], ...] = self.found
        for quantities, found in zip(self._quantities, everything, strict=True):
            for key, quantity in quantities.items():
                differences += _differences(problem, 1 * quantity, found.get(key, 0))
        if not differences:
            return True
        problem += total(differences) >= 1
        problem.minimise(self.model.cost)  # with the cost as objective, prices rule out most of it
        return solve(problem, self._left(), whole(self.model.cost) + 1).status is SolveStatus.INFEASIBLE

    def _solve(self, objective: Any, below: int | None = None) -> bool:
        """Solve; if there is a solution, keep its quantities and return True."""
        self.problem.minimise(objective)
        if solve(self.problem, self._left(), below).status is not SolveStatus.OPTIMAL:
            if self.clock and self.clock.is_over:
                raise _OutOfTime
            return False
        packs, sold, switched = (
            {key: whole(value) for key, value in each.items() if whole(value)} for each in self._quantities
        )
        self.found = packs, sold, switched
        return True

    @property
    def _quantities(self) -> tuple[Mapping[Any, Any], ...]:
        return self.model.packs, self.model.sold, self.model.switched

    def _left(self) -> Limits:
        """Return what is left of the time."""
        if self.clock is None:
            return Limits()
        if self.clock.is_over:
            raise _OutOfTime
        return self.clock.left


def _differences(problem: Program, quantity: Any, found: int) -> list[Any]:
    """Add 0/1 variables that are 1 only where the quantity is more, or less, than was found, and return them."""
    ends = [(c * least, c * most) for v, c in terms_of(quantity) for least, most in [limits_of(v)]]
    least, most = sum(map(min, ends)), sum(map(max, ends))
    added = []
    number = len(problem.variables)
    if found < most:
        is_more = problem.add_choice(f"more_{number:05d}")
        problem += quantity >= least + (found + 1 - least) * is_more
        added.append(is_more)
    if found > least:
        is_less = problem.add_choice(f"less_{number:05d}")
        problem += quantity <= most - (most - found + 1) * is_less
        added.append(is_less)
    return added
