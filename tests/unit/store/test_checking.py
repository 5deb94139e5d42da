"""A process of its own checks; what it finds is kept."""

from __future__ import annotations

import pytest

from planner.errors import UsageError
from planner.processes.apart import ResourceLimits
from planner.store import checking, editing, inventories
from planner.workbooks import apart
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import BROKEN, GOOD, tills, workbook
from tests.unit.workbooks.checked import check_files

HERE = "here"


@pytest.fixture
def store(sqlite_store):
    """One kind of database: what plans and checks takes long, and asks nothing of it that other tests do not."""
    return sqlite_store


@pytest.mark.parametrize("content", [GOOD, BROKEN], ids=["good", "broken"])
def test_a_process_of_its_own_finds_what_there_is(store, content):
    saved = inventories.save(store, HERE, "tills.xlsx", content)
    assert checking.check(store, HERE, saved) == check_files(Files(Upload("tills.xlsx", content)))


def test_a_check_that_breaks_off_is_a_problem_of_the_file(store, monkeypatch):
    monkeypatch.setattr(apart, "limits_for", lambda size: ResourceLimits(1 << 30, 20, 0.01))
    checked = checking.check(store, HERE, inventories.save(store, HERE, "tills.xlsx", GOOD))
    (problem,) = checked.errors
    assert problem["text"] == "To read and check it took more than 20 seconds; it was stopped."
    assert (checked.found, checked.rows, checked.can_be_corrected) == (None, {}, False)


def test_work_that_breaks_off_is_told(store, monkeypatch):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    monkeypatch.setattr(apart, "limits_for", lambda size: ResourceLimits(1 << 30, 20, 0.01))
    with pytest.raises(UsageError, match="cannot be worked on here; that takes too much"):
        editing.sheets(store, HERE, saved)


def test_a_check_is_made_once(store, monkeypatch):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    first = checking.check(store, HERE, saved)
    monkeypatch.setattr(apart, "check", None)
    kept = inventories.find(store, HERE, saved.id)
    assert checking.check(store, HERE, kept) == first
    assert first.found.people == 20


def test_a_check_by_another_version_of_the_program_is_made_again(store):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    inventories.keep_check(store, HERE, saved.id, {"version": "0", "found": None, "rows": {}, "issues": []}, 0)
    assert checking.check(store, HERE, inventories.find(store, HERE, saved.id)).found is not None


def test_what_further_scenarios_start_from_is_sheet_policy_alone(store):
    tables = tills() | {"Scenarios": [{"scenario": "a", "budget": 900}]}
    tables["Policy"].append({"name": "order_cost", "value": 7})
    found = checking.check(store, HERE, inventories.save(store, HERE, "own.xlsx", workbook(tables))).found
    assert (found.scenarios, found.policy["budget"], found.policy["order_cost"]) == (("a",), None, "7.00")


def test_work_that_is_deleted_meanwhile_is_told(store):
    saved = inventories.save(store, HERE, "tills.xlsx", GOOD)
    inventories.remove(store, HERE, saved.id)
    with pytest.raises(UsageError, match="not saved here any more"):
        checking.check(store, HERE, saved)
