"""From a scenario with a horizon to its cheapest plan, with names and costs, that passed the audit over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import Policy
from planner.errors import AuditError
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.optimise import (
    Choice,
    Limits,
    Listed,
    Outcome,
    SolveStatus,
    Variant,
    audit_over_time,
    make_plan_over_time,
    solve_over_periods,
    there_in,
    waived_in,
)
from planner.planning.over_time import Days, ScenarioOverTime
from planner.planning.run import Run
from planner.words import say


@dataclass(frozen=True, slots=True)
class CheckedOverTime:
    """A plan over time that holds, and what it was made of."""

    scenario: ScenarioOverTime
    market: Market
    parts: tuple[Requirements, ...]
    """What must be covered in each period."""
    choice: Choice
    plan: Plan
    days: Days
    """When what may be chosen is upgraded."""

    def in_period(self, number: int) -> InPeriod:
        """Return the plan as it stands in one period."""
        first = np.cumsum([0, *(len(part.holders) for part in self.parts)])
        waived = waived_in(self.parts, number, self.choice.waived)
        return InPeriod(
            there_in(self.plan, self.market, number),
            self.parts[number].settled(waived),
            waived,
            self.choice.held[first[number] : first[number + 1]],
            self.market.periods[number],
            self.scenario.policies[number],
        )


@dataclass(frozen=True, slots=True)
class InPeriod:
    """A plan as it stands in one period, like one of that day."""

    plan: Plan
    left: Requirements
    """What is left to be covered, after all that is waived."""
    waived: Waived
    held: Codes
    market: Market
    policy: Policy


@dataclass(frozen=True, slots=True)
class SolvedOverTime:
    """How a search ended, and the plan if there is one."""

    status: SolveStatus
    best: CheckedOverTime | None = None


def solve_over_time(scenario: ScenarioOverTime, run: Run, limits: Limits, name: str) -> SolvedOverTime:
    """Return the cheapest plan found within `limits`; raises AuditError for one that does not hold."""
    with run.watch.stage("requirements_s"):
        root = scenario.root()
    with run.watch.stage("solve_s"):
        outcome = solve_over_periods(root, scenario.policy, limits)
    if outcome.choice is None or outcome.bound_minor is None:
        return SolvedOverTime(outcome.status)
    run.progress(name, say("naming who gets which licence, and checking the plan"))
    days = scenario.days_of(outcome.tag)
    return _checked(scenario, scenario.variant(days), days, outcome, run)


def solve_variant(scenario: ScenarioOverTime, variant: Variant, days: Days, run: Run, limits: Limits) -> SolvedOverTime:
    """Return the cheapest plan of one way to decide on upgrades, as `solve_over_time` does of all of them.

    The variant's market may be a part of the scenario's.
    """
    with run.watch.stage("solve_s"):
        outcome = solve_over_periods(variant, scenario.policy, limits)
    return _checked(scenario, variant, days, outcome, run)


def _checked(scenario: ScenarioOverTime, variant: Variant, days: Days, outcome: Outcome, run: Run) -> SolvedOverTime:
    if outcome.choice is None or outcome.bound_minor is None:
        return SolvedOverTime(outcome.status)
    parts = tuple(part.original for part in variant.prepared.parts)
    with run.watch.stage("assign_s"):
        plan = make_plan_over_time(
            parts,
            variant.prepared.original.choices,
            variant.market,
            scenario.policy,
            outcome.choice,
            outcome.bound_minor - variant.cost_minor,
            scenario.calendar.periods,
            scenario.upgrades(days),
        )
    with run.watch.stage("audit_s"):
        findings = audit_over_time(plan, parts, variant.market, scenario.policy, _listed(scenario))
    if findings:
        raise AuditError(findings)
    checked = CheckedOverTime(scenario, variant.market, parts, outcome.choice, plan, days)
    return SolvedOverTime(outcome.status, checked)


def _listed(scenario: ScenarioOverTime) -> Listed:
    inventory = scenario.inventory
    return Listed(
        {offer.offer_id: offer for offer in inventory.offers},
        {lot.owned_id: lot for lot in inventory.lots},
        scenario.calendar.estate.servers,
        scenario.policy[SERVER_UPGRADES],
    )


def with_reasons(plan: Plan, explained: list[Plan]) -> Plan:
    """Return a plan with the reasons that the plans of its periods give to their lines and registers."""
    assert plan.over_time is not None
    sales = {(line.lot.owned_id, each.register.period): line for each in explained for line in each.sales}
    stretches = tuple(
        replace(stretch, register=each.register)
        for stretch, each in zip(plan.over_time.stretches, explained, strict=True)
    )
    return replace(
        plan,
        sales=tuple(replace(line, reason=sales[line.lot.owned_id, line.period].reason) for line in plan.sales),
        register=stretches[0].register,
        over_time=replace(plan.over_time, stretches=stretches),
    )
