"""On tiny estates every scenario costs exactly what plain enumeration finds, or both find no plan."""

from pathlib import Path

import pytest

from tests.oracle.checker import complaints
from tests.oracle.enumerate import minimum_total
from tests.oracle.estate import read_estate
from tests.property.estates import SHAPES
from tests.property.running import Run, plan_estate

SEEDS_OF_SHAPE = {
    "pairs": (1, 2, 3, 4, 5),
    "groups": (11, 12, 13, 14, 15),
    "accounts": (21, 22, 23, 24, 25, 26, 27),
    "lists": (31, 32, 33),
    "everything": (41, 42, 43, 44, 45, 46),
}


def cost_by_scenario(run: Run) -> dict[str, str | None]:
    return {result["name"]: result.get("cost", {}).get("total") for result in run.plan["scenarios"]}


def cheapest_by_scenario(folder: Path) -> dict[str, str | None]:
    estate = read_estate(folder)
    totals = {scenario.name: minimum_total(estate, scenario.policy) for scenario in estate.scenarios}
    return {name: None if total is None else f"{total / 100:.2f}" for name, total in totals.items()}


def test_every_shape_is_tried() -> None:
    assert set(SEEDS_OF_SHAPE) == set(SHAPES)


@pytest.mark.parametrize(("shape", "seed"), [(s, seed) for s, seeds in SEEDS_OF_SHAPE.items() for seed in seeds])
def test_a_plan_costs_what_enumeration_finds(shape: str, seed: int, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, persons=2 + seed % 5, shape=shape, scenarios=8)
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_built_in_scenarios_cost_what_enumeration_finds(shape: str, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed=7, persons=5, shape=shape, scenarios=0)
    assert len(run.plan["scenarios"]) == 7
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []
