"""A licence that moved less than 90 days ago stays with its holder, used or idle, in every scenario."""

from pathlib import Path

import pytest

from tests.golden.situations.asking import Answer, ask, sheet

OWN = "owned_id,product,metric,version,quantity,document,assigned_to,last_reassigned"
SERVERS = sheet("server_id,version,rds_deployment", "TS,2022,TS", "FS,2022,")
NAMES = ("cheapest", "users only", "one metric per product")


def of_three(place: Path, moved: str, first: str, anna: str = "yes") -> Answer:
    """Anna and Carl were given a Remote Desktop CAL; Ben and Carl need one, and Anna what `first` says."""
    lots = (f"R1,rds_cal,user,2022,1,Inv,anna,{moved}", f"R2,rds_cal,user,2022,1,Inv,carl,{moved}")
    sheets = {
        "Servers": SERVERS,
        "Users": sheet("user_id,active", f"anna,{anna}", "ben,yes", "carl,yes"),
        "Access": sheet("user_id,device_id,server_id,kind", first, "ben,,TS,rds", "carl,,TS,rds"),
        "Owned": sheet(OWN, *lots, "B,ws_cal,user,2022,3,Inv,,"),
    }
    return ask(place, sheets, scenarios=NAMES)


@pytest.mark.parametrize(
    ("anna", "first", "moved", "total"),
    [
        ("no", "anna,,TS,rds", "2026-10-22", "0.00"),
        ("yes", "anna,,FS,standard", "2026-10-22", "95.00"),
        ("yes", "anna,,FS,standard", "2026-08-24", "95.00"),
        ("yes", "anna,,FS,standard", "2026-08-23", "0.00"),
        ("yes", "anna,,TS,rds", "2026-10-22", "95.00"),
    ],
)
def test_who_leaves_frees_a_licence_and_who_changes_roles_keeps_it(
    anna: str, first: str, moved: str, total: str, tmp_path: Path
) -> None:
    answer = of_three(tmp_path, moved, first, anna)
    assert answer.totals == answer.oracle == dict.fromkeys(NAMES, total)


def test_a_licence_that_stays_is_no_reason_for_a_dearer_plan(tmp_path: Path) -> None:
    """Twelve share a machine; one of them was given a User CAL. Mixing costs more than leaving it idle."""
    names = [f"p{n}" for n in range(12)]
    sheets = {
        "Servers": SERVERS,
        "Access": sheet("user_id,device_id,server_id,kind", *(f"{name},till,FS,standard" for name in names)),
        "Owned": sheet(OWN, "L,ws_cal,user,2022,1,Inv,p3,2026-11-01"),
    }
    answer = ask(tmp_path, sheets, "ws_mixing_cost,50\n", NAMES)
    assert answer.totals == answer.oracle
    assert answer.totals["cheapest"] == answer.totals["one metric per product"] == "20.00"


def test_whoever_needs_a_newer_version_too_uses_it_where_another_end_covers_that(tmp_path: Path) -> None:
    """Ann was given a 2019 licence. On the 2022 server her machine may hold one, as others use that machine."""
    sheets = {
        "Servers": sheet("server_id,version", "old,2019", "new,2022"),
        "Access": sheet(
            "user_id,device_id,server_id,kind",
            "ann,,old,standard",
            "ann,pc,new,standard",
            "bob,pc,new,standard",
            "eve,pc,new,standard",
        ),
        "Owned": sheet(OWN, "L,ws_cal,user,2019,1,Inv,ann,2026-11-01"),
    }
    answer = ask(tmp_path, sheets, scenarios=("cheapest", "users only"))
    assert answer.totals == answer.oracle == {"cheapest": "20.00", "users only": "72.00"}
    assert [row["holder"] for row in answer.register if row["source"] == "L"] == ["ann"]
