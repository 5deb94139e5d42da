"""A market of one imaginary seller who sells every kind of licence, in any number, at list price.

What is missing today is priced at the cheapest new offer of the newest version per kind, unless a policy states a list
price.  The seller's licences are of the newest version and with Software Assurance, so that they are good for every
need.  Prices per licence may be fractions of a cent where packs hold several: all prices are multiplied by one whole
number, `scale`, which makes them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from planner.domain import money
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import (
    CONNECTORS,
    METRICS,
    NEWEST,
    PRODUCTS,
    Condition,
    Metric,
    Product,
    rank,
)
from planner.domain.scenario import Policy
from planner.licensing.rules.r61_audit_cost import LIST_PRICE_RDS_CAL, LIST_PRICE_WS_CAL
from planner.words import say

Kind = tuple[Product, Metric]
KINDS: tuple[Kind, ...] = (
    *((product, metric) for product in PRODUCTS for metric in METRICS),
    *((connector, Metric.HOST) for connector in CONNECTORS),
)


@dataclass(frozen=True, slots=True)
class ListPrices:
    """The list price of one licence per kind, exact, in minor units; kinds of which none is known are left out."""

    of_kind: Mapping[Kind, Fraction]

    @staticmethod
    def of(offers: Iterable[Offer], policy: Policy) -> ListPrices:
        """Return the list prices that offers and policies tell on the plan's day."""
        listed = [offer for offer in offers if _is_plain_and_new(offer, policy)]
        prices = {kind: _price(kind, listed, policy) for kind in KINDS}
        return ListPrices({kind: price for kind, price in prices.items() if price is not None})

    @property
    def scale(self) -> int:
        """The least number that makes every price whole."""
        return lcm(*(price.denominator for price in self.of_kind.values()))

    @property
    def scaled(self) -> Mapping[Kind, int]:
        """The prices times `scale`."""
        return {kind: int(price * self.scale) for kind, price in self.of_kind.items()}

    def amount_minor(self, scaled: int) -> int:
        """Return a sum of scaled prices in minor units, rounded half up."""
        return money.round_half_up(Fraction(scaled, self.scale))

    def offers(self, unknown: int | None = None) -> tuple[Offer, ...]:
        """Return the seller's offers at scaled prices; kinds without a list price cost `unknown` (None: not sold)."""
        prices = {kind: self.scaled.get(kind, unknown) for kind in KINDS}
        return tuple(_offer(kind, price) for kind, price in sorted(prices.items()) if price is not None)


def _price(kind: Kind, listed: Iterable[Offer], policy: Policy) -> Fraction | None:
    stated = {Product.WS_CAL: policy[LIST_PRICE_WS_CAL], Product.RDS_CAL: policy[LIST_PRICE_RDS_CAL]}.get(kind[0])
    if stated is not None:
        return Fraction(stated)
    new = [offer for offer in listed if (offer.product, offer.metric) == kind]
    newest = max((rank(offer.version) for offer in new), default=None)
    per_licence = (
        Fraction(offer.breaks[0].price_minor, offer.pack_size) for offer in new if rank(offer.version) == newest
    )
    return min(per_licence, default=None)


def _is_plain_and_new(offer: Offer, policy: Policy) -> bool:
    is_perpetual = offer.term_months is None and offer.suite is None
    return offer.condition is Condition.NEW and is_perpetual and offer.is_on_sale(policy.plan_date)


def _offer(kind: Kind, price_minor: int) -> Offer:
    product, metric = kind
    steps = (PriceBreak(1, price_minor, price_minor),)
    name = f"list/{product}/{metric}"
    return Offer(
        name, say("list price"), product, metric, NEWEST, Condition.NEW, steps, currency="", with_assurance=True
    )
