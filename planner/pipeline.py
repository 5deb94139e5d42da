"""Runs the stages in order: read, requirements, market, reduce, solve, assign, audit, explain: the whole flow."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from planner import __version__
from planner.domain.inventory import Inventory
from planner.domain.issue import Notice
from planner.domain.plan import PlanSet, PlanStatus, ScenarioResult, Size
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import Policy, Scenario
from planner.errors import NoPlanError, UsageError
from planner.licensing import (
    ServerVersions,
    ServerWay,
    as_counted,
    assumptions,
    connector_notices,
    data_level,
    exempt_accesses,
    external_in_lists,
    freed_notices,
    missing_groups,
    no_difference,
    obstacles,
    other_readings,
    review,
    revocable_notices,
    server_versions,
    session_notices,
    shortage_notices,
    stand_in_notices,
    support_notices,
    switch_notices,
    upgrade_notice,
)
from planner.optimise import (
    Setup,
    SolveStatus,
    solve_setups,
)
from planner.planning.beside import example_if_own, with_newer_servers, with_remarks_on_bought
from planner.planning.impossible import infeasible, stopped_by
from planner.planning.made import Made
from planner.planning.run import Run, Turn
from planner.planning.shared import Shared
from planner.report.explain import explain


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


def with_readings(shared: Shared, scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios and, for those of `names` (the first, if none is given), one more per disputed rule.

    Each takes another reading of one rule.  Readings that change nothing are not planned; a notice lists them.
    """
    more: list[Scenario] = []
    for scenario in scenarios if names else scenarios[:1]:
        policy, same = scenario.policy, []
        way = shared.ways(policy)[0]
        requirements, market = shared.requirements(policy, way), shared.market(policy, way)
        for reading in other_readings(policy):
            other = reading.scenario(scenario)
            its_way = shared.ways(other.policy)[0]
            required, its_market = shared.requirements(other.policy, its_way), shared.market(other.policy, its_way)
            if reading.changes(requirements, required, market, its_market):
                more.append(other)
            else:
                same.append(reading)
                shared.forget(other.policy, but=policy)
        if same:
            shared.remarks[scenario.name] = (no_difference(same),)
    return (*scenarios, *more)


def make_plans(inventory: Inventory, scenarios: Sequence[Scenario], run: Run, shared: Shared | None = None) -> PlanSet:
    """Plan every scenario; a stop request keeps the plans made so far and the best one in the making.

    Raises NoPlanError for a run that was stopped before there was any.
    """
    shared = shared or Shared(inventory)
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


def plan_scenario(shared: Shared, scenario: Scenario, run: Run) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    policy = scenario.policy
    estate = as_counted(shared.inventory.estate, policy)
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
            *stand_in_notices(estate, policy),
            *support_notices(estate, policy),
            *session_notices(estate),
            *external_in_lists(estate, policy),
            *shared.remarks.get(scenario.name, ()),
        ),
    )
    if run.is_stopped:
        return replace(result, reason="The run was stopped before this scenario's turn.")
    if in_the_way := obstacles(estate, policy):
        return stopped_by(shared, result, in_the_way, run)
    run.progress(scenario.name, "finding what must be covered")
    with run.watch.stage("requirements_s"):
        ways = shared.ways(policy)
        markets = [shared.market(policy, way) for way in ways]
        remarks = (*shared.counted(policy), *shared.people_covered(policy))
    before = replace(result, notices=(*result.notices, *remarks, *revocable_notices(markets[0].lots)))
    result = replace(before, notices=(*before.notices, *markets[0].notices))
    if run.is_stopped:
        return replace(result, reason="The run was stopped before a plan was looked for.")
    run.progress(scenario.name, "grouping who is alike")
    with run.watch.stage("reduce_s"):
        setups = [
            Setup(shared.prepared(policy, way), market, way.cost_minor)
            for way, market in zip(ways, markets, strict=True)
        ]
    run.progress(scenario.name, "looking for the cheapest plan")
    turn = Turn(run, time.monotonic())
    with run.watch.stage("solve_s"):
        outcome = solve_setups(setups, policy, run.limits_of(scenario.name, upgrades))
    if outcome.status is SolveStatus.INFEASIBLE:
        return infeasible(shared, result, run)
    if outcome.choice is None:
        return replace(result, reason="No plan was found before the run had to stop; allow more time.")
    run.progress(scenario.name, "naming who gets which licence")
    way, market = ways[outcome.setup], markets[outcome.setup]
    told = (*_without_brought_forward(before.notices, servers, way, policy), *upgrade_notice(way, policy))
    result = replace(before, notices=(*told, *market.notices))
    with run.watch.stage("assign_s"):
        made = Made.of(setups, outcome, policy, upgrades)
    run.progress(scenario.name, "checking the plan")
    with run.watch.stage("audit_s"):
        made.check(policy)
    requirements = made.setup.prepared.original
    with run.watch.stage("assign_s"):
        plan = explain(made.plan, made.left, outcome.choice.held, market, policy)
    status = PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE
    told = (*shortage_notices(plan, market), *switch_notices(plan.switches, policy))
    result = replace(result, notices=(*result.notices, *_waived(requirements, outcome.choice.waived), *told))
    result = with_remarks_on_bought(shared, result, plan, setups, turn)
    result = with_newer_servers(shared, result, plan, made.setup, turn)
    return replace(
        result,
        status=status,
        plan=plan,
        needs=requirements,
        example_if_own_minor=example_if_own(shared, result, turn),
        review=review(shared.inventory, plan, policy, requirements, outcome.choice.waived),
    )


def _without_brought_forward(
    notices: Sequence[Notice], servers: ServerVersions, way: ServerWay, policy: Policy
) -> Iterator[Notice]:
    """Yield notices without the later upgrade of a server that the plan upgrades at once."""
    if way.upgraded:
        yield from server_versions(way.estate.servers, policy).notices
    yield from (notice for notice in notices if not (way.upgraded and notice in servers.notices))


def _waived(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    return (*freed_notices(requirements, waived), *connector_notices(requirements, waived))


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())


def measure(shared: Shared, policy: Policy) -> Size:
    """Return how big the estate is, under one policy."""
    estate, prepared = shared.inventory.estate, shared.prepared(policy, shared.ways(policy)[0])
    return Size(
        users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
        devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
        accesses=len(estate.accesses),
        requirements=prepared.original.pairs,
        classes=len(prepared.reduction.requirements.holders),
    )
