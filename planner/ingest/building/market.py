"""Clean rows of Offers and Owned to offers and lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from planner.domain import money
from planner.domain.estate import NONE
from planner.domain.evidence import Credential, Evidence, Segment
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import SUITES, VERSIONS, Condition, Metric, Product, Suite
from planner.ingest.building.by_name import made_of
from planner.ingest.checks.market import rows_by_offer
from planner.ingest.tables.distinct import places
from planner.ingest.tables.table import BLANK, CleanRow, CleanTable


def build_offers(tables: Sequence[CleanTable], currency: str, rates: Mapping[str, Fraction]) -> tuple[Offer, ...]:
    """Return the offers of one or two lists, sorted by id."""
    offers = [_offer(rows, currency, rates) for table in tables for rows in rows_by_offer(table).values()]
    return tuple(sorted(offers, key=lambda offer: offer.offer_id))


def _offer(rows: Sequence[CleanRow], currency: str, rates: Mapping[str, Fraction]) -> Offer:
    """Join the price breaks of one offer; its first row says everything they have in common."""
    first = rows[0]
    own = first.get("currency") or currency
    rate = Fraction(1) if own == currency else rates[own]
    return made_of(
        Offer,
        first,
        product=_layer(first.get("product")),
        metric=Metric(first.get("metric") or Metric.HOST),
        version=first.get("version") or VERSIONS[0],
        condition=Condition(first.get("condition")),
        breaks=tuple(sorted((_break(row, rate) for row in rows), key=lambda step: step.min_packs)),
        currency=own,
        has_sa=first.get("sa"),
        evidence=_evidence(first),
        suite=_suite(first.get("product")),
    )


def _suite(product: str) -> Suite | None:
    return Suite(product) if product in SUITES else None


def _layer(product: str) -> Product:
    """Return the layer of a product; suites may contain base CALs and nothing else that is planned."""
    return Product.WS_CAL if product in SUITES else Product(product)


def _evidence(row: CleanRow) -> Evidence:
    credential, segment = row.get("install_credential"), row.get("segment")
    return made_of(
        Evidence,
        row,
        install_credential=Credential(credential) if credential else None,
        segment=Segment(segment) if segment else None,
    )


def _break(row: CleanRow, rate: Fraction) -> PriceBreak:
    listed = row.get("price")
    price = money.convert(listed, rate)
    return PriceBreak(row.get("min_packs"), price, listed, row.get("sku"), row.get("url"), row.get("note"))


def build_lots(table: CleanTable | None, users: CleanTable | None) -> tuple[Lot, ...]:
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


def _people_of(names: Sequence[str], users: CleanTable) -> dict[str, str]:
    """Return the person behind each name that is an account's and no person's own."""
    accounts, given = users.filled("user_id"), users.filled("person_id")
    people = np.where(users.code("person_id") == BLANK, accounts, given)
    wanted = sorted(set(names))
    row, is_person = places(wanted, accounts), places(wanted, people) != NONE
    return {name: people[at] for name, at, own in zip(wanted, row, is_person, strict=True) if at != NONE and not own}


def _lot(row: CleanRow) -> Lot:
    product = row.get("product")
    return made_of(
        Lot,
        row,
        product=_layer(product),
        metric=Metric(row.get("metric") or Metric.HOST),
        version=row.get("version") or VERSIONS[0],  # blank for suites only, which then have the one of `sa_until`
        condition=Condition(row.get("condition")),
        resale_minor=row.get("resale_price"),
        evidence=_evidence(row),
        suite=_suite(product),
    )
