"""Any scenarios of saved plans side by side."""

from __future__ import annotations

import pytest

from planner.errors import UsageError
from planner.report.bars import Bar, BarRole
from planner.report.words import told_apart
from planner.study.side_by_side import side_by_side
from tests.saved_plans import bought, document, planned
from tests.unit.study.documents import MIX, NEW, TIGHT, plan_of


@pytest.fixture
def plan():
    return plan_of("tills", document([TIGHT, MIX, NEW]))


def table(side, title):
    (found,) = (matrix for matrix in side.matrices if matrix.title == title)
    return found


def test_totals_are_counted_from_the_first_planned_one(plan):
    side = side_by_side([plan], plan.scenarios)
    assert side.reference == "cheapest"
    assert list(side.totals.rows()) == [
        ("tight", None, None, None, None, None, None, "impossible", None),
        ("cheapest", 100_000, 0, 0.0, 4, 2, 2, "proved cheapest", 0),
        ("new only", 125_000, 25_000, 25.0, 6, 0, 1, "not proved", 5_000),
    ]
    assert side.bars == (
        Bar("new only", 1250.0, 250.0, BarRole.OTHER), Bar("cheapest", 1000.0, 0.0, BarRole.REFERENCE),
    )  # fmt: skip
    assert side.notes == (
        'Differences are counted from "cheapest"; less than nought is a saving.',
        "Without a plan, and so left out of the tables of figures: tight.",
    )


def test_totals_are_counted_from_another_one_on_demand(plan):
    _, mix, new = plan.scenarios
    side = side_by_side([plan], [mix, new], new)
    differences = [(one.difference_minor, one.difference_percent) for one in side.compared]
    assert differences == [(-25_000, -20.0), (0, 0.0)]
    assert [bar.part for bar in side.bars] == [BarRole.REFERENCE, BarRole.CHEAPEST]


def test_what_each_buys_has_left_and_sells(plan):
    side = side_by_side([plan], plan.scenarios)
    bought_ = table(side, "What each buys")
    assert bought_.columns == ("Licence", "Condition", "cheapest", "new only")
    assert [(line.what, line.values) for line in bought_.lines] == [
        (("Windows Server User CAL 2022", "new"), (4, 6)),
        (("Windows Server User CAL 2022", "used"), (2, 0)),
    ]
    assert bought_.shown(bought_.lines[1]) == ("Windows Server User CAL 2022", "used", 2, None)
    left = table(side, "What is left over")
    assert [(line.what, line.values) for line in left.lines] == [(("Windows Server User CAL 2019",), (5, 5))]
    assert left.chosen(only_differing=True) == ()
    assert [line.values for line in table(side, "What is sold").lines] == [(0, 2), (7, 0)]


def test_every_purchase_line_is_told_with_packs_and_price(plan):
    lines = table(side_by_side([plan], plan.scenarios), "Purchase lines (packs × price)")
    assert lines.columns == ("Vendor", "Offer", "Product", "Condition", "cheapest", "new only")
    cal = "Windows Server User CAL"
    assert [(line.what, line.values) for line in lines.lines] == [
        (("Alpha", "A-2022-new", f"{cal} 2022", "new"), ("3 × 200.00", "6 × 208.33")),
        (("Alpha", "A-2025-new", f"{cal} 2025", "new"), ("", "0 × 0.00")),
        (("Beta", "B-2022-new", f"{cal} 2022", "new"), ("1 × 100.00", "")),
        (("Beta", "B-2022-used", f"{cal} 2022", "used"), ("2 × 150.00", "")),
    ]
    assert len(lines.chosen(only_differing=True)) == 4


def test_money_is_told_by_vendor_and_by_part(plan):
    side = side_by_side([plan], plan.scenarios)
    paid = table(side, "What each vendor is paid")
    assert [paid.shown(line) for line in paid.lines] == [("Alpha", 600.0, 1250.0), ("Beta", 400.0, None)]
    costs = table(side, "What it costs")
    assert [costs.shown(line) for line in costs.lines] == [("Licences bought", 1000, 1250), ("Total", 1000, 1250)]


def test_only_rules_that_differ_are_told_in_words_of_those_without_a_plan_too(plan):
    rules = table(side_by_side([plan], plan.scenarios), "Rules that differ")
    assert rules.columns == ("Rule", "tight", "cheapest", "new only")
    assert [rules.shown(line) for line in rules.lines] == [
        ("Budget", "1.00 EUR", "none", "none"), ("Used licences", "yes", "yes", "no"),
    ]  # fmt: skip


def test_licences_stand_by_product_metric_and_version():
    lines = [
        bought("A", 1, "1.00", product="rds_cal"),
        bought("A", 1, "1.00", metric="device"),
        bought("A", 1, "1.00", version="2025"),
        bought("A", 1, "1.00", version="2012", condition="used"),
    ]
    plan = plan_of("p", document([planned("one", "4.00", lines)]))
    assert [line.what[0] for line in table(side_by_side([plan], plan.scenarios), "What each buys").lines] == [
        "Windows Server User CAL 2012",
        "Windows Server User CAL 2025",
        "Windows Server Device CAL 2022",
        "Remote Desktop User CAL 2022",
    ]


def test_scenarios_of_several_plans_bear_their_names():
    first, second = plan_of("spring", document([MIX])), plan_of("autumn", document([MIX, NEW], sha256="cd" * 32))
    side = side_by_side([first, second], [*first.scenarios, *second.scenarios])
    assert [one.name for one in side.compared] == ["cheapest (spring)", "cheapest (autumn)", "new only (autumn)"]
    assert any("different inventories" in note for note in side.notes)
    # A plan of which nothing is chosen makes no difference.
    assert not side_by_side([first, second], first.scenarios).inventories_differ


def test_a_scenario_called_like_a_column_stays_a_scenario():
    plan = plan_of("p", document([MIX | {"name": "Licence"}]))
    matrix = table(side_by_side([plan], plan.scenarios), "What each buys")
    assert matrix.columns == ("Licence", "Condition", "Licence (2)")


def test_without_any_plan_no_figures_are_claimed():
    plan = plan_of("p", document([TIGHT]))
    side = side_by_side([plan], plan.scenarios)
    assert (side.reference, side.bars, [matrix.title for matrix in side.matrices]) == ("", (), ["Rules that differ"])


def test_nothing_and_mixed_currencies_are_refused(plan):
    with pytest.raises(UsageError, match="choose at least one scenario"):
        side_by_side([plan], [])
    dollars = plan_of("dollars", document([MIX], currency="USD"))
    with pytest.raises(UsageError, match="tills is in EUR, dollars in USD"):
        side_by_side([plan, dollars], [*plan.scenarios, *dollars.scenarios])


def test_names_are_told_apart():
    assert told_apart(["a", "b", "a", "a (2)"]) == ["a", "b", "a (2)", "a (2) (2)"]
    assert told_apart(["a", "b", "a"], ["1", "2", "1"]) == ["a, 1", "b", "a, 1 (2)"]
