# ruff: noqa: E501 (messages stand here as people read them)
"""Licences that moved less than 90 days ago stay with their holders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import NONE, Estate
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.licensing import find_market, find_owned, find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from planner.report.explain import explain
from tests.builders import estate, group, lot, offer, policy, server

LATELY = date(2026, 10, 1)
PARK = [server("fs", "2019"), server("new", "2025"), server("rd", "2019", rds_deployment="rd")]
CALS = [
    offer("D", 3500, metric="device", runs="2025"),
    offer("RD", 9500, "rds_cal", "device", runs="2025"),
    offer("RU", 9000, "rds_cal", runs="2025"),
    offer("U", 4500, runs="2025"),
]


def needs(*accesses: tuple[str | None, str | None, str], **more: Any) -> Estate:
    return estate(
        servers=PARK, accesses=[(*access, "rds" if access[2] == "rd" else "standard") for access in accesses], **more
    )


def held(name: str, holder: str, runs: str = "2019", **more: Any) -> Lot:
    return lot(name, 1, runs=runs, assigned_to=holder, **{"last_reassigned": LATELY, **more})


def planned(inventory: Estate, lots: Sequence[Lot], **rules: Any) -> tuple[Plan, Market]:
    """Return the audited plan with its reasons, and the market it was made from."""
    under = policy(**rules)
    owned = find_owned(lots, View(inventory, under))
    requirements = find_requirements(View(inventory, under), owned.recent)
    market = find_market(CALS, owned.lots, requirements, under)
    market = replace(market, notices=(*owned.notices, *market.notices))
    outcome = solve_scenario(Prepared.of(requirements, under), market, under, Limits())
    assert outcome.choice is not None
    assert outcome.bound_minor is not None
    plan = make_plan(requirements, market, under, outcome.choice, outcome.bound_minor, 0)
    assert plan.is_proved
    assert audit(plan, requirements, market, under, 0) == []
    return explain(plan, requirements, outcome.choice.held, market, under), market


def codes(market: Market) -> set[str]:
    return {notice.code for notice in market.notices} & {"CAL-667", "CAL-668"}


def test_the_holder_keeps_it_and_the_register_says_until_when():
    """Ann's User CAL could be sold, as her machine has one; it stays, and the machine needs none."""
    office = needs(("ann", "pc", "fs"))
    plan, market = planned(office, [held("L", "ann", resale_minor=9000)])
    assert plan.cost.total == 0
    assert plan.register.holder.tolist() == ["ann"]
    assert plan.register.reason.tolist() == [
        "Has had licence L since 2026-10-01; it may not move before 2026-12-30 (rule R37)."
    ]
    (notice,) = market.notices
    assert (notice.code, notice.text) == (
        "CAL-667",
        "Licences that moved less than 90 days ago stay with their holders and are not sold (rule R37; licences: 1): L with "
        "ann (until 2026-12-30).",
    )
    later, market = planned(office, [held("L", "ann", resale_minor=9000, last_reassigned=date(2026, 8, 23))])
    assert later.cost.total == 3500 - 9000
    assert market.notices == ()


def test_it_is_not_given_to_others():
    """Bob cannot have it though Ann's machine has a CAL of its own."""
    office = needs(("ann", "pc", "fs"), ("bob", None, "fs"))
    machine = lot("M", 1, metric="device", runs="2019")
    assert planned(office, [held("L", "ann", last_reassigned=None), machine])[0].cost.total == 0
    plan, _ = planned(office, [held("L", "ann"), machine])
    assert plan.cost.total == 4500
    assert dict(zip(plan.register.holder.tolist(), plan.register.source.tolist(), strict=True)) == {"ann": 0, "bob": 2}


def test_the_same_person_keeps_just_this_licence():
    """Another lot of a newer version is owned too; whoever is served first, L stays with Ann."""
    office = needs(*((name, None, "fs") for name in ("aaron", "ann", "bob")))
    plan, _ = planned(office, [held("L", "ann"), lot("N", 2, runs="2022")])
    sources = dict(zip(plan.register.holder.tolist(), plan.register.source.tolist(), strict=True))
    assert sources == {"aaron": 1, "ann": 0, "bob": 1}


def test_it_is_free_where_the_holder_has_left():
    office = needs(("bob", None, "fs"), ("ann", None, "fs"))
    people = office.people
    office = replace(
        office,
        people=replace(people, active=people.ids != "ann"),
        accesses=replace(office.accesses, **{n: getattr(office.accesses, n)[1:] for n in ("user", "device", "server", "kind", "manual")}),
    )  # fmt: skip
    plan, market = planned(office, [held("L", "ann")])
    assert plan.cost.total == 0
    assert codes(market) == set()


@pytest.mark.parametrize("product", ["ws_cal", "rds_cal"])
def test_it_stays_with_a_holder_who_needs_none_any_more(product: str):
    """Ann has an access without it, or none at all; Bob needs a licence of his own."""
    office = needs(("bob", None, "rd"), persons={"ann": 1})
    plan, market = planned(office, [held("L", "ann", product=product, resale_minor=700)])
    assert plan.cost.total == 4500 + 9000
    assert plan.sales == ()
    (notice,) = [notice for notice in market.notices if notice.code == "CAL-668"]
    assert notice.text == (
        "Licences that moved less than 90 days ago stay with their holders and are idle there (rule R37; licences: 1; sold they "
        "would bring 7.00 EUR): L of ann, who needs none now (until 2026-12-30)."
    )
    later, _ = planned(office, [held("L", "ann", product=product, resale_minor=700, last_reassigned=date(2026, 8, 23))])
    assert later.cost.total == (9000 if product == "ws_cal" else 4500)
    day_before, _ = planned(office, [held("L", "ann", product=product, last_reassigned=date(2026, 8, 24))])
    assert day_before.cost.total == 4500 + 9000


@pytest.mark.parametrize(
    ("lots", "rules", "why"),
    [
        ([held("L", "ann")], {}, "L of ann, who needs a newer version too (until 2026-12-30)"),
        ([held("L", "ann", "2025")], {"ws_metrics": "device"}, "who by the policies on metrics need not hold one"),
        ([held("K", "ann", "2025"), held("L", "ann", "2025")], {}, "L of ann, who has another one"),
    ],
)
def test_it_is_left_out_where_it_cannot_be_said_to_be_of_use(lots: list[Lot], rules: dict[str, Any], why: str):
    office = needs(("ann", "pc", "fs"), ("ann", "pc", "new"), ("bob", "pc2", "fs"))
    _, market = planned(office, lots, **rules)
    assert "CAL-668" in codes(market)
    assert "L" not in {one.owned_id for one in market.lots}
    (notice,) = [notice for notice in market.notices if notice.code == "CAL-668"]
    assert why in notice.text


def test_both_layers_may_be_held():
    office = needs(("ann", "pc", "rd"))
    lots = [held("B", "ann"), held("R", "ann", product="rds_cal")]
    for same_end in (False, True):
        plan, _ = planned(office, lots, base_and_rds_same_metric=same_end)
        assert plan.cost.total == 0
        assert len(plan.register) == 2


def test_a_machine_keeps_its_licence_too():
    office = needs(("ann", "pc", "fs"), ("bob", "pc", "fs"), ("ann", "home", "fs"))
    plan, _ = planned(office, [held("L", "pc", metric="device")])
    assert plan.cost.total == 3500
    assert sorted(plan.register.holder.tolist()) == ["home", "pc"]


def test_what_an_access_from_any_machine_asks_for_is_raised():
    """One row per person stays one row: the licence is newer than the access asks for."""
    office = needs(("ann", None, "fs"))
    under = policy()
    owned = find_owned([held("L", "ann", "2022")], View(office, under))
    requirements = find_requirements(View(office, under), owned.recent)
    assert len(requirements) == 1
    assert requirements.pairs == 1
    assert np.array(requirements.origins)[requirements.origin].tolist() == ["a licence that stays with its holder"]


def test_members_of_groups_and_shared_accounts_are_not_told_apart():
    crowd = estate([group("g", 3, 2)], PARK, [("till", None, "fs", "standard")], persons={"till": 2})
    lots = [
        held("A", "g/user/1"),
        held("B", "till/person/1"),
        held("C", "till"),
        replace(held("E", ""), quantity=4),
        held("F", "g/user/4"),
        held("G", "till/person/3"),
        held("H", "nobody"),
    ]
    owned = find_owned(lots, View(crowd, policy()))
    assert [notice.code for notice in owned.notices] == ["CAL-668"] * 3
    assert [notice.text.split(" (rule R37; ")[1] for notice in owned.notices] == [
        "licences: 1): B.",
        "licences: 2): A, H.",
        "licences: 5): C, E.",
    ]
    left = {lot.owned_id: lot.transferable for lot in owned.lots}
    assert left == {"B": False, "C": True, "E": True, "F": True, "G": True}
    lists = estate(servers=PARK, persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True)
    listed = find_owned([held("A", "ann")], View(lists, policy()))
    assert listed.recent == ()
    assert [lot.transferable for lot in listed.lots] == [False]
    bob = estate(
        servers=PARK, persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True, subscriptions={"ann": ("M365 E3",)}
    )
    assert [lot.owned_id for lot in find_owned([held("A", "ann"), lots[1]], View(bob, policy())).lots] == []
    remote = held("A", "ann", product="rds_cal")
    assert [lot.owned_id for lot in find_owned([remote], View(bob, policy())).lots] == ["A"]


@pytest.mark.parametrize("two_lists", [True, False])
def test_a_licence_of_somebody_in_a_list_who_needs_none_serves_nobody_else(two_lists):
    inventory: dict[str, Any] = {
        "persons": {"ann": 1, "bob": 1, "cy": 1},
        "kinds": {"pc": "laptop", "sw": "network"},
    }
    listed = estate(servers=PARK, two_lists=True, **inventory)
    if not two_lists:
        listed = needs(("ann", "pc", "fs"), ("bob", "pc", "fs"), ("cy", "sw", "fs"), **inventory)
    assert listed.people.ids.tolist() == ["ann", "bob", "cy"]
    listed = replace(listed, people=replace(listed.people, stands_in_for=np.array([NONE, NONE, 1])))
    lots = [held("A", "ann"), held("C", "cy"), held("P", "pc", metric="device"), held("S", "sw", metric="device")]
    under = policy(count_basis="potential_access", network_gear="exempt")
    assert [one.owned_id for one in find_owned(lots, View(listed, under)).lots] == ["A", "P"]
    beside = replace(listed, groups=(group("g", 3, 2),))
    assert find_owned(lots, View(beside, under)).lots == ()


def test_members_of_the_only_group_use_it_among_themselves():
    alone = estate([group("g", 3, 2, rds="2022", rds_users=2)], PARK)
    lots = [held("A", "g/user/3"), held("B", "g/user/3", product="rds_cal"), held("D", "g/device/2", metric="device")]
    owned = find_owned(lots, View(alone, policy()))
    assert [lot.owned_id for lot in owned.lots] == ["A", "D"]
    two = estate([group("g", 3, 0), group("h", 5, 0)], PARK)
    assert len(find_owned(lots[:1], View(two, policy())).lots) == 1  # all of them need one


def test_the_audit_sees_a_licence_that_moved():
    office = needs(("ann", None, "fs"), ("bob", None, "fs"))
    under = policy()
    owned = find_owned([held("L", "ann"), lot("M", 1, runs="2019")], View(office, under))
    requirements = find_requirements(View(office, under), owned.recent)
    market = find_market(CALS, owned.lots, requirements, under)
    outcome = solve_scenario(Prepared.of(requirements, under), market, under, Limits())
    assert outcome.choice is not None
    plan = make_plan(requirements, market, under, outcome.choice, 0, 0)
    swapped = replace(plan, register=replace(plan.register, source=plan.register.source[::-1]))
    assert "L may not move yet, but does not stay with ann" in audit(swapped, requirements, market, under, 0)
