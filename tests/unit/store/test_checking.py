"""What a check finds is kept, and the same whether it is made here or by another process."""

from __future__ import annotations

import pytest

from planner.errors import PlannerError, UsageError
from planner.store import checking, inventories, launch
from planner.workbooks.checking import check_files
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import BROKEN, GOOD, tills, workbook

HERE = "here"


@pytest.mark.parametrize("content", [GOOD, BROKEN], ids=["good", "broken"])
def test_a_process_of_its_own_finds_the_same(store, monkeypatch, content):
    saved = inventories.save(store, HERE, "tills.xlsx", content)
    monkeypatch.setattr(checking, "LARGE_BYTES", 0)
    assert checking.check(store, HERE, saved) == check_files(Files(Upload("tills.xlsx", content)))


def test_a_check_is_made_once(store, monkeypatch):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    first = checking.check(store, HERE, saved)
    monkeypatch.setattr(checking, "check_files", None)
    kept = inventories.find(store, HERE, saved.id)
    assert checking.check(store, HERE, kept) == first
    assert first.found.people == 20


def test_a_check_by_another_version_of_the_program_is_made_again(store):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    inventories.keep_check(store, HERE, saved.id, {"version": "0", "found": None, "rows": {}, "issues": []})
    assert checking.check(store, HERE, inventories.find(store, HERE, saved.id)).found is not None


def test_what_further_scenarios_start_from_is_sheet_policy_alone(store):
    tables = tills() | {"Scenarios": [{"scenario": "a", "budget": 900}]}
    tables["Policy"].append({"name": "order_cost", "value": 7})
    found = checking.check(store, HERE, inventories.save(store, HERE, "own.xlsx", workbook(tables))).found
    assert (found.scenarios, found.policy["budget"], found.policy["order_cost"]) == (("a",), None, "7.00")


def test_a_process_that_breaks_off_is_told(store, capfd):
    with (
        pytest.raises(PlannerError, match=r"The work broke off: .* \(code 1\)\. Nothing saved is lost\."),
        launch.answered(store, "planner.no_such_module:do", {}),
    ):
        pass
    assert "planner.no_such_module" in capfd.readouterr().err  # who runs the dashboard sees why


def test_work_that_is_deleted_meanwhile_is_told(store, monkeypatch):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    inventories.remove(store, HERE, saved.id)
    monkeypatch.setattr(checking, "LARGE_BYTES", 0)
    with pytest.raises(UsageError, match="not saved here any more"):
        checking.check(store, HERE, saved)
