"""Owned licences that may become User CALs instead of Device CALs, or the reverse (rules R34 and R42).

- R42: a switch one for one is allowed when active Software Assurance is renewed; without it the metric is fixed
  (Microsoft's blog, "Switching between device and user CALs", 2013-04-01; Product Terms of August 2017).  A lot may be
  switched from its day in `sa_renewed_on` on, as long as `sa_until` has not passed.
- R34: the licensing tool can turn an installed Remote Desktop key pack from one metric to the other and back (Dell
  knowledge base 191943); no source documents a contractual right to it.  Policy `rds_type_convertible`, by default no.

The plan decides how many licences of such a lot it switches, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.plan import Switch
from planner.domain.product import Metric, Product, in_words
from planner.domain.scenario import Policy
from planner.licensing.rules.r34_converting import CONVERTED, RDS_TYPE_CONVERTIBLE
from planner.licensing.rules.r42_switching import SWITCHED
from planner.words import joined, say


def is_renewed(lot: Lot, policy: Policy) -> bool:
    """Tell whether Software Assurance was renewed by the plan's day and runs on it (rule R42)."""
    if lot.sa_renewed_on is None or lot.sa_until is None:
        return False
    return lot.sa_renewed_on <= policy.plan_date <= lot.sa_until


def may_be_switched(lot: Lot, policy: Policy) -> bool:
    """Tell whether licences of a lot may change their metric."""
    if lot.metric is Metric.HOST:
        return False
    return is_renewed(lot, policy) or (policy[RDS_TYPE_CONVERTIBLE] and lot.product is Product.RDS_CAL)


def switch_notices(switches: Iterable[Switch], policy: Policy) -> tuple[Notice, ...]:
    """Say which owned licences the plan switches, and by what right."""
    lines = tuple(switches)
    renewed = [line for line in lines if is_renewed(line.lot, policy)]
    converted = [line for line in lines if not is_renewed(line.lot, policy)]
    told = []
    if renewed:
        text = say("Owned licences are switched with the renewal of Software Assurance (rule R42)")
        told.append(SWITCHED.notice(say("{text}: {listed}.", text=text, listed=_listed(renewed))))
    if converted:
        text = say("Owned licences are converted, though no source documents the right to it (rule R34)")
        told.append(CONVERTED.notice(say("{text}: {listed}.", text=text, listed=_listed(converted))))
    return tuple(told)


def _listed(lines: Iterable[Switch]) -> str:
    return joined(
        "; ",
        (
            say(
                "{quantity} of {owned_id}, {licence}, to per {value}",
                quantity=line.quantity,
                owned_id=line.lot.owned_id,
                licence=in_words(line.lot.product, line.lot.metric, line.lot.version),
                value=line.to.value,
            )
            for line in lines
        ),
    )
