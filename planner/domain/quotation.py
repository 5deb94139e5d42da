"""A vendor's quotation: the sheets of a request that a vendor fills in, and which columns of sheet Offers they are.

Requests are written and filled ones are read by this one table.
"""

from __future__ import annotations

from collections.abc import Mapping

ANSWER, LINES = "Answer", "Lines"
"""The sheets that are read: what holds for the whole quotation, and its lines."""
QUESTION, REPLY = "Question", "Your answer"
"""The columns of sheet Answer."""
VENDOR, NUMBER, UNTIL, CURRENCY = "Vendor", "Number of your quotation", "Valid until (YYYY-MM-DD)", "Currency"
"""Rows of sheet Answer that become columns of the offers."""
ASKED: Mapping[str, str] = {VENDOR: "vendor", NUMBER: "quotation", UNTIL: "valid_until", CURRENCY: "currency"}
LINE = "Line"
PRICE = "Price per pack without VAT"
FROM_PACKS = "From how many packs"
COLUMNS: Mapping[str, str] = {
    LINE: "offer_id",
    "Product code": "product",
    "Metric": "metric",
    "Version": "version",
    "New or used": "condition",
    "Part number": "sku",
    "Licences per pack": "pack_size",
    FROM_PACKS: "min_packs",
    PRICE: "price",
    "Packs available": "stock_packs",
    "Delivery in days": "lead_days",
    "Subscription: months": "term_months",
    "Software Assurance": "sa",
    "Proof (1 to 8)": "proof",
    "Installed with": "install_credential",
    "First sold in": "first_sale_region",
    "First sold on": "first_sold_on",
    "Whole lot": "lot_is_complete",
    "First agreement": "segment",
    "Remark": "note",
}
"""Titles of sheet Lines that are read, and the columns of Offers that they are; others are for people."""
