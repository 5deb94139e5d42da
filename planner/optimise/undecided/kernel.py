"""What the prices leave undecided: the few literals that a plan not much above the bound may still change.

At the agreed prices every cover costs the cheapest one's cost, plus its *excess*:

    residual[l]  for every literal l that it holds            (the flow did not need all of its cost)
    missed[l]    for every literal l that it does not hold     (nothing but where holding it frees a place, see 4.2)
    flow[a, b]   for every arc a -> b with state a = 0, b = 1   (covered twice, or held newer than needed)

All terms are at least zero.  A plan costs at least the bound plus its excess, so a plan that is worth less than the
bound plus `tolerance` holds no literal with a larger residual, and keeps both ends of every arc with a larger flow
in the same state.  Fixing the first, joining the second, and following the arcs leaves *joints*: sets of literals
that change together.  Joints that no arc connects, even through others, are independent: *pieces*.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.domain.estate import Codes
from planner.optimise.cover.minimum_cut import Cover, CoverGraph, Flags
from planner.optimise.smaller.columns import distinct

_LARGEST = 1 << 62
"""Above any excess."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """Joints with what their states cost; all columns of shape (joints,) unless said otherwise.

    A joint's state is that of its literals.  `state` is the cheapest cover's, or the only one possible.
    """

    joint: Codes  # shape (literals,)
    state: Flags
    is_free: Flags
    excess_if_0: Codes
    excess_if_1: Codes
    lower: Codes  # shape (arcs,): state of lower <= state of upper, both free
    upper: Codes
    flow: Codes  # excess if lower is 0 and upper is 1
    piece: Codes
    copies: Codes
    is_complete: bool
    """Whether nothing was fixed or joined because of its price."""


def find_kernel(graph: CoverGraph, cover: Cover, tolerance: int) -> Kernel:
    """Return what a plan within `tolerance` of the bound may still change; whole, in the unit of the prices.

    A component that stands for several copies has a total excess over all of them, so each copy may take as much.
    """
    literals, tail, head = graph.literals, graph.tail, graph.head
    count = len(literals)
    limit = tolerance * np.clip(graph.copies, 1, _LARGEST // max(tolerance, 1))
    state = cover.held == literals.is_user
    not_held = (cover.residual > limit) & ~literals.is_forced
    must_hold = cover.missed > limit
    is_held = literals.is_forced | must_hold
    fixed_0 = (not_held & literals.is_user) | (is_held & ~literals.is_user)
    fixed_1 = (not_held & ~literals.is_user) | (is_held & literals.is_user)
    together = cover.flow > limit[tail]
    joint = _strong_components(np.concatenate([tail, head[together]]), np.concatenate([head, tail[together]]), count)
    joints = int(joint.max()) + 1 if count else 0
    lower, upper, flow = _merged(joint[tail], joint[head], cover.flow, joints)
    is_0, is_1 = _spread(_any(joint, fixed_0, joints), _any(joint, fixed_1, joints), lower, upper)
    is_free = ~(is_0 | is_1)
    value = np.zeros(joints, dtype=bool)
    value[joint] = state
    value = np.where(is_free, value, is_1)
    excess_if_0, excess_if_1 = np.zeros(joints, dtype=np.int64), np.zeros(joints, dtype=np.int64)
    np.add.at(excess_if_1, joint[literals.is_user], cover.residual[literals.is_user])
    np.add.at(excess_if_0, joint[~literals.is_user], cover.residual[~literals.is_user])
    np.add.at(excess_if_0, joint[literals.is_user], cover.missed[literals.is_user])
    np.add.at(excess_if_1, joint[~literals.is_user], cover.missed[~literals.is_user])
    # An arc to a joint that is fixed costs by the state of the free end alone.
    to_fixed, from_fixed = is_free[lower] & is_1[upper], is_free[upper] & is_0[lower]
    np.add.at(excess_if_0, lower[to_fixed], flow[to_fixed])
    np.add.at(excess_if_1, upper[from_fixed], flow[from_fixed])
    inside = is_free[lower] & is_free[upper]
    lower, upper, flow = lower[inside], upper[inside], flow[inside]
    copies = np.ones(joints, dtype=np.int64)
    copies[joint] = graph.copies
    piece = _weak_components(lower, upper, joints)
    is_complete = not (not_held.any() or must_hold.any() or together.any())
    return Kernel(joint, value, is_free, excess_if_0, excess_if_1, lower, upper, flow, piece, copies, is_complete)


def _merged(lower: Codes, upper: Codes, flow: Codes, joints: int) -> tuple[Codes, Codes, Codes]:
    """Return the arcs between different joints, each pair once with the sum of its flows."""
    apart = lower != upper
    pairs = lower[apart] * joints + upper[apart]
    pair = distinct(pairs)
    total = np.zeros(len(pair), dtype=np.int64)
    np.add.at(total, np.searchsorted(pair, pairs), flow[apart])
    return pair // max(joints, 1), pair % max(joints, 1), total


def _spread(is_0: Flags, is_1: Flags, lower: Codes, upper: Codes) -> tuple[Flags, Flags]:
    """Follow the arcs: above a 1 all are 1, below a 0 all are 0."""
    while True:
        more_1, more_0 = is_1.copy(), is_0.copy()
        more_1[upper[is_1[lower]]] = True
        more_0[lower[is_0[upper]]] = True
        if (more_1 == is_1).all() and (more_0 == is_0).all():
            return is_0, is_1
        is_0, is_1 = more_0, more_1


def _any(joint: Codes, flags: Flags, joints: int) -> Flags:
    found = np.zeros(joints, dtype=bool)
    found[joint[flags]] = True
    return found


def _strong_components(start: Codes, end: Codes, count: int) -> Codes:
    graph = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=True, connection="strong")[1], dtype=np.int64)


def _weak_components(start: Codes, end: Codes, count: int) -> Codes:
    graph = coo_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
