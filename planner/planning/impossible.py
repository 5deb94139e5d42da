"""Why a scenario has no plan, and what would help: facts about servers, policies that clash, a market too small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any

from planner.domain.issue import Obstacle
from planner.domain.market import Market
from planner.domain.plan import PlanStatus, Relaxation, ScenarioResult
from planner.domain.product import VERSIONS
from planner.domain.scenario import POLICY_BY_NAME, Policy
from planner.licensing import as_counted, if_newer, obstacles, too_old
from planner.optimise import Setup, explain_infeasible, solve_setups
from planner.planning.run import Run
from planner.planning.shared import Shared


def stopped_by(shared: Shared, result: ScenarioResult, in_the_way: Sequence[Obstacle], run: Run) -> ScenarioResult:
    """Say what makes a scenario impossible that no licence changes, and which readings would, if any do."""
    reason = " ".join(obstacle.reason for obstacle in in_the_way)
    helping = tuple(Relaxation("servers", None, None, obstacle.remedy) for obstacle in in_the_way)
    result = replace(result, status=PlanStatus.INFEASIBLE, reason=reason, relaxations=helping)
    others = (replace(result.scenario.policy, **reading) for reading in _FEWER_OBSTACLES)
    if all(obstacles(as_counted(shared.inventory.estate, other), other) for other in others):
        return result
    explained = infeasible(shared, result, run)
    policies = tuple(each for each in explained.relaxations if each.policy in POLICY_BY_NAME)
    return replace(result, relaxations=(*helping, *policies))


_FEWER_OBSTACLES: tuple[Mapping[str, Any], ...] = (
    {"count_basis": "actual_access"},
    {"count_infrastructure_access": False},
    {"rds_mode_strict": False},
)
"""Readings under which some of what is in the way is not."""


def infeasible(shared: Shared, result: ScenarioResult, run: Run) -> ScenarioResult:
    """Say which policies clash and what would help."""

    def setups_for(policy: Policy) -> list[Setup]:
        setups = [replace(setup, cost_minor=0) for setup in shared.setups(policy, shared.ways(policy))]
        if obstacles(as_counted(shared.inventory.estate, policy), policy):  # nothing on offer helps
            return [replace(setup, market=Market((), (), frozenset())) for setup in setups]
        return setups

    run.progress(result.name, "finding out why it is impossible")
    with run.watch.stage("solve_s"):
        limits = replace(run.limits, time_limit_s=run.limits.time_limit_s or 60.0)
        explanation = explain_infeasible(result.scenario.policy, setups_for, limits)
    result = replace(
        result, status=PlanStatus.INFEASIBLE, reason=explanation.reason, relaxations=explanation.relaxations
    )
    old = _old_licence_server(shared, result.scenario.policy, run)
    if old is None:
        return result
    policies = tuple(each for each in explanation.relaxations if each.policy != "offers")
    return replace(
        result,
        reason=f"{old.reason} {explanation.reason}" if policies else old.reason,
        relaxations=(Relaxation("servers", None, None, old.remedy), *policies),
    )


def _old_licence_server(shared: Shared, policy: Policy, run: Run) -> Obstacle | None:
    """Say that a newer licence server would help, and how new it must be; None where none would."""
    limit = shared.ways(policy)[0].limit
    if limit is None:
        return None
    for version in range(limit.newest + 1, len(VERSIONS)):
        setups = shared.setups(policy, [if_newer(shared.inventory.estate, limit, version, policy)])
        with run.watch.stage("solve_s"):
            if solve_setups(setups, policy, replace(run.limits, gap=inf)).choice is not None:
                return too_old(limit, version)
    return None
