"""Ctrl-C: the first keeps what there is, honestly labelled; the second ends at once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

import planner.ingest
from planner import pipeline
from planner.domain.plan import PlanStatus
from planner.errors import NoPlanError
from planner.ingest import load_inventory
from planner.optimise import Limits, SolveStatus
from planner.planning import checked_plan
from planner.planning.run import Run
from tests.cli.test_plan import inventory, run

TIGHT_OFFERS = """offer_id,vendor,product,metric,version,condition,price,pack_size,stock_packs
U,Vendor A,ws_cal,user,2022,new,45,1,
D,Vendor A,ws_cal,device,2022,new,35,1,
U10,Vendor B,ws_cal,user,2022,used,300,10,2
D10,Vendor B,ws_cal,device,2022,used,290,10,1
"""


def interrupt():
    signal.raise_signal(signal.SIGINT)


def test_before_any_plan(tmp_path, monkeypatch):
    plan_scenarios = pipeline.plan_scenarios

    def interrupted(*arguments):
        interrupt()
        return plan_scenarios(*arguments)

    monkeypatch.setattr(pipeline, "plan_scenarios", interrupted)
    plan = tmp_path / "plan.json"
    result = run("plan", inventory(tmp_path / "estate"), "--json", plan)
    assert result.exit_code == 130
    assert "before there was any plan" in result.stderr
    assert not plan.exists()


def test_while_files_are_read(tmp_path, monkeypatch):
    """There is nothing to keep yet, so nothing is waited for."""

    def interrupted(*arguments):
        interrupt()
        raise AssertionError("the run goes on")

    monkeypatch.setattr(planner.ingest, "begin_loading", interrupted)
    plan = tmp_path / "plan.json"
    result = run("plan", inventory(tmp_path / "estate"), "--json", plan)
    assert result.exit_code == 130
    assert result.stderr == "Interrupted; nothing was written.\n"
    assert not plan.exists()


def test_after_one_plan_keeps_it(tmp_path, monkeypatch):
    plan_scenario = pipeline.plan_scenario

    def interrupting(*arguments):
        result = plan_scenario(*arguments)
        if result.plan:
            interrupt()
        return result

    monkeypatch.setattr(pipeline, "plan_scenario", interrupting)
    plan = tmp_path / "plan.json"
    result = run(
        "plan", inventory(tmp_path / "estate"), "--json", plan, "--scenario", "cheapest", "--scenario", "new only"
    )
    assert result.exit_code == 4
    assert "Stopping; keeping the best plans so far." in result.stderr
    first, second = json.loads(plan.read_text(encoding="utf-8"))["scenarios"]
    assert (first["status"], second["status"]) == ("optimal", "stopped")


def test_during_the_search_keeps_the_best_plan_with_its_gap(tmp_path, monkeypatch):
    solve_variants = checked_plan.solve_variants

    def cut_short(*arguments):
        outcome = solve_variants(*arguments)
        if arguments[2].report is None:  # asked before or beside the scenario
            return outcome
        interrupt()
        return replace(outcome, status=SolveStatus.FEASIBLE, bound_minor=outcome.bound_minor - 500)

    monkeypatch.setattr(checked_plan, "solve_variants", cut_short)
    plan = tmp_path / "plan.json"
    source = inventory(tmp_path / "estate")
    result = run("plan", source, "--json", plan, "--scenario", "cheapest", "--scenario", "new only")
    assert result.exit_code == 4
    first, second = json.loads(plan.read_text(encoding="utf-8"))["scenarios"]
    assert (first["status"], first["cost"]["total"], first["bound"]) == ("feasible", "365.00", "360.00")
    assert first["gap"] == pytest.approx(5 / 365)
    assert first["checks"]["audited"]
    assert second["status"] == "stopped"
    assert "5.00 EUR (1.4 %) could still be saved" in result.stdout
    assert "stopped before this scenario's turn" in result.stdout


@pytest.fixture(scope="module")
def cheapest(tmp_path_factory):
    """An inventory and its cheapest plan."""
    source = inventory(tmp_path_factory.mktemp("stopped") / "estate", Offers=TIGHT_OFFERS)
    loaded = load_inventory(source, None, today=date(2026, 11, 21)).inventory
    return loaded, pipeline.plan(loaded, loaded.scenarios[:1], Run()).results[0].plan


@pytest.mark.parametrize("questions", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_whenever_it_is_stopped_what_is_said_holds(cheapest, questions):
    """A search that was stopped right after its first plan once broke down instead of naming its bound."""
    loaded, best = cheapest
    asked = count()
    limits = Limits(should_stop=lambda: next(asked) >= questions)
    try:
        (result,) = pipeline.plan(loaded, loaded.scenarios[:1], Run(limits)).results
    except NoPlanError:
        return
    assert result.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)
    assert result.plan.lower_bound_minor <= best.cost.total <= result.plan.cost.total
    assert (result.status is PlanStatus.OPTIMAL) == (result.plan.lower_bound_minor == result.plan.cost.total)


def test_solvers_leave_ctrl_c_alone(tmp_path):
    """One of them takes the signal for itself unless told otherwise, and leaves it to end the program afterwards."""
    code = """
import signal, sys
from planner.cli import main
signal.signal(signal.SIGINT, lambda *_: print("heard"))
try:
    main(sys.argv[1:])
except SystemExit as end:
    print("exit", end.code)
signal.raise_signal(signal.SIGINT)
"""
    source = inventory(tmp_path / "estate", Offers=TIGHT_OFFERS)
    command = [sys.executable, "-c", code, "plan", str(source), "--scenario", "cheapest", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["exit", "0", "heard"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals between processes work otherwise there")
def test_a_second_one_ends_at_once_whatever_is_going_on(tmp_path):
    code = """
import sys, time
from planner import pipeline
from planner.cli import main

def deaf(*arguments):
    print("ready", flush=True)
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass

pipeline.plan_scenarios = deaf
main(sys.argv[1:])
"""
    command = [sys.executable, "-c", code, "plan", str(inventory(tmp_path / "estate"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline().startswith("Stopping; keeping the best plans so far.")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
