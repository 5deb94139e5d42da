"""What running Remote Desktop licensing means for what is owned (rules R28 and R30): told, never planned with.

- R28: a shortage of Device CALs ends in refused sessions after 90 days, one of User CALs goes unnoticed.
- R30: at most a fifth of the installed Device CALs of a version may be revoked at a time; User CALs cannot be.
Source of both: learn.microsoft.com, Remote Desktop CALs (2025-06-16); for R30 also the TechNet page on revoking, read
in a copy (original not read).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planner.domain.estate import Estate, RdsMode
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.position import PositionToday
from planner.domain.product import Metric, Product, Version, counted, rank
from planner.licensing.rules.r28_shortage import TOO_FEW_OWNED
from planner.licensing.rules.r30_revoking import REVOCABLE
from planner.words import joined, say

REVOCABLE_AT_A_TIME = 5
"""One in so many (rule R30)."""

_EFFECT = {
    Metric.DEVICE: say("a host set to per device refuses machines without one after 90 days"),
    Metric.USER: say("per user, nobody is refused, so the breach goes unnoticed"),
}


def shortage_notices(position: PositionToday | None, estate: Estate) -> tuple[Notice, ...]:
    """Say what a shortage of today does; that machines are refused only where a deployment is set to per device."""
    short = Counter[Metric]()
    for line in position.missing if position else ():
        if line.product is Product.RDS_CAL:
            short[line.metric] += line.licences
    if not any(server.rds_mode is RdsMode.DEVICE and not server.owner for server in estate.servers):
        del short[Metric.DEVICE]
    told = []
    for metric, number in sorted(short.items()):
        missing, verb = counted(number, Product.RDS_CAL, metric), say("is") if number == 1 else say("are")
        told.append(
            TOO_FEW_OWNED.notice(
                say(
                    "{missing} {verb} missing today (rule R28): {effect}.",
                    missing=missing,
                    verb=verb,
                    effect=_EFFECT[metric],
                )
            )
        )
    return tuple(told)


def revocable_notices(lots: Iterable[Lot]) -> tuple[Notice, ...]:
    """Say how many of the owned Remote Desktop Device CALs of each version may be revoked at a time."""
    installed = Counter[Version]()
    for lot in lots:
        if lot.product is Product.RDS_CAL and lot.metric is Metric.DEVICE:
            installed[lot.version] += lot.quantity
    parts = [
        say(
            "{installed} of {licence}",
            installed=installed[version] // REVOCABLE_AT_A_TIME,
            licence=counted(installed[version], *_DEVICE, version),
        )
        for version in sorted(installed, key=rank)
        if installed[version]
    ]
    if not parts:
        return ()
    text = say(
        "If all that is owned is installed, at most so many may be revoked at a time on the licence server (rule R30)"
    )
    return (REVOCABLE.notice(say("{text}: {value}.", text=text, value=joined("; ", parts))),)


_DEVICE = (Product.RDS_CAL, Metric.DEVICE)
