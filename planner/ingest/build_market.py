"""Clean rows of Offers and Owned to offers and lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.evidence import Credential, Evidence, Segment
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import Condition, Metric, Product
from planner.ingest.table import Row, Table
from planner.ingest.validate_market import rows_by_offer


def build_offers(tables: Sequence[Table], currency: str, rates: Mapping[str, Fraction]) -> tuple[Offer, ...]:
    """Return the offers of one or two lists, sorted by id."""
    offers = [_offer(rows, currency, rates) for table in tables for rows in rows_by_offer(table).values()]
    return tuple(sorted(offers, key=lambda offer: offer.offer_id))


def _offer(rows: Sequence[Row], currency: str, rates: Mapping[str, Fraction]) -> Offer:
    """Join the price breaks of one offer; its first row says everything they have in common."""
    first = rows[0]
    own = first.get("currency") or currency
    rate = Fraction(1) if own == currency else rates[own]
    return Offer(
        offer_id=first.get("offer_id"),
        vendor=first.get("vendor"),
        product=Product(first.get("product")),
        metric=Metric(first.get("metric") or Metric.HOST),
        version=first.get("version"),
        condition=Condition(first.get("condition")),
        breaks=tuple(sorted((_break(row, rate) for row in rows), key=lambda step: step.min_packs)),
        currency=own,
        pack_size=first.get("pack_size"),
        stock_packs=first.get("stock_packs"),
        term_months=first.get("term_months"),
        valid_from=first.get("valid_from"),
        valid_until=first.get("valid_until"),
        lead_days=first.get("lead_days"),
        channel=first.get("channel"),
        evidence=_evidence(first),
    )


def _evidence(row: Row) -> Evidence:
    credential, segment = row.get("install_credential"), row.get("segment")
    return Evidence(
        proof=row.get("proof"),
        install_credential=Credential(credential) if credential else None,
        first_sale_region=row.get("first_sale_region"),
        lot_is_complete=row.get("lot_is_complete"),
        segment=Segment(segment) if segment else None,
    )


def _break(row: Row, rate: Fraction) -> PriceBreak:
    listed = row.get("price")
    price = money.convert(listed, rate)
    return PriceBreak(row.get("min_packs"), price, listed, row.get("sku"), row.get("url"), row.get("note"))


def build_lots(table: Table | None) -> tuple[Lot, ...]:
    """Return the lots, sorted by id."""
    rows = table.rows() if table is not None else ()
    return tuple(sorted((_lot(row) for row in rows), key=lambda lot: lot.owned_id))


def _lot(row: Row) -> Lot:
    value: dict[str, Any] = {name: row.get(name) for name in row.table.sheet.by_name}
    return Lot(
        owned_id=value["owned_id"],
        product=Product(value["product"]),
        metric=Metric(value["metric"] or Metric.HOST),
        version=value["version"],
        quantity=value["quantity"],
        condition=Condition(value["condition"]),
        resale_minor=value["resale_price"],
        transferable=value["transferable"],
        sa_until=value["sa_until"],
        document=value["document"],
        acquired_on=value["acquired_on"],
        assigned_to=value["assigned_to"] or "",
        last_reassigned=value["last_reassigned"],
    )
