"""Sessions on Azure machines ask for licences with Software Assurance, or for subscriptions."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import SHOP, Answer, ask, sheet

YEARLY = (
    SHOP.replace("pack_size\n", "pack_size,term_months\n") + "sub,Northern Licences,rds_cal,user,2025,new,77.00,1,12\n"
)
HOST = sheet("server_id,version,licensing,rds_deployment", "CLOUD,2022,azure_vm,CLOUD")


def customers(place: Path, policy: str = "") -> Answer:
    return ask(
        place,
        {
            "Servers": HOST,
            "Users": sheet("user_id,persons,relation", "guests,30,external"),
            "Access": sheet("user_id,device_id,server_id,kind", "guests,,CLOUD,rds"),
            "Offers": YEARLY,
        },
        policy,
    )


def test_outside_customers_in_azure_are_not_served_by_plain_licences(tmp_path: Path) -> None:
    answer = customers(tmp_path)
    assert answer.exit_code == 3
    assert answer.first["status"] == "infeasible"
    assert answer.oracle["cheapest"] is None
    assert "subscriptions" in {line["policy"] for line in answer.first["relaxations"]}


def test_outside_customers_in_azure_by_subscription(tmp_path: Path) -> None:
    answer = customers(tmp_path, "subscriptions,yes\n")
    assert answer.total == answer.oracle["cheapest"] == "2310.00"
    assert answer.bought == {"sub": 30}
    assert any("hosting" in text.lower() for text in answer.notices)


@pytest.mark.parametrize(("policy", "total"), [("", None), ("subscriptions,yes\n", "770.00")])
def test_ten_people_more_than_licences_with_assurance(policy: str, total: str | None, tmp_path: Path) -> None:
    answer = ask(
        tmp_path,
        {
            "Servers": HOST,
            "Users": sheet("user_id,persons", "all,50"),
            "Access": sheet("user_id,device_id,server_id,kind", "all,,CLOUD,rds"),
            "Owned": sheet("owned_id,product,metric,version,quantity,sa_until", "old,rds_cal,user,2019,40,2027-06-30"),
            "Offers": YEARLY,
        },
        policy,
    )
    assert answer.total == answer.oracle["cheapest"] == total
    if total is None:
        assert answer.exit_code == 3
        assert "subscriptions" in answer.flat


def test_a_licence_with_assurance_serves_azure_and_is_not_sold(tmp_path: Path) -> None:
    """One of two Remote Desktop User CALs has Software Assurance and a tempting resale price."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet(
                "server_id,version,licensing,rds_deployment,rds_mode",
                "CLOUD,2025,azure_vm,far,user",
                "CELLAR,2025,perpetual,near,user",
            ),
            "Access": sheet("user_id,device_id,server_id,kind", "ada,a,CLOUD,rds", "bob,b,CELLAR,rds"),
            "Owned": sheet(
                "owned_id,product,metric,version,quantity,sa_until,resale_price",
                "plain,rds_cal,user,2025,1,,",
                "assured,rds_cal,user,2025,1,2027-12-31,500",
                "base,ws_cal,user,2025,2,,",
            ),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "0.00"
    assert answer.first["sales"] == []
    sources = {
        row["holder"]: row["source"]
        for row in answer.register
        if row["product"] == "rds_cal" and row["scenario"] == "cheapest"
    }
    assert sources == {"ada": "assured", "bob": "plain"}


def test_no_connector_for_sessions_on_an_azure_machine(tmp_path: Path) -> None:
    """60 outside people: 60 User CALs at 120.00 with Software Assurance, though a connector would cost 6,000.00."""
    offers = sheet(
        "offer_id,vendor,product,metric,version,condition,price,sa",
        "bu,V,ws_cal,user,2025,new,46,",
        "ru,V,rds_cal,user,2025,new,120,yes",
        "rd,V,rds_cal,device,2025,new,100,",
        "ec,V,ws_external_connector,host,2025,new,1500,",
        "rec,V,rds_external_connector,host,2025,new,6000,",
    )
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version,licensing,host,rds_deployment", "CLOUD,2025,azure_vm,iron,farm"),
            "Users": sheet("user_id,persons,relation", "out,60,external"),
            "Access": sheet("user_id,device_id,server_id,kind", "out,,CLOUD,rds"),
            "Offers": offers,
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "7200.00"
    assert answer.bought == {"ru": 60}
