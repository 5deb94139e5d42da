"""A session host is set to one mode, whatever the licences on offer would suggest."""

from pathlib import Path

from tests.golden.situations.asking import Answer, ask, sheet

FARM = sheet("server_id,version,rds_deployment", "HOST,2022,FARM")


def test_one_person_too_many_for_the_licences_of_a_farm(tmp_path: Path) -> None:
    """801 people for 800 licences of each layer: one Remote Desktop User CAL at 60.00, and for somebody with one
    machine a base Device CAL at 12.00; a Remote Desktop Device CAL would be cheaper and of no use."""
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet("group,users,devices,pattern,server_version,rds_version", "All,801,1000,own,2019,2019"),
            "Owned": sheet(
                "owned_id,product,metric,version,quantity,document",
                "base,ws_cal,user,2019,800,Contract 7",
                "remote,rds_cal,user,2019,800,Contract 7",
            ),
        },
    )
    assert answer.total == "72.00"
    assert answer.bought == {"ru19": 1, "bd19": 1}


def roamers_and_shifts(place: Path, policy: str = "") -> Answer:
    """12 people with two laptops each, and 25 in shifts at ten terminals, on one farm."""
    pairs = [f"roam{i},lap{i}{end},HOST,rds" for i in range(1, 13) for end in "ab"]
    pairs += [f"shift{i},term{j},HOST,rds" for i in range(1, 26) for j in range(1, 11)]
    owned = (
        "bu,ws_cal,user,2022,12",
        "bd,ws_cal,device,2022,10",
        "ru,rds_cal,user,2022,10",
        "rd,rds_cal,device,2022,10",
    )
    sheets = {
        "Servers": FARM,
        "Access": sheet("user_id,device_id,server_id,kind", *pairs),
        "Owned": sheet("owned_id,product,metric,version,quantity", *owned),
    }
    return ask(place, sheets, policy)


def test_a_farm_has_one_mode(tmp_path: Path) -> None:
    """All by machine: 34 machines less 10 licences owned, at 82.00; the base layer is there."""
    answer = roamers_and_shifts(tmp_path)
    assert answer.total == answer.oracle["cheapest"] == "1968.00"
    assert answer.bought == {"rd22": 24}


def test_the_legal_view_of_a_farm(tmp_path: Path) -> None:
    """If either end counted, the roamers' ten User CALs and two more at 95.00 and the terminals' ten would do."""
    answer = roamers_and_shifts(tmp_path, "rds_mode_default,any\n")
    assert answer.total == answer.oracle["cheapest"] == "190.00"
    assert answer.bought == {"ru22": 2}


def test_five_pupils_in_a_browser_force_a_farm_of_ninety(tmp_path: Path) -> None:
    """90 people at 40 machines with Device CALs; five of them in a browser, for which only people's licences count."""
    rows = [f"pupil{i},pc{(i - 1) % 40 + 1},HOST,rds,native" for i in range(1, 91)]
    rows += [f"pupil{i},,HOST,rds,html5" for i in range(1, 6)]
    answer = ask(
        tmp_path,
        {
            "Servers": FARM,
            "Access": sheet("user_id,device_id,server_id,kind,client", *rows),
            "Owned": sheet(
                "owned_id,product,metric,version,quantity,document",
                "rooms,rds_cal,device,2022,40,Bill 3",
                "all,ws_cal,user,2022,90,Bill 3",
            ),
        },
    )
    assert answer.total == answer.oracle["cheapest"] == "8550.00"
