"""The exact optimum of a plan over time by listing upgrade days, covers of each period, purchases and sales.

As for one day, holders reach the market through counts alone, here period by period.  Of each pool every supply over
all periods that purchases and sales can make is kept with what it costs at least, offer after offer and order after
order; beyond what the hungriest cover asks for, more is not told from enough.  Where a policy looks at more than the
money of a pool, all ways that no other one beats are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product as combinations
from typing import NamedTuple

from .dated import Ahead, Order, Picked, present_now
from .enumerate import LEVELS, POOLS, Counts, cover_counts, minimum_total, mixing_cost, restricted, spare_of, with_spare
from .estate import METRICS, PRODUCTS, Estate, Lot, Offer, Policy, Scenario
from .expand import Choice, Demand, Market, find_choices, find_clauses

Needs = tuple[int, ...]
"""Licences of a pool that are asked for: period by period, level by level."""


class Way(NamedTuple):
    """What purchases and sales come to, and what the policies look at."""

    net: int  # present value of money out less money in, before order costs
    spend: tuple[int, ...]  # by period
    slack: int  # room left under max_used_share, scaled to whole numbers
    orders: frozenset[tuple[str, int]]  # (vendor, period)

    def __add__(self, other: Way) -> Way:  # type: ignore[override]
        spend = tuple(a + b for a, b in zip(self.spend, other.spend, strict=True))
        return Way(self.net + other.net, spend, self.slack + other.slack, self.orders | other.orders)


@dataclass(frozen=True)
class Limits:
    """What the policies look at beside the money of a pool."""

    ahead: Ahead

    @property
    def policy(self) -> Policy:
        return self.ahead.policy

    @property
    def couples(self) -> bool:
        policy = self.policy
        return bool(policy.budget is not None or policy.max_used_share < 1 or self.counts_vendors)

    @property
    def counts_vendors(self) -> bool:
        return self.policy.max_vendors is not None or self.policy.order_cost > 0

    def price(self, way: Way) -> int:
        starts = self.ahead.starts()
        return way.net + sum(self.ahead.present(self.policy.order_cost, starts[period]) for _, period in way.orders)

    def is_allowed(self, way: Way) -> bool:
        vendors = {vendor for vendor, _ in way.orders}
        few = self.policy.max_vendors is None or len(vendors) <= self.policy.max_vendors
        return few and way.slack >= 0 and self.is_affordable(way)

    def is_affordable(self, way: Way) -> bool:
        return self.policy.budget is None or max(way.spend) <= self.policy.budget

    def not_beaten(self, ways: Iterable[Way]) -> list[Way]:
        """Drop ways that a cheaper one with no less room under the policies makes pointless."""
        kept: list[Way] = []
        for way in sorted(set(ways), key=lambda way: (way.net, way.spend, -way.slack, sorted(way.orders))):
            if not any(self._has_room_of(other, way) for other in kept):
                kept.append(way)
                if not self.couples:
                    break
        return kept

    def _has_room_of(self, one: Way, other: Way) -> bool:
        spends = self.policy.budget is None or all(a <= b for a, b in zip(one.spend, other.spend, strict=True))
        shares = self.policy.max_used_share == 1 or one.slack >= other.slack
        return spends and shares and (not self.counts_vendors or one.orders <= other.orders)


class PoolTable:
    """All supplies of one pool that can be made, each with the ways that are not beaten."""

    def __init__(
        self, limits: Limits, market: Market, pool: int, levels: Sequence[int], most: Needs, surplus: int
    ) -> None:
        self.limits, self.ahead, self.levels, self.most, self.surplus = limits, limits.ahead, levels, most, surplus
        self.starts = self.ahead.starts()
        self.lots = [lot for lot in market.lots if (lot.product, lot.metric) == POOLS[pool]]
        self.offers = [offer for offer in market.offers if (offer.product, offer.metric) == POOLS[pool]]
        self.nothing = Way(0, (0,) * len(self.starts), 0, frozenset())
        self.table = self._sold(market.sellable)
        for offer in self.offers:
            self._buy(offer)
        self.known: dict[Needs, list[Way]] = {}

    def ways(self, needs: Needs) -> list[Way]:
        """Return the ways to supply at least this that are not beaten."""
        if needs not in self.known:
            enough = (ways for supply, ways in self.table.items() if all(map(int.__ge__, supply, needs)))
            self.known[needs] = self.limits.not_beaten(way for ways in enough for way in ways)
        return self.known[needs]

    def _gives(self, level: int, serves: Iterable[int], licences: int) -> Needs:
        here = set(serves)
        return tuple(
            licences if period in here and level >= asked else 0
            for period in range(len(self.starts))
            for asked in self.levels
        )

    def _sold(self, sellable: frozenset[str]) -> dict[Needs, list[Way]]:
        """Return what is left after each way to sell."""
        table: dict[Needs, list[Way]] = {(0,) * len(self.most): [self.nothing]}
        for lot in self.lots:
            ways = list(self._sales(lot)) if lot.owned_id in sellable else [(0,) * len(self.starts)]
            table = self._merged(
                (
                    tuple(a + b for a, b in zip(supply, self._left(lot, sold), strict=True)),
                    way + self._proceeds(lot, sold),
                )
                for supply, found in table.items()
                for way in found
                for sold in ways
            )
        return self._merged((self._capped(supply), way) for supply, ways in table.items() for way in ways)

    def _sales(self, lot: Lot) -> Iterator[tuple[int, ...]]:
        for numbers in combinations(range(lot.quantity + 1), repeat=len(self.starts)):
            if sum(numbers) <= lot.quantity:
                yield numbers

    def _left(self, lot: Lot, sold: Sequence[int]) -> Needs:
        left: list[int] = []
        for period, day in enumerate(self.starts):
            here = lot.quantity - sum(sold[: period + 1]) if self.ahead.lots_on(day, [lot]) else 0
            left += [here if lot.level(day) >= asked else 0 for asked in self.levels]
        return tuple(left)

    def _proceeds(self, lot: Lot, sold: Sequence[int]) -> Way:
        ahead = self.ahead
        each = [ahead.present(ahead.price(lot.resale, "used", day), day) for day in self.starts]
        return self.nothing._replace(net=-sum(a * b for a, b in zip(each, sold, strict=True)))

    def _buy(self, offer: Offer) -> None:
        """Add every way to order of one offer, order after order; its stock is for all of them together."""
        by_stock: dict[tuple[Needs, int], list[Way]] = {(supply, 0): ways for supply, ways in self.table.items()}
        for order in self.ahead.orders_of(offer):
            more: dict[tuple[Needs, int], list[Way]] = {key: list(ways) for key, ways in by_stock.items()}
            for packs in range(offer.minimum, self._most_packs(offer) + 1):
                gives = self._gives(offer.level, order.serves, packs * offer.pack_size)
                way = self._order(offer, order, packs)
                for (supply, taken), ways in by_stock.items():
                    if offer.stock is None or taken + packs <= offer.stock:
                        after = self._capped(tuple(a + b for a, b in zip(supply, gives, strict=True)))
                        key = (after, 0 if offer.stock is None else taken + packs)
                        added = (each + way for each in ways)
                        more.setdefault(key, []).extend(a for a in added if self.limits.is_affordable(a))
            by_stock = {key: self.limits.not_beaten(ways) for key, ways in more.items() if ways}
        self.table = self._merged((supply, way) for (supply, _), ways in by_stock.items() for way in ways)

    def _most_packs(self, offer: Offer) -> int:
        """Packs of one order beyond which no more are worth buying, other than to make room for used ones."""
        need = max(self.most, default=0) + (self.surplus if offer.condition == "new" else 0)
        return most_packs(offer, need)

    def _order(self, offer: Offer, order: Order, packs: int) -> Way:
        ahead, share = self.ahead, self.limits.policy.max_used_share
        paid = ahead.price(offer.price(packs), offer.condition, order.day)
        net = ahead.present(paid, order.day) - ahead.back_from(offer, paid, order.day)
        spend = tuple(paid * packs if period == order.period else 0 for period in range(len(self.starts)))
        licences = packs * offer.pack_size
        slack = licences * (share.numerator - (share.denominator if offer.condition == "used" else 0))
        return Way(net * packs, spend, slack, frozenset({(offer.vendor, order.period)}))

    def _capped(self, supply: Needs) -> Needs:
        return tuple(map(min, supply, self.most))

    def _merged(self, found: Iterable[tuple[Needs, Way]]) -> dict[Needs, list[Way]]:
        table: dict[Needs, list[Way]] = {}
        for supply, way in found:
            table.setdefault(supply, []).append(way)
        return {supply: self.limits.not_beaten(ways) for supply, ways in table.items()}


def most_packs(offer: Offer, need: int) -> int:
    """Return the packs of one order beyond which no more are worth buying for so many licences."""
    useful = max(-(-need // offer.pack_size), *(minimum for minimum, _ in offer.breaks)) if need else 0
    return useful if offer.stock is None else min(useful, offer.stock)


class Case(NamedTuple):
    """One choice of everything but purchases and sales: its other costs, and what it asks of each pool."""

    fixed: int
    needs: tuple[Needs, ...]


class Enumeration:
    """One scenario over its horizon."""

    def __init__(self, ahead: Ahead) -> None:
        self.ahead, self.policy, self.limits = ahead, ahead.policy, Limits(ahead)
        self.starts = ahead.starts()
        self.picks = list(ahead.every_pick())
        self._demands: dict[tuple[int, frozenset[str]], Demand] = {}

    def least(self) -> int | None:
        """Return the least total in cents, or None where nothing is feasible."""
        by_metrics: dict[tuple[tuple[str, frozenset[str]], ...], set[Case]] = {}
        metrics_of: dict[tuple[tuple[str, frozenset[str]], ...], Choice] = {}
        for choice in self._choices:
            key = tuple(sorted(choice.metrics.items()))
            metrics_of[key] = choice
            for picked in self.picks:
                by_metrics.setdefault(key, set()).update(self._cases(picked, choice))
        found = [
            total
            for key, cases in by_metrics.items()
            if cases and (total := self._cheapest(restricted(self._market, metrics_of[key]), cases)) is not None
        ]
        return min(found, default=None)

    def _demand(self, period: int, picked: Picked) -> Demand:
        day = self.starts[period]
        key = period, frozenset(unit for unit, on in picked.items() if on and on <= day)
        if key not in self._demands:
            self._demands[key] = self.ahead.demand(day, picked)
        return self._demands[key]

    @cached_property
    def _all_demands(self) -> list[Demand]:
        return [self._demand(period, picked) for picked in self.picks for period in range(len(self.starts))]

    @cached_property
    def _market(self) -> Market:
        return self.ahead.market(self._all_demands)

    @cached_property
    def _choices(self) -> list[Choice]:
        everything = tuple({r for demand in self._all_demands for r in demand.requirements})
        return list(find_choices(replace(self._all_demands[0], requirements=everything), self.policy))

    @cached_property
    def _levels(self) -> list[list[int]]:
        """Return, per pool, the levels that somebody may have to reach."""
        asked = {(r.product, r.version) for demand in self._all_demands for r in demand.requirements}
        return [[level for level in LEVELS if (product, level) in asked] for product, _ in POOLS]

    def _cases(self, picked: Picked, choice: Choice) -> Iterator[Case]:
        fixed = self.ahead.fixed_cost(picked)
        covers = []
        for period in range(len(self.starts)):
            demand = self._demand(period, picked)
            covers.append([] if demand.hopeless else cover_counts(find_clauses(demand, self.policy, choice), {}))
        for vectors in combinations(*covers):
            yield Case(fixed + self._mixing(vectors), tuple(self._needs(p, vectors) for p in range(len(POOLS))))

    def _mixing(self, vectors: Sequence[Counts]) -> int:
        """Return what holding both metrics of a product costs: once, if that is so in any period."""
        apart = {
            product: replace(self.policy, **{f"{other.removesuffix('_cal')}_mixing_cost": 0})  # type: ignore[arg-type]
            for product, other in zip(PRODUCTS, reversed(PRODUCTS), strict=True)
        }
        return sum(max(mixing_cost(vector, policy) for vector in vectors) for policy in apart.values())

    def _needs(self, pool: int, vectors: Sequence[Counts]) -> Needs:
        first, share = pool * len(LEVELS), spare_of(self.policy, pool)
        return tuple(
            with_spare(vector[first + LEVELS.index(level)], share) for vector in vectors for level in self._levels[pool]
        )

    def _cheapest(self, market: Market, cases: set[Case]) -> int | None:
        pools = [n for n, (_, metric) in enumerate(POOLS) if metric in METRICS]
        most = {p: tuple(map(max, zip(*(case.needs[p] for case in cases), strict=True))) for p in pools}
        surplus = self._surplus(market, most)
        tables = {p: PoolTable(self.limits, market, p, self._levels[p], most[p], surplus) for p in pools}
        best: int | None = None
        for case in sorted(cases):
            parts = [tables[p].ways(case.needs[p]) for p in pools]
            if not all(parts) or (best is not None and self._floor(case, parts) >= best):
                continue
            whole = parts[0]
            for part in parts[1:]:
                joined = (a + b for a, b in combinations(whole, part))
                whole = self.limits.not_beaten(way for way in joined if self.limits.is_affordable(way))
            totals = [self.limits.price(way) + case.fixed for way in whole if self.limits.is_allowed(way)]
            best = min([*totals, *([] if best is None else [best])], default=None)
        return best

    def _floor(self, case: Case, parts: Sequence[Sequence[Way]]) -> int:
        """Return what a case costs at least."""
        return case.fixed + sum(min(way.net for way in part) for part in parts)

    def _surplus(self, market: Market, most: Mapping[int, Needs]) -> int:
        """Return the new licences that make room for any number of used ones worth buying."""
        share = self.policy.max_used_share
        if share in (0, 1):
            return 0
        used = 0
        for offer in market.offers:
            if offer.condition == "used" and offer.metric in METRICS:
                need = max(most[POOLS.index((offer.product, offer.metric))], default=0)
                packs = most_packs(offer, need) * len(self.ahead.orders_of(offer))
                used += offer.pack_size * (packs if offer.stock is None else min(packs, offer.stock))
        return -int(-used * (1 - share) / share // 1)


def least_total(estate: Estate, scenario: Scenario) -> int | None:
    """Return the least total of a scenario in cents, or None where it is infeasible."""
    if not scenario.horizon.months:
        return minimum_total(present_now(estate, scenario.policy), scenario.policy)
    return Enumeration(Ahead.of(estate, scenario)).least()
