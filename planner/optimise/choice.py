"""What the optimiser decided: whole numbers by key, never floats or solver objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.estate import Codes
from planner.optimise.solver import SolveStatus


@dataclass(frozen=True, slots=True)
class Choice:
    """A decided plan, still without names.

    `held` has shape (classes, products, versions): units of each class whose licence is good for that version
    rank or a newer one.  `modes` gives, per choosable deployment, the index into METRICS.
    """

    held: Codes
    packs: Mapping[str, int]  # by offer_id, positive
    sold: Mapping[str, int]  # by owned_id, positive
    modes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How solving ended; with a choice, the proved lower bound on its cost (upgrades aside), in minor units."""

    status: SolveStatus
    choice: Choice | None = None
    bound_minor: int | None = None
