"""Why owned licences are sold: nobody needs them, they are too old, or something bought takes their place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain import money
from planner.domain.plan import Plan, Purchase, Sale
from planner.domain.product import VERSIONS, in_words, rank
from planner.domain.scenario import Policy
from planner.report.usage import pool_rows, rows_from
from planner.report.words import count, listed


def sale_reason(line: Sale, plan: Plan, policy: Policy) -> str:
    """Return the reason of one sale."""
    lot, register = line.lot, plan.register
    kept = rows_from(register, lot.owned_id, lot.product, lot.metric, lot.version, lot.condition).sum()
    stay = "1 stays in use" if kept == 1 else f"{kept:,} stay in use" if kept else "none stay in use"
    price = money.words(lot.resale_minor, policy.currency)
    sold = f"Of {count(lot.quantity, 'owned licence')}, {stay} and {line.quantity:,} can go at {price} each"
    return f"{sold}: {_why_free(line, plan)}."


def _why_free(line: Sale, plan: Plan) -> str:
    lot, register = line.lot, plan.register
    pool = pool_rows(register, lot.product, lot.metric)
    licence = in_words(lot.product, lot.metric)
    if not pool.any():
        return f"nobody holds a {licence} in this plan"
    oldest = int(register.required[pool].min())
    if rank(lot.version) < oldest:
        return f"version {lot.version} is too old, the oldest need is {VERSIONS[oldest]}"
    servable = pool & (register.required <= rank(lot.version))
    instead = [other.offer.offer_id for other in plan.purchases if (servable & _served_by(other, plan)).any()]
    if instead:
        return f"licences bought take their place ({listed(sorted(instead), 3)})"
    return f"the owned licences that are left serve everybody who needs a {licence} {lot.version} or older"


def _served_by(line: Purchase, plan: Plan) -> NDArray[np.bool_]:
    offer = line.offer
    return rows_from(plan.register, offer.offer_id, offer.product, offer.metric, offer.version, offer.condition)
