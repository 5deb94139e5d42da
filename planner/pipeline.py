"""Runs the stages in order: read, requirements, market, reduce, solve, assign, audit, explain: the whole flow."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from planner import __version__
from planner.domain import money
from planner.domain.inventory import Inventory
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.plan import DataLevel, Plan, PlanSet, PlanStatus, Relaxation, ScenarioResult, Size
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import Policy, Scenario
from planner.errors import AuditError, NoPlanError, UsageError
from planner.licensing import (
    USED_SAVING,
    assumptions,
    connector_notices,
    data_level,
    exempt_accesses,
    external_in_lists,
    find_market,
    find_requirements,
    freed_notices,
    missing_groups,
    over_the_cap,
    people_covered,
    remarks_on_bought,
    requirement_policies,
    risks_of_used,
    server_versions,
)
from planner.optimise import (
    Limits,
    Prepared,
    SolveStatus,
    audit,
    explain_infeasible,
    make_plan,
    solve_scenario,
)
from planner.report.explain import explain

Progress = Callable[[str, str], None]
"""Told the scenario and, in plain words, what begins to be done for it; no words: it is finished."""


def _silent(scenario: str, stage: str) -> None:
    """Tell nobody."""


StandingOf = Callable[[str, int | None, int], None]
"""Told the scenario, the total of its best plan so far (None: none yet) and the bound proved, in minor units."""


def _silent_standing(scenario: str, cost: int | None, bound: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent per stage, as plan.json lists them."""

    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(
            ("read_s", "requirements_s", "reduce_s", "solve_s", "assign_s", "audit_s", "write_s"), 0.0
        )
    )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started

    def timings(self) -> dict[str, float]:
        """Return seconds per stage and in total, to the millisecond."""
        rounded = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        return rounded | {"total_s": round(sum(self.seconds.values()), 3)}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs besides its inventory."""

    limits: Limits = field(default_factory=lambda: Limits(time_limit_s=60.0))
    progress: Progress = _silent
    standing: StandingOf = _silent_standing
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.limits.should_stop is not None and self.limits.should_stop()

    def limits_of(self, scenario: str, upgrades_minor: int) -> Limits:
        """Return the limits of one scenario's search, which reports how it stands, the cost of upgrades included."""

        def report(cost: int | None, bound: int) -> None:
            self.standing(scenario, None if cost is None else cost + upgrades_minor, bound + upgrades_minor)

        return replace(self.limits, report=report)


def pick_scenarios(inventory: Inventory, names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of these names in the inventory's order, all where no name is given.

    Raises UsageError for a name that the inventory does not have.
    """
    known = {scenario.name for scenario in inventory.scenarios}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"No scenario is called {_quoted(unknown)}. There are: {_quoted(sorted(known))}.")
    return tuple(s for s in inventory.scenarios if not names or s.name in names)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def make_plans(inventory: Inventory, scenarios: Sequence[Scenario], run: Run) -> PlanSet:
    """Plan every scenario; a stop request keeps the plans made so far and the best one in the making.

    Raises NoPlanError for a run that was stopped before there was any.
    """
    shared = Shared(inventory)
    results = []
    for scenario in scenarios:
        results.append(plan_scenario(shared, scenario, run))
        run.progress(scenario.name, "")
    if run.is_stopped and not any(result.plan for result in results):
        raise NoPlanError("The run was stopped before there was any plan.")
    first = scenarios[0].policy
    return PlanSet(
        inventory=inventory.source,
        catalogue=inventory.catalogue,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        currency=first.currency,
        plan_date=first.plan_date,
        results=tuple(results),
        timings=run.watch.timings(),
        size=measure(shared, first),
    )


class Shared:
    """An inventory, and what its scenarios have in common; each part is found when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._requirements: dict[Hashable, Requirements] = {}
        self._prepared: dict[Hashable, Prepared] = {}
        self._covered: dict[Hashable, tuple[Notice, ...]] = {}

    def requirements(self, policy: Policy, *, dealt_out: bool = False) -> Requirements:
        """Return what one policy asks to cover; see `find_requirements`."""
        key = (dealt_out, requirement_policies(policy))
        if key not in self._requirements:
            self._requirements[key] = find_requirements(self.inventory.estate, policy, dealt_out=dealt_out)
        return self._requirements[key]

    def prepared(self, policy: Policy, *, dealt_out: bool = False) -> Prepared:
        """Return the requirements of one policy made ready for the optimiser."""
        key = (dealt_out, requirement_policies(policy), policy.base_and_rds_same_metric)
        if key not in self._prepared:
            self._prepared[key] = Prepared.of(self.requirements(policy, dealt_out=dealt_out), policy)
        return self._prepared[key]

    def people_covered(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of whom subscriptions cover, which goes through the accesses once more."""
        key = requirement_policies(policy)
        if key not in self._covered:
            self._covered[key] = people_covered(self.inventory.estate, policy)
        return self._covered[key]

    def market(self, policy: Policy, requirements: Requirements) -> Market:
        """Return the market that one policy leaves to cover its requirements."""
        return find_market(self.inventory.offers, self.inventory.lots, requirements, policy)


def plan_scenario(shared: Shared, scenario: Scenario, run: Run) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    estate, policy = shared.inventory.estate, scenario.policy
    servers = server_versions(estate.servers, policy)
    upgrades = servers.upgrade_cost_minor
    result = ScenarioResult(
        scenario=scenario,
        status=PlanStatus.STOPPED,
        data_level=data_level(estate, policy),
        assumptions=assumptions(estate, policy),
        notices=(
            *shared.inventory.notices,
            *servers.notices,
            *missing_groups(estate.groups, policy),
            *exempt_accesses(estate, policy),
            *external_in_lists(estate, policy),
        ),
    )
    if run.is_stopped:
        return replace(result, reason="The run was stopped before this scenario's turn.")
    if too_many := over_the_cap(estate):
        help_ = Relaxation("servers", None, None, too_many.remedy)
        return replace(result, status=PlanStatus.INFEASIBLE, reason=too_many.reason, relaxations=(help_,))
    run.progress(scenario.name, "finding what must be covered")
    with run.watch.stage("requirements_s"):
        requirements = shared.requirements(policy)
        market = shared.market(policy, requirements)
        covered = shared.people_covered(policy)
    result = replace(result, notices=(*result.notices, *covered, *market.notices))
    if run.is_stopped:
        return replace(result, reason="The run was stopped before a plan was looked for.")
    run.progress(scenario.name, "grouping who is alike")
    with run.watch.stage("reduce_s"):
        prepared = shared.prepared(policy)
    run.progress(scenario.name, "looking for the cheapest plan")
    with run.watch.stage("solve_s"):
        outcome = solve_scenario(prepared, market, policy, run.limits_of(scenario.name, upgrades))
    if outcome.status is SolveStatus.INFEASIBLE:
        return _infeasible(shared, result, run)
    if outcome.choice is None or outcome.bound_minor is None:
        return replace(result, reason="No plan was found before the run had to stop; allow more time.")
    run.progress(scenario.name, "naming who gets which licence")
    with run.watch.stage("assign_s"):
        left = requirements.settled(outcome.choice.waived)
        plan = make_plan(left, market, policy, outcome.choice, outcome.bound_minor, upgrades)
    run.progress(scenario.name, "checking the plan")
    with run.watch.stage("audit_s"):
        findings = audit(plan, requirements, market, policy, upgrades)
    if findings:
        raise AuditError(findings)
    with run.watch.stage("assign_s"):
        plan = explain(plan, left, outcome.choice.held, market, policy)
    status = PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE
    result = replace(result, notices=(*result.notices, *_waived(requirements, outcome.choice.waived)))
    result = _with_used_licences(shared, result, plan, market, run)
    return replace(result, status=status, plan=plan, example_if_own_minor=_example(shared, result, run))


def _waived(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    return (*freed_notices(requirements, waived), *connector_notices(requirements, waived))


def _with_used_licences(shared: Shared, result: ScenarioResult, plan: Plan, market: Market, run: Run) -> ScenarioResult:
    """Add what is to be known about the used offers that are bought and about those that are left out."""
    bought = [line.offer for line in plan.purchases]
    notices = remarks_on_bought(bought, result.scenario.policy)
    if market.ineligible and not run.is_stopped:
        notices += _saving_of_the_ineligible(shared, result, plan, market, run)
    return replace(
        result, assumptions=(*result.assumptions, *risks_of_used(bought)), notices=(*result.notices, *notices)
    )


def _saving_of_the_ineligible(
    shared: Shared, result: ScenarioResult, plan: Plan, market: Market, run: Run
) -> tuple[Notice, ...]:
    """Say what the used offers that are left out would save, by planning with them once more."""
    policy = result.scenario.policy
    run.progress(result.name, "working out what the used offers left out would save")
    offers = sorted((*market.offers, *market.ineligible), key=lambda offer: offer.offer_id)
    wide = replace(market, offers=tuple(offers), ineligible=())
    with run.watch.stage("solve_s"):
        outcome = solve_scenario(shared.prepared(policy), wide, policy, run.limits)
        if outcome.choice is None:
            return ()
        upgrades, bound = plan.cost.upgrades, outcome.bound_minor or 0
        left = shared.requirements(policy).settled(outcome.choice.waived)
        other = make_plan(left, wide, policy, outcome.choice, bound, upgrades)
    saved = plan.cost.total - other.cost.total
    if saved > 0:
        text = f"With the used offers that are left out admitted, {money.words(saved, policy.currency)} would be saved."
    elif other.is_proved:
        text = "With the used offers that are left out admitted, nothing would be saved."
    else:
        text = "With the used offers that are left out admitted, no cheaper plan was found in the time given."
    return (Notice(USED_SAVING, text),)


def _infeasible(shared: Shared, result: ScenarioResult, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help."""

    def problem_for(policy: Policy) -> tuple[Prepared, Market]:
        return shared.prepared(policy), shared.market(policy, shared.requirements(policy))

    run.progress(result.name, "finding out why it is impossible")
    with run.watch.stage("solve_s"):
        limits = replace(run.limits, time_limit_s=run.limits.time_limit_s or 60.0)
        explanation = explain_infeasible(result.scenario.policy, problem_for, limits)
    return replace(result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations)


def _example(shared: Shared, result: ScenarioResult, run: Run) -> int | None:
    """Return the cost if machines of unknown pairing were dealt out; None where nobody asks or waits for it."""
    if result.data_level is not DataLevel.UPPER_BOUND or run.is_stopped:
        return None
    policy = result.scenario.policy
    run.progress(result.name, "working out an example with own machines")
    with run.watch.stage("solve_s"):
        requirements = shared.requirements(policy, dealt_out=True)
        market = shared.market(policy, requirements)
        outcome = solve_scenario(shared.prepared(policy, dealt_out=True), market, policy, run.limits)
        if outcome.choice is None:
            return None
        upgrades = server_versions(shared.inventory.estate.servers, policy).upgrade_cost_minor
        example = make_plan(
            requirements.settled(outcome.choice.waived),
            market,
            policy,
            outcome.choice,
            outcome.bound_minor or 0,
            upgrades,
        )
        return example.cost.total


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())


def measure(shared: Shared, policy: Policy) -> Size:
    """Return how big the estate is, under one policy."""
    estate, prepared = shared.inventory.estate, shared.prepared(policy)
    return Size(
        users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
        devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
        accesses=len(estate.accesses),
        requirements=prepared.original.pairs,
        classes=len(prepared.reduction.requirements.holders),
    )
