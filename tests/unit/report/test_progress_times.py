"""How time that has passed is written while a plan is made."""

from __future__ import annotations

import pytest

from planner.report.progress import _elapsed


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0:00:00"),
        (59.9, "0:00:59"),
        (60, "0:01:00"),
        (61, "0:01:01"),
        (3599, "0:59:59"),
        (3600, "1:00:00"),
        (36_061, "10:01:01"),
    ],
)
def test_hours_minutes_and_seconds(seconds: float, written: str) -> None:
    assert _elapsed(seconds) == written
