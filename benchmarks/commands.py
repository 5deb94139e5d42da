"""Runs the command line as people do, as a process on files, and reads the clock and plan.json."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Command:
    """One run of `cal-planner plan`: seconds from start to end, and what plan.json says."""

    wall_s: float
    plans: Mapping[str, Any]

    @property
    def timings(self) -> Mapping[str, float]:
        """Seconds per stage."""
        timings: Mapping[str, float] = self.plans["timings"]
        return timings

    @property
    def is_proved(self) -> bool:
        """Whether every scenario has a proved plan."""
        return all(scenario["status"] == "optimal" for scenario in self.plans["scenarios"])


def plan_files(inventory: Path, time_limit_s: float, seconds: float) -> Command:
    """Plan an inventory and write plan.json and plan.xlsx beside it.

    Raises TimeoutExpired after so many seconds, CalledProcessError for any exit code but 0.
    """
    plan = inventory.with_name(f"{inventory.stem}-plan.json")
    arguments = ["plan", str(inventory), "--quiet", "--time-limit", str(time_limit_s), "--json", str(plan)]
    command = [sys.executable, "-m", "planner", *arguments, "--out", str(plan.with_suffix(".xlsx"))]
    started = time.perf_counter()
    subprocess.run(command, cwd=_ROOT, check=True, timeout=seconds)
    wall_s = time.perf_counter() - started
    return Command(wall_s, json.loads(plan.read_text(encoding="utf-8")))
