"""Runs the command line on one random estate and reads back what it wrote."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from planner.cli import main
from tests.property.estates import write_estate

PLANNED, INFEASIBLE = 0, 3


@dataclass(frozen=True)
class Run:
    """An inventory folder, the plan made of it and its register."""

    folder: Path
    plan: dict[str, Any]
    register: list[dict[str, str]]


def plan_estate(
    place: Path, seed: int, persons: int, shape: str | None = None, scenarios: int | None = None
) -> Run:
    """Write the estate of a seed below `place` and plan all its scenarios."""
    folder, plan, register = place / "inventory", place / "plan.json", place / "register.csv"
    write_estate(folder, seed, persons, shape, scenarios)
    arguments = ["plan", str(folder), "--json", str(plan), "--assignments", str(register), "--quiet"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (PLANNED, INFEASIBLE), result.output
    with register.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return Run(folder, json.loads(plan.read_text(encoding="utf-8")), rows)
