"""Worked examples with known answers, through the command line.

They are the brute-forced test vectors of the licensing rulebook this program was built from; prices are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_plan import run

OFFERS = "offer_id,vendor,product,metric,version,condition,price,pack_size\n"
U45 = "U,Vendor A,ws_cal,user,2022,new,45,1\n"
D35 = "D,Vendor A,ws_cal,device,2022,new,35,1\n"
D20 = "D,Vendor A,ws_cal,device,2022,new,20,1\n"
REMOTE = "RU,Vendor A,rds_cal,user,2022,new,100,1\nRD,Vendor A,rds_cal,device,2022,new,100,1\n"
PACKS = "P10,Vendor A,ws_cal,user,2022,new,900,10\nP5,Vendor A,ws_cal,user,2022,new,480,5\n"
GROUPS = "group,users,devices,pattern,server_version,rds_version,rds_users,peripherals\n"
OWNED = "owned_id,product,metric,version,quantity\n"
ACCESS = "user_id,device_id,server_id,kind\n"
SERVER = "server_id,version,rds_deployment,rds_mode\n"


def rows(pairs, kind="standard"):
    return "".join(f"{user},{device},S,{kind}\n" for user, device in pairs)


LAPTOPS = [(user, machine) for user in "abc" for machine in (f"laptop-{user}", "terminal")]
SHIFT = [(user, machine) for user in "abcd" for machine in ("t1", "t2")] + [("a", "laptop")]
MESH = [(f"u{i}", f"t{j}") for i in range(30) for j in range(10)]
HOME = [(f"u{i}", f"home-{i}-{j}") for i in range(5) for j in range(2)]

U25 = U45.replace("2022", "2025")
SERVES = "server_id,version,infrastructure\n"
SIGN_IN = ACCESS + "".join(f"u{i},pc{i},files,\n" for i in range(100))
# Of 500 people with 50 machines, two are let in.
CAPABLE = {
    "Servers": SERVES + "S,2022,\n",
    "Users": "user_id\n" + "".join(f"u{i}\n" for i in range(500)),
    "Devices": "device_id\n" + "".join(f"pc{i}\n" for i in range(50)),
    "Access": ACCESS + rows([("u1", "pc1"), ("u1", "pc2"), ("u2", "pc3"), ("u2", "pc4")]),
    "Offers": OFFERS + U45 + D35,
}

# name: (sheets, policies, total, licences bought by product and metric)
CASES = {
    "V1 full mesh of shifts": ({"Headcount": GROUPS + "s,30,10,shared,2022,,,\n", "Offers": OFFERS + U45 + D35}, "", "350.00", {"ws_cal device": 10}),
    "V2 offices and shifts": (
        {"Headcount": GROUPS + "o,5,15,own,2022,,,\ns,20,4,shared,2022,,,\n", "Offers": OFFERS + U45 + D35},
        "", "365.00", {"ws_cal user": 5, "ws_cal device": 4},
    ),
    "V3 laptops and a terminal": ({"Access": ACCESS + rows(LAPTOPS), "Servers": SERVER + "S,2022,,\n", "Offers": OFFERS + U45 + D35}, "", "135.00", {"ws_cal user": 3}),
    "V3 with cheaper machines": ({"Access": ACCESS + rows(LAPTOPS), "Servers": SERVER + "S,2022,,\n", "Offers": OFFERS + U45 + D20}, "", "80.00", {"ws_cal device": 4}),
    "V4 one laptop beside the terminals": ({"Access": ACCESS + rows(SHIFT), "Servers": SERVER + "S,2022,,\n", "Offers": OFFERS + U45 + D35}, "", "105.00", {"ws_cal device": 3}),
    "V5 owned licences too old": (
        {"Headcount": GROUPS + "g,20,0,shared,2019,,,\n", "Offers": OFFERS + U45, "Owned": "owned_id,product,metric,version,quantity\nL,ws_cal,user,2016,20\n"},
        "", "900.00", {"ws_cal user": 20},
    ),
    "V6 a new domain controller": (
        {
            "Headcount": GROUPS + "g,100,100,own,2025,,,\n",
            "Offers": OFFERS + "U,Vendor A,ws_cal,user,2025,new,45,1\n",
            "Owned": "owned_id,product,metric,version,quantity\nL,ws_cal,user,2019,100\n",
        },
        "", "4500.00", {"ws_cal user": 100},
    ),
    "V7 two layers": (
        {"Headcount": GROUPS + "g,40,40,own,2022,2022,12,\n", "Offers": OFFERS + U45 + REMOTE},
        "ws_metrics,user\nrds_metrics,user\n", "3000.00", {"ws_cal user": 40, "rds_cal user": 12},
    ),
    "V5 owned licences that are too old": (
        {"Headcount": GROUPS + "g,20,0,shared,2019,,,\n", "Owned": OWNED + "L,ws_cal,user,2016,20\n", "Offers": OFFERS + U45},
        "", "900.00", {"ws_cal user": 20},
    ),
    "V6 a newer directory server": (
        {"Headcount": GROUPS + "g,100,0,shared,2025,,,\n", "Owned": OWNED + "L,ws_cal,user,2019,100\n", "Offers": OFFERS + U45.replace("2022", "2025")},
        "", "4500.00", {"ws_cal user": 100},
    ),
    "V7 remote desktop comes on top": (
        {"Headcount": GROUPS + "g,40,40,own,2022,2022,12,\n", "Offers": OFFERS + U45 + REMOTE},
        "ws_metrics,user\nrds_metrics,user\n", "3000.00", {"ws_cal user": 40, "rds_cal user": 12},
    ),
    "V8 whole packs": ({"Headcount": GROUPS + "g,12,0,shared,2022,,,\n", "Offers": OFFERS + PACKS + "P1,Vendor A,ws_cal,user,2022,new,105,1\n"}, "", "1110.00", {"ws_cal user": 12}),
    "V9 more than needed is cheaper": ({"Headcount": GROUPS + "g,12,0,shared,2022,,,\n", "Offers": OFFERS + PACKS + "P1,Vendor A,ws_cal,user,2022,new,250,1\n"}, "", "1380.00", {"ws_cal user": 15}),
    "V10 a tie goes to more licences": ({"Headcount": GROUPS + "g,9,0,shared,2022,,,\n", "Offers": OFFERS + PACKS + "P1,Vendor A,ws_cal,user,2022,new,105,1\n"}, "", "900.00", {"ws_cal user": 10}),
    "V11 two administrators are free": (
        {"Access": ACCESS + rows([(f"a{i}", f"pc{i}") for i in range(10)], "admin"), "Servers": SERVER + "S,2022,,\n", "Offers": OFFERS + U45},
        "", "360.00", {"ws_cal user": 8},
    ),
    **{
        f"V12 {people} external people": (
            {
                "Users": f"user_id,persons,relation\np,{people},external\n",
                "Servers": "server_id,version,host\nS,2022,H\nT,2019,H\nV,2022,H\n",
                "Access": ACCESS + "".join(f"p,,{server},standard\n" for server in "STV"),
                "Offers": OFFERS + U45.replace("45", "40") + "EC,Vendor A,ws_external_connector,host,2022,new,1800,1\n",
            },
            "", total, licences,
        )
        for people, total, licences in (
            (400, "1800.00", {"ws_external_connector host": 1}),
            (46, "1800.00", {"ws_external_connector host": 1}),
            (44, "1760.00", {"ws_cal user": 44}),
        )
    },
    **{
        f"V13 remote desktop, mode {mode}": (
            {"Access": ACCESS + rows(MESH + HOME, "rds"), "Servers": SERVER + f"S,2022,farm,{mode}\n", "Offers": OFFERS + U45 + D35 + REMOTE},
            "", total, licences,
        )
        for mode, total, licences in (
            ("user", "3575.00", {"ws_cal user": 5, "ws_cal device": 10, "rds_cal user": 30}),
            ("device", "2575.00", {"ws_cal user": 5, "ws_cal device": 10, "rds_cal device": 20}),
            ("any", "2075.00", {"ws_cal user": 5, "ws_cal device": 10, "rds_cal user": 5, "rds_cal device": 10}),
        )
    },
    "R39 Software Assurance until December 2024 lifts 2019 to 2025": (
        {"Headcount": GROUPS + "g,25,0,shared,2025,,,\n", "Owned": OWNED.replace("\n", ",sa_until\n") + "L,ws_cal,user,2019,20,2024-12-31\n", "Offers": OFFERS + U45.replace("2022", "2025")},
        "", "225.00", {"ws_cal user": 5},
    ),
    "V20 a bridge for EMS without EMS": (
        {"Headcount": GROUPS + "g,25,0,shared,2022,,,\n", "Owned": OWNED + "B,Core Bridge for EMS,user,2022,25\n", "Offers": OFFERS + U45},
        "", "1125.00", {"ws_cal user": 25},
    ),
    "V20 a bridge for Office 365 without Office 365": (
        {"Headcount": GROUPS + "g,25,0,shared,2022,,,\n", "Owned": OWNED + "B,core_cal_bridge_o365,user,2022,25\n", "Offers": OFFERS + U45},
        "", "1125.00", {"ws_cal user": 25},
    ),
    "R43 a suite with Software Assurance": (
        {
            "Headcount": GROUPS + "g,80,0,shared,2025,2025,10,\n",
            "Owned": OWNED.replace("\n", ",sa_until\n") + "S,Core CAL Suite,user,,80,2027-12-31\n",
            "Offers": OFFERS + (U45 + REMOTE).replace("2022", "2025"),
        },
        "", "1000.00", {"rds_cal user": 10},
    ),
    **{
        f"R37 a Device CAL moved to PC-7 {when}": (
            {
                "Servers": SERVER + "S,2022,,\n",
                "Devices": "device_id,active\n" + f"PC-7,{active}\nPC-8,\nlaptop,\n",
                "Access": ACCESS + rows([("a", "PC-7"), ("a", "laptop"), ("b", "PC-8")]),
                "Owned": OWNED.replace("\n", ",assigned_to,last_reassigned\n") + f"L,ws_cal,device,2022,1,PC-7,{moved}\n",
                "Offers": OFFERS + U45 + D35,
            },
            "", total, licences,
        )
        for when, moved, active, total, licences in (
            ("30 days ago", "2026-10-22", "yes", "70.00", {"ws_cal device": 2}),
            ("89 days ago", "2026-08-24", "yes", "70.00", {"ws_cal device": 2}),
            ("90 days ago", "2026-08-23", "yes", "45.00", {"ws_cal user": 1}),
            ("30 days ago, which is burnt", "2026-10-22", "no", "35.00", {"ws_cal device": 1}),
        )
    },
    # The examples of rule R19, with what R7 adds to them: everybody signs in at the domain controller.
    "R19 the first new domain controller": (
        {"Servers": SERVES + "dc,2025,directory\nfiles,2019,\n", "Access": SIGN_IN, "Owned": OWNED + "L,ws_cal,user,2019,100\n", "Offers": OFFERS + U25},
        "", "4500.00", {"ws_cal user": 100},
    ),
    "R19 the new domain controller not counted": (
        {"Servers": SERVES + "dc,2025,directory\nfiles,2019,\n", "Access": SIGN_IN, "Owned": OWNED + "L,ws_cal,user,2019,100\n", "Offers": OFFERS + U25},
        "count_infrastructure_access,no\n", "0.00", {},
    ),
    "R19 one new server for fifteen": (
        {
            "Servers": SERVES + "dc,2019,directory\nfiles,2019,\napp,2025,\n",
            "Access": SIGN_IN + "".join(f"u{i},pc{i},app,\n" for i in range(15)),
            "Owned": OWNED + "L,ws_cal,user,2019,100\n",
            "Offers": OFFERS + U25,
        },
        "", "675.00", {"ws_cal user": 15},
    ),
    "R7 guests' phones with an address from Windows": (
        {
            "Servers": SERVES + "dhcp,2022,dhcp\n",
            "Devices": "device_id,kind\npc,workstation\n" + "".join(f"guest{i},phone\n" for i in range(80)),
            "Access": ACCESS + "ann,pc,dhcp,\n",
            "Offers": OFFERS + U45 + D35,
        },
        "", "2835.00", {"ws_cal device": 81},
    ),
    "R60 actual access": (CAPABLE, "", "90.00", {"ws_cal user": 2}),
    "R60 potential access": (CAPABLE, "count_basis,potential_access\n", "1750.00", {"ws_cal device": 50}),
    "V14 printers by default": ({"Headcount": GROUPS + "s,30,10,shared,2022,,,2\n", "Offers": OFFERS + U45 + D35}, "", "420.00", {"ws_cal device": 12}),
    "V14 printers exempt": ({"Headcount": GROUPS + "s,30,10,shared,2022,,,2\n", "Offers": OFFERS + U45 + D35}, "peripherals,exempt\n", "350.00", {"ws_cal device": 10}),
    "V14 the user route": ({"Headcount": GROUPS + "s,30,10,shared,2022,,,2\n", "Offers": OFFERS + U45 + D35}, "ws_metrics,user\n", "1350.00", {"ws_cal user": 30}),
}  # fmt: skip


def planned(sheets: dict[str, str], policies: str, folder: Path, exit_code: int = 0) -> dict[str, Any]:
    """Plan the scenario `cheapest` of some sheets and return it as plan.json has it."""
    folder.mkdir()
    for sheet, text in {**sheets, "Policy": f"name,value\nplan_date,2026-11-21\n{policies}"}.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    result = run("plan", folder, "--scenario", "cheapest", "--json", "-")
    assert result.exit_code == exit_code, result.output
    (scenario,) = json.loads(result.stdout)["scenarios"]
    return dict(scenario)


@pytest.mark.parametrize("name", CASES)
def test_published_answer(name: str, tmp_path: Path):
    sheets, policies, total, licences = CASES[name]
    scenario = planned(sheets, policies, tmp_path / "estate")
    bought: dict[str, int] = {}
    for line in scenario["purchases"]:
        kind = f"{line['product']} {line['metric']}"
        bought[kind] = bought.get(kind, 0) + line["licences"]
    assert (scenario["status"], scenario["cost"]["total"], bought) == ("optimal", total, licences)


def risk_of(folder: Path, policies: str = "") -> dict[str, object]:
    """The V19 estate: a hundred people, ninety licences owned, a list price of fifty."""
    folder.mkdir()
    sheets = {
        "Headcount": GROUPS + "g,100,0,shared,2022,,,\n",
        "Owned": OWNED + "L,ws_cal,user,2022,90\n",
        "Offers": OFFERS + "U,Vendor A,ws_cal,user,2022,new,50,1\n",
        "Policy": f"name,value\nplan_date,2026-11-21\n{policies}",
    }
    for sheet, text in sheets.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    result = run("plan", folder, "--scenario", "cheapest", "--json", "-")
    assert result.exit_code == 0, result.output
    (scenario,) = json.loads(result.stdout)["scenarios"]
    return scenario["risk"]


@pytest.mark.parametrize(
    ("policies", "amount"),
    [
        ("", "625.00"),
        ("audit_cost,1000\n", "1625.00"),
        (
            "audit_threshold,0.1\n",
            "625.00",
        ),  # a tenth is missing, and by the usual reading the threshold counts as above
        ("audit_threshold,0.1\naudit_threshold_reading,above\n", "500.00"),
        ("audit_factor,2\n", "1000.00"),
        ("list_price_ws_cal,60\n", "750.00"),
    ],
)
def test_v19_what_a_shortfall_could_cost(policies: str, amount: str, tmp_path: Path):
    risk = risk_of(tmp_path / "estate", policies)
    assert (risk["shortfall"], risk["amount"]) == (10, amount)
    assert "10 Windows Server User CALs 2022" in str(risk["text"])
    assert ("10 of 100 licences in use are missing" in str(risk["text"])) == (amount != "500.00")


def test_v16_no_workgroup_takes_the_browser_client(tmp_path: Path):
    """V16: a workgroup takes Device CALs only, the browser client User CALs only; so nothing can be licensed."""
    sheets = {
        "Access": "user_id,device_id,server_id,kind,client\nann,pc,S,rds,html5\n",
        "Servers": "server_id,version,directory\nS,2022,workgroup\n",
        "Offers": OFFERS + U45 + D35 + REMOTE,
    }
    scenario = planned(sheets, "rds_mode_strict,no\n", tmp_path / "estate", exit_code=3)
    assert scenario["status"] == "infeasible"
    assert scenario["reason"] == (
        "On the Remote Desktop deployment S only User CALs count, because it is used with the browser client; and only "
        "Device CALs, because S stands in a workgroup. No CAL is both."
    )
    assert scenario["relaxations"] == [
        {
            "policy": "servers",
            "from": None,
            "to": None,
            "text": "For S, either use the native client instead of html5, or join S to a domain.",
        }
    ]


@pytest.mark.parametrize(("people", "exit_code"), [(25, 0), (26, 3)])
def test_v17_essentials_admits_25_people(people: int, exit_code: int, tmp_path: Path):
    """V17: the 26th user of an Essentials server cannot be licensed, with no CAL."""
    sheets = {
        "Access": ACCESS + rows([(f"u{i}", "kiosk") for i in range(people)]),
        "Servers": "server_id,version,edition\nS,2022,essentials\n",
        "Offers": OFFERS + U45 + D35,
    }
    scenario = planned(sheets, "", tmp_path / "estate", exit_code=exit_code)
    if exit_code == 0:
        assert (scenario["status"], scenario["cost"]["total"]) == ("optimal", "0.00")
        return
    assert scenario["status"] == "infeasible"
    assert "admits at most 25 people and 50 machines, but 26 people and 1 machine reach S" in scenario["reason"]
    assert scenario["relaxations"][0]["policy"] == "servers"


def test_v18_a_fifth_may_be_revoked(tmp_path: Path):
    """V18: of 100 installed Remote Desktop Device CALs at most 20 may be revoked at a time."""
    sheets = {
        "Headcount": GROUPS + "g,100,100,own,2022,2022,,\n",
        "Owned": OWNED + "L,rds_cal,device,2022,100\n",
        "Offers": OFFERS + U45 + D35 + REMOTE,
    }
    scenario = planned(sheets, "", tmp_path / "estate")
    assert scenario["cost"]["total"] == "3500.00"
    (text,) = [notice["text"] for notice in scenario["notices"] if notice["code"] == "CAL-655"]
    assert text.endswith("(rule R30): 20 of 100 Remote Desktop Device CALs 2022.")


@pytest.mark.parametrize(
    ("upgrade_cost", "total"),
    [("", None), ("500", "675.00")],
)
def test_v15_a_licence_server_holds_nothing_newer(upgrade_cost: str, total: str | None, tmp_path: Path):
    """V15: host 2022, licence server 2019, Remote Desktop CALs 2025 on offer: not without an upgrade to 2025."""
    sheets = {
        "Access": "user_id,device_id,server_id,kind\nann,pc,S,rds\n",
        "Servers": f"server_id,version,rd_licence_server,upgrade_cost\nS,2022,,\nLS,2019,yes,{upgrade_cost}\n",
        "Offers": OFFERS + "U,Vendor A,ws_cal,user,2022,new,75,1\nR,Vendor A,rds_cal,user,2025,new,100,1\n",
    }
    scenario = planned(sheets, "", tmp_path / "estate", exit_code=0 if total else 3)
    if total is None:
        assert scenario["reason"] == (
            "The newest Remote Desktop licence server, LS, has version 2019 and holds no newer Remote Desktop CALs (rule R27)."
        )
        (line,) = scenario["relaxations"]
        assert line["policy"] == "servers"
        assert line["text"].startswith("Upgrade the licence server LS to 2025 ")
        return
    assert (scenario["status"], scenario["cost"]["total"], scenario["cost"]["upgrades"]) == ("optimal", total, "500.00")
    (text,) = [notice["text"] for notice in scenario["notices"] if notice["code"] == "CAL-656"]
    assert text == (
        "The Remote Desktop licence server LS is upgraded to 2025 in this plan, for 500.00 EUR: do that before you "
        "install Remote Desktop CALs (rule R27)."
    )
