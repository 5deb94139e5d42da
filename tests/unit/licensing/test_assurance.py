"""Remote Desktop in Azure asks for Software Assurance or subscriptions: rules R16, R39 and R47."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain.product import WITH_ASSURANCE
from planner.licensing.market.owned import find_owned
from planner.licensing.rules.r16_azure import OUTSIDERS_IN_AZURE, external_in_azure
from planner.licensing.rules.r47_rds_subscriptions import ENDED
from planner.licensing.view import View
from tests.builders import DAY, estate, lot, offer, plan_of, policy, server

CLOUD = server("AZ", "2022", licensing="azure_vm", rds_deployment="AZ")
HALL = server("TS", "2022", rds_deployment="TS")
BASE = offer("B", 4_100, runs="2025")
PLAIN = offer("P", 9_300, "rds_cal", runs="2025")
ASSURED = offer("S", 17_700, "rds_cal", runs="2022", has_sa=True)
YEARLY = offer("Y", 7_700, "rds_cal", runs="2025", term_months=12)
DEVICE = offer("D", 5_500, "rds_cal", "device", runs="2022", has_sa=True)


def total(accesses, offers, lots=(), servers=(CLOUD,), **rules):
    plan = plan_of(estate(servers=servers, accesses=accesses), offers, lots, policy(**rules))
    return plan and plan.cost.total


THREE = [("ann", "d1", "AZ", "rds"), ("bob", "d1", "AZ", "rds"), ("cid", "d2", "AZ", "rds")]


def test_only_licences_with_software_assurance_count_in_azure():
    assert total(THREE, [PLAIN, ASSURED]) == 3 * 17_700
    assert total(THREE, [PLAIN]) is None


@pytest.mark.parametrize(("runs_until", "cost"), [(DAY, 2 * 17_700), (DAY - timedelta(days=1), 3 * 17_700)])
def test_software_assurance_runs_until_its_last_day(runs_until, cost):
    assert total(THREE, [PLAIN, ASSURED], [lot("L", 1, "rds_cal", runs="2019", sa_until=runs_until)]) == cost


def test_a_subscription_is_bought_for_one_term_where_the_policy_says_so():
    assert total(THREE, [PLAIN, YEARLY]) is None
    assert total(THREE, [PLAIN, YEARLY], subscriptions=True) == 3 * 7_700


def test_a_subscription_that_has_ended_is_not_counted_at_all_and_told():
    ended = lot("L", 3, "rds_cal", runs="2022", ends_on=DAY - timedelta(days=1))
    found = find_owned([ended, lot("M", 2)], View(estate(), policy()))
    assert [each.owned_id for each in found.lots] == ["M"]
    assert [(notice.code, "licences: 3" in notice.text) for notice in found.notices] == [(ENDED.code, True)]


def test_an_owned_subscription_is_good_for_every_version_and_not_for_sale():
    (subscribed,) = find_owned([lot("L", 3, "rds_cal", runs="2016", term_months=12)], View(estate(), policy())).lots
    assert subscribed.version == "2025"
    assert not lot("L", 3, "rds_cal", term_months=12, resale_minor=500).is_sellable


@pytest.mark.parametrize(("ends", "cost"), [(None, 0), (DAY, 0), (DAY - timedelta(days=1), 3 * 17_700)])
def test_an_owned_subscription_counts_until_it_ends(ends, cost):
    owned = lot("L", 3, "rds_cal", runs="2016", term_months=12, ends_on=ends)
    assert total(THREE, [ASSURED], [owned]) == cost


def test_device_licences_count_where_the_policy_admits_them_with_software_assurance():
    """Three people on two machines: one licence for each machine is cheaper, once it counts."""
    plain = offer("E", 1_100, "rds_cal", "device", runs="2025")
    assert total(THREE, [ASSURED, DEVICE, plain]) == 3 * 17_700
    assert total(THREE, [ASSURED, DEVICE, plain], azure_rds_device_with_sa=True) == 2 * 5_500


def test_who_also_works_elsewhere_needs_one_licence_that_is_good_for_both():
    """One licence with Software Assurance serves the other host too; a second person there needs a plain one only."""
    accesses = [("ann", None, "AZ", "rds"), ("ann", None, "TS", "rds"), ("bob", None, "TS", "rds")]
    plan = plan_of(estate(servers=[CLOUD, HALL], accesses=accesses), [BASE, PLAIN, ASSURED])
    assert plan is not None
    assert plan.cost.total == 2 * 4_100 + 17_700 + 9_300
    rows = {(row.product.value, row.version): (row.holders, row.bought, row.idle) for row in plan.pools}
    assert rows["rds_cal", WITH_ASSURANCE] == (1, 1, 0)
    assert rows["rds_cal", "2022"] == (1, 0, 0)
    assert rows["rds_cal", "2025"] == (0, 1, 0)


def test_what_azure_needs_is_not_sold_though_it_would_bring_more():
    owned = [
        lot("A", 1, "rds_cal", runs="2025"),
        lot("B", 1, "rds_cal", runs="2025", sa_until=date(2027, 12, 31), resale_minor=50_000),
        lot("W", 2, runs="2025"),
    ]
    accesses = [("u1", "a", "AZ", "rds"), ("u2", "b", "TS", "rds")]
    assert total(accesses, [PLAIN], owned, servers=(CLOUD, HALL)) == 0


def test_without_azure_software_assurance_tells_nothing_apart():
    accesses = [("bob", None, "TS", "rds")]
    owned = [lot("L", 1, "rds_cal", runs="2022", sa_until=date(2027, 12, 31)), lot("W", 1, runs="2022")]
    plan = plan_of(estate(servers=[HALL], accesses=accesses), [PLAIN], owned)
    assert plan is not None
    assert all(row.version != WITH_ASSURANCE for row in plan.pools)


def test_a_partners_hosting_includes_the_base_licence():
    hosted = server("H", "2022", licensing="csp_hoster", rds_deployment="H")
    assert total([("ann", None, "H", "standard")], [BASE], servers=(hosted,)) == 0
    assert total([("ann", None, "H", "rds")], [BASE, PLAIN], servers=(hosted,)) == 9_300


def test_no_connector_for_remote_desktop_is_planned_in_azure():
    """Sixty outside people: a connector would be far cheaper, on a server elsewhere it is what is planned."""
    connectors = [
        offer("EC", 150_000, "ws_external_connector", "host", runs="2025"),
        offer("REC", 300_000, "rds_external_connector", "host", runs="2025"),
    ]
    people = {"persons": {"x": 60}, "relations": {"x": "external"}}
    for where, cost in ((CLOUD, 60 * 17_700), (HALL, 450_000)):
        found = estate(servers=[where], accesses=[("x", None, where.server_id, "rds")], **people)
        plan = plan_of(found, [BASE, PLAIN, ASSURED, *connectors])
        assert plan is not None
        assert plan.cost.total == cost
        told = [OUTSIDERS_IN_AZURE.code] if where is CLOUD else []
        assert [notice.code for notice in external_in_azure(View(found, policy()))] == told
    cloud = estate(servers=[CLOUD], accesses=[("x", None, "AZ", "rds")], **people)
    text = external_in_azure(View(cloud, policy()))[0].text
    assert "people: 60" in text
