"""Who needs a licence at all: what people's subscriptions include, and who is external."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import ask, sheet

SERVERS = sheet("server_id,version", "files,2025")
OFFERS = sheet(
    "offer_id,vendor,product,metric,version,condition,price",
    "bu,V,ws_cal,user,2025,new,46",
    "bd,V,ws_cal,device,2025,new,34",
    "ec,V,ws_external_connector,,2025,new,150",
)
TENANT = (
    "Microsoft 365 E5 EEA (no Teams)",
    "SPE_E5",
    "Microsoft 365 E5 Compliance",
    "Microsoft 365 E3 (no Teams)",
    "Microsoft 365 E7",
    "EMS E5",
    "Office 365 E3",
)


def test_names_as_tenants_have_them_count_and_add_ons_do_not(tmp_path: Path) -> None:
    """Seven people; two of them have only what includes no CAL."""
    names = [f"u{number}" for number in range(len(TENANT))]
    users = sheet("user_id,subscriptions", *(f"{name},{had}" for name, had in zip(names, TENANT, strict=True)))
    access = sheet("user_id,device_id,server_id", *(f"{name},,files" for name in names))
    sheets = {"Servers": SERVERS, "Offers": OFFERS, "Users": users, "Access": access}
    answer = ask(tmp_path, sheets)
    assert answer.total == answer.oracle["cheapest"] == "92.00"
    (told,) = [text for text in answer.notices if text.startswith("These subscriptions include no CAL")]
    assert "Microsoft 365 E5 Compliance (people: 1), Office 365 E3 (people: 1)." in told


def test_each_of_the_people_behind_an_account_has_its_subscription(tmp_path: Path) -> None:
    """Thirty people with E3 need nothing; the group's ten share four machines."""
    users = sheet("user_id,persons,subscriptions", "counter,30,Microsoft 365 E3")
    access = sheet("user_id,device_id,server_id", "counter,,files")
    groups = sheet("group,users,devices,pattern,server_version", "shop,10,4,shared,2025")
    sheets = {"Servers": SERVERS, "Offers": OFFERS, "Users": users, "Access": access, "Headcount": groups}
    answer = ask(tmp_path, sheets)
    assert answer.total == answer.oracle["cheapest"] == "136.00"
    assert any("(people: 30): counter." in text for text in answer.notices)


@pytest.mark.parametrize(
    ("policy", "hours", "total"),
    [
        ("agreement_signed,2024-10-01\n", "30", "150.00"),
        ("agreement_signed,2024-10-01\n", "31", "460.00"),
        ("agreement_signed,2024-10-01\n", "", "460.00"),
        ("agreement_signed,2024-09-30\n", "30", "460.00"),
        ("external_definition,2024\n", "30", "150.00"),
    ],
)
@pytest.mark.parametrize("as_group", [False, True])
def test_hours_decide_by_the_definition_of_2024(
    policy: str, hours: str, total: str, as_group: bool, tmp_path: Path
) -> None:
    """Ten contractors who work remotely: an External Connector, or ten User CALs."""
    if as_group:
        header = "group,users,devices,pattern,servers,relation,weekly_hours"
        people = {"Headcount": sheet(header, f"help,10,0,own,files,remote_contractor,{hours}")}
    else:
        rows = [f"u{number},remote_contractor,{hours}" for number in range(10)]
        access = sheet("user_id,device_id,server_id", *(f"u{number},,files" for number in range(10)))
        people = {"Users": sheet("user_id,relation,weekly_hours", *rows), "Access": access}
    answer = ask(tmp_path, {"Servers": SERVERS, "Offers": OFFERS, **people}, policy)
    assert answer.total == answer.oracle["cheapest"] == total
