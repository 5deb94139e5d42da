"""On tiny estates every scenario costs exactly what plain enumeration finds, or both find no plan."""

import csv
from pathlib import Path

import pytest

from tests.oracle.checker import complaints
from tests.oracle.enumerate import minimum_total
from tests.oracle.estate import read_estate
from tests.property.estates import SHAPES, write_estate
from tests.property.running import Run, plan_estate, plan_folder

SEEDS_OF_SHAPE = {
    "pairs": (1, 2, 3),
    "groups": (11, 12, 13, 14),
    "accounts": (21, 22, 23, 24, 25),
    "lists": (31, 33),
    "everything": (41, 42, 43, 44),
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


@pytest.mark.parametrize(
    ("shape", "seed"), [("accounts", 3000), ("accounts", 3009), ("lists", 3015), ("everything", 3006), ("pairs", 3008)]
)
def test_subscriptions_cover_whom_enumeration_says(shape: str, seed: int, tmp_path: Path) -> None:
    """People with a right to the base layer, in every other scenario with both layers at one end."""
    write_estate(tmp_path / "inventory", seed, 5, shape, scenarios=4)
    place = tmp_path / "inventory" / "Scenarios.csv"
    with place.open(encoding="utf-8", newline="") as handle:
        rows = [
            {**row, "base_and_rds_same_metric": "yes" if n % 2 else "no"}
            for n, row in enumerate(csv.DictReader(handle))
        ]
    with place.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run = plan_folder(tmp_path / "inventory")
    assert any(notice["code"] == "CAL-621" for result in run.plan["scenarios"] for notice in result["notices"])
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


def write_sheets(folder: Path, sheets: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in {"Policy": "name,value\nplan_date,2026-11-21\n", **sheets}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_deployment_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The column rds_deployment names a deployment; blank stands for the server's own id."""
    sheets = {
        "Servers": "server_id,version,rds_deployment,rds_mode\nh1,2022,farm,user\nh2,2019,farm,user\n",
        "Access": "user_id,device_id,server_id,kind\nu1,d1,h1,rds\nu2,d1,h2,rds\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price\n"
        "wd,V,ws_cal,device,2025,new,30\nru,V,rds_cal,user,2025,new,90\nrd,V,rds_cal,device,2025,new,80\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run)["cheapest"] == "210.00"
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)


def test_equal_pairs_keep_their_partners(tmp_path: Path) -> None:
    """Three alike pairs, their machines named in another order than their people, split between both metrics."""
    sheets = {
        "Servers": "server_id,version\ns,2019\n",
        "Access": "user_id,device_id,server_id\nu0,d0,s\nu1,d2,s\nu2,d1,s\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price,pack_size\n"
        "o1,V,ws_cal,user,2025,new,60.20,2\no2,V,ws_cal,device,2025,new,32.62,1\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run)["cheapest"] == "92.82"
    assert complaints(run.folder, run.plan, run.register) == []
