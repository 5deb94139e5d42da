"""Why a scenario has no plan, and what would help: facts about servers, policies that clash, a market too small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from planner.domain.issue import Obstacle
from planner.domain.market import Market
from planner.domain.plan import PlanStatus, Relaxation, ScenarioResult
from planner.domain.product import VERSIONS
from planner.domain.scenario import Policy
from planner.licensing import if_newer, obstacles, too_old
from planner.licensing.rulebook import SETTING_BY_NAME, SETTINGS
from planner.optimise import Variant, explain_infeasible, solve_variants
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.planning.within_budget import budget_notice, within_budget
from planner.words import joined, say


def stopped_by(
    cache: ScenarioCache, result: ScenarioResult, in_the_way: Sequence[Obstacle], run: Run
) -> ScenarioResult:
    """Say what makes a scenario impossible that no licence changes, and which readings would, if any do."""
    reason = joined(" ", (obstacle.reason for obstacle in in_the_way))
    helping = tuple(Relaxation("servers", None, None, obstacle.remedy) for obstacle in in_the_way)
    result = replace(result, status=PlanStatus.INFEASIBLE, reason=reason, relaxations=helping)
    policy = result.scenario.policy
    others = (policy.having(**{setting.name: setting.loosest}) for setting in SETTINGS if setting.may_be_an_obstacle)
    if all(obstacles(cache.view(other)) for other in others):
        return result
    explained = infeasible(cache, result, run)
    policies = tuple(each for each in explained.relaxations if each.policy in SETTING_BY_NAME)
    return replace(result, relaxations=(*helping, *policies))


def infeasible(cache: ScenarioCache, result: ScenarioResult, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help."""

    def variants_for(policy: Policy) -> list[Variant]:
        variants = [replace(variant, cost_minor=0) for variant in cache.variants(policy, cache.server_variants(policy))]
        if obstacles(cache.view(policy)):  # nothing on offer helps
            return [replace(variant, market=Market((), (), frozenset())) for variant in variants]
        return variants

    run.progress(result.name, say("finding out why it is impossible"))
    with run.watch.stage("solve_s"):
        limits = replace(run.limits, time_limit_s=run.limits.time_limit_s or 60.0)
        explanation = explain_infeasible(result.scenario.policy, variants_for, limits)
    result = replace(
        result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations
    )
    if any(change.policy == "budget" for change in explanation.relaxations):
        found = within_budget(cache, result.scenario.policy, variants_for(result.scenario.policy)[0], limits)
        if found is not None:
            told = (*result.notices, budget_notice(found, result.scenario.policy))
            result = replace(result, notices=told, within_budget=found)
    old = _old_licence_server(cache, result.scenario.policy, run)
    if old is None:
        return result
    policies = tuple(each for each in explanation.relaxations if each.policy != "offers")
    return replace(
        result,
        reason=say("{reason} {reason_2}", reason=old.reason, reason_2=explanation.reason) if policies else old.reason,
        relaxations=(Relaxation("servers", None, None, old.remedy), *policies),
    )


def infeasible_over_time(cache: ScenarioCache, result: ScenarioResult, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help a scenario with a horizon."""

    def variants_for(policy: Policy) -> list[Variant]:
        return [cache.over_time(policy).root()]

    run.progress(result.name, say("finding out why it is impossible"))
    with run.watch.stage("solve_s"):
        limits = replace(run.limits, time_limit_s=run.limits.time_limit_s or 60.0)
        explanation = explain_infeasible(result.scenario.policy, variants_for, limits)
    return replace(result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations)


def _old_licence_server(cache: ScenarioCache, policy: Policy, run: Run) -> Obstacle | None:
    """Say that a newer licence server would help, and how new it must be; None where none would."""
    limit = cache.server_variants(policy)[0].limit
    if limit is None:
        return None
    for version in range(limit.newest + 1, len(VERSIONS)):
        variants = cache.variants(policy, [if_newer(cache.as_listed(policy), limit, version)])
        with run.watch.stage("solve_s"):
            if solve_variants(variants, policy, replace(run.limits, gap=inf)).choice is not None:
                return too_old(limit, version)
    return None
