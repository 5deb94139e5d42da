"""Totals as bars, and what a plan saves against the others."""

from __future__ import annotations

from planner.report import listed
from planner.report.bars import Bar, BarRole, bars_of
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


def test_other_scenarios_are_options_with_prices_the_cheapest_first():
    cheap, dear, none = listed.options(DOCUMENT, "cheapest").rows()
    differs = "Used licences: no; Budget: 900.00 EUR"
    assert cheap == ("new only", 15_250, -3_750, 100 * -37.5 / 152.5, "proved cheapest", differs, "")
    assert dear == ("users only", 70_000, 51_000, 100 * 510 / 700, "proved cheapest", "", "")
    assert none == ("tight", None, None, None, "impossible", "Budget: 1.00 EUR", DOCUMENT["tight"].reason)


def test_a_share_of_nothing_is_not_told():
    document = read(planned("cheapest", "-20.00"), planned("users only", "0.00"))
    assert [row[1:4] for row in listed.options(document, "cheapest").rows()] == [(0, 2_000, None)]


def test_without_a_plan_there_is_nothing_to_measure_against():
    assert bars_of(DOCUMENT, "tight") == ()
    assert [row[:4] for row in listed.options(DOCUMENT, "tight").rows()] == [
        ("new only", 15_250, None, None), ("cheapest", 19_000, None, None), ("users only", 70_000, None, None),
    ]  # fmt: skip
