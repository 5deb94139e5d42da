"""Totals as bars: what each scenario costs, and how far that is above the one that all are measured against.

Differences are between totals that were planned, never shares of one: what a single rule costs is known only where a
scenario differs in that rule alone, so each bar also says in which rules its scenario differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.domain.comparison import find_baseline
from planner.domain.document import PlanDocument
from planner.report.table import decimal
from planner.words import SaidEnum


class BarRole(SaidEnum):
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


def percent_above(total_minor: int, base_minor: int) -> float | None:
    """Return by how many per cent a total is above another, None where the other is not above nought."""
    return float(Fraction(total_minor - base_minor, base_minor) * 100) if base_minor > 0 else None


def _totals(document: PlanDocument) -> dict[str, int]:
    """Return the totals of the planned scenarios in minor units, the dearest first."""
    planned = [(one.name, plan.cost.total) for one, plan in document.planned]
    return dict(sorted(planned, key=lambda one: -one[1]))
