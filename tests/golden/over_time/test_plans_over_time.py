"""Dated estates with known totals, and the worked example of upgrading or keeping, through the command line."""

from __future__ import annotations

import csv
import json

import pytest

from planner import pipeline
from planner.planning.choice_of_scenarios import pick_scenarios
from planner.report.formats.plan_reader import read
from tests.cli.test_plan import run
from tests.golden.over_time import EXPECTED, PLACE
from tests.golden.over_time.example import TOTALS, UPGRADED_ON, write_example

PLANNED = {
    "named_people": tuple(EXPECTED["named_people"]),
    "groups": ("as planned", "prices rise", "new only", "worth at end", "yearly", "one day"),
    "chosen_days": ("no upgrade", "all 2025 now", "spare single", "one day"),
}


def planned(folder, tmp_path, *scenarios):
    """Plan some scenarios of a folder; return plan.json and the register."""
    out, register = tmp_path / "plan.json", tmp_path / "register.csv"
    wanted = [part for name in scenarios for part in ("--scenario", name)]
    result = run("plan", folder, "--json", out, "--assignments", register, *wanted, "--quiet")
    assert result.exit_code == 0, result.output
    with register.open(encoding="utf-8", newline="") as stream:
        return json.loads(out.read_text(encoding="utf-8")), list(csv.DictReader(stream))


@pytest.mark.parametrize("name", sorted(PLANNED))
def test_totals_periods_and_chosen_days_are_those_of_the_plain_model(name, tmp_path):
    plans, _ = planned(PLACE / name, tmp_path, *PLANNED[name])
    found = {
        one["name"]: (one["status"], one["cost"]["total"], len(one["periods"]), one["bound"])
        for one in plans["scenarios"]
    }
    expected = {scenario: EXPECTED[name][scenario] for scenario in PLANNED[name]}
    assert found == {
        scenario: ("optimal", each["total"], each["periods"], each["total"]) for scenario, each in expected.items()
    }
    for one in plans["scenarios"]:
        chosen = {each["server_id"]: each["on"] for each in one.get("upgrades", ()) if each["chosen"]}
        days = expected[one["name"]]["days"]
        assert set(days.values()) >= set(chosen.values())


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    return planned(write_example(folder / "estate"), folder), folder / "plan.json"


def test_the_example_upgrades_or_keeps_as_money_is_worth(example):
    (plans, _), _ = example
    assert {one["name"]: one["cost"]["total"] for one in plans["scenarios"]} == TOTALS
    assert {one["name"]: one["upgrades"][0]["on"] for one in plans["scenarios"]} == UPGRADED_ON
    today, *_, last = plans["scenarios"]
    assert today["upgrades"] == [
        {
            "server_id": "S", "from": "2016", "to": "2025", "on": "2026-12-01", "chosen": True, "cost": "800.00",
            "keeping": "0.00", "cash": {"cost": "800.00", "keeping": "0.00"}, "payments": [],
        }
    ]  # fmt: skip
    assert last["cost"] | {"total": ""} == dict.fromkeys(last["cost"], "0.00") | {"total": "", "keeping": "1592.61"}
    assert last["cash"]["keeping"] == last["cash"]["total"] == "1800.00"
    (line,) = today["purchases"]
    assert (line["packs"], line["period"], line["cost"], line["cash"]) == (20, 0, "800.00", "800.00")
    assert [each["starts"] for each in today["periods"]][:3] == ["2026-12-01", "2027-03-01", "2027-06-01"]
    assert today["periods"][-1]["ends"] == "2029-12-01"


def test_the_register_has_a_row_per_licence_and_time(example):
    (_, register), _ = example
    kept = [row for row in register if row["scenario"] == "12 %"]
    assert len(kept) == 20
    assert {(row["licence_version"], row["since"], row["until"]) for row in kept} == {("2016", "2026-12-01", "")}
    upgraded = [row for row in register if row["scenario"] == "0 %"]
    assert {(row["source"], row["since"], row["until"]) for row in upgraded} == {("U", "2026-12-01", "")}


def test_a_saved_plan_over_time_is_read_as_it_was_made(example):
    (plans, _), path = example
    one = read(path)["12 %"].plan
    assert one is not None
    assert one.cash is not None
    assert (one.cost.total, one.cash.total) == (159261, 180000)
    assert [(each.server_id, each.on, each.is_chosen) for each in one.upgrades] == [("S", None, True)]
    assert len(one.periods) == len(plans["scenarios"][3]["periods"]) == 12


def test_licences_change_hands_and_the_register_says_when(tmp_path):
    """A leaver's licence serves the joiner; the server's upgrade asks for two new ones from its day on."""
    folder = tmp_path / "estate"
    folder.mkdir()
    sheets = {
        "Users": "user_id,starts,ends\nanna,,2027-06-01\nbert,2027-06-01,\ncarl,,\n",
        "Servers": "server_id,version,upgrade_to,upgrade_on,upgrade_cost\nS,2019,2025,2028-01-15,100\n",
        "Access": "user_id,server_id\nanna,S\nbert,S\ncarl,S\n",
        "Owned": "owned_id,product,metric,version,quantity,resale_price\nL,ws_cal,user,2019,2,5\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price\nN,Shop,ws_cal,user,2025,new,40\n",
        "Policy": "name,value\nplan_date,2026-12-01\nhorizon_months,24\ndiscount_rate,0.05\n",
    }
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    plans, register = planned(folder, tmp_path, "cheapest")
    (one,) = plans["scenarios"]
    assert [(each["starts"], each["ends"]) for each in one["periods"]] == [
        ("2026-12-01", "2027-06-01"), ("2027-06-01", "2028-01-15"), ("2028-01-15", "2028-12-01"),
    ]  # fmt: skip
    assert [
        (line["offer_id"], line["packs"], line["period"], line["cash"], line["cost"]) for line in one["purchases"]
    ] == [("N", 2, 2, "80.00", "75.74")]
    assert [(line["owned_id"], line["quantity"], line["period"], line["cash"]) for line in one["sales"]] == [
        ("L", 2, 2, "10.00")
    ]
    assert one["cost"]["upgrades"] == "94.67"
    assert one["cash"] == {
        "total": "170.00", "purchases": "80.00", "orders": "0.00", "mixing": "0.00", "upgrades": "100.00",
        "keeping": "0.00", "sales": "10.00", "end_value": "0.00",
    }  # fmt: skip
    rows = {(row["holder"], row["source"], row["since"], row["until"]) for row in register}
    assert rows == {
        ("anna", "L", "2026-12-01", "2027-05-31"),
        ("bert", "L", "2027-06-01", "2028-01-14"),
        ("carl", "L", "2026-12-01", "2028-01-14"),
        ("bert", "N", "2028-01-15", ""),
        ("carl", "N", "2028-01-15", ""),
    }
    assert (
        one["purchases"][0]["reason"]
        == "Bought on 2028-01-15: serves 2 people from then on. Each costs 40.00 EUR then."
    )


def test_the_built_in_scenarios_that_look_ahead(tmp_path):
    """One server of 2016 is to be upgraded on 1 June 2027: one payment for keeping it until then, two a year later."""
    folder = write_example(tmp_path / "estate")
    (folder / "Scenarios.csv").unlink()
    servers = folder / "Servers.csv"
    text = servers.read_text().replace("upgrade_choice,upgrade_from", "upgrade_on")
    servers.write_text(text.replace("yes,2026-12-01", "2027-06-01"))
    wanted = ("cheapest", "as planned", "no upgrade", "newest servers now", "a year later")
    plans, _ = planned(folder, tmp_path, *wanted)
    assert {one["name"]: (one["cost"]["total"], one["upgrades"][0]["on"]) for one in plans["scenarios"]} == {
        "cheapest": ("2200.00", "2027-06-01"),
        "as planned": ("2200.00", "2027-06-01"),
        "no upgrade": ("1800.00", None),
        "newest servers now": ("1600.00", "2026-12-01"),
        "a year later": ("2800.00", "2028-06-01"),
    }


def test_three_years_ahead_is_planned_where_it_is_named(tmp_path):
    folder = write_example(tmp_path / "estate")
    (folder / "Scenarios.csv").unlink()
    policy = folder / "Policy.csv"
    policy.write_text(policy.read_text().replace("horizon_months,36\n", ""))
    plans, _ = planned(folder, tmp_path, "three years ahead")
    assert [(one["name"], one["cost"]["total"]) for one in plans["scenarios"]] == [("three years ahead", "1600.00")]
    loaded = pipeline.read(folder)
    assert "three years ahead" not in [one.name for one in pick_scenarios(loaded.inventory, [])]
    policy.write_text(policy.read_text() + "end_value,0.9\ndiscount_rate,-0.1\n")
    assert pipeline.read(folder).inventory.scenarios[-1].name == "newest servers"


def test_one_period_is_the_plan_of_one_day(tmp_path):
    sheets = {
        "Headcount": (
            "group,users,devices,pattern,server_version,rds_version,rds_users\n"
            "shift,17,5,shared,2019,,0\noffice,9,11,own,2022,2022,4\nlab,6,4,shared,2016,2019,6\n"
        ),
        "Owned": (
            "owned_id,product,metric,version,quantity,resale_price\n"
            "L,ws_cal,user,2016,7,2.5\nM,rds_cal,device,2019,3,30\n"
        ),
        "Offers": (
            "offer_id,vendor,product,metric,version,condition,price,pack_size,min_packs,stock_packs,install_credential\n"
            "A,Shop,ws_cal,user,2025,new,48,1,1,,yes\nA,Shop,ws_cal,user,2025,new,43,1,8,,yes\n"
            "B,Shop,ws_cal,device,2025,new,180,5,1,,yes\nC,Broker,ws_cal,device,2019,used,19,1,2,6,yes\n"
            "D,Shop,rds_cal,user,2025,new,181,1,1,,yes\nE,Shop,rds_cal,device,2025,new,145,1,1,,yes\n"
        ),
        "Policy": "name,value\nplan_date,2026-12-01\norder_cost,12\nws_mixing_cost,3\nrds_mode_default,any\n",
    }
    found = []
    for months in (0, 1):
        folder = tmp_path / str(months)
        folder.mkdir()
        for name, text in sheets.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        with (folder / "Policy.csv").open("a", encoding="utf-8") as policy:
            policy.write(f"horizon_months,{months}\n")
        plans, register = planned(folder, tmp_path, "cheapest")
        (one,) = plans["scenarios"]
        assert len(one.get("periods", [None])) == 1
        lines = [(line["offer_id"], line["packs"], line["cost"]) for line in one["purchases"]]
        sold = [(line["owned_id"], line["quantity"], line["proceeds"]) for line in one["sales"]]
        people = [{key: value for key, value in row.items() if key not in ("since", "until")} for row in register]
        cost = {"keeping": "0.00", "end_value": "0.00"} | one["cost"]  # which without a horizon are not told
        found.append((one["status"], cost, lines, sold, people))
    assert found[0] == found[1]
    assert found[0][0] == "optimal"
    assert len(found[0][2]) > 2
