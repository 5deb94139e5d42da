"""What today's shortfall would cost in an audit (rule R61), for information only.

Typical volume contracts ask for 125 % of the list price and for the cost of the audit where more than 5 % is
missing, and for the list price below that; so the pages of one adviser, redresscompliance.com (as read in November
2026).  Threshold, factor and cost are data from the buyer's own contract: policies `audit_threshold` ("more than"),
`audit_factor` and `audit_cost`.

What is missing is counted before any purchase, per product and metric, against who needs what in this plan; another
choice of people and machines might miss less.  A missing licence is priced at policy `list_price_ws_cal` or
`list_price_rds_cal`, else at the cheapest new offer on sale that is new enough, in its smallest order.  Amounts are
exact, and rounded half up to the cent once per product and metric.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.domain import money
from planner.domain.offer import Offer
from planner.domain.plan import Plan, PoolPosition
from planner.domain.product import Condition, Product, counted, rank
from planner.domain.review import Risk
from planner.domain.scenario import Policy
from planner.domain.shortfall import by_pool, missing_today
from planner.licensing.rules.r61_audit_cost import (
    AUDIT_COST,
    AUDIT_FACTOR,
    AUDIT_THRESHOLD,
    LIST_PRICE_RDS_CAL,
    LIST_PRICE_WS_CAL,
)

_CAUTION = "For information only: your own contract decides, and buying late is no saving."
_NO_PRICE = (
    "What that would cost in an audit is not known, as no new licence on sale tells its price: give the policies "
    "list_price_ws_cal and list_price_rds_cal."
)


@dataclass(frozen=True, slots=True)
class _Missing:
    """What is missing of one product and metric; `amount_minor` is None where some of it has no price."""

    licences: int
    amount_minor: int | None
    text: str


def audit_risk(plan: Plan, offers: Sequence[Offer], policy: Policy) -> Risk:
    """Return what is missing today and what it would cost in an audit."""
    parts = [part for rows in by_pool(plan.pools).values() if (part := _missing(rows, offers, policy))]
    if not parts:
        return Risk(0, 0, f"Nothing that this plan says is needed is missing today.{_nothing_owned(policy)}")
    missing = sum(part.licences for part in parts)
    told = f"Missing today, by who needs what in this plan: {'; '.join(part.text for part in parts)}."
    if any(part.amount_minor is None for part in parts):
        return Risk(missing, None, f"{told} {_NO_PRICE}{_nothing_owned(policy)}")
    amount = sum(part.amount_minor or 0 for part in parts) + policy[AUDIT_COST]
    cost = f", of which {money.words(policy[AUDIT_COST], policy.currency)} for the audit" if policy[AUDIT_COST] else ""
    could = f"In an audit that could cost {money.words(amount, policy.currency)}{cost}."
    return Risk(missing, amount, f"{told} {could}{_nothing_owned(policy)} {_CAUTION}")


def _nothing_owned(policy: Policy) -> str:
    return "" if policy.use_owned else " This scenario counts nothing as owned."


def _missing(rows: Sequence[PoolPosition], offers: Iterable[Offer], policy: Policy) -> _Missing | None:
    """Return what one product and metric misses, if anything."""
    found = [(row, number) for row, number in missing_today(rows) if number]
    if not found:
        return None
    product, metric = found[0][0].product, found[0][0].metric
    need, missing = sum(row.holders for row in rows), sum(number for _, number in found)
    factor = policy[AUDIT_FACTOR] if Fraction(missing, need) > policy[AUDIT_THRESHOLD] else Fraction(1)
    told = f"{missing} of {counted(need, product, metric)}"
    prices = [_list_price(row, offers, policy) for row, _ in found]
    known = [price for price in prices if price is not None]
    if len(known) < len(prices):
        return _Missing(missing, None, f"{told} (price not known)")
    parts = [(number, price) for (_, number), price in zip(found, known, strict=True)]
    amount = money.round_half_up(sum(number * price for number, price in parts) * factor)
    sums = " + ".join(
        f"{number} x {money.words(money.round_half_up(price), policy.currency)}" for number, price in parts
    )
    if factor != 1:
        sums = f"{f'({sums})' if len(parts) > 1 else sums} x {float(factor):g}"
    return _Missing(missing, amount, f"{told} ({sums} = {money.words(amount, policy.currency)})")


def _list_price(row: PoolPosition, offers: Iterable[Offer], policy: Policy) -> Fraction | None:
    """Return the list price of one licence good for a row's version, in minor units; None where nothing tells it."""
    stated = {Product.WS_CAL: policy[LIST_PRICE_WS_CAL], Product.RDS_CAL: policy[LIST_PRICE_RDS_CAL]}
    given = stated.get(row.product)
    if given is not None:
        return Fraction(given)
    prices = [
        Fraction(offer.breaks[0].price_minor, offer.pack_size)
        for offer in offers
        if offer.condition is Condition.NEW
        and offer.term_months is None
        and (offer.product, offer.metric) == (row.product, row.metric)
        and rank(offer.version) >= rank(row.version)
        and offer.is_on_sale(policy.plan_date)
    ]
    return min(prices, default=None)
