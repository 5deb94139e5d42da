"""The position today, before and apart from every plan."""

from pathlib import Path

from tests.golden.situations.asking import ask, sheet

GROUP = "group,users,devices,pattern,server_version"
OWNED = "owned_id,product,metric,version,quantity"


def offers(*rows: str) -> str:
    return sheet("offer_id,vendor,product,metric,version,condition,price", *rows)


def test_one_licence_of_forty_is_missing(tmp_path: Path) -> None:
    """A fortieth of the use is below the threshold: list price, and no cost of an audit."""
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet(GROUP, "all,40,0,shared,2025"),
            "Owned": sheet(OWNED, "lot,ws_cal,user,2025,39"),
            "Offers": offers("bu,V,ws_cal,user,2025,new,46"),
        },
        "audit_cost,5000\n",
    )
    today = answer.plan["position_today"]
    assert today["missing"] == [{"product": "ws_cal", "metric": "user", "version": "2025", "licences": 1}]
    assert (today["amount"], today["audit_amount"], today["share_of_use"]) == ("46.00", "46.00", 0.025)
    assert answer.total == answer.oracle["cheapest"] == "46.00"


def test_people_hold_licences_though_machines_would_be_cheaper(tmp_path: Path) -> None:
    """Ten Device CALs would free twenty User CALs for sale; that is a plan, and nothing is missing today."""
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet(GROUP, "all,20,10,shared,2025"),
            "Owned": sheet(OWNED + ",resale_price", "lot,ws_cal,user,2025,20,50"),
            "Offers": offers("bd,V,ws_cal,device,2025,new,34"),
        },
        "audit_cost,700\n",
    )
    today = answer.plan["position_today"]
    assert (today["missing"], today["amount"], today["audit_amount"]) == ([], "0.00", "0.00")
    assert answer.total == answer.oracle["cheapest"] == "-660.00"


def test_used_licences_without_proof_are_held_and_told(tmp_path: Path) -> None:
    """20 new ones with an invoice, 25 used ones with a dealer's certificate alone, 15 used ones without any paper: at
    41.00, the list price of one from a box of five, an audit may not accept 1,640.00."""
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet(GROUP, "all,60,140,shared,2019"),
            "Owned": sheet(
                OWNED + ",condition,document,proof",
                "own,ws_cal,user,2019,20,new,Invoice 11,",
                "paper,ws_cal,user,2019,25,used,Certificate of a dealer,none",
                "bare,ws_cal,user,2019,15,used,,",
            ),
        },
        "country,DE\n",
    )
    assert answer.total == answer.oracle["cheapest"] == "0.00"
    today = answer.plan["position_today"]
    assert (today["amount"], today["unproven"]) == ("0.00", {"licences": 40, "amount": "1640.00"})


def test_plans_without_the_unproven(tmp_path: Path) -> None:
    """With count_unproven = no the 40 are as if not owned: 40 User CALs 2019 at 14.00."""
    answer = ask(
        tmp_path,
        {
            "Headcount": sheet(GROUP, "all,60,140,shared,2019"),
            "Owned": sheet(
                OWNED + ",condition,document,proof",
                "own,ws_cal,user,2019,20,new,Invoice 11,",
                "paper,ws_cal,user,2019,25,used,Certificate of a dealer,none",
                "bare,ws_cal,user,2019,15,used,,",
            ),
        },
        "country,DE\ncount_unproven,no\n",
    )
    assert answer.total == answer.oracle["cheapest"] == "560.00"
    assert answer.plan["position_today"]["unproven"]["licences"] == 40
