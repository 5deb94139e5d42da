"""Orders that need never be placed, because placing them in another period is no dearer and serves at least as much.

An order of one offer that is moved to another period in which each of its breaks costs no more, and from which its
licences serve every period that is looked at and was served before, supplies all that it did; vendors and stock stay
the same, and together with an order of the same offer that is placed there already it reaches the same break or a
cheaper one.  So where no budget limits a period it can be left out, and plans of equal cost do not multiply with the
periods.  Where orders cost something by themselves, that holds for all that a vendor sells in a period together, if an
order costs no more in the other one.  What the tie-break asks for agrees: of equals the earliest stays.  What is sold
is sold as late as that brings as much, so that what is not looked at has it too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.scenario import Policy

_OfPeriod = Mapping[str, Offer]
"""A period's offers, by offer_id."""


def without_dominated(market: Market, policy: Policy, looked_at: Collection[int] | None = None) -> Market:
    """Return the market without orders that others of the same offers are as good as.

    With `looked_at`, only those periods must be supplied, and orders that serve none of them are left out too.
    """
    if not market.later:
        return market
    periods = sorted(range(len(market.periods)) if looked_at is None else looked_at)
    served = {offer.order: frozenset(p for p in periods if offer.serves(p)) for offer in market.orders}
    offers = [{offer.offer_id: offer for offer in each.offers if served[offer.order]} for each in market.periods]
    if policy.budget is None:
        compared = _Compared(market, served)
        for number, here in enumerate(offers):
            together = _by_vendor(here.values()) if policy.order_cost else [[offer] for offer in here.values()]
            for some in together:
                if any(compared.is_beaten(number, some, other, offers[other]) for other in range(len(offers))):
                    for offer in some:
                        del here[offer.offer_id]
    kept = [
        replace(each, offers=tuple(left.values()), sellable=sellable, later=())
        for each, left, sellable in zip(market.periods, offers, _worth_selling(market, periods), strict=True)
    ]
    return replace(kept[0], later=tuple(kept[1:]))


def _worth_selling(market: Market, looked_at: Sequence[int]) -> list[frozenset[str]]:
    """Return what may be sold in each period, less what is better sold later, before any period is looked at."""
    found = [set(each.sellable) for each in market.periods]
    most: dict[tuple[str, int], int] = {}
    for period in range(len(found) - 1, -1, -1):
        needed = next((each for each in looked_at if each >= period), len(found))
        brings = {lot.owned_id: lot.resale_value_minor for lot in market.periods[period].lots}
        for name in sorted(found[period]):
            if (name, needed) in most and most[name, needed] >= brings[name]:
                found[period].remove(name)
            most[name, needed] = max(most.get((name, needed), 0), brings[name])
    return [frozenset(each) for each in found]


def _by_vendor(offers: Collection[Offer]) -> list[list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        found.setdefault(offer.vendor, []).append(offer)
    return list(found.values())


class _Compared:
    """Orders of one period compared with those of another."""

    def __init__(self, market: Market, served: Mapping[tuple[int, str], frozenset[int]]) -> None:
        self._market, self._served = market, served

    def is_beaten(self, period: int, offers: Sequence[Offer], other: int, there: _OfPeriod) -> bool:
        """Tell whether another period has all of some offers, and they are as good there; of equals the earlier is."""
        if period == other or not all(offer.offer_id in there for offer in offers):
            return False
        pairs = [(there[offer.offer_id], offer) for offer in offers]
        if not all(self._is_as_good(*pair) for pair in pairs) or self._order_minor(other) > self._order_minor(period):
            return False
        if other < period:
            return True
        is_equal = all(self._is_as_good(mine, theirs) for theirs, mine in pairs)
        return not is_equal or self._order_minor(other) < self._order_minor(period)

    def _is_as_good(self, one: Offer, other: Offer) -> bool:
        if not self._served[one.order] >= self._served[other.order]:
            return False
        if not all(later.net_minor <= first.net_minor for first, later in pairwise(one.breaks)):
            return False
        return all(mine.net_minor <= theirs.net_minor for mine, theirs in zip(one.breaks, other.breaks, strict=True))

    def _order_minor(self, period: int) -> int:
        return self._market.periods[period].order_minor or 0
