"""What may be sold, and what may be bought used."""

from pathlib import Path

from tests.golden.situations.asking import ask, sheet

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
