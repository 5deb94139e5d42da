"""What the names of subscriptions give, and who is external."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import ask, sheet

NAMES = (
    "Microsoft 365 E3 EEA (no Teams)",
    "SPE_E3",
    "Microsoft 365 E5 Security",
    "Microsoft 365 E5 (no Teams)",
    "Microsoft 365 E7",
    "Enterprise Mobility + Security E3",
)


def test_names_as_tenants_show_them(tmp_path: Path) -> None:
    """Six people with a subscription each; one of them is an add-on, which gives nothing: one User CAL at 46.00."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version", "FILES,2025"),
            "Users": sheet("user_id,subscriptions", *(f"p{i},{name}" for i, name in enumerate(NAMES))),
            "Access": sheet("user_id,device_id,server_id", *(f"p{i},,FILES" for i in range(len(NAMES)))),
            "Offers": sheet("offer_id,vendor,product,metric,version,condition,price", "bu,V,ws_cal,user,2025,new,46"),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "46.00"
    assert [row["holder"] for row in answer.register if row["scenario"] == "cheapest"] == ["p2"]


@pytest.mark.parametrize(
    ("policy", "about", "total"),
    [
        ("", "remote_contractor,12,no", "460.00"),
        ("agreement_signed,2024-09-30\n", "remote_contractor,12,no", "460.00"),
        ("agreement_signed,2024-10-01\n", "remote_contractor,12,no", "200.00"),
        ("external_definition,2024\n", "onsite_contractor,12,no", "200.00"),
        ("external_definition,2024\n", "onsite_contractor,12,yes", "460.00"),
        ("external_definition,2024\n", "onsite_contractor,30,no", "200.00"),
        ("external_definition,2024\n", "onsite_contractor,31,no", "460.00"),
        ("external_definition,2024\n", "remote_contractor,,", "460.00"),
        ("external_definition,2024\n", "employee,12,no", "460.00"),
        ("external_definition,2024\n", "external,40,yes", "200.00"),
    ],
)
def test_who_can_be_licensed_by_a_connector(policy: str, about: str, total: str, tmp_path: Path) -> None:
    """Ten people from any machine: 460.00 with CALs, 200.00 with a connector, which is for external people only."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version", "FILES,2025"),
            "Users": sheet("user_id,persons,relation,weekly_hours,on_site_daily", f"crew,10,{about}"),
            "Access": sheet("user_id,device_id,server_id", "crew,,FILES"),
            "Offers": sheet(
                "offer_id,vendor,product,metric,version,condition,price",
                "bu,V,ws_cal,user,2025,new,46",
                "ec,V,ws_external_connector,host,2025,new,200",
            ),
        },
        policy,
    )
    assert answer.total == answer.oracle["cheapest"] == total
