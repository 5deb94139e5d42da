"""Rules R9 and R46: who is external, and connectors that license all of them on one host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.estate import Group, Pattern, Relation
from planner.domain.product import HOST
from planner.domain.requirement import Waived
from planner.licensing import connector_notices, find_requirements
from planner.licensing.rules.r09_external_people import (
    definition_notices,
    external_in_lists,
    group_is_external,
    is_external,
)
from planner.licensing.view import View
from tests.builders import bought, estate, lot, offer, plan_of, policy, server

CAL = offer("U", 40)
EC = offer("EC", 100, "ws_external_connector", "host")
REC = offer("REC", 150, "rds_external_connector", "host")
RDS = offer("RU", 90, "rds_cal")
ONE_HOST = [server("a", host="h"), server("b", "2019", host="h"), server("c")]
PER_SERVER = policy(external_connector_scope="instance")


def guests(number, *servers, kind="standard"):
    return [(f"g{i}", None, name, kind) for i in range(number) for name in servers]


def plan(accesses, offers=(CAL, EC), rules=None, servers=ONE_HOST, relation="external", lots=()):
    relations = {access[0]: relation for access in accesses if access[0].startswith("g")}
    return plan_of(estate((), servers, accesses, relations=relations), offers, lots, rules)


@pytest.mark.parametrize(("number", "packs"), [(2, {"U": 2}), (3, {"EC": 1}), (30, {"EC": 1})])
def test_a_connector_or_cals_whichever_is_cheaper(number, packs):
    assert bought(plan(guests(number, "a"))) == packs


def test_one_connector_is_for_all_servers_of_a_host():
    assert bought(plan(guests(9, "a", "b"))) == {"EC": 1}
    assert bought(plan(guests(9, "a", "b"), rules=PER_SERVER)) == {"EC": 2}
    assert bought(plan(guests(9, "a", "c"))) == {"EC": 2}
    assert bought(plan(guests(9, "*"))) == {"EC": 2}


def test_the_register_names_the_host():
    register = plan(guests(9, "a")).register
    assert (register.holder.tolist(), register.metric.tolist()) == (["h"], [HOST])


@pytest.mark.parametrize("relation", ["employee", "affiliate", "onsite_contractor", "remote_contractor"])
def test_a_connector_never_licenses_internal_people(relation):
    assert bought(plan(guests(9, "a"), relation=relation)) == {"U": 9}


def test_remote_contractors_are_external_where_policy_says_so():
    rules = policy(remote_contractor_is_internal=False)
    assert bought(plan(guests(9, "a"), relation="remote_contractor", rules=rules)) == {"EC": 1}
    assert bought(plan(guests(9, "a"), relation="onsite_contractor", rules=rules)) == {"U": 9}


def test_internal_people_on_the_same_host_keep_their_cals():
    staff = [(f"e{i}", None, "a", "standard") for i in range(3)]
    assert bought(plan([*guests(9, "a"), *staff])) == {"EC": 1, "U": 3}


def test_a_connector_is_as_new_as_the_newest_server_external_people_reach():
    old = offer("O", 60, "ws_external_connector", "host", "2019")
    assert bought(plan(guests(9, "b"), (CAL, old, EC))) == {"O": 1}
    assert bought(plan(guests(9, "a", "b"), (CAL, old, EC))) == {"EC": 1}
    staff = [("e", None, "a", "standard")]
    assert bought(plan([*guests(9, "b"), *staff], (CAL, old, EC))) == {"O": 1, "U": 1}


def test_remote_desktop_needs_both_connectors():
    assert bought(plan(guests(9, "a", kind="rds"), (CAL, RDS, EC, REC))) == {"EC": 1, "REC": 1}
    dear = offer("EC", 5000, "ws_external_connector", "host")
    assert bought(plan(guests(9, "a", kind="rds"), (CAL, RDS, dear, REC))) == {"U": 9, "RU": 9}


def test_where_no_base_layer_is_owed_the_remote_desktop_connector_stands_alone():
    cloud = [server("a", licensing="payg")]
    assert bought(plan(guests(9, "a", kind="rds"), (CAL, RDS, EC, REC), servers=cloud)) == {"REC": 1}


def test_connectors_that_are_owned_are_used_or_sold():
    own = lot("E", 1, "ws_external_connector", "host", resale_minor=90)
    used = plan(guests(9, "a"), lots=[own])
    assert (bought(used), used.sales) == ({}, ())
    sold = plan(guests(2, "a"), lots=[own])
    assert (bought(sold), [sale.quantity for sale in sold.sales]) == ({"U": 2}, [1])


def test_what_is_left_to_be_covered_follows_the_answers():
    found = find_requirements(
        View(estate((), ONE_HOST, guests(1, "a", "b", "c"), relations={"g0": "external"}), policy())
    )
    assert [(each.host, each.layer) for each in found.connectors] == [("c", 0), ("h", 0)]
    assert found.settled(Waived()).version.tolist() == [4]
    assert len(found.settled(Waived(connected=(0, 1)))) == 0
    texts = [notice.text for notice in connector_notices(found, Waived(connected=(1,)))]
    assert [text.rsplit(": ", 1)[1] for text in texts] == ["h (base layer).", "c (base layer)."]


def test_an_external_administrator_is_freed_or_has_a_connector():
    assert bought(plan(guests(3, "a", kind="admin"))) == {"U": 1}
    assert bought(plan(guests(9, "a", kind="admin"))) == {"EC": 1}


def test_two_lists_are_planned_with_cals_and_say_so():
    lists = estate(
        servers=ONE_HOST, persons={"g": 5}, kinds={"pc": "laptop"}, two_lists=True, relations={"g": "external"}
    )
    assert is_external(View(lists, policy())).tolist() == [True]
    (notice,) = external_in_lists(View(lists, policy()))
    assert (notice.code, "people: 1" in notice.text) == ("CAL-644", True)
    assert not find_requirements(View(lists, policy())).connectors


def contractors(relation, hours=None, on_site=None):
    """Return three contractors who reach a server, all stated alike."""
    found = estate((), ONE_HOST, guests(3, "a"), relations=dict.fromkeys(("g0", "g1", "g2"), relation))
    stated = replace(
        found.people,
        weekly_hours=None if hours is None else np.full(3, float(hours)),
        on_site_daily=None if on_site is None else np.full(3, int(on_site)),
    )
    return replace(found, people=stated)


BY_HOURS = policy(external_definition="2024")


@pytest.mark.parametrize(
    ("relation", "hours", "on_site", "is_outside"),
    [
        ("employee", 5, False, False), ("affiliate", 5, False, False), ("external", 60, True, True),
        ("onsite_contractor", 30, False, True), ("onsite_contractor", 30.5, False, False),
        ("onsite_contractor", 12, None, False), ("onsite_contractor", None, False, False),
        ("onsite_contractor", 12, True, False),
        ("remote_contractor", 12, None, True), ("remote_contractor", 31, None, False),
        ("remote_contractor", 12, True, False), ("remote_contractor", None, None, False),
    ],
)  # fmt: skip
def test_by_the_definition_of_2024_hours_and_daily_work_on_site_decide(relation, hours, on_site, is_outside):
    found = is_external(View(contractors(relation, hours, on_site), BY_HOURS))
    assert found.tolist() == [is_outside] * 3
    group = Group(
        "G", 4, 2, Pattern.OWN, "2022", relation=Relation(relation), weekly_hours=hours, on_site_daily=on_site
    )
    assert group_is_external(group, View(estate((group,)), BY_HOURS)) is is_outside


@pytest.mark.parametrize(
    ("values", "by_hours"),
    [
        ({}, False), ({"agreement_signed": date(2024, 9, 30)}, False), ({"agreement_signed": date(2024, 10, 1)}, True),
        ({"external_definition": "2024"}, True),
        ({"external_definition": "before_2024", "agreement_signed": date(2025, 1, 1)}, False),
    ],
)  # fmt: skip
def test_the_day_of_the_agreement_says_which_definition_holds(values, by_hours):
    view = View(contractors("remote_contractor", 12), policy(**values))
    assert is_external(view).tolist() == [by_hours] * 3


def test_before_2024_the_place_decides_whatever_the_hours():
    by_place = policy(remote_contractor_is_internal=False)
    assert is_external(View(contractors("remote_contractor", 60), by_place)).all()
    assert not is_external(View(contractors("onsite_contractor", 5, False), by_place)).any()
    group = Group("G", 4, 2, Pattern.OWN, "2022", relation=Relation.REMOTE_CONTRACTOR, weekly_hours=60)
    assert group_is_external(group, View(estate((group,)), by_place))
    assert not group_is_external(group, View(estate((group,)), policy()))


def test_the_definition_decides_what_is_bought():
    people, dear = (
        contractors("remote_contractor", 12),
        [offer("U", 40), offer("EC", 100, "ws_external_connector", "host")],
    )
    assert bought(plan_of(people, dear)) == {"U": 3}
    assert bought(plan_of(people, dear, rules=BY_HOURS)) == {"EC": 1}


def codes(view):
    return {notice.code: notice.text for notice in definition_notices(view)}


def test_the_day_of_the_agreement_is_asked_for_where_it_matters():
    told = codes(View(contractors("remote_contractor", 12), policy()))
    assert set(told) == {"CAL-686"}
    assert "(people: 3)" in told["CAL-686"]
    for people, rules in (
        (contractors("remote_contractor"), policy()),
        (contractors("remote_contractor", 12), policy(agreement_signed=date(2020, 1, 1))),
        (contractors("remote_contractor", 12), BY_HOURS),
        (contractors("employee", 12), policy()),
    ):
        assert codes(View(people, rules)) == {}
    group = Group(
        "G", 4, 2, Pattern.OWN, "2022", relation=Relation.ONSITE_CONTRACTOR, weekly_hours=9, on_site_daily=False
    )
    assert "(people: 4)" in codes(View(estate((group,)), policy()))["CAL-686"]


def test_blank_hours_and_places_are_told_with_the_people_at_stake():
    for people in (contractors("remote_contractor"), contractors("onsite_contractor", 12)):
        told = codes(View(people, BY_HOURS))
        assert set(told) == {"CAL-687"}
        assert "(people: 3)" in told["CAL-687"]
    for people in (contractors("onsite_contractor", 31), contractors("onsite_contractor", 12, True)):
        assert codes(View(people, BY_HOURS)) == {}
    group = Group("G", 7, 2, Pattern.OWN, "2022", relation=Relation.ONSITE_CONTRACTOR)
    assert "(people: 7)" in codes(View(estate((group,)), BY_HOURS))["CAL-687"]
