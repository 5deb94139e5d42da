"""Owned licences that stay unsold although nobody needs them: why, and what they would bring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain import money
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.product import suite_in_words
from planner.domain.scenario import Policy
from planner.licensing.market.used_licences import objections_to_sale
from planner.licensing.naming import named
from planner.licensing.rule import Finding
from planner.licensing.rules.r52_used_in_the_eu import NOT_SOLD
from planner.words import joined, say


def is_for_sale(lot: Lot, policy: Policy) -> bool:
    """Tell whether the inventory and the plan's wishes put a lot up for sale; the rules may have more to say."""
    return policy.sell_surplus and lot.is_sellable and not lot.is_tied


def unsold_notices(plan: Plan, market: Market, policy: Policy) -> tuple[Notice, ...]:
    """Say which lots the rules keep from being sold, how many licences of them are not in use, and their worth."""
    in_use = np.bincount(plan.register.source, minlength=len(market.lots)).tolist()
    by_reason: dict[str, list[tuple[Lot, int]]] = {}
    for place, lot in enumerate(market.lots):
        found = objections_to_sale(lot, policy) if lot.quantity and is_for_sale(lot, policy) else ()
        if found:
            by_reason.setdefault(_in_words(found), []).append((lot, lot.quantity - in_use[place]))
    return tuple(
        NOT_SOLD.notice(
            say("Owned licences are not sold, because {why}: {licence}.", why=why, licence=_counted(lots, policy)),
            _worth(lots),
        )
        for why, lots in by_reason.items()
    )


def _in_words(found: Sequence[Finding]) -> str:
    """Join the reasons, each with what it is about."""
    reasons = []
    for objection in dict.fromkeys(finding.objection for finding in found):
        about = joined(", ", (finding.about for finding in found if finding.objection == objection and finding.about))
        reasons.append(
            say("{objection} ({about})", objection=objection.reason, about=about) if about else objection.reason
        )
    return joined(say(", and "), reasons)


def _counted(lots: Sequence[tuple[Lot, int]], policy: Policy) -> str:
    names = named([_titled(lot) for lot, _ in lots])
    owned, idle = sum(lot.quantity for lot, _ in lots), sum(number for _, number in lots)
    if not idle:
        return say("{names} (licences: {owned:,}, all in use)", names=names, owned=owned)
    worth = money.words(_worth(lots), policy.currency)
    return say(
        "{names} (licences: {owned:,}, not in use: {idle:,}, which would bring {worth})",
        names=names,
        owned=owned,
        idle=idle,
        worth=worth,
    )


def _worth(lots: Sequence[tuple[Lot, int]]) -> int:
    return sum(lot.resale_minor * number for lot, number in lots)


def _titled(lot: Lot) -> str:
    return (
        say("{owned_id} ({suite})", owned_id=lot.owned_id, suite=suite_in_words(lot.suite))
        if lot.suite
        else lot.owned_id
    )
