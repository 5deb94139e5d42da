"""Clean rows of Offers and Owned to offers and lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from planner.domain import money
from planner.domain.estate import NONE
from planner.domain.evidence import Credential, Evidence, Segment
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import SUITES, VERSIONS, Condition, Metric, Product, Suite
from planner.ingest.checks.market import rows_by_offer
from planner.ingest.tables.distinct import places
from planner.ingest.tables.table import BLANK, Row, Table


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
        product=_layer(first.get("product")),
        metric=Metric(first.get("metric") or Metric.HOST),
        version=first.get("version") or VERSIONS[0],
        condition=Condition(first.get("condition")),
        breaks=tuple(sorted((_break(row, rate) for row in rows), key=lambda step: step.min_packs)),
        currency=own,
        pack_size=first.get("pack_size"),
        stock_packs=first.get("stock_packs"),
        term_months=first.get("term_months"),
        has_sa=first.get("sa"),
        valid_from=first.get("valid_from"),
        valid_until=first.get("valid_until"),
        lead_days=first.get("lead_days"),
        channel=first.get("channel"),
        evidence=_evidence(first),
        suite=_suite(first.get("product")),
    )


def _suite(product: str) -> Suite | None:
    return Suite(product) if product in SUITES else None


def _layer(product: str) -> Product:
    """Return the layer of a product; suites may contain base CALs and nothing else that is planned."""
    return Product.WS_CAL if product in SUITES else Product(product)


def _evidence(row: Row) -> Evidence:
    credential, segment = row.get("install_credential"), row.get("segment")
    return Evidence(
        proof=row.get("proof"),
        install_credential=Credential(credential) if credential else None,
        first_sale_region=row.get("first_sale_region"),
        first_sold_on=row.get("first_sold_on"),
        lot_is_complete=row.get("lot_is_complete"),
        segment=Segment(segment) if segment else None,
    )


def _break(row: Row, rate: Fraction) -> PriceBreak:
    listed = row.get("price")
    price = money.convert(listed, rate)
    return PriceBreak(row.get("min_packs"), price, listed, row.get("sku"), row.get("url"), row.get("note"))


def build_lots(table: Table | None, users: Table | None) -> tuple[Lot, ...]:
    """Return the lots, sorted by id; one assigned to an account of `users` is its person's."""
    if table is None:
        return ()
    lots = [_lot(row) for row in table.rows()]
    if users is not None and any(lot.assigned_to for lot in lots):
        person_of = _people_of([lot.assigned_to for lot in lots if lot.metric is Metric.USER], users)
        lots = [
            replace(lot, assigned_to=person_of[lot.assigned_to])
            if lot.metric is Metric.USER and lot.assigned_to in person_of
            else lot
            for lot in lots
        ]
    return tuple(sorted(lots, key=lambda lot: lot.owned_id))


def _people_of(names: Sequence[str], users: Table) -> dict[str, str]:
    """Return the person behind each name that is an account's and no person's own."""
    accounts, given = users.filled("user_id"), users.filled("person_id")
    people = np.where(users.code("person_id") == BLANK, accounts, given)
    wanted = sorted(set(names))
    row, is_person = places(wanted, accounts), places(wanted, people) != NONE
    return {name: people[at] for name, at, own in zip(wanted, row, is_person, strict=True) if at != NONE and not own}


def _lot(row: Row) -> Lot:
    value: dict[str, Any] = {name: row.get(name) for name in row.table.sheet.by_name}
    return Lot(
        owned_id=value["owned_id"],
        product=_layer(value["product"]),
        metric=Metric(value["metric"] or Metric.HOST),
        version=value["version"] or VERSIONS[0],  # blank for suites only, which then have the one of `sa_until`
        quantity=value["quantity"],
        condition=Condition(value["condition"]),
        resale_minor=value["resale_price"],
        transferable=value["transferable"],
        sa_until=value["sa_until"],
        sa_renewed_on=value["sa_renewed_on"],
        term_months=value["term_months"],
        ends_on=value["ends_on"],
        document=value["document"],
        acquired_on=value["acquired_on"],
        assigned_to=value["assigned_to"] or "",
        last_reassigned=value["last_reassigned"],
        evidence=_evidence(row),
        suite=_suite(value["product"]),
    )
