"""What must be said beside a right total, with its number and amount."""

from pathlib import Path

from tests.golden.situations.asking import ask, sheet

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
