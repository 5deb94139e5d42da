"""People who stand in for somebody absent use that person's licences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import NONE, Estate
from planner.licensing import find_requirements, people_covered, stand_in_notices
from planner.licensing.view import View
from tests.builders import estate, offer, plan_of, policy, server

CALS = [offer("U", 4000, runs="2025"), offer("D", 9000, metric="device", runs="2025")]


def standing(inventory: Estate, **pairs: str) -> Estate:
    """Let people stand in for others: b="a" is b for a."""
    people = inventory.people
    ids = people.ids.tolist()
    absent = np.array([ids.index(pairs[person]) if person in pairs else NONE for person in ids], dtype=np.int64)
    return replace(inventory, people=replace(people, stands_in_for=absent))


def office(*accesses: tuple[str, str], **more: object) -> Estate:
    park = [server("fs", "2019"), server("new", "2025")]
    return estate(servers=park, accesses=[(who, None, where, "standard") for who, where in accesses], **more)


def total(inventory: Estate) -> int:
    plan = plan_of(inventory, CALS)
    assert plan is not None
    return plan.cost.total


def test_three_stand_ins_for_three_clerks_need_nothing():
    needs = office(*((f"{kind}{n}", "fs") for n in range(3) for kind in ("clerk", "temp")))
    assert total(needs) == 6 * 4000
    assert total(standing(needs, temp0="clerk0", temp1="clerk1", temp2="clerk2")) == 3 * 4000


def test_what_only_the_stand_in_reaches_is_covered_too():
    needs = standing(office(("ann", "fs"), ("bob", "new")), bob="ann")
    requirements = find_requirements(View(needs, policy()))
    assert requirements.holders.names().tolist() == ["ann"]
    plan = plan_of(needs, CALS)
    assert plan is not None
    assert [(row.holders, row.version) for row in plan.pools] == [(1, "2025")]


def test_one_may_stand_in_for_somebody_without_an_access_of_his_own():
    needs = standing(office(("bob", "fs"), persons={"ann": 1}), bob="ann")
    assert find_requirements(View(needs, policy())).holders.names().tolist() == ["ann"]


def test_machines_meet_the_absent_person():
    needs = estate(
        servers=[server("fs")], accesses=[("ann", "pc1", "fs", "standard"), ("bob", "pc2", "fs", "standard")]
    )
    found = find_requirements(View(standing(needs, bob="ann"), policy()))
    names = found.holders.names()
    assert sorted(zip(names[found.user], names[found.device], strict=True)) == [("ann", "pc1"), ("ann", "pc2")]


def test_two_lists_leave_the_stand_in_out():
    lists = estate(
        servers=[server("fs")], persons={"ann": 1, "bob": 1, "cyd": 1}, kinds={"pc": "laptop"}, two_lists=True
    )
    names = find_requirements(View(standing(lists, bob="ann"), policy())).holders.names()
    assert sorted(names.tolist()) == ["ann", "cyd", "pc"]


def test_a_subscription_is_nobody_elses():
    needs = office(("ann", "fs"), ("bob", "fs"), subscriptions={"ann": ("M365 E3",)})
    assert find_requirements(View(standing(needs, bob="ann"), policy())).holders.names().tolist() == ["bob"]
    own = office(("ann", "fs"), ("bob", "fs"), subscriptions={"bob": ("M365 E3",)})
    assert find_requirements(View(standing(own, bob="ann"), policy())).holders.names().tolist() == ["ann"]
    assert people_covered(View(standing(own, bob="ann"), policy())) == ()


def test_the_notice_counts_both_kinds():
    needs = office(("ann", "fs"), ("bob", "fs"), ("cyd", "fs"), ("dan", "fs"), subscriptions={"cyd": ("M365 E3",)})
    assert stand_in_notices(View(needs, policy())) == ()
    (notice,) = stand_in_notices(View(standing(needs, bob="ann", dan="cyd"), policy()))
    assert notice.code == "CAL-669"
    assert notice.text == (
        "People who stand in for somebody absent use that person's licences and need none of their own (rule R38; "
        "people: 1): bob for ann. Nobody uses another one's subscription, so these stand-ins are planned like anybody "
        "(rule R38; people: 1): dan for cyd."
    )
