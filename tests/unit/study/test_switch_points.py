"""Where the decision of a plan over time turns: an example worked out by hand, and searches that end in every way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import planner
from planner import pipeline
from planner.domain.inventory import Inventory
from planner.domain.plan import Plan
from planner.errors import NoPlanError, UsageError
from planner.optimise import Limits
from planner.planning.run import Run
from planner.study.why.questions import (
    KindPrice,
    Reply,
    SwitchOf,
    SwitchPoint,
    WithoutOffer,
    as_asked,
    question_from_json,
    question_to_json,
)
from planner.study.why.switch_points import Decision, Lever, switch_points
from tests.golden.over_time.example import write_example

TODAY = date(2026, 12, 1)
PAYMENTS = (date(2027, 1, 13), date(2028, 1, 13), date(2029, 1, 13))
UPGRADED = "today buy Windows Server User CALs; later nothing; S upgraded on 2026-12-01."
KEPT = "today nothing; later nothing; S not upgraded."


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return write_example(tmp_path_factory.mktemp("example") / "estate")


@pytest.fixture(scope="module")
def loaded(example):
    return pipeline.read(example, today=TODAY)


@pytest.fixture(scope="module")
def plan(loaded) -> Plan:
    return pipeline.plan(loaded, ["10 %"]).results[0].plan


def ask(example, question, scenario="10 %", run=None):
    return pipeline.ask(example, question, scenario, run, today=TODAY).reply


def keeping(cost: int, rate: str) -> Decimal:
    """What three payments for keeping the server are worth on the plan's day."""
    by_day = [cost / (1 + Decimal(rate)) ** (Decimal((day - TODAY).days) / Decimal("365.25")) for day in PAYMENTS]
    return sum(round(amount, 2) for amount in by_day)


def test_the_discount_rate_at_which_keeping_is_cheaper(example):
    reply = ask(example, SwitchPoint(SwitchOf.DISCOUNT_RATE))
    assert keeping(600, "0.115") > 1600 > keeping(600, "0.116")
    assert reply.sentences == (
        f"Now, at 10 % a year: {UPGRADED}",
        f"Going up, that still holds at 11.5 % a year; at 11.6 % a year it does not: {KEPT}",
        "Going down, that still holds at 0 % a year; lower values were not looked at.",
        "Every value in the list was planned for itself; nothing is said of values in between.",
    )
    assert [(one.at, one.servers) for one in reply.futures] == [
        ("0 % a year", "S upgraded on 2026-12-01"),
        ("10 % a year", "S upgraded on 2026-12-01"),
        ("11.5 % a year", "S upgraded on 2026-12-01"),
        ("11.6 % a year", "S not upgraded"),
        ("12 % a year", "S not upgraded"),
    ]
    assert [Decimal(one.total) for one in reply.futures[2:]] == [1600, keeping(600, "0.116"), keeping(600, "0.12")]
    assert [one.at for one in reply.futures if one.is_present] == ["10 % a year"]
    assert reply.is_final
    assert Reply.from_json(reply.to_json()) == reply


def test_the_cost_of_keeping_at_which_upgrading_is_no_more_the_cheapest(example):
    reply = planner.ask(example, planner.SwitchPoint(planner.SwitchOf.KEEP_COST), scenario="10 %", today=TODAY)
    assert keeping(594, "0.10") > 1600 > keeping(588, "0.10")
    assert reply.sentences[1:3] == (
        "Going up, that still holds at 6,000.00 EUR per payment; higher values were not looked at.",
        f"Going down, that still holds at 594.00 EUR per payment; at 588.00 EUR per payment it does not: {KEPT}",
    )
    assert list(reply.futures["total"]) == [0, keeping(588, "0.10"), 1600, 1600, 1600]


def test_a_plan_over_time_without_an_offer(example):
    reply = ask(example, WithoutOffer("U"))
    assert reply.sentences == (
        "Without offer U of Vendor (Windows Server User CAL 2025, new) the cheapest plan costs 1,622.98 EUR: 22.98 EUR "
        "more; proved.",
    )
    assert [(one.where, one.before, one.after) for one in reply.changes] == [("buy from Vendor, U", 20, 0)]


def kept(plan: Plan, months: int = 0) -> Plan:
    """The plan with another decision, as if it were the cheapest elsewhere."""
    (line,) = plan.over_time.upgrades
    later = replace(line, on=None if not months else date(2027, months, 1))
    bought = plan.purchases if months else ()
    return replace(plan, purchases=bought, over_time=replace(plan.over_time, upgrades=(later,)))


def lever(loaded, of=SwitchOf.DISCOUNT_RATE, **rules) -> Lever:
    (policy,) = (one.policy for one in loaded.inventory.scenarios if one.name == "10 %")
    return Lever.of(of, loaded.inventory, policy.having(**rules))


@pytest.mark.parametrize("turn", [1, 9, 10, 11, 137, 400])
def test_the_search_ends_one_step_apart_wherever_it_turns(loaded, plan, turn):
    asked = []

    def at(step):
        asked.append(step)
        return plan if -33 < step < turn else kept(plan)

    reply = switch_points(lever(loaded), plan, at)
    high, low = 100 + turn, 100 - 33
    assert f"holds at {(high - 1) / 10:g} % a year; at {high / 10:g} % a year it does not: {KEPT}" in reply.sentences[1]
    assert f"holds at {(low + 1) / 10:g} % a year; at {low / 10:g} % a year it does not: {KEPT}" in reply.sentences[2]
    assert len(asked) == len(set(asked)) < 30


def test_what_is_not_proved_in_time_is_not_told(loaded, plan):
    reply = switch_points(lever(loaded), plan, lambda step: plan if -30 < step <= 20 else None)
    assert reply.sentences[1:3] == (
        "Going up, that still holds at 12 % a year; where it turns could not be told in the time given.",
        "Going down, that still holds at 8 % a year; where it turns could not be told in the time given.",
    )
    assert not reply.is_final
    halfway = switch_points(lever(loaded), plan, lambda step: {10: plan, 20: kept(plan)}.get(step))
    assert halfway.sentences[1] == (
        "Going up, that still holds at 11 % a year; where it turns could not be told in the time given."
    )


def test_another_day_of_an_upgrade_is_another_decision(plan):
    assert Decision.of(kept(plan, 3)).servers == ("S upgraded on 2027-03-01",)
    assert Decision.of(kept(plan, 3)) != Decision.of(kept(plan, 6)) != Decision.of(plan)
    twice = replace(plan, purchases=(*plan.purchases, replace(plan.purchases[0], period=2)))
    assert Decision.of(twice) == Decision.of(plan)
    late = replace(plan, purchases=(replace(plan.purchases[0], period=2),))
    assert (Decision.of(late).today, Decision.of(late).later) == ((), ("buy Windows Server User CALs",))


@pytest.mark.parametrize(
    ("of", "step", "value"),
    [
        (SwitchOf.DISCOUNT_RATE, -100, Fraction(0)),
        (SwitchOf.PRICE_CHANGE_NEW, -35, Fraction(-5, 1000)),
        (SwitchOf.PRICE_CHANGE_USED, 12, Fraction(-8, 1000)),
    ],
)
def test_a_rate_moves_alone(loaded, of, step, value):
    before = lever(loaded, of, price_change_new=Fraction(3, 100), price_change_used=Fraction(-2, 100))
    after = before.moved(step)
    assert after.policy == before.policy.having(**{of.value: value})
    assert after.inventory is before.inventory


def test_how_far_a_lever_reaches(loaded):
    assert (lever(loaded).lowest, lever(loaded).highest) == (-100, 400)
    new = lever(loaded, SwitchOf.PRICE_CHANGE_NEW, price_change_new=Fraction(-3, 5))
    assert (new.lowest, new.highest) == (0, 1100)


def test_costs_of_keeping_move_in_proportion(loaded):
    (server,) = loaded.inventory.estate.servers
    other = replace(server, server_id="T", keep_cost_minor=33)
    estate = replace(loaded.inventory.estate, servers=(server, other))
    both = lever(loaded)
    several: Inventory = replace(loaded.inventory, estate=estate)
    costs = Lever.of(SwitchOf.KEEP_COST, several, both.policy)
    assert [s.keep_cost_minor for s in costs.moved(-50).inventory.estate.servers] == [300_00, 17]
    assert costs.value(25) == "125 % of today's costs"
    assert Lever.of(SwitchOf.KEEP_COST, loaded.inventory, both.policy).value(-100) == "0.00 EUR per payment"


def test_what_cannot_be_asked_says_why(example, loaded):
    free = replace(loaded.inventory.estate.servers[0], keep_cost_minor=0)
    without = replace(loaded.inventory, estate=replace(loaded.inventory.estate, servers=(free,)))
    with pytest.raises(UsageError, match="No server has a keep_cost"):
        Lever.of(SwitchOf.KEEP_COST, without, lever(loaded).policy)
    with pytest.raises(UsageError, match="this is not answered for those yet"):
        ask(example, KindPrice("ws_cal", "user"))
    with pytest.raises(UsageError, match="Offer X cannot be bought"):
        ask(example, WithoutOffer("X"))
    with pytest.raises(NoPlanError, match="stopped before it was answered"):
        ask(example, WithoutOffer("U"), run=Run(Limits(should_stop=lambda: True)))


def test_a_plan_of_one_day_waits_for_nothing(tmp_path):
    folder = write_example(tmp_path / "estate")
    policy = folder / "Policy.csv"
    policy.write_text(policy.read_text().replace("horizon_months,36", "horizon_months,0"))
    with pytest.raises(UsageError, match=r"waits for nothing\. Set horizon_months"):
        ask(folder, SwitchPoint(SwitchOf.KEEP_COST))


@pytest.mark.parametrize("of", SwitchOf)
def test_questions_travel_as_json_and_can_be_read(of):
    question = SwitchPoint(of)
    assert question_from_json(question_to_json(question)) == question
    assert as_asked(question).endswith(" is the decision another?")
