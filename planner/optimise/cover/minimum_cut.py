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

Two more kinds of nodes stand behind the literals, with states that arcs bind in the same way (docs/model.md, 4.2):

    the mode of a deployment, 1 for "per user": a device's literal <= mode <= a user's literal.  A demand row counts
        whether it is, another whether it is per device, so that the mode can be decided by their prices
    a holder *covered* for an administration, whether by a licence or by being freed: it costs one of those who may be
    freed there, and the licence gives that one back, so that who holds the licence is not freed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, LEVELS, METRICS, PRODUCTS, USER
from planner.domain.requirement import Holders
from planner.errors import SolverError
from planner.optimise.cover.clauses import Clauses
from planner.optimise.market.model import Pool
from planner.optimise.smaller.columns import distinct, mixed

DemandRow = tuple[Pool, int]
"""A pool and a version rank: the members who hold that version or a newer one are counted there."""

Flags = NDArray[np.bool_]


_MODES = NONE - 1
"""Pools of demand rows that count modes have this number and lower ones."""

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

    def with_nodes(self, is_user: Flags, row: Codes, members: Codes) -> Literals:
        """Return them with nodes behind that are no literals; `row` counts the `members` of each."""
        count = len(is_user)
        if not count:
            return self
        none, one = np.full(count, NONE), np.ones(count, dtype=np.int64)
        before = int(self.holder.max(initial=NONE)) + 1
        return Literals(
            np.append(self.holder, before + np.arange(count)),  # of no class; ascending, like those of literals
            np.append(self.product, np.zeros(count, dtype=np.int64)),
            np.append(self.version, none),
            np.append(self.is_user, is_user),
            np.append(self.units, one),
            np.append(self.members, members),
            np.append(self.previous, none),
            np.append(self.first_row, row),
            np.append(self.last_row, row),
            np.append(self.is_forced, np.zeros(count, dtype=bool)),  # found out later
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """A cheapest cover at some prices, and the flow that proves it.

    `held` and `residual`, shape (literals,): whether a literal is held, and by how much it is cheaper than the
    flow through it would allow; `flow`, shape (arcs,).  `cost` is whole: prices times members.  `missed`, shape
    (literals,), is what a cover costs more that does not hold a literal whose holding brings something in.
    """

    held: Flags
    residual: Codes
    flow: Codes
    cost: int
    missed: Codes


class CoverGraph:
    """The literals, arcs, components and copies of some clauses; solves for cheapest covers."""

    def __init__(self, holders: Holders, clauses: Clauses, free: Sequence[int] = ()) -> None:
        """`free` tells how many may be freed for each administration that clauses name."""
        self.holders = holders
        self.forced_modes = clauses.forced_modes()
        """The modes by deployment that clauses with one end alone decide."""
        clauses = clauses.with_modes(self.forced_modes)
        keys, user, device = _literal_keys(clauses)
        rows, literals = _literals(holders, keys)
        self._nodes = _Nodes.of(clauses, len(literals), len(rows))
        self.rows: tuple[DemandRow, ...] = (*rows, *self._nodes.rows)
        self.may_free = {row: free[k] for k, row in self._nodes.row.items()}
        """How many may be freed, by demand row."""
        self.mode_rows = dict(self._nodes.mode_row)
        """By deployment the demand row that counts the mode "per user"; the one behind it counts "per device"."""
        user, device, self.given_back = self._nodes.ends(clauses, user, device)
        literals = literals.with_nodes(*self._nodes.columns(holders))
        self.literals = replace(literals, is_forced=_forced(literals, self._nodes, self.given_back, user, device))
        self.tail, self.head = _arcs(self.literals, self.given_back, user, device)
        self.component = _components(self.literals, self.given_back, self.tail, self.head)
        self.copies = _copies(self.literals, clauses, user, device, self.component)
        """Per literal: how many equal copies its component stands for, 0 for an odd component."""
        self.odd = clauses.where(_of_odd(self.copies, user, device))
        """The clauses of odd components, where matched and shared classes meet."""
        self.block, self.blocks = _blocks(holders, self.literals, self.component)
        self._flow = _FlowNetwork(self.literals, self.tail, self.head, np.unique(self.given_back.literal))

    def cheapest(self, prices: Codes) -> Cover:
        """Return a cheapest cover at whole, non-negative prices per demand row, shape (rows,)."""
        weight = self._weight(prices)
        np.subtract.at(weight, self.given_back.literal, prices[self.given_back.row])
        return self._flow.cheapest(weight)

    def _weight(self, prices: Codes) -> Codes:
        """Return what holding each literal costs more than holding the next older one, shape (literals,).

        What it gives back is left aside.
        """
        if not len(prices):
            return np.zeros(len(self.literals), dtype=np.int64)
        cumulative = np.cumsum(prices)
        spans = cumulative[self.literals.last_row] - cumulative[self.literals.first_row]
        weight: Codes = (spans + prices[self.literals.first_row]) * self.literals.members
        return weight

    def paid_by(self, clauses: Clauses, prices: Codes, cover: Cover) -> Codes:
        """Return the share of a cheapest cover's cost that each of the graph's clauses accounts for, shape (clauses,).

        The flow that proves the cover passes through clauses, and without some of them what does not pass through
        those is a flow still: so the cheapest cover of the others costs at least what is left.  (Where no mode is open
        and nobody is counted as freed, each path passes through one clause, and all shares add up to the cost.)  What
        is held because a clause has one end only, with the older versions below it, is on the account of the oldest
        such clause that asks for it.
        """
        literals, found = self.literals, np.zeros(len(clauses), dtype=np.int64)
        asks = ~clauses.is_met_by(self.forced_modes)
        clauses = clauses.with_modes(self.forced_modes)
        user, device, _ = self._nodes.ends(clauses, *_literal_keys(clauses)[1:])
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
        found[asks] = paid
        return found

    def affordable(self, prices: Sequence[int]) -> Codes:
        """Return the prices, or all of them lowered by one factor where a cover's cost would not fit 64 bits."""
        members = int(self.literals.members.sum()) + len(self.given_back.literal)
        total, most = sum(prices), _LARGEST // max(members, 1)
        if total > most:
            prices = [price * most // total for price in prices]
        return np.array(prices, dtype=np.int64)

    def demand(self, held: Flags) -> Codes:
        """Return how many members each block counts in each demand row, shape (blocks, rows)."""
        return self.spans(np.where(held, self.literals.members, 0), self.block, self.blocks)

    def spans(self, amount: Codes, place: Codes, places: int) -> Codes:
        """Return the sum of `amount` per literal by place and demand row, shape (places, rows).

        `place` is that of each literal, shape (literals,).
        """
        found = self._counted(amount, place, places)
        given = self.given_back
        np.subtract.at(found, (place[given.literal], given.row), amount[given.literal])
        return found

    def _counted(self, amount: Codes, place: Codes, places: int) -> Codes:
        """Return those sums without what is given back."""
        rows = len(self.rows)
        steps = np.zeros((places, rows + 1), dtype=np.int64)
        np.add.at(steps, (place, self.literals.first_row), amount)
        np.subtract.at(steps, (place, self.literals.last_row + 1), amount)
        found: Codes = np.cumsum(steps, axis=1)[:, :rows]
        return found

    def held_units(self, units: Codes) -> Codes:
        """Return units held per literal as units per class, product and version held or a newer one."""
        count = self._nodes.first
        literals = self.literals
        held = np.zeros((len(self.holders), len(PRODUCTS), len(LEVELS)), dtype=np.int64)
        held[literals.holder[:count], literals.product[:count], literals.version[:count]] = units[:count]
        return np.maximum.accumulate(held[:, :, ::-1], axis=2)[:, :, ::-1]

    def modes(self, units: Codes) -> dict[int, int]:
        """Return the modes by deployment, as places in METRICS, given what is held as in `held_units`."""
        found = {k: USER if units[node] else DEVICE for k, node in self._nodes.modes.items()}
        return {**found, **self.forced_modes}

    def freed(self, units: Codes) -> tuple[tuple[int, int], ...]:
        """Return who is freed: (administration, class) of those who are covered there without the licence."""
        by_licence = set(self.given_back.node[units[self.given_back.literal] > 0].tolist())
        return tuple(pair for pair, node in self._nodes.node_of.items() if units[node] and node not in by_licence)

    @property
    def mode_nodes(self) -> Mapping[int, int]:
        """The node of each open mode, by deployment."""
        return self._nodes.modes

    @property
    def all_mode_rows(self) -> set[int]:
        """The demand rows that count modes."""
        return {row + metric for row in self.mode_rows.values() for metric in (USER, DEVICE)}

    @property
    def covered_nodes(self) -> Mapping[tuple[int, int], int]:
        """The node of each holder who may be freed, by administration and class."""
        return self._nodes.node_of

    def most_demand(self) -> Codes:
        """Return the demand if every literal were held, and nothing given back, shape (blocks, rows)."""
        return self._counted(self.literals.members, self.block, self.blocks)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Which literal, if it is held, gives back what which node counts in which demand row; columns."""

    literal: Codes
    node: Codes
    row: Codes


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes behind the literals: holders covered for administrations, and modes."""

    first: int
    """So many literals stand before them."""
    node_of: dict[tuple[int, int], int]
    """Node of who may be freed, by administration and class, ascending."""
    row: dict[int, int]
    """Demand row by administration."""
    modes: dict[int, int]
    """Node by deployment; from the node behind it "per device" is counted, which "per user" gives back."""
    mode_row: dict[int, int]
    """Demand row by deployment."""

    @property
    def rows(self) -> list[DemandRow]:
        """The demand rows, in their order: pools of their own, behind all others."""
        modes = [((_MODES - k, metric), 0) for k in self.modes for metric in (USER, DEVICE)]
        return [*(((NONE, k), 0) for k in self.row), *modes]

    @staticmethod
    def of(clauses: Clauses, first: int, rows: int) -> _Nodes:
        """Return the nodes that clauses need behind so many literals, and their rows behind so many."""
        pairs = set[tuple[int, int]]()
        for freed in (clauses.freed_user, clauses.freed_device):
            there = freed != NONE
            pairs.update(zip(clauses.administration[there].tolist(), freed[there].tolist(), strict=True))
        covered = sorted(pairs)
        administrations = sorted({administration for administration, _ in covered})
        deployments = distinct(np.abs(clauses.guard[clauses.guard != 0]) - 1).tolist()
        behind, rows_behind = first + len(covered), rows + len(administrations)
        return _Nodes(
            first,
            {pair: first + place for place, pair in enumerate(covered)},
            {k: rows + place for place, k in enumerate(administrations)},
            {k: behind + 2 * place for place, k in enumerate(deployments)},
            {k: rows_behind + 2 * place for place, k in enumerate(deployments)},
        )

    def columns(self, holders: Holders) -> tuple[Flags, Codes, Codes]:
        """Return of each node whether it is like a user's literal, its demand row and its members there."""
        is_user = [bool(holders.metric[holder] == USER) for _, holder in self.node_of] + [True] * 2 * len(self.modes)
        row = [self.row[k] for k, _ in self.node_of]
        row += [each for first in self.mode_row.values() for each in (first, first + 1)]
        return np.array(is_user, dtype=bool), np.array(row, dtype=np.int64), np.ones(len(row), dtype=np.int64)

    def ends(self, clauses: Clauses, user: Codes, device: Codes) -> tuple[Codes, Codes, GivenBack]:
        """Return the node at the user's and the device's end of each clause, given its literals, and what is returned.

        A holder that may be freed stands there as covered, a mode on the side of the end that it takes the place of.
        """
        given = {(node, node + 1, self.mode_row[k] + 1) for k, node in self.modes.items()}
        user, device = user.copy(), device.copy()
        for end, freed in ((user, clauses.freed_user), (device, clauses.freed_device)):
            for clause in np.flatnonzero(freed != NONE).tolist():
                administration = int(clauses.administration[clause])
                node = self.node_of[administration, int(freed[clause])]
                if end[clause] != NONE:
                    given.add((int(end[clause]), node, self.row[administration]))
                end[clause] = node
        mode = np.zeros(max(self.modes, default=0) + 2, dtype=np.int64)
        mode[[deployment + 1 for deployment in self.modes]] = list(self.modes.values())
        by_device, by_user = clauses.guard > 0, clauses.guard < 0
        device[by_device] = mode[clauses.guard[by_device]]
        user[by_user] = mode[-clauses.guard[by_user]]
        return user, device, GivenBack(*np.array(sorted(given), dtype=np.int64).reshape(-1, 3).T)


class _FlowNetwork:
    """The network of the cut; only its capacities change from one price vector to the next."""

    def __init__(self, literals: Literals, tail: Codes, head: Codes, may_bring: Codes) -> None:
        """`may_bring` are the literals whose holding may bring more in than it costs."""
        self._literals, self._tail, self._head, self._may_bring = literals, tail, head, may_bring
        count = len(literals)
        self._source, self._sink = count, count + 1
        node = np.arange(count)
        ends = np.where(literals.is_user, self._sink, self._source)
        others = np.where(literals.is_user, self._source, self._sink)[may_bring]
        brings_as_user = literals.is_user[may_bring]
        tails = [np.where(literals.is_user, node, ends), tail, np.where(brings_as_user, others, may_bring)]
        heads = [np.where(literals.is_user, ends, node), head, np.where(brings_as_user, may_bring, others)]
        self._solver = max_flow.SimpleMaxFlow()
        self._arcs = self._solver.add_arcs_with_capacity(
            np.concatenate(tails).astype(np.int32),
            np.concatenate(heads).astype(np.int32),
            np.zeros(sum(map(len, tails)), dtype=np.int64),
        )

    def cheapest(self, weight: Codes) -> Cover:
        """Return the cheapest cover for these costs of holding each literal, shape (literals,).

        What holding brings in is paid by whoever does not hold it, so that no arc has a capacity below nothing.
        """
        literals, count = self._literals, len(self._literals)
        base = int(weight[literals.is_forced].sum())
        weight = np.where(literals.is_forced, 0, weight)
        brought = np.maximum(-weight, 0)
        base -= int(brought.sum())
        weight = np.maximum(weight, 0)
        if not len(self._arcs):
            return Cover(literals.is_forced.copy(), weight, np.empty(0, dtype=np.int64), base, brought)
        never_cut = int(weight.sum() + brought.sum()) + 1
        capacity = np.concatenate([weight, np.full(len(self._tail), never_cut), brought[self._may_bring]])
        self._solver.set_arcs_capacity(self._arcs, capacity)
        if self._solver.solve(self._source, self._sink) != self._solver.OPTIMAL:
            raise SolverError("the minimum cut could not be computed")
        state = np.zeros(count + 2, dtype=bool)
        state[self._solver.get_source_side_min_cut()] = True
        flow = np.asarray(self._solver.flows(self._arcs), dtype=np.int64)
        held = (state[:count] == literals.is_user) | literals.is_forced
        against = np.zeros(count, dtype=np.int64)
        against[self._may_bring] = flow[count + len(self._tail) :]
        cost = base + int(weight[held].sum()) + int(brought[~held].sum())
        between = flow[count : count + len(self._tail)]
        cover = Cover(held, weight - flow[:count], between, cost, brought - against)
        self._check(cover, flow[:count], against, state[:count], base)
        return cover

    def _check(self, cover: Cover, through: Codes, against: Codes, state: Flags, base: int) -> None:
        """Raise SolverError unless the cover is one, and a feasible flow of its cost proves it cheapest.

        `through` is the flow by which a literal that is held is paid for, `against` that of one that is not.
        """
        is_user, free = self._literals.is_user, ~self._literals.is_forced
        keeps_arcs = not (state[self._tail] & ~state[self._head]).any()
        parts = (cover.flow, through, against, cover.residual, cover.missed)
        within = not any((part < 0).any() for part in parts)
        balance = np.where(is_user, against - through, through - against)
        np.subtract.at(balance, self._tail, cover.flow)
        np.add.at(balance, self._head, cover.flow)
        value = int(through[is_user & free].sum()) + int(against[~is_user & free].sum())
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


def _forced(literals: Literals, nodes: _Nodes, given: GivenBack, user: Codes, device: Codes) -> Flags:
    """Return the nodes that some clause asks for alone, all older literals of the same class, and who is covered so."""
    forced = np.zeros(len(literals), dtype=bool)
    forced[user[(device == NONE) & (user != NONE)]] = True
    forced[device[(user == NONE) & (device != NONE)]] = True
    # Going through the versions from the newest on, a forced literal forces the next older one.
    for _ in LEVELS:
        older = literals.previous[forced]
        forced[older[older != NONE]] = True
    forced[given.node[forced[given.literal]]] = True
    forced[[node + 1 for node in nodes.modes.values()]] = True
    return forced


def _literals(holders: Holders, keys: Codes) -> tuple[tuple[DemandRow, ...], Literals]:
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
    forced = np.zeros(len(keys), dtype=bool)
    return rows, Literals(holder, product, version, metric == USER, units, members, previous, first, last, forced)


def _arcs(literals: Literals, given: GivenBack, user: Codes, device: Codes) -> tuple[Codes, Codes]:
    """Return the arcs of clauses and nested versions between literals that are not forced, and of who is covered."""
    both = _undecided(literals.is_forced, user, device)
    newer = np.flatnonzero(literals.previous != NONE)
    newer = newer[~(literals.is_forced[newer] | literals.is_forced[literals.previous[newer]])]
    older, is_user = literals.previous[newer], literals.is_user[newer]
    # Who holds the licence is covered: like a newer literal and the next older one.
    linked = ~(literals.is_forced[given.literal] | literals.is_forced[given.node])
    literal, node = given.literal[linked], given.node[linked]
    of_user = literals.is_user[literal]
    tail = np.concatenate([device[both], np.where(is_user, newer, older), np.where(of_user, literal, node)])
    head = np.concatenate([user[both], np.where(is_user, older, newer), np.where(of_user, node, literal)])
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


def _components(literals: Literals, given: GivenBack, tail: Codes, head: Codes) -> Codes:
    """Return the component of each literal; all literals of one class and product are in the same one."""
    count = len(literals)
    newer = np.flatnonzero(literals.previous != NONE)
    start = np.concatenate([tail, newer, given.literal])
    end = np.concatenate([head, literals.previous[newer], given.node])
    graph = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _copies(literals: Literals, clauses: Clauses, user: Codes, device: Codes, component: Codes) -> Codes:
    """Return the copies per literal: the units of a wholly matched component, else 1; 0 where both kinds meet."""
    count = int(component.max()) + 1 if len(component) else 0
    units = literals.units
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
        period, of_class = np.zeros(count, dtype=np.uint64), literals.holder < len(holders)  # nodes behind are of none
        period[component[of_class]] = holders.period[literals.holder[of_class]]
        signature = mixed(period) + mixed(signature)
    signatures, block = np.unique(signature, return_inverse=True)
    return block[component], len(signatures)
