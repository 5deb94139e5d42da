"""Take away every licence that a cover does not need, so that what a holder is said to need is true.

A cheapest cover may let somebody hold more than any requirement asks for, where spare licences cost nothing.
Going through the classes once and lowering each to what its clauses still ask for, given the others, leaves a
cover from which nothing can be taken: later steps only lower others, which never lowers what a class must hold.
Costs cannot rise, since fewer holders need fewer licences.
"""

from __future__ import annotations

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.requirement import Holders
from planner.optimise.clauses import Clauses

_Literal = tuple[int, int, int]
_Partner = tuple[_Literal | None, bool]
"""The other literal of a clause (None: none, or not held by guard), and whether the clause is matched."""


def minimal_cover(holders: Holders, clauses: Clauses, held: Codes, guards_met: Codes) -> Codes:
    """Return `held`, shape (classes, products, versions), lowered to a minimal cover of `clauses`.

    `guards_met`, shape (clauses,), tells which clauses hold by their guard alone.
    """
    units = holders.units.tolist()
    held = held.copy()
    needed = np.zeros_like(held)
    partners = _partners(clauses, guards_met)
    versions = held.shape[2]
    asked = sorted({literal[:2] for literal in partners})
    is_asked = np.zeros(held.shape[:2], dtype=bool)
    is_asked[[holder for holder, _ in asked], [product for _, product in asked]] = True
    held[~is_asked] = 0
    for holder, product in asked:
        for version in range(versions):
            literal = (holder, product, version)
            needed[literal] = max((_units_asked(units, held, holder, p) for p in partners.get(literal, ())), default=0)
        held[holder, product] = np.maximum.accumulate(needed[holder, product][::-1])[::-1]
    return held


def _partners(clauses: Clauses, guards_met: Codes) -> dict[_Literal, list[_Partner]]:
    partners: dict[_Literal, list[_Partner]] = {}
    for row, is_met in zip(clauses.rows(), guards_met.tolist(), strict=True):
        if is_met:
            continue
        user = _literal(row[:3])
        device = _literal(row[3:6])
        for literal, other in ((user, device), (device, user)):
            if literal is not None:
                partners.setdefault(literal, []).append((other, bool(row[6])))
    return partners


def _literal(parts: list[int]) -> _Literal | None:
    holder, product, version = parts
    return None if holder == NONE else (holder, product, version)


def _units_asked(units: list[int], held: Codes, holder: int, partner: _Partner) -> int:
    """Return how many units of `holder` one clause asks for, given what its other literal holds."""
    other, is_matched = partner
    if other is None:
        return units[holder]
    if is_matched:
        return units[holder] - int(held[other])
    return 0 if held[other] == units[other[0]] else units[holder]
