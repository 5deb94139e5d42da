"""What makes a scenario impossible before anything is planned: facts that no licence and no policy changes."""

from __future__ import annotations

from planner.domain.issue import Obstacle
from planner.licensing.counting.essentials_cap import over_the_cap
from planner.licensing.cover.session_modes import clashing_modes
from planner.licensing.view import View


def obstacles(view: View) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of any plan, each with what would help."""
    too_many = over_the_cap(view)
    return (*((too_many,) if too_many else ()), *clashing_modes(view))
