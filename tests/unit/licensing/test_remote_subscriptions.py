"""What a subscription for Remote Desktop leaves to be licensed (rule R47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.estate import RdsMode
from planner.licensing import people_covered
from planner.licensing.view import View
from tests.builders import bought, cheapest_by_direct_model, estate, group, offer, plan_of, policy, server

FARM = server("farm", rds_deployment="farm")
CALS = [
    offer("wu", 3000), offer("wd", 2000, metric="device"),
    offer("ru", 9000, "rds_cal"), offer("rd", 5000, "rds_cal", "device"),
]  # fmt: skip
HAS = ("Windows Server Remote Desktop Services User CAL (1 year)",)


def farm(mode: str):
    return replace(FARM, rds_mode=RdsMode(mode))


def people(mode="any", persons=1, had=HAS, **more):
    accesses = [("ann", "pc1", "farm", "rds"), ("bob", "pc2", "farm", "rds")]
    return estate(servers=[farm(mode)], accesses=accesses, subscriptions={"ann": had}, persons={"ann": persons}, **more)


def both_ways(inventory, rules=None):
    """Plan by the program and by the plain model, which must agree."""
    plan = plan_of(inventory, CALS, rules=rules or policy())
    assert plan.cost.total == cheapest_by_direct_model(inventory, CALS, rules=rules or policy())
    return bought(plan)


def test_such_a_person_needs_the_base_cal_only():
    assert both_ways(people(had=())) == {"rd": 2, "wd": 2}
    assert both_ways(people()) == {"rd": 1, "wd": 2}
    assert both_ways(people(had=(*HAS, "M365 E3"))) == {"rd": 1, "wd": 1}


@pytest.mark.parametrize(("mode", "packs"), [("user", {"ru": 1, "wd": 2}), ("device", {"rd": 2, "wd": 2})])
def test_it_counts_where_licences_of_people_do(mode, packs):
    assert both_ways(people(mode)) == packs


def test_a_mode_that_is_left_to_the_plan_is_weighed_with_it():
    """Per user one more is needed, per device two."""
    assert both_ways(people("choose")) == {"ru": 1, "wd": 2}
    assert both_ways(people("choose", had=())) == {"rd": 2, "wd": 2}


def test_at_one_end_the_base_cal_may_be_owed_by_the_person_or_both_by_the_machine():
    rules = policy(base_and_rds_same_metric=True)
    assert both_ways(people(), rules) == {"wu": 1, "rd": 1, "wd": 1}
    assert both_ways(people(had=(*HAS, "M365 E3")), rules) == {"rd": 1, "wd": 1}
    assert both_ways(people("choose"), rules) == {"rd": 2, "wd": 2}
    assert both_ways(people("user"), rules) == {"ru": 1, "wu": 2}


def test_people_behind_an_account_and_people_of_a_group_each_have_it():
    assert both_ways(people(persons=3)) == {"rd": 1, "wd": 2}
    crew = replace(group("crew", 4, 4, pattern="own", rds="2022"), subscriptions=HAS)
    assert both_ways(estate([crew])) == {"wd": 4}
    assert both_ways(estate([replace(crew, subscriptions=())])) == {"rd": 4, "wd": 4}


@pytest.mark.parametrize("had", [("ann",), ("ann", "bob"), ()])
def test_two_lists(had):
    inventory = estate(
        servers=[farm("user")], persons={"ann": 1, "bob": 2, "cid": 1}, kinds={"pc": "laptop"}, two_lists=True,
        subscriptions=dict.fromkeys(had, HAS),
    )  # fmt: skip
    left = 4 - len(had) - ("bob" in had)
    assert both_ways(inventory) == {"ru": left, "wd": 1}


def test_who_has_it_is_told_of_people_and_groups():
    crew = replace(
        group("crew", 4, 4, pattern="own", rds="2022"), subscriptions=(*HAS, "M365 E3", "Visio Plan 2", "X9")
    )
    inventory = replace(people(persons=3), groups=(crew,))
    told = {notice.code: notice.text for notice in people_covered(View(inventory, policy()))}
    assert "(rule R47; people: 7)" in told["CAL-688"]
    assert "(people: 4): Microsoft 365 E3 (people: 4)." in told["CAL-621"]
    assert "recognised are not counted: X9." in told["CAL-623"]
    assert "CAL-684" not in told, "whoever has Visio has E3 too"
    assert "(people: 3): ann." in told["CAL-685"]
    elsewhen = replace(crew, starts=date(2030, 1, 1))
    told = {notice.code: notice.text for notice in people_covered(View(estate([elsewhen]), policy()))}
    assert set(told) == {"CAL-623"}


def test_potential_access():
    inventory = people("user")
    rules = policy(count_basis="potential_access")
    assert both_ways(inventory, rules) == {"ru": 1, "wd": 2}
