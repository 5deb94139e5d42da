"""Lower bounds: the market's program over how many members each demand row counts, the cover as its convex hull.

Holders touch the market only through the demand rows, so a small linear program over packs, sales and demand is
enough once it knows which demands covers can have.  It learns them one price vector at a time from `CoverGraph`:

* each cheapest cover is a *column*, a demand that can be had; a plan may mix columns (from above);
* its cost is a *cut*, prices * demand >= cost, that every cover obeys (from below).

`converge` prices columns out until no cover is worth more: then mixing columns is as cheap as mixing all covers,
and the multipliers of the demand rows are the prices at which market and holders agree.  `bound` uses cuts only, so
it is instant and holds for any decisions; the more has been learned, the sharper it is.  Columns and cuts depend
on requirements alone, so one scenario's serve the next (`CoverGraph` belongs to the requirements, see
`Learned`).  Demand is counted per block of components, which keeps the hull of each small.

Every bound is exact: it comes from `Rows.bound` in whole numbers, never from a solver's objective value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import gcd, inf
from typing import Any

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.product import DEVICE, PRODUCTS, USER
from planner.domain.scenario import Policy
from planner.optimise.cover.minimum_cut import Cover, CoverGraph, DemandRow
from planner.optimise.market.model import (
    PRICE_UNIT,
    MarketModel,
    Need,
    add_market,
    period_of,
    pool_of,
    scarce_rows,
    with_hosts,
)
from planner.optimise.proof.counted_rows import add_counted_rows, counted_rows, name_of_mode
from planner.optimise.solvers.exact_rows import ExactRow, LpAnswer, Rows, WarmLp
from planner.optimise.solvers.program import Program, limit, total

FORBIDDING = 20
"""How many times the dearest pack a lacking licence costs in a linear program, so that there is always an answer."""

Objective = Callable[[MarketModel], Any]
"""What is minimised, in whole minor units; usually the cost."""

Decisions = Mapping[str, tuple[int, int]]
"""Bounds put on whole variables of the market, by name."""

Answers = Mapping[str, float]
"""What a linear program answers to each question, by name of the variable; whole where it is settled."""

_STARTS = (0.6, 0.8, 1.0, 1.2, 1.6)
"""What a machine's licence may cost compared to the cheapest offers, in the price vectors tried first."""
_ENDS = (0.01, 100.0)
"""Where it costs so little, or so much, everything is left to one end that can be."""


@dataclass(slots=True)
class Learned:
    """What is known about the covers of some requirements, whatever the market."""

    graph: CoverGraph
    demands: dict[bytes, tuple[Codes, Codes, int]] = field(default_factory=dict)
    """Prices, demand per block and row, and cost, by price vector."""
    _latest: tuple[bytes, Cover] | None = None

    def cheapest(self, prices: Codes) -> tuple[Codes, int]:
        """Return demand, shape (blocks, rows), and cost of a cheapest cover; remembered."""
        key = prices.tobytes()
        if key not in self.demands:
            cover = self.cover(prices)
            self.demands[key] = prices, self.graph.demand(cover.held), cover.cost
        _, demand, cost = self.demands[key]
        return demand, cost

    def cover(self, prices: Codes) -> Cover:
        """Return a cheapest cover; only the latest is remembered, covers being large."""
        key = prices.tobytes()
        if self._latest is None or self._latest[0] != key:
            self._latest = key, self.graph.cheapest(prices)
        return self._latest[1]


@dataclass(frozen=True, slots=True)
class Priced:
    """The prices at which market and holders agree under some decisions, and the exact bound they prove."""

    prices: Codes  # shape (rows,), in PRICE_UNIT
    bound: Fraction
    answers: Answers
    is_short: bool
    """Whether licences are lacking at these prices: the decisions allow no plan, or only a very dear one."""


class PriceRelaxation:
    """The two linear programs of one market and one set of requirements."""

    def __init__(
        self,
        learned: Learned,
        market: Market,
        policy: Policy,
        objective: Objective,
        *,
        forbidding: int = FORBIDDING,
        per_holder: int = 0,
        knows_ends: bool = False,
    ) -> None:
        """Pose the programs; `per_holder` is added to the objective for every member counted in a scarce row.

        With `knows_ends` covers that leave everything to one end, as far as they can, are among the first ones.
        """
        self.learned, self.rows = learned, learned.graph.rows
        self._most = learned.graph.most_demand()
        self.most: list[int] = self._most.sum(axis=0).tolist()
        """The most members that can count in each demand row."""
        graph = learned.graph
        counted = counted_rows(graph)
        asked = {row: most for i, (row, most) in enumerate(zip(self.rows, self.most, strict=True)) if i not in counted}
        self.scarce = scarce_rows(market, policy, asked)
        self.scarce |= {self.rows[i] for i in counted if self.most[i] > graph.may_free.get(i, 0)}
        problem = Program("market")
        demand = {
            i: problem.add_number(_name_of_demand(i), 0, self.most[i])
            for i, row in enumerate(self.rows)
            if row in self.scarce
        }
        wanted = {self.rows[i]: Need(each, self.most[i]) for i, each in demand.items() if i not in counted}
        needs = with_hosts(market, wanted)
        model = add_market(problem, market, policy, needs, with_shortage=True)
        others = add_counted_rows(problem, graph, demand, graph.mode_rows, with_shortage=True)
        lacking = [*model.missing.values(), *others.lacking]
        paid = total([objective(model), *(per_holder * demand[i] for i in demand if i not in counted and per_holder)])
        problem.minimise(paid + forbidding * _dearest(paid, model.decisions) * total(lacking))
        for (product, metric, version), variable in model.missing.items():
            # With spare licences, more may be missing than there are holders.
            limit(variable, 0, 2 * needs[(product, metric), version].most)
        self.market, index = Rows.of(problem)
        self._index = index
        self.questions = tuple(
            tuple(v.name for v in kind if v.name in index)
            for kind in (others.modes, model.vendors, model.breaks, model.large_packs)
        )
        """Names of the variables to branch on, kind by kind: modes, vendors, breaks, large packs."""
        self._demand = {i: index[variable.name] for i, variable in demand.items()}
        self._missing = [index[variable.name] for variable in lacking]
        self._costs = _Costs(self.market, self._demand)
        self._inner, self._convex = self._column_program()
        self._outer, self._block_demand = self._cut_program()
        self._cuts: set[tuple[int, tuple[int, ...]]] = set()
        self._columns: set[tuple[int, tuple[int, ...]]] = set()
        known = [(prices, demand) for prices, demand, _ in learned.demands.values()]
        factors = (*_STARTS, *_ENDS) if knows_ends else _STARTS
        starts = [learned.graph.affordable(prices) for prices in _starting_prices(factors, self.rows, market)]
        self._learn([*known, *((prices, learned.cheapest(prices)[0]) for prices in starts)])

    @property
    def is_quick(self) -> bool:
        """Whether bounds by cuts take no time: not where many blocks reach many rows each."""
        return len(self._outer.rows.objective) <= _MOST_QUICK

    def limits(self, variable: str) -> tuple[int, int]:
        """Return the least and the most a variable of the market can be."""
        return self.market.lower[self._index[variable]], self.market.upper[self._index[variable]]

    def likely_modes(self, priced: Priced) -> dict[int, int]:
        """Return the modes by deployment that these prices leave no doubt about, or that have to be what they are."""
        graph = self.learned.graph
        per_user = {k: priced.answers.get(name_of_mode(k), _IN_DOUBT) for k in graph.mode_rows}
        found = {
            k: USER if value > _IN_DOUBT else DEVICE
            for k, value in per_user.items()
            if abs(value - round(value)) < _WHOLE
        }
        return {**found, **graph.forced_modes}

    def decisions(self, answers: Iterable[tuple[tuple[str, int], int]]) -> Decisions:
        """Return what answers to a case's questions leave of this program's variables; they may mean more than that."""
        found, counted = dict[str, tuple[int, int]](), counted_rows(self.learned.graph)
        for (kind, number), answer in answers:
            if kind == "mode":
                found[name_of_mode(number)] = (1, 1) if answer == USER else (0, 0)
            elif answer in (USER, DEVICE):
                for i in self._demand:
                    period, (layer, metric) = period_of(self.rows[i][0])
                    place = layer + period * len(PRODUCTS) if kind == "side" else layer
                    if i not in counted and place == number and metric != answer:
                        found[_name_of_demand(i)] = (0, 0)
        return found

    def bound(self, decisions: Decisions) -> tuple[Fraction, Answers] | None:
        """Return a quick exact bound and the answers behind it, or None if the decisions allow no plan."""
        bounds = self._by_index(decisions)
        answer = self._outer.solve(bounds)
        return None if answer is None else (self._outer.rows.bound(answer.multipliers, bounds), self._answers(answer))

    def converge(self, decisions: Decisions, enough: float = inf) -> Priced | None:
        """Return agreed prices and the bound they prove, or None if the decisions allow no plan.

        Stops early once the bound reaches `enough`.
        """
        best: Priced | None = None
        bounds = self._by_index(decisions)
        while True:
            answer = self._inner.solve(bounds)
            if answer is None:
                return None
            multipliers = [answer.multipliers[self._links[i]] if i in self._links else 0 for i in range(len(self.rows))]
            prices = self.learned.graph.affordable([max(0, round(value * PRICE_UNIT)) for value in multipliers])
            is_new = self._ask(prices)
            bound = self._costs.bound(prices, answer, bounds) + Fraction(self.learned.cheapest(prices)[1], PRICE_UNIT)
            if best is None or bound > best.bound:
                is_short = any(answer.values[i] > _LACKING for i in self._missing)
                best = Priced(prices, bound, self._answers(answer), is_short)
            if not is_new or answer.value - best.bound < _CLOSE or best.bound >= enough:
                return best

    def _by_index(self, decisions: Decisions) -> dict[int, tuple[int, int]]:
        return {self._index[name]: bounds for name, bounds in decisions.items() if name in self._index}

    def _answers(self, answer: LpAnswer) -> Answers:
        return {name: answer.values[self._index[name]] for kind in self.questions for name in kind}

    def _column_program(self) -> tuple[WarmLp, list[int]]:
        rows = self.market.copy()
        self._links = {i: rows.add(ExactRow([variable], [1])) for i, variable in self._demand.items()}
        convex = [rows.add(ExactRow([], [], 1, 1)) for _ in range(len(self._most))]
        return WarmLp(rows), convex

    def _cut_program(self) -> tuple[WarmLp, list[dict[int, int]]]:
        rows = self.market.copy()
        block_demand = [
            {row: rows.add_variable(0, most) for row, most in enumerate(block) if most} for block in self._most.tolist()
        ]
        for row, variable in self._demand.items():
            parts = [block[row] for block in block_demand if row in block]
            rows.add(ExactRow([variable, *parts], [1, *[-1] * len(parts)]))
        for block in block_demand:
            for row, newer in pairwise(block):
                if self.rows[row][0] == self.rows[newer][0]:
                    rows.add(ExactRow([block[row], block[newer]], [1, -1]))
        return WarmLp(rows), block_demand

    def _ask(self, prices: Codes) -> bool:
        """Learn a cheapest cover at these prices; tell whether it is a new column."""
        return self._learn([(prices, self.learned.cheapest(prices)[0])])

    def _learn(self, covers: Iterable[tuple[Codes, Codes]]) -> bool:
        """Add what cheapest covers, as prices and demand, say to both programs; tell whether a column is new."""
        columns, cuts = list[list[tuple[int, int]]](), list[ExactRow]()
        for prices, found in covers:
            for block, (demand, most) in enumerate(zip(found.tolist(), self._most.tolist(), strict=True)):
                column = (block, tuple(demand))
                if column not in self._columns:
                    self._columns.add(column)
                    entries = [(link, -demand[i]) for i, link in self._links.items() if demand[i]]
                    columns.append([*entries, (self._convex[block], 1)])
                asked = [price if at_most else 0 for price, at_most in zip(prices.tolist(), most, strict=True)]
                common = gcd(*asked)
                cut = (block, tuple(price // common for price in asked)) if common else (block, ())
                if common and cut not in self._cuts:
                    self._cuts.add(cut)
                    used = [place for place, price in enumerate(cut[1]) if price]
                    least = sum(cut[1][place] * demand[place] for place in used)
                    variables = [self._block_demand[block][place] for place in used]
                    cuts.append(ExactRow(variables, [cut[1][place] for place in used], least))
        for entries in columns:
            self._inner.add_column(1, entries)
        for row in cuts:
            self._outer.add_row(row)
        return bool(columns)


def _name_of_demand(row: int) -> str:
    return f"t_{row:05d}"


_MOST_QUICK = 2000
_LACKING = 1e-6
_WHOLE, _IN_DOUBT = 1e-6, 0.5
"""How near to 0 or 1 an answer is one, and the answer that is none."""
_CLOSE = 0.01
"""Columns are priced out until the bound is so near, in minor units, or no column is new."""


class _Costs:
    """What the market costs at least if it is paid for the demand it supplies."""

    def __init__(self, market: Rows, demand: dict[int, int]) -> None:
        self._market, self._demand = market, demand

    def bound(self, prices: Codes, answer: LpAnswer, bounds: Mapping[int, tuple[int, int]]) -> Fraction:
        """Return the exact least of cost minus prices times demand, proved by the answer's multipliers."""
        paid = self._market.copy()
        paid.objective = [cost * PRICE_UNIT for cost in paid.objective]
        paid.constant *= PRICE_UNIT
        for row, variable in self._demand.items():
            paid.objective[variable] -= int(prices[row])
        multipliers = [PRICE_UNIT * value for value in answer.multipliers[: len(paid.rows)]]
        return paid.bound(multipliers, bounds) / PRICE_UNIT


def _dearest(paid: Any, decisions: Sequence[Any]) -> int:
    """Return the dearest pack; what orders cost has nothing to do with the price of a licence."""
    of_decisions = {variable.name for variable in decisions}
    return 1 + max((abs(int(cost)) for variable, cost in paid.items() if variable.name not in of_decisions), default=0)


def _starting_prices(factors: Sequence[float], rows: Sequence[DemandRow], market: Market) -> list[list[int]]:
    """Return prices per demand row from the cheapest offers, machines' licences times each of the factors."""
    offered = [
        (offer, pool_of(offer), min(step.net_minor / offer.pack_size for step in offer.breaks))
        for offer in market.orders
    ]
    costs = [
        min((cost for o, at, cost in offered if at == here and o.level >= v and o.serves(period)), default=0)
        for pool, v in rows
        for period, here in (period_of(pool),)
    ]
    return [_priced_with(factor, rows, costs) for factor in factors]


def _priced_with(factor: float, rows: Sequence[DemandRow], costs: Sequence[float]) -> list[int]:
    prices: list[int] = []
    for i, (pool, _) in enumerate(rows):
        before = sum(prices[j] for j in range(i) if rows[j][0] == pool)
        total = round(costs[i] * (1 if pool[1] == USER else factor) * PRICE_UNIT)
        prices.append(max(0, total - before))
    return prices
