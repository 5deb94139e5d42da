"""On tiny estates every scenario costs exactly what plain enumeration finds, or both find no plan."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle.checker import complaints
from tests.oracle.enumerate import minimum_total
from tests.oracle.estate import read_estate
from tests.property.estates import SHAPES, write_estate
from tests.property.running import Run, plan_estate, plan_folder

SEEDS_OF_SHAPE = {
    "pairs": (1, 2, 3),
    "groups": (11, 12, 13, 14),
    "accounts": (21, 22, 23, 24, 25),
    "lists": (31, 33),
    "everything": (41, 42, 43, 44),
}


def cost_by_scenario(run: Run) -> dict[str, str | None]:
    return {result["name"]: result.get("cost", {}).get("total") for result in run.plan["scenarios"]}


def cheapest_by_scenario(folder: Path) -> dict[str, str | None]:
    estate = read_estate(folder)
    totals = {scenario.name: minimum_total(estate, scenario.policy) for scenario in estate.scenarios}
    return {name: None if total is None else f"{total / 100:.2f}" for name, total in totals.items()}


def test_every_shape_is_tried() -> None:
    assert set(SEEDS_OF_SHAPE) == set(SHAPES)


@pytest.mark.parametrize(("shape", "seed"), [(s, seed) for s, seeds in SEEDS_OF_SHAPE.items() for seed in seeds])
def test_a_plan_costs_what_enumeration_finds(shape: str, seed: int, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, persons=2 + seed % 5, shape=shape, scenarios=8)
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_built_in_scenarios_cost_what_enumeration_finds(shape: str, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed=7, persons=5, shape=shape, scenarios=0)
    assert len(run.plan["scenarios"]) == 7
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


@pytest.mark.parametrize(
    ("shape", "seed"),
    [
        ("pairs", 26),
        ("accounts", 11),
        ("everything", 11),
        ("accounts", 21),
        ("pairs", 13),
        ("pairs", 60),
        ("pairs", 131),
    ],
)
def test_administrators_are_freed_as_enumeration_says(shape: str, seed: int, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, 2 + seed % 4, shape, scenarios=6)
    assert any(notice["code"] == "CAL-640" for result in run.plan["scenarios"] for notice in result["notices"])
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


@pytest.mark.parametrize(("shape", "seed"), [("pairs", 9), ("pairs", 85), ("accounts", 125), ("everything", 91)])
def test_connectors_are_bought_as_enumeration_says(shape: str, seed: int, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, 2 + seed % 4, shape, scenarios=6)
    assert any(row["metric"] == "host" for row in run.register)
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


@pytest.mark.parametrize(
    ("shape", "seed"), [("accounts", 3000), ("accounts", 3002), ("lists", 3015), ("everything", 3006), ("pairs", 3008)]
)
def test_subscriptions_cover_whom_enumeration_says(shape: str, seed: int, tmp_path: Path) -> None:
    """People with a right to the base layer, in every other scenario with both layers at one end."""
    write_estate(tmp_path / "inventory", seed, 5, shape, scenarios=4)
    rewrite(
        tmp_path / "inventory" / "Scenarios.csv",
        lambda rows: [{**row, "base_and_rds_same_metric": "yes" if n % 2 else "no"} for n, row in enumerate(rows)],
    )
    run = plan_folder(tmp_path / "inventory")
    assert any(notice["code"] == "CAL-621" for result in run.plan["scenarios"] for notice in result["notices"])
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


GRANTING = [
    ("pairs", 7002),
    ("accounts", 7004),
    ("pairs", 7007),
    ("lists", 7009),
    ("accounts", 7008),
    ("everything", 7002),
]


def test_what_licences_grant_is_what_enumeration_says(tmp_path: Path) -> None:
    """Software Assurance, suites, bridges, licences that moved lately and stand-ins all occur in these estates."""
    told = set()
    for shape, seed in GRANTING:
        run = plan_estate(tmp_path / f"{shape}-{seed}", seed, persons=5, shape=shape, scenarios=4)
        told |= {notice["code"] for result in run.plan["scenarios"] for notice in result["notices"]}
        assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
        assert complaints(run.folder, run.plan, run.register) == []
    assert told >= {"CAL-660", "CAL-664", "CAL-665", "CAL-667", "CAL-668", "CAL-669"}


@pytest.mark.parametrize(("shape", "seed"), [("pairs", 6095), ("accounts", 6114), ("everything", 6282)])
def test_what_is_counted_is_what_enumeration_counts(shape: str, seed: int, tmp_path: Path) -> None:
    """Servers for everybody and of others, web pages for staff, actual and potential access."""
    run = plan_estate(tmp_path, seed, persons=2 + seed % 4, shape=shape, scenarios=6)
    assert any(notice["code"] == "CAL-673" for result in run.plan["scenarios"] for notice in result["notices"])
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


def test_addresses_and_potential_access_by_enumeration(tmp_path: Path) -> None:
    """A guest's phone that only gets an address, somebody who works from any machine, and an unattended scanner."""
    sheets = {
        "Servers": "server_id,version,infrastructure,workload,owner\n"
        "dc,2022,directory; DNS,,\nnet,2025,dhcp,,\nfiles,2019,,,\nstaff,2025,,web_internal,\nfar,2025,,,Partner\n",
        "Users": "user_id,persons\nann,\nbob,\ntill,2\nidle,\n",
        "Devices": "device_id,kind\npc,\ntab,tablet\nscan,scanner\nguest,phone\n",
        "Access": "user_id,device_id,server_id,kind\nann,pc,files,\nbob,,staff,\ntill,tab,files,\n,scan,files,\n"
        "ann,pc,far,rds\nbob,tab,files,web_public\n",
        "Offers": OFFERS,
        "Scenarios": "scenario,count_infrastructure_access,intranet_is_web_workload,count_basis\n"
        "plain,,,\nlisted,no,,\nintranet,,yes,\nboth,no,yes,\npotential,,,potential_access\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    costs = {"plain": "165.00", "listed": "135.00", "intranet": "165.00", "both": "90.00", "potential": "165.00"}
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder) == costs
    assert complaints(run.folder, run.plan, run.register) == []


def write_sheets(folder: Path, sheets: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in {"Policy": "name,value\nplan_date,2026-11-21\n", **sheets}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_deployment_has_a_name_of_its_own(tmp_path: Path) -> None:
    """The column rds_deployment names a deployment; blank stands for the server's own id."""
    sheets = {
        "Servers": "server_id,version,rds_deployment,rds_mode\nh1,2022,farm,user\nh2,2019,farm,user\n",
        "Access": "user_id,device_id,server_id,kind\nu1,d1,h1,rds\nu2,d1,h2,rds\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price\n"
        "wd,V,ws_cal,device,2025,new,30\nru,V,rds_cal,user,2025,new,90\nrd,V,rds_cal,device,2025,new,80\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run)["cheapest"] == "210.00"
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)


def test_equal_pairs_keep_their_partners(tmp_path: Path) -> None:
    """Three alike pairs, their machines named in another order than their people, split between both metrics."""
    sheets = {
        "Servers": "server_id,version\ns,2019\n",
        "Access": "user_id,device_id,server_id\nu0,d0,s\nu1,d2,s\nu2,d1,s\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price,pack_size\n"
        "o1,V,ws_cal,user,2025,new,60.20,2\no2,V,ws_cal,device,2025,new,32.62,1\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run)["cheapest"] == "92.82"
    assert complaints(run.folder, run.plan, run.register) == []


OFFERS = (
    "offer_id,vendor,product,metric,version,condition,price\nwu,V,ws_cal,user,2025,new,45\nwd,V,ws_cal,device,2025,new,30\n"
    "ru,V,rds_cal,user,2025,new,90\nrd,V,rds_cal,device,2025,new,80\n"
)


@pytest.mark.parametrize(("people", "total"), [(25, "45.00"), (26, None)])
def test_essentials_takes_25_people(people: int, total: str | None, tmp_path: Path) -> None:
    """One of them also reaches an ordinary server; the others need nothing, up to the cap."""
    sheets = {
        "Servers": "server_id,version,edition\nsmall,2025,essentials\nfiles,2022,standard\n",
        "Users": f"user_id,persons\nclerks,{people - 1}\nann,\n",
        "Devices": "device_id,kind\nsql,licensed_server\n",
        "Access": "user_id,device_id,server_id\nclerks,,small\nann,,*\n",
        "Offers": OFFERS,
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run)["cheapest"] == total
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []
    if total is None:
        result = run.plan["scenarios"][0]
        assert result["reason"] == (
            "A server of edition Essentials admits at most 25 people and 50 machines, but 26 people and 0 machines "
            "reach small. No CAL lifts that."
        )
        assert result["relaxations"] == [
            {
                "policy": "servers",
                "from": None,
                "to": None,
                "text": "Move small to edition standard, where everybody needs a CAL, or let fewer people and machines "
                "reach it.",
            }
        ]


def test_a_deployment_in_azure_and_on_site(tmp_path: Path) -> None:
    """Azure takes people with Software Assurance only and includes the base CAL; so the mode is user for both."""
    sheets = {
        "Servers": "server_id,version,rds_deployment,rds_mode,licensing\n"
        "az,2025,farm,choose,azure_vm\nhere,2022,farm,choose,perpetual\n",
        "Access": "user_id,device_id,server_id,kind\nu1,d1,az,rds\nu2,d1,here,rds\n",
        "Offers": OFFERS.replace("price\n", "price,sa\n").replace("user,2025,new,90", "user,2025,new,90,yes"),
        "Scenarios": "scenario,azure_vm_ws_exempt,base_and_rds_same_metric,rds_mode_strict\n"
        "plain,,,\nbase,no,,\nsame,,yes,\nloose,,,no\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run) == {"plain": "210.00", "base": "210.00", "same": "225.00", "loose": "200.00"}
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


def test_register_and_purchases_say_why_a_licence_counts_as_another(tmp_path: Path) -> None:
    sheets = {
        "Headcount": "group,users,devices,pattern,server_version\ng,5,0,shared,2025\n",
        "Owned": "owned_id,product,metric,version,quantity,sa_until\n"
        "A,ws_cal,user,2019,1,2024-12-31\nS,Core CAL Suite,user,,1,2027-12-31\nB,Core Bridge for EMS,user,2025,9,\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price\nE,V,ECAL,user,,new,45\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []
    cheapest = run.plan["scenarios"][0]
    assert [(line["version"], line["licences"], line["product"]) for line in cheapest["purchases"]] == [
        ("2025", 3, "ws_cal")
    ]
    as_suite = "These are Enterprise CAL Suite licences, which count as Windows Server User CAL 2025 (rule R43)."
    assert cheapest["purchases"][0]["reason"].endswith(as_suite)
    ends = {
        "A": "Lot A was bought as 2019 and counts as 2025: its Software Assurance ran until 2024-12-31 (rule R39).",
        "S": "Lot S is of Core CAL Suite licences, which count as Windows Server User CAL 2025 (rule R43).",
        "E": as_suite,
    }
    rows = [row for row in run.register if row["scenario"] == "cheapest"]
    assert sorted(row["source"] for row in rows) == ["A", "E", "E", "E", "S"]
    assert all(row["reason"].endswith(ends[row["source"]]) for row in rows)
    assert all(row["licence_version"] == "2025" for row in rows)


def test_what_the_used_offers_left_out_would_save(tmp_path: Path) -> None:
    sheets = {
        "Headcount": "group,users,devices,pattern,server_version\ng,4,6,shared,2022\n",
        "Offers": "offer_id,vendor,product,metric,version,condition,price,proof,segment,first_sale_region\n"
        "n,V,ws_cal,user,2025,new,40,,,\nshort,V,ws_cal,user,2025,used,20,1;7,,\n"
        "oem,V,ws_cal,user,2022,used,25,complete,oem,DE\nabroad,V,ws_cal,user,2022,used,30,complete,commercial,US\n",
        "Scenarios": "scenario,country,allow_used_oem,min_proof_score,missing_evidence\n"
        "here,DE,,,\nanywhere,,,,\noem,DE,yes,,\nany proof,DE,,none,\nstated,DE,,none,exclude\n",
    }
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    costs = {"here": "160.00", "anywhere": "120.00", "oem": "100.00", "any proof": "80.00", "stated": "160.00"}
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder) == costs
    told = {
        result["name"]: [n["text"] for n in result["notices"] if n["code"] == "CAL-633"]
        for result in run.plan["scenarios"]
    }
    words = "With the used offers that are left out admitted, {} would be saved."
    assert told == {
        "here": [words.format("80.00 EUR")],
        "anywhere": [words.format("40.00 EUR")],
        "oem": [words.format("20.00 EUR")],
        "any proof": [words.format("nothing")],
        "stated": [words.format("80.00 EUR")],
    }
    risks = [text for text in run.plan["scenarios"][2]["assumptions"] if "C-128/11" in text]
    assert len(risks) == 1
    assert not any("C-128/11" in text for text in run.plan["scenarios"][0]["assumptions"])


LICENCE_SERVER = {
    "Servers": "server_id,version,rds_deployment,rd_licence_server,upgrade_to,upgrade_on,upgrade_cost\n"
    "host,2019,farm,,,,\nls,2019,,yes,2025,2027-03-01,{cost}\n",
    "Access": "user_id,device_id,server_id,kind\nu1,d1,host,rds\nu2,d2,host,rds\n{more}",
    "Offers": "offer_id,vendor,product,metric,version,condition,price\nw,V,ws_cal,user,2019,new,10\n"
    "w25,V,ws_cal,user,2025,new,30\nr,V,rds_cal,user,2019,new,90\nr25,V,rds_cal,user,2025,new,60\n",
    "Owned": "owned_id,product,metric,version,quantity,resale_price\nL,rds_cal,user,2022,1,1\n",
    "Scenarios": "scenario,server_upgrades\nplanned,\nnone,none\nnewest,2025\n",
}


@pytest.mark.parametrize(
    ("cost", "more", "totals"),
    [
        # Two people need a base CAL at 10 and a Remote Desktop CAL: at 90 each, with the owned one sold for 1, or
        # after an upgrade the owned one and another at 60.
        ("50", "", {"planned": "130.00", "none": "199.00", "newest": "229.00"}),
        ("200", "", {"planned": "199.00", "none": "199.00", "newest": "379.00"}),
        # Somebody reaches the licence server, too, and with the upgrade needs a base CAL at 30 instead of 10.
        ("50", "u3,d3,ls,standard\n", {"planned": "160.00", "none": "209.00", "newest": "259.00"}),
        ("109", "u3,d3,ls,standard\n", {"planned": "209.00", "none": "209.00", "newest": "318.00"}),
    ],
)
def test_an_upgrade_of_the_licence_server_pays_or_not(
    cost: str, more: str, totals: dict[str, str], tmp_path: Path
) -> None:
    sheets = {name: text.format(cost=cost, more=more) for name, text in LICENCE_SERVER.items()}
    run = plan_folder(write_sheets(tmp_path / "inventory", sheets))
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder) == totals
    assert complaints(run.folder, run.plan, run.register) == []
    told = {
        r["name"]: {n["code"] for n in r["notices"]} & {"CAL-601", "CAL-656", "CAL-657"} for r in run.plan["scenarios"]
    }
    is_upgraded = "CAL-656" in told["planned"]
    assert is_upgraded == (totals["planned"] < totals["none"])
    assert told["planned"] == ({"CAL-656"} if is_upgraded else {"CAL-601", "CAL-657"})
    assert told["none"] == {"CAL-657"}
    (sale,) = run.plan["scenarios"][1]["sales"]
    assert sale["reason"].endswith("can go at 1.00 EUR each: no licence server holds version 2022.")


@pytest.mark.parametrize(
    ("shape", "seed"), [("groups", 9114), ("accounts", 9101), ("lists", 9108), ("everything", 9106)]
)
def test_licences_are_switched_as_enumeration_says(shape: str, seed: int, tmp_path: Path) -> None:
    """Remote Desktop CALs of either metric are owned, and in every other scenario they may be switched."""
    folder = tmp_path / "inventory"
    write_estate(folder, seed, 3 + seed % 3, shape, scenarios=4)
    lots = [
        {"owned_id": f"x{n}", "product": "rds_cal", "metric": metric, "version": version, "quantity": "2"}
        for n, (metric, version) in enumerate((("user", "2025"), ("device", "2022")))
    ]
    rewrite(folder / "Owned.csv", lambda rows: [*rows, *lots])
    rewrite(
        folder / "Scenarios.csv",
        lambda rows: [
            {**row, "rds_type_convertible": "no" if n % 2 else "yes", "rds_mode_default": "any"}
            for n, row in enumerate(rows)
        ],
    )
    run = plan_folder(folder)
    converting = [r for r in run.plan["scenarios"] if "CAL-659" in {notice["code"] for notice in r["notices"]}]
    assert converting
    assert all(result["switches"] for result in converting)
    assert cost_by_scenario(run) == cheapest_by_scenario(run.folder)
    assert complaints(run.folder, run.plan, run.register) == []


def rewrite(place: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    """Change the rows of a sheet, which need not be there."""
    rows: list[dict[str, str]] = []
    if place.exists():
        with place.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
    rows = change(rows)
    with place.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(dict.fromkeys(key for row in rows for key in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
