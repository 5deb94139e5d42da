"""Tiny estates with everything that an inventory may say cost what plain enumeration finds."""

from pathlib import Path

import pytest

from tests.oracle.checker import complaints
from tests.property.estates import SHAPES
from tests.property.further import write_further_estate
from tests.property.running import plan_folder
from tests.property.test_against_enumeration import cheapest_by_scenario, cost_by_scenario


@pytest.mark.parametrize(("shape", "seed"), [(shape, seed) for seed in (7, 11, 16) for shape in SHAPES])
def test_an_estate_with_everything_costs_what_enumeration_finds(shape: str, seed: int, tmp_path: Path) -> None:
    write_further_estate(tmp_path / "inventory", seed, 2 + seed % 4, shape, scenarios=5)
    run = plan_folder(tmp_path / "inventory")
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []
