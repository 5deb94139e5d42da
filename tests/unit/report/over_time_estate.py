"""A small estate over three years whose figures all differ, planned once for all that shows it.

Two servers of 2016 may be upgraded together or kept, one of 2019 has a planned upgrade; three people leave, a line
starts; used licences run short, Remote Desktop may be rented; prices and money change.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from planner import pipeline
from planner.domain.document import PlanDocument, document_of
from planner.domain.plan import PlanSet

SHEETS = {
    "Servers": "server_id,version,rds_deployment,rds_mode,upgrade_to,upgrade_on,upgrade_cost,upgrade_choice,"
    "upgrade_together,upgrade_until,keep_cost,keep_cost_from\n"
    "FS,2016,,,2022,,310,yes,old ones,,,\n"
    "APP,2016,,,2022,,95,yes,old ones,,440,2027-01-13\n"
    "HR,2019,,,2025,2028-03-01,120,,,,,\n"
    "TS,2022,farm,user,,,,,,,,\n"
    "OLD,2016,,,2025,,5000,yes,,,37,2027-05-05\n",
    "Headcount": "group,users,devices,pattern,server_version,servers,rds_version,rds_servers,rds_users,starts,ends\n"
    "office,9,0,shared,,FS;APP,,,,,\n"
    "hr,4,0,shared,,HR,,TS,3,,\n"
    "project,3,0,shared,,FS,,,,,2027-11-15\n"
    "line,5,0,shared,,APP,,,,2027-06-01,\n"
    "archive,2,0,shared,,OLD,,,,,\n",
    "Owned": "owned_id,product,metric,version,quantity,resale_price\n"
    "L1,ws_cal,user,2016,14,2.5\nL2,ws_cal,user,2019,6,4\n",
    "Offers": "offer_id,vendor,product,metric,version,condition,price,stock_packs,term_months,install_credential\n"
    "N25,Neu,ws_cal,user,2025,new,41.5,,,\n"
    "U22,Used,ws_cal,user,2022,used,19.9,11,,\n"
    "R25,Neu,rds_cal,user,2025,new,131,,,yes\n"
    "RT,Cloud,rds_cal,user,2025,new,38,,12,yes\n",
    "Policy": "name,value\nplan_date,2026-12-01\nhorizon_months,30\norder_cost,7\n",
    "Scenarios": "scenario,discount_rate,price_change_new,price_change_used,end_value,subscription_end,horizon_months\n"
    "ahead,0.06,0.04,-0.05,,,\nworth,0.06,0.04,-0.05,0.4,pro_rata,\none day,,,,,,0\n",
}


@cache
def plans() -> PlanSet:
    """Return the plans of all its scenarios."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "estate"
        folder.mkdir()
        for name, text in SHEETS.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return pipeline.plan(folder, today=date(2026, 12, 1))


@cache
def document() -> PlanDocument:
    """Return the same as a document."""
    return document_of(plans())
