"""Totals as bars: what each scenario costs, and how far that is above the one that all are measured against.

Differences are between totals that were planned, never shares of one: what a single rule costs is known only where a
scenario differs in that rule alone, so each bar also says in which rules its scenario differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.report.answer import find_baseline
from planner.report.numbers import ENGLISH, Numbers
from planner.report.policy_words import differences_in_words


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
    total: float
    difference: float
    part: BarRole


@dataclass(frozen=True, slots=True)
class Saving:
    """What the plan saves against another scenario, in whole units of the currency; less than nought: it costs more."""

    name: str
    total: float
    saved: float
    percent: float | None
    """The same as a percentage of that scenario's total; None where that is nothing to take a share of."""
    otherwise: str
    """The rules in which that scenario differs from the plan, in words."""


def bars_of(document: Mapping[str, Any], scenario: str) -> tuple[Bar, ...]:
    """Return a bar for each planned scenario of a plan, the dearest first, measured against one of them.

    Empty where that one has no plan.
    """
    totals = _totals(document)
    if scenario not in totals:
        return ()
    baseline = find_baseline(document["scenarios"])
    parts = ({baseline["name"]: BarRole.BASELINE} if baseline else {}) | {scenario: BarRole.PLAN}
    return tuple(
        Bar(name, in_whole_units(total), in_whole_units(total - totals[scenario]), parts.get(name, BarRole.OTHER))
        for name, total in totals.items()
    )


def savings_of(document: Mapping[str, Any], scenario: str, numbers: Numbers = ENGLISH) -> tuple[Saving, ...]:
    """Return what one scenario of a plan saves against each of the others, the largest saving first.

    Empty where that one has no plan.
    """
    totals = _totals(document)
    if scenario not in totals:
        return ()
    policies = {one["name"]: one["policy"] for one in document["scenarios"]}
    own = policies[scenario]
    return tuple(
        Saving(
            name,
            in_whole_units(total),
            in_whole_units(total - totals[scenario]),
            None if (above := percent_above(totals[scenario], total)) is None else 0.0 - above,
            differences_in_words(
                differing_policies(own, policies[name]), policies[name], document["currency"], numbers
            ),
        )
        for name, total in totals.items()
        if name != scenario
    )


def percent_above(total_minor: int, base_minor: int) -> float | None:
    """Return by how many per cent a total is above another, None where the other is not above nought."""
    return float(Fraction(total_minor - base_minor, base_minor) * 100) if base_minor > 0 else None


def in_whole_units(amount_minor: int) -> float:
    """Return an amount in whole units of its currency, for display."""
    return amount_minor / money.MINOR_PER_MAJOR


def _totals(document: Mapping[str, Any]) -> dict[str, int]:
    """Return the totals of the planned scenarios in minor units, the dearest first."""
    planned = [(one["name"], money.from_text(one["cost"]["total"])) for one in document["scenarios"] if "cost" in one]
    return dict(sorted(planned, key=lambda one: -one[1]))
