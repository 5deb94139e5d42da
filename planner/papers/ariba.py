"""The lines of an order as an Ariba catalogue, Catalog Interchange Format 3.0 (CIF), to order from in SAP Ariba.

The format: a line with its version, headings with a colon, `DATA`, the items as text in columns in the order of
`FIELDNAMES`, `ENDOFDATA`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime, time

from planner.domain import money
from planner.papers.missing import require
from planner.papers.order import LICENCES, Order, OrderLine
from planner.papers.source import PaperSource
from planner.papers.word_text import xml_text

FIELDS = (
    "Supplier ID", "Supplier Part ID", "Manufacturer Part ID", "Item Description", "SPSC Code", "Unit Price",
    "Unit of Measure", "Lead Time", "Manufacturer Name", "Supplier URL", "Manufacturer URL", "Market Price",
    "Short Name", "Language", "Currency", "Expiration Date",
)  # fmt: skip
OPERATING_SYSTEMS = "43233004"
"""Operating system software, in the classification UNSPSC."""
MANUFACTURER = "Microsoft"
_SHORT, _LONG = 50, 2000


def check(orders: Iterable[Order], _source: PaperSource) -> None:
    """Raise UsageError where the number of a vendor is not known."""
    require("An Ariba catalogue", ((order, [("Vendors", "network_id", order.vendor.network_id)]) for order in orders))


def cif(order: Order, source: PaperSource) -> bytes:
    """Return the catalogue of what is ordered from one vendor."""
    head = {
        "CHARSET": "UTF-8",
        "LOADMODE": "F",
        "CODEFORMAT": "UNSPSC",
        "CURRENCY": source.currency,
        "SUPPLIERID_DOMAIN": "NETWORKID" if order.vendor.network_id.upper().startswith("AN") else "DUNS",
        "ITEMCOUNT": str(len(order.lines)),
        "TIMESTAMP": f"{datetime.combine(order.day, time()):%Y-%m-%d %H:%M:%S}",
        "UNUOM": "TRUE",
        "COMMENTS": _line(f"Order {order.number}"),
        "FIELDNAMES": ", ".join(FIELDS),
    }
    text = io.StringIO(newline="")
    text.write("CIF_I_V3.0\r\n")
    text.writelines(f"{name}: {value}\r\n" for name, value in head.items())
    text.write("DATA\r\n")
    csv.writer(text).writerows(_item(line, order, source) for line in order.lines)
    text.write("ENDOFDATA\r\n")
    return text.getvalue().encode("utf-8")


def _item(line: OrderLine, order: Order, source: PaperSource) -> tuple[str, ...]:
    bought = line.purchase
    return (
        _line(order.vendor.network_id), _line(line.part), _line(line.sku), _line(line.description)[:_LONG],
        OPERATING_SYSTEMS, money.text(bought.pack_price_minor), LICENCES,
        "" if bought.lead_days is None else str(bought.lead_days), MANUFACTURER, _line(bought.url), "", "",
        _line(bought.licence)[:_SHORT], "en", source.currency,
        bought.valid_until.isoformat() if bought.valid_until else "",
    )  # fmt: skip


def _line(text: str) -> str:
    """Return a text on one line: the format has no others."""
    return " ".join(xml_text(text).split())
