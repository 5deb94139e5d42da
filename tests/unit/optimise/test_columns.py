"""Sorting and finding equal rows: what is fast must be the same as what is plain."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.estate import NONE
from planner.optimise.smaller import columns
from planner.optimise.smaller.columns import (
    Blocks,
    are_sorted,
    codes,
    distinct,
    distinct_rows,
    first_equal,
    is_repeated,
    mixed,
    sort_order,
    sums,
)

HUGE = 2**62
"""Two columns that reach so far do not fit into one number."""


def table(seed, largest, rows=200):
    made = np.random.default_rng(seed).integers(NONE, 5, (rows, 3))
    made[:, 0] *= largest // 5
    made[:, 2] *= largest // 5
    return made


@pytest.fixture(params=[5, 1000, HUGE], ids=["small", "large", "huge"])
def rows(request):
    return table(1, request.param)


def test_distinct_values_ascend():
    assert distinct(np.array([3, 1, 3, -1])).tolist() == [-1, 1, 3]
    assert distinct(np.array([], dtype=np.int64)).tolist() == []


def test_distinct_rows_are_the_ones_numpy_finds(rows):
    assert distinct_rows(rows).tolist() == np.unique(rows, axis=0).tolist()


def test_a_table_without_rows_has_no_distinct_ones():
    assert distinct_rows(np.empty((0, 3), dtype=np.int64)).shape == (0, 3)


def test_rows_are_sorted_by_the_first_column_and_equal_ones_stay_in_order(rows):
    assert sort_order(*rows.T).tolist() == np.lexsort(rows.T[::-1]).tolist()


def test_what_is_sorted_already_stays(rows):
    ascending = rows[sort_order(*rows.T)]
    assert sort_order(*ascending.T).tolist() == list(range(len(rows)))


def test_sorted_rows_are_known_where_they_fit_into_a_number():
    rows = table(2, 1000)
    assert are_sorted(*rows[sort_order(*rows.T)].T)
    assert not are_sorted(*rows.T)


def test_rows_have_one_code_exactly_where_they_are_equal(rows):
    code = codes(*rows.T)
    is_equal = (rows[:, None, :] == rows[None, :, :]).all(axis=2)
    assert ((code[:, None] == code[None, :]) == is_equal).all()


def test_sums_do_not_depend_on_the_order_of_rows_and_leave_out_missing_ends():
    hashes = mixed(np.arange(4))
    total = sums(hashes, np.array([0, 2, NONE, 0]), 3)
    assert total.tolist() == [hashes[0] + hashes[3], 0, hashes[1]]


def test_hashes_of_neighbours_differ_in_half_of_their_bits():
    bits = [
        bin(int(a) ^ int(b)).count("1") for a, b in zip(mixed(np.arange(500)), mixed(np.arange(1, 501)), strict=True)
    ]
    assert 30 < np.mean(bits) < 34


BLOCKS = [[1, 2], [1, 2, 3], [], [1, 2], [2, 1], [], [1, 2, 3]]


def blocks():
    return Blocks.of_lengths(np.array([len(block) for block in BLOCKS])), np.concatenate(BLOCKS).astype(np.int64)


def test_rows_of_blocks_stand_block_after_block():
    found, values = blocks()
    assert values[found.rows(np.array([4, 2, 0]))].tolist() == [2, 1, 1, 2]


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
def test_blocks_are_the_same_if_all_their_rows_are(monkeypatch, at_a_time):
    monkeypatch.setattr(columns, "_AT_A_TIME", at_a_time)
    found, values = blocks()
    these, those = np.divmod(np.arange(len(BLOCKS) ** 2), len(BLOCKS))
    same = [BLOCKS[a] == BLOCKS[b] for a, b in zip(these, those, strict=True)]
    assert found.are_same(values, these, those).tolist() == same


def test_the_first_equal_item_is_found_whatever_hashes_say():
    """Hashes that clash only make it slower: items 1 and 4 differ from item 0 and are still found to be equal."""
    values = np.array([7, 8, 7, 7, 8, 9, 9])
    may = np.array([True] * 6 + [False])
    clash = np.zeros(len(values), dtype=np.uint64)
    found = first_equal(clash, may, lambda these, those: values[these] == values[those])
    assert found.tolist() == [0, 1, 0, 0, 1, 5, 6]


def test_repeated_hashes_are_told_from_single_ones():
    hashes = mixed(np.array([1, 2, 1, 3]))
    assert is_repeated(hashes).tolist() == [True, False, True, False]
