"""What is told about owned Remote Desktop CALs: what a shortage does, and how many may be revoked."""

from __future__ import annotations

import pytest

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.licensing import revocable_notices, shortage_notices
from planner.licensing.rules.r28_shortage import TOO_FEW_OWNED
from planner.licensing.rules.r30_revoking import REVOCABLE
from tests.builders import estate, group, lot, offer, plan_of, policy

OFFERS = [
    offer("WU", 10, runs="2025"), offer("WD", 10, metric="device", runs="2025"),
    offer("RU", 50, "rds_cal", runs="2025"), offer("RD", 50, "rds_cal", "device", "2025"),
]  # fmt: skip


def owning(lots: list[Lot]) -> Market:
    return Market((), tuple(lots), frozenset())


def planned(metric: str, lots: list[Lot]) -> Plan:
    plan = plan_of(estate([group("g", 30, 30, "own", rds="2022")]), OFFERS, lots, policy(rds_metrics=metric))
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("metric", "effect"),
    [
        ("device", "per device, machines without one are refused after 90 days"),
        ("user", "per user, nobody is refused, so the breach goes unnoticed"),
    ],
)
def test_a_shortage_of_devices_is_felt_and_one_of_people_is_not(metric: str, effect: str):
    """Rule R28: 30 are needed and 25 are owned that are new enough."""
    lots = [
        lot("a", 20, "rds_cal", metric),
        lot("b", 5, "rds_cal", metric, "2025"),
        lot("old", 9, "rds_cal", metric, "2019"),
    ]
    (notice,) = shortage_notices(planned(metric, lots), owning(lots))
    assert notice.code == TOO_FEW_OWNED.code
    kind = f"Remote Desktop {metric.title()} CALs"
    assert notice.text == f"Of what is owned today, 5 {kind} are missing for this plan (rule R28): {effect}."


def test_no_shortage_is_told_where_nothing_or_enough_is_owned():
    enough = [lot("a", 30, "rds_cal", "device")]
    assert shortage_notices(planned("device", enough), owning(enough)) == ()
    assert shortage_notices(planned("device", []), owning([])) == ()
    other = [lot("a", 3, "rds_cal", "user")]
    assert shortage_notices(planned("device", other), owning(other)) == ()


def test_a_fifth_of_each_version_may_be_revoked():
    """Rule R30, rounded down, version by version; User and base CALs do not count."""
    lots = [
        lot("a", 60, "rds_cal", "device", "2019"), lot("b", 40, "rds_cal", "device", "2019"),
        lot("c", 200, "rds_cal", "device"),
        lot("d", 4, "rds_cal", "device", "2016"), lot("e", 500, "rds_cal", "user"), lot("f", 500, "ws_cal", "device"),
    ]  # fmt: skip
    (notice,) = revocable_notices(lots)
    assert notice.code == REVOCABLE.code
    assert notice.text.split("(rule R30): ")[1] == (
        "0 of 4 Remote Desktop Device CALs 2016; 20 of 100 Remote Desktop Device CALs 2019; "
        "40 of 200 Remote Desktop Device CALs 2022."
    )
    assert revocable_notices(lots[4:]) == ()
