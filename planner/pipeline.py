"""Runs the stages in order: read, requirements, market, reduce, solve, assign, audit, explain: the whole flow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from planner import __version__
from planner.domain.inventory import Inventory
from planner.domain.issue import Issue
from planner.domain.market import Market
from planner.domain.plan import DataLevel, PlanSet, PlanStatus, ScenarioResult, Size
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy, Scenario
from planner.errors import AuditError, UsageError, WorkbookError
from planner.ingest import load_inventory
from planner.licensing import (
    assumptions,
    data_level,
    find_market,
    find_requirements,
    missing_groups,
    server_versions,
)
from planner.optimise import (
    Limits,
    SolveStatus,
    audit,
    explain_infeasible,
    make_plan,
    reduce,
    solve_scenario,
)
from planner.report.explain import explain

Progress = Callable[[str, str], None]
"""Told the scenario and the stage that begins."""


def _silent(scenario: str, stage: str) -> None:
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
    watch: Stopwatch = field(default_factory=Stopwatch)


def read(path: Path, catalogue: Path | None, today: date, run: Run) -> tuple[Inventory, tuple[Issue, ...]]:
    """Return a clean inventory and the notices about it.  Raises WorkbookError with every problem at once."""
    run.progress("", "reading")
    with run.watch.stage("read_s"):
        loaded = load_inventory(path, catalogue, today=today)
    if loaded.inventory is None:
        raise WorkbookError(loaded.issues)
    return loaded.inventory, loaded.issues


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
    """Plan every scenario; a stop request keeps the plans made so far and the best one in the making."""
    results = [plan_scenario(inventory, scenario, run) for scenario in scenarios]
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
        size=measure(inventory, first),
    )


def pose(inventory: Inventory, policy: Policy, *, dealt_out: bool = False) -> tuple[Requirements, Market]:
    """Return what one policy asks to cover, and the market it leaves to do so; see `find_requirements`."""
    requirements = find_requirements(inventory.estate, policy, dealt_out=dealt_out)
    return requirements, find_market(inventory.offers, inventory.lots, requirements, policy)


def plan_scenario(inventory: Inventory, scenario: Scenario, run: Run) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    estate, policy = inventory.estate, scenario.policy
    run.progress(scenario.name, "requirements")
    with run.watch.stage("requirements_s"):
        requirements, market = pose(inventory, policy)
        servers = server_versions(estate.servers, policy)
    result = ScenarioResult(
        scenario=scenario,
        status=PlanStatus.STOPPED,
        data_level=data_level(estate, policy),
        assumptions=assumptions(estate, policy),
        notices=(
            *inventory.notices,
            *servers.notices,
            *missing_groups(estate.groups, policy),
            *market.notices,
        ),
    )
    if run.limits.should_stop and run.limits.should_stop():
        return replace(result, reason="The run was stopped before this scenario's turn.")
    run.progress(scenario.name, "solving")
    with run.watch.stage("reduce_s"):
        reduction = reduce(requirements)
    with run.watch.stage("solve_s"):
        outcome = solve_scenario(reduction.requirements, market, policy, run.limits)
    if outcome.status is SolveStatus.INFEASIBLE:
        return _infeasible(inventory, result, requirements, run)
    if outcome.choice is None or outcome.bound_minor is None:
        return replace(result, reason="No plan was found before the run had to stop; allow more time.")
    run.progress(scenario.name, "naming holders")
    with run.watch.stage("assign_s"):
        choice = reduction.restore(outcome.choice)
        upgrades = servers.upgrade_cost_minor
        plan = make_plan(requirements, market, policy, choice, outcome.bound_minor, upgrades)
    run.progress(scenario.name, "auditing")
    with run.watch.stage("audit_s"):
        findings = audit(plan, requirements, market, policy, upgrades)
    if findings:
        raise AuditError(findings)
    with run.watch.stage("assign_s"):
        plan = explain(plan, requirements, choice.held, market, policy)
    status = PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE
    return replace(result, status=status, plan=plan, example_if_own_minor=_example(inventory, result, run))


def _infeasible(inventory: Inventory, result: ScenarioResult, named: Requirements, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help."""

    def problem_for(policy: Policy) -> tuple[Requirements, Market]:
        requirements, market = pose(inventory, policy)
        return reduce(requirements).requirements, market

    run.progress(result.name, "finding out why it is impossible")
    with run.watch.stage("solve_s"):
        seconds = run.limits.time_limit_s or 60.0
        explanation = explain_infeasible(named, result.scenario.policy, problem_for, seconds)
    return replace(result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations)


def _example(inventory: Inventory, result: ScenarioResult, run: Run) -> int | None:
    """Return the cost if machines of unknown pairing were dealt out; None where that is not the question."""
    if result.data_level is not DataLevel.UPPER_BOUND:
        return None
    policy = result.scenario.policy
    run.progress(result.name, "an example with own machines")
    with run.watch.stage("solve_s"):
        requirements, market = pose(inventory, policy, dealt_out=True)
        reduction = reduce(requirements)
        outcome = solve_scenario(reduction.requirements, market, policy, run.limits)
        if outcome.choice is None:
            return None
        upgrades = server_versions(inventory.estate.servers, policy).upgrade_cost_minor
        choice = reduction.restore(outcome.choice)
        example = make_plan(requirements, market, policy, choice, outcome.bound_minor or 0, upgrades)
        return example.cost.total


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())


def measure(inventory: Inventory, policy: Policy) -> Size:
    """Return how big the estate is, under one policy."""
    estate = inventory.estate
    requirements = find_requirements(estate, policy)
    return Size(
        users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
        devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
        accesses=len(estate.accesses),
        requirements=requirements.pairs,
        classes=len(reduce(requirements).requirements.holders),
    )
