"""What a plan over time is compared with is what an independent program finds under the same restriction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner import pipeline
from planner.domain.plan import Otherwise, PlanStatus, Restriction
from tests.golden.over_time import PLACE
from tests.golden.over_time.example import write_example
from tests.oracle.dated import Ahead
from tests.oracle.dated_program import DatedProgram
from tests.oracle.estate import read_estate


class OnlyToday(Ahead):
    """A scenario in which nothing can be ordered after the first day."""

    def orders_of(self, offer):
        return tuple(order for order in super().orders_of(offer) if order.period == 0)


class Kept(Ahead):
    """A scenario in which one server keeps its version, with the periods as they were."""

    whole: Ahead

    def starts(self):
        return self.whole.starts()


def planned(folder, *scenarios):
    return pipeline.plan(folder, scenarios, today=date(2026, 11, 1)).results


@pytest.fixture(scope="module")
def known():
    estate = read_estate(PLACE / "named_people")
    by_name = {scenario.name: scenario for scenario in estate.scenarios}
    results = planned(PLACE / "named_people", "prices rise", "worth at end", "orders")
    return [(Ahead.of(estate, by_name[one.scenario.name]), one.plan) for one in results]


def test_everything_today_is_the_cheapest_plan_that_orders_today(known):
    for ahead, plan in known:
        today = next(a for a in plan.over_time.alternatives if a.restriction is Restriction.EVERYTHING_TODAY)
        found = DatedProgram(OnlyToday(ahead.estate, ahead.policy, ahead.horizon)).solve()
        assert (today.status, today.total_minor) == (PlanStatus.OPTIMAL, found.total)


def test_an_upgrade_costs_in_licences_what_the_plan_without_it_saves(known):
    for ahead, plan in known:
        (effect,) = plan.over_time.effects
        assert effect.servers == ("S2022",)
        servers = tuple(replace(s, upgrade_on=None) if s.server_id == "S2022" else s for s in ahead.estate.servers)
        kept = Kept(replace(ahead.estate, servers=servers), ahead.policy, ahead.horizon)
        object.__setattr__(kept, "whole", ahead)
        without = DatedProgram(kept).solve()
        upgrades = plan.cost.upgrades + plan.cost.keeping
        assert effect.licences_minor == plan.cost.total - upgrades - (without.total - kept.fixed_cost({}))
        assert effect.licences_minor > 0
        assert effect.otherwise.on is None
        assert plan.cost.total + effect.otherwise.more_minor == without.total


@pytest.mark.parametrize(
    ("scenario", "done", "otherwise"),
    [
        ("10 %", (date(2026, 12, 1), 800_00, 20), Otherwise(None, -800_00, -800_00, 1622_98)),
        ("12 %", (None, None, 0), Otherwise(date(2026, 12, 1), 800_00, 800_00, -1592_61)),
    ],
)
def test_the_other_way_for_a_server_is_worked_out(scenario, done, otherwise, tmp_path):
    (result,) = planned(write_example(tmp_path / "estate"), scenario)
    (effect,) = result.plan.over_time.effects
    assert (effect.on, effect.licences_minor, effect.useless) == done
    assert effect.otherwise == otherwise


def test_the_other_way_leaves_all_other_servers_on_their_days(tmp_path):
    """Two servers alike and one keep cost less: with both decided, the other way of each is worth its own costs."""
    folder = write_example(tmp_path / "estate")
    servers = (folder / "Servers.csv").read_text()
    (folder / "Servers.csv").write_text(servers + "T,2016,2025,yes,2026-12-01,300,50,2027-01-13\n")
    (result,) = planned(folder, "0 %")
    kept = {effect.servers: effect.otherwise for effect in result.plan.over_time.effects}
    assert result.plan.cost.total == 1600_00 + 150_00
    assert kept == {
        ("S",): Otherwise(None, -800_00, -800_00, 1800_00),
        ("T",): Otherwise(date(2026, 12, 1), 0, 300_00, -150_00),
    }


def test_foresight_is_never_worth_less_than_nothing(known):
    for _, plan in known:
        totals = {other.restriction: other.total_minor for other in plan.over_time.alternatives}
        assert set(totals) == set(Restriction)
        assert min(totals.values()) >= plan.cost.total


def test_what_cannot_be_bought_today_leaves_no_plan_that_buys_today(tmp_path):
    folder = write_example(tmp_path / "estate")
    (folder / "Offers.csv").write_text(
        "offer_id,vendor,product,metric,version,condition,price,valid_from\n"
        "U,Vendor,ws_cal,user,2025,new,40,2027-06-01\n"
    )
    text = (folder / "Servers.csv").read_text().replace("upgrade_from,", "upgrade_from,upgrade_until,")
    (folder / "Servers.csv").write_text(text.replace("2026-12-01,800", "2027-06-01,2027-06-15,800"))
    (result,) = planned(folder, "0 %")
    assert [(a.restriction, a.status) for a in result.plan.over_time.alternatives] == [
        (Restriction.EVERYTHING_TODAY, PlanStatus.INFEASIBLE),
        (Restriction.NOTHING_EARLY, PlanStatus.OPTIMAL),
    ]
    assert result.plan.over_time.alternatives[1].total_minor == result.plan.cost.total
    (effect,) = result.plan.over_time.effects
    assert (effect.on, effect.licences_minor, effect.useless) == (date(2027, 6, 1), 800_00, 20)


def test_a_server_that_no_day_is_left_for_has_no_other_way(tmp_path):
    folder = write_example(tmp_path / "estate")
    servers = (folder / "Servers.csv").read_text()
    (folder / "Servers.csv").write_text(servers.replace("yes,2026-12-01", "yes,2029-12-01"))
    (result,) = planned(folder, "0 %")
    (effect,) = result.plan.over_time.effects
    assert (result.plan.cost.total, effect.on, effect.otherwise) == (1800_00, None, None)
