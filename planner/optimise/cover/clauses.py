"""Requirements and policies as clauses: at least one of two licences must be held, or a mode be picked.

A clause is  (user literal) or (device literal) or (guard).  A literal says "this class holds a licence of this
product, good for this version"; a missing end, or one that policy rules out, is no literal.  The guard is there
only where the plan picks a deployment's mode k: the row then becomes two clauses,

    user literal   or  mode k is device
    device literal or  mode k is user

With `base_and_rds_same_metric`, an end that covers a Remote Desktop access must cover its base access too.
Writing r, b for holding the licence at the Remote Desktop and the base version, (r_u and b_u) or (r_d and b_d)
multiplies out to the four clauses (r_u or r_d), (r_u or b_d), (b_u or r_d), (b_u or b_d).  For a person with the
right to the base layer b_u holds anyway, which leaves the first two; for one with a subscription for Remote Desktop
r_u does, which leaves the last two.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.product import METRICS, RDS, USER, WS, Metric
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.optimise.smaller.columns import codes, distinct_columns


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses as columns of shape (clauses,), sorted and distinct.

    `user`/`device` index the holder classes or are `NONE`; the product and version beside each say what it holds.
    `guard` is 0 for none, k + 1 for "mode k is device", -(k + 1) for "mode k is user".
    """

    user: Codes
    user_product: Codes
    user_version: Codes
    device: Codes
    device_product: Codes
    device_version: Codes
    matched: NDArray[np.bool_]
    guard: Codes

    def __len__(self) -> int:
        return len(self.user)

    def where(self, chosen: NDArray[np.bool_]) -> Clauses:
        """Return some of the clauses, given by flags of shape (clauses,)."""
        return Clauses(*(getattr(self, column.name)[chosen] for column in fields(self)))

    @property
    def is_impossible(self) -> bool:
        """Whether a clause has no end left and no guard, so that nothing can cover it."""
        return bool(((self.user == NONE) & (self.device == NONE) & (self.guard == 0)).any())

    def rows(self) -> list[list[int]]:
        """Return the clauses as lists: user, product, version, device, product, version, matched, guard."""
        sides = (self.user, self.user_product, self.user_version, self.device, self.device_product, self.device_version)
        rows: list[list[int]] = np.column_stack([*sides, self.matched, self.guard]).tolist()
        return rows

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


def find_clauses(requirements: Requirements, policy: Policy) -> Clauses:
    """Return the clauses of all requirements under `policy`."""
    ends = requirements.ends
    own = _Literal(requirements.product, requirements.version)
    either, user, device = ends == Ends.EITHER, ends == Ends.USER, ends == Ends.DEVICE
    chosen = ends >= Ends.CHOOSE
    mode = np.where(chosen, ends - Ends.CHOOSE + 1, 0)
    needs = ~requirements.remote_rights
    parts = [
        _columns(requirements, needs & either, own, own),
        _columns(requirements, needs & user, own, None),
        _columns(requirements, device, None, own),
        _columns(requirements, needs & chosen, own, None, guard=mode),
        _columns(requirements, chosen, None, own, guard=-mode),
    ]
    if policy.base_and_rds_same_metric:
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
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    user, user_product, user_version, device, device_product, device_version, matched, guard = distinct_columns(
        *_without_ruled_out(columns, policy, requirements)
    )
    return Clauses(
        user, user_product, user_version, device, device_product, device_version, matched.astype(bool), guard
    )


def clause_of_row(clauses: Clauses, requirements: Requirements, policy: Policy) -> Codes:
    """Return the clause that each row became, shape (rows,), or `NONE` where its person has a right to the layer.

    No mode may be open, and no policy couple the layers.
    """
    own = _Literal(requirements.product, requirements.version)
    kinds = ((Ends.EITHER, own, own), (Ends.USER, own, None), (Ends.DEVICE, None, own))
    parts = [_columns(requirements, requirements.ends == end, user, device) for end, user, device in kinds]
    rows = np.concatenate([np.flatnonzero(requirements.ends == end) for end, _, _ in kinds])
    columns = _without_ruled_out([np.concatenate(column) for column in zip(*parts, strict=True)], policy, requirements)
    known = [getattr(clauses, column.name).astype(np.int64) for column in fields(clauses)]
    number = codes(*(np.concatenate(pair) for pair in zip(known, columns, strict=True)))
    number, wanted = number[: len(clauses)], number[len(clauses) :]
    order = np.argsort(number)
    found = np.empty(len(rows), dtype=np.int64)
    place = np.minimum(np.searchsorted(number[order], wanted), len(order) - 1)
    found[rows] = order[place]
    found[requirements.remote_rights & (requirements.ends != Ends.DEVICE)] = NONE
    return found


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
    matched = requirements.matched[rows].astype(np.int64)
    return [*side(requirements.user, user), *side(requirements.device, device), matched, guards]


def _without_ruled_out(columns: list[Codes], policy: Policy, requirements: Requirements) -> list[Codes]:
    """Drop the literals of a metric that is ruled out for their product, by policy or in a period; "
    "changes the columns."""
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
