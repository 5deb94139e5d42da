"""A run: when it stops, whom it tells how it stands, and its stopwatch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from planner.optimise import Limits


class Listener(Protocol):
    """Whoever is told how a run is getting on."""

    def expect(self, scenarios: Sequence[str], currency: str, /) -> None:
        """Learn which scenarios are to be planned, and the currency of their costs."""

    def stage(self, scenario: str, stage: str, /) -> None:
        """Learn, in plain words, what begins to be done for a scenario; no words: it is finished."""

    def standing(self, scenario: str, cost_minor: int | None, bound_minor: int, /) -> None:
        """Learn the total of a scenario's best plan so far, None if there is none yet, and the bound proved."""


class _Nobody:
    """Hears nothing."""

    def expect(self, scenarios: Sequence[str], currency: str, /) -> None:
        pass

    def stage(self, scenario: str, stage: str, /) -> None:
        pass

    def standing(self, scenario: str, cost_minor: int | None, bound_minor: int, /) -> None:
        pass


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
    listener: Listener = field(default_factory=_Nobody)
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.limits.should_stop is not None and self.limits.should_stop()

    def progress(self, scenario: str, stage: str) -> None:
        """Tell what begins to be done for a scenario; no words: it is finished; no scenario: it serves all of them."""
        self.listener.stage(scenario, stage)

    def limits_of(self, scenario: str, upgrades_minor: int) -> Limits:
        """Return the limits of one scenario's search, which reports how it stands, the cost of upgrades included."""

        def report(cost: int | None, bound: int) -> None:
            total = None if cost is None else cost + upgrades_minor
            self.listener.standing(scenario, total, bound + upgrades_minor)

        return replace(self.limits, report=report)
