"""Totals as bars: what each scenario costs, and how far that is above the one that all are measured against.

Differences are between totals that were planned, never shares of one: what a single rule costs is known only where a
scenario differs in that rule alone, so each bar also says in which rules its scenario differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from planner.domain.comparison import differing_policies, find_baseline
from planner.domain.document import PlanDocument
from planner.report.numbers import ENGLISH, Numbers
from planner.report.policy_words import differences_in_words
from planner.report.table import decimal


class BarRole(StrEnum):
    """What a bar of the chart stands for."""

    PLAN = "this plan"
    BASELINE = "baseline"
    REFERENCE = "differences are counted from here"
    CHEAPEST = "the cheapest"
    OTHER = "other scenarios"


@dataclass(frozen=True, slots=True)
class Bar:
    """A scenario's total and its difference from the marked one's, in whole units of the currency, for display."""

    name: str
    total: Decimal
    difference: Decimal
    part: BarRole


@dataclass(frozen=True, slots=True)
class Saving:
    """What the plan saves against another scenario, in whole units of the currency; less than nought: it costs more."""

    name: str
    total: Decimal
    saved: Decimal
    percent: float | None
    """The same as a percentage of that scenario's total; None where that is nothing to take a share of."""
    otherwise: str
    """The rules in which that scenario differs from the plan, in words."""


def bars_of(document: PlanDocument, scenario: str) -> tuple[Bar, ...]:
    """Return a bar for each planned scenario of a plan, the dearest first, measured against one of them.

    Empty where that one has no plan.
    """
    totals = _totals(document)
    if scenario not in totals:
        return ()
    baseline = find_baseline(document)
    parts = ({baseline[0].name: BarRole.BASELINE} if baseline else {}) | {scenario: BarRole.PLAN}
    return tuple(
        Bar(name, decimal(total), decimal(total - totals[scenario]), parts.get(name, BarRole.OTHER))
        for name, total in totals.items()
    )


def savings_of(document: PlanDocument, scenario: str, numbers: Numbers = ENGLISH) -> tuple[Saving, ...]:
    """Return what one scenario of a plan saves against each of the others, the largest saving first.

    Empty where that one has no plan.
    """
    totals = _totals(document)
    if scenario not in totals:
        return ()
    own = totals[scenario]
    return tuple(
        Saving(
            name,
            decimal(total),
            decimal(total - own),
            None if (above := percent_above(own, total)) is None else 0.0 - above,
            _otherwise(document, scenario, name, numbers),
        )
        for name, total in totals.items()
        if name != scenario
    )


def _otherwise(document: PlanDocument, scenario: str, other: str, numbers: Numbers) -> str:
    policy = document[other].policy
    differs = differing_policies(document[scenario].policy, policy)
    return differences_in_words(differs, policy, document.currency, numbers)


def percent_above(total_minor: int, base_minor: int) -> float | None:
    """Return by how many per cent a total is above another, None where the other is not above nought."""
    return float(Fraction(total_minor - base_minor, base_minor) * 100) if base_minor > 0 else None


def _totals(document: PlanDocument) -> dict[str, int]:
    """Return the totals of the planned scenarios in minor units, the dearest first."""
    planned = [(one.name, plan.cost.total) for one, plan in document.planned]
    return dict(sorted(planned, key=lambda one: -one[1]))
