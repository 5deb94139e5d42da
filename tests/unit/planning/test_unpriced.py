"""Where nothing is on offer, a plan says what to ask for: the fewest licences, people first, older versions first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.document import PlanDocument, document_of
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.plan import PlanStatus
from planner.domain.scenario import Policy, Scenario
from planner.pipeline import plan
from planner.report import listed
from planner.report.formats.plan_json import to_json
from planner.report.formats.plan_reader import from_json
from planner.report.words import headline
from tests.builders import estate, group, lot, offer, policy


def planned(groups, lots=(), offers=(), rules: Policy | None = None) -> PlanDocument:
    rules = rules or policy()
    return document_of(
        plan(
            Inventory(
                source=SourceFile("estate.xlsx", ""),
                catalogue=None,
                estate=estate(groups),
                offers=tuple(offers),
                lots=tuple(lots),
                scenarios=(Scenario("cheapest", rules),),
                notices=(),
                policy=rules,
            )
        )
    )


def asked(document: PlanDocument) -> list[tuple[str, str, str, int]]:
    (scenario,) = document.scenarios
    return [(line.product, line.metric, line.version, line.licences) for line in scenario.purchases]


def test_the_fewest_licences_beyond_those_owned():
    """17 people on 9 machines, of which 4 are licensed: five more machines."""
    found = planned([group("g", 17, 9)], [lot("L", 4, metric="device")])
    assert found.scenarios[0].status is PlanStatus.UNPRICED
    assert asked(found) == [("ws_cal", "device", "2022", 5)]


def test_people_come_first_among_equally_many():
    assert asked(planned([group("g", 7, 7)])) == [("ws_cal", "user", "2022", 7)]


def test_every_need_is_asked_for_at_its_own_version():
    older, newer = group("old", 3, 8, server="2016"), group("new", 2, 8, server="2022", rds="2025")
    assert asked(planned([older, newer])) == [
        ("rds_cal", "user", "2025", 2),
        ("ws_cal", "user", "2016", 3),
        ("ws_cal", "user", "2025", 2),
    ]


def test_policies_about_money_and_vendors_stop_nothing():
    rules = policy(budget=1, max_vendors=0, order_cost=70, ws_metrics="device")
    assert asked(planned([group("g", 3, 8)], rules=rules)) == [("ws_cal", "device", "2022", 8)]


def test_where_what_is_owned_will_do_there_is_an_ordinary_plan():
    found = planned([group("g", 3, 8)], [lot("L", 5, resale_minor=900)])
    assert found.scenarios[0].status is PlanStatus.OPTIMAL
    assert found.scenarios[0].total_minor == -2 * 900


def test_offers_that_do_not_help_leave_the_scenario_impossible():
    found = planned([group("g", 3, 8)], offers=[offer("O", 100, runs="2008")])
    assert found.scenarios[0].status is PlanStatus.INFEASIBLE


def test_what_people_read_is_a_request_for_prices():
    found = planned([group("g", 17, 9)])
    (scenario,) = found.scenarios
    assert headline(scenario, None, "EUR") == "9 licences to ask prices for, new or used; no fewer licences will do."
    names = "licence", "condition", "licences", "pack_price", "line_total"
    lines = list(listed.purchases(scenario).rows(*names))
    assert lines == [("Windows Server Device CAL 2022", "new or used", 9, None, None)]
    (row,) = listed.scenarios(found).rows("scenario", "result", "total", "licences")
    assert row == ("cheapest", "no prices yet", None, 9)


def test_plan_json_has_no_amounts_and_reads_back_equal():
    found = planned([group("g", 17, 9)])
    content = to_json(found)
    (scenario,) = content["scenarios"]
    assert (scenario["status"], scenario["cost"], scenario["bound"]) == ("unpriced", None, None)
    (line,) = scenario["purchases"]
    assert (line["licences"], line["pack_price"], line["cost"], line["condition"]) == (9, None, None, None)
    assert to_json(from_json("plan.json", content)) == content


@pytest.mark.parametrize("users", [1, 40])
def test_the_register_names_who_would_hold_them(users):
    result = plan_result(users)
    assert len(result.register) == users


def plan_result(users: int):
    rules = replace(policy(), currency="EUR")
    source = SourceFile("estate.xlsx", "")
    scenarios = (Scenario("cheapest", rules),)
    inventory = Inventory(source, None, estate([group("g", users, 0)]), (), (), scenarios, (), rules)
    (result,) = plan(inventory).results
    assert result.plan is not None
    return result.plan
