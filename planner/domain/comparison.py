"""Scenarios side by side: totals, differences, and only the policies that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.plan import PlanStatus
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


def compare(scenarios: Sequence[ScenarioDocument]) -> tuple[ComparisonRow, ...]:
    """Return a row per scenario.

    Policies are compared with the first scenario, totals with the first one that has a plan.
    """
    first = scenarios[0].policy if scenarios else {}
    reference = next((one.plan.cost.total for one in scenarios if one.plan and not one.plan.is_unpriced), None)
    rows = []
    for one in scenarios:
        differs = differing_policies(first, one.policy)
        if one.plan is None or one.plan.is_unpriced or reference is None:
            rows.append(ComparisonRow(one.name, one.status, differs))
            continue
        plan = one.plan
        rows.append(
            ComparisonRow(
                one.name,
                one.status,
                differs,
                plan.cost.total,
                plan.cost.total - reference,
                plan.licences,
                plan.used_licences,
                plan.vendors,
            )
        )
    return tuple(rows)


def find_baseline(document: PlanDocument) -> tuple[ScenarioDocument, PlanLines] | None:
    """Return the planned scenario that savings are counted from, with its plan.

    That is the one the policy `baseline` names, else the dearer of `users only` and `devices only`,
    else the first that has a plan.
    """
    planned = [(one, plan) for one, plan in document.planned if not plan.is_unpriced]
    named = document.scenarios[0].policy.get("baseline") if document.scenarios else None
    for one, plan in planned:
        if one.name == named:
            return one, plan
    naive = [(one, plan) for one, plan in planned if one.name in (USERS_ONLY, DEVICES_ONLY)]
    if naive:
        return max(naive, key=lambda one: one[1].cost.total)
    return planned[0] if planned else None
