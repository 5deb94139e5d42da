"""Scenarios side by side: totals, differences, and only the policies that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.plan import PlanStatus, ScenarioResult
from planner.domain.scenario import DEVICES_ONLY, USERS_ONLY


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One scenario against the first planned one.  The figures are None where there is no plan."""

    name: str
    status: PlanStatus
    what_differs: tuple[str, ...]
    total_minor: int | None = None
    difference_minor: int | None = None
    licences: int | None = None
    used_licences: int | None = None
    vendors: int | None = None


def differing_policies(one: Any, other: Any) -> tuple[str, ...]:
    """Return the names of the policies in which two policy sets, as plan.json writes them, differ."""
    return tuple(name for name in {**one, **other} if one.get(name) != other.get(name))


def compare(results: Sequence[ScenarioResult]) -> tuple[ComparisonRow, ...]:
    """Return a row per scenario.

    Policies are compared with the first scenario, totals with the first one that has a plan.
    """
    first = results[0].scenario.policy.as_json() if results else {}
    reference = next((result.plan.cost.total for result in results if result.plan), None)
    rows = []
    for result in results:
        differs = differing_policies(first, result.scenario.policy.as_json())
        if result.plan is None or reference is None:
            rows.append(ComparisonRow(result.name, result.status, differs))
            continue
        plan = result.plan
        rows.append(
            ComparisonRow(
                result.name,
                result.status,
                differs,
                plan.cost.total,
                plan.cost.total - reference,
                plan.licences,
                plan.used_licences,
                plan.vendors,
            )
        )
    return tuple(rows)


def find_baseline(results: Sequence[ScenarioResult]) -> ScenarioResult | None:
    """Return the planned scenario that savings are counted from.

    That is the one the policy `baseline` names, else the dearer of `users only` and `devices only`,
    else the first that has a plan.
    """
    planned = [result for result in results if result.plan]
    named = [result for result in planned if result.name == results[0].scenario.policy.baseline]
    if named:
        return named[0]
    naive = [result for result in planned if result.name in (USERS_ONLY, DEVICES_ONLY)]
    if naive:
        return max(naive, key=lambda result: result.plan.cost.total if result.plan else 0)
    return planned[0] if planned else None
