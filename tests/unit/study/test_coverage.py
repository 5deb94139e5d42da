"""Whoever is looked up in a plan's files is covered as the register says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from planner import pipeline
from planner.domain.inventory import Inventory
from planner.domain.plan import PlanSet, ScenarioResult
from planner.domain.product import HOST, METRICS, Metric, Product, Version, rank
from planner.ingest import load_inventory, write_inventory
from planner.planning.run import Run
from planner.report.formats.coverage import WHO, write_coverage
from planner.report.formats.register import write_register
from planner.study.why.coverage import REGISTER, Coverage, Holding, Named, Use
from tests.property.estates import PLAN_DATE, SHAPES, write_estate

WS, RDS = Product.WS_CAL, Product.RDS_CAL
OFFERS = [
    {"offer_id": f"{product}-{metric}", "vendor": "Shop", "product": product, "metric": metric, "version": "2025",
     "condition": "new", "price": price}
    for product, metric, price in (
        ("ws_cal", "user", 35), ("ws_cal", "device", 38), ("rds_cal", "user", 90), ("rds_cal", "device", 95),
    )
]  # fmt: skip
PEOPLE = {
    "Servers": [
        {"server_id": "FILE", "version": "2022"},
        {"server_id": "FARM", "version": "2025"},
    ],
    "Access": [
        {"user_id": "ana", "device_id": "PC-1", "server_id": "FILE", "kind": "standard"},
        {"user_id": "ana", "device_id": "PC-2", "server_id": "FILE", "kind": "standard"},
        {"user_id": "ana", "device_id": "PC-2", "server_id": "FARM", "kind": "rds"},
        {"user_id": "ben", "device_id": "PC-3", "server_id": "FILE", "kind": "standard"},
        {"user_id": "cem", "device_id": "PC-3", "server_id": "FILE", "kind": "standard"},
    ],
    "Users": [
        {"user_id": "ana", "name": "Ana One", "email": "ana@example.com"},
        {"user_id": "ben", "name": "Ben_ Two", "email": "two@example.com"},
        {"user_id": "cem", "name": "ana one", "email": ""},
    ],
    "Headcount": [{"group": "till", "users": 20, "devices": 5, "pattern": "shared", "server_version": "2019"}],
    "Offers": OFFERS,
    "Policy": [{"name": "plan_date", "value": "2026-11-21"}],
}  # fmt: skip


def planned(inventory: Inventory, folder: Path) -> PlanSet:
    """Plan an inventory and write the files to look things up in."""
    plans = pipeline.plan(inventory, inventory.scenarios, Run())
    write_coverage(plans.results, folder)
    write_register(plans.results, folder / REGISTER)
    return plans


def coverage_in(folder: Path, scenario: str) -> Coverage:
    return Coverage(lambda name: (folder / name).read_bytes(), scenario)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_inventory(folder / "company.xlsx", PEOPLE)
    inventory = load_inventory(folder / "company.xlsx", today=date(2026, 11, 21)).inventory
    assert inventory is not None
    planned(inventory, folder)
    return folder


@pytest.fixture
def cheapest(company: Path) -> Coverage:
    return coverage_in(company, "cheapest")


def test_a_person_with_licences_of_their_own(cheapest: Coverage) -> None:
    (found,) = cheapest.find("ana")
    assert (found.metric, found.members, found.in_words, found.all_uses) == (Metric.USER, 1, "1 person", 3)
    assert [(one.what, one.source, one.count) for one in found.holdings] == [
        ("Windows Server User CAL 2025, new", "ws_cal-user", 1),
        ("Remote Desktop User CAL 2025, new", "rds_cal-user", 1),
    ]
    assert all(one.reason.startswith("Needs 2025 for server FARM") for one in found.holdings)
    assert set(found.uses) == {
        Use(WS, "PC-1", "2022", "server FILE", "their own Windows Server User CAL 2025"),
        Use(WS, "PC-2", "2025", "server FARM", "their own Windows Server User CAL 2025"),
        Use(RDS, "PC-2", "2025", "server FARM", "their own Remote Desktop User CAL 2025"),
    }
    assert [(one.product, one.is_held) for one in found.layers] == [(WS, True), (RDS, True)]


def test_a_person_whose_machine_is_licensed(cheapest: Coverage) -> None:
    (found,) = cheapest.find("ben")
    assert found.holdings == ()
    assert found.uses == (Use(WS, "PC-3", "2022", "server FILE", "the machine's Windows Server Device CAL 2025"),)
    assert [(one.product, one.is_held) for one in found.layers] == [(WS, False)]


def test_a_machine(cheapest: Coverage) -> None:
    (found,) = cheapest.find("PC-1")
    assert found.in_words == "1 machine"
    assert found.uses == (Use(WS, "ana", "2022", "server FILE", "the person's Windows Server User CAL 2025"),)


def test_a_group_and_one_of_it(cheapest: Coverage) -> None:
    (whole,), (one,) = cheapest.find("till/device/*"), cheapest.find("till/device/3")
    assert (whole.members, one.members) == (5, 5)
    assert whole.holdings == (Holding("Windows Server Device CAL 2025", "ws_cal-device", 5),)
    assert [(each.what, each.count) for each in one.holdings] == [("Windows Server Device CAL 2025, new", 1)]
    assert whole.uses == (
        Use(WS, "till/user/* (20)", "2019", 'group "till"', "its own Windows Server Device CAL 2025"),
    )


@pytest.mark.parametrize("name", ["zoe", "", "till/device/0", "till/device/6", "till/device/", "till/user/x"])
def test_nobody_of_that_name(cheapest: Coverage, name: str) -> None:
    assert cheapest.find(name) == ()


def test_names_that_hold_a_text(cheapest: Coverage) -> None:
    assert [one.who for one in cheapest.suggestions("PC", 10)] == ["PC-1", "PC-2", "PC-3"]
    assert [one.who for one in cheapest.suggestions("pc", 2)] == ["PC-1", "PC-2"]
    assert {one.who for one in cheapest.suggestions("till", 10)} == {"till/user/*", "till/device/*"}
    assert cheapest.suggestions("(", 10) == ()


def test_people_are_found_by_names_and_emails(cheapest: Coverage) -> None:
    assert [(one.who, one.known_as) for one in cheapest.find(" ANA  one ")] == [
        ("ana", "Ana One, ana@example.com"),
        ("cem", "ana one"),
    ]
    assert [one.who for one in cheapest.find("Two@example.com")] == ["ben"]
    assert cheapest.find("ben% two") == ()
    assert cheapest.find("Benx Two") == ()
    assert set(cheapest.suggestions("one", 10)) == {Named("ana", "Ana One, ana@example.com"), Named("cem", "ana one")}
    assert cheapest.suggestions("TWO@", 10) == (Named("ben", "Ben_ Two, two@example.com"),)


def test_plans_of_earlier_versions_know_ids_only(company: Path, tmp_path: Path) -> None:
    for file in company.glob("*.parquet"):
        table = pq.read_table(file)
        lacking = table.drop_columns(["called", "email"]) if file.name == WHO else table
        pq.write_table(lacking, tmp_path / file.name)
    old = coverage_in(tmp_path, "cheapest")
    assert old.find("Ana One") == ()
    assert [(one.who, one.known_as) for one in old.find("ana")] == [("ana", "")]
    assert old.suggestions("an", 10) == (Named("ana"),)


def test_what_covers_what(cheapest: Coverage) -> None:
    base, remote = cheapest.matrices()
    assert (base.product, base.needed, base.licences) == (
        WS, ("2019", "2022", "2025"), ("User CAL 2025", "Device CAL 2025"),
    )  # fmt: skip
    assert base.cells == ((0, 5), (0, 1), (1, 0))
    assert (remote.needed, remote.licences, remote.cells) == (("2025",), ("User CAL 2025",), ((1,),))


def test_only_the_end_that_the_plan_picked_for_a_deployment_counts(tmp_path: Path) -> None:
    """Ana's machine holds a Device CAL for one farm; where people are licensed, it does not count."""
    servers = [
        {"server_id": "OPEN", "version": "2025", "rds_deployment": "open", "rds_mode": "choose"},
        {"server_id": "KIOSK", "version": "2025", "rds_deployment": "kiosk", "rds_mode": "device"},
    ]
    access = [{"user_id": "ana", "device_id": f"PC-{i}", "server_id": "OPEN", "kind": "rds"} for i in range(1, 4)] + [
        {"user_id": "ana", "device_id": "PC-1", "server_id": "KIOSK", "kind": "rds"}
    ]
    inventory = PEOPLE | {"Servers": servers, "Access": access, "Headcount": []}
    write_inventory(tmp_path / "company.xlsx", {name: rows for name, rows in inventory.items() if rows})
    loaded = load_inventory(tmp_path / "company.xlsx", today=date(2026, 11, 21)).inventory
    assert loaded is not None
    planned(loaded, tmp_path)
    (found,) = coverage_in(tmp_path, "cheapest").find("PC-1")
    covered = {use.origin: use.covered_by for use in found.uses if use.layer is RDS}
    assert covered == {
        "server OPEN": "the person's Remote Desktop User CAL 2025",
        "server KIOSK": "its own Remote Desktop Device CAL 2025",
    }


def test_a_person_and_a_machine_of_one_name(tmp_path: Path) -> None:
    access = [{"user_id": "X1", "device_id": "X1", "server_id": "FILE", "kind": "standard"}]
    write_inventory(
        tmp_path / "company.xlsx",
        {**{k: v for k, v in PEOPLE.items() if k not in ("Headcount", "Users")}, "Access": access},
    )
    loaded = load_inventory(tmp_path / "company.xlsx", today=date(2026, 11, 21)).inventory
    assert loaded is not None
    planned(loaded, tmp_path)
    person, machine = coverage_in(tmp_path, "cheapest").find("X1")
    assert (person.in_words, machine.in_words) == ("1 person", "1 machine")
    assert [len(one.holdings) for one in (person, machine)] == [1, 0]


def test_scenarios_differ(company: Path) -> None:
    (found,) = coverage_in(company, "users only").find("ben")
    assert [one.covered_by for one in found.uses] == ["their own Windows Server User CAL 2025"]


def test_a_licence_too_old_is_told_from_one_that_nobody_holds(tmp_path: Path) -> None:
    owned = [{"owned_id": "L", "product": "ws_cal", "metric": "device", "version": "2019", "quantity": 5}]
    write_inventory(tmp_path / "company.xlsx", PEOPLE | {"Owned": owned})
    inventory = load_inventory(tmp_path / "company.xlsx", today=date(2026, 11, 21)).inventory
    assert inventory is not None
    planned(inventory, tmp_path)
    base = coverage_in(tmp_path, "cheapest").matrices()[0]
    assert base.licences == ("User CAL 2025", "Device CAL 2019", "Device CAL 2025")
    assert base.cells == ((0, 5, 0), (0, None, 1), (1, None, 0))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_use_is_covered_by_a_licence_of_the_register(shape: str, tmp_path: Path) -> None:
    """Random estates: what a look-up says of each person and machine agrees with the register."""
    checked = 0
    for seed in (21, 22, 23):
        folder = tmp_path / str(seed)
        write_estate(folder / "in", seed, 8, shape, scenarios=1)
        inventory = load_inventory(folder / "in", today=date.fromisoformat(PLAN_DATE)).inventory
        assert inventory is not None
        for result in planned(inventory, folder).results:
            checked += check_all(result, coverage_in(folder, result.name)) if result.plan else 0
    assert checked


def check_all(result: ScenarioResult, coverage: Coverage) -> int:
    """Look everybody up, or the first forty; return how many uses were checked."""
    assert result.plan is not None
    assert result.needs is not None
    register, checked = result.plan.register, 0
    words = ("User CAL", "Device CAL", *(["no CAL"] if result.needs.waivers else []))
    for who in sorted(set(result.needs.holders.names().tolist()))[:40]:
        found = coverage.find(who)
        if not found:  # a host, which uses nothing
            assert set(register.metric[register.holder == who]) == {HOST}
            continue
        (found,) = found
        mine = register.holder == who
        assert sum(one.count for one in found.holdings) >= mine.sum()
        for use in found.uses:
            assert any(word in use.covered_by for word in words)
            own = use.covered_by.startswith(("their own", "its own"))
            holder, metric = (who, found.metric) if own else (use.other, METRICS[1 - METRICS.index(found.metric)])
            if " CAL " in use.covered_by and not holder.endswith(("*", ")")):
                held = (register.holder == holder) & (register.metric == METRICS.index(metric))
                held &= register.product == (WS, RDS).index(use.layer)
                assert (register.licence[held] >= rank(Version(use.version))).any()
            checked += 1
    return checked
