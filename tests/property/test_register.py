"""Plans and registers of estates too big to enumerate keep every rule that can be checked without solving."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from tests.oracle.checker import complaints
from tests.property.estates import SHAPES
from tests.property.running import Run, plan_estate

ESTATES = [(101, 30, "pairs"), (102, 90, "groups"), (103, 45, "accounts"), (104, 16, "lists"), (105, 60, "everything")]


@pytest.mark.parametrize(("seed", "persons", "shape"), ESTATES)
def test_plan_and_register_keep_every_rule(seed: int, persons: int, shape: str, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, persons, shape, scenarios=10)
    assert any(result["status"] == "optimal" for result in run.plan["scenarios"])
    assert complaints(run.folder, run.plan, run.register, small=False) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_row_order_changes_nothing(shape: str, tmp_path: Path) -> None:
    """The folder's rows are shuffled; only the file's hash and the times may differ."""
    first = plan_estate(tmp_path / "first", 201, 9, shape, scenarios=4)
    second = plan_estate(tmp_path / "second", 201, 9, shape, scenarios=4, shuffle=17)
    assert [f.read_bytes() for f in sheets(first)] != [f.read_bytes() for f in sheets(second)]
    assert first.plan["scenarios"] == second.plan["scenarios"]
    assert first.plan["comparison"] == second.plan["comparison"]
    assert first.register == second.register


def sheets(run: Run) -> list[Path]:
    return sorted(run.folder.iterdir())
