"""Seconds of processors: what work takes on a machine that others use too, processes that it starts counted in."""

from __future__ import annotations

import resource


def used_s() -> float:
    """Return the seconds that this process, and those it started and saw end, have taken so far."""
    taken = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in taken)
