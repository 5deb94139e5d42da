"""Upgrade or keep, worked out by hand: one server and the twenty people on it.

Licences and the upgrade cost 1,600.00 today; keeping the server costs 600.00 on each 13 January.  Without a discount
that is 1,800.00, at 10 % 593.31 + 539.40 + 490.27 = 1,622.98, at 12 % 592.05 + 528.66 + 471.90 = 1,592.61.
"""

from __future__ import annotations

from pathlib import Path

SHEETS = {
    "Servers": "server_id,version,upgrade_to,upgrade_choice,upgrade_from,upgrade_cost,keep_cost,keep_cost_from\n"
    "S,2016,2025,yes,2026-12-01,800,600,2027-01-13\n",
    "Headcount": "group,users,devices,pattern,server_version,servers\ng,20,0,shared,,S\n",
    "Owned": "owned_id,product,metric,version,quantity\nL,ws_cal,user,2016,20\n",
    "Offers": "offer_id,vendor,product,metric,version,condition,price\nU,Vendor,ws_cal,user,2025,new,40\n",
    "Policy": "name,value\nplan_date,2026-12-01\nhorizon_months,36\n",
    "Scenarios": "scenario,discount_rate\n0 %,0\n10 %,0.10\n11 %,0.11\n12 %,0.12\n",
}
TOTALS = {"0 %": "1600.00", "10 %": "1600.00", "11 %": "1600.00", "12 %": "1592.61"}
UPGRADED_ON = {"0 %": "2026-12-01", "10 %": "2026-12-01", "11 %": "2026-12-01", "12 %": None}


def write_example(folder: Path) -> Path:
    """Write the inventory and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SHEETS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
