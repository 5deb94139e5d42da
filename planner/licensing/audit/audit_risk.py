"""What today's shortfall would cost in an audit (rule R61), for information only.

Typical volume contracts ask for 125 % of the list price and for the cost of the audit where 5 % or more is missing,
and for the list price below that; so the pages of one adviser, redresscompliance.com (as read in November 2026).
Threshold, its reading, factor and cost are data from the buyer's own contract: policies `audit_threshold`,
`audit_threshold_reading`, `audit_factor` and `audit_cost`.

What is missing is the position today, the same whatever a scenario plans.  Amounts are rounded half up to the cent
once.
"""

from __future__ import annotations

from planner.domain import money
from planner.domain.position import PositionToday
from planner.domain.product import counted
from planner.domain.review import Risk
from planner.domain.scenario import Policy
from planner.licensing.rules.r61_audit_cost import (
    AUDIT_COST,
    AUDIT_FACTOR,
    AUDIT_THRESHOLD,
    AUDIT_THRESHOLD_READING,
)
from planner.words import joined, say

NOTHING_MISSING = say("Nothing is missing today, by the rules and data of this plan.")
NOT_WORKED_OUT = say("What is missing today could not be worked out.")
_CAUTION = say("For information only: your own contract decides, and buying late is no saving.")
_NO_PRICE = say(
    "What that would cost in an audit is not known, as no new licence on sale tells its "
    "price: give the policies list_price_ws_cal and list_price_rds_cal."
)


def audit_amount(position: PositionToday, policy: Policy) -> int | None:
    """Return what an audit would ask for: list prices, more where so large a share is missing; None: not known."""
    if position.amount_minor is None or not position.licences:
        return position.amount_minor
    if not _costs_more(position, policy):
        return position.amount_minor
    return money.round_half_up(position.amount_minor * policy[AUDIT_FACTOR]) + policy[AUDIT_COST]


def _costs_more(position: PositionToday, policy: Policy) -> bool:
    share, threshold = position.share_of_use, policy[AUDIT_THRESHOLD]
    return share > threshold or (share == threshold and policy[AUDIT_THRESHOLD_READING] == "at_least")


def audit_risk(position: PositionToday | None, policy: Policy) -> Risk:
    """Return what is missing today and what it would cost in an audit under one scenario's contract."""
    if position is None:
        return Risk(0, None, NOT_WORKED_OUT)
    doubted = _doubted(position, policy)
    if not position.licences:
        return Risk(0, 0, NOTHING_MISSING + doubted)
    kinds = joined("; ", (counted(one.licences, one.product, one.metric, one.version) for one in position.missing))
    most = "" if position.is_proved else say("at most ")
    told = say("Missing today, before anything is bought: {most}{kinds}.", most=most, kinds=kinds)
    amount = audit_amount(position, policy)
    if amount is None or position.amount_minor is None:
        return Risk(
            position.licences, None, say("{told} {no_price}{doubted}", told=told, no_price=_NO_PRICE, doubted=doubted)
        )
    could = say(
        "In an audit that could cost {amount} ({sum}).",
        amount=money.words(amount, policy.currency),
        sum=_sum(position, policy),
    )
    return Risk(
        position.licences,
        amount,
        say("{told} {could}{doubted} {caution}", told=told, could=could, doubted=doubted, caution=_CAUTION),
    )


def _sum(position: PositionToday, policy: Policy) -> str:
    """Say how the amount of an audit comes about."""
    listed = say("{value} at list price", value=money.words(position.amount_minor or 0, policy.currency))
    if not _costs_more(position, policy):
        return listed
    cost = (
        say(", and {policy} for the audit", policy=money.words(policy[AUDIT_COST], policy.currency))
        if policy[AUDIT_COST]
        else ""
    )
    of = say(
        "{licences:,} of {licences_in_use:,} licences in use are missing",
        licences=position.licences,
        licences_in_use=position.licences_in_use,
    )
    return say(
        "{listed} x {policy:g}, as {value}{cost}",
        listed=listed,
        policy=float(policy[AUDIT_FACTOR]),
        value=of,
        cost=cost,
    )


def _doubted(position: PositionToday, policy: Policy) -> str:
    """Say what rests on licences whose proof is not complete."""
    doubted = position.unproven
    if not doubted.licences:
        return ""
    number = say(
        "{licences:,} {form}",
        licences=doubted.licences,
        form=say("licence") if doubted.licences == 1 else say("licences"),
    )
    amount = (
        ""
        if doubted.amount_minor is None
        else say(", {amount}", amount=money.words(doubted.amount_minor, policy.currency))
    )
    at = say(" at list price") if amount else ""
    return say(
        " If an audit did not accept licences without complete proof, {number} more would be missing{amount}{at}.",
        number=number,
        amount=amount,
        at=at,
    )
