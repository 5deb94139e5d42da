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
from planner.words import say


def sale_reason(line: Sale, plan: Plan, usage: Usage, market: Market, policy: Policy) -> str:
    """Return the reason of one sale; `usage` counts the plan's register."""
    lot = line.lot
    is_switched = any(each.lot == lot for each in plan.switches)
    kept = usage.of_lot(lot).sum() + (usage.of_switched(lot).sum() if is_switched else 0)
    stay = (
        say("1 stays in use")
        if kept == 1
        else say("{kept:,} stay in use", kept=kept)
        if kept
        else say("none stay in use")
    )
    price = money.words(lot.resale_minor, policy.currency)
    owned = counted(lot.quantity, lot.product, lot.metric, lot.version)
    if lot.suite is not None:
        owned = say("{quantity:,} {suite}", quantity=lot.quantity, suite=suite_in_words(lot.suite, lot.metric))
    sold = say(
        "Of {owned}, {stay} and {quantity:,} can go at {price} each",
        owned=owned,
        stay=stay,
        quantity=line.quantity,
        price=price,
    )
    is_barred = lot.owned_id in market.barred
    why = (
        say("no licence server holds version {version}", version=lot.version)
        if is_barred
        else _why_free(line, plan, usage)
    )
    remark = say(" {remark}", remark=lot.remark) if lot.remark else ""
    return say("{sold}: {why}.{remark}", sold=sold, why=why, remark=remark)


def _why_free(line: Sale, plan: Plan, usage: Usage) -> str:
    lot = line.lot
    needed = np.flatnonzero(usage.pool(lot.product, lot.metric))
    licence = in_words(lot.product, lot.metric)
    if not len(needed):
        return say("nobody holds a {licence} in this plan", licence=licence)
    if lot.level < needed[0]:
        return say(
            "version {version} is too old, the oldest need is {levels}", version=lot.version, levels=LEVELS[needed[0]]
        )
    servable = slice(lot.level + 1)
    rivals = [
        other.offer
        for other in plan.purchases
        if (other.offer.product, other.offer.metric) == (lot.product, lot.metric)
    ]
    instead = [offer.offer_id for offer in rivals if usage.of_offer(offer)[servable].any()]
    if instead:
        return say("licences bought take their place ({sorted})", sorted=listed(sorted(instead), 3))
    return say(
        "the owned licences that are left serve everybody who needs a {licence} {version} or older",
        licence=licence,
        version=lot.version,
    )
