"""All covers of a few clauses, by trying every count: what the tests of the optimiser compare with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.requirement import Holders
from planner.optimise.cover.clauses import Clauses
from planner.optimise.cover.minimum_cut import DemandRow
from tests.builders import Literal

MOST = 20_000
"""Counts that are tried at most."""


def literals_of(clauses: Clauses) -> list[Literal]:
    """Return the literals that some clause names, sorted."""
    ends = [
        (clauses.user, clauses.user_product, clauses.user_version),
        (clauses.device, clauses.device_product, clauses.device_version),
    ]
    found = {tuple(map(int, end)) for side in ends for end in zip(*side, strict=True) if end[0] != NONE}
    return sorted(found)


def counts_to_try(holders: Holders, clauses: Clauses) -> list[tuple[int, ...]]:
    """Return how many units may hold each literal.

    Where no clause of a class is matched, holding for some of its units covers nothing: all or none.
    """
    matched = set(clauses.user[clauses.matched].tolist()) | set(clauses.device[clauses.matched].tolist())
    units = holders.units.tolist()
    return [
        tuple(range(units[holder] + 1)) if holder in matched else (0, units[holder])
        for holder, _, _ in literals_of(clauses)
    ]


def is_small(holders: Holders, clauses: Clauses) -> bool:
    return bool(np.prod([len(counts) for counts in counts_to_try(holders, clauses)], dtype=float) <= MOST)


def all_covers(holders: Holders, clauses: Clauses) -> Codes:
    """Return every cover as units that hold each literal, shape (covers, literals)."""
    names = literals_of(clauses)
    table = np.array(list(product(*counts_to_try(holders, clauses))), dtype=np.int64).reshape(-1, len(names))
    held = {literal: table[:, i] for i, literal in enumerate(names)}
    good = np.ones(len(table), dtype=bool)
    for older, newer in pairwise(names):
        if older[:2] == newer[:2]:
            good &= held[older] >= held[newer]
    for row in clauses.rows():
        good &= _is_met(holders, held, row)
    return table[good]


def is_cover(holders: Holders, clauses: Clauses, held: Codes) -> bool:
    """Tell whether `held`, units per class, product and version or newer, satisfies every clause."""
    counts = {literal: held[literal] for literal in literals_of(clauses)}
    within = (held >= 0).all() and (held <= holders.units[:, None, None]).all()
    return bool(within and all(_is_met(holders, counts, row) for row in clauses.rows()))


def _is_met(holders: Holders, held: dict[Literal, Codes], row: Sequence[int]) -> Codes:
    ends = [tuple(end) for end in (row[:3], row[3:6]) if end[0] != NONE]
    units = [int(holders.units[end[0]]) for end in ends]
    if row[6] and len(ends) == 2:
        return held[ends[0]] + held[ends[1]] >= units[0]
    return np.logical_or.reduce([held[end] == unit for end, unit in zip(ends, units, strict=True)])


def members_counted(holders: Holders, held: Codes, rows: Sequence[DemandRow]) -> list[int]:
    """Return how many members hold each row's version or a newer one; `held` as in `is_cover`."""
    return [
        int((held[:, product, version] * holders.unit_size)[holders.metric == metric].sum())
        for (product, metric), version in rows
    ]


def demand_of_covers(holders: Holders, clauses: Clauses, covers: Codes, rows: Sequence[DemandRow]) -> Codes:
    """Return the members that each cover counts in each row, shape (covers, rows)."""
    demand = np.zeros((len(covers), len(rows)), dtype=np.int64)
    names = literals_of(clauses)
    for i, (pool, version) in enumerate(rows):
        for j, (holder, kind, newest) in enumerate(names):
            is_next = not any(other[:2] == (holder, kind) and version <= other[2] < newest for other in names)
            if (kind, holders.metric[holder]) == pool and newest >= version and is_next:
                demand[:, i] += covers[:, j] * holders.unit_size[holder]
    return demand
