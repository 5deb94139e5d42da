"""Cells and columns: what means nothing, yes and no, numbers and days decided per column."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from planner.imports.reading.cells import is_error, numbers_of, text_of, yes_or_no
from planner.imports.reading.days import Order, order_of, read_days, shows_both
from planner.ingest import CellError


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Ann\u00a0Berg\u202f", "Ann Berg"),
        ("corp\\ann\0", "corp\\ann"),
        ("Mu\u0308ller", "Müller"),
        ("Geräte\u00adname", "Gerätename"),
        ("n/a", ""),
        ("<BLANK>", ""),
        ("Microsoft.ActiveDirectory.Management.ADPropertyValueCollection", ""),
        ("#NV", ""),
        ("#N/D!", ""),
        (CellError("#REF!"), ""),
        ("`=1+3", "=1+3"),
        ("'-x", "-x"),
        ("=1+3", "=1+3"),
        (203.0, "203"),
        ("00203", "00203"),
        (True, "True"),
    ],
)
def test_a_cell_is_its_text_without_what_programs_leave_in_it(cell, text):
    assert text_of(cell) == text


def test_errors_are_known_in_four_languages():
    assert all(map(is_error, ["#N/A", "#BEZUG!", "#VALEUR!", "#DZIEL/0!", CellError("#N/A")]))
    assert not is_error("#12")


def test_yes_and_no_are_words_and_anything_else_is_neither():
    assert [yes_or_no(cell) for cell in ("JA ", "Oui", "tak", "✓", True, 1)] == [True] * 6
    assert [yes_or_no(cell) for cell in ("nein", "faux", "fałsz", "-", False, 0)] == [False] * 6
    assert [yes_or_no(cell) for cell in ("vielleicht", "", None)] == [None] * 3


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.249,00", "7", "12.000"], ["1249.00", "7", "12000"]),
        (["1,249.00", "12,000"], ["1249.00", "12000"]),
        (["1\u202f249,50 €", "3"], ["1249.50", "3"]),
        (["1'249.5", "5 Stk."], ["1249.5", "5"]),
        (["12,000", "3"], [None, "3"]),
        (["1.000.000", "2.000"], ["1000000", "2000"]),
        (["10", "-1", "x", ""], ["10", "-1", None, None]),
        ([5, 2.5, True], ["5", "2.5", None]),
    ],
)
def test_the_decimal_sign_is_decided_by_the_column(cells, numbers):
    assert numbers_of(cells) == [None if number is None else Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2/3/2025", "22/3/2025"], Order.DAY_FIRST),
        (["2/3/2025 7:21:22 AM", "22/3/2025 1:00:00 PM"], Order.DAY_FIRST),
        (["2/3/2025 7:21:22 AM"], Order.MONTH_FIRST),
        (["2/3/2025", "2/13/2025"], Order.MONTH_FIRST),
        (["2.3.2025"], Order.DAY_FIRST),
        (["2/3/2025", "12/11/2025"], None),
        (["22/3/2025", "3/22/2025"], None),
        (["2025-02-03"], None),
    ],
)
def test_the_order_of_days_is_what_the_column_shows(cells, order):
    assert order_of(cells) is order
    assert shows_both(cells) is (cells == ["22/3/2025", "3/22/2025"])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-02-03T07:21:22Z", date(2025, 2, 3)),
        ("2026-01-14 08:00:00.0000000", date(2026, 1, 14)),
        ("2025/11/09", date(2025, 11, 9)),
        ("22.08.2025 00:15:35", date(2025, 8, 22)),
        ("20380119031407.000000-000", date(2038, 1, 19)),
        ("20250115083000.0Z", date(2025, 1, 15)),
        ("133814592000000000", date(2025, 1, 16)),
        ("44727", date(2022, 6, 15)),
        ("15-Jan-2026", date(2026, 1, 15)),
        (datetime(2024, 5, 6, 7), date(2024, 5, 6)),
        (date(2024, 5, 6), date(2024, 5, 6)),
        ("9223372036854775807", None),
        ("0001-01-01 00:00:00.0000000", None),
        ("9999-12-31 23:59:59.0000000", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_any_of_the_ways_programs_write_it(cell, day):
    found = read_days([cell], None)

    assert found.days == (day,)
    assert not found.unread


def test_days_whose_order_nothing_shows_are_none_until_it_is_known():
    cells = ["3/4/2025", "2025-01-02", "soon"]

    assert read_days(cells, None).days == (None, date(2025, 1, 2), None)
    assert read_days(cells, None).undecided
    assert read_days(cells, Order.DAY_FIRST).days[0] == date(2025, 4, 3)
    assert read_days(cells, Order.MONTH_FIRST).days[0] == date(2025, 3, 4)
    assert read_days(cells, Order.MONTH_FIRST).unread == (2,)
