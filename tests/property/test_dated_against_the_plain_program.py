"""Dated estates cost what two independent answers find: by enumeration where they are tiny, by a plain program else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner import pipeline
from planner.domain.plan import ScenarioResult
from planner.ingest import load_inventory
from tests.oracle.dated_enumerate import least_total
from tests.oracle.dated_program import solve_ahead
from tests.oracle.estate import read_estate
from tests.property.dated import write_dated_estate


def planned(folder: Path) -> dict[str, ScenarioResult]:
    loaded = load_inventory(folder, today=date(2026, 12, 1))
    return {result.scenario.name: result for result in pipeline.plan(loaded).results}


def total(result: ScenarioResult) -> int | None:
    return result.plan.cost.total if result.plan and result.plan.is_proved else None


@pytest.mark.parametrize("seed", [2, 5, 13, 15, 17, 24])
def test_tiny_estates_cost_what_enumeration_finds(seed: int, tmp_path: Path) -> None:
    write_dated_estate(tmp_path, seed, persons=3, scenarios=4)
    estate = read_estate(tmp_path)
    found = planned(tmp_path)
    expected = {scenario.name: least_total(estate, scenario) for scenario in estate.scenarios}
    assert {name: total(result) for name, result in found.items()} == expected


@pytest.mark.parametrize("seed", [101, 104, 111, 283])
def test_small_estates_cost_what_the_plain_program_finds(seed: int, tmp_path: Path) -> None:
    write_dated_estate(tmp_path, seed, persons=3 if seed == 283 else 7, scenarios=5)
    estate = read_estate(tmp_path)
    found = planned(tmp_path)
    for scenario in estate.scenarios:
        answer = solve_ahead(estate, scenario)
        assert total(found[scenario.name]) == (answer and answer.total), scenario.name
        assert found[scenario.name].status.value in ("optimal", "infeasible")
