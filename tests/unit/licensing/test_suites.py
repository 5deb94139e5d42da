# ruff: noqa: E501 (messages stand here as people read them)
"""CAL suites and bridges as the base CALs they contain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.estate import Estate
from planner.domain.lot import Lot
from planner.domain.product import SUITES, Suite
from planner.licensing import find_market, find_owned, find_requirements
from planner.licensing.market.suites import _GRANTS
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.licensing.view import View
from tests.builders import estate, group, lot, offer, plan_of, policy, server

RUNNING, ENDED = date(2028, 1, 1), date(2019, 6, 30)


def suite(name: str, quantity: int, product: Suite, **more: object) -> Lot:
    return lot(name, quantity, runs=str(more.pop("runs", "2008")), suite=product, **more)


def with_services(**subscriptions: tuple[str, ...]) -> Estate:
    accesses = [(person, None, "fs", "standard") for person in subscriptions]
    return estate(servers=[server("fs", "2019")], accesses=accesses, subscriptions=subscriptions)


def test_the_table_has_every_suite():
    assert set(_GRANTS) == set(SUITES)
    assert not [name for name in SETTING_BY_NAME if "bridge" in name]


@pytest.mark.parametrize("product", [Suite.CORE, Suite.ENTERPRISE])
@pytest.mark.parametrize(("until", "runs", "counts_as"), [(RUNNING, "2008", "2025"), (ENDED, "2008", "2019"), (ENDED, "2022", "2022"), (None, "2016", "2016")])  # fmt: skip
def test_a_suite_counts_as_base_cals_of_the_version_reached(
    product: Suite, until: date | None, runs: str, counts_as: str
):
    found = find_owned([suite("S", 80, product, runs=runs, sa_until=until)], View(estate(), policy()))
    (after,) = found.lots
    assert (after.product, after.quantity, after.version) == ("ws_cal", 80, counts_as)
    (notice,) = found.notices
    assert notice.code == "CAL-664"
    title = "Core" if product is Suite.CORE else "Enterprise"
    assert notice.text.endswith(f"S ({title} CAL Suite) as 80 Windows Server User CALs {counts_as}.")


def test_a_suite_is_no_remote_desktop_cal():
    needs = estate([group("g", 2, 2, rds="2019", server="2019")])
    offers = [offer("R", 100, "rds_cal", runs="2019")]
    owned = find_owned([suite("S", 2, Suite.ENTERPRISE, sa_until=RUNNING)], View(needs, policy()))
    plan = plan_of(needs, offers, owned.lots)
    assert plan is not None
    assert [(line.offer.offer_id, line.licences) for line in plan.purchases] == [("R", 2)]


@pytest.mark.parametrize(
    ("bridge", "counting"),
    [(Suite.BRIDGE_O365, 4), (Suite.BRIDGE_INTUNE, 2), (Suite.BRIDGE_O365_INTUNE, 1), (Suite.BRIDGE_EMS, 0)],
)
def test_a_bridge_counts_for_people_with_its_service(bridge: Suite, counting: int):
    people = with_services(
        ann=("Office 365 E3",), bob=("O365 E1", "Intune"), cyd=("microsoft intune",), dan=("M365 E3", "Office 365 E3"),
        eve=("EMS E5",), fay=("Office 365 E3",), gus=(),
    )  # fmt: skip
    people = replace(
        people, people=replace(people.people, persons=people.people.persons + (people.people.ids == "fay"))
    )
    found = find_owned([suite("B", 25, bridge, sa_until=RUNNING)], View(people, policy()))
    assert [(each.quantity, each.version) for each in found.lots] == ([(counting, "2025")] if counting else [])
    (notice,) = found.notices
    assert notice.code == "CAL-665"
    assert f"), {counting} of 25" in notice.text


def test_nobody_has_the_service_so_nothing_counts():
    found = find_owned(
        [suite("B", 25, Suite.BRIDGE_O365, sa_until=RUNNING)], View(estate([group("g", 30, 5)]), policy())
    )
    assert found.lots == ()
    assert found.notices[0].text.startswith(
        "Licences of bridges that count as base User CALs (rule R44): B (Core CAL Bridge for Office 365), 0 of 25, for "
        "people with Office 365."
    )


def test_a_bridge_is_for_people():
    found = find_owned(
        [suite("B", 5, Suite.BRIDGE_O365, metric="device", sa_until=RUNNING)],
        View(with_services(ann=("O365",)), policy()),
    )
    assert found.lots == ()


def test_one_person_has_one_bridge_and_the_most_of_them_count():
    """Bob, who has both services, is left for the lot that only he can use; Ann's Office 365 serves the other one."""
    people = with_services(ann=("Office 365 E3",), bob=("Office 365 E3", "Intune"))
    lots = [suite("A", 1, Suite.BRIDGE_O365, sa_until=RUNNING), suite("B", 1, Suite.BRIDGE_INTUNE, sa_until=RUNNING)]
    assert [each.quantity for each in find_owned(lots, View(people, policy())).lots] == [1, 1]
    three = [*lots, suite("C", 1, Suite.BRIDGE_O365_INTUNE, sa_until=RUNNING)]
    assert [each.owned_id for each in find_owned(three, View(people, policy())).lots] == ["A", "B"]


def test_a_suite_on_offer_is_a_base_cal_of_the_newest_version():
    needs = estate([group("g", 3, 1, server="2025")])
    offers = [
        offer("new", 5000, runs="2008", suite=Suite.CORE),
        offer("old", 100, runs="2022", condition="used", suite=Suite.CORE),
        offer("bridge", 10, suite=Suite.BRIDGE_O365),
    ]
    market = find_market(offers, (), find_requirements(View(needs, policy())), policy())
    assert [(each.offer_id, each.version) for each in market.offers] == [("new", "2025")]
    assert [(notice.code, notice.text) for notice in market.notices] == [
        ("CAL-664", "Offers of CAL suites count as base CALs (rule R43): new (Core CAL Suite) as Windows Server User CAL 2025."),
        ("CAL-666", "Bridges are not bought, as they count only with an online service (rule R44): bridge (Core CAL Bridge for Office 365)."),
    ]  # fmt: skip
    plan = plan_of(needs, offers)
    assert plan is not None
    assert plan.cost.total == 15000
