"""What Software Assurance makes of an owned lot (rule R39).

While Software Assurance runs, its licences may be used at every version that is released; when it ends, the newest
one reached stays, for licences without a term.  So a lot counts at the newest version released on or before the last
day of its Software Assurance or the plan's day, whichever is earlier, if that is newer than its own.  That it ran
without a break since the lot was bought is taken from column `sa_until`.

The days of release are data (`planner/domain/versions.csv`).  Sources: Directions on Microsoft on rules of Software
Assurance (2013, 2005/2020), and a mirror of the Product Terms on CAL suites; several independent sources agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.product import VERSIONS, Product, newest_on, rank
from planner.domain.scenario import Policy
from planner.licensing.naming import named
from planner.licensing.rules.r39_software_assurance import LIFTED
from planner.words import joined, say


def lifted(lot: Lot, policy: Policy, newest_rds: int | None = None) -> Lot:
    """Return a lot at the version its Software Assurance gives it on the plan's day, itself where it gives none.

    Remote Desktop CALs go no further than `newest_rds`, the rank that licence servers hold (rule R27): a right to a
    newer version does not take the older one away.
    """
    if lot.sa_until is None and not lot.is_subscription:
        return lot
    reached = newest_on(min(lot.sa_until or policy.plan_date, policy.plan_date))
    if newest_rds is not None and lot.product is Product.RDS_CAL:
        reached = VERSIONS[min(rank(reached), newest_rds)]
    if rank(reached) <= rank(lot.version):
        return lot
    if lot.sa_until is None:
        because, rule = say("a subscription is good for every version released"), "R47"
    else:
        runs = say("runs") if lot.sa_until >= policy.plan_date else say("ran")
        because, rule = say("its Software Assurance {runs} until {sa_until}", runs=runs, sa_until=lot.sa_until), "R39"
    remark = say(
        "Lot {owned_id} was bought as {version} and counts as {reached}: {because} (rule {rule}).",
        owned_id=lot.owned_id,
        version=lot.version,
        reached=reached,
        because=because,
        rule=rule,
    )
    return replace(lot, version=reached, remark=remark)


def lifting_notices(steps: Sequence[tuple[Lot, Lot]]) -> tuple[Notice, ...]:
    """Say which lots are lifted from which version to which; `steps` has each lot before and after."""
    told: dict[tuple[int, int], list[Lot]] = {}
    for before, after in steps:
        if before.version != after.version and before.suite is None:
            told.setdefault((rank(before.version), rank(after.version)), []).append(after)
    if not told:
        return ()
    words = joined(
        "; ",
        (
            say(
                "from {versions} to {versions_2}: {names} (licences: {quantity})",
                versions=VERSIONS[old],
                versions_2=VERSIONS[new],
                names=named([lot.owned_id for lot in lots]),
                quantity=sum(lot.quantity for lot in lots),
            )
            for (old, new), lots in sorted(told.items())
        ),
    )
    return (
        LIFTED.notice(say("Software Assurance lifts owned lots to a newer version (rule R39), {words}.", words=words)),
    )
