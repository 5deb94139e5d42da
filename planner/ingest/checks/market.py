"""Checks across cells on what can be bought and what is owned.

A check keeps silent about cells that could not be read: they have been reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.product import CONNECTORS, SUITES, Condition, Metric
from planner.ingest.checks.estate import check_order
from planner.ingest.checks.ids import address, check_case, check_unique, first_rows, is_made
from planner.ingest.schema.sheets import OFFERS
from planner.ingest.tables.cells import closest
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanRow, CleanTable
from planner.words import say

PER_BREAK = ("offer_id", "price", "min_packs", "sku", "url", "note")
"""Columns in which the rows of one offer may differ."""
PER_OFFER = tuple(column.name for column in OFFERS.columns if column.name not in PER_BREAK)


def may_be_blank(column: str, table: CleanTable) -> NDArray[np.bool_]:
    """Return the rows of Offers that may leave a required column blank: a later row repeats its offer's first."""
    if column in PER_BREAK:
        return np.zeros(len(table), dtype=bool)
    if column == "metric":
        return _is_later(table) | is_connector(table)
    return _is_later(table) | has_no_version(column, table)


def is_connector(table: CleanTable) -> NDArray[np.bool_]:
    """Return the rows that are about External Connectors: their metric goes without saying."""
    if "product" not in table.raw:
        return np.zeros(len(table), dtype=bool)
    products = [code for code, product in enumerate(table.values("product")) if product in CONNECTORS]
    found: NDArray[np.bool_] = np.isin(table.code("product"), products)
    return found


def may_be_blank_in_owned(column: str, table: CleanTable) -> NDArray[np.bool_]:
    """Return the rows of Owned that may leave a required column blank."""
    return is_connector(table) if column == "metric" else has_no_version(column, table)


def _is_later(table: CleanTable) -> NDArray[np.bool_]:
    codes = table.code("offer_id")
    first = first_rows(codes, len(table.values("offer_id")))
    rows = np.arange(len(table))
    is_later: NDArray[np.bool_] = (codes >= 0) & (np.append(first, [-1, -1])[codes] != rows)
    return is_later


def has_no_version(column: str, table: CleanTable) -> NDArray[np.bool_]:
    """Return the rows of Owned and Offers that may leave the version blank: suites, which have none of their own."""
    if column != "version":
        return np.zeros(len(table), dtype=bool)
    suites = [code for code, product in enumerate(table.values("product")) if product in SUITES]
    return np.isin(table.code("product"), suites)


def rows_by_offer(table: CleanTable) -> dict[str, list[CleanRow]]:
    """Return the rows of each offer whose id could be read, in the order of the sheet."""
    offers: dict[str, list[CleanRow]] = {}
    for row in table.rows():
        if row.is_given("offer_id"):
            offers.setdefault(row.get("offer_id"), []).append(row)
    return offers


def check_offers(table: CleanTable, currency: str | None, rates: Mapping[str, Fraction], log: Log) -> None:
    """Check one list of offers; `currency` is the plan's, None where it could not be read."""
    check_case(table, "offer_id", log)
    for rows in rows_by_offer(table).values():
        for row in rows[1:]:
            _check_agreement(rows[0], row, currency, log)
        _check_breaks(rows, log)
        check_order(rows[0], "valid_from", "valid_until", log, may_be_equal=True)
        if rows[0].get("condition") == Condition.USED:
            _check_version_of_suite(rows[0], say("A used suite has the version it reached; there is none."), log)
    for row in table.rows():
        _check_rate(row, currency, rates, log)
        _check_metric(row, log)


def _check_metric(row: CleanRow, log: Log) -> None:
    """Report a CAL for a host, or an External Connector for a person or machine."""
    if not (row.is_given("product") and row.is_given("metric")):
        return
    product, metric = row.get("product"), Metric(row.get("metric"))
    if (product in CONNECTORS) is not (metric is Metric.HOST):
        wanted = say("host, or leave the cell blank") if product in CONNECTORS else say("user or device")
        log.error(
            "CAL-230",
            row.where("metric"),
            row.found("metric"),
            say("The licence {product} is not for a {metric}.", product=product, metric=metric),
            say("Type {wanted}, or correct the product.", wanted=wanted),
        )


def _check_agreement(first: CleanRow, row: CleanRow, currency: str | None, log: Log) -> None:
    """Report where a later row of an offer says something else than its first row."""
    for name in PER_OFFER:
        if not row.is_given(name) or first.is_bad(name):
            continue
        if _effective(row, name, currency) != _effective(first, name, currency):
            there = first.found(name)
            log.error(
                "CAL-301",
                row.where(name),
                row.found(name),
                say(
                    'The offer "{row}" says {found} here, but {there} in {address}.',
                    row=row.get("offer_id"),
                    found=row.found(name),
                    there=there if there is not None else say("nothing"),
                    address=address(first.where(name)),
                ),
                say(
                    "Rows with one offer_id are price breaks and differ only in price, min_packs, sku, "
                    "note and url: correct the cell, or give the row another offer_id."
                ),
                () if there is None else (there,),
            )


def _effective(row: CleanRow, name: str, currency: str | None) -> Any:
    value = row.get(name)
    if name == "metric" and value is None:
        return Metric.HOST
    return currency if name == "currency" and value is None else value


def _check_breaks(rows: Sequence[CleanRow], log: Log) -> None:
    first: dict[int, CleanRow] = {}
    for row in rows:
        if row.is_bad("min_packs"):
            continue
        packs = row.get("min_packs")
        earlier = first.setdefault(packs, row)
        if earlier is not row:
            log.error(
                "CAL-302",
                row.where("min_packs"),
                row.found("min_packs"),
                say(
                    'The offer "{row}" has two prices from {packs} packs on; the first is in {address}.',
                    row=row.get("offer_id"),
                    packs=packs,
                    address=address(earlier.where("min_packs")),
                ),
                say("Give each price break its own min_packs, delete one row, or give it another offer_id."),
            )


def _check_rate(row: CleanRow, currency: str | None, rates: Mapping[str, Fraction], log: Log) -> None:
    own = row.get("currency")
    if own is None or currency is None or own == currency or own in rates:
        return
    log.error(
        "CAL-304",
        row.where("currency"),
        row.found("currency"),
        say("The price is in {own}, but the plan in {currency}, and there is no rate.", own=own, currency=currency),
        say(
            "Add the row fx_{own} to sheet Policy: how many {currency} one {own_2} costs.",
            own=own.lower(),
            currency=currency,
            own_2=own,
        ),
    )


def check_both_lists(own: CleanTable, catalogue: CleanTable, log: Log) -> None:
    """Report offers of the catalogue whose id the inventory has too, exactly or but for case."""
    first = {offer.casefold(): rows[0] for offer, rows in rows_by_offer(own).items()}
    for offer, rows in rows_by_offer(catalogue).items():
        earlier = first.get(offer.casefold())
        if earlier is not None:
            at = earlier.where("offer_id")
            log.error(
                "CAL-305",
                rows[0].where("offer_id"),
                rows[0].found("offer_id"),
                say(
                    'The offer "{offer}" stands in the inventory too ({file}, {address}).',
                    offer=offer,
                    file=at.file,
                    address=address(at),
                ),
                say("Delete it from one of the two files, or give it another id."),
            )


@dataclass(frozen=True, slots=True)
class Assignees:
    """Whom an owned licence may be assigned to: given ids, and those the program makes."""

    people: tuple[str, ...]
    machines: tuple[str, ...]
    made: Mapping[Metric, Mapping[tuple[str, str], int]]
    unsure: frozenset[Metric]
    """Metrics whose holders could not all be read."""

    def given(self, metric: Metric) -> tuple[str, ...]:
        """Return the ids given for one metric."""
        return self.people if metric is Metric.USER else self.machines

    def has(self, metric: Metric, name: str) -> bool:
        """Tell whether a person or machine is called so, or may be."""
        return metric in self.unsure or name in self.given(metric) or is_made(name, self.made[metric])


def check_owned(table: CleanTable, holders: Assignees, log: Log) -> None:
    """Check the lots: unique ids, and that an assigned licence is a single one with a known holder."""
    check_unique(table, "owned_id", log)
    check_case(table, "owned_id", log)
    for row in table.rows():
        _check_metric(row, log)
        if not row.is_bad("sa_until") and row.get("sa_until") is None:
            _check_version_of_suite(
                row, say("Neither version nor sa_until is given, and a suite has no other version."), log
            )
        _check_renewal(row, log)
        if not row.is_given("assigned_to") or row.get("metric") in (None, Metric.HOST):
            continue
        if row.is_given("quantity") and row.get("quantity") != 1:
            log.error(
                "CAL-306", row.where("assigned_to"), row.found("assigned_to"),
                say("The lot has {row} licences, so it cannot be assigned to one holder.", row=row.get('quantity')),
                say("Give the assigned licence a row of its own with quantity 1."),
            )  # fmt: skip
        if row.is_given("metric") and not holders.has(Metric(row.get("metric")), row.get("assigned_to")):
            _report_holder(row, holders, log)


def _check_version_of_suite(row: CleanRow, text: str, log: Log) -> None:
    """Report a suite or bridge without a version where nothing else tells it."""
    if row.get("product") in SUITES and not row.is_bad("version") and row.get("version") is None:
        log.error(
            "CAL-244", row.where("version"), None, text,
            say("Type the newest version released while Software Assurance ran."),
        )  # fmt: skip


def _check_renewal(row: CleanRow, log: Log) -> None:
    renewed, until = row.get("sa_renewed_on"), row.get("sa_until")
    if renewed is None or row.is_bad("sa_until"):
        return
    if until is None:
        log.error(
            "CAL-235", row.where("sa_renewed_on"), row.found("sa_renewed_on"),
            say("Software Assurance is renewed, but there is no day until which it runs."),
            say("Give its last day in sa_until, or leave sa_renewed_on blank."),
        )  # fmt: skip
    elif until < renewed:
        log.error(
            "CAL-236", row.where("sa_renewed_on"), row.found("sa_renewed_on"),
            say("Software Assurance ends on {until}, before it is renewed on {renewed}.", until=until, renewed=renewed),
            say("Correct sa_until or sa_renewed_on."),
        )  # fmt: skip


MAX_SUGGESTIONS_FROM = 100_000
"""Beyond so many ids no near one is looked for."""


def _report_holder(row: CleanRow, holders: Assignees, log: Log) -> None:
    metric, name = Metric(row.get("metric")), row.get("assigned_to")
    what = say("person") if metric is Metric.USER else say("machine")
    ids = holders.given(metric)
    best = closest(name, ids) if len(ids) <= MAX_SUGGESTIONS_FROM else None
    hint = say('Closest is "{best}". ', best=best) if best else ""
    log.error(
        "CAL-307",
        row.where("assigned_to"),
        row.found("assigned_to"),
        say('No {what} of the inventory is called "{name}".', what=what, name=name),
        say("{hint}Correct the name, or leave the cell blank.", hint=hint),
        (best,) if best else (),
    )
