"""What running Remote Desktop licensing means for what is owned (rules R28 and R30): told, never planned with.

- R28: a shortage of Device CALs ends in refused sessions after 90 days, one of User CALs goes unnoticed.
- R30: at most a fifth of the installed Device CALs of a version may be revoked at a time; User CALs cannot be.
Source of both: learn.microsoft.com, Remote Desktop CALs (2025-06-16); for R30 also the TechNet page on revoking, read
in a copy (original not read).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.product import Metric, Product, Version, counted, rank
from planner.licensing.rules.r28_shortage import TOO_FEW_OWNED
from planner.licensing.rules.r30_revoking import REVOCABLE

REVOCABLE_AT_A_TIME = 5
"""One in so many (rule R30)."""

_EFFECT = {
    Metric.DEVICE: "per device, machines without one are refused after 90 days",
    Metric.USER: "per user, nobody is refused, so the breach goes unnoticed",
}


def shortage_notices(plan: Plan, market: Market) -> tuple[Notice, ...]:
    """Say what a shortage does where Remote Desktop CALs are owned, but fewer than the plan's holders need."""
    usable = (lot for lot in market.lots if lot.owned_id not in market.barred)
    owned = [lot for lot in usable if lot.product is Product.RDS_CAL and lot.quantity]
    told = []
    for metric in (Metric.USER, Metric.DEVICE):
        mine = [lot for lot in owned if lot.metric is metric]
        needs = [r for r in plan.pools if (r.product, r.metric) == (Product.RDS_CAL, metric) and r.holders]
        short = max((row.holders_at_or_above - _good_for(row.version, mine) for row in needs), default=0)
        if mine and short > 0:
            missing = counted(short, Product.RDS_CAL, metric)
            verb = "is" if short == 1 else "are"
            text = f"Of what is owned today, {missing} {verb} missing for this plan (rule R28): {_EFFECT[metric]}."
            told.append(TOO_FEW_OWNED.notice(text))
    return tuple(told)


def _good_for(version: Version, lots: Iterable[Lot]) -> int:
    return sum(lot.quantity for lot in lots if lot.level >= rank(version))


def revocable_notices(lots: Iterable[Lot]) -> tuple[Notice, ...]:
    """Say how many of the owned Remote Desktop Device CALs of each version may be revoked at a time."""
    installed = Counter[Version]()
    for lot in lots:
        if lot.product is Product.RDS_CAL and lot.metric is Metric.DEVICE:
            installed[lot.version] += lot.quantity
    parts = [
        f"{installed[version] // REVOCABLE_AT_A_TIME} of {counted(installed[version], *_DEVICE, version)}"
        for version in sorted(installed, key=rank)
        if installed[version]
    ]
    if not parts:
        return ()
    text = (
        "If all that is owned is installed, at most so many may be revoked at a time on the licence server (rule R30)"
    )
    return (REVOCABLE.notice(f"{text}: {'; '.join(parts)}."),)


_DEVICE = (Product.RDS_CAL, Metric.DEVICE)
