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
    place: Path, seed: int, persons: int, shape: str | None = None, scenarios: int | None = None, shuffle: int = 0
) -> Run:
    """Write the estate of a seed below `place` and plan all its scenarios."""
    folder = place / "inventory"
    write_estate(folder, seed, persons, shape, scenarios, shuffle)
    return plan_folder(folder)


def plan_folder(folder: Path) -> Run:
    """Plan all scenarios of an inventory folder; the results are written beside it."""
    plan, register = folder.with_name("plan.json"), folder.with_name("register.csv")
    arguments = ["plan", str(folder), "--json", str(plan), "--assignments", str(register), "--quiet"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (PLANNED, INFEASIBLE), result.output
    with register.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return Run(folder, json.loads(plan.read_text(encoding="utf-8")), rows)
