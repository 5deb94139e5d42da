"""The names that order forms and configured columns may use, and what they stand for in one order.

`organisation.name`, `delivery.city`, `vendor.name`, `order.number`, `plan.scenario` are the same for the whole order;
`line.sku` and the like are those of one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal

from planner.domain.profile import Address, Organisation, VendorProfile
from planner.papers.order import Order, OrderLine
from planner.papers.source import PaperSource
from planner.report.table import decimal

Value = str | int | Decimal | date | None
LINE = "line."
_NO_TEXT = ("part_numbers", "ask", "sells")


def of_order(order: Order, source: PaperSource) -> dict[str, Value]:
    """Return what holds for a whole order, by name."""
    organisation, vendor = source.organisation, order.vendor
    values = _facts("organisation", organisation) | _facts("vendor", vendor)
    values |= _address("delivery", organisation.delivery)
    return values | {
        "organisation.address": "\n".join(organisation.address.lines),
        "vendor.name": vendor.name,
        "vendor.address": "\n".join(vendor.address.lines),
        "order.number": order.number,
        "order.date": order.day,
        "order.total": decimal(order.total_minor),
        "order.currency": source.currency,
        "order.lines": len(order.lines),
        "order.quotations": ", ".join(order.quotations),
        "order.valid_until": order.valid_until,
        "order.lead_days": order.lead_days,
        "plan.case": source.case,
        "plan.scenario": source.scenario.name,
        "plan.number": source.number,
        "plan.fingerprint": source.fingerprint,
    }


def of_line(line: OrderLine, source: PaperSource) -> dict[str, Value]:
    """Return what a line says, by name."""
    bought = line.purchase
    return {
        "line.number": line.number,
        "line.sku": line.sku,
        "line.part": line.part,
        "line.description": line.description,
        "line.product": bought.licence,
        "line.metric": bought.metric.value,
        "line.version": str(bought.version),
        "line.condition": bought.condition.value,
        "line.offer_id": bought.offer_id,
        "line.packs": bought.packs,
        "line.pack_size": bought.pack_size,
        "line.licences": bought.licences,
        "line.price": decimal(bought.pack_price_minor),
        "line.total": decimal(bought.cost_minor),
        "line.currency": source.currency,
        "line.quotation": bought.quotation,
        "line.valid_until": bought.valid_until,
        "line.lead_days": bought.lead_days,
        "line.note": bought.note,
        "line.url": bought.url,
    }


def known_names(source: PaperSource, order: Order) -> tuple[str, ...]:
    """Return every name there is."""
    return (*of_order(order, source), *of_line(order.lines[0], source))


def _facts(of: str, described: Organisation | VendorProfile) -> dict[str, Value]:
    values: Mapping[str, Value] = {
        each.name: getattr(described, each.name) for each in fields(described) if each.name not in _NO_TEXT
    }
    return {f"{of}.{name}": "" if value is None else value for name, value in values.items()}


def _address(of: str, address: Address) -> dict[str, Value]:
    values = {f"{of}.{each.name}": getattr(address, each.name) for each in fields(address)}
    return {**values, f"{of}.address": "\n".join(address.lines)}


def as_text(value: Value) -> str:
    """Return a value as text: days as YYYY-MM-DD, amounts with two decimals."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
