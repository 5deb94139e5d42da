"""The bundled sample estate: every total is pinned, and a change of any is called out in the changelog.

The plain model gives the same totals.
"""

from __future__ import annotations

import json

import pytest

from planner.ingest import sample_folder
from tests.cli.test_plan import run

TOTALS = {
    "cheapest": "27751.50",
    "new only": "50544.90",
    "users only": "56616.30",
    "devices only": "57307.20",
    "one metric per product": "49810.10",
    "nothing owned": "35195.90",
    "newest servers": "72278.20",
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    out = tmp_path_factory.mktemp("sample") / "plan.json"
    assert run("plan", sample_folder(), "--json", out, "--quiet").exit_code == 0
    return json.loads(out.read_text(encoding="utf-8"))


def test_every_scenario_is_proved_at_its_total(plans):
    assert {s["name"]: (s["cost"]["total"], s["status"]) for s in plans["scenarios"]} == {
        name: (total, "optimal") for name, total in TOTALS.items()
    }


def test_one_metric_per_product_picks_different_metrics(plans):
    (scenario,) = [s for s in plans["scenarios"] if s["name"] == "one metric per product"]
    held = {(row["product"], row["metric"]) for row in scenario["pools"] if row["holders"]}
    assert held == {("ws_cal", "user"), ("rds_cal", "device")}


def test_mixing_beats_one_metric_by_a_margin():
    naive = min(float(TOTALS["users only"]), float(TOTALS["devices only"]))
    assert float(TOTALS["cheapest"]) < 0.85 * naive
