"""A run: its limits, whom it tells how it stands, and its stopwatch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from planner.optimise import Limits

Progress = Callable[[str, str], None]
"""Told the scenario and, in plain words, what begins to be done for it; no words: it is finished."""


def _silent(scenario: str, stage: str) -> None:
    """Tell nobody."""


StandingOf = Callable[[str, int | None, int], None]
"""Told the scenario, the total of its best plan so far (None: none yet) and the bound proved, in minor units."""


def _silent_standing(scenario: str, cost: int | None, bound: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent per stage, as plan.json lists them."""

    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(
            ("read_s", "requirements_s", "reduce_s", "solve_s", "assign_s", "audit_s", "write_s"), 0.0
        )
    )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started

    def timings(self) -> dict[str, float]:
        """Return seconds per stage and in total, to the millisecond."""
        rounded = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        return rounded | {"total_s": round(sum(self.seconds.values()), 3)}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs besides its inventory."""

    limits: Limits = field(default_factory=lambda: Limits(time_limit_s=60.0))
    progress: Progress = _silent
    standing: StandingOf = _silent_standing
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.limits.should_stop is not None and self.limits.should_stop()

    def limits_of(self, scenario: str, upgrades_minor: int) -> Limits:
        """Return the limits of one scenario's search, which reports how it stands, the cost of upgrades included."""

        def report(cost: int | None, bound: int) -> None:
            self.standing(scenario, None if cost is None else cost + upgrades_minor, bound + upgrades_minor)

        return replace(self.limits, report=report)
