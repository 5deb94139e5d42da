"""The time that one scenario has, for its plan and for the questions asked beside it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from planner.optimise import Limits
from planner.planning.run import Run


@dataclass(frozen=True, slots=True)
class TimeBudget:
    """The time one scenario has, counted from when it began: all that is planned for it shares one limit."""

    run: Run
    began: float

    def roughly(self, gap: float) -> TimeBudget:
        """Return the same budget for something that need not be proved closer than a gap."""
        limits = replace(self.run.limits, gap=max(gap, self.run.limits.gap))
        return replace(self, run=replace(self.run, limits=limits))

    @property
    def limits(self) -> Limits:
        """Return what is left of the limits; a little is always, so that a question gets some answer."""
        whole = self.run.limits.time_limit_s
        if whole is None:
            return self.run.limits
        left = whole - (time.monotonic() - self.began)
        return replace(self.run.limits, time_limit_s=max(left, whole * _LEAST_SHARE))


_LEAST_SHARE = 0.05
"""Of the whole time, so much is always left."""
