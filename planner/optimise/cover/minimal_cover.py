"""Take away every licence that a cover does not need, so that what a holder is said to need is true.

A cheapest cover may let somebody hold more than any requirement asks for, where spare licences cost nothing.
People do not depend on each other, only on machines: so all people are lowered to what their clauses still ask for,
given the machines, and then all machines, given the people.  Nothing can be taken from the result: lowering the
machines only raised what people must hold.  Costs cannot rise, since fewer holders need fewer licences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.requirement import Holders
from planner.optimise.cover.clauses import Clauses


def minimal_cover(holders: Holders, clauses: Clauses, held: Codes) -> Codes:
    """Return `held`, shape (classes, products, versions), lowered to a minimal cover of `clauses`, without guards."""
    users = _End.of(clauses.user, clauses.user_product, clauses.user_version, holders, held.shape)
    devices = _End.of(clauses.device, clauses.device_product, clauses.device_version, holders, held.shape)
    lowered = np.zeros_like(held)
    for mine, others, they_hold in ((users, devices, held), (devices, users, lowered)):
        asked = _units_asked(mine, others, clauses.matched, they_hold.reshape(-1)[others.place])
        np.maximum.at(lowered.reshape(-1), mine.place[mine.is_known], asked[mine.is_known])
        for version in range(held.shape[2] - 2, -1, -1):  # whoever holds newer holds older
            np.maximum(lowered[:, :, version], lowered[:, :, version + 1], out=lowered[:, :, version])
    return lowered


@dataclass(frozen=True, slots=True)
class _End:
    """One side of all clauses, columns of shape (clauses,); where it is not known, only that means something."""

    is_known: NDArray[np.bool_]
    place: Codes  # of its literal in the flat table of what is held
    units: Codes

    @staticmethod
    def of(holder: Codes, product: Codes, version: Codes, holders: Holders, shape: tuple[int, ...]) -> _End:
        is_known = holder != NONE
        place = (holder * shape[1] + product) * shape[2] + version
        place[~is_known] = 0
        return _End(is_known, place, holders.units[holder])


def _units_asked(mine: _End, others: _End, matched: NDArray[np.bool_], they_hold: Codes) -> Codes:
    """Return how many units of its one end each clause asks for, given what the other end holds."""
    lacking = np.where(matched, mine.units - they_hold, mine.units * (they_hold < others.units))
    asked: Codes = np.where(others.is_known, lacking, mine.units)
    return asked
