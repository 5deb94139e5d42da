"""What must be said beside a right total, with its number and amount."""

from pathlib import Path

from tests.golden.situations.asking import Answer, ask, sheet

GROUP = "group,users,devices,pattern,server_version"


def test_what_a_buyer_needs_stands_on_the_purchase_list(tmp_path: Path) -> None:
    offers = sheet(
        "offer_id,vendor,product,metric,version,condition,price,pack_size,stock_packs,valid_until,lead_days,channel,sku,url,note",
        'Q-1/a,V,ws_cal,user,2025,new,45.00,1,50,2026-12-05,3,CSP,P-1,https://example.test/q1,"Quote 1, net 30"',
        "Q-2/b,W,ws_cal,user,2025,new,205.00,5,10,2026-11-30,14,OEM,P-2,https://example.test/q2,with a server only",
    )
    answer = ask(tmp_path, {"Headcount": sheet(GROUP, "all,12,30,shared,2022"), "Offers": offers})
    assert answer.total == answer.oracle["cheapest"] == "500.00"
    lines = {line["offer_id"]: line for line in answer.first["purchases"]}
    assert {name: line["licences"] for name, line in lines.items()} == {"Q-1/a": 2, "Q-2/b": 10}
    assert lines["Q-2/b"]["valid_until"] == "2026-11-30"
    assert lines["Q-1/a"]["note"] == "Quote 1, net 30"
    assert (lines["Q-2/b"]["lead_days"], lines["Q-2/b"]["channel"], lines["Q-2/b"]["sku"]) == (14, "OEM", "P-2")
    assert lines["Q-1/a"]["url"] == "https://example.test/q1"


def told(answer: Answer, code: str) -> list[tuple[str, str, str | None]]:
    return [(one["text"], one["level"], one["amount"]) for one in answer.first["notices"] if one["code"] == code]


def test_controllers_that_are_entered_as_network_gear_are_told_first(tmp_path: Path) -> None:
    """Three people share two PCs; seven machines that reach the server count for nothing, two more reach none."""
    controllers = [f"c{number}" for number in range(1, 8)]
    answer = ask(
        tmp_path,
        {
            "Access": sheet(
                "user_id,device_id,server_id",
                *(f"{person},{machine},files" for person in ("ana", "bo", "cy") for machine in ("p1", "p2")),
                *(f",{controller},files" for controller in controllers),
            ),
            "Devices": sheet(
                "device_id,kind",
                "p1,workstation",
                "p2,workstation",
                *(f"{name},network" for name in (*controllers, "sw1", "sw2")),
            ),
            "Users": sheet("user_id", "ana", "bo", "cy"),
            "Servers": sheet("server_id,version", "files,2022"),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "40.00"
    (said,) = told(answer, "CAL-691")
    assert said == (
        "7 machines that use servers are left out (policy network_gear: exempt, rule R8); covering them costs "
        "140.00 EUR more. Check the kind of each in Devices.",
        "blocks",
        "140.00",
    )
    lines = answer.printed.splitlines()
    assert lines[1] == "Settle this before the plan is used:"
    assert lines[2].strip().startswith("7 machines that use servers are left out")


def test_daily_work_as_administration_and_licences_that_nothing_installs_are_told(tmp_path: Path) -> None:
    """Three administer one server, two the other; five Remote Desktop CALs came without a code."""
    staff = ("ana", "bo", "cy")
    answer = ask(
        tmp_path,
        {
            "Access": sheet(
                "user_id,device_id,server_id,kind",
                *(f"{one},,files,admin" for one in staff),
                *(f"{one},,mail,admin" for one in staff[:2]),
            ),
            "Users": sheet("user_id", *staff),
            "Servers": sheet("server_id,version", "files,2022", "mail,2022"),
            "Owned": sheet(
                "owned_id,product,metric,version,quantity,install_credential",
                "r1,rds_cal,user,2022,5,no", "r2,rds_cal,user,2022,3,",
            ),
        },
    )  # fmt: skip
    (said,) = told(answer, "CAL-693")
    assert "(rule R10)? files (3 people). Daily work" in said[0]
    (said,) = told(answer, "CAL-692")
    assert said[0].endswith("before there is: r1 (5).")


def test_people_who_come_later_are_told_with_their_day_number_and_price(tmp_path: Path) -> None:
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet(
                f"{GROUP},starts,ends",
                "staff,11,11,own,2022,,",
                "pickers,60,7,shared,2022,2027-06-01,2027-10-01",
                "packers,1,9,shared,2022,2027-03-01,",
                "builders,4,4,own,2022,,2026-01-31",
            )
        },
        scenarios=("cheapest", "users only"),
    )
    assert answer.total == answer.oracle["cheapest"] == "220.00"
    assert told(answer, "CAL-602") == [
        (
            "Groups that do not exist any more on 2026-11-21 are not part of this plan: builders.",
            "money",
            None,
        ),
        (
            "Groups that start later are not part of this plan: on 2027-03-01 packers (1 person, 9 machines): 1 "
            "licence more, for 24.00 EUR; on 2027-06-01 pickers (60 people, 7 machines): 7 licences more, for "
            "140.00 EUR.",
            "money",
            "164.00",
        ),
    ]
    (_, later) = (one for one in answer.scenario("users only")["notices"] if one["code"] == "CAL-602")
    assert later["text"].endswith(
        "on 2027-03-01 packers (1 person, 9 machines); on 2027-06-01 pickers (60 people, 7 machines)."
    ), "what they cost is worked out once"


def test_a_built_in_scenario_that_is_impossible_changes_no_exit_code(tmp_path: Path) -> None:
    """Nothing is on offer for people: "users only" has no plan."""
    sheets = {
        "Headcount": sheet(GROUP, "all,5,3,shared,2022"),
        "Offers": sheet("offer_id,vendor,product,metric,version,condition,price", "bd,V,ws_cal,device,2025,new,38"),
    }
    every = ask(tmp_path, sheets, scenarios=())
    assert every.scenario("users only")["status"] == "infeasible"
    assert every.exit_code == 0
    for number, more in enumerate(({"Scenarios": sheet("scenario,ws_metrics", "mine,any", "people,user")}, {})):
        (tmp_path / str(number)).mkdir()
        names = () if more else ("cheapest", "users only")
        assert ask(tmp_path / str(number), {**sheets, **more}, scenarios=names).exit_code == 3


def test_a_price_per_licence_beside_a_pack_size(tmp_path: Path) -> None:
    """41.00 for a box of five is 8.20 a licence, where 26.60 is usual among the two: that is asked about."""
    offers = sheet(
        "offer_id,vendor,product,metric,version,condition,price,pack_size",
        "single,V,ws_cal,user,2025,new,45.00,1",
        "box,W,ws_cal,user,2025,new,41.00,5",
    )
    answer = ask(tmp_path, {"Headcount": sheet(GROUP, "all,45,120,shared,2022"), "Offers": offers})
    assert "8.20" in answer.flat
    assert "26.60" in answer.flat


def test_no_example_stands_above_the_bound(tmp_path: Path) -> None:
    """Three people and two machines without pairs: two Device CALs do, whatever the pairs are."""
    answer = ask(
        tmp_path,
        {
            "Servers": sheet("server_id,version", "FILES,2022"),
            "Users": sheet("user_id", "a", "b", "c"),
            "Devices": sheet("device_id", "m1", "m2"),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "40.00"
    for result in answer.plan["scenarios"]:
        example = result.get("example_if_own")
        assert example is None or float(example) <= float(result["cost"]["total"])
