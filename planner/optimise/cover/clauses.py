"""Requirements and policies as clauses: at least one of two licences is held, or a mode picked, or somebody freed.

A clause is  (user literal) or (device literal) or (guard).  A literal says "this class holds a licence of this
product, good for this version"; a missing end, or one that policy rules out, is no literal.  The guard is there
only where the plan picks a deployment's mode k: the row then becomes two clauses,

    user literal   or  mode k is device
    device literal or  mode k is user

Where two may administer without a licence, and how many do is counted (see `counted` in `proof/waivers.py`), each
end of a row has one way more to be covered: it is freed.  The clause is then  (user literal) or (user freed) or
(device literal) or (device freed).

With `base_and_rds_same_metric`, an end that covers a Remote Desktop access must cover its base access too.
Writing r, b for holding the licence at the Remote Desktop and the base version, (r_u and b_u) or (r_d and b_d)
multiplies out to the four clauses (r_u or r_d), (r_u or b_d), (b_u or r_d), (b_u or b_d).  For a person with the
right to the base layer b_u holds anyway, which leaves the first two; for one with a subscription for Remote Desktop
r_u does, which leaves the last two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, METRICS, RDS, USER, WS, Metric
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.optimise.smaller.columns import codes, distinct_columns


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses as columns of shape (clauses,), sorted and distinct.

    `user`/`device` index the holder classes or are `NONE`; the product and version beside each say what it holds.
    `guard` is 0 for none, k + 1 for "mode k is device", -(k + 1) for "mode k is user".  `freed_user` and `freed_device`
    are the classes, of one holder each, that may be freed for `administration` instead, or `NONE`.
    """

    user: Codes
    user_product: Codes
    user_version: Codes
    device: Codes
    device_product: Codes
    device_version: Codes
    matched: NDArray[np.bool_]
    guard: Codes
    freed_user: Codes
    freed_device: Codes
    administration: Codes

    def __len__(self) -> int:
        return len(self.user)

    def where(self, chosen: NDArray[np.bool_]) -> Clauses:
        """Return some of the clauses, given by flags of shape (clauses,)."""
        return Clauses(*(getattr(self, column.name)[chosen] for column in fields(self)))

    @property
    def is_impossible(self) -> bool:
        """Whether a clause has no end left, no guard and nobody to free, so that nothing can cover it.

        A mode that has to be both is no way out either.
        """
        nobody = (self.user == NONE) & (self.device == NONE) & (self.freed_user == NONE) & (self.freed_device == NONE)
        forced = self.guard[nobody]
        return bool((forced == 0).any() or np.isin(forced, -forced).any())

    def rows(self) -> list[list[int]]:
        """Return the clauses as lists: user, product, version, device, product, version, matched, guard, the freed."""
        rows: list[list[int]] = np.column_stack([getattr(self, column.name) for column in fields(self)]).tolist()
        return rows

    def forced_modes(self) -> dict[int, int]:
        """Return the modes by deployment, as places in METRICS, that have to be what they are.

        A mode has to be one where a clause has no end left beside it.
        """
        nobody = (self.user == NONE) & (self.device == NONE) & (self.guard != 0)
        return {abs(guard) - 1: DEVICE if guard > 0 else USER for guard in self.guard[nobody].tolist()}

    def is_met_by(self, modes: Mapping[int, int]) -> NDArray[np.bool_]:
        """Tell which clauses the modes of some deployments meet by themselves, shape (clauses,)."""
        return np.isin(self.guard, [k + 1 if mode == DEVICE else -(k + 1) for k, mode in modes.items()])

    def with_modes(self, modes: Mapping[int, int]) -> Clauses:
        """Return what clauses ask for where the modes of some deployments are known."""
        if not modes:
            return self
        guard = np.where(np.isin(np.abs(self.guard) - 1, list(modes)), 0, self.guard)
        return replace(self, guard=guard).where(~self.is_met_by(modes))

    def literals(self, metric: int) -> Codes:
        """Return the distinct literals (class, product, version) of one side, shape (literals, 3)."""
        side = (
            (self.user, self.user_product, self.user_version)
            if metric == USER
            else (self.device, self.device_product, self.device_version)
        )
        there = side[0] != NONE
        return np.column_stack(distinct_columns(*(column[there] for column in side)))


def metric_rules(policy: Policy) -> tuple[str, str]:
    """Return the metric policies in the order of PRODUCTS."""
    return policy.ws_metrics, policy.rds_metrics


class _Literal(NamedTuple):
    """What is held, in columns of shape (requirements,)."""

    product: Codes
    version: Codes


def find_clauses(requirements: Requirements, policy: Policy, counted: Collection[int] = ()) -> Clauses:
    """Return the clauses of all requirements under `policy`; in the administrations `counted` holders may be freed."""
    parts = _own_columns(requirements)
    if policy.base_and_rds_same_metric:
        ends, needs, own = (
            requirements.ends,
            ~requirements.remote_rights,
            _Literal(requirements.product, requirements.version),
        )
        either, user, device, chosen = (
            ends == Ends.EITHER,
            ends == Ends.USER,
            ends == Ends.DEVICE,
            ends >= Ends.CHOOSE,
        )
        mode = np.where(chosen, ends - Ends.CHOOSE + 1, 0)
        coupled = (requirements.product == RDS) & (requirements.base_version != NONE)
        lacks = coupled & ~requirements.has_base_right
        base = _Literal(np.full_like(ends, WS), requirements.base_version)
        parts += [
            _columns(requirements, coupled & needs & either, own, base),
            _columns(requirements, lacks & either, base, own),
            _columns(requirements, lacks & user, base, None),
            _columns(requirements, coupled & device, None, base),
            _columns(requirements, lacks & chosen, base, None, guard=mode),
            _columns(requirements, coupled & chosen, None, base, guard=-mode),
        ]
    columns = _without_ruled_out([np.concatenate(column) for column in zip(*parts, strict=True)], policy, requirements)
    if len(counted):
        rows = np.concatenate([np.flatnonzero(where) for where in _asked(requirements)])
        more = len(columns[0]) - len(rows)
        freed = [np.append(each, np.full(more, NONE)) for each in _freed(requirements, rows, counted)]
        columns = distinct_columns(*columns, *freed)
    else:
        columns = distinct_columns(*columns)
        columns += [np.full(len(columns[0]), NONE)] * 3
    user, user_product, user_version, device, device_product, device_version, matched, guard, *freed = columns
    ends_of = (user, user_product, user_version, device, device_product, device_version)
    return Clauses(*ends_of, matched.astype(bool), guard, *freed)


def clauses_of_row(
    clauses: Clauses, requirements: Requirements, policy: Policy, counted: Collection[int] = ()
) -> tuple[Codes, Codes]:
    """Return the one or two clauses that each row became by itself, shape (rows,) each, or `NONE`.

    Two are those of a deployment whose mode is open.  Nothing is told of clauses that couple the layers.
    """
    parts = _own_columns(requirements)
    rows = np.concatenate([np.flatnonzero(where) for where in _asked(requirements)])
    columns = _without_ruled_out([np.concatenate(column) for column in zip(*parts, strict=True)], policy, requirements)
    columns += _freed(requirements, rows, counted)
    known = [getattr(clauses, column.name).astype(np.int64) for column in fields(clauses)]
    number = codes(*(np.concatenate(pair) for pair in zip(known, columns, strict=True)))
    number, wanted = number[: len(clauses)], number[len(clauses) :]
    order = np.argsort(number)
    place = order[np.minimum(np.searchsorted(number[order], wanted), len(order) - 1)]
    found = np.full((2, len(requirements)), NONE)
    # The clause of the device's end, where there are two, is the last of all kinds.
    is_second = np.arange(len(rows)) >= len(rows) - np.count_nonzero(_asked(requirements)[-1])
    found[0, rows[~is_second]] = place[~is_second]
    found[1, rows[is_second]] = place[is_second]
    return found[0], found[1]


def _asked(requirements: Requirements) -> tuple[NDArray[np.bool_], ...]:
    """Tell which rows ask for either end, the user, the device, and for each end of a deployment whose mode is open."""
    ends, needs = requirements.ends, ~requirements.remote_rights
    chosen = ends >= Ends.CHOOSE
    return needs & (ends == Ends.EITHER), needs & (ends == Ends.USER), ends == Ends.DEVICE, needs & chosen, chosen


def _own_columns(requirements: Requirements) -> list[list[Codes]]:
    """Return the columns of the clauses that rows ask for by themselves, in the order of `_asked`."""
    own = _Literal(requirements.product, requirements.version)
    mode = np.where(requirements.ends >= Ends.CHOOSE, requirements.ends - Ends.CHOOSE + 1, 0)
    either, user, device, by_user, by_device = _asked(requirements)
    return [
        _columns(requirements, either, own, own),
        _columns(requirements, user, own, None),
        _columns(requirements, device, None, own),
        _columns(requirements, by_user, own, None, guard=mode),
        _columns(requirements, by_device, None, own, guard=-mode),
    ]


def _freed(requirements: Requirements, rows: Codes, counted: Collection[int]) -> list[Codes]:
    """Return who may be freed at both ends of some rows, and for which administration."""
    # One more at the end: it is where a row without a waiver (`NONE`) looks.
    of_waiver = np.array([*(waiver.administration for waiver in requirements.waivers), NONE])
    administration = of_waiver[requirements.waiver[rows]]
    administration = np.where(np.isin(administration, list(counted)), administration, NONE)
    is_single = np.append(requirements.holders.members == 1, False)
    ends = (requirements.user[rows], requirements.device[rows])
    freed = [np.where((administration != NONE) & is_single[end], end, NONE) for end in ends]
    return [*freed, np.where((freed[0] != NONE) | (freed[1] != NONE), administration, NONE)]


def _columns(
    requirements: Requirements,
    where: NDArray[np.bool_],
    user: _Literal | None,
    device: _Literal | None,
    guard: Codes | None = None,
) -> list[Codes]:
    """Return the columns of `Clauses` for the requirements in `where`; None drops the literal of that side."""
    rows = np.flatnonzero(where)

    def side(end: Codes, literal: _Literal | None) -> list[Codes]:
        if literal is None:
            return [np.full(len(rows), NONE)] * 3
        columns = [end[rows], literal.product[rows], literal.version[rows]]
        for column in columns[1:]:
            column[columns[0] == NONE] = NONE
        return columns

    guards = np.zeros_like(rows) if guard is None else guard[rows]
    # Which unit meets which matters only between two ends.
    matched = (requirements.matched[rows] & (guards == 0)).astype(np.int64)
    return [*side(requirements.user, user), *side(requirements.device, device), matched, guards]


def _without_ruled_out(columns: list[Codes], policy: Policy, requirements: Requirements) -> list[Codes]:
    """Drop the literals of a metric that is ruled out for their product, by policy or in a period, from the columns."""
    for product, rule in enumerate(metric_rules(policy)):
        if rule not in METRICS:
            continue
        ruled_out = columns[0:3] if rule == Metric.DEVICE else columns[3:6]
        where = np.flatnonzero(ruled_out[1] == product)
        for column in ruled_out:
            column[where] = NONE
    for product, period, kept in requirements.one_sided:
        ruled_out = columns[3:6] if kept == USER else columns[0:3]
        is_there = np.append(requirements.holders.period_of == period, False)[ruled_out[0]]
        where = np.flatnonzero((ruled_out[1] == product) & is_there)
        for column in ruled_out:
            column[where] = NONE
    return columns
