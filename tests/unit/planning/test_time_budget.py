"""What is planned beside a scenario shares its time limit."""

from __future__ import annotations

import time

import pytest

from planner.optimise import Limits
from planner.planning.run import Run
from planner.planning.time_budget import TimeBudget


def budget(limits: Limits, since: float) -> TimeBudget:
    return TimeBudget(Run(limits), time.monotonic() - since)


def test_what_is_left_of_the_time_limit_is_shared():
    assert budget(Limits(time_limit_s=10.0), 4.0).limits.time_limit_s == pytest.approx(6.0, abs=0.5)
    assert budget(Limits(time_limit_s=10.0), 100.0).limits.time_limit_s == 0.5
    assert budget(Limits(), 100.0).limits == Limits()


def test_what_need_not_be_proved_closely_stops_at_its_gap_or_the_one_asked_for():
    assert budget(Limits(gap=0.0), 0.0).roughly(0.01).limits.gap == 0.01
    assert budget(Limits(gap=0.2), 0.0).roughly(0.01).limits.gap == 0.2
