"""Owned licences that may be used as the other metric: at a renewal of Software Assurance, or if policy says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.domain.lot import Lot
from planner.domain.plan import Plan, Switch
from planner.domain.product import METRICS
from planner.licensing import find_market, find_requirements, switch_notices
from planner.licensing.market.licence_servers import LicenceLimit
from planner.licensing.market.switching import may_be_switched
from planner.licensing.rules.r34_converting import CONVERTED
from planner.licensing.rules.r42_switching import SWITCHED
from planner.licensing.view import View
from tests.builders import DAY, bought, estate, group, lot, offer, plan_of, policy

DAYS = timedelta(days=1)
RENEWED = {"sa_renewed_on": DAY, "sa_until": DAY + 365 * DAYS}
OFFERS = [offer("WD", 10, metric="device"), offer("RU", 90, "rds_cal"), offer("RD", 50, "rds_cal", "device")]


def remote(name: str, quantity: int, metric: str = "user", **more: Any) -> Lot:
    return lot(name, quantity, "rds_cal", metric, **more)


def planned(*lots: Lot, **rules: Any) -> Plan:
    """Ten people share four terminals on which they use Remote Desktop."""
    plan = plan_of(estate([group("g", 10, 4, rds="2022")]), OFFERS, lots, policy(**rules))
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("renewed", "until", "may"),
    [
        (None, None, False),
        (None, DAY, False),
        (DAY, DAY, True),
        (DAY - 900 * DAYS, DAY + DAYS, True),
        (DAY + DAYS, DAY + 365 * DAYS, False),
        (DAY - 900 * DAYS, DAY - DAYS, False),
    ],
)
def test_a_switch_needs_a_renewal_that_has_been_and_assurance_that_runs(
    renewed: date | None, until: date | None, may: bool
):
    """Rule R42, for both products."""
    for product in ("ws_cal", "rds_cal"):
        assert may_be_switched(lot("L", 5, product, sa_renewed_on=renewed, sa_until=until), policy()) is may


def test_the_policy_is_about_remote_desktop_alone():
    """Rule R34."""
    assert not may_be_switched(remote("L", 5), policy())
    assert may_be_switched(remote("L", 5), policy(rds_type_convertible=True))
    assert not may_be_switched(lot("L", 5), policy(rds_type_convertible=True))


@pytest.mark.parametrize("more", [{"rules": {"rds_type_convertible": True}}, {"lot": RENEWED}])
def test_twenty_owned_user_licences_serve_ten_devices(more: dict[str, Any]):
    """The same estate read both ways differs by the Device CALs that need not be bought."""
    plain = planned(remote("L", 20))
    assert (plain.cost.total, plain.switches) == (40, ())
    assert {row.metric for row in plain.pools if row.product == "rds_cal" and row.holders} == {"user"}
    strict = {"rds_metrics": "device"}
    bare = planned(remote("L", 20), **strict)
    assert (bare.cost.total, bought(bare)) == (240, {"WD": 4, "RD": 4})
    plan = planned(remote("L", 20, **more.get("lot", {})), **strict, **more.get("rules", {}))
    assert (plan.cost.total, bought(plan)) == (40, {"WD": 4})
    assert [(line.lot.owned_id, line.quantity, line.to) for line in plan.switches] == [("L", 4, "device")]
    position = {(row.metric, row.version): (row.owned, row.idle) for row in plan.pools if row.product == "rds_cal"}
    assert position == {("user", "2022"): (16, 16), ("device", "2022"): (4, 0)}
    of_lot = plan.register.source == 0
    assert plan.register.metric[of_lot].tolist() == [METRICS.index(plan.switches[0].to)] * 4


def test_licences_are_switched_one_by_one():
    """Of two lots as many as are needed, and what is sold is not switched too."""
    lots = [remote("a", 3, resale_minor=30), remote("b", 3, "device")]
    plan = planned(*lots, rds_metrics="device", rds_type_convertible=True)
    assert [(line.lot.owned_id, line.quantity) for line in plan.switches] == [("a", 1)]
    assert [(sale.lot.owned_id, sale.quantity) for sale in plan.sales] == [("a", 2)]
    assert plan.cost.total == 40 - 2 * 30


def test_too_old_licences_do_not_serve_after_a_switch_either():
    old = remote("L", 20, runs="2019")
    plan = planned(old, rds_metrics="device", rds_type_convertible=True)
    assert (plan.cost.total, plan.switches) == (240, ())


def test_what_no_licence_server_holds_is_not_switched():
    newer, rules = remote("L", 20, runs="2025", **RENEWED), policy()
    requirements = find_requirements(View(estate([group("g", 1, 1, rds="2022")]), rules))
    assert find_market([], [newer], requirements, rules).switchable == {"L"}
    assert find_market([], [newer], requirements, rules, LicenceLimit("ls", 4)).switchable == frozenset()


def test_a_switch_is_told_with_its_right():
    lines = [Switch(remote("a", 20), 4), Switch(remote("b", 9, "device", **RENEWED), 2)]
    assert [(n.code, n.text) for n in switch_notices(lines, policy())] == [
        (
            SWITCHED.code,
            "Owned licences are switched with the renewal of Software Assurance (rule R42): "
            "2 of b, Remote Desktop Device CAL 2022, to per user.",
        ),
        (
            CONVERTED.code,
            "Owned licences are converted, though no source documents the right to it (rule R34): "
            "4 of a, Remote Desktop User CAL 2022, to per device.",
        ),
    ]
    assert switch_notices([], policy()) == ()
