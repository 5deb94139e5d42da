"""What may be sold, and what may be bought used."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import DAY, Answer, ask, sheet

OFFERS = sheet(
    "offer_id,vendor,product,metric,version,condition,price",
    "bu,V,ws_cal,user,2025,new,46",
    "bd,V,ws_cal,device,2025,new,34",
)
EIGHT = sheet("group,users,devices,pattern,server_version", "team,8,8,own,2022")


def test_without_such_a_fact_the_surplus_is_sold(tmp_path: Path) -> None:
    lots = sheet("owned_id,product,metric,version,quantity,resale_price", "lot,ws_cal,user,2022,50,9")
    answer = ask(tmp_path, {"Headcount": EIGHT, "Offers": OFFERS, "Owned": lots}, "country,DE\n")
    assert answer.total == answer.oracle["cheapest"] == "-378.00"


def of_fifty(place: Path, policy: str, columns: str = "", stated: str = "") -> Answer:
    """Eight people own fifty licences that bring 9.00 each."""
    header = f"owned_id,product,metric,version,quantity,resale_price{columns}"
    lots = sheet(header, f"lot,ws_cal,user,2022,50,9{stated}")
    return ask(place, {"Headcount": EIGHT, "Offers": OFFERS, "Owned": lots}, policy)


@pytest.mark.parametrize(
    ("policy", "columns", "stated", "why"),
    [
        ("country,US\n", "", "", "contract terms and local law decide on resale (US)"),
        ("country,DE\n", ",segment", ",academic", "academic, government or charity licences"),
        ("country,DE\n", ",first_sale_region", ",US", "first sold outside the EEA (US)"),
        ("country,DE\n", ",first_sale_region,first_sold_on", ",GB,2021-01-01", "outside the EEA (GB on 2021-01-01)"),
        ("country,GB\n", ",first_sale_region", ",US", "neither in the United Kingdom nor in the EEA"),
        ("allow_split_lots,no\n", ",lot_is_complete", ",no", "part of a larger lot"),
        ("country,DE\nmissing_evidence,exclude\n", "", "", "evidence is not stated"),
        ("country,DE\n", ",sa_until", f",{DAY}", "Software Assurance runs"),
    ],
)
def test_what_no_buyer_would_take_stays_and_is_told_with_its_amount(
    policy: str, columns: str, stated: str, why: str, tmp_path: Path
) -> None:
    answer = of_fifty(tmp_path, policy, columns, stated)
    assert answer.total == answer.oracle["cheapest"] == "0.00"
    (text,) = [notice for notice in answer.notices if notice.startswith("Owned licences are not sold")]
    assert why in text
    assert text.endswith("lot (licences: 50, not in use: 42, which would bring 378.00 EUR).")


@pytest.mark.parametrize(
    ("policy", "columns", "stated"),
    [
        ("country,DE\n", ",first_sale_region,first_sold_on", ",GB,2020-12-31"),
        ("country,GB\n", ",first_sale_region,first_sold_on", ",DE,2021-01-01"),
        ("country,DE\nsell_under_sa,yes\n", ",sa_until", f",{DAY}"),
        ("country,DE\n", ",sa_until", ",2026-11-20"),
        ("allow_split_lots,no\n", ",lot_is_complete", ",yes"),
    ],
)
def test_what_a_buyer_may_take_is_sold(policy: str, columns: str, stated: str, tmp_path: Path) -> None:
    answer = of_fifty(tmp_path, policy, columns, stated)
    assert answer.total == answer.oracle["cheapest"] == "-378.00"


def test_used_licences_without_proof_are_kept_and_a_suite_is_sold_as_what_it_is(tmp_path: Path) -> None:
    lots = sheet(
        "owned_id,product,metric,version,quantity,resale_price,condition,proof,document",
        "used,ws_cal,user,2022,20,9,used,none,Inv 7",
        "suite,ECAL,user,2025,3,11,new,,Inv 8",
    )
    sheets = {"Headcount": EIGHT, "Offers": OFFERS, "Owned": lots}
    (tmp_path / "a").mkdir()
    answer = ask(tmp_path / "a", sheets)
    assert answer.total == answer.oracle["cheapest"] == "0.00"
    unsold = [notice for notice in answer.notices if notice.startswith("Owned licences are not sold")]
    assert len(unsold) == 2
    assert unsold[1].endswith("used (licences: 20, not in use: 12, which would bring 108.00 EUR).") or unsold[
        0
    ].endswith("used (licences: 20, not in use: 12, which would bring 108.00 EUR).")
    (tmp_path / "b").mkdir()
    answer = ask(tmp_path / "b", sheets, "sell_under_sa,yes\n")
    assert answer.total == answer.oracle["cheapest"] == "-33.00"
    (sale,) = answer.first["sales"]
    assert (sale["owned_id"], sale["quantity"], sale["suite"]) == ("suite", 3, "enterprise_cal_suite")
    assert "Enterprise CAL Suite per user" in answer.flat
    assert sale["reason"].startswith("Of 3 Enterprise CAL Suite per user, none stay in use and 3 can go")


def machines(sold_on: str) -> str:
    header = "offer_id,vendor,product,metric,version,condition,price,proof,first_sale_region,first_sold_on,segment"
    used = f"us,Used,ws_cal,device,2022,used,12,complete,GB,{sold_on},commercial"
    return sheet(header, used, "nd,V,ws_cal,device,2025,new,34,,,,")


@pytest.mark.parametrize(
    ("buyer", "sold_on", "total"),
    [
        ("DE", "", "102.00"),
        ("DE", "2018-05-01", "36.00"),
        ("DE", "2020-12-31", "36.00"),
        ("DE", "2021-01-01", "102.00"),
        ("GB", "2021-01-01", "36.00"),
        ("US", "2018-05-01", "102.00"),
    ],
)
def test_what_was_first_sold_in_great_britain(buyer: str, sold_on: str, total: str, tmp_path: Path) -> None:
    three = sheet("group,users,devices,pattern,server_version", "shop,4,3,shared,2022")
    answer = ask(tmp_path, {"Headcount": three, "Offers": machines(sold_on)}, f"country,{buyer}\n")
    assert answer.total == answer.oracle["cheapest"] == total


def test_a_buyer_in_great_britain_takes_nothing_first_sold_elsewhere(tmp_path: Path) -> None:
    three = sheet("group,users,devices,pattern,server_version", "shop,4,3,shared,2022")
    abroad = machines("2018-05-01").replace(",GB,", ",US,")
    answer = ask(tmp_path, {"Headcount": three, "Offers": abroad}, "country,GB\n")
    assert answer.total == answer.oracle["cheapest"] == "102.00"
