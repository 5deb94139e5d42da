"""The exact optimum of one scenario by listing covers, then purchases and sales.

Holders reach the market through counts alone: for each product and metric, how many hold a given version or
newer.  So all covers are listed as count vectors, keeping those that no other one beats in every count (fewer
holders never cost more).  Each vector then meets every purchase and sale worth trying, pool by pool; the four
pools are put together under the policies that couple them.

What is worth trying: an offer need not be bought beyond what covers its whole pool, and beyond its last price
break, because one pack less would then be as good and cheaper; the one reason for more is to buy so many new
licences that the share of used ones falls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations as pairs_of
from itertools import combinations_with_replacement, groupby
from itertools import product as combinations
from typing import NamedTuple

from .estate import ASSURED, CONNECTORS, METRICS, PRODUCTS, VERSIONS, Estate, Lot, Offer, Policy
from .expand import (
    Choice,
    Clause,
    Demand,
    Literal,
    Market,
    find_choices,
    find_clauses,
    find_demand,
    find_demands,
    find_market,
    server_ways,
)

POOLS = (*combinations(PRODUCTS, METRICS), *((connector, "host") for connector in CONNECTORS.values()))
LEVELS = (*VERSIONS, ASSURED)
FEW = 12
"""Up to so many licences in a pool, all purchases are listed."""
Counts = tuple[int, ...]
"""Holders at each level or newer, pool by pool, in the order of POOLS and LEVELS; then, as negative numbers and in
the same order, how many of them use a licence that nobody else may use."""
NOBODY: Counts = (0,) * (2 * len(POOLS) * len(LEVELS))
Levels = dict[tuple[str, str], int]
"""The level that a (holder, product) is licensed for."""
Kept = Mapping[tuple[str, str, str], tuple[int, str]]


def in_pool(counts: Counts, pool: int) -> Counts:
    """Return the holders of one pool."""
    return counts[pool * len(LEVELS) : (pool + 1) * len(LEVELS)]


def own_in_pool(counts: Counts, pool: int) -> Counts:
    """Return, as negative numbers, the holders of one pool who use what only they may use."""
    return in_pool(counts, len(POOLS) + pool)


def spare_of(policy: Policy, pool: int) -> Fraction:
    """Return the spare share of a pool."""
    return policy.spare(*POOLS[pool])


def with_spare(holders: int, share: Fraction) -> int:
    """Licences that so many holders call for."""
    return -int(-(1 + share) * holders // 1)


# -- covers ---------------------------------------------------------------------------------------------------


def undominated(vectors: Iterable[Counts]) -> list[Counts]:
    """Keep the vectors that no other one is at most equal to in every count."""
    ordered = sorted(set(vectors), key=lambda v: (sum(v), v))
    columns = [column for column in dict.fromkeys(zip(*ordered, strict=True)) if len(set(column)) > 1]
    if len(columns) == 2:
        return _undominated_of_two(ordered, columns)
    kept: list[tuple[Counts, Counts]] = []
    for vector, short in zip(ordered, zip(*columns, strict=True), strict=True) if columns else ():
        if not any(all(a <= b for a, b in zip(other, short, strict=True)) for _, other in kept):
            kept.append((vector, short))
    return [vector for vector, _ in kept] if columns else ordered


def _undominated_of_two(vectors: Sequence[Counts], columns: Sequence[Counts]) -> list[Counts]:
    """Keep the undominated ones where only two counts differ: from left to right each must be lower than the last."""
    kept, lowest = [], None
    for _, second, vector in sorted(zip(*columns, vectors, strict=True)):
        if lowest is None or second < lowest:
            kept.append(vector)
            lowest = second
    return kept


def cover_counts(clauses: Sequence[Clause], kept: Kept | None = None) -> list[Counts]:
    """Return the undominated count vectors of all covers; none if there is no cover."""
    total = [NOBODY]
    for part in _components(clauses):
        options = undominated(
            _counts(levels, some) for levels in _covers(part, kept or {}) for some in _used(levels, kept or {})
        )
        total = undominated(tuple(map(sum, zip(a, b, strict=True))) for a in total for b in options)
    return total


def _components(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Split clauses that share no holder and product."""
    parts: list[tuple[set[tuple[str, str, str]], list[Clause]]] = []
    for clause in clauses:
        ends = zip(METRICS, clause, strict=True)
        touched = {(metric, literal.holder, literal.product) for metric, literal in ends if literal}
        joined = [clause]
        apart = []
        for nodes, members in parts:
            if nodes & touched:
                touched |= nodes
                joined += members
            else:
                apart.append((nodes, members))
        parts = [*apart, (touched, joined)]
    return [members for _, members in parts]


def _covers(clauses: Sequence[Clause], kept: Kept) -> Iterator[tuple[Levels, Levels]]:
    """Yield (people's, machines') levels: every choice of one side, with the least the other side then needs.

    Holders of the first side that stand in the same clauses are not told apart.
    """
    sides = [_choices_of(clauses, end, kept) for end in (0, 1)]
    free = min((0, 1), key=lambda end: _product(len(options) for options in sides[end]))
    for picked in combinations(*sides[free]):
        chosen = {key: level for part in picked for key, level in part}
        forced = _least_other_side(clauses, free, chosen)
        if forced is not None:
            yield (chosen, forced) if free == 0 else (forced, chosen)


def _choices_of(clauses: Sequence[Clause], end: int, kept: Kept) -> list[list[tuple[tuple[tuple[str, str], int], ...]]]:
    """Return, for every set of like holders of one side, the ways to give them levels."""
    stands: dict[tuple[str, str], set[tuple[int, Literal | None]]] = {}
    for clause in clauses:
        mine, other = clause[end], clause[1 - end]
        if mine:
            stands.setdefault((mine.holder, mine.product), set()).add((mine.version, other))

    def likeness(key: tuple[str, str]) -> str:
        return repr((sorted(stands[key], key=repr), key[1], kept.get((*key, METRICS[end]))))

    found = []
    for _, like in groupby(sorted(stands, key=lambda key: (likeness(key), key)), likeness):
        alike = list(like)
        levels = sorted({0} | {version for version, _ in stands[alike[0]]})
        ways = combinations_with_replacement(levels, len(alike))
        found.append([tuple(zip(alike, way, strict=True)) for way in ways])
    return found


def _product(numbers: Iterable[int]) -> int:
    result = 1
    for number in numbers:
        result *= number
    return result


def _least_other_side(clauses: Sequence[Clause], free: int, chosen: Levels) -> Levels | None:
    forced: Levels = {}
    for clause in clauses:
        mine, other = clause[free], clause[1 - free]
        if mine and chosen[mine.holder, mine.product] >= mine.version:
            continue
        if other is None:
            return None
        key = (other.holder, other.product)
        forced[key] = max(other.version, forced.get(key, 0))
    return forced


def _used(levels: tuple[Levels, Levels], kept: Kept) -> Iterator[Kept]:
    """Yield what of all that only its holder may use is used: spares may be asked for at its level too."""
    held = {(*key, metric) for metric, here in zip(METRICS, levels, strict=True) for key in here}
    mine = sorted(kept.keys() & held)
    for number in range(len(mine) + 1):
        for some in pairs_of(mine, number):
            yield {key: kept[key] for key in some}


def _counts(levels: tuple[Levels, Levels], kept: Kept) -> Counts:
    held: dict[tuple[str, str], list[int]] = {}
    own: dict[tuple[str, str], list[int]] = {}
    for metric, here in zip(METRICS, levels, strict=True):
        for (holder, product), level in here.items():
            mine = kept.get((holder, product, metric), (0, ""))[0]
            if 0 < level <= mine:
                own.setdefault((product, metric), []).append(mine)
            held.setdefault((product, metric), []).append(mine if 0 < level <= mine else level)
    counted = [sum(each >= level for each in held.get(pool, ())) for pool in POOLS for level in LEVELS]
    return tuple(counted + [-sum(each >= level for each in own.get(pool, ())) for pool in POOLS for level in LEVELS])


# -- purchases and sales --------------------------------------------------------------------------------------


class Deal(NamedTuple):
    """Purchases and sales, and what the policies look at."""

    net: int  # money out less money in, before order costs
    spend: int
    slack: int  # room left under max_used_share, scaled to whole numbers
    vendors: frozenset[str]
    packs: tuple[tuple[Offer, int], ...]
    sold: tuple[tuple[Lot, int], ...]

    def __add__(self, other: Deal) -> Deal:  # type: ignore[override]
        return Deal(
            self.net + other.net,
            self.spend + other.spend,
            self.slack + other.slack,
            self.vendors | other.vendors,
            self.packs + other.packs,
            self.sold + other.sold,
        )


NOTHING = Deal(0, 0, 0, frozenset(), (), ())


def supply_of(lines: Iterable[tuple[int, int]]) -> Counts:
    """Return licences at each version or newer, from (version, licences)."""
    listed = list(lines)
    return tuple(sum(number for held, number in listed if held >= level) for level in LEVELS)


@dataclass(frozen=True)
class Dealer:
    """Finds the best deals of one market under one policy."""

    market: Market
    policy: Policy
    ties: bool = False

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Offers worth a look: without any used share, used ones cannot be bought."""
        return tuple(o for o in self.market.offers if o.condition == "new" or self.policy.max_used_share > 0)

    def slack(self, condition: str, licences: int) -> int:
        share = self.policy.max_used_share
        return licences * (share.numerator - (share.denominator if condition == "used" else 0))

    def most_packs(self, offer: Offer, need: int) -> int:
        """Packs beyond which no more are worth buying for so many licences."""
        useful = max(-(-need // offer.pack_size), *(minimum for minimum, _ in offer.breaks)) if need else 0
        return useful if offer.stock is None else min(useful, offer.stock)

    def surplus(self, needs: Sequence[int]) -> int:
        """New licences that make room for any number of used ones worth buying."""
        share = self.policy.max_used_share
        used = sum(
            self.most_packs(offer, needs[POOLS.index((offer.product, offer.metric))]) * offer.pack_size
            for offer in self.offers
            if offer.condition == "used"
        )
        return -int(-used * (1 - share) / share // 1) if used else 0

    def purchases(self, pool: int, need: int, surplus: int, most_spend: int | None) -> list[Deal]:
        """List every purchase worth trying in a pool, cheapest first."""
        deals = [NOTHING]
        for offer in self.offers:
            if (offer.product, offer.metric) != POOLS[pool]:
                continue
            most = self.most_packs(offer, max(need, surplus) if offer.condition == "new" else need)
            steps = [NOTHING] + [self._buy(offer, packs) for packs in range(offer.minimum, most + 1)]
            deals = [
                a + b for a, b in combinations(deals, steps) if most_spend is None or a.spend + b.spend <= most_spend
            ]
        return sorted(deals, key=lambda deal: deal.spend)

    def _buy(self, offer: Offer, packs: int) -> Deal:
        cost, slack = packs * offer.price(packs), self.slack(offer.condition, packs * offer.pack_size)
        return Deal(cost, cost, slack, frozenset({offer.vendor}), ((offer, packs),), ())

    def sales(self, pool: int) -> list[Deal]:
        """List every sale of a pool's lots, dearest first."""
        lots = [lot for lot in self.market.lots if (lot.product, lot.metric) == POOLS[pool]]
        ranges = [range(lot.quantity + 1) if lot.owned_id in self.market.sellable else range(1) for lot in lots]
        deals = []
        for quantities in combinations(*ranges):
            sold = tuple((lot, q) for lot, q in zip(lots, quantities, strict=True) if q)
            deals.append(Deal(-sum(lot.resale * q for lot, q in sold), 0, 0, frozenset(), (), sold))
        return sorted(deals, key=lambda deal: deal.net)

    def owned(self, pool: int) -> Counts:
        lots = [lot for lot in self.market.lots if (lot.product, lot.metric) == POOLS[pool]]
        lots = [lot for lot in lots if lot.owned_id not in self.market.barred]
        return supply_of((lot.level(self.policy.plan_date), lot.quantity) for lot in lots)

    @cached_property
    def couples(self) -> bool:
        """Whether a policy looks at more than the money of a pool."""
        return self._has_budget or self._has_share or self._counts_vendors

    @cached_property
    def _has_budget(self) -> bool:
        return self.policy.budget is not None

    @cached_property
    def _has_share(self) -> bool:
        return self.policy.max_used_share < 1

    @cached_property
    def _counts_vendors(self) -> bool:
        return self.policy.max_vendors is not None or self.policy.order_cost > 0

    def not_beaten(self, deals: Iterable[Deal]) -> list[Deal]:
        """Drop deals that a cheaper one with no less room under the policies makes pointless.

        With `ties`, equally cheap deals all stay.
        """
        kept: list[Deal] = []
        frontier: list[Deal] = []
        for deal in sorted(deals, key=lambda deal: deal.net):
            better = [other for other in frontier if self._has_room_of(other, deal)]
            if not better:
                frontier.append(deal)
            if not better or (self.ties and all(other.net == deal.net for other in better)):
                kept.append(deal)
        return kept

    def _has_room_of(self, one: Deal, other: Deal) -> bool:
        return (
            (not self._has_budget or one.spend <= other.spend)
            and (not self._has_share or one.slack >= other.slack)
            and (not self._counts_vendors or one.vendors <= other.vendors)
        )

    def price(self, deal: Deal) -> int:
        return deal.net + self.policy.order_cost * len(deal.vendors)

    def is_allowed(self, deal: Deal) -> bool:
        return (
            deal.slack >= 0
            and (self.policy.budget is None or deal.spend <= self.policy.budget)
            and (self.policy.max_vendors is None or len(deal.vendors) <= self.policy.max_vendors)
        )


def best_deals(market: Market, policy: Policy, vectors: Sequence[Counts], *, ties: bool = False) -> list[Deal]:
    """Return a cheapest allowed deal that supplies at least one of the vectors, mixing costs not counted.

    With `ties`, all of them; the list is empty where none is allowed.  Every way to switch lots is tried.
    """
    found = [deal for switched in after_switches(market) for deal in _deals_as_is(switched, policy, vectors, ties=ties)]
    price = Dealer(market, policy).price
    cheapest = min(map(price, found), default=0)
    best = [deal for deal in found if price(deal) == cheapest]
    return best if ties else best[:1]


def after_switches(market: Market) -> Iterator[Market]:
    """Yield the market with every number of licences switched of every lot that may be.

    Switched ones are a lot of their own, which is not sold: they might as well be sold before.
    """
    ranges = [range(lot.quantity + 1) if lot.owned_id in market.switchable else range(1) for lot in market.lots]
    for numbers in combinations(*ranges):
        lots = []
        for lot, number in zip(market.lots, numbers, strict=True):
            lots.append(replace(lot, quantity=lot.quantity - number))
            if number:
                other = METRICS[1 - METRICS.index(lot.metric)]
                lots.append(replace(lot, owned_id=f"{lot.owned_id} switched", metric=other, quantity=number))
        yield replace(market, lots=tuple(lots))


def _deals_as_is(market: Market, policy: Policy, vectors: Sequence[Counts], *, ties: bool) -> list[Deal]:
    dealer = Dealer(market, policy, ties)
    needs = [
        max((with_spare(in_pool(v, p)[0], spare_of(policy, p)) for v in vectors), default=0) for p in range(len(POOLS))
    ]
    surplus = dealer.surplus(needs) if policy.max_used_share < 1 else 0
    known: int | None = None
    tried = 0
    while known is None and tried < surplus:  # any price found with fewer packs shortens the full list
        found = _best(Dealer(market, policy), vectors, needs, tried, None)
        known = dealer.price(found[0]) if found else None
        tried = 2 * tried + 4
    return _best(dealer, vectors, needs, surplus, known)


def _best(
    dealer: Dealer, vectors: Sequence[Counts], needs: Sequence[int], surplus: int, known: int | None
) -> list[Deal]:
    sales = [dealer.sales(p) for p in range(len(POOLS))]
    most_spend = dealer.policy.budget
    if known is not None:
        proceeds = -sum(deals[0].net for deals in sales)
        most_spend = min(known + proceeds, known + proceeds if most_spend is None else most_spend)
    if dealer.couples or dealer.ties or max(needs, default=0) <= FEW:
        purchases = [dealer.purchases(p, needs[p], surplus, most_spend) for p in range(len(POOLS))]
        deals_of = partial(_pool_deals, dealer)
    else:
        purchases = [[] for _ in POOLS]
        deals_of = partial(_deal_by_table, PriceTable(dealer.offers))
    found: dict[tuple[int, Counts], list[Deal]] = {}
    best: list[Deal] = []
    for vector in vectors:
        whole = [NOTHING]
        for p in range(len(POOLS)):
            counts = in_pool(vector, p) + own_in_pool(vector, p)
            if (p, counts) not in found:
                missing, lost = _missing_and_lost(dealer, p, counts, sales[p])
                found[p, counts] = deals_of(p, missing, purchases[p], sales[p], lost)
            whole = dealer.not_beaten(a + b for a, b in combinations(whole, found[p, counts]))
        allowed = [deal for deal in whole if dealer.is_allowed(deal)]
        cheapest = min((dealer.price(deal) for deal in [*allowed, *best]), default=0)
        best = [deal for deal in [*best, *allowed] if dealer.price(deal) == cheapest]
    return best


def _missing_and_lost(dealer: Dealer, pool: int, counts: Counts, sales: Sequence[Deal]) -> tuple[Counts, list[Counts]]:
    """Return what is missing in a pool at each level or newer if nothing is sold, and what each sale takes away."""
    share, day, barred = spare_of(dealer.policy, pool), dealer.policy.plan_date, dealer.market.barred
    need = [with_spare(n, share) + own for n, own in zip(counts[: len(LEVELS)], counts[len(LEVELS) :], strict=True)]
    missing = tuple(n - owned for n, owned in zip(need, dealer.owned(pool), strict=True))
    return missing, [
        supply_of((lot.level(day), q) for lot, q in deal.sold if lot.owned_id not in barred) for deal in sales
    ]


@dataclass(frozen=True)
class PriceTable:
    """What licences cost at least where no policy looks at anything but money, worked out number by number."""

    offers: Sequence[Offer]
    known: dict[tuple[int, tuple[tuple[int, int], ...]], int | None] = field(default_factory=dict)

    def least(self, pool: int, missing: Counts) -> int | None:
        """Return the least price of licences that make up what is missing; None where they are not to be had."""
        steps: list[tuple[int, int]] = []
        for level, number in reversed(list(zip(LEVELS, missing, strict=True))):
            if number > max(0, *(before for _, before in steps), 0):
                steps.append((level, number))
        key = (pool, tuple(steps))
        if key not in self.known:
            self._fill(pool, steps)
        return self.known[key]

    def _fill(self, pool: int, steps: Sequence[tuple[int, int]]) -> None:
        most = steps[-1][1] if steps else 0
        prices: list[int | None] = [0] + [None] * most
        offers = [offer for offer in self.offers if (offer.product, offer.metric) == POOLS[pool]]
        todo = list(steps)
        for level in reversed(LEVELS):
            for offer in offers:
                prices = _with_offer(prices, offer) if offer.level == level else prices
            if len(todo) > 1 and todo[0][0] == level:
                prices = [price if number >= todo[0][1] else None for number, price in enumerate(prices)]
                todo.pop(0)
            elif todo and todo[0][0] == level:
                break
        least: int | None = None
        for number in range(most, -1, -1):  # for fewer of the last step as well, as long as it stays above the others
            found = [price for price in (prices[number], least) if price is not None]
            least = min(found) if found else None
            if len(steps) < 2 or number > steps[-2][1]:
                self.known[pool, (*steps[:-1], *([(steps[-1][0], number)] if number else []))] = least


def _with_offer(prices: Sequence[int | None], offer: Offer) -> list[int | None]:
    """Return the least price of each number of licences, the last standing for more, if an offer may be bought too."""
    most = len(prices) - 1
    after = list(prices)
    last = max(-(-most // offer.pack_size), *(minimum for minimum, _ in offer.breaks))
    for packs in range(offer.minimum, (last if offer.stock is None else min(last, offer.stock)) + 1):
        cost = packs * offer.price(packs)
        for number, price in enumerate(prices):
            if price is not None:
                reached = min(most, number + packs * offer.pack_size)
                known = after[reached]
                after[reached] = price + cost if known is None else min(known, price + cost)
    return after


def _deal_by_table(
    table: PriceTable, pool: int, missing: Counts, _: Sequence[Deal], sales: Sequence[Deal], lost: Sequence[Counts]
) -> list[Deal]:
    """Return the cheapest price of a pool with the best sale, as a deal of that much money."""
    found = []
    for sale, sold in zip(sales, lost, strict=True):
        price = table.least(pool, tuple(a + b for a, b in zip(missing, sold, strict=True)))
        found += [] if price is None else [price + sale.net]
    return [NOTHING._replace(net=min(found))] if found else []


def _pool_deals(
    dealer: Dealer,
    pool: int,
    missing: Counts,
    purchases: Sequence[Deal],
    sales: Sequence[Deal],
    lost: Sequence[Counts],
) -> list[Deal]:
    """Join every purchase with the best sales that leave the pool supplied."""
    deals: list[Deal] = []
    cheapest: int | None = None
    for purchase in purchases:
        if cheapest is not None and not dealer.couples and purchase.spend + sales[0].net > cheapest:
            break
        bought = supply_of((offer.level, packs * offer.pack_size) for offer, packs in purchase.packs)
        spare = [b - m for b, m in zip(bought, missing, strict=True)]
        best_sale: int | None = None
        for sale, sold in zip(sales, lost, strict=True):
            if best_sale is not None and sale.net > best_sale:
                break
            if all(s <= room for s, room in zip(sold, spare, strict=True)):
                best_sale = sale.net
                deals.append(purchase + sale)
        if best_sale is not None:
            net = purchase.net + best_sale
            cheapest = net if cheapest is None else min(cheapest, net)
    return dealer.not_beaten(deals)


# -- the whole ------------------------------------------------------------------------------------------------


def mixing_cost(counts: Counts, policy: Policy) -> int:
    """Return what holding both metrics of a product costs."""
    costs = {"ws_cal": policy.ws_mixing_cost, "rds_cal": policy.rds_mixing_cost}
    held = {POOLS[p] for p in range(len(POOLS)) if in_pool(counts, p)[0]}
    return sum(cost for product, cost in costs.items() if all((product, metric) in held for metric in METRICS))


def host_counts(demand: Demand) -> Counts:
    """Return how many hosts have a connector at each version or newer."""
    needed = [(CONNECTORS[each[1]], demand.connectable[each]) for each in demand.connected]
    counted = [
        sum(product == wanted and at >= level for wanted, at in needed) for product, _ in POOLS for level in LEVELS
    ]
    return (*counted, *NOBODY[len(counted) :])


def restricted(market: Market, choice: Choice) -> Market:
    """Return the market without offers of metrics that a choice rules out."""
    return replace(
        market, offers=tuple(o for o in market.offers if o.metric in choice.metrics.get(o.product, {"host"}))
    )


def minimum_for(demand: Demand, market: Market, policy: Policy) -> int | None:
    """Return the least total in cents, or None where nothing is feasible."""
    best: int | None = None
    if demand.hopeless:
        return None
    for choice in find_choices(demand, policy):
        by_mixing: dict[int, list[Counts]] = {}
        for vector in cover_counts(find_clauses(demand, policy, choice), demand.kept):
            with_hosts = tuple(a + b for a, b in zip(vector, host_counts(demand), strict=True))
            by_mixing.setdefault(mixing_cost(vector, policy), []).append(with_hosts)
        allowed = restricted(market, choice)
        for mixing, vectors in sorted(by_mixing.items()):
            deals = best_deals(allowed, policy, vectors)
            if deals:
                total = Dealer(allowed, policy).price(deals[0]) + mixing + demand.upgrade_cost
                best = total if best is None else min(best, total)
    return best


def _is_too_new(demand: Demand, newest_rds: int) -> bool:
    """Whether sessions are on a host newer than every licence server, which no licence helps.

    In Azure licences are asked for their assurance, not for a version, so hosts there are not looked at.
    """
    remote = [r for r in demand.requirements if r.product == "rds_cal" and r.user not in demand.subscribed]
    return any(newest_rds < r.version < ASSURED for r in remote)


def minimum_total(estate: Estate, policy: Policy) -> int | None:
    """Return the least total of one scenario in cents, or None where it is infeasible."""
    totals = []
    for way in server_ways(estate, policy):
        market = find_market(way.estate, policy, find_demand(way.estate, policy), way.newest_rds)
        for demand in find_demands(way.estate, policy):
            if _is_too_new(demand, way.newest_rds):
                continue
            least = minimum_for(demand, market, policy)
            totals += [] if least is None else [least + way.cost]
    return min(totals, default=None)


def tie_break(deal: Deal) -> tuple[object, ...]:
    """Return what to minimise among equally cheap purchases and sales for the same holders."""
    bought = [(offer.version, packs * offer.pack_size) for offer, packs in deal.packs]
    newest_first = [-sum(number for held, number in bought if held >= version) for version in reversed(VERSIONS)]
    return (
        len({offer.vendor for offer, _ in deal.packs}),
        newest_first,
        len(deal.packs),
        sum(quantity for _, quantity in deal.sold),
        sorted((offer.offer_id, packs) for offer, packs in deal.packs),
        sorted((lot.owned_id, quantity) for lot, quantity in deal.sold),
    )
