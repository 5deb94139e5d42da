"""The table of disputed rules, and which other readings change anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.estate import Infrastructure
from planner.domain.product import Version
from planner.domain.scenario import Scenario
from planner.licensing import find_market, find_requirements, no_difference, other_readings
from planner.licensing.audit.readings import DISPUTED
from planner.licensing.view import View
from tests.builders import estate, lot, offer, policy, server

OFFERS = [offer("N", 4500, runs="2025"), offer("U", 2000, runs="2025", condition="used")]


def changing(inventory, rules=None, offers=OFFERS, lots=()):
    """The names of the policies of which another reading changes something."""
    rules = rules or policy()
    now = find_requirements(View(inventory, rules))
    market = find_market(offers, lots, now, rules)
    found = set()
    for reading in other_readings(rules):
        other = reading.scenario(Scenario("x", rules)).policy
        then = find_requirements(View(inventory, other))
        if reading.changes(now, then, market, find_market(offers, lots, then, other)):
            found.add(reading.setting.name)
    return found


ALWAYS = {"ws_metrics", "allow_used", "allow_used_ws_cal", "missing_evidence"}
"""What any inventory with people and used offers of unstated origin depends on."""
PAIR = [("ann", "pc", "files", "standard")]
STAFF_PAGES = {"intranet_is_web_workload"}
TO_FILES = ("files", "standard")
FILES, PAGES = server("files", "2019"), server("pages", "2025", workload="web_internal")
NAMES = server("names", "2025", infrastructure=(Infrastructure.DNS,))


@pytest.mark.parametrize("setting", DISPUTED, ids=lambda setting: setting.name)
def test_the_default_is_one_of_the_readings_and_all_can_be_asked_for(setting):
    assert setting.built
    assert setting.default in setting.readings
    for value in setting.readings:
        assert policy().having(**{setting.name: value})[setting] == value


def test_each_other_reading_comes_once():
    names = [reading.in_words() for reading in other_readings(policy())]
    assert len(set(names)) == len(names) == sum(len(setting.readings) - 1 for setting in DISPUTED)
    assert {"peripherals = exempt", "allow_used = no", "min_proof_score = none", "min_proof_score = complete"} <= set(
        names
    )
    assert not any(reading.setting.name == "ws_metrics" for reading in other_readings(policy(ws_metrics="user")))


def test_a_reading_is_a_scenario_of_its_own():
    reading = next(each for each in other_readings(policy()) if each.setting.name == "peripherals")
    scenario = reading.scenario(Scenario("cheapest", policy(use_owned=False)))
    assert scenario.name == "cheapest, reading peripherals = each_needs_device_cal"
    assert scenario.policy == policy(use_owned=False, peripherals="each_needs_device_cal")
    assert scenario.is_reading


@pytest.mark.parametrize(
    ("more", "changes"),
    [
        ({}, set()),
        ({"accesses": [*PAIR, ("ann", "mfp", *TO_FILES)], "kinds": {"mfp": "printer"}}, {"peripherals", "count_basis"}),
        ({"accesses": [*PAIR, (None, "sw", *TO_FILES)], "kinds": {"sw": "network"}}, {"network_gear"}),
        ({"servers": [FILES, NAMES]}, {"count_infrastructure_access"}),
        (
            {"accesses": [*PAIR, ("ann", "pc", "files", "rds")]},
            {"rds_metrics", "rds_mode_default", "base_and_rds_same_metric"},
        ),
        ({"subscriptions": {"ann": ("M365 F3",)}}, {"grants_m365_f3"}),
        ({"persons": {"idle": 1}}, {"count_basis"}),
        ({"servers": [FILES, PAGES], "accesses": [*PAIR, ("ann", "pc", "pages", "standard")]}, STAFF_PAGES),
    ],
)
def test_what_an_inventory_depends_on(more, changes):
    inventory = estate(**{"servers": [FILES], "accesses": PAIR} | more)
    assert changing(inventory) == ALWAYS | changes


def test_new_offers_only_leave_the_rules_on_used_ones_aside():
    assert changing(estate(servers=[FILES], accesses=PAIR), offers=OFFERS[:1]) == {"ws_metrics"}
    assert changing(estate(), offers=OFFERS) == set()


def test_requirements_are_compared_by_what_they_ask_not_by_what_sets_it():
    one = find_requirements(View(estate(servers=[FILES], accesses=PAIR), policy()))
    renamed = [(*PAIR[0][:2], "data", "standard")]
    assert one.asks_the_same(
        find_requirements(View(estate(servers=[server("data", "2019")], accesses=renamed), policy()))
    )
    newer = estate(servers=[replace(FILES, version=Version("2022"))], accesses=PAIR)
    assert not one.asks_the_same(find_requirements(View(newer, policy())))
    other = estate(servers=[FILES], accesses=[("bob", "pc", "files", "standard")])
    assert not one.asks_the_same(find_requirements(View(other, policy())))
    more = estate(servers=[FILES], accesses=PAIR, persons={"ann": 2})
    assert not one.asks_the_same(find_requirements(View(more, policy())))


def test_owned_licences_alone_are_no_dispute():
    assert changing(estate(servers=[FILES], accesses=PAIR), offers=[], lots=[lot("L", 3)]) == {"ws_metrics"}


def test_what_makes_no_difference_is_listed():
    readings = [each for each in other_readings(policy()) if each.setting.name == "network_gear"]
    assert no_difference(readings).text == (
        "Other readings of disputed rules that make no difference here: network_gear = each_needs_device_cal."
    )
