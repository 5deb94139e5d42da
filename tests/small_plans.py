"""Small inventories written as sheets, planned in this process: sheets in, plan out, nothing of what lies between."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from planner import pipeline
from planner.domain.document import document_of
from planner.report.formats.plan_json import write
from tests.unit.ingest.good_tables import good, load

Sheets = Mapping[str, Sequence[Mapping[str, object]]]
DAY = "2026-11-21"


def plan(sheets: Sheets, **policy: object) -> dict[str, Any]:
    """Plan one scenario of the sheets on 21 November 2026, and return it as plan.json has it."""
    rules = [{"name": name, "value": value} for name, value in {"plan_date": DAY, **policy}.items()]
    tables = {**sheets, "Policy": rules, "Scenarios": [{"scenario": "only"}]}
    inventory = good(load({name: _as_rows(rows) for name, rows in tables.items()}))
    written = io.StringIO()
    write(document_of(pipeline.plan(inventory)), written)
    found: dict[str, Any] = json.loads(written.getvalue())["scenarios"][0]
    return found


def _as_rows(rows: Sequence[Mapping[str, object]]) -> list[list[object]]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [columns, *([row.get(column) for column in columns] for row in rows)]


def total(sheets: Sheets, **policy: object) -> str:
    """Return what the plan costs, or how it ended where there is none."""
    found = plan(sheets, **policy)
    return str(found["cost"]["total"]) if "cost" in found else str(found["status"])


def bought(found: Mapping[str, Any]) -> dict[str, int]:
    """Return the licences bought, by offer."""
    return {line["offer_id"]: line["licences"] for line in found["purchases"]}


def codes(found: Mapping[str, Any]) -> list[str]:
    """Return the codes of the notices of a plan."""
    return [notice["code"] for notice in found["notices"]]


def offer(
    offer_id: str, price: object, metric: str = "user", version: str = "2022", **more: object
) -> dict[str, object]:
    """Return a row of sheet Offers: a new base CAL unless `more` says otherwise."""
    row = {"offer_id": offer_id, "vendor": "Shop", "product": "ws_cal", "metric": metric, "version": version}
    return {**row, "condition": "new", "price": price, **more}


def lot(owned_id: str, quantity: int, metric: str = "user", version: str = "2022", **more: object) -> dict[str, object]:
    """Return a row of sheet Owned: base CALs unless `more` says otherwise."""
    return {
        "owned_id": owned_id,
        "product": "ws_cal",
        "metric": metric,
        "version": version,
        "quantity": quantity,
        **more,
    }


def access(*pairs: tuple[str | None, str | None], server: str = "fs", **more: object) -> list[dict[str, object]]:
    """Return rows of sheet Access."""
    return [{"user_id": user, "device_id": device, "server_id": server, **more} for user, device in pairs]
