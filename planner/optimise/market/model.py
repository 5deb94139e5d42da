"""The market's part of the integer program: packs, price breaks, stock, sales, supply and the policies on buying.

Sets       o offers, b breaks of an offer, k lots, (p, m) pools, v versions needed in a pool
Decisions  n[o,b] packs bought at break b, whole           w[o,b] 1 if break b applies
           s[k] licences sold, whole                       z[a] 1 if vendor a is ordered from
           c[k] licences switched to the other metric, whole, of lots that may be
Objective  sum price[o,b] n[o,b] + order_cost sum z[a] - sum resale[k] s[k]
Rows       supply    sum of owned - s - c, of the other metric's c, and of pack n, of versions >= v
                     >=  (1 + spare) * holders at v or above, in every period on its own: what is bought or sold in
                     one counts in all later ones, a subscription in those that begin within its term
           lots      s[k] + c[k] <= owned
           breaks    least[o,b] w[o,b] <= n[o,b] <= most[o,b] w[o,b],  sum_b w[o,b] <= 1
                     a first break from one pack on:  n[o,b] <= most[o,b] (1 - sum of the other w)
           vendors   n[o,b] <= most[o] z[vendor],  sum z <= max_vendors
           used      used bought <= share * all bought
           budget    sum price n <= budget, in each period
           stock     sum over the periods of n <= stock

`least` and `most` of a break (see `_steps`) rest on `most_packs`, the most packs worth buying, which keeps the
rows tight: with no floor on new licences, buying more than
the pool's whole need (or a break's minimum, if that is more) never helps.  Where a share of used licences binds,
surplus new licences can pay off, so the floor they must lift is added.
With several periods an order is an offer in one of them, at the prices of its day: those are what the budget counts,
while the objective counts what they are worth today.
The same rows serve the whole model (holders are expressions) and the tie-break (holders are numbers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil
from typing import Any

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import HOLDER_METRICS, PRODUCTS, Condition, Metric, Product, layer_of, rank
from planner.domain.scenario import Policy
from planner.optimise.market.shares import simplest_not_above, simplest_not_below
from planner.optimise.solvers.program import Program, total, weighted

Pool = tuple[int, int]
"""Indexes into PRODUCTS (the layer) and HOLDER_METRICS; in period p the first one is higher by p times the products."""

Order = tuple[int, str]
"""A period, and the offer that is bought or the lot that is sold in it."""

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

    packs: Mapping[Order, Any]  # by order: expression
    is_bought: Mapping[Order, Any]  # by order: 0/1 expression, only with indicators
    sold: Mapping[Order, Any]  # by period and owned_id: variable
    switched: Mapping[str, Any]  # owned_id: variable, of lots that may change their metric
    vendor_used: Mapping[str, Any]  # vendor: 0/1 variable, only where a row needs it
    missing: Mapping[tuple[int, int, int], Any]  # product, metric, version: variable, only with shortage
    breaks: tuple[Any, ...]  # the 0/1 variables of price breaks and minimum orders
    vendors: tuple[Any, ...]  # the 0/1 variables of vendors, and of orders from them in a period
    large_packs: tuple[Any, ...]  # the variables of packs with several licences
    purchases: Any
    orders: Any
    proceeds: Any

    @property
    def decisions(self) -> tuple[Any, ...]:
        """The 0/1 variables."""
        return *self.breaks, *self.vendors

    @property
    def cost(self) -> Any:
        """All that is paid for licences less what sales bring in."""
        return self.purchases + self.orders - self.proceeds


def pool_of(item: Offer | Lot) -> Pool:
    """Return the pool an offer or lot belongs to, in the first period."""
    return _pool(item.product, item.metric)


def in_period(pool: Pool, period: int) -> Pool:
    """Return what a pool of the first period is in another one."""
    return pool[0] + period * len(PRODUCTS), pool[1]


def period_of(pool: Pool) -> tuple[int, Pool]:
    """Return the period of a pool, and what it is in the first one."""
    period, layer = divmod(pool[0], len(PRODUCTS))
    return period, (layer, pool[1])


@cache
def _pool(product: Product, metric: Metric) -> Pool:
    return layer_of(product), HOLDER_METRICS.index(metric)


def other_pool(lot: Lot) -> Pool:
    """Return the pool that licences of a lot are in once they are switched."""
    product, metric = pool_of(lot)
    return product, 1 - metric


def scarce_rows(market: Market, policy: Policy, needs: Mapping[tuple[Pool, int], int]) -> set[tuple[Pool, int]]:
    """Return the rows that what is owned and cannot be sold may not supply; `needs` gives the most holders of each."""

    may_be_gone, before = list[frozenset[str]](), frozenset[str]()
    for each in market.periods:
        before |= each.sellable | each.switchable
        may_be_gone.append(before | each.barred)

    def is_scarce(row: tuple[Pool, int], most: int) -> bool:
        period, pool = period_of(row[0])
        kept = sum(
            lot.quantity
            for lot in market.periods[period].lots
            if pool_of(lot) == pool and lot.level >= row[1] and lot.owned_id not in may_be_gone[period]
        )
        return kept < (1 + policy.spare_of(*pool)) * most

    return {row for row, most in needs.items() if is_scarce(row, most)}


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
    needs, orders = with_hosts(market, needs), market.orders
    most = most_packs(market, policy, needs)
    steps = {}
    for i, offer in enumerate(orders):
        is_free = policy.max_used_share == 1 or offer.condition is Condition.NEW
        is_free &= not (market.later and offer.stock_packs is not None)  # packs too many here may be missing later
        ranges = _steps(offer, most[offer.order], surplus_is_harmless=is_free)
        steps[offer.order] = _add_packs(problem, i, ranges, with_indicators)
    packs = {order: total(n for n, _, _ in parts) for order, parts in steps.items()}
    if market.later:
        _add_stock(problem, orders, packs)
    sold = _add_sales(problem, market)
    switched = _add_switches(problem, market, sold, needs)
    missing = _add_missing(problem, needs) if with_shortage else {}
    _add_supply(problem, market, policy, needs, packs, (sold, switched), missing)
    vendor_used, ordered = _add_vendors(problem, market, policy, steps, most, with_indicators)
    if policy.max_used_share < 1:
        _add_used_share(problem, market, policy.max_used_share, packs)
    if policy.budget is not None:
        for each in market.periods:
            spent = weighted((step.price_minor, n) for o in each.offers for n, _, step in steps[o.order])
            problem += spent <= policy.budget
    proceeds = weighted(
        (lot.resale_value_minor, sold[period, lot.owned_id])
        for period, each in enumerate(market.periods)
        for lot in each.lots
        if (period, lot.owned_id) in sold
    )
    of_vendors = (*vendor_used.values(), *(ordered.values() if market.later else ()))
    return MarketModel(
        packs=packs,
        is_bought={key: total(w for _, w, _ in parts) for key, parts in steps.items()} if with_indicators else {},
        sold=sold,
        switched=switched,
        vendor_used=vendor_used,
        missing=missing,
        large_packs=tuple(n for o in orders if o.pack_size > 1 for n, _, _ in steps[o.order]),
        breaks=tuple(w for parts in steps.values() for _, w, _ in parts if w is not None),
        vendors=of_vendors,
        purchases=weighted((step.net_minor, n) for parts in steps.values() for n, _, step in parts),
        orders=weighted((_order_cost(market, policy, period), v) for (period, _), v in ordered.items()),
        proceeds=proceeds,
    )


def _order_cost(market: Market, policy: Policy, period: int) -> int:
    """Return what an order in a period costs, as it is worth today."""
    present = market.periods[period].order_minor
    return policy.order_cost if present is None else present


def _add_stock(problem: Program, orders: Sequence[Offer], packs: Mapping[Order, Any]) -> None:
    """What is bought of an offer in all periods is within its stock."""
    of_offer: dict[str, list[Offer]] = {}
    for order in orders:
        if order.stock_packs is not None:
            of_offer.setdefault(order.offer_id, []).append(order)
    for alike in of_offer.values():
        if len(alike) > 1:
            problem += total(packs[order.order] for order in alike) <= alike[0].stock_packs


def _add_sales(problem: Program, market: Market) -> dict[Order, Any]:
    """Add s of every lot and period in which it may be sold; all that is sold by then is not more than there is."""
    sold: dict[Order, Any] = {}
    number = 0
    for period, each in enumerate(market.periods):
        for lot in each.lots:
            if lot.owned_id in each.sellable:
                sold[period, lot.owned_id] = problem.add_whole(f"s_{number:05d}", 0, lot.quantity)
            number += 1
            earlier = _sold_until(sold, lot.owned_id, period)
            if len(earlier) > 1:
                problem += total(earlier) <= lot.quantity
    return sold


def _sold_until(sold: Mapping[Order, Any], owned_id: str, period: int) -> list[Any]:
    """Return what is sold of a lot until a period, that one included."""
    return [sold[q, owned_id] for q in range(period + 1) if (q, owned_id) in sold]


def with_hosts(market: Market, needs: Mapping[tuple[Pool, int], Need]) -> dict[tuple[Pool, int], Need]:
    """Return the needs together with those that connectors bring, which no cover decides."""
    return {**needs, **{(pool, version): Need(count, most) for pool, version, count, most in market.hosts}}


def most_packs(market: Market, policy: Policy, needs: Mapping[tuple[Pool, int], Need]) -> dict[Order, int]:
    """Return the most packs of each order that a cheapest plan can need."""
    need: dict[Pool, int] = {}
    for (pool, _), each in needs.items():
        spare = policy.spare_of(*period_of(pool)[1])
        need[pool] = max(need.get(pool, 0), ceil((1 + spare) * each.most))
    periods = range(len(market.periods))

    def needed(offer: Offer) -> int:
        """Return the most licences that a period asks for in which these count."""
        pool = pool_of(offer)
        return max((need.get(in_period(pool, p), 0) for p in periods if offer.serves(p)), default=0)

    most = {offer.order: _packs_for(offer, needed(offer)) for offer in market.orders}
    share = policy.max_used_share
    if 0 < share < 1:
        used = sum(most[o.order] * o.pack_size for o in market.orders if o.condition is Condition.USED)
        surplus = ceil(used * (1 - share) / share)
        for offer in market.orders:
            if offer.condition is Condition.NEW:
                most[offer.order] = _packs_for(offer, needed(offer) + surplus)
    return most


def _packs_for(offer: Offer, licences: int) -> int:
    """Return the packs that supply `licences`, at least the minimum of the dearest-to-reach break, within stock."""
    wanted = max(-(-licences // offer.pack_size), *(step.min_packs for step in offer.breaks))
    return wanted if offer.stock_packs is None else min(wanted, offer.stock_packs)


def _steps(offer: Offer, most: int, surplus_is_harmless: bool) -> list[tuple[int, int, PriceBreak]]:
    """Return (least packs, most packs, break) of every break that a cheapest plan can pay.

    A break ends where the next cheaper one begins.  Where surplus does no harm it ends even before that: as soon as
    its packs cost as much as the next break's minimum, which then gives more licences for the same money, whether that
    is counted as it is paid or as it is worth today.
    """
    breaks: list[tuple[int, PriceBreak]] = []
    for step in offer.breaks:
        if step.min_packs <= most and (not breaks or step.price_minor < breaks[-1][1].price_minor):
            breaks.append((max(step.min_packs, 1), step))
    ends = [minimum - 1 for minimum, _ in breaks[1:]] + [most]
    if surplus_is_harmless:
        for i, (minimum, step) in enumerate(breaks[1:]):
            ends[i] = min(ends[i], max(_as_dear(minimum, step, breaks[i][1])) - 1)
    return [(least, end, step) for (least, step), end in zip(breaks, ends, strict=True) if least <= end]


def _as_dear(packs: int, step: PriceBreak, earlier: PriceBreak) -> list[int]:
    """Return from how many packs on an earlier break costs as much as some packs at a cheaper one, by both counts."""
    prices = {(step.price_minor, earlier.price_minor), (step.net_minor, earlier.net_minor)}
    return [-(-packs * price // dearer) if dearer else packs for price, dearer in sorted(prices)]


def _add_packs(
    problem: Program,
    index: int,
    steps: list[tuple[int, int, PriceBreak]],
    with_indicators: bool,
) -> list[tuple[Any, Any, PriceBreak]]:
    """Add n and, where needed, w of every break; return (n, w or None, break) per break.

    A first break that starts with one pack needs no w: it applies where no other does.
    """
    parts: list[tuple[Any, Any, PriceBreak]] = []
    for b, (least, most, step) in enumerate(steps):
        n = problem.add_whole(f"n_{index:05d}_{b:02d}", 0, most)
        w = None
        if least > 1 or with_indicators:
            w = problem.add_choice(f"w_{index:05d}_{b:02d}")
            problem += n >= least * w
            problem += n <= most * w
        parts.append((n, w, step))
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
    packs: Mapping[Order, Any],
    gone: tuple[Mapping[Order, Any], Mapping[str, Any]],
    missing: Mapping[tuple[int, int, int], Any],
) -> None:
    """Nested supply: newer licences serve older needs inside a pool, never the reverse.

    `gone` gives what is sold of lots, by period, and what is switched to the other metric.
    """
    sold, switched = gone
    since, offered = switched_since(market), dict[Pool, list[Offer]]()
    for offer in market.orders:
        offered.setdefault(pool_of(offer), []).append(offer)
    for (pool, version), need in sorted(needs.items(), key=lambda item: item[0]):
        period, here = period_of(pool)
        at = market.periods[period]
        is_switched = {name for name in switched if since[name] <= period}
        held = [
            lot for lot in at.lots if pool_of(lot) == here and lot.level >= version and lot.owned_id not in at.barred
        ]
        lost = [each for lot in held for each in _sold_until(sold, lot.owned_id, period)]
        lost += [switched[lot.owned_id] for lot in held if lot.owned_id in is_switched]
        gained = total(
            switched[lot.owned_id]
            for lot in at.lots
            if lot.owned_id in is_switched and other_pool(lot) == here and lot.level >= version
        )
        bought = weighted(
            (offer.pack_size, packs[offer.order])
            for offer in offered.get(here, ())
            if offer.level >= version and offer.serves(period) and is_held(offer, at)
        )
        short = total(value for (p, m, v), value in missing.items() if (p, m) == pool and v >= version)
        spare = 1 + simplest_not_below(policy.spare_of(*here), max(need.most, 1))
        parts = [(spare.denominator, each) for each in (gained, bought, short)]
        parts += [(-spare.denominator, each) for each in lost]
        parts.append((-spare.numerator, total([need.holders])))
        problem += weighted(parts) >= -spare.denominator * sum(lot.quantity for lot in held)


def is_held(offer: Offer, at: Market) -> bool:
    """Tell whether the licence servers of a period hold what was bought."""
    if at.newest_rds is None or offer.product is not Product.RDS_CAL or offer.metric is Metric.HOST:
        return True
    return rank(offer.version) <= at.newest_rds


def switched_since(market: Market) -> dict[str, int]:
    """Return the period from which on each lot that may be switched counts as switched: the first it may be in."""
    since: dict[str, int] = {}
    for period, each in enumerate(market.periods):
        for name in sorted(each.switchable):
            since.setdefault(name, period)
    return since


def _add_switches(
    problem: Program, market: Market, sold: Mapping[Order, Any], needs: Mapping[tuple[Pool, int], Need]
) -> dict[str, Any]:
    """Add c of every lot that may be switched and would be of use to somebody then."""

    def is_useful(lot: Lot) -> bool:
        return any(period_of(pool)[1] == other_pool(lot) and version <= lot.level for pool, version in needs)

    switched: dict[str, Any] = {}
    number = 0
    for period, each in enumerate(market.periods):
        for lot in each.lots:
            if lot.owned_id in each.switchable and lot.owned_id not in switched and is_useful(lot):
                switched[lot.owned_id] = problem.add_whole(f"c_{number:05d}", 0, lot.quantity)
            number += 1
            earlier = _sold_until(sold, lot.owned_id, period)
            if lot.owned_id in switched and earlier:
                problem += total(earlier) + switched[lot.owned_id] <= lot.quantity
    return switched


def _add_missing(problem: Program, needs: Mapping[tuple[Pool, int], Need]) -> dict[tuple[int, int, int], Any]:
    return {
        (*pool, version): problem.add_whole(f"m_{pool[0]}_{pool[1]}_{version:02d}", 0, None)
        for pool, version in sorted(needs)
    }


def _add_vendors(
    problem: Program,
    market: Market,
    policy: Policy,
    steps: Mapping[Order, list[tuple[Any, Any, PriceBreak]]],
    most: Mapping[Order, int],
    with_indicators: bool,
) -> tuple[dict[str, Any], dict[tuple[int, str], Any]]:
    """Add z of vendors where something depends on it; return it by vendor, and by period and vendor.

    The second is there where orders cost something; with one period both are the same.
    """
    vendors = sorted({offer.vendor for offer in market.orders})
    used: dict[str, Any] = {}
    ordered: dict[tuple[int, str], Any] = {}
    if with_indicators or policy.max_vendors is not None or (policy.order_cost and not market.later):
        used = {v: problem.add_choice(f"z_{i:05d}") for i, v in enumerate(vendors)}
        for offer in market.orders:
            _bind(problem, steps[offer.order], most[offer.order], used[offer.vendor])
        if policy.max_vendors is not None:
            problem += total(used.values()) <= policy.max_vendors
    if policy.order_cost and market.later:
        for period, each in enumerate(market.periods):
            for i, vendor in enumerate(vendors):
                if any(offer.vendor == vendor for offer in each.offers):
                    ordered[period, vendor] = problem.add_choice(f"y_{period:02d}_{i:05d}")
            for offer in each.offers:
                _bind(problem, steps[offer.order], most[offer.order], ordered[period, offer.vendor])
    elif policy.order_cost:
        ordered = {(0, vendor): variable for vendor, variable in used.items()}
    return used, ordered


def _bind(problem: Program, parts: list[tuple[Any, Any, PriceBreak]], most: int, used: Any) -> None:
    """Let an order be placed only where its vendor is ordered from."""
    for n, w, _ in parts:
        if w is None:
            problem += n <= most * used
        else:
            problem += w <= used


def _add_used_share(problem: Program, market: Market, share: Fraction, packs: Mapping[Order, Any]) -> None:
    limit = simplest_not_above(share, SHARE_DENOMINATOR)
    licences = {o.order: o.pack_size * packs[o.order] for o in market.orders}
    used = total(licences[o.order] for o in market.orders if o.condition is Condition.USED)
    problem += limit.denominator * used - limit.numerator * total(licences.values()) <= 0
