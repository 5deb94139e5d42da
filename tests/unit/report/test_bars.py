"""Totals as bars, and what a plan saves against the others."""

from __future__ import annotations

from planner.report.bars import Bar, BarRole, Saving, bars_of, savings_of
from tests.saved_plans import impossible, planned, read

DOCUMENT = read(
    planned("cheapest", "190.00"),
    impossible("tight", budget="1.00"),
    planned("new only", "152.50", allow_used=False, budget="900.00"),
    planned("users only", "700.00"),
)


def test_bars_are_measured_against_the_plan_the_dearest_first():
    assert bars_of(DOCUMENT, "cheapest") == (
        Bar("users only", 700.0, 510.0, BarRole.BASELINE),
        Bar("cheapest", 190.0, 0.0, BarRole.PLAN),
        Bar("new only", 152.5, -37.5, BarRole.OTHER),
    )


def test_the_baseline_itself_may_be_the_plan():
    assert [bar.part for bar in bars_of(DOCUMENT, "users only")] == [BarRole.PLAN, BarRole.OTHER, BarRole.OTHER]


def test_savings_name_the_rules_that_are_different_there():
    dear, cheap = savings_of(DOCUMENT, "cheapest")
    assert dear == Saving("users only", 700.0, 510.0, 100 * 510 / 700, "")
    assert cheap == Saving("new only", 152.5, -37.5, 100 * -37.5 / 152.5, "Used licences: no; Budget: 900.00 EUR")


def test_a_share_of_nothing_is_not_told():
    document = read(planned("cheapest", "-20.00"), planned("users only", "0.00"))
    assert [(line.saved, line.percent) for line in savings_of(document, "cheapest")] == [(20.0, None)]


def test_without_a_plan_there_is_nothing_to_measure_against():
    assert (bars_of(DOCUMENT, "tight"), savings_of(DOCUMENT, "tight")) == ((), ())
