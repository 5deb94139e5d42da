"""Orders that need never be placed, because placing them earlier is no dearer and serves at least as much.

An order of licences without an end, moved to an earlier period in which each of its breaks costs no more, supplies
every period that it did before, and more; vendors and stock stay the same, and together with an order of the same offer
that is placed there already it reaches the same break or a cheaper one.  So where orders cost nothing by themselves and
no budget limits a period, the later one can be left out, and plans of equal cost do not multiply with the periods.
What the tie-break asks for agrees: fewer orders, and earlier ones, come first.
"""

from __future__ import annotations

from dataclasses import replace

from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.scenario import Policy


def without_dominated(market: Market, policy: Policy) -> Market:
    """Return the market without orders that an earlier one of the same offer is as good as."""
    if not market.later or policy.order_cost or policy.budget is not None:
        return market
    earlier: dict[str, list[Offer]] = {}
    kept = []
    for each in market.periods:
        offers = [
            offer
            for offer in each.offers
            if not any(_is_as_good(other, offer) for other in earlier.get(offer.offer_id, ()))
        ]
        for offer in offers:
            earlier.setdefault(offer.offer_id, []).append(offer)
        kept.append(replace(each, offers=tuple(offers), later=()))
    return replace(kept[0], later=tuple(kept[1:]))


def _is_as_good(other: Offer, offer: Offer) -> bool:
    """Tell whether an earlier order of the same offer costs no more at any of its breaks."""
    if offer.last_period is not None or other.last_period is not None:
        return False
    return all(before.net_minor <= now.net_minor for before, now in zip(other.breaks, offer.breaks, strict=True))
