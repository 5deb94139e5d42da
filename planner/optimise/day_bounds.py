"""What a plan costs at least with any choice of upgrade days, from one table of prices.

For any prices of licences, period by period, a plan costs at least what the market pays at these prices, and what the
cheapest covers of all periods cost at them (`proof/bounds.py`).  The first part is the same however upgrades are
decided.  A period's cover depends only on which upgrades are done by then, so what it costs is worked out once for
each set of them, however many days there are to choose from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, inf

from planner.domain.market import Market
from planner.domain.scenario import Policy
from planner.optimise.cover.minimum_cut import DemandRow
from planner.optimise.market.model import PRICE_UNIT, Need, Pool, add_market, in_period, period_of
from planner.optimise.proof.prepare import Choices, Prepared, Variant
from planner.optimise.solve import open_case, priced_root, total_cost
from planner.optimise.solvers.exact_rows import Rows, WarmLp
from planner.optimise.solvers.program import Program, total

Picked = tuple[int, ...]
"""The place of the day that each choice has."""


@dataclass
class PriceTable:
    """Bounds for all ways to decide, from the prices of one."""

    prices: Mapping[DemandRow, int]  # in PRICE_UNIT, positive
    least: Fraction
    """What the market costs at least if it is paid for the demand it supplies."""
    choices: Choices
    market: Market
    policy: Policy
    _covers: dict[tuple[int, frozenset[int]], float] = field(default_factory=dict)

    @staticmethod
    def of(root: Variant, decided: Variant, policy: Policy) -> tuple[PriceTable | None, float]:
        """Return the table of the prices that one way to decide leads to, and what these prove of that way.

        `root` is the variant in which all is open.  There is no table where that way allows no plan.
        """
        assert root.choices is not None
        found = priced_root(decided, policy)
        if found is None:
            return None, inf
        relaxation, priced = found
        prices = {
            row: price
            for row, price in zip(relaxation.rows, priced.prices.tolist(), strict=True)
            if price and row[0][0] >= 0
        }
        table = PriceTable(prices, _least(prices, root, policy), root.choices, root.market, policy)
        return table, ceil(priced.bound) + decided.cost_minor

    def bound(self, picked: Picked) -> float:
        """Return what a plan costs at least, upgrades and keeping aside."""
        done = [
            frozenset(c for c, place in enumerate(picked) if self.choices.since[c][place] <= period)
            for period in range(len(self.market.periods))
        ]
        covers = sum(self._cover(period, each) for period, each in enumerate(done))
        return inf if covers == inf else ceil(self.least + Fraction(int(covers), PRICE_UNIT))

    def _cover(self, period: int, done: frozenset[int]) -> float:
        """Return what the cheapest cover of a period costs at these prices with some upgrades done."""
        if (period, done) not in self._covers:
            self._covers[period, done] = self._cheapest(self.choices.part(period, done), period)
        return self._covers[period, done]

    def _cheapest(self, part: Prepared, period: int) -> float:
        learned = part.learned(open_case(Variant(part, self.market.periods[period]), self.policy))
        if learned is None:
            return inf
        paid, prices = dict[Pool, int](), list[int]()
        for pool, version in learned.graph.rows:
            # Who counts in a row counts in all rows of older versions too, also where this graph has none.
            reached = (
                sum(self.prices.get((in_period(pool, period), v), 0) for v in range(version + 1)) if pool[0] >= 0 else 0
            )
            prices.append(reached - paid.get(pool, 0))
            paid[pool] = reached
        return learned.cheapest(learned.graph.affordable(prices))[1]


def _least(prices: Mapping[DemandRow, int], root: Variant, policy: Policy) -> Fraction:
    """Return the exact least of what the market costs less what it is paid for the demand it supplies."""
    assert root.choices is not None
    everything = frozenset(range(len(root.choices.costs)))
    members: dict[tuple[int, int], int] = {}
    problem = Program("paid")
    demand, needs = {}, {}
    for number, (pool, version) in enumerate(sorted(prices)):
        period, (_, metric) = period_of(pool)
        if (period, metric) not in members:
            parts = (root.choices.part(period, frozenset()), root.choices.part(period, everything))
            holders = [part.original.holders for part in parts]
            members[period, metric] = sum(int(each.members[each.metric == metric].sum()) for each in holders)
        most = members[period, metric]
        demand[pool, version] = problem.add_number(f"t_{number:05d}", 0, most)
        needs[pool, version] = Need(demand[pool, version], most)
    model = add_market(problem, root.market, policy, needs)
    problem.minimise(total_cost(model) + 0 * total(demand.values()))
    rows, index = Rows.of(problem)
    rows.objective = [cost * PRICE_UNIT for cost in rows.objective]
    rows.constant *= PRICE_UNIT
    for row, variable in demand.items():
        rows.objective[index[variable.name]] -= prices[row]
    answer = WarmLp(rows, PRICE_UNIT).solve({})
    assert answer is not None  # buying nothing for nobody is always possible
    return rows.bound(answer.multipliers, {}) / PRICE_UNIT
