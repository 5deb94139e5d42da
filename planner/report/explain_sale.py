"""Why owned licences are sold: nobody needs them, they are too old, or something bought takes their place."""

from __future__ import annotations

import numpy as np

from planner.domain import money
from planner.domain.market import Market
from planner.domain.plan import Plan, Sale
from planner.domain.product import LEVELS, counted, in_words, suite_in_words
from planner.domain.scenario import Policy
from planner.report.usage import Usage
from planner.report.words import listed


def sale_reason(line: Sale, plan: Plan, usage: Usage, market: Market, policy: Policy) -> str:
    """Return the reason of one sale; `usage` counts the plan's register."""
    lot = line.lot
    is_switched = any(each.lot == lot for each in plan.switches)
    kept = usage.of_lot(lot).sum() + (usage.of_switched(lot).sum() if is_switched else 0)
    stay = "1 stays in use" if kept == 1 else f"{kept:,} stay in use" if kept else "none stay in use"
    price = money.words(lot.resale_minor, policy.currency)
    owned = counted(lot.quantity, lot.product, lot.metric, lot.version)
    if lot.suite is not None:
        owned = f"{lot.quantity:,} {suite_in_words(lot.suite, lot.metric)}"
    sold = f"Of {owned}, {stay} and {line.quantity:,} can go at {price} each"
    is_barred = lot.owned_id in market.barred
    why = f"no licence server holds version {lot.version}" if is_barred else _why_free(line, plan, usage)
    remark = f" {lot.remark}" if lot.remark else ""
    return f"{sold}: {why}.{remark}"


def _why_free(line: Sale, plan: Plan, usage: Usage) -> str:
    lot = line.lot
    needed = np.flatnonzero(usage.pool(lot.product, lot.metric))
    licence = in_words(lot.product, lot.metric)
    if not len(needed):
        return f"nobody holds a {licence} in this plan"
    if lot.level < needed[0]:
        return f"version {lot.version} is too old, the oldest need is {LEVELS[needed[0]]}"
    servable = slice(lot.level + 1)
    rivals = [
        other.offer
        for other in plan.purchases
        if (other.offer.product, other.offer.metric) == (lot.product, lot.metric)
    ]
    instead = [offer.offer_id for offer in rivals if usage.of_offer(offer)[servable].any()]
    if instead:
        return f"licences bought take their place ({listed(sorted(instead), 3)})"
    return f"the owned licences that are left serve everybody who needs a {licence} {lot.version} or older"
