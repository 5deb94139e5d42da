"""Groups reach the servers they name as named people do, and what they only describe is a server of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.domain.estate import Infrastructure, RdsMode, Relation
from planner.domain.plan import Plan
from planner.domain.product import Metric
from planner.licensing import find_requirements, obstacles
from planner.licensing.counting.group_servers import reaching_all, unreached_servers
from planner.licensing.cover.deployments import ALL_OTHER
from planner.licensing.view import View
from tests.builders import DAY, estate, group, offer, plan_of, policy, server, version

USER = offer("WU", 4_100, runs="2025")
DEVICE = offer("WD", 3_700, metric="device", runs="2025")
OLD = offer("WO", 1_300, runs="2019")
REMOTE = offer("RU", 11_900, "rds_cal", runs="2025")
REMOTE_DEVICE = offer("RD", 9_100, "rds_cal", "device", runs="2025")
OFFERS = [USER, DEVICE, OLD, REMOTE, REMOTE_DEVICE]


def named(users: int, devices: int, *servers: str, pattern: str = "shared", **more):
    """A group that says which servers it uses, and no version."""
    found = group("g", users, devices, pattern, "2019", **more)
    return type(found)(**{**{name: getattr(found, name) for name in found.__slots__}, "server_version": None,
                          "servers": servers})  # fmt: skip


def plan(groups, servers, offers=OFFERS, **rules) -> Plan | None:
    return plan_of(estate(groups, servers), offers, rules=policy(**rules))


def total(*args, **rules) -> int | None:
    found = plan(*args, **rules)
    return found and found.cost.total


def test_a_group_needs_the_version_that_its_servers_run():
    servers = [server("F", "2019"), server("G", "2025")]
    assert total([named(7, 0, "F")], servers) == 7 * 1_300
    assert total([named(7, 0, "F", "G")], servers) == 7 * 4_100
    assert total([named(7, 0, "*")], servers) == 7 * 4_100


def test_with_a_version_beside_the_names_the_newer_counts():
    older, newer = (group("g", 7, 0, server=runs, servers=("F",)) for runs in ("2016", "2022"))
    assert total([older], [server("F", "2019")]) == 7 * 1_300
    assert total([newer], [server("F", "2019")]) == 7 * 4_100


@pytest.mark.parametrize(("days", "cost"), [(0, 7 * 4_100), (1, 7 * 1_300)])
def test_an_upgrade_counts_from_its_day_on(days, cost):
    upgraded = server("F", "2019", upgrade_to=version("2025"), upgrade_on=DAY + timedelta(days=days))
    assert total([named(7, 0, "F")], [upgraded]) == cost


@pytest.mark.parametrize(
    "about",
    [{"edition": "essentials"}, {"licensing": "payg"}, {"licensing": "csp_hoster"}, {"workload": "hpc"},
     {"owner": "another"}],
)  # fmt: skip
def test_a_server_that_frees_named_people_frees_groups(about):
    assert total([named(7, 0, "F")], [server("F", "2019", **about)]) == 0


@pytest.mark.parametrize(("people", "fits"), [(25, True), (26, False)])
def test_an_essentials_server_admits_as_many_people_of_groups(people, fits):
    view = View(estate([named(people, 0, "E")], [server("E", "2022", edition="essentials")]), policy())
    assert (not obstacles(view)) is fits


@pytest.mark.parametrize(("machines", "fits"), [(50, True), (51, False)])
def test_an_essentials_server_admits_as_many_machines_of_groups(machines, fits):
    view = View(estate([named(1, machines, "E")], [server("E", "2022", edition="essentials")]), policy())
    assert (not obstacles(view)) is fits


def test_infrastructure_reaches_groups_unless_they_stay_outside():
    names = server("N", "2025", infrastructure=(Infrastructure.DNS,))
    assert total([group("g", 3, 0, server="2019")], [names]) == 3 * 4_100
    assert total([group("g", 3, 0, server="2019", joins_directory=False)], [names]) == 3 * 1_300
    assert total([group("g", 3, 0, server="2019")], [names], count_infrastructure_access=False) == 3 * 1_300


def test_a_workgroup_binds_the_remote_desktop_of_groups_to_machines():
    """Eight people on twenty machines: people cost less, but there only machines' Remote Desktop CALs count."""
    host = server("T", "2022", directory="workgroup", rds_deployment="T", rds_mode=RdsMode.DEVICE)
    found = plan([named(8, 20, "T", pattern="own", rds_servers=("T",), rds_users=8)], [host])
    assert found is not None
    assert found.cost.total == 8 * 4_100 + 20 * 9_100


def test_session_hosts_without_mode_and_groups_without_deployment_run_in_one_mode():
    """Twelve people with two machines each, twenty-five on ten shared ones: both modes would suit both sides."""
    roaming = group("a", 12, 24, "own", rds="2022")
    shifts = group("b", 25, 10, rds="2022")
    both = 12 * 11_900 + 10 * 9_100 + (12 * 4_100 + 10 * 3_700)
    assert total([roaming, shifts], [], rds_mode_default="any") == both
    found = plan([roaming, shifts], [], rds_mode_default="choose")
    assert found is not None
    assert found.modes == {ALL_OTHER: Metric.DEVICE}
    assert found.cost.total == 34 * 9_100 + (12 * 4_100 + 10 * 3_700)


def test_a_named_deployment_decides_for_groups_too():
    host = server("T", "2022", rds_deployment="farm", rds_mode=RdsMode.USER)
    found = plan([group("b", 25, 10, rds="2022", rds_deployment="farm")], [host])
    assert found is not None
    assert found.cost.total == 25 * 11_900 + 10 * 3_700


def test_external_groups_may_be_licensed_by_a_connector_where_the_host_is_known():
    connector = offer("EC", 50_000, "ws_external_connector", "host", runs="2025")
    offers = [*OFFERS, connector]
    assert total([named(30, 0, "F", relation=Relation.EXTERNAL)], [server("F", "2025")], offers) == 50_000
    assert total([named(30, 0, "F")], [server("F", "2025")], offers) == 30 * 4_100
    described = group("g", 30, 0, server="2025", relation=Relation.EXTERNAL)
    assert total([described], [server("F", "2025")], offers) == 30 * 4_100


def test_a_subscription_holds_for_every_person_of_a_group():
    assert total([named(30, 4, "F", subscriptions=("Microsoft 365 E3",))], [server("F", "2025")]) == 0
    remote = named(3, 0, "F", subscriptions=("Microsoft 365 E3",), rds_servers=("F",), rds_users=3)
    assert total([remote], [server("F", "2025")]) == 3 * 11_900


def test_peripherals_that_use_remote_desktop_get_its_device_licence_where_policy_asks_for_one_each():
    asks = {"peripherals": "each_needs_device_cal"}
    hosts = [server("F", "2022")]
    some = named(5, 0, "F", rds_servers=("F",), rds_users=2, peripherals=4, peripheral_rds=3)
    people = 5 * 4_100 + 2 * 11_900
    assert total([some], hosts, **asks) == people + 4 * 3_700 + 3 * 9_100
    assert total([some], hosts, peripherals="exempt") == people


def test_servers_that_nobody_names_are_known_and_can_be_tried():
    servers = [server("F", "2019"), server("N", "2025", infrastructure=(Infrastructure.DNS,))]
    view = View(estate([group("g", 3, 0, server="2019")], servers), policy())
    assert unreached_servers(view) == ("F",)
    assert find_requirements(view).asks_the_same(find_requirements(view.of(reaching_all(view))))
    assert unreached_servers(View(estate([named(3, 0, "F")], servers), policy())) == ()
