"""Jobs wait for their turn, tell how they are getting on, stop when asked, and never go silent."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta

import psutil
import pytest

from planner.domain.scenario import BUILT_IN
from planner.errors import UsageError
from planner.ingest import write_inventory
from planner.store import inventories, jobs, launch, plans, worker
from planner.store.jobs import JobState, Request
from planner.store.tables import JobRow, now
from planner.workbooks.made_scenarios import MadeScenario

HERE = "here"
HEADCOUNT = {
    "Headcount": [
        {"group": "till", "users": 20, "devices": 5, "pattern": "shared", "server_version": "2022"},
    ],
    "Offers": [
        {"offer_id": f"O-{metric}", "vendor": "Shop", "product": "ws_cal", "metric": metric, "version": "2022",
         "condition": "new", "price": price}
        for metric, price in (("user", 35), ("device", 38))
    ],
    "Policy": [{"name": "plan_date", "value": "2026-11-21"}],
}  # fmt: skip


@pytest.fixture
def saved(store, tmp_path):
    """A small inventory that can be planned: five tills for twenty people, 190.00 EUR."""
    write_inventory(tmp_path / "shop.xlsx", HEADCOUNT)
    return inventories.save(store, HERE, "shop.xlsx", (tmp_path / "shop.xlsx").read_bytes())


def wait_for_the_end(store, job, seconds=60):
    end = time.monotonic() + seconds
    while not (found := jobs.find(store, HERE, job.id)).has_ended:
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def test_a_job_ends_with_a_plan_and_its_files(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request())
    assert (job.state, job.stage) == (JobState.WAITING, "waiting for its turn")
    launch.start(store, job.id)
    done = wait_for_the_end(store, job)
    assert (done.state, done.error, done.fraction) == (JobState.DONE, "", 1.0)
    document = json.loads(plans.document_of(store, HERE, done.plan))
    assert document["inventory"] == {"name": "shop.xlsx", "sha256": saved.sha256}
    assert [one["name"] for one in document["scenarios"]] == [name for name, _ in BUILT_IN]
    assert document["scenarios"][0]["cost"]["total"] == "190.00"
    assert plans.file_of(store, HERE, done.plan, plans.WORKBOOK)[:4] == b"PK\x03\x04"
    assert plans.file_of(store, HERE, done.plan, plans.REGISTER)[:4] == b"PAR1"
    (kept,) = plans.every(store, HERE)
    assert (kept.id, kept.name, kept.inventory) == (done.plan, "shop", saved.id)


def test_only_the_scenarios_asked_for_are_planned(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request(scenarios=("users only",)))
    worker.run(store, job.id)
    document = json.loads(plans.document_of(store, HERE, jobs.find(store, HERE, job.id).plan))
    assert [(one["name"], one["cost"]["total"]) for one in document["scenarios"]] == [("users only", "700.00")]


def test_other_readings_are_planned_beside_the_first_scenario(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request(scenarios=("cheapest", "users only"), readings=True))
    worker.run(store, job.id)
    document = json.loads(plans.document_of(store, HERE, jobs.find(store, HERE, job.id).plan))
    names = [one["name"] for one in document["scenarios"]]
    assert names[:2] == ["cheapest", "users only"]
    assert names[2:]
    assert all(name.startswith("cheapest, reading ") for name in names[2:])


def test_a_request_of_an_earlier_version_asks_for_no_readings():
    assert Request.from_json({"time_limit_s": 60.0, "scenarios": None, "made": []}) == Request()


def test_a_scenario_of_ones_own_is_asked_what_an_inventory_is_asked(store, saved):
    rules = {"horizon_months": "36", "end_value": "0.9", "discount_rate": "-0.1"}
    job = jobs.ask(store, HERE, saved.id, Request(made=(MadeScenario("ahead", rules),)))
    worker.run(store, job.id)
    failed = jobs.find(store, HERE, job.id)
    assert failed.state == JobState.FAILED
    assert 'In scenario "ahead" a licence is worth more at the end of the horizon than it costs' in failed.error


def test_an_unknown_scenario_fails_with_words(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request(scenarios=("nonsense",)))
    worker.run(store, job.id)
    failed = jobs.find(store, HERE, job.id)
    assert failed.state == JobState.FAILED
    assert failed.error.startswith('No scenario is called "nonsense".')


def test_an_inventory_with_problems_fails_with_words(store):
    broken = inventories.save(store, HERE, "broken.xlsx", b"no workbook at all")
    job = jobs.ask(store, HERE, broken.id, Request())
    worker.run(store, job.id)
    failed = jobs.find(store, HERE, job.id)
    assert (failed.state, failed.error) == (
        JobState.FAILED, "The inventory has a problem; correct it and plan again.",
    )  # fmt: skip


def test_a_fault_of_the_program_is_told_and_its_trace_is_kept(store, saved, monkeypatch):
    def fault(*_):
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(worker, "_plan", fault)
    job = jobs.ask(store, HERE, saved.id, Request())
    worker.run(store, job.id)
    failed = jobs.find(store, HERE, job.id)
    assert (failed.state, failed.error) == (JobState.FAILED, worker.FAULT)
    with store.reading() as session:
        assert "ZeroDivisionError: made up" in session.get(JobRow, job.id).trace


def test_a_worker_that_is_killed_is_told_as_failed(store, saved, monkeypatch):
    monkeypatch.setattr(launch, "MODULE", "tests.unit.store.endless_worker")
    job = jobs.ask(store, HERE, saved.id, Request())
    launch.start(store, job.id)
    end = time.monotonic() + 30
    while jobs.find(store, HERE, job.id).state == JobState.WAITING:
        assert time.monotonic() < end
        time.sleep(0.02)
    with store.reading() as session:
        process = session.get(JobRow, job.id).process
    psutil.Process(process).kill()
    failed = wait_for_the_end(store, job)
    assert failed.state == JobState.FAILED
    assert failed.error == (
        "The planning broke off: its process ended without a word, most likely for lack of memory. "
        "Nothing that was saved is lost; plan again."
    )
    assert inventories.find(store, HERE, saved.id) == saved


def test_a_job_whose_process_is_gone_is_found_after_a_restart(store, saved):
    """Nobody watches it any more: the process that started it has ended, too."""
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with store.writing() as session:
        session.get(JobRow, job.id).process = gone.pid
    jobs.find_lost(store)
    failed = jobs.find(store, HERE, job.id)
    assert failed.state == JobState.FAILED
    assert "ended without a word." in failed.error


def test_another_process_with_its_number_does_not_do_the_job(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.RUNNING
    with store.writing() as session:
        session.get(JobRow, job.id).process_began -= 3600
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.FAILED


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_is_set_loses_no_job(store, saved, hours):
    """Signs of life once counted by the time of day: a clock set forward ended a planning that was going on."""
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    with store.writing() as session:
        session.get(JobRow, job.id).heartbeat = now() + timedelta(hours=hours)
    jobs.find_lost(store)
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.RUNNING


def test_a_job_on_another_machine_is_lost_once_it_is_silent_for_long(store, saved, monkeypatch):
    passed = 1000.0
    monkeypatch.setattr(jobs.time, "monotonic", lambda: passed)
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    with store.writing() as session:
        session.get(JobRow, job.id).host = "elsewhere"
    jobs.find_lost(store)
    passed += jobs.SILENT_FOR_S
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.RUNNING
    jobs.beat(store, job.id, "", "", 0.0)
    passed += 1
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.RUNNING
    passed += jobs.SILENT_FOR_S + 1
    jobs.find_lost(store)
    assert jobs.find(store, HERE, job.id).state == JobState.FAILED


def test_jobs_wait_for_their_turn(store, saved):
    first, second, third = (jobs.ask(store, HERE, saved.id, Request()) for _ in range(3))
    assert jobs.take_turn(store, first.id).state == JobState.RUNNING
    assert jobs.take_turn(store, third.id) is None
    assert jobs.take_turn(store, second.id).state == JobState.RUNNING
    assert jobs.take_turn(store, third.id) is None
    jobs.fail(store, first.id, "words")
    assert jobs.take_turn(store, third.id).state == JobState.RUNNING
    with pytest.raises(UsageError, match="cannot be begun"):
        jobs.take_turn(store, third.id)


def test_a_job_tells_how_it_is_getting_on_and_hears_that_it_must_stop(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    assert jobs.beat(store, job.id, "looking", "best 5.00 EUR", 0.5) is False
    found = jobs.find(store, HERE, job.id)
    assert (found.stage, found.standing, found.fraction) == ("looking", "best 5.00 EUR", 0.5)
    jobs.ask_to_stop(store, HERE, job.id)
    assert jobs.beat(store, job.id, "looking", "", 0.5) is True


def test_a_job_that_is_stopped_before_there_is_a_plan(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.ask_to_stop(store, HERE, job.id)
    worker.run(store, job.id)
    stopped = jobs.find(store, HERE, job.id)
    assert stopped.state == JobState.STOPPED
    assert stopped.error == "The run was stopped before there was any plan."
    assert plans.every(store, HERE) == []


def test_the_first_word_about_a_job_stands(store, saved):
    job = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, job.id)
    jobs.finish(store, job.id, "shop", "{}", {})
    jobs.fail(store, job.id, "too late")
    assert jobs.find(store, HERE, job.id).state == JobState.DONE


def test_a_request_reads_back_equal(store, saved):
    request = Request(5.0, ("cheapest",), (MadeScenario("mine", {"budget": "900"}),))
    job = jobs.ask(store, HERE, saved.id, request)
    assert jobs.find(store, HERE, job.id).request == request
