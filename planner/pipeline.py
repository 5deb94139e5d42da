"""The whole flow, from a file to plans, and to answers about them: read, requirements, market, solve, audit, explain.

The only place that assembles it: the command line, the worker behind the dashboard and scripts all call `plan` and
`ask`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from planner.domain.by_unit import by_unit
from planner.domain.document import PlanDocument
from planner.domain.inventory import Inventory
from planner.domain.plan import Plan, PlanSet, PlanStatus, ScenarioResult
from planner.domain.position import PositionToday
from planner.domain.scenario import Scenario
from planner.errors import NoPlanError, WorkbookError
from planner.ingest import Loaded, Loading, begin_loading
from planner.licensing import (
    ServerVariant,
    assumptions,
    connector_notices,
    data_level,
    definition_notices,
    ended_groups,
    exempt_accesses,
    external_in_azure,
    external_in_lists,
    freed_notices,
    horizon_notices,
    many_administrators,
    obstacles,
    remarks_on_bought,
    review,
    revocable_notices,
    risks_of_used,
    server_versions,
    session_notices,
    shortage_notices,
    stand_in_notices,
    support_notices,
    switch_notices,
    unsold_notices,
    upgrade_notice,
)
from planner.licensing.view import View
from planner.optimise import SolveStatus
from planner.planning.checked_over_time import solve_over_time, with_reasons
from planner.planning.checked_plan import solve
from planner.planning.choice_of_scenarios import Readings, find_scenario, pick_scenarios, with_readings
from planner.planning.foresight import Foresight, with_foresight
from planner.planning.impossible import infeasible, infeasible_over_time, stopped_by
from planner.planning.over_time import assumptions_over_time, market_notices
from planner.planning.position_today import position_today
from planner.planning.questions import with_questions
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.side_questions import SideQuestions, not_counted
from planner.planning.time_budget import TimeBudget
from planner.planning.told import Told, Topic
from planner.planning.unpriced import as_request, to_ask_for, without_prices
from planner.report.explain import explain
from planner.report.explain_over_time import explain_orders
from planner.study.why.answering import answer
from planner.study.why.questions import Question, Reply
from planner.study.why.saved_plan import SavedPlan
from planner.version import __version__
from planner.words import say

Source = Path | Loading | Loaded | Inventory
"""Where an inventory comes from: a file or folder, one that is being read, what was read, or the inventory itself."""


def read(source: Source, run: Run | None = None, *, catalogue: Path | None = None, today: date | None = None) -> Loaded:
    """Return an inventory and what there is to say about it; `today` is its day where it gives none.

    Raises WorkbookError, with everything that is wrong, for one that cannot be used.
    """
    if isinstance(source, Inventory):
        return Loaded(source, ())
    with (run or Run()).watch.stage("read_s"):
        loading = begin_loading(source, catalogue) if isinstance(source, Path) else source
        day = today or date.today()
        loaded = loading if isinstance(loading, Loaded) else with_questions(loading.finish(today=day))
    if loaded.inventory is None:
        raise WorkbookError(loaded.issues)
    return loaded


def plan(
    source: Source,
    scenarios: Sequence[str | Scenario] = (),
    run: Run | None = None,
    *,
    readings: Readings = Readings.NONE,
    catalogue: Path | None = None,
    today: date | None = None,
) -> PlanSet:
    """Plan the scenarios of an inventory, or those that are wanted, and other readings of disputed rules on demand.

    A stop request keeps the plans made so far and the best one in the making.  Raises NoPlanError for a run that was
    stopped before there was any, and what `read` raises.
    """
    run = run or Run()
    cache = ScenarioCache(_inventory(read(source, run, catalogue=catalogue, today=today)))
    chosen = pick_scenarios(cache.inventory, scenarios)
    if readings is not Readings.NONE:
        run.progress("", say("finding which readings make a difference"))
        with run.watch.stage("requirements_s"):
            chosen = with_readings(cache, chosen, readings)
    run.listener.expect([scenario.name for scenario in chosen], chosen[0].policy.currency)
    return plan_scenarios(cache, chosen, run)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, and the scenario that was asked about."""

    scenario: Scenario
    reply: Reply
    not_saved: str = ""
    """Why it was not answered from the saved plan that was given."""


def ask(
    source: Source,
    question: Question,
    scenario: str | None = None,
    run: Run | None = None,
    *,
    catalogue: Path | None = None,
    today: date | None = None,
    saved: PlanDocument | None = None,
) -> Answered:
    """Answer a question about a scenario of an inventory, or about its first one.

    A saved plan of the same inventory and rules is started from; else the scenario is planned first.

    Raises UsageError for a scenario, an offer or somebody that is not there, NoPlanError for a scenario without a plan
    and where the run is stopped, and what `read` raises.
    """
    run = run or Run()
    cache = ScenarioCache(_inventory(read(source, run, catalogue=catalogue, today=today)))
    chosen = find_scenario(cache.inventory, scenario)
    run.listener.expect((), chosen.policy.currency)
    start = SavedPlan.of(saved, cache.inventory, chosen) if saved else SavedPlan(None)
    return Answered(chosen, answer(cache, chosen, question, run, start), start.why_not)


def _inventory(loaded: Loaded) -> Inventory:
    assert loaded.inventory is not None  # `read` raises otherwise
    return loaded.inventory


def plan_scenarios(cache: ScenarioCache, scenarios: Sequence[Scenario], run: Run) -> PlanSet:
    """Plan scenarios one after the other; see `plan`."""
    position = None if run.is_stopped else position_today(cache, run)
    results = list[ScenarioResult]()
    for scenario in scenarios:
        known = next((one for one in results if _is_same_over_time(one.scenario, scenario)), None)
        planned = plan_scenario(cache, scenario, run, position) if known is None else replace(known, scenario=scenario)
        results.append(planned)
        run.progress(scenario.name, "")
    if run.is_stopped and not any(result.plan for result in results):
        raise NoPlanError(say("The run was stopped before there was any plan."))
    first = scenarios[0].policy
    return PlanSet(
        inventory=cache.inventory.source,
        catalogue=cache.inventory.catalogue,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        currency=first.currency,
        plan_date=first.plan_date,
        results=tuple(results),
        timings=run.watch.timings(),
        size=cache.size(first),
        position_today=position,
        profile=cache.inventory.profile,
    )


def _is_same_over_time(one: Scenario, other: Scenario) -> bool:
    """Tell whether two scenarios with a horizon are the same by other names; one plan then serves both."""
    return one.policy.horizon_months > 0 and one.policy == other.policy and one.is_reading == other.is_reading


def plan_scenario(
    cache: ScenarioCache, scenario: Scenario, run: Run, position: PositionToday | None = None
) -> ScenarioResult:
    """Plan one scenario: find what must be covered, solve, name holders, audit, explain.

    `position` is the position today, of which the review speaks.

    Raises AuditError for a plan that does not hold; such a plan is never handed out.
    """
    policy, told = scenario.policy, Told()
    view = cache.view(policy)
    servers = view.find(server_versions)
    told.tell(Topic.INVENTORY, cache.inventory.notices)
    told.tell(Topic.SERVERS, servers.notices)
    told.tell(
        Topic.WHO_COUNTS,
        ended_groups(view.estate.groups, policy),
        exempt_accesses(view),
        stand_in_notices(view),
        support_notices(view),
        session_notices(view),
        external_in_lists(view),
        definition_notices(view),
        external_in_azure(view),
        many_administrators(view),
    )
    if not policy.horizon_months:
        told.tell(Topic.NOT_COUNTED, not_counted(view))
    told.tell(Topic.OTHER_READINGS, cache.remarks.get(scenario.name, ()))
    result = ScenarioResult(scenario, PlanStatus.STOPPED, data_level(view), assumptions(view), told.notices)
    if run.is_stopped:
        return replace(result, reason=say("The run was stopped before this scenario's turn."))
    if in_the_way := obstacles(view):
        return stopped_by(cache, result, in_the_way, run)
    if policy.horizon_months:
        return _plan_over_time(cache, scenario, run, position, told, result)
    run.progress(scenario.name, say("finding what must be covered"))
    with run.watch.stage("requirements_s"):
        server_variants = cache.server_variants(policy)
        markets = [cache.market(policy, each) for each in server_variants]
        told.tell(Topic.COUNTED_BEYOND_LISTS, cache.counted(policy), cache.people_covered(policy))
    told.tell(Topic.OWNED_AND_FOR_SALE, revocable_notices(markets[0].lots))
    told.tell(Topic.MARKET, markets[0].notices)
    result = replace(result, notices=told.notices)
    if run.is_stopped:
        return replace(result, reason=say("The run was stopped before a plan was looked for."))
    run.progress(scenario.name, say("grouping who is alike"))
    with run.watch.stage("reduce_s"):
        variants = cache.variants(policy, server_variants)
    run.progress(scenario.name, say("looking for the cheapest plan"))
    time_budget, upgrades = TimeBudget(run, time.monotonic()), servers.upgrade_cost_minor
    solved = solve(variants, policy, run, run.limits_of(scenario.name, upgrades), upgrades, scenario.name)
    is_request = solved.is_infeasible and not cache.inventory.offers
    if is_request:
        policy, variants = without_prices(policy), [to_ask_for(variant, policy) for variant in variants]
        solved = solve(variants, policy, run, run.limits, upgrades, scenario.name)
    if solved.is_infeasible:
        return infeasible(cache, result, run)
    best = solved.best
    if best is None:
        return replace(result, reason=say("No plan was found before the run had to stop; allow more time."))
    with run.watch.stage("assign_s"):
        plan = explain(best.plan, best.left, best.choice.held, best.variant.market, policy)
        plan = as_request(plan, policy) if is_request else plan
    requirements, waived = best.variant.prepared.original, best.choice.waived
    picked, market = server_variants[best.number], best.variant.market
    _tell_of_upgrade(told, picked, scenario)
    told.tell(Topic.MARKET, market.notices)
    told.tell(Topic.WAIVED, freed_notices(requirements, waived), connector_notices(requirements, waived))
    told.tell(
        Topic.PLAN,
        shortage_notices(position, view.estate),
        switch_notices(plan.switches, policy),
        unsold_notices(plan, market, policy),
    )
    beside = SideQuestions(cache, scenario, variants, best, time_budget)
    if not is_request:  # what something else would cost is not known without prices
        told.tell(
            Topic.BOUGHT,
            beside.about_what_is_bought(),
            beside.about_subscriptions(),
            beside.about_second_hosts(),
        )
        told.tell(Topic.NOT_COUNTED, beside.about_what_does_not_count())
        told.tell(Topic.NEWER_SERVERS, beside.about_newer_servers())
    return replace(
        result,
        status=_status(plan, is_request=is_request),
        assumptions=(*result.assumptions, *risks_of_used([line.offer for line in plan.purchases])),
        notices=told.notices,
        plan=plan,
        needs=requirements,
        estate=cache.inventory.estate,
        by_unit=by_unit(plan, requirements, cache.inventory.estate),
        example_if_own_minor=None if is_request else beside.example_if_own(),
        review=review(cache.inventory, plan, policy, requirements, waived, position),
    )


def _plan_over_time(
    cache: ScenarioCache,
    scenario: Scenario,
    run: Run,
    position: PositionToday | None,
    told: Told,
    result: ScenarioResult,
) -> ScenarioResult:
    """Plan a scenario with a horizon; what is told of its holders and reviewed is how it stands in the first period."""
    policy, inventory = scenario.policy, cache.inventory
    over_time, time_budget = cache.over_time(policy), TimeBudget(run, time.monotonic())
    run.progress(scenario.name, say("looking for the cheapest plan over time"))
    solved = solve_over_time(over_time, run, run.limits_of(scenario.name, 0), scenario.name)
    if solved.status is SolveStatus.INFEASIBLE:
        return infeasible_over_time(cache, replace(result, notices=told.notices), run)
    best = solved.best
    if best is None:
        return replace(result, reason=say("No plan was found before the run had to stop; allow more time."))
    with run.watch.stage("assign_s"):
        periods = [best.in_period(number) for number in range(len(best.parts))]
        explained = [explain(each.plan, each.left, each.held, each.market, each.policy) for each in periods]
        plan = explain_orders(with_reasons(best.plan, explained), policy)
    run.progress(scenario.name, say("finding what foresight is worth"))
    plan = with_foresight(plan, Foresight(best, time_budget))
    now, requirements, view = periods[0], best.parts[0], over_time.views(best.days)[0]
    told.tell(Topic.SERVERS, horizon_notices(view, over_time.stays(best.days), over_time.calendar.horizon))
    told.tell(Topic.OWNED_AND_FOR_SALE, revocable_notices(now.market.lots))
    told.tell(Topic.MARKET, market_notices(best.market))
    told.tell(Topic.WAIVED, freed_notices(requirements, now.waived), connector_notices(requirements, now.waived))
    told.tell(Topic.PLAN, switch_notices(plan.switches, policy))
    told.tell(Topic.BOUGHT, remarks_on_bought([line.offer for line in plan.purchases], policy))
    return replace(
        result,
        status=_status(plan, is_request=False),
        assumptions=(
            *result.assumptions,
            *assumptions_over_time(policy, over_time.calendar.horizon),
            *risks_of_used([line.offer for line in plan.purchases]),
        ),
        notices=told.notices,
        plan=plan,
        needs=requirements,
        estate=inventory.estate,
        by_unit=by_unit(explained[0], requirements, inventory.estate),
        review=review(inventory, explained[0], policy, requirements, now.waived, position),
    )


def _status(plan: Plan, *, is_request: bool) -> PlanStatus:
    if is_request:
        return PlanStatus.UNPRICED
    return PlanStatus.OPTIMAL if plan.is_proved else PlanStatus.FEASIBLE


def _tell_of_upgrade(told: Told, picked: ServerVariant, scenario: Scenario) -> None:
    """Tell of the licence server that the plan upgrades at once, and no longer of its upgrade on a later day."""
    if picked.upgraded:
        now = server_versions(View(picked.estate, scenario.policy)).notices
        told.tell(Topic.SERVERS, now)
    told.tell(Topic.UPGRADED_NOW, upgrade_notice(picked, scenario.policy))


def with_timings(plans: PlanSet, run: Run) -> PlanSet:
    """Return the plans with the times of all stages, writing included."""
    return replace(plans, timings=run.watch.timings())
