"""For any prices, the cheapest way to cover everybody: one minimum cut, with a certificate in whole numbers.

A *literal* says that a class holds a licence of one product good for one version.  Its state is 1 for a user
literal that is held and for a device literal that is **not** held.  Then every clause and every nesting of
versions has the same form, "state of a <= state of b":

    user or device must be held           a device literal, b user literal
    a person who holds newer holds older  a newer, b older
    a machine that holds newer holds older  a older, b newer

so a cover is a set of states closed under the arcs a -> b, and the cheapest one is a minimum cut: from the source
to every device literal runs an arc that costs its licences, from every user literal to the sink one that costs
its own, and the arcs a -> b cannot be cut.  The largest flow proves the cut: both have the same value, and both
are checked here in whole numbers, whatever the solver did.

Prices are per *demand row*: what one more member costs who holds this version or a newer one.  A literal pays for
the rows between the next older literal of its class and itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.domain.estate import NONE, Codes
from planner.domain.product import LEVELS, METRICS, PRODUCTS, USER
from planner.domain.requirement import Holders
from planner.errors import SolverError
from planner.optimise.cover.clauses import Clauses
from planner.optimise.market.model import Pool
from planner.optimise.smaller.columns import distinct, mixed

DemandRow = tuple[Pool, int]
"""A pool and a version rank: the members who hold that version or a newer one are counted there."""

Flags = NDArray[np.bool_]


_LARGEST = 1 << 60
"""The most that a cover may cost, so that sums of two still fit."""


@dataclass(frozen=True, slots=True)
class Literals:
    """Columns of shape (literals,), sorted by class, product and version."""

    holder: Codes
    product: Codes
    version: Codes
    is_user: Flags
    units: Codes
    members: Codes
    previous: Codes  # the next older literal of the same class and product, or NONE
    first_row: Codes  # demand rows first_row ... last_row count this literal's members
    last_row: Codes
    is_forced: Flags  # held in every cover

    def __len__(self) -> int:
        return len(self.holder)


@dataclass(frozen=True, slots=True)
class Cover:
    """A cheapest cover at some prices, and the flow that proves it.

    `held` and `residual`, shape (literals,): whether a literal is held, and by how much it is cheaper than the
    flow through it would allow; `flow`, shape (arcs,).  `cost` is whole: prices times members.
    """

    held: Flags
    residual: Codes
    flow: Codes
    cost: int


class CoverGraph:
    """The literals, arcs, components and copies of some clauses; solves for cheapest covers."""

    def __init__(self, holders: Holders, clauses: Clauses) -> None:
        self.holders = holders
        keys, user, device = _literal_keys(clauses)
        self.rows, self.literals = _literals(holders, keys, _forced(keys, user, device))
        self.tail, self.head = _arcs(self.literals, user, device)
        self.component = _components(self.literals, self.tail, self.head)
        self.copies = _copies(holders, self.literals, clauses, user, device, self.component)
        """Per literal: how many equal copies its component stands for, 0 for an odd component."""
        self.odd = clauses.where(_of_odd(self.copies, user, device))
        """The clauses of odd components, where matched and shared classes meet."""
        self.block, self.blocks = _blocks(holders, self.literals, self.component)
        self._flow = _FlowNetwork(self.literals, self.tail, self.head)

    def cheapest(self, prices: Codes) -> Cover:
        """Return a cheapest cover at whole, non-negative prices per demand row, shape (rows,)."""
        return self._flow.cheapest(self._weight(prices))

    def _weight(self, prices: Codes) -> Codes:
        """Return what holding each literal costs more than holding the next older one, shape (literals,)."""
        cumulative = np.cumsum(prices)
        spans = cumulative[self.literals.last_row] - cumulative[self.literals.first_row]
        return (spans + prices[self.literals.first_row]) * self.literals.members

    def paid_by(self, clauses: Clauses, prices: Codes, cover: Cover) -> Codes:
        """Return the share of a cheapest cover's cost that each of the graph's clauses accounts for, shape (clauses,).

        The flow that proves the cover passes through one clause each, so all shares add up to the cost, and without
        some clauses the cheapest cover costs at least what the others account for.  What is held because a clause has
        one end only, with the older versions below it, is on the account of the oldest such clause that asks for it.
        """
        literals = self.literals
        _, user, device = _literal_keys(clauses)
        paid = np.zeros(len(clauses), dtype=np.int64)
        between = _undecided(literals.is_forced, user, device)
        paid[between] = cover.flow[: int(between.sum())]
        only = np.where(user == NONE, device, np.where(device == NONE, user, NONE))
        asking = np.flatnonzero(only != NONE)
        asking = asking[np.unique(only[asking], return_index=True)[1]]  # of equal ones the first
        at = only[asking]
        spent = np.append(0, np.cumsum(self._weight(prices)))
        chain = np.searchsorted(_chain_code(literals), _chain_code(literals)[at])
        below = np.where(np.append(NONE, at[:-1]) >= chain, np.append(NONE, at[:-1]) + 1, chain)
        paid[asking] = spent[at + 1] - spent[below]
        return paid

    def affordable(self, prices: Sequence[int]) -> Codes:
        """Return the prices, or all of them lowered by one factor where a cover's cost would not fit 64 bits."""
        total, most = sum(prices), _LARGEST // max(int(self.literals.members.sum()), 1)
        if total > most:
            prices = [price * most // total for price in prices]
        return np.array(prices, dtype=np.int64)

    def demand(self, held: Flags) -> Codes:
        """Return how many members each block counts in each demand row, shape (blocks, rows)."""
        rows = len(self.rows)
        members = np.where(held, self.literals.members, 0)
        steps = np.zeros((self.blocks, rows + 1), dtype=np.int64)
        np.add.at(steps, (self.block, self.literals.first_row), members)
        np.subtract.at(steps, (self.block, self.literals.last_row + 1), members)
        return np.cumsum(steps, axis=1)[:, :rows]

    def held_units(self, units: Codes) -> Codes:
        """Return units held per literal as units per class, product and version held or a newer one."""
        literals = self.literals
        held = np.zeros((len(self.holders), len(PRODUCTS), len(LEVELS)), dtype=np.int64)
        held[literals.holder, literals.product, literals.version] = units
        return np.maximum.accumulate(held[:, :, ::-1], axis=2)[:, :, ::-1]

    def most_demand(self) -> Codes:
        """Return the demand if every literal were held, shape (blocks, rows)."""
        return self.demand(np.ones(len(self.literals), dtype=bool))


class _FlowNetwork:
    """The network of the cut; only its capacities change from one price vector to the next."""

    def __init__(self, literals: Literals, tail: Codes, head: Codes) -> None:
        self._literals, self._tail, self._head = literals, tail, head
        count = len(literals)
        self._source, self._sink = count, count + 1
        node = np.arange(count)
        ends = np.where(literals.is_user, self._sink, self._source)
        tails = np.concatenate([np.where(literals.is_user, node, ends), tail]).astype(np.int32)
        heads = np.concatenate([np.where(literals.is_user, ends, node), head]).astype(np.int32)
        self._solver = max_flow.SimpleMaxFlow()
        self._arcs = self._solver.add_arcs_with_capacity(tails, heads, np.zeros(len(tails), dtype=np.int64))

    def cheapest(self, weight: Codes) -> Cover:
        """Return the cheapest cover for these costs of holding each literal, shape (literals,)."""
        literals, count = self._literals, len(self._literals)
        base = int(weight[literals.is_forced].sum())
        weight = np.where(literals.is_forced, 0, weight)
        if not len(self._arcs):
            return Cover(literals.is_forced.copy(), weight, np.empty(0, dtype=np.int64), base)
        never_cut = int(weight.sum()) + 1
        capacity = np.concatenate([weight, np.full(len(self._tail), never_cut)])
        self._solver.set_arcs_capacity(self._arcs, capacity)
        if self._solver.solve(self._source, self._sink) != self._solver.OPTIMAL:
            raise SolverError("the minimum cut could not be computed")
        state = np.zeros(count + 2, dtype=bool)
        state[self._solver.get_source_side_min_cut()] = True
        flow = np.asarray(self._solver.flows(self._arcs), dtype=np.int64)
        held = (state[:count] == literals.is_user) | literals.is_forced
        cover = Cover(held, weight - flow[:count], flow[count:], base + int(weight[held].sum()))
        self._check(cover, flow[:count], state[:count], base)
        return cover

    def _check(self, cover: Cover, through: Codes, state: Flags, base: int) -> None:
        """Raise SolverError unless the cover is one, and a feasible flow of its cost proves it cheapest."""
        free = ~self._literals.is_forced
        keeps_arcs = not (state[self._tail] & ~state[self._head]).any()
        within = not ((cover.flow < 0).any() or (through < 0).any() or (cover.residual < 0).any())
        into = np.where(self._literals.is_user, -through, through)
        balance = into.copy()
        np.subtract.at(balance, self._tail, cover.flow)
        np.add.at(balance, self._head, cover.flow)
        value = int(through[self._literals.is_user & free].sum())
        if not (keeps_arcs and within and not balance.any() and value + base == cover.cost):
            raise SolverError("the minimum cut is not what the solver says it is")


def _literal_keys(clauses: Clauses) -> tuple[Codes, Codes, Codes]:
    """Return the sorted keys of all literals and, per clause, which literal its ends are (or NONE)."""

    def key(holder: Codes, product: Codes, version: Codes) -> Codes:
        found: Codes = np.where(holder == NONE, NONE, (holder * len(PRODUCTS) + product) * len(LEVELS) + version)
        return found

    user = key(clauses.user, clauses.user_product, clauses.user_version)
    device = key(clauses.device, clauses.device_product, clauses.device_version)
    keys = distinct(np.concatenate([user[user != NONE], device[device != NONE]]))

    def place(end: Codes) -> Codes:
        found: Codes = np.where(end == NONE, NONE, np.searchsorted(keys, end))
        return found

    return keys, place(user), place(device)


def _chain(keys: Codes) -> Codes:
    """Return the next older literal of the same class and product, or NONE, shape (literals,)."""
    same = np.zeros(len(keys), dtype=bool)
    same[1:] = np.diff(keys // len(LEVELS)) == 0
    return np.where(same, np.arange(len(keys)) - 1, NONE)


def _forced(keys: Codes, user: Codes, device: Codes) -> Flags:
    """Return the literals that some clause asks for alone, and all older ones of the same class."""
    forced = np.zeros(len(keys), dtype=bool)
    forced[user[(device == NONE) & (user != NONE)]] = True
    forced[device[(user == NONE) & (device != NONE)]] = True
    # Going through the versions from the newest on, a forced literal forces the next older one.
    previous = _chain(keys)
    for _ in LEVELS:
        older = previous[forced]
        forced[older[older != NONE]] = True
    return forced


def _literals(holders: Holders, keys: Codes, forced: Flags) -> tuple[tuple[DemandRow, ...], Literals]:
    holder, product, version = (
        keys // len(LEVELS) // len(PRODUCTS),
        keys // len(LEVELS) % len(PRODUCTS),
        keys % len(LEVELS),
    )
    metric = holders.metric[holder]
    place = holders.period_of[holder] * len(PRODUCTS) + product
    code = (place * len(METRICS) + metric) * len(LEVELS) + version
    codes = distinct(code)
    last = np.searchsorted(codes, code)
    previous = _chain(keys)
    # The first row of a pool, or the row after the next older literal's.
    pool_start = np.searchsorted(codes, code - version)
    first = np.where(previous == NONE, pool_start, last[previous] + 1)
    rows = tuple(
        ((int(c) // len(LEVELS) // len(METRICS), int(c) // len(LEVELS) % len(METRICS)), int(c) % len(LEVELS))
        for c in codes
    )
    units, members = holders.units[holder], holders.members[holder]
    return rows, Literals(holder, product, version, metric == USER, units, members, previous, first, last, forced)


def _arcs(literals: Literals, user: Codes, device: Codes) -> tuple[Codes, Codes]:
    """Return the arcs of clauses and nested versions between literals that are not forced."""
    both = _undecided(literals.is_forced, user, device)
    newer = np.flatnonzero(literals.previous != NONE)
    newer = newer[~(literals.is_forced[newer] | literals.is_forced[literals.previous[newer]])]
    older, is_user = literals.previous[newer], literals.is_user[newer]
    tail = np.concatenate([device[both], np.where(is_user, newer, older)])
    head = np.concatenate([user[both], np.where(is_user, older, newer)])
    return tail, head


def _undecided(is_forced: Flags, user: Codes, device: Codes) -> Flags:
    """Tell which clauses have two ends and neither is held in any case, shape (clauses,)."""
    both = (user != NONE) & (device != NONE)
    both[both] = ~(is_forced[user[both]] | is_forced[device[both]])
    found: Flags = both
    return found


def _chain_code(literals: Literals) -> Codes:
    """Return a number per class and product, ascending, shape (literals,)."""
    return literals.holder * len(PRODUCTS) + literals.product


def _components(literals: Literals, tail: Codes, head: Codes) -> Codes:
    """Return the component of each literal; all literals of one class and product are in the same one."""
    count = len(literals)
    newer = np.flatnonzero(literals.previous != NONE)
    start = np.concatenate([tail, newer])
    end = np.concatenate([head, literals.previous[newer]])
    graph = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _copies(
    holders: Holders, literals: Literals, clauses: Clauses, user: Codes, device: Codes, component: Codes
) -> Codes:
    """Return the copies per literal: the units of a wholly matched component, else 1; 0 where both kinds meet."""
    count = int(component.max()) + 1 if len(component) else 0
    units = holders.units[literals.holder]
    both = (user != NONE) & (device != NONE)
    both[both] = ~(literals.is_forced[user[both]] | literals.is_forced[device[both]])
    matched, shared = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    matched[component[user[both & clauses.matched]]] = True
    shared[component[user[both & ~clauses.matched]]] = True
    most = np.ones(count, dtype=np.int64)
    np.maximum.at(most, component, units)
    copies = np.where(matched, most, 1)
    copies[matched & shared & (most > 1)] = 0
    return np.where(literals.is_forced, 1, copies[component])


def _of_odd(copies: Codes, user: Codes, device: Codes) -> Flags:
    """Tell which clauses belong to an odd component, shape (clauses,)."""
    odd = np.append(copies == 0, False)  # looked up with NONE, the last one says no
    found: Flags = odd[user] & odd[device]
    return found


def _blocks(holders: Holders, literals: Literals, component: Codes) -> tuple[Codes, int]:
    """Return a block per literal: components that reach the same demand rows are counted together."""
    count = int(component.max()) + 1 if len(component) else 0
    signature = np.zeros(count, dtype=np.uint64)
    bit = np.left_shift(np.uint64(1), (literals.last_row % 64).astype(np.uint64))
    np.bitwise_or.at(signature, component, bit)
    if holders.period is not None:  # so many rows that some share a bit
        period = np.zeros(count, dtype=np.uint64)
        period[component] = holders.period[literals.holder]
        signature = mixed(period) + mixed(signature)
    signatures, block = np.unique(signature, return_inverse=True)
    return block[component], len(signatures)
