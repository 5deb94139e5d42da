"""The position today: the least amount of licences missing, at list prices, whichever ends are licensed.

Readings: it follows sheet Policy alone, and of it what says how the licensing rules are read, never what a plan may
buy or hold (metrics, budget, vendors, spare shares, use_owned ...) or which servers a plan would upgrade.  Owned
licences count with whoever holds them; those that may be switched today, either way.  A licence costs what the
cheapest new, perpetual offer of the newest version on offer in its pool (no suite) asks for one at its smallest
order, on the plan's day, whatever version or assurance is needed.  A pool without such an offer has no list price,
and then there is no amount if licences of it cannot but be missing.  Of covers that cost the same, one with the
fewest licences missing counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from .enumerate import (
    LEVELS,
    POOLS,
    Counts,
    after_switches,
    cover_counts,
    host_counts,
    in_pool,
    own_in_pool,
    supply_of,
)
from .estate import Estate, Offer, Policy
from .expand import find_choices, find_clauses, find_demands, find_market, is_unproven, server_ways

PLANNING = ("ws_metrics", "rds_metrics", "use_owned", "count_unproven", "server_upgrades")


@dataclass(frozen=True, order=True)
class Standing:
    """What is missing under one cover: best first when ordered."""

    unpriced: int
    amount: Fraction
    licences: int
    needed: int
    by_level: tuple[tuple[str, str, int, int], ...]
    """(product, metric, level, licences), newest level first in each pool."""

    @property
    def share(self) -> Fraction:
        """The missing licences as a share of all that today's use needs."""
        return Fraction(self.licences, self.needed) if self.needed else Fraction(0)


def position(estate: Estate, policy: Policy) -> Standing | None:
    """Return how an inventory stands today; None where no licences could make its use lawful."""
    default = Policy(policy.plan_date)
    policy = replace(policy, **{name: getattr(default, name) for name in PLANNING})
    return min(_standings(estate, policy), default=None)


def without_unproven(estate: Estate, policy: Policy) -> Estate:
    """Return the estate without the licences that an audit may not accept."""
    return replace(estate, lots=tuple(lot for lot in estate.lots if not is_unproven(lot, policy)))


def audit_amount(standing: Standing, policy: Policy) -> Fraction | None:
    """What an audit would cost that found what is missing; None without list prices."""
    if not standing.licences:
        return Fraction(0)
    if standing.unpriced:
        return None
    above = standing.share > policy.audit_threshold
    at = standing.share == policy.audit_threshold and policy.audit_threshold_reading == "at_least"
    return standing.amount * policy.audit_factor + policy.audit_cost if above or at else standing.amount


def _standings(estate: Estate, policy: Policy) -> Iterator[Standing]:
    way = server_ways(estate, policy)[0]
    prices = {pool: list_price(estate, policy, pool) for pool in POOLS}
    for demand in find_demands(way.estate, policy):
        if demand.hopeless:
            continue
        market = find_market(way.estate, policy, demand, way.newest_rds)
        held = [lot for lot in market.lots if lot.owned_id not in market.barred]
        supplies = {
            tuple(
                supply_of((k.level(policy.plan_date), k.quantity) for k in lots if (k.product, k.metric) == pool)
                for pool in POOLS
            )
            for lots in (switched.lots for switched in after_switches(replace(market, lots=tuple(held))))
        }
        for choice in find_choices(demand, policy):
            for counts in cover_counts(find_clauses(demand, policy, choice), demand.kept):
                counts = tuple(a + b for a, b in zip(counts, host_counts(demand), strict=True))
                for supply in supplies:
                    yield _standing(counts, supply, prices)


def _standing(counts: Counts, supply: tuple[Counts, ...], prices: dict[tuple[str, str], Fraction | None]) -> Standing:
    lines: list[tuple[str, str, int, int]] = []
    unpriced, amount, needed = 0, Fraction(0), 0
    for number, pool in enumerate(POOLS):
        added, holders, own = 0, in_pool(counts, number), own_in_pool(counts, number)
        needed += holders[0]
        for level, here, theirs, owned in reversed(list(zip(LEVELS, holders, own, supply[number], strict=True))):
            short = here + theirs - owned - added
            if short > 0:
                lines.append((*pool, level, short))
                added += short
                price = prices[pool]
                unpriced += short if price is None else 0
                amount += short * (price or 0)
    return Standing(unpriced, amount, sum(line[-1] for line in lines), needed, tuple(lines))


def list_price(estate: Estate, policy: Policy, pool: tuple[str, str]) -> Fraction | None:
    """Return what one licence of a pool costs by list."""
    given = {"ws_cal": policy.list_price_ws_cal, "rds_cal": policy.list_price_rds_cal}.get(pool[0])
    if given is not None:
        return Fraction(given)
    offers = [offer for offer in estate.offers if _is_listed(offer, policy) and (offer.product, offer.metric) == pool]
    newest = max((offer.version for offer in offers), default=0)
    offers = [offer for offer in offers if offer.version == newest]
    return min((Fraction(offer.price(offer.minimum), offer.pack_size) for offer in offers), default=None)


def _is_listed(offer: Offer, policy: Policy) -> bool:
    begun = offer.valid_from is None or offer.valid_from <= policy.plan_date
    lasts = offer.valid_until is None or policy.plan_date <= offer.valid_until
    return offer.condition == "new" and offer.term_months is None and not offer.suite and begun and lasts
