"""Take away every licence that a cover does not need, so that what a holder is said to need is true.

A cheapest cover may let somebody hold more than any requirement asks for, where spare licences cost nothing.
People do not depend on each other, only on machines: so all people are lowered to what their clauses still ask for,
given the machines, and then all machines, given the people.  Nothing can be taken from the result: lowering the
machines only raised what people must hold.  Costs cannot rise, since fewer holders need fewer licences.
"""

from __future__ import annotations

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, USER
from planner.domain.requirement import Holders
from planner.optimise.clauses import Clauses


def minimal_cover(holders: Holders, clauses: Clauses, held: Codes) -> Codes:
    """Return `held`, shape (classes, products, versions), lowered to a minimal cover of `clauses`, without guards."""
    users = (clauses.user, clauses.user_product, clauses.user_version)
    devices = (clauses.device, clauses.device_product, clauses.device_version)
    for metric, mine, others in ((USER, users, devices), (DEVICE, devices, users)):
        asked = np.zeros_like(held)
        there = mine[0] != NONE
        units = _units_asked(holders, clauses, held, mine[0], others)
        np.maximum.at(asked, tuple(column[there] for column in mine), units[there])
        asked = np.maximum.accumulate(asked[:, :, ::-1], axis=2)[:, :, ::-1]
        held = np.where((holders.metric == metric)[:, None, None], asked, held)
    return held


def _units_asked(
    holders: Holders, clauses: Clauses, held: Codes, mine: Codes, others: tuple[Codes, Codes, Codes]
) -> Codes:
    """Return how many units of its one end each clause asks for, given what the other end holds."""
    other_held, other_units = held[others], holders.units[others[0]]
    lacking = np.where(
        clauses.matched, holders.units[mine] - other_held, holders.units[mine] * (other_held < other_units)
    )
    asked: Codes = np.where(others[0] == NONE, holders.units[mine], lacking)
    return asked
