"""The command line as a person or a script uses it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from planner import pipeline
from planner.cli import main
from planner.domain.plan import PlanSet
from planner.errors import AuditError

OFFERS = """offer_id,vendor,product,metric,version,condition,price
U,Vendor A,ws_cal,user,2022,new,45
D,Vendor A,ws_cal,device,2022,new,35
"""
HEADCOUNT = """group,users,devices,pattern,server_version
office,5,15,own,2019
shift,20,4,shared,2022
"""
POLICY = "name,value\nplan_date,2026-11-21\n"


def inventory(folder: Path, **sheets: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {"Headcount": HEADCOUNT, "Offers": OFFERS, "Policy": POLICY, **sheets}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_plan_writes_everything_and_tells_the_answer(tmp_path):
    source = inventory(tmp_path / "estate")
    out, plan, register = tmp_path / "plan.xlsx", tmp_path / "plan.json", tmp_path / "register.csv"
    result = run("plan", source, "--scenario", "cheapest", "--out", out, "--json", plan, "--assignments", register)
    assert result.exit_code == 0, result.output
    assert "365.00" in result.output
    assert "proved cheapest" in result.output
    written = json.loads(plan.read_text(encoding="utf-8"))
    assert [s["cost"]["total"] for s in written["scenarios"]] == ["365.00"]
    assert out.stat().st_size > 5000
    assert len(register.read_text(encoding="utf-8").splitlines()) == 1 + 9


def test_checklist_and_risk_are_the_same_wherever_they_are_told(tmp_path):
    owned = "owned_id,product,metric,version,quantity,condition,document,proof\n"
    owned += "A,ws_cal,user,2022,3,new,INV-1,\nB,ws_cal,device,2022,2,used,,1;3;4;5;6;7\n"
    source = inventory(tmp_path / "estate", Owned=owned)
    out, plan = tmp_path / "plan.xlsx", tmp_path / "plan.json"
    result = run("plan", source, "--scenario", "cheapest", "--out", out, "--json", plan)
    assert result.exit_code == 0, result.output
    (scenario,) = json.loads(plan.read_text(encoding="utf-8"))["scenarios"]
    book = openpyxl.load_workbook(out, read_only=True)
    told = list(book["Checklist"].iter_rows(min_row=5, values_only=True))
    assert [(row[0], row[1], row[2]) for row in told] == [
        (line["item"], line["state"], line["text"]) for line in scenario["checklist"]
    ]
    state = {line["item"]: line["state"] for line in scenario["checklist"]}
    assert (state["Purchase documents"], state["Used licences"], state["Licences held today"]) == (
        "missing", "in order", "missing",
    )  # fmt: skip
    assert [row[0] for row in book["Proof index"].iter_rows(min_row=5, values_only=True)] == ["B", "A", "D", "U"]
    # Four machines and five people need one; three and two are owned: 2 x 45.00 and 2 x 35.00, a quarter on top.
    assert (scenario["risk"]["shortfall"], scenario["risk"]["amount"]) == (4, "200.00")
    assert "Missing today: 4 licences (2 Windows" in result.output
    assert "An audit could ask for 200.00 EUR." in " ".join(result.output.split())


def test_json_on_stdout_is_alone_there(tmp_path):
    result = run("plan", inventory(tmp_path / "estate"), "--json", "-")
    plans = json.loads(result.stdout)
    assert [s["name"] for s in plans["scenarios"]][:2] == ["cheapest", "new only"]


READINGS = {
    "Servers": "server_id,version,infrastructure\ndc,2022,directory\nfiles,2019,\n",
    "Devices": "device_id,kind\npc,\nmfp,printer\nswitch,network\n",
    "Users": "user_id\nann\nbob\n",
    "Access": "user_id,device_id,server_id\nann,pc,files\nbob,pc,files\nann,mfp,files\n",
    "Owned": "owned_id,product,metric,version,quantity\nL,ws_cal,device,2019,2\n",
}


def test_readings_are_planned_beside_the_first_scenario(tmp_path):
    """Two machines are owned for at 2019, which the directory makes useless; a printer may need its own CAL."""
    source = inventory(tmp_path / "estate", **READINGS)
    (source / "Headcount.csv").unlink()
    result = run("plan", source, "--readings", "--json", "-")
    assert result.exit_code == 0  # nothing for 2025 is on offer; that `newest servers` is impossible is told
    scenarios = json.loads(result.stdout)["scenarios"]
    names = [scenario["name"] for scenario in scenarios]
    totals = {scenario["name"]: scenario["cost"]["total"] for scenario in scenarios if "cost" in scenario}
    assert names[:2] == ["cheapest", "new only"]
    assert totals["cheapest"] == "70.00"
    assert {name.removeprefix("cheapest, reading "): totals[name] for name in names[7:]} == {
        "ws_metrics = single": "70.00",
        "count_infrastructure_access = no": "0.00",
        "peripherals = each_needs_device_cal": "70.00",
        "peripherals = exempt": "35.00",
        "count_basis = potential_access": "70.00",
    }
    (same,) = [notice["text"] for notice in scenarios[0]["notices"] if notice["code"] == "CAL-678"]
    assert "network_gear = each_needs_device_cal" in same
    assert "peripherals" not in same
    assert not any(notice["code"] == "CAL-678" for scenario in scenarios[1:] for notice in scenario["notices"])


def test_readings_are_planned_beside_each_scenario_that_is_asked_for(tmp_path):
    source = inventory(tmp_path / "estate", **READINGS)
    (source / "Headcount.csv").unlink()
    result = run("plan", source, "--scenario", "new only", "--scenario", "nothing owned", "--readings", "--json", "-")
    names = [scenario["name"] for scenario in json.loads(result.stdout)["scenarios"]]
    assert [name for name in names if "reading" not in name] == ["new only", "nothing owned"]
    for chosen in ("new only", "nothing owned"):
        assert f"{chosen}, reading peripherals = exempt" in names
    printed = run("plan", source, "--scenario", "cheapest", "--readings")
    assert "cheapest: 70.00 EUR in total" in printed.output


def test_infeasible_scenarios_do_not_stop_the_others(tmp_path):
    scenarios = "scenario,budget\ncheapest,\nfrugal,10\n"
    plan = tmp_path / "plan.json"
    result = run("plan", inventory(tmp_path / "estate", Scenarios=scenarios), "--json", plan)
    assert result.exit_code == 3
    cheapest, frugal = json.loads(plan.read_text(encoding="utf-8"))["scenarios"]
    assert cheapest["status"] == "optimal"
    assert frugal["status"] == "infeasible"
    assert [(r["policy"], r["from"], r["to"]) for r in frugal["relaxations"]] == [("budget", "10.00", "365.00")]
    assert "365.00" in result.output


def test_bad_input_writes_nothing(tmp_path):
    plan = tmp_path / "plan.json"
    bad = inventory(tmp_path / "estate", Headcount=HEADCOUNT.replace("2019", "2O19"))
    result = run("plan", bad, "--json", plan)
    assert result.exit_code == 2
    assert not plan.exists()
    assert "2O19" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scenario", "dearest"], 'No scenario is called "dearest"'),
        (["--out", "plan.xlsx", "--json", "plan.xlsx"], "same file"),
        (["--assignments", "{source}/Users.csv"], "inside the folder that is read"),
        (["--out", "plan.csv"], "written as .xlsx"),
        (["--gap", "nan"], "not a number"),
        (["--out", f"{'n' * 300}.xlsx"], "cannot be written"),
        (["--out", "nowhere/plan.xlsx"], "There is no folder"),
        (["--assignments", "register.txt"], ".csv or .parquet"),
        (["--gap", "2"], "gap"),
    ],
)
def test_wrong_usage(tmp_path, arguments, words):
    source = inventory(tmp_path / "estate")
    result = run("plan", source, *[a.format(source=source) for a in arguments])
    assert result.exit_code == 2
    assert words in result.output


def test_an_inventory_is_never_overwritten(tmp_path):
    book = tmp_path / "estate.xlsx"
    assert run("sample", book).exit_code == 0
    before = book.read_bytes()
    result = run("plan", book, "--out", book)
    assert result.exit_code == 2
    assert book.read_bytes() == before


def test_links_and_pipes_are_written_into(tmp_path):
    """A link to a file, and a device, were once replaced by a new file."""
    source, real, link = inventory(tmp_path / "estate"), tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    assert run("plan", source, "--scenario", "cheapest", "--json", link).exit_code == 0
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["format"] == "cal-planner/plan/1"
    assert run("plan", source, "--scenario", "cheapest", "--json", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_a_plan_that_fails_its_audit_is_our_fault(tmp_path, monkeypatch):
    def failing(*arguments: object) -> PlanSet:
        raise AuditError(["3 requirements are not covered"])

    monkeypatch.setattr(pipeline, "plan_scenarios", failing)
    plan = tmp_path / "plan.json"
    result = run("plan", inventory(tmp_path / "estate"), "--json", plan)
    assert result.exit_code == 1
    assert "3 requirements are not covered" in result.output
    assert not plan.exists()


def test_same_input_same_plan_whatever_the_row_order(tmp_path):
    lines = HEADCOUNT.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    texts = []
    for name, headcount in (("a", HEADCOUNT), ("b", turned)):
        (tmp_path / name).mkdir()
        source = inventory(tmp_path / name / "estate", Headcount=headcount)
        plan, register = tmp_path / f"{name}.json", tmp_path / f"{name}.csv"
        assert run("plan", source, "--json", plan, "--assignments", register).exit_code == 0
        content = json.loads(plan.read_text(encoding="utf-8"))
        texts.append((content["scenarios"], content["comparison"], register.read_bytes()))
    assert texts[0] == texts[1]


def test_help_needs_no_heavy_library():
    code = "import sys; import planner.cli; print([m for m in ('pandas', 'pulp', 'streamlit') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
