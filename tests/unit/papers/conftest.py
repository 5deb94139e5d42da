"""One small inventory, planned once; every paper is made from it.

Sums and names all differ: four people with Remote Desktop, nine machines of a shift, three vendors, a lot to sell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planner import pipeline
from planner.domain.document import PlanDocument, document_of
from planner.domain.inventory import Inventory
from planner.domain.plan import PlanSet
from planner.ingest import load_inventory, write_inventory
from planner.papers.source import PaperSource
from tests.builders import DAY

HOSTILE = '=HYPERLINK("http://x","y");\t=1+1 & <b>"Q"</b>'
SHEETS: dict[str, list[dict[str, Any]]] = {
    "Headcount": [
        {"group": "office", "users": 4, "devices": 4, "pattern": "own", "server_version": "2022",
         "rds_version": "2022", "department": "Sales", "cost_centre": "4711"},
        {"group": "shift", "users": 31, "devices": 9, "pattern": "shared", "server_version": "2019",
         "department": "Works", "cost_centre": "4712"},
    ],
    "Owned": [
        {"owned_id": "L1", "product": "ws_cal", "metric": "user", "version": "2016", "quantity": 20,
         "resale_price": "4.50", "document": HOSTILE},
    ],
    "Offers": [
        {"offer_id": "N1", "vendor": "Haus Neu", "product": "ws_cal", "metric": "device", "version": "2019",
         "condition": "new", "price": "31.70", "sku": "R18-1", "lead_days": 5, "quotation": "Q-17"},
        {"offer_id": "N2", "vendor": "Haus Neu", "product": "rds_cal", "metric": "user", "version": "2022",
         "condition": "new", "price": "133.10", "valid_until": "2026-12-24"},
        {"offer_id": "U1", "vendor": "Alt: Lizenzen/Nord", "product": "ws_cal", "metric": "user", "version": "2022",
         "condition": "used", "price": "105.35", "pack_size": 5, "stock_packs": 40, "sku": HOSTILE, "note": HOSTILE},
        {"offer_id": "U2", "vendor": "Alt: Lizenzen/Nord", "product": "ws_cal", "metric": "device", "version": "2019",
         "condition": "used", "price": "33.05"},
        {"offer_id": "N3", "vendor": "Haus Neu", "product": "ws_cal", "metric": "user", "version": "2022",
         "condition": "new", "price": "47.20"},
        {"offer_id": "N4", "vendor": "Haus Neu", "product": "rds_cal", "metric": "device", "version": "2022",
         "condition": "new", "price": "138.60"},
        {"offer_id": "N5", "vendor": "Haus Neu", "product": "ws_cal", "metric": "device", "version": "2022",
         "condition": "new", "price": "35.15"},
    ],
    "Policy": [
        {"name": "plan_date", "value": DAY.isoformat()}, {"name": "country", "value": "DE"},
        {"name": "buyer", "value": "public"}, {"name": "missing_evidence", "value": "notice"},
        {"name": "resale_commission", "value": "0.2"},
    ],
    "Scenarios": [
        {"scenario": "cheapest"}, {"scenario": "new only", "allow_used": "no"},
        {"scenario": "users only", "ws_metrics": "user", "rds_metrics": "user"},
        {"scenario": "devices only", "ws_metrics": "device", "rds_metrics": "device"},
    ],
    "Organisation": [
        {"name": "Werk & Söhne <GmbH>", "street": "Kai 7", "postcode": "20457", "city": "Hamburg", "country": "DE",
         "vat_id": "DE123456789", "contact": "Ada Ruiz", "email": "buying@example.org", "cost_centre": "4711",
         "terms": "Net 30.", "payment_days": 30, "need_by": "2027-01-15", "peppol_id": "9930:DE123456789",
         "network_id": "AN01"},
    ],
    "Vendors": [
        {"vendor": "Haus Neu", "legal_name": "Haus Neu AG", "city": "Bremen", "country": "DE", "sells": "new",
         "supplier_number": "700", "peppol_id": "0088:4012345000009", "network_id": "AN02",
         "part_numbers": "rds_cal user 2022 = RD-22"},
        {"vendor": "Dritter", "email": "an@example.org", "sells": "used"},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """The inventory's file, what it says, and its plans."""

    path: Path
    inventory: Inventory
    plans: PlanSet
    document: PlanDocument

    def source(self, scenario: str = "cheapest") -> PaperSource:
        return PaperSource.of(self.document, scenario)


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    path = tmp_path_factory.mktemp("papers") / "estate 1.xlsx"
    write_inventory(path, SHEETS)
    loaded = load_inventory(path, today=DAY)
    assert loaded.inventory is not None, loaded.issues
    plans = pipeline.plan(loaded.inventory)
    return Planned(path, loaded.inventory, plans, document_of(plans))


@pytest.fixture
def source(planned: Planned) -> PaperSource:
    return planned.source()
