"""Millions of rows as columns of whole numbers: sorting them, and finding equal ones.

Columns whose numbers are small are packed into one: that sorts many times faster than several do, and than
`np.unique` sorts any.  Hashes only propose what may be equal; equality itself is always checked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import Codes

Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

_LIMIT = 2**63
_AT_A_TIME = 500_000
"""Rows compared at a time: fewer than a processor's cache is large cost less than all at once."""


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the distinct values in ascending order."""
    ordered = np.sort(values)
    return ordered[_differs_from_previous(ordered)]


def distinct_rows(table: Codes) -> Codes:
    """Return the distinct rows in ascending order, first column first, shape (rows, columns)."""
    return np.column_stack(distinct_columns(*table.T))


def distinct_columns(*columns: Codes) -> list[Codes]:
    """Return the columns of the distinct rows in ascending order, first column first."""
    packing = _Packing.of(columns)
    if packing is not None:
        return packing.unpack(distinct(packing.pack(columns)))
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    is_first = np.any([_differs_from_previous(column) for column in ordered], axis=0)
    return [column[is_first] for column in ordered]


@dataclass(frozen=True, slots=True)
class _Packing:
    """How several columns become one that sorts as they do: each has its least number and a span."""

    least: list[int]
    spans: list[int]

    @staticmethod
    def of(columns: Sequence[Codes]) -> _Packing | None:
        """Return how to pack columns, the first one weighing most; None if 64 bits cannot hold them."""
        if not len(columns[0]):
            return _Packing([0] * len(columns), [1] * len(columns))
        least = [int(column.min()) for column in columns]
        spans = [int(column.max()) - low + 1 for column, low in zip(columns, least, strict=True)]
        return _Packing(least, spans) if prod(spans) < _LIMIT else None

    def pack(self, columns: Sequence[Codes]) -> Codes:
        packed = np.zeros(len(columns[0]), dtype=np.int64)
        for column, low, span in zip(columns, self.least, self.spans, strict=True):
            packed *= span
            packed += column
            packed -= low
        return packed

    def unpack(self, packed: Codes) -> list[Codes]:
        columns = []
        for low, span in zip(self.least[::-1], self.spans[::-1], strict=True):
            if span == 1:
                columns.append(np.full(len(packed), low))
                continue
            packed, column = np.divmod(packed, span)
            column += low
            columns.append(column)
        return columns[::-1]


def pack(columns: Sequence[Codes]) -> Codes | None:
    """Return one column that sorts as several do, the first one weighing most; None if 64 bits cannot hold it."""
    packing = _Packing.of(columns)
    return None if packing is None else packing.pack(columns)


def codes(*columns: Codes) -> Codes:
    """Return a number per row, equal exactly where all columns are."""
    packed = pack(columns)
    if packed is not None:
        return packed
    order = np.lexsort(columns)
    differs = np.any([_differs_from_previous(column[order]) for column in columns], axis=0)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(differs)
    return number


def are_sorted(*columns: Codes) -> bool:
    """Tell whether rows ascend, the first column weighing most; False too where that is hard to say."""
    packed = pack(columns)
    return packed is not None and bool((packed[1:] >= packed[:-1]).all())


def sort_order(*columns: Codes) -> Codes:
    """Return the order that sorts rows by some columns, the first one weighing most; equal rows stay in their order."""
    packed = columns[0] if len(columns) == 1 else pack(columns)
    count = len(columns[0])
    if packed is None:
        return np.lexsort(columns[::-1])
    if (packed[1:] >= packed[:-1]).all():
        return np.arange(count)
    low, span = int(packed.min()), int(packed.max()) - int(packed.min()) + 1
    if span * count >= _LIMIT:
        return np.argsort(packed, kind="stable")
    # With its place inside it, a number says where it came from: sorting numbers is faster than sorting places.
    numbered = (packed - low) * count + np.arange(count)
    numbered.sort()
    return numbered % count


def _differs_from_previous(values: NDArray[Any]) -> Flags:
    differs = np.ones(len(values), dtype=bool)
    differs[1:] = values[1:] != values[:-1]
    return differs


@dataclass(frozen=True, slots=True)
class Blocks:
    """Consecutive rows of a table that belong to item 0, 1, 2, ..."""

    start: Codes
    length: Codes

    @staticmethod
    def of_lengths(length: Codes) -> Blocks:
        """Return blocks that follow each other."""
        return Blocks(np.cumsum(length) - length, length)

    @staticmethod
    def of(items: Codes, count: int) -> Blocks:
        """Return the blocks of a column of items in ascending order."""
        return Blocks.of_lengths(np.bincount(items, minlength=count))

    def rows(self, items: Codes) -> Codes:
        """Return the rows of some items, block after block."""
        length = self.length[items]
        rows: Codes = np.arange(length.sum()) + np.repeat(self.start[items] - (np.cumsum(length) - length), length)
        return rows

    def are_same(self, values: Codes, these: Codes, those: Codes) -> Flags:
        """Tell, pair by pair of items, whether their blocks of `values`, shape (rows,), are the same."""
        same: Flags = self.length[these] == self.length[those]
        part = np.cumsum(self.length[these]) // _AT_A_TIME
        for pairs in np.split(np.arange(len(these)), np.flatnonzero(np.diff(part)) + 1):
            pairs = pairs[same[pairs]]
            length = self.length[these[pairs]]
            rows = self.rows(these[pairs])
            away = np.repeat(self.start[those[pairs]] - self.start[these[pairs]], length)
            differs = values[rows] != values[rows + away]
            same[np.repeat(pairs, length)[differs]] = False
        return same


def mixed(numbers: NDArray[Any]) -> Hashes:
    """Return a 64-bit hash of each whole number (the finaliser of SplitMix64)."""
    value = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    value ^= value >> np.uint64(30)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(27)
    value *= np.uint64(0x94D049BB133111EB)
    value ^= value >> np.uint64(31)
    return value


def sums(hashes: Hashes, items: Codes, count: int) -> Hashes:
    """Return, per item, the sum of the hashes of its rows, whatever their order; `NONE` is no item."""
    # A row without an item looks for the last one; there is one too many for it.
    total = np.zeros(count + 1, dtype=np.uint64)
    np.add.at(total, items, hashes)
    return total[:-1]


def first_equal(hashes: Hashes, may: Flags, is_same: Callable[[Codes, Codes], Flags]) -> Codes:
    """Return, per item, the first item that is the same, itself where there is none, shape (items,).

    Only items that `may` and have equal hashes are compared: `is_same` tells it for pairs of items.
    """
    first = np.arange(len(hashes))
    left = np.flatnonzero(may)
    while len(left):
        found = left[_first_place(hashes[left])]
        moved = np.flatnonzero(found != left)
        these, those = left[moved], found[moved]
        same = is_same(these, those)
        first[these[same]] = those[same]
        left = these[~same]  # hashes that clash: compared again without the item they were taken for
    return first


def _first_place(hashes: Hashes) -> Codes:
    """Return, for each hash, the first place where it stands or one that is alike to more than 30 bits."""
    bits = np.uint64(max(len(hashes) - 1, 1).bit_length())
    numbered = (hashes >> bits << bits) | np.arange(len(hashes), dtype=np.uint64)
    numbered.sort()
    place = (numbered & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    is_first = _differs_from_previous(numbered >> bits)
    first = np.empty(len(hashes), dtype=np.int64)
    first[place] = place[is_first][np.cumsum(is_first) - 1]
    return first


def is_repeated(hashes: Hashes) -> Flags:
    """Tell which hashes stand in more than one place."""
    first = _first_place(hashes)
    return np.bincount(first, minlength=len(hashes))[first] > 1
