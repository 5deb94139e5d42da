"""The audit of plans over time finds what is wrong: each test spoils one thing in a sound plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from planner.domain.plan import Plan
from planner.ingest import load_inventory
from planner.optimise import Limits, audit_over_time
from planner.planning.checked_over_time import CheckedOverTime, _listed, solve_over_time
from planner.planning.over_time import ScenarioOverTime, Shared
from planner.planning.run import Run

SHEETS = {
    "Users": "user_id,starts,ends\nann,,\nben,,2027-06-15\ncyd,2027-03-01,\ndee,,\n",
    "Servers": (
        "server_id,version,rds_deployment,rds_mode,upgrade_to,upgrade_choice,upgrade_until,upgrade_cost,keep_cost,"
        "keep_cost_from,keep_cost_months\nS,2016,,,2025,yes,2027-08-01,100,20,2027-01-13,3\nR,2022,farm,user,,,,,,,\n"
    ),
    "Access": "user_id,server_id,kind\nann,S,standard\nben,S,standard\ncyd,S,standard\ndee,S,standard\ndee,R,rds\n",
    "Owned": (
        "owned_id,product,metric,version,quantity,resale_price\n"
        "L,ws_cal,user,2016,4,3\nM,ws_cal,device,2016,2,7\nP,ws_cal,user,2022,1,\n"
    ),
    "Offers": (
        "offer_id,vendor,product,metric,version,condition,price,stock_packs,term_months,install_credential\n"
        "N,Shop,ws_cal,user,2025,new,40,,,yes\nT,Cloud,rds_cal,user,2025,new,30,,6,yes\n"
    ),
    "Policy": (
        "name,value\nplan_date,2026-12-01\nhorizon_months,12\ndiscount_rate,0.9\nprice_change_used,-0.1\n"
        "order_cost,2\nend_value,0.2\nsubscription_end,pro_rata\n"
    ),
}


@cache
def sound() -> CheckedOverTime:
    with TemporaryDirectory() as folder:
        for name, text in SHEETS.items():
            (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8")
        inventory = load_inventory(Path(folder), today=date(2026, 12, 1)).inventory
    assert inventory is not None
    scenario = ScenarioOverTime(inventory, inventory.scenarios[0].policy, Shared())
    found = solve_over_time(scenario, Run(), Limits(), "").best
    assert found is not None
    return found


def findings(plan: Plan, **rules: Any) -> list[str]:
    checked = sound()
    policy = replace(checked.scenario.policy, **rules)
    return audit_over_time(plan, checked.parts, checked.market, policy, _listed(checked.scenario))


def first(lines: Any, **changes: Any) -> Any:
    return (replace(lines[0], **changes), *lines[1:])


def over_time(plan: Plan, **changes: Any) -> Plan:
    assert plan.over_time is not None
    return replace(plan, over_time=replace(plan.over_time, **changes))


def chosen(plan: Plan, **changes: Any) -> Plan:
    assert plan.over_time is not None
    lines = (replace(each, **changes) if each.is_chosen else each for each in plan.over_time.upgrades)
    return over_time(plan, upgrades=tuple(lines))


def without_a_licence(plan: Plan) -> Plan:
    assert plan.over_time is not None
    *before, last = plan.over_time.stretches
    columns = ("product", "metric", "member", "holder", "required", "licence", "source", "reason")
    register = replace(last.register, **{name: getattr(last.register, name)[1:] for name in columns})
    return over_time(plan, stretches=(*before, replace(last, register=register)))


def longer_first_period(plan: Plan) -> Plan:
    assert plan.over_time is not None
    stretches = plan.over_time.stretches
    return over_time(plan, stretches=first(stretches, ends=stretches[0].ends + timedelta(1)))


def rented(plan: Plan) -> Any:
    return next(line for line in plan.purchases if line.offer.term_months)


def test_a_sound_plan_passes_and_has_all_that_is_spoilt_below() -> None:
    plan = sound().plan
    assert findings(plan) == []
    assert plan.over_time is not None
    assert plan.sales
    assert {line.period for line in plan.purchases} != {0}
    assert rented(plan)
    assert any(each.is_chosen and each.keeping_minor for each in plan.over_time.upgrades)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda plan: replace(plan, purchases=plan.purchases[1:]), "the cost lines"),
        (
            lambda plan: replace(plan, purchases=first(plan.purchases, packs=plan.purchases[0].packs + 1)),
            "the cost lines",
        ),
        (lambda plan: replace(plan, purchases=(*plan.purchases, plan.purchases[0])), "on two lines of one period"),
        (
            lambda plan: replace(
                plan, purchases=first(plan.purchases, offer=replace(plan.purchases[0].offer, period=0))
            ),
            "may not be bought",
        ),
        (lambda plan: replace(plan, sales=()), "the cost lines"),
        (lambda plan: replace(plan, sales=first(plan.sales, quantity=9)), "are more than there are"),
        (
            lambda plan: replace(plan, sales=first(plan.sales, lot=replace(plan.sales[0].lot, resale_minor=1))),
            "does not bring that",
        ),
        (lambda plan: chosen(plan, on=date(2027, 9, 1)), "may not be upgraded on 2027-09-01"),
        (lambda plan: chosen(plan, on=None), "may not be upgraded on None"),
        (lambda plan: chosen(plan, cost_minor=1), "upgrading and keeping S costs"),
        (lambda plan: chosen(plan, keeping_minor=0), "upgrading and keeping S costs"),
        (lambda plan: over_time(plan, upgrades=()), "nothing is decided about the upgrade of S"),
        (lambda plan: over_time(plan, cash=plan.cost), "the cost lines"),
        (lambda plan: replace(plan, lower_bound_minor=plan.cost.total + 1), "less than the bound"),
        (longer_first_period, "do not follow each other"),
        (without_a_licence, "from 2027-"),
    ],
)
def test_a_spoilt_plan_fails(spoil: Callable[[Plan], Plan], words: str) -> None:
    found = findings(spoil(sound().plan))
    assert any(words in each for each in found), found


def test_a_subscription_that_is_over_covers_nobody() -> None:
    plan = sound().plan
    lines = [line for line in plan.purchases if line.offer.term_months]
    renewed = max(lines, key=lambda line: line.period)
    assert len(lines) > 1
    found = findings(replace(plan, purchases=tuple(line for line in plan.purchases if line is not renewed)))
    assert any(each.startswith(f"from {sound().scenario.calendar.periods[renewed.period].starts}") for each in found)


def test_each_period_keeps_to_the_budget() -> None:
    plan = sound().plan
    spent = np.bincount([line.period for line in plan.purchases], [line.cost_minor for line in plan.purchases])
    assert findings(plan, budget=int(spent.max())) == []
    assert any("the budget is exceeded" in each for each in findings(plan, budget=int(spent.max()) - 1))
