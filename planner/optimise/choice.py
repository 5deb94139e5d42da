"""What the optimiser decided: whole numbers by key, never floats or solver objects."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.domain.estate import Codes
from planner.domain.product import USER
from planner.domain.requirement import Holders, Waived
from planner.optimise.solvers.highs import SolveStatus


@dataclass(frozen=True, slots=True)
class Choice:
    """A decided plan, still without names.

    `held` has shape (classes, products, versions): units of each class whose licence is good for that version
    rank or a newer one.  `modes` gives, per choosable deployment, the index into METRICS.
    """

    held: Codes
    packs: Mapping[tuple[int, str], int]  # by period and offer_id, positive
    sold: Mapping[tuple[int, str], int]  # by period and owned_id, positive
    modes: tuple[int, ...]
    switched: Mapping[str, int] = field(default_factory=dict)  # by owned_id, positive
    waived: Waived = field(default_factory=Waived)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How solving ended; with a choice, the proved lower bound on its cost (upgrades aside), in minor units."""

    status: SolveStatus
    choice: Choice | None = None
    bound_minor: int | None = None
    """What its variant costs is part of it."""
    variant: int = 0
    """The variant that was picked."""
    tag: Hashable = None
    """What tells it from others that came up on the way."""


def member_levels(holders: Holders, held: Codes) -> Codes:
    """Return the newest version rank each member holds, -1 for none, shape (members, products).

    `held` has shape (classes, products, versions).  The held units of a user class are its first ones, those of
    a device class its last ones.
    """
    unit_class = np.repeat(np.arange(len(holders)), holders.units)
    starts = np.cumsum(holders.units) - holders.units
    position = np.arange(len(unit_class)) - starts[unit_class]
    is_user = holders.metric[unit_class] == USER
    from_held_side = np.where(is_user, position, holders.units[unit_class] - 1 - position)
    level = np.full((len(unit_class), held.shape[1]), -1, dtype=np.int64)
    for product in range(held.shape[1]):
        for version in range(held.shape[2]):  # a column at a time: all at once would be the largest array of a run
            level[:, product] += held[unit_class, product, version] > from_held_side
    return level if (holders.unit_size == 1).all() else np.repeat(level, holders.unit_size[unit_class], axis=0)
