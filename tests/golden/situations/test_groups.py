"""Groups that reach servers by name, and what is asked before anything is bought for servers that nobody names."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import ask, sheet

SMALL_OFFICE = {"Servers": sheet("server_id,version,edition", "SMALL,2022,essentials")}
HEADS = "group,users,devices,pattern,server_version,rds_version,servers,rds_servers,rds_deployment"


def test_a_small_office_on_essentials_buys_nothing(tmp_path: Path) -> None:
    """24 people with 40 machines are within the 25 people and 50 machines that the edition admits."""
    answer = ask(tmp_path, {**SMALL_OFFICE, "Headcount": sheet(HEADS, "Office,24,40,own,2022,,SMALL,,")})
    assert answer.exit_code in (0, 3)
    assert answer.total == answer.oracle["cheapest"] == "0.00"


def test_essentials_admits_25_people_of_a_group(tmp_path: Path) -> None:
    answer = ask(tmp_path, {**SMALL_OFFICE, "Headcount": sheet(HEADS, "Office,26,40,own,2022,,SMALL,,")})
    assert answer.total is answer.oracle["cheapest"] is None
    assert "26 people" in answer.first["reason"]


def test_a_server_that_would_change_the_answer_is_asked_about(tmp_path: Path) -> None:
    """Nobody names the Essentials server: whether its people need CALs at all must be known first."""
    answer = ask(tmp_path, {**SMALL_OFFICE, "Headcount": sheet(HEADS, "Office,24,40,own,2022,,,,")})
    assert answer.exit_code == 2
    assert "SMALL" in answer.flat
    assert "servers" in answer.flat


STAND_ALONE = {
    "Servers": sheet("server_id,version,directory,rds_deployment,rds_mode", "TERM,2022,workgroup,TERM,device")
}


@pytest.mark.parametrize("group", ["Crew,8,20,own,2022,2022,,TERM,", "Crew,8,20,own,2022,2022,TERM,TERM,"])
def test_a_workgroup_host_takes_machines_only(group: str, tmp_path: Path) -> None:
    """8 people with 20 machines on a stand-alone session host: 20 Remote Desktop Device CALs at 82.00, and for the
    base layer 8 User CALs at 24.00."""
    answer = ask(tmp_path, {**STAND_ALONE, "Headcount": sheet(HEADS, group)}, scenarios=("cheapest", "users only"))
    assert answer.total == answer.oracle["cheapest"] == "1832.00"
    assert answer.bought == {"rd22": 20, "bu22": 8}
    assert answer.scenario("users only")["status"] == "infeasible"
    assert not any(
        line["product"] == "rds_cal" and line["metric"] == "user"
        for result in answer.plan["scenarios"]
        for line in result.get("purchases", ())
    )


def test_a_workgroup_host_that_no_group_names_is_asked_about(tmp_path: Path) -> None:
    answer = ask(tmp_path, {**STAND_ALONE, "Headcount": sheet(HEADS, "Crew,8,20,own,2022,2022,,,")})
    assert answer.exit_code == 2
    assert "TERM" in answer.flat


def test_an_account_row_of_eighty_with_e3_has_a_right_to_the_base_layer(tmp_path: Path) -> None:
    """The 20 tills and 6 printers of the shops (26 x 20.00) and 15 machines of the sellers (15 x 20.00) are left."""
    answer = ask(
        tmp_path,
        {
            "Users": sheet("user_id,persons,subscriptions", "clerks,80,Microsoft 365 E3"),
            "Servers": sheet("server_id,version", "FILES,2022"),
            "Access": sheet("user_id,device_id,server_id", "clerks,,FILES"),
            "Headcount": sheet(
                "group,users,devices,pattern,server_version,peripherals",
                "Shops,120,20,shared,2022,6",
                "Sellers,15,15,own,2022,0",
            ),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "820.00"
    assert answer.bought == {"bd22": 41}


def test_the_only_file_server_is_upgraded_soon(tmp_path: Path) -> None:
    """Today 20 User CALs 2019 do (280.00); at the upgrade they are of no use, and 20 of 2025 cost 820.00 in boxes."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version,upgrade_to,upgrade_on", "FILES,2019,2025,2026-12-15"),
            "Headcount": sheet(HEADS, "All,20,40,own,2019,,,,"),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "280.00"
    assert "nothing more" not in answer.flat
    assert any("FILES" in text and "540.00" in text for text in answer.notices)


def test_administration_server_by_server_beside_a_group(tmp_path: Path) -> None:
    """Three people administer every server of the list, of whom two are free on each; the group reaches servers that
    no list names. One administrator's User CAL at 24.00, and three of the group at 24.00."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version", "ONE,2022", "TWO,2022"),
            "Access": sheet("user_id,device_id,server_id,kind", "ann,,*,admin", "ben,,*,admin", "cem,,*,admin"),
            "Headcount": sheet("group,users,devices,pattern,server_version", "Office,3,9,own,2022"),
        },
        "ws_admin_scope,server\n",
    )
    assert answer.total == answer.oracle["cheapest"] == "96.00"
