"""What a second session host would save, where a deployment runs in one mode."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import RdsMode
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.plan import ScenarioResult
from planner.domain.scenario import Scenario
from planner.licensing.rules.r29_one_mode import SECOND_HOST
from planner.licensing.rules.r32_browser_clients import BROWSER_HOST
from planner.pipeline import plan
from tests.builders import estate, group, lot, offer, policy, server

OFFERS = (
    offer("WU", 4_100, runs="2025"),
    offer("WD", 3_700, metric="device", runs="2025"),
    offer("RU", 11_900, "rds_cal", runs="2025"),
    offer("RD", 9_100, "rds_cal", "device", runs="2025"),
)


def planned(found, lots=(), **rules) -> ScenarioResult:
    these = policy(rds_mode_default="choose", **rules)
    scenarios = (Scenario("cheapest", these),)
    (result,) = plan(Inventory(SourceFile("e", ""), None, found, OFFERS, lots, scenarios, (), these)).results
    return result


def test_a_second_host_is_told_with_what_it_saves():
    """Twelve people roam with two machines each, twenty-five share ten: per device costs 34, both modes 12 and 10."""
    result = planned(estate([group("a", 12, 24, "own", rds="2022"), group("b", 25, 10, rds="2022")]))
    (notice,) = (each for each in result.notices if each.code == SECOND_HOST.code)
    assert notice.amount_minor == 24 * 9_100 - 12 * 11_900
    assert "all other session hosts to per-device mode" in notice.text
    assert "756.00 EUR less" in notice.text


def test_nothing_is_told_where_one_mode_suits_all():
    result = planned(estate([group("b", 25, 10, rds="2022")]))
    assert SECOND_HOST.code not in {notice.code for notice in result.notices}


def test_a_few_browser_users_bind_a_farm_and_what_that_costs_is_told():
    """One of five people on one shared machine uses a browser: all five need User CALs, three Device CALs lie idle."""
    farm = server("F", "2022", rds_deployment="farm", rds_mode=RdsMode.CHOOSE)
    found = estate(servers=[farm], accesses=[(f"p{number}", "pc", "F", "rds") for number in range(5)])
    in_browser = np.arange(5) == 2
    found = replace(found, accesses=replace(found.accesses, html5=in_browser))
    result = planned(found, (lot("L", 3, "rds_cal", "device"),))
    (notice,) = (each for each in result.notices if each.code == BROWSER_HOST.code)
    # On a host of their own the other four need the machine's licence only, which is owned.
    assert notice.amount_minor == 4 * 11_900
    assert "3 owned Remote Desktop Device CALs lie idle" in notice.text
