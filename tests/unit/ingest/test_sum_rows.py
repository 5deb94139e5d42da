# ruff: noqa: E501 (messages stand here as people read them)
from __future__ import annotations

import pytest

from planner.ingest.tables.sum_rows import adds_up, begins_like_a_sum, is_sum_word
from tests.unit.ingest.good_tables import changed, errors, load


@pytest.mark.parametrize("cell", ["Total", "SUMME:", " gesamt ", "Grand  total", "Razem", "Σ", "Totaal *"])
def test_sum_words(cell):
    assert is_sum_word(cell)
    assert not begins_like_a_sum(cell)


@pytest.mark.parametrize("cell", ["total-srv", "summer", "Total Logistics", 12, None, "a.gesamt"])
def test_no_sum_words(cell):
    assert not is_sum_word(cell)


@pytest.mark.parametrize("cell", ["Total owned", "Summe Chemnitz", "Total (all)", "Summe: alles", "Grand total 2026"])
def test_more_words_behind_a_sum_word(cell):
    assert begins_like_a_sum(cell)


@pytest.mark.parametrize("cell", ["Totally", "total-srv", "Summer school", "owned total", 7, None])
def test_no_beginning_of_a_sum(cell):
    assert not begins_like_a_sum(cell)


def test_what_adds_up():
    assert adds_up(21, [20, None, "1"])
    assert adds_up("1.234,0", [1000.0, "234"])
    assert not adds_up(22, [20, 1])
    assert not adds_up(None, [])
    assert not adds_up(0, [0, 0])
    assert not adds_up("many", ["many"])


def test_a_worded_sum_row_is_told_by_its_figures():
    rows = {"Owned": [["Total owned", None, None, None, 21, None, None, None]]}
    assert errors(load(changed(add=rows))) == [
        'Owned!A4, column "owned_id": "Total owned" looks like a sum row: its quantity, 21, is the sum of the rows above. '
        "Remove the row; totals are counted by the program. If it is none, give it another name. [CAL-117]"
    ]


def test_sums_of_sums_are_told_without_counting_twice():
    head = [None] * 7
    rows = {
        "Headcount": [
            ["day", 5, 1, "own", "2022", *head[:4]],
            ["Total (all)", 35, "?", *head[:6]],
            ["Summe Chemnitz", "", 11, *head[:6]],
        ]
    }
    assert [text.split(":")[0] for text in errors(load(changed(add=rows)))] == [
        'Headcount!A4, column "group"',
        'Headcount!A5, column "group"',
    ]


def test_a_group_called_total_with_figures_of_its_own_is_a_group():
    rows = {"Headcount": [["Total Logistics", 7, 3, "own", "2022", None, None, None, None]]}
    assert errors(load(changed(add=rows))) == []
