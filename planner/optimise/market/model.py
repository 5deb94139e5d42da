"""The market's part of the integer program: packs, price breaks, stock, sales, supply and the policies on buying.

Sets       o offers, b breaks of an offer, k lots, (p, m) pools, v versions needed in a pool
Decisions  n[o,b] packs bought at break b, whole           w[o,b] 1 if break b applies
           s[k] licences sold, whole                       z[a] 1 if vendor a is ordered from
           c[k] licences switched to the other metric, whole, of lots that may be
Objective  sum price[o,b] n[o,b] + order_cost sum z[a] - sum resale[k] s[k]
Rows       supply    sum of owned - s - c, of the other metric's c, and of pack n, of versions >= v
                     >=  (1 + spare) * holders at v or above
           lots      s[k] + c[k] <= owned
           breaks    least[o,b] w[o,b] <= n[o,b] <= most[o,b] w[o,b],  sum_b w[o,b] <= 1
                     a first break from one pack on:  n[o,b] <= most[o,b] (1 - sum of the other w)
           vendors   n[o,b] <= most[o] z[vendor],  sum z <= max_vendors
           used      used bought <= share * all bought
           budget    sum price n <= budget

`least` and `most` of a break (see `_steps`) rest on `most_packs`, the most packs worth buying, which keeps the
rows tight: with no floor on new licences, buying more than
the pool's whole need (or a break's minimum, if that is more) never helps.  Where a share of used licences binds,
surplus new licences can pay off, so the floor they must lift is added.
The same rows serve the whole model (holders are expressions) and the tie-break (holders are numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil
from typing import Any

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.product import HOLDER_METRICS, Condition, Metric, Product, layer_of
from planner.domain.scenario import Policy
from planner.optimise.market.shares import simplest_not_above, simplest_not_below
from planner.optimise.solvers.program import Program, total

Pool = tuple[int, int]
"""Indexes into PRODUCTS (the layer) and HOLDER_METRICS."""

PRICE_UNIT = 1 << 16
"""Prices of demand rows are whole numbers of this fraction of a minor unit."""

SHARE_DENOMINATOR = 1_000_000
"""A limit on used licences is exact as long as fewer licences than this are bought."""


@dataclass(frozen=True, slots=True)
class Need:
    """Holders at a version or above in one pool: an expression or a number, and the most it can be."""

    holders: Any
    most: int


@dataclass(frozen=True, slots=True)
class MarketModel:
    """The variables of the market and the sums that objectives are made of."""

    packs: Mapping[str, Any]  # offer_id: expression
    is_bought: Mapping[str, Any]  # offer_id: 0/1 expression, only with indicators
    sold: Mapping[str, Any]  # owned_id: variable
    switched: Mapping[str, Any]  # owned_id: variable, of lots that may change their metric
    vendor_used: Mapping[str, Any]  # vendor: 0/1 variable, only where a row needs it
    missing: Mapping[tuple[int, int, int], Any]  # product, metric, version: variable, only with shortage
    decisions: tuple[Any, ...]  # the 0/1 variables of breaks and vendors
    large_packs: tuple[Any, ...]  # the variables of packs with several licences
    purchases: Any
    orders: Any
    proceeds: Any

    @property
    def cost(self) -> Any:
        """All that is paid for licences less what sales bring in."""
        return self.purchases + self.orders - self.proceeds


def pool_of(item: Offer | Lot) -> Pool:
    """Return the pool an offer or lot belongs to."""
    return _pool(item.product, item.metric)


@cache
def _pool(product: Product, metric: Metric) -> Pool:
    return layer_of(product), HOLDER_METRICS.index(metric)


def other_pool(lot: Lot) -> Pool:
    """Return the pool that licences of a lot are in once they are switched."""
    product, metric = pool_of(lot)
    return product, 1 - metric


def scarce_rows(market: Market, policy: Policy, needs: Mapping[tuple[Pool, int], int]) -> set[tuple[Pool, int]]:
    """Return the rows that what is owned and cannot be sold may not supply; `needs` gives the most holders of each."""

    may_be_gone = market.sellable | market.barred | market.switchable

    def kept(pool: Pool, version: int) -> int:
        return sum(
            lot.quantity
            for lot in market.lots
            if pool_of(lot) == pool and lot.level >= version and lot.owned_id not in may_be_gone
        )

    return {row for row, most in needs.items() if kept(*row) < (1 + policy.spare_of(*row[0])) * most}


def add_market(
    problem: Program,
    market: Market,
    policy: Policy,
    needs: Mapping[tuple[Pool, int], Need],
    *,
    with_indicators: bool = False,
    with_shortage: bool = False,
) -> MarketModel:
    """Add variables and rows of the market to `problem`, which must supply `needs`, by pool and version rank.

    `with_indicators` adds 0/1 variables for every offer and vendor, for objectives that count them;
    `with_shortage` lets every need be met by licences that are missing from the market.
    """
    needs = with_hosts(market, needs)
    most = most_packs(market, policy, needs)
    steps = {}
    for i, offer in enumerate(market.offers):
        is_free = policy.max_used_share == 1 or offer.condition is Condition.NEW
        ranges = _steps(offer, most[offer.offer_id], surplus_is_harmless=is_free)
        steps[offer.offer_id] = _add_packs(problem, i, ranges, with_indicators)
    packs = {offer_id: total(n for n, _, _ in parts) for offer_id, parts in steps.items()}
    sold = {
        lot.owned_id: problem.add_whole(f"s_{i:05d}", 0, lot.quantity)
        for i, lot in enumerate(market.lots)
        if lot.owned_id in market.sellable
    }
    switched = _add_switches(problem, market, sold, needs)
    missing = _add_missing(problem, needs) if with_shortage else {}
    _add_supply(problem, market, policy, needs, packs, (sold, switched), missing)
    vendor_used = {}
    if with_indicators or policy.order_cost or policy.max_vendors is not None:
        vendor_used = _add_vendors(problem, market, steps, most)
        if policy.max_vendors is not None:
            problem += total(vendor_used.values()) <= policy.max_vendors
    purchases = total(price * n for parts in steps.values() for n, _, price in parts)
    if policy.max_used_share < 1:
        _add_used_share(problem, market, policy.max_used_share, packs)
    if policy.budget is not None:
        problem += purchases <= policy.budget
    proceeds = total(lot.resale_minor * sold[lot.owned_id] for lot in market.lots if lot.owned_id in sold)
    return MarketModel(
        packs=packs,
        is_bought={key: total(w for _, w, _ in parts) for key, parts in steps.items()} if with_indicators else {},
        sold=sold,
        switched=switched,
        vendor_used=vendor_used,
        missing=missing,
        large_packs=tuple(n for o in market.offers if o.pack_size > 1 for n, _, _ in steps[o.offer_id]),
        decisions=(*(w for parts in steps.values() for _, w, _ in parts if w is not None), *vendor_used.values()),
        purchases=purchases,
        orders=policy.order_cost * total(vendor_used.values()),
        proceeds=proceeds,
    )


def with_hosts(market: Market, needs: Mapping[tuple[Pool, int], Need]) -> dict[tuple[Pool, int], Need]:
    """Return the needs together with those that connectors bring, which no cover decides."""
    return {**needs, **{(pool, version): Need(count, most) for pool, version, count, most in market.hosts}}


def most_packs(market: Market, policy: Policy, needs: Mapping[tuple[Pool, int], Need]) -> dict[str, int]:
    """Return the most packs of each offer that a cheapest plan can need."""
    need: dict[Pool, int] = {}
    for (pool, _), each in needs.items():
        need[pool] = max(need.get(pool, 0), ceil((1 + policy.spare_of(*pool)) * each.most))
    most = {offer.offer_id: _packs_for(offer, need.get(pool_of(offer), 0)) for offer in market.offers}
    share = policy.max_used_share
    if 0 < share < 1:
        used = sum(most[o.offer_id] * o.pack_size for o in market.offers if o.condition is Condition.USED)
        surplus = ceil(used * (1 - share) / share)
        for offer in market.offers:
            if offer.condition is Condition.NEW:
                most[offer.offer_id] = _packs_for(offer, need.get(pool_of(offer), 0) + surplus)
    return most


def _packs_for(offer: Offer, licences: int) -> int:
    """Return the packs that supply `licences`, at least the minimum of the dearest-to-reach break, within stock."""
    wanted = max(-(-licences // offer.pack_size), *(step.min_packs for step in offer.breaks))
    return wanted if offer.stock_packs is None else min(wanted, offer.stock_packs)


def _steps(offer: Offer, most: int, surplus_is_harmless: bool) -> list[tuple[int, int, int]]:
    """Return (least packs, most packs, price) of every break that a cheapest plan can pay.

    A break ends where the next cheaper one begins.  Where surplus does no harm it ends even before that: as soon as
    its packs cost as much as the next break's minimum, which then gives more licences for the same money.
    """
    breaks: list[tuple[int, int]] = []
    for step in offer.breaks:
        if step.min_packs <= most and (not breaks or step.price_minor < breaks[-1][1]):
            breaks.append((max(step.min_packs, 1), step.price_minor))
    ends = [minimum - 1 for minimum, _ in breaks[1:]] + [most]
    if surplus_is_harmless:
        for i, (minimum, price) in enumerate(breaks[1:]):
            ends[i] = min(ends[i], -(-minimum * price // breaks[i][1]) - 1)
    return [(least, end, price) for (least, price), end in zip(breaks, ends, strict=True) if least <= end]


def _add_packs(
    problem: Program,
    index: int,
    steps: list[tuple[int, int, int]],
    with_indicators: bool,
) -> list[tuple[Any, Any, int]]:
    """Add n and, where needed, w of every break; return (n, w or None, price) per break.

    A first break that starts with one pack needs no w: it applies where no other does.
    """
    parts: list[tuple[Any, Any, int]] = []
    for b, (least, most, price) in enumerate(steps):
        n = problem.add_whole(f"n_{index:05d}_{b:02d}", 0, most)
        w = None
        if least > 1 or with_indicators:
            w = problem.add_choice(f"w_{index:05d}_{b:02d}")
            problem += n >= least * w
            problem += n <= most * w
        parts.append((n, w, price))
    applying = total(w for _, w, _ in parts if w is not None)
    if len(parts) > 1 and parts[0][1] is None:
        most = steps[0][1]
        problem += parts[0][0] <= most - most * applying
    if len(parts) > 1:
        problem += applying <= 1
    return parts


def _add_supply(
    problem: Program,
    market: Market,
    policy: Policy,
    needs: Mapping[tuple[Pool, int], Need],
    packs: Mapping[str, Any],
    gone: tuple[Mapping[str, Any], Mapping[str, Any]],
    missing: Mapping[tuple[int, int, int], Any],
) -> None:
    """Nested supply: newer licences serve older needs inside a pool, never the reverse.

    `gone` gives, by owned_id, what is sold of lots and what is switched to the other metric.
    """
    sold, switched = gone
    for (pool, version), need in sorted(needs.items(), key=lambda item: item[0]):
        owned = total(
            lot.quantity - sold.get(lot.owned_id, 0) - switched.get(lot.owned_id, 0)
            for lot in market.lots
            if pool_of(lot) == pool and lot.level >= version and lot.owned_id not in market.barred
        )
        gained = total(
            switched[lot.owned_id]
            for lot in market.lots
            if lot.owned_id in switched and other_pool(lot) == pool and lot.level >= version
        )
        bought = total(
            offer.pack_size * packs[offer.offer_id]
            for offer in market.offers
            if pool_of(offer) == pool and offer.level >= version
        )
        short = total(value for (p, m, v), value in missing.items() if (p, m) == pool and v >= version)
        spare = 1 + simplest_not_below(policy.spare_of(*pool), max(need.most, 1))
        problem += spare.denominator * (owned + gained + bought + short) - spare.numerator * need.holders >= 0


def _add_switches(
    problem: Program, market: Market, sold: Mapping[str, Any], needs: Mapping[tuple[Pool, int], Need]
) -> dict[str, Any]:
    """Add c of every lot that may be switched and would be of use to somebody then."""

    def is_useful(lot: Lot) -> bool:
        return any(pool == other_pool(lot) and version <= lot.level for pool, version in needs)

    switched = {
        lot.owned_id: problem.add_whole(f"c_{i:05d}", 0, lot.quantity)
        for i, lot in enumerate(market.lots)
        if lot.owned_id in market.switchable and is_useful(lot)
    }
    for lot in market.lots:
        if lot.owned_id in switched and lot.owned_id in sold:
            problem += sold[lot.owned_id] + switched[lot.owned_id] <= lot.quantity
    return switched


def _add_missing(problem: Program, needs: Mapping[tuple[Pool, int], Need]) -> dict[tuple[int, int, int], Any]:
    return {
        (*pool, version): problem.add_whole(f"m_{pool[0]}_{pool[1]}_{version:02d}", 0, None)
        for pool, version in sorted(needs)
    }


def _add_vendors(
    problem: Program,
    market: Market,
    steps: Mapping[str, list[tuple[Any, Any, int]]],
    most: Mapping[str, int],
) -> dict[str, Any]:
    vendors = sorted({offer.vendor for offer in market.offers})
    used = {v: problem.add_choice(f"z_{i:05d}") for i, v in enumerate(vendors)}
    for offer in market.offers:
        for n, w, _ in steps[offer.offer_id]:
            if w is None:
                problem += n <= most[offer.offer_id] * used[offer.vendor]
            else:
                problem += w <= used[offer.vendor]
    return used


def _add_used_share(problem: Program, market: Market, share: Fraction, packs: Mapping[str, Any]) -> None:
    limit = simplest_not_above(share, SHARE_DENOMINATOR)
    licences = {o.offer_id: o.pack_size * packs[o.offer_id] for o in market.offers}
    used = total(licences[o.offer_id] for o in market.offers if o.condition is Condition.USED)
    problem += limit.denominator * used - limit.numerator * total(licences.values()) <= 0
