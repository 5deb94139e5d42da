"""What newer servers cost in licences (rule R19): who is touched, what becomes useless, and the estate without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.estate import Infrastructure
from planner.domain.product import Version
from planner.licensing import coming_upgrades, find_requirements, newest_servers, upgrade_effects
from planner.licensing.rules.r19_newest_server_sets_version import NEWEST_SERVERS
from planner.licensing.view import View
from tests.builders import DAY, estate, group, lot, offer, plan_of, policy, server

FILES, APP = server("files", "2019"), server("app", "2025")
DIRECTORY = server("dc", "2025", infrastructure=(Infrastructure.DIRECTORY,))
PEOPLE = [(f"u{i}", f"pc{i}", "files", "standard") for i in range(10)]
LOTS = (lot("L", 10, runs="2019"),)


def newest(inventory, lots=LOTS, **rules):
    return newest_servers(View(inventory, policy(**rules)), find_requirements(View(inventory, policy(**rules))), lots)


def test_a_new_directory_touches_everybody():
    shock = newest(estate(servers=[FILES, DIRECTORY], accesses=PEOPLE))
    assert shock.notice().code == NEWEST_SERVERS.code
    assert shock.facts == (
        "2025 is the newest version anybody needs (rule R19), because of dc: people: 10, machines: 10 may need it, and "
        "owned licences of older versions are useless for that: 10."
    )
    assert [(s.server_id, s.version) for s in shock.estate.servers] == [("dc", "2019"), ("files", "2019")]


def test_only_those_who_reach_the_new_server_are_touched():
    accesses = [*PEOPLE, ("u1", "pc1", "app", "standard"), ("u2", "pc2", "app", "standard")]
    shock = newest(estate(servers=[FILES, APP, server("unused", "2025")], accesses=accesses))
    assert "because of app: people: 2, machines: 2 may need it" in shock.facts


def test_a_new_server_that_only_a_group_names_is_the_cause_and_is_lowered():
    """It said "because of : people", and that an older server would save nothing, for it planned with the same one."""
    team = replace(group("team", 3, 3), server_version=None, servers=("app",))
    inventory, offers = estate([team], [FILES, APP], PEOPLE), [offer("U", 4500, runs="2025")]
    shock = newest(inventory, (lot("L", 13, runs="2019"),))
    assert "because of app: people: 3, machines: 3 may need it" in shock.facts
    assert [(s.server_id, s.version) for s in shock.estate.servers] == [("app", "2019"), ("files", "2019")]
    plan, other = (plan_of(each, offers, (lot("L", 13, runs="2019"),)) for each in (inventory, shock.estate))
    assert shock.difference(plan, other) == "With 2019 there, 135.00 EUR would be saved."


def test_the_saving_is_the_difference_of_two_plans():
    inventory, offers = estate(servers=[FILES, DIRECTORY], accesses=PEOPLE), [offer("U", 4500, runs="2025")]
    shock = newest(inventory)
    plan, other = plan_of(inventory, offers, LOTS), plan_of(shock.estate, offers, LOTS)
    assert (plan.cost.total, other.cost.total) == (45000, 0)
    assert shock.difference(plan, other) == "With 2019 there, 450.00 EUR would be saved."
    assert shock.difference(plan, plan) == "With 2019 there, nothing would be saved."
    unproved = replace(other, lower_bound_minor=-1)
    assert shock.difference(plan, unproved) == "With 2019 there, at least 450.00 EUR would be saved."


@pytest.mark.parametrize(
    ("lots", "servers"),
    [
        ((), [FILES, DIRECTORY]),  # nothing is owned
        ((lot("L", 10, runs="2025"),), [FILES, DIRECTORY]),  # what is owned is new enough
        ((lot("L", 0, runs="2019"),), [FILES, DIRECTORY]),
        ((lot("L", 10, runs="2016"),), [FILES, DIRECTORY]),  # too old for the other servers as well
        ((lot("L", 10, "rds_cal", runs="2019"),), [FILES, DIRECTORY]),  # of the other layer
    ],
)
def test_there_is_no_word_where_nothing_becomes_useless(lots, servers):
    assert newest(estate(servers=servers, accesses=PEOPLE), lots) is None


def test_where_all_have_one_version_the_owned_one_is_the_other():
    shock = newest(estate(groups=[group("g", 5, 0, server="2022", rds="2022")]), (lot("L", 4, runs="2016"),))
    assert 'because of group "g": people: 5, machines: 0' in shock.facts
    assert [(g.server_version, g.rds_version) for g in shock.estate.groups] == [("2016", "2016")]
    assert shock.instead == "With 2016 there,"


def test_an_upgrade_by_policy_is_compared_with_the_versions_without_it():
    inventory = estate(servers=[FILES], accesses=PEOPLE)
    shock = newest(inventory, server_upgrades="2025")
    assert "because of policy server_upgrades, for files: people: 10" in shock.facts
    assert (shock.estate, shock.policy) == (inventory, policy())
    assert shock.instead == "Without these upgrades,"
    both = estate(servers=[FILES, APP], accesses=[*PEOPLE, ("u1", "pc1", "app", "standard")])
    assert newest(both, server_upgrades="2025") is None


def test_two_lists_touch_everybody():
    inventory = estate(servers=[FILES, APP], persons={"ann": 1, "till": 3}, kinds={"pc": "laptop"}, two_lists=True)
    assert "because of app: people: 4, machines: 1" in newest(inventory).facts


def test_coming_upgrades_are_planned_once_more():
    later = {"upgrade_to": Version("2025"), "upgrade_on": DAY + timedelta(days=30)}
    accesses = [*PEOPLE, ("u1", "pc1", "dc", "standard")]
    inventory = estate(servers=[server("dc", "2019", **later), FILES], accesses=accesses)
    shock = coming_upgrades(View(inventory, policy()))
    assert shock.facts == "Upgrades planned after 2026-11-21 (rule R19): dc to 2025."
    now, then = find_requirements(View(inventory, policy())), find_requirements(View(shock.estate, policy()))
    assert upgrade_effects(now, then, LOTS) == (
        "That lifts to 2025 people: 1, machines: 1; owned licences that are then too old for them: 10."
    )
    offers = [offer("U", 4500, runs="2025")]
    plan, other = plan_of(inventory, offers, LOTS), plan_of(shock.estate, offers, LOTS)
    assert shock.difference(plan, other) == "Planned with them, licences cost 45.00 EUR more."
    assert shock.difference(plan, plan) == "Planned with them, licences cost nothing more."
    for rules in ({"server_upgrades": "none"}, {"plan_date": DAY + timedelta(days=30)}):
        assert coming_upgrades(View(inventory, policy().having(**rules))) is None


def test_upgrades_that_lift_nothing_or_are_not_ours_are_left_out():
    later = {"upgrade_to": Version("2022"), "upgrade_on": DAY + timedelta(days=30)}
    park = [server("same", "2022", **later), server("theirs", "2019", owner="Partner Ltd", **later)]
    assert coming_upgrades(View(estate(servers=park, accesses=[("ann", "pc", "same", "standard")]), policy())) is None
