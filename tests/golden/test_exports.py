"""A whole organisation's exports, imported, against answers worked out by hand."""

from __future__ import annotations

import pytest

import planner
from planner.imports import Choices, import_exports
from planner.ingest import load_inventory
from tests.golden.exports import shipyard
from tests.golden.exports.dialects import DIALECTS, rewrite


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return shipyard.write(tmp_path_factory.mktemp("shipyard"))


@pytest.fixture(scope="module")
def imported(files):
    return import_exports(files, Choices(as_of=shipyard.AS_OF))


@pytest.fixture(scope="module")
def report(imported):
    return imported.report


def test_every_file_is_told_by_its_content(report):
    assert {each["file"] for each in report["files"] if each["left_out"]} == set()
    assert report["not_recognised"] == ["lizenzaufstellung.xlsx, sheet Zusammenfassung"]


def test_people_and_machines_and_servers_are_found(report):
    assert report["users"]["persons"] == list(shipyard.PERSONS)
    assert report["users"]["disabled_human_accounts"] == ["otto.prinz"]
    assert report["users"]["accounts_merged"] == {"adm-ivers": "hilda.ivers"}
    assert report["devices"]["active"] == list(shipyard.DEVICES)
    assert report["devices"]["disabled_or_retired"] == ["w-alt9"]
    assert {name: server["version"] for name, server in report["servers"].items()} == shipyard.VERSIONS
    assert [name for name, server in report["servers"].items() if server["session_host"]] == ["KAI-TS"]


def test_accesses_are_those_that_logs_prove(report):
    access = report["access"]
    assert access["resolved"] == list(shipyard.RESOLVED)
    assert access["unresolved"] == list(shipyard.UNRESOLVED)
    assert access["of_unknown_principals"] == list(shipyard.STRANGERS)
    assert access["of_disabled_persons"] == list(shipyard.OF_LEAVERS)
    assert access["device_only"] == list(shipyard.DEVICE_ONLY)
    assert access["users_per_server_counts_only"] == {"KAI-APP": ["ada.brand", "hilda.ivers", "ingo.jost"]}
    assert access["resolved_pairs_seen_within"] == 10  # not one of last August, and two of early January


def test_remote_desktop_users_and_affinity_are_found(report):
    assert report["rds"]["users"] == list(shipyard.REMOTE_USERS)
    assert report["rds"]["users_with_live_cal"] == list(shipyard.LIVE_USERS)
    assert report["affinity_pairs"] == [list(pair) for pair in shipyard.AFFINITY]


def test_a_script_imports_and_plans_the_same(files):
    found = planner.import_files(files, as_of=shipyard.AS_OF)

    assert repr(found) == "<Import of 16 files: 11 people>"
    assert set(found.questions["id"]) >= set(shipyard.QUESTIONS)
    assert {"found", "read", "merged", "told", "asked"} <= set(found.story["What"])
    assert len(found.evidence) == 26
    assert found.inventory().scenarios[0] == "cheapest"


def test_each_purchase_is_owned_once(report, imported):
    lots = sorted(
        (lot.product, lot.metric, lot.version, lot.quantity, lot.assured, lot.proof) for lot in imported.joined.lots
    )
    assert lots == list(shipyard.OWNED)


def test_rows_that_repeat_others_are_counted_and_the_rest_is_asked(report):
    assert {each["file"]: each["repeated"] for each in report["files"] if each["repeated"]} == shipyard.REPEATED
    assert sorted(each["id"] for each in report["questions"]) == list(shipyard.QUESTIONS)


def test_the_inventory_can_be_planned_and_is_the_same_each_time(imported, files, tmp_path):
    imported.write(tmp_path / "one.xlsx")
    import_exports(list(reversed(files)), Choices(as_of=shipyard.AS_OF)).write(tmp_path / "two.xlsx")

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    loaded = load_inventory(tmp_path / "one.xlsx", today=shipyard.AS_OF)
    assert loaded.inventory is not None, loaded.issues
    assert len(loaded.inventory.lots) == 4


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_exports_in_another_dialect_say_the_same(dialect, report, imported, files, tmp_path):
    for file in files:
        rewrite(file, tmp_path, DIALECTS[dialect])
    found = import_exports(sorted(tmp_path.iterdir()), Choices(as_of=shipyard.AS_OF))

    assert found.report["users"] == report["users"]
    for name in ("active", "disabled_or_retired"):
        assert found.report["devices"][name] == report["devices"][name]
    assert found.report["servers"] == report["servers"]
    assert found.report["access"] == report["access"]
    assert found.report["rds"] == report["rds"]
    assert found.report["affinity_pairs"] == report["affinity_pairs"]
    assert [lot.id for lot in found.joined.lots] == [lot.id for lot in imported.joined.lots]
    asked = {each["id"] for each in found.report["questions"] if not each["id"].startswith(("encoding", "dates"))}
    assert asked == {each["id"] for each in report["questions"]}
