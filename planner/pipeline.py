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
    ServerVariant,
    ServerVersions,
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
    SolveStatus,
    Variant,
    solve_variants,
)
from planner.planning.checked_plan import CheckedPlan
from planner.planning.impossible import infeasible, stopped_by
from planner.planning.position_today import position_today
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.side_questions import example_if_own, with_newer_servers, with_remarks_on_bought
from planner.planning.time_budget import TimeBudget
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


def with_readings(cache: ScenarioCache, scenarios: Sequence[Scenario], names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios and, for those of `names` (the first, if none is given), one more per disputed rule.

    Each takes another reading of one rule.  Readings that change nothing are not planned; a notice lists them.
    """
    more: list[Scenario] = []
    for scenario in scenarios if names else scenarios[:1]:
        policy, same = scenario.policy, []
        server_variant = cache.server_variants(policy)[0]
        requirements, market = cache.requirements(policy, server_variant), cache.market(policy, server_variant)
        for reading in other_readings(policy):
            other = reading.scenario(scenario)
            its_variant = cache.server_variants(other.policy)[0]
            required, its_market = (
                cache.requirements(other.policy, its_variant),
                cache.market(other.policy, its_variant),
            )
            if reading.changes(requirements, required, market, its_market):
                more.append(other)
            else:
                same.append(reading)
                cache.forget(other.policy, but=policy)
        if same:
            cache.remarks[scenario.name] = (no_difference(same),)
    return (*scenarios, *more)


def make_plans(
    inventory: Inventory, scenarios: Sequence[Scenario], run: Run, cache: ScenarioCache | None = None
) -> PlanSet:
    """Plan every scenario; a stop request keeps the plans made so far and the best one in the making.

    Raises NoPlanError for a run that was stopped before there was any.
    """
    cache = cache or ScenarioCache(inventory)
    position = None if run.is_stopped else position_today(cache, run)
    results = []
    for scenario in scenarios:
        results.append(plan_scenario(cache, scenario, run))
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
        size=measure(cache, first),
        position_today=position,
    )


def plan_scenario(cache: ScenarioCache, scenario: Scenario, run: Run) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    policy = scenario.policy
    estate = as_counted(cache.inventory.estate, policy)
    servers = server_versions(estate.servers, policy)
    upgrades = servers.upgrade_cost_minor
    result = ScenarioResult(
        scenario=scenario,
        status=PlanStatus.STOPPED,
        data_level=data_level(estate, policy),
        assumptions=assumptions(estate, policy),
        notices=(
            *cache.inventory.notices,
            *servers.notices,
            *missing_groups(estate.groups, policy),
            *exempt_accesses(estate, policy),
            *stand_in_notices(estate, policy),
            *support_notices(estate, policy),
            *session_notices(estate),
            *external_in_lists(estate, policy),
            *cache.remarks.get(scenario.name, ()),
        ),
    )
    if run.is_stopped:
        return replace(result, reason="The run was stopped before this scenario's turn.")
    if in_the_way := obstacles(estate, policy):
        return stopped_by(cache, result, in_the_way, run)
    run.progress(scenario.name, "finding what must be covered")
    with run.watch.stage("requirements_s"):
        server_variants = cache.server_variants(policy)
        markets = [cache.market(policy, server_variant) for server_variant in server_variants]
        remarks = (*cache.counted(policy), *cache.people_covered(policy))
    before = replace(result, notices=(*result.notices, *remarks, *revocable_notices(markets[0].lots)))
    result = replace(before, notices=(*before.notices, *markets[0].notices))
    if run.is_stopped:
        return replace(result, reason="The run was stopped before a plan was looked for.")
    run.progress(scenario.name, "grouping who is alike")
    with run.watch.stage("reduce_s"):
        variants = [
            Variant(cache.prepared(policy, server_variant), market, server_variant.cost_minor)
            for server_variant, market in zip(server_variants, markets, strict=True)
        ]
    run.progress(scenario.name, "looking for the cheapest plan")
    time_budget = TimeBudget(run, time.monotonic())
    with run.watch.stage("solve_s"):
        outcome = solve_variants(variants, policy, run.limits_of(scenario.name, upgrades))
    if outcome.status is SolveStatus.INFEASIBLE:
        return infeasible(cache, result, run)
    if outcome.choice is None:
        return replace(result, reason="No plan was found before the run had to stop; allow more time.")
    run.progress(scenario.name, "naming who gets which licence, and checking the plan")
    server_variant, market = server_variants[outcome.variant], markets[outcome.variant]
    told = (
        *_without_brought_forward(before.notices, servers, server_variant, policy),
        *upgrade_notice(server_variant, policy),
    )
    result = replace(before, notices=(*told, *market.notices))
    checked = CheckedPlan.of(variants, outcome, policy, upgrades, run.watch)
    requirements = checked.variant.prepared.original
    with run.watch.stage("assign_s"):
        plan = explain(checked.plan, checked.left, outcome.choice.held, market, policy)
    status = PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE
    told = (*shortage_notices(plan, market), *switch_notices(plan.switches, policy))
    result = replace(result, notices=(*result.notices, *_waived(requirements, outcome.choice.waived), *told))
    result = with_remarks_on_bought(cache, result, plan, variants, time_budget)
    result = with_newer_servers(cache, result, plan, checked.variant, time_budget)
    return replace(
        result,
        status=status,
        plan=plan,
        needs=requirements,
        example_if_own_minor=example_if_own(cache, result, time_budget),
        review=review(cache.inventory, plan, policy, requirements, outcome.choice.waived),
    )


def _without_brought_forward(
    notices: Sequence[Notice], servers: ServerVersions, server_variant: ServerVariant, policy: Policy
) -> Iterator[Notice]:
    """Yield notices without the later upgrade of a server that the plan upgrades at once."""
    if server_variant.upgraded:
        yield from server_versions(server_variant.estate.servers, policy).notices
    yield from (notice for notice in notices if not (server_variant.upgraded and notice in servers.notices))


def _waived(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    return (*freed_notices(requirements, waived), *connector_notices(requirements, waived))


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())


def measure(cache: ScenarioCache, policy: Policy) -> Size:
    """Return how big the estate is, under one policy."""
    estate, prepared = cache.inventory.estate, cache.prepared(policy, cache.server_variants(policy)[0])
    return Size(
        users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
        devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
        accesses=len(estate.accesses),
        requirements=prepared.original.pairs,
        classes=len(prepared.reduction.requirements.holders),
    )
