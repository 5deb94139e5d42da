"""What to watch, in the order of harm."""

from __future__ import annotations

from fractions import Fraction

from planner.domain.issue import Level, Notice
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Metric, Product, Version
from planner.report.watch import by_harm, on_a_screen, position_lines

KNOWN = Notice("CAL-1", "to know")
OPEN = Notice("CAL-2", "some amount", Level.MONEY)
SMALL = Notice("CAL-3", "little", Level.MONEY, 500)
LARGE = Notice("CAL-4", "much", Level.MONEY, 70_000)
BLOCK = Notice("CAL-5", "blocks", Level.BLOCKS)


def test_what_blocks_comes_first_then_money_the_most_first_each_once():
    assert by_harm([KNOWN, OPEN, SMALL, LARGE, BLOCK, KNOWN]) == (BLOCK, LARGE, SMALL, OPEN, KNOWN)


def test_only_what_is_to_know_is_left_out_for_want_of_room():
    watch = on_a_screen([KNOWN, Notice("CAL-6", "also"), OPEN, LARGE, BLOCK], 80, 4)
    assert (watch.shown, watch.more) == ((BLOCK, LARGE, OPEN, KNOWN), 1)
    watch = on_a_screen([KNOWN, OPEN, LARGE, BLOCK], 80, 1)
    assert (watch.shown, watch.more) == ((BLOCK, LARGE, OPEN), 1)


def test_what_another_remark_says_in_full_is_not_said_twice():
    merged = on_a_screen([Notice("CAL-601", "planned later", Level.MONEY), Notice("CAL-677", "that costs")], 80, 9)
    assert [one.code for one in merged.shown] == ["CAL-677"]
    assert merged.more == 0
    assert [one.code for one in on_a_screen([Notice("CAL-601", "planned later")], 80, 9).shown] == ["CAL-601"]


def line(version: str, licences: int, metric: str = "user") -> LicencesShort:
    return LicencesShort(Product.WS_CAL, Metric(metric), Version(version), licences)


def test_the_position_in_two_lines():
    missing = (line("2025", 1), line("2022", 3), line("2019", 1, "device"))
    found = PositionToday(missing, 21_300, 80, 26_625, Unproven(1, None))
    assert found.share_of_use == Fraction(5, 80)
    assert position_lines(found, "EUR") == (
        "Missing today: 5 licences (4 Windows Server User CALs, 1 Windows Server Device CAL), 213.00 EUR at list "
        "price. An audit could ask for 266.25 EUR.",
        "If an audit did not accept licences without complete proof, 1 licence more would be missing, at a list "
        "price that is not known.",
    )
    assert position_lines(None, "EUR") == ()
    nothing = PositionToday((), 0, 80, 0, Unproven(0, None))
    assert position_lines(nothing, "EUR") == ("Nothing is missing today, by the rules and data of this plan.",)
    unknown = PositionToday((line("2022", 2),), None, 2, None, Unproven(0, None), is_proved=False)
    assert position_lines(unknown, "EUR") == (
        "Missing today: at most 2 licences (2 Windows Server User CALs), at a list price that is not known.",
    )
