"""Figures in sentences: English unless somebody hands in another way of writing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from planner.domain import money
from planner.report.words import policy_value
from planner.words.numbers import ENGLISH, Numbers


class Stars(Numbers):
    """Every number between stars."""

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        return f"*{value}*"


@pytest.mark.parametrize("amount", [0, 1, -1, 5, 99, -7981, 2_769_310, 123_456_789_012])
def test_english_amounts_are_those_of_the_files(amount):
    assert ENGLISH.money(amount, "EUR") == money.words(amount, "EUR")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "0 %"), (Fraction(1, 20), "5 %"), (Fraction(6, 1000), "0.6 %"), (Fraction(729, 1000), "72.9 %"),
        (Fraction(1, 3), "33.3 %"), (Fraction(1, 10**6), "less than 0.1 %"), (Fraction(25), "2500 %"),
    ],
)  # fmt: skip
def test_english_shares(share, words):
    assert ENGLISH.percent(share) == words


def test_counts_know_one_from_many():
    assert [ENGLISH.count(number, "person", "people") for number in (0, 1, 1200)] == [
        "0 people", "1 person", "1,200 people",
    ]  # fmt: skip


def test_another_way_of_writing_changes_marks_only():
    stars = Stars()
    assert (stars.money(2_769_310, "EUR"), stars.whole(7), stars.count(2, "pack")) == (
        "*27693.10* EUR",
        "*7*",
        "*2* packs",
    )
    assert (stars.percent(Fraction(1, 3)), stars.percent(Fraction(1, 10**6))) == ("*33.3* %", "less than *0.1* %")


@pytest.mark.parametrize(
    ("name", "value", "english", "starred"),
    [
        ("budget", "1000.00", "1,000.00 EUR", "*1000.00* EUR"),
        ("spare_share", 0.05, "5 %", "*5* %"),
        ("audit_factor", 1.25, "1.25", "*1.25*"),
        ("max_vendors", 1200, "1200", "*1200*"),
        ("allow_used", True, "yes", "yes"),
        ("server_upgrades", "2022", "2022", "2022"),
    ],
)
def test_values_of_policies(name, value, english, starred):
    assert policy_value(name, value, "EUR") == english
    assert policy_value(name, value, "EUR", Stars()) == starred
