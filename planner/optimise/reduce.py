"""Make the requirements smaller without changing what any plan costs: equal holders become one class.

Three steps, each exact, each keeping the way back to the members (docs/decisions/0014-equal-holders.md):

* *Apart*: unless policy couples them, each product is planned for holders of its own.
* *Twins*: classes on one side that meet the same partners with the same needs.  A twin must hold a licence
  exactly where some partner does not, so in a minimal cover twins hold the same: they become one class.
* *Copies*: connected components that are the same but for names.  Writing c for the number of copies in which
  a holder of the component is covered, a requirement asks for c_user + c_device >= copies.  Counts that satisfy
  all these rows are always made by real covers: give the user its licence in the first c_user copies and the
  device in the last c_device ones; copy i is then covered, since i < c_user or i >= copies - c_device.  So m
  copies are one component whose classes have m units, matched unit by unit.

Knows nothing of prices, policies or solvers.  Hashes only propose what may be equal; equality itself is checked
on the rows, so a clash of hashes costs a merge, never correctness.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.domain.estate import NONE, Codes
from planner.domain.requirement import Holders, Requirements
from planner.optimise.choice import Choice, member_levels
from planner.optimise.columns import distinct

Hashes = NDArray[np.uint64]

_ROUNDS = 12
"""Rounds of refining colours; components whose members are still alike after them stay as they are."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """Smaller requirements, and where the members of their classes stand in the original ones."""

    requirements: Requirements
    original: Requirements
    member: Codes  # shape (members,): original member of each member of the reduced holders

    @staticmethod
    def of(requirements: Requirements) -> Reduction:
        """Return the reduction that changes nothing."""
        return Reduction(requirements, requirements, np.arange(requirements.holders.members.sum()))

    def restore(self, choice: Choice) -> Choice:
        """Return a choice for the reduced requirements as one for the original ones."""
        held = choice.held
        holders = self.original.holders
        # A member stands in one class per product that is planned apart, and holds nothing of others there.
        level = np.full((int(holders.members.sum()), held.shape[1]), NONE, dtype=np.int64)
        np.maximum.at(level, self.member, member_levels(self.requirements.holders, held))
        # All members of a unit hold the same, so its first one speaks for it.
        sizes = np.repeat(holders.unit_size, holders.units)
        first_of_unit = np.cumsum(sizes) - sizes
        class_of_unit = np.repeat(np.arange(len(holders)), holders.units)
        restored = np.zeros((len(holders), *held.shape[1:]), dtype=np.int64)
        for version in range(held.shape[2]):
            np.add.at(restored[:, :, version], class_of_unit, level[first_of_unit] >= version)
        return replace(choice, held=restored)


def reduce(requirements: Requirements, *, coupled: bool) -> Reduction:
    """Return smaller requirements with the same costs; takes a few sorts of the rows.

    Unless products are `coupled` by a policy that wants them licensed at the same end, who holds which licence of
    one says nothing about the other: then each product gets holders of its own, of which more are alike.
    """
    reduction = Reduction.of(requirements) if coupled else _apart(requirements)
    classes = None
    while classes != len(reduction.requirements.holders):
        classes = len(reduction.requirements.holders)
        for side in ("user", "device"):
            reduction = _merge_twins(reduction, side)
    return _merge_copies(reduction)


def _apart(requirements: Requirements) -> Reduction:
    """Return the requirements with holders of their own for each product."""
    holders = requirements.holders
    count = len(holders)
    ends = [
        np.where(end == NONE, NONE, requirements.product * count + end)
        for end in (requirements.user, requirements.device)
    ]
    used = distinct(np.concatenate([end[end != NONE] for end in ends]))
    old = used % max(count, 1)
    user, device = (np.where(end == NONE, NONE, np.searchsorted(used, end)) for end in ends)
    starts = np.cumsum(holders.members) - holders.members
    blocks = _Blocks(starts, holders.members)
    own = replace(
        requirements,
        holders=_unnamed(holders.metric[old], holders.units[old], holders.unit_size[old]),
        user=user,
        device=device,
        base_version=np.full(len(requirements), NONE, dtype=np.int64),
    )
    return Reduction(own, requirements, blocks.rows(old))


def _unnamed(metric: Codes, units: Codes, unit_size: Codes) -> Holders:
    none = np.empty(0, dtype=np.int64)
    return Holders(metric, units, unit_size, none, np.empty(0, dtype=object), none, none)


def _merge_twins(reduction: Reduction, side: str) -> Reduction:
    """Make one class of the classes on one side that meet the same partners with the same needs."""
    rows = reduction.requirements
    holders = rows.holders
    mine, partner = (rows.user, rows.device) if side == "user" else (rows.device, rows.user)
    order = np.lexsort((*_needs(rows), partner, mine))
    order = order[mine[order] != NONE]
    table = np.column_stack([partner, *_needs(rows)])[order]
    blocks = _Blocks.of(mine[order], len(holders))
    may = (blocks.length > 0) & (holders.unit_size == 1)
    may[mine[rows.matched]] = False
    first = _first_equal(blocks, table, may)
    # Partners keep their rows with the first twin only; the others' rows are the same.
    kept = (mine == NONE) | (first[mine] == mine)
    units = np.bincount(first, weights=holders.units, minlength=len(holders)).astype(np.int64)
    together = np.zeros_like(first)
    return _rebuilt(reduction, kept, first, together, units, holders.unit_size, rows.matched)


def _merge_copies(reduction: Reduction) -> Reduction:
    """Make one component, with as many units, of the components that are the same but for names."""
    rows = reduction.requirements
    holders = rows.holders
    if not len(holders):
        return reduction
    component = _components(rows)
    colour = _colours(rows)
    place = np.lexsort((np.arange(len(holders)), colour, component))
    is_alike = (np.diff(component[place]) == 0) & (np.diff(colour[place]) == 0)
    count = component.max() + 1
    may = np.ones(count, dtype=bool)
    may[component[place[1:]][is_alike]] = False
    may[component[holders.unit_size > 1]] = False
    row_end = np.where(rows.user == NONE, rows.device, rows.user)
    may[component[row_end[rows.matched]]] = False

    blocks = _Blocks.of(component[place], count)
    local = np.empty(len(holders), dtype=np.int64)
    local[place] = np.arange(len(holders)) - np.repeat(blocks.start, blocks.length)
    nodes = np.column_stack([holders.metric, holders.units])[place]
    first = _first_equal(blocks, nodes, may)
    ends = [np.where(end == NONE, NONE, local[end]) for end in (rows.user, rows.device)]
    needs = np.column_stack([*ends, *_needs(rows)])
    order = np.lexsort((*needs.T[::-1], component[row_end]))
    row_blocks = _Blocks.of(component[row_end][order], count)
    first = _first_equal(row_blocks, needs[order], may, within=first)

    copies = np.bincount(first, minlength=count)
    is_copied = copies[first[component]] > 1
    class_of = np.arange(len(holders))
    class_of[place] = place[blocks.start[first[component[place]]] + local[place]]
    kept = first[component[row_end]] == component[row_end]
    return _rebuilt(
        reduction,
        kept,
        class_of,
        component,
        np.where(is_copied, copies[first[component]], holders.units),
        np.where(is_copied, holders.units, holders.unit_size),
        rows.matched | (is_copied[row_end] & (rows.user != NONE) & (rows.device != NONE)),
    )


def _needs(rows: Requirements) -> tuple[Codes, ...]:
    """Return the columns that say what a row asks for, whoever its ends are."""
    return rows.product, rows.version, rows.ends, rows.base_version


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Consecutive rows of a table that belong to item 0, 1, 2, ..."""

    start: Codes
    length: Codes

    @staticmethod
    def of(items: Codes, count: int) -> _Blocks:
        """Return the blocks of a column of items in ascending order."""
        length = np.bincount(items, minlength=count)
        return _Blocks(np.cumsum(length) - length, length)

    def rows(self, items: Codes) -> Codes:
        """Return the rows of some items, block after block."""
        length = self.length[items]
        offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        rows: Codes = np.repeat(self.start[items], length) + offset
        return rows


def _first_equal(blocks: _Blocks, table: Codes, may: NDArray[np.bool_], within: Codes | None = None) -> Codes:
    """Return, per item, the first item whose block of rows is the same, itself where there is none.

    Only items that `may` are compared, and only inside the groups of `within`, if given.
    """
    items = np.arange(len(blocks.length))
    first = items.copy()
    group = items if within is None else within
    candidates = np.flatnonzero(may)
    if not len(candidates):
        return first
    sums = _block_sums(blocks, table)
    key = np.column_stack([blocks.length, sums.view(np.int64), group if within is not None else np.zeros_like(items)])
    _, found, inverse = np.unique(key[candidates], axis=0, return_index=True, return_inverse=True)
    first[candidates] = candidates[found[inverse.ravel()]]
    # Equal hashes only propose; the rows decide.
    moved = np.flatnonzero(first != items)
    same = (table[blocks.rows(moved)] == table[blocks.rows(first[moved])]).all(axis=1)
    differs = np.unique(np.repeat(moved, blocks.length[moved])[~same])
    first[differs] = differs
    return first


def _block_sums(blocks: _Blocks, table: Codes) -> Hashes:
    """Return a hash per item: the sum of the hashes of its rows."""
    sums = np.zeros(len(blocks.length), dtype=np.uint64)
    np.add.at(sums, np.repeat(np.arange(len(sums)), blocks.length), _hash(table))
    return sums


def _hash(table: NDArray[np.integer]) -> Hashes:
    """Return a 64-bit hash per row (the finaliser of SplitMix64, column by column)."""
    value = np.full(len(table), 0x9E3779B97F4A7C15, dtype=np.uint64)
    for column in table.T:
        value ^= column.astype(np.uint64)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
    return value


def _components(rows: Requirements) -> Codes:
    """Return the connected component of each class, numbered by first appearance."""
    count = len(rows.holders)
    both = (rows.user != NONE) & (rows.device != NONE)
    edges = coo_array((np.ones(both.sum()), (rows.user[both], rows.device[both])), shape=(count, count))
    labels = connected_components(edges, directed=False)[1]
    _, found, inverse = np.unique(labels, return_index=True, return_inverse=True)
    component: Codes = np.argsort(np.argsort(found))[inverse]
    return component


def _colours(rows: Requirements) -> Hashes:
    """Return a colour per class: equal only if what is near it looks the same, as far as the rounds reach."""
    holders = rows.holders
    colour = _hash(np.column_stack([holders.metric, holders.units]))
    needs = _hash(np.column_stack(_needs(rows)))
    different = 0
    for _ in range(_ROUNDS):
        now = len(distinct(colour))
        if now == different:
            break
        different = now
        fresh = colour * np.uint64(3)
        for mine, partner in ((rows.user, rows.device), (rows.device, rows.user)):
            there = mine != NONE
            seen = np.where(partner == NONE, np.uint64(1), colour[partner])
            np.add.at(fresh, mine[there], _hash(np.column_stack([seen, needs]))[there])
        colour = _hash(fresh[:, None])
    return colour


def _rebuilt(
    reduction: Reduction,
    kept: NDArray[np.bool_],
    class_of: Codes,
    copy: Codes,
    units: Codes,
    unit_size: Codes,
    matched: NDArray[np.bool_],
) -> Reduction:
    """Return the reduction after classes were merged into `class_of`, with the rows that are kept.

    Members of a merged class stand in the order of `copy`: matched units must be of the same copy on both sides.
    """
    rows = reduction.requirements
    old_of_member = np.repeat(np.arange(len(rows.holders)), rows.holders.members)
    order = np.lexsort((copy[old_of_member], class_of[old_of_member]))
    classes = distinct(class_of)

    def renumbered(end: Codes) -> Codes:
        numbers: Codes = np.where(end == NONE, NONE, np.searchsorted(classes, class_of[end]))
        return numbers[kept]

    return replace(
        reduction,
        member=reduction.member[order],
        requirements=replace(
            rows,
            holders=_unnamed(rows.holders.metric[classes], units[classes], unit_size[classes]),
            user=renumbered(rows.user),
            device=renumbered(rows.device),
            product=rows.product[kept],
            version=rows.version[kept],
            ends=rows.ends[kept],
            matched=matched[kept],
            base_version=rows.base_version[kept],
            origin=rows.origin[kept],
        ),
    )
