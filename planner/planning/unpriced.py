"""A plan without prices: the least number of licences that would do, as quantities to ask vendors for.

Where nothing is on offer, an imaginary vendor sells every kind of licence at a weight instead of a price: one licence
more outweighs everything else, then people are preferred to machines, then older versions to newer ones (they cost
less to ask for, and more vendors have them).  What comes out is a plan like any other, checked like any other, of
which the amounts mean nothing and are taken away.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from planner.domain.market import Market
from planner.domain.offer import Offer, PriceBreak
from planner.domain.plan import Cost, Plan, Purchase
from planner.domain.product import (
    LEVELS,
    NEWEST,
    WITH_ASSURANCE,
    Condition,
    Metric,
    Product,
    Version,
    in_words,
    rank,
)
from planner.domain.scenario import Policy
from planner.optimise import Variant
from planner.planning.list_prices import KINDS
from planner.words import say

_MOST = 100_000
"""With more holders than that, ties between equally many licences are no longer told apart exactly."""


def without_prices(policy: Policy) -> Policy:
    """Return a policy without what it says of money and vendors, which means nothing where there are no prices."""
    return replace(
        policy,
        ws_mixing_cost=0,
        rds_mixing_cost=0,
        order_cost=0,
        max_used_share=Fraction(1),
        max_vendors=None,
        excluded_vendors=(),
        excluded_offers=(),
        budget=None,
        sell_surplus=False,
    )


def to_ask_for(variant: Variant, policy: Policy) -> Variant:
    """Return the same to be covered, with every kind of licence on offer at its weight."""
    holders = variant.prepared.original.holders
    most = min(int(holders.members.sum()) * len(KINDS), _MOST)
    oldest = 0 if policy.min_version is None else rank(policy.min_version)
    newest_rds = variant.market.newest_rds
    offers = [
        _offer(kind, level, most)
        for kind in KINDS
        for level in range(oldest, len(LEVELS))
        if kind[0] is not Product.RDS_CAL or newest_rds is None or level <= newest_rds
    ]
    market: Market = variant.market
    return replace(variant, market=replace(market, offers=tuple(sorted(offers, key=lambda offer: offer.offer_id))))


def _offer(kind: tuple[Product, Metric], level: int, most: int) -> Offer:
    product, metric = kind
    device = len(LEVELS) * most
    weight = (device + len(LEVELS)) * most + device * (metric is Metric.DEVICE) + level
    is_assured = LEVELS[level] == WITH_ASSURANCE
    version: Version = NEWEST if is_assured else LEVELS[level]
    name = f"{product}/{metric}/{LEVELS[level]}"
    steps = (PriceBreak(1, weight, weight),)
    return Offer(name, "", product, metric, version, Condition.NEW, steps, currency="", with_assurance=is_assured)


def as_request(plan: Plan, policy: Policy) -> Plan:
    """Return the plan with quantities to ask for and without amounts."""
    return replace(
        plan,
        cost=Cost(0, 0, 0, 0, 0),
        lower_bound_minor=0 if plan.is_proved else -1,
        purchases=tuple(_without_price(line, policy.currency) for line in plan.purchases),
    )


def _without_price(line: Purchase, currency: str) -> Purchase:
    offer = line.offer
    what = in_words(offer.product, offer.metric, LEVELS[offer.level])
    newer = "" if offer.with_assurance else say(" or newer")
    reason = say(
        "No price is known. Ask for {licences:,} of {what}{newer}, new or used; no fewer licences will do.",
        licences=line.licences,
        what=what,
        newer=newer,
    )
    return replace(line, offer=replace(offer, breaks=(PriceBreak(1, 0, 0),), currency=currency), reason=reason)
