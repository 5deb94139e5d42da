"""Add the undecided part of a cover to an integer program, as counts of options, and read the cover back.

Pieces of a kernel with equal lists of options are one class: the program only counts how many take which option.
Pieces with too many options get a variable per joint instead.  Components where own and shared machines meet
("odd" ones, from headcount groups) get the rows of the plain model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.domain.estate import Codes
from planner.domain.product import LEVELS
from planner.optimise.cover.minimum_cut import CoverGraph, Flags
from planner.optimise.cover.rows import CoverRows, Literal
from planner.optimise.solvers.program import Program, total, whole
from planner.optimise.undecided.kernel import Kernel
from planner.optimise.undecided.pieces import Demand, Piece, list_options
from planner.optimise.undecided.pooled import LargePiece, Pooled

_MOST_JOINTS = 300
_MOST_STATES = 200
_FEW_OPEN = 50
"""Up to so many joints are left to variables of their own."""
_WORTH_POOLING = 4
"""By this factor there must be fewer demands of deviations than joints."""
_FEW_COPIES = 4
"""Up to so many copies of a piece get variables of their own."""
_MOST_IN_VAIN, _FEW_JOINTS = 3000, 2
"""Once pieces of so many joints have had too many options, only smaller pieces are tried, to save time."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Pieces that are the same: `joints` has shape (pieces, joints each), `copies` stands for each of them."""

    piece: Piece
    copies: int
    joints: Codes


@dataclass(slots=True)
class _Class:
    """Groups with the same options, apart from a constant; `counts` has a variable per option but the first."""

    options: tuple[Demand, ...]
    groups: list[tuple[_Group, dict[Demand, int]]] = field(default_factory=list)
    counts: tuple[Any, ...] = ()

    @property
    def size(self) -> int:
        return sum(len(group.joints) * group.copies for group, _ in self.groups)


class Undecided:
    """The variables of a kernel in an integer program, and the demand they make."""

    def __init__(
        self,
        problem: Program,
        graph: CoverGraph,
        kernel: Kernel,
        tolerance: int | None,
        is_scarce: Flags,
        *,
        may_pool: bool = False,
    ) -> None:
        """Add the variables, for excess up to `tolerance` per piece (None: any).

        Options that differ only in rows that are not scarce count as one."""
        self._graph, self._kernel = graph, kernel
        demand_if_1 = np.where(is_scarce, _joint_demand(graph, kernel), 0)
        self._base = _base_demand(graph, kernel)
        self._terms: list[list[Any]] = [[] for _ in graph.rows]
        self._classes: list[_Class] = []
        self._open: list[_Group] = []
        self._pooled: Pooled | None = None
        self._add_groups(_groups(kernel, demand_if_1), tolerance)
        if may_pool and tolerance is not None:
            self._pool(problem, tolerance)
        for number, each in enumerate(self._classes):
            self._add_counts(problem, number, each)
        self._variables = [self._add_joints(problem, number, group) for number, group in enumerate(self._open)]
        self._odd = self._add_odd(problem)

    @property
    def is_pooled(self) -> bool:
        """Whether large pieces are relaxed to their deviations."""
        return self._pooled is not None

    def demand(self) -> list[Any]:
        """Return an expression per demand row."""
        return [int(base) + total(terms) for base, terms in zip(self._base, self._terms, strict=True)]

    def units_held(self) -> Codes | None:
        """Return, from the solution, how many units of each literal's class hold it, shape (literals,).

        None if the solution is none of the cover, which happens with `may_pool` only.
        """
        kernel, graph = self._kernel, self._graph
        ones = np.where(kernel.state & ~kernel.is_free, kernel.copies, 0)
        for each in self._classes:
            _deal_out(each, ones)
        for group, variables in zip(self._open, self._variables, strict=True):
            ones[group.joints.ravel()] = [whole(variable) for variable in variables]
        if self._pooled is not None:
            found = self._pooled.states()
            if found is None:
                return None
            for piece, values in zip(self._pooled.pieces, found, strict=True):
                ones[piece.joints] = values
        states = ones[kernel.joint]
        copies = np.maximum(graph.copies, 1)
        held = np.where(graph.literals.is_user, states, copies - states) * (graph.literals.units // copies)
        for literal, units in self._odd.items():
            held[literal] = whole(units)
        return held

    def _add_groups(self, groups: Sequence[_Group], tolerance: int | None) -> None:
        classes: dict[tuple[Demand, ...], _Class] = {}
        in_vain = 0
        for group in groups:
            options = None
            most_joints = _MOST_JOINTS if tolerance is not None and in_vain < _MOST_IN_VAIN else _FEW_JOINTS
            limit = group.piece.most_excess if tolerance is None else tolerance * group.copies
            if len(group.piece) <= most_joints:
                options = list_options(group.piece, limit, _MOST_STATES)
                in_vain += 0 if options else len(group.piece)
            if options is None:
                self._open.extend(_Group(group.piece, group.copies, joints[None, :]) for joints in group.joints)
                continue
            listed = sorted(options, key=lambda d: (sum(d), d))
            first = listed[0]
            self._base = self._base + len(group.joints) * group.copies * np.array(first, dtype=np.int64)
            relative = tuple(tuple(a - b for a, b in zip(option, first, strict=True)) for option in listed)
            each = classes.setdefault(relative, _Class(relative))
            each.groups.append((group, {r: options[o] for r, o in zip(relative, listed, strict=True)}))
        self._classes = [classes[key] for key in sorted(classes)]

    def _pool(self, problem: Program, tolerance: int) -> None:
        """Add the pieces without a list of options by their deviations, as far as they have no copies."""
        alone = [group for group in self._open if group.copies == 1]
        joints = sum(len(group.piece) for group in alone)
        if joints <= _FEW_OPEN or self._graph.holders.has_several_periods:
            return
        state = self._kernel.state
        pieces = [LargePiece(group.piece, group.joints[0], state[group.joints[0]].tolist()) for group in alone]
        pooled = Pooled.of(pieces, tolerance, joints // _WORTH_POOLING)
        if pooled is None:
            return
        self._pooled = pooled
        self._open = [group for group in self._open if group.copies > 1]
        self._base = self._base + np.array(pooled.base(len(self._graph.rows)), dtype=np.int64)
        for demand, count in pooled.add_to(problem):
            self._add_terms(demand, count)

    def _add_counts(self, problem: Program, number: int, each: _Class) -> None:
        size = each.size
        each.counts = tuple(problem.add_whole(f"c_{number:05d}_{i:05d}", 0, size) for i in range(1, len(each.options)))
        if len(each.counts) > 1:
            problem += total(each.counts) <= size
        for option, count in zip(each.options[1:], each.counts, strict=True):
            self._add_terms(option, count)

    def _add_joints(self, problem: Program, number: int, group: _Group) -> list[Any]:
        """Add the joints of one piece; return the expression of each one's ones, summed over the copies.

        Solvers are at their best with 0/1 variables that cost something when they are 1, so few copies are told
        apart, and where state 1 asks for less than state 0 the variable stands for the zeros.
        """
        piece = group.piece
        each = 1 if group.copies <= _FEW_COPIES else group.copies
        ones: list[Any] = [0] * len(piece)
        for copy in range(group.copies // each):
            states = []
            for i, demand in enumerate(piece.demand_if_1):
                variable = problem.add_whole(f"j_{number:05d}_{copy}_{i:05d}", 0, each)
                states.append(each - variable if sum(demand) < 0 else 1 * variable)
                self._add_terms(demand, states[-1])
            for lower, upper, _ in piece.arcs:
                problem += states[lower] <= states[upper]
            ones = [total + state for total, state in zip(ones, states, strict=True)]
        return ones

    def _add_odd(self, problem: Program) -> dict[int, Any]:
        """Add the plain model's rows for odd components; return the units held by literal."""
        graph, literals = self._graph, self._graph.literals
        if not len(graph.odd):
            return {}
        odd = set(np.flatnonzero(graph.copies == 0).tolist())
        modes = {k: problem.add_choice(f"picked_{k:05d}") for k, node in graph.mode_nodes.items() if node in odd}
        freed = {
            (k, holder): problem.add_choice(f"free_{k:05d}_{holder:07d}")
            for (k, holder), node in graph.covered_nodes.items()
            if node in odd
        }
        rows = CoverRows(problem, graph.holders, graph.odd)
        rows.add_rows(graph.odd, modes, freed=freed)
        found = {graph.mode_nodes[k]: variable for k, variable in modes.items()}
        for k, variable in modes.items():
            self._terms[graph.mode_rows[k]].append(variable)
        for pair, variable in freed.items():
            found[graph.covered_nodes[pair]] = variable
            self._terms[int(literals.first_row[graph.covered_nodes[pair]])].append(variable)
        for literal in sorted(odd - found.keys()):
            key = (int(literals.holder[literal]), int(literals.product[literal]), int(literals.version[literal]))
            found[literal] = _least_held(rows, key)
            size = int(literals.members[literal] // literals.units[literal])
            for row in range(int(literals.first_row[literal]), int(literals.last_row[literal]) + 1):
                self._terms[row].append(size * found[literal])
        given = graph.given_back
        for literal, node, row in zip(given.literal.tolist(), given.node.tolist(), given.row.tolist(), strict=True):
            if literal in odd and node not in odd:  # covered in any case: by being freed, or by the licence
                self._terms[row].append(-1 * found[literal])
        return found

    def _add_terms(self, demand: Demand, variable: Any) -> None:
        for row, asked in enumerate(demand):
            if asked:
                self._terms[row].append(asked * variable)


def _least_held(rows: CoverRows, literal: Literal) -> Any:
    """Return the units that hold a literal; where nothing asks for it, those that hold the next newer one."""
    holder, product, version = literal
    newer = ((holder, product, each) for each in range(version, len(LEVELS)))
    return next((rows.held[each] for each in newer if each in rows.held), 0)


def _deal_out(each: _Class, ones: Codes) -> None:
    """Give the options that were counted to pieces and copies, one after the other, and note their states."""
    left = [whole(count) for count in each.counts]
    left.insert(0, each.size - sum(left))
    at = 0
    for group, states in each.groups:
        for joints in group.joints:
            todo = group.copies
            while todo:
                while not left[at]:
                    at += 1
                now = min(todo, left[at])
                state = states[each.options[at]]
                ones[joints] += [now * (state >> i & 1) for i in range(len(joints))]
                left[at] -= now
                todo -= now


def _per_copy(graph: CoverGraph) -> Codes:
    return graph.literals.members // np.maximum(graph.copies, 1)


def _joint_demand(graph: CoverGraph, kernel: Kernel) -> Codes:
    """Return what one copy of a free joint adds in state 1, against 0; shape (free joints, rows)."""
    place = np.cumsum(kernel.is_free) - 1
    mine = kernel.is_free[kernel.joint]
    amount = np.where(graph.literals.is_user, 1, -1) * _per_copy(graph)
    selected = np.where(mine, amount, 0)
    return graph.spans(selected, np.where(mine, place[kernel.joint], 0), max(int(kernel.is_free.sum()), 1))


def _base_demand(graph: CoverGraph, kernel: Kernel) -> Codes:
    """Return the demand with all free joints in state 0, shape (rows,); odd components ask for nothing here."""
    state = (kernel.state & ~kernel.is_free)[kernel.joint]
    held = state == graph.literals.is_user
    amount = np.where(held & (graph.copies > 0), graph.literals.members, 0)
    demand: Codes = graph.spans(amount, np.zeros(len(graph.literals), dtype=np.int64), 1)[0]
    return demand


def _groups(kernel: Kernel, demand_if_1: Codes) -> list[_Group]:
    """Return the pieces of the kernel, equal ones together."""
    free = np.flatnonzero(kernel.is_free & (kernel.copies > 0))
    place = np.cumsum(kernel.is_free) - 1
    order = free[np.argsort(kernel.piece[free], kind="stable")]
    piece = kernel.piece[order]
    starts = np.flatnonzero(np.append(True, np.diff(piece) != 0)) if len(order) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(order)))
    found = _single_groups(kernel, demand_if_1, order[starts[sizes == 1]], place)
    return found + _larger_groups(kernel, demand_if_1, order, starts[sizes > 1], sizes[sizes > 1], place)


def _single_groups(kernel: Kernel, demand_if_1: Codes, joints: Codes, place: Codes) -> list[_Group]:
    """Group pieces of one joint each, all at once."""
    table = np.column_stack(
        [kernel.copies[joints], kernel.excess_if_0[joints], kernel.excess_if_1[joints], demand_if_1[place[joints]]]
    )
    kinds, kind = np.unique(table, axis=0, return_inverse=True)
    kind = kind.ravel()
    order = np.argsort(kind, kind="stable")
    ends = np.searchsorted(kind[order], np.arange(len(kinds) + 1))
    return [
        _Group(
            Piece((row[1],), (row[2],), (tuple(row[3:]),), ()),
            row[0],
            joints[order[ends[i] : ends[i + 1]]][:, None],
        )
        for i, row in enumerate(kinds.tolist())
    ]


def _larger_groups(
    kernel: Kernel, demand_if_1: Codes, order: Codes, starts: Codes, sizes: Codes, place: Codes
) -> list[_Group]:
    """Group pieces of several joints by comparing them in the order of their joints."""
    local = np.zeros(len(kernel.is_free), dtype=np.int64)
    local[order] = np.arange(len(order)) - np.repeat(*_runs(kernel.piece[order]))
    by_piece = np.argsort(kernel.piece[kernel.lower], kind="stable")
    arc_piece = kernel.piece[kernel.lower][by_piece]
    arcs = np.column_stack([local[kernel.lower], local[kernel.upper], kernel.flow])[by_piece].tolist()
    pieces = kernel.piece[order[starts]]
    low, high = np.searchsorted(arc_piece, pieces, "left"), np.searchsorted(arc_piece, pieces, "right")
    members: dict[tuple[Piece, int], list[Codes]] = defaultdict(list)
    for start, size, a, b in zip(starts.tolist(), sizes.tolist(), low.tolist(), high.tolist(), strict=True):
        joints = order[start : start + size]
        piece = Piece(
            tuple(kernel.excess_if_0[joints].tolist()),
            tuple(kernel.excess_if_1[joints].tolist()),
            tuple(map(tuple, demand_if_1[place[joints]].tolist())),
            tuple(map(tuple, arcs[a:b])),
        )
        members[piece, int(kernel.copies[joints[0]])].append(joints)
    return [_Group(piece, copies, np.stack(joints)) for (piece, copies), joints in members.items()]


def _runs(values: Codes) -> tuple[Codes, Codes]:
    """Return where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.append(True, np.diff(values) != 0)) if len(values) else np.empty(0, dtype=np.int64)
    return starts, np.diff(np.append(starts, len(values)))
