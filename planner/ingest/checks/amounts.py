"""Checks the currency that is written beside an amount (`48,20 €`) against the one the amount is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.ingest.checks.market import rows_by_offer
from planner.ingest.checks.policies import amounts_given
from planner.ingest.schema.sheets import OFFERS, Kind
from planner.ingest.tables.cells import may_mean, split_currency, trimmed
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanRow, CleanTable
from planner.words import say


def check_amounts(tables: Iterable[CleanTable], currency: str | None, log: Log) -> None:
    """Report amounts with another currency beside them than the row's or the plan's (None: not known)."""
    for table in tables:
        is_offers = table.sheet is OFFERS
        marked = [
            column.name
            for column in table.sheet.columns
            if column.kind in (Kind.MONEY, Kind.PRICE) and _any_marked(table, column.name)
        ]
        for row, own in _with_currency(table, currency) if marked else ():
            for column in marked:
                _check(row, column, own, log, has_column=is_offers)


def check_policy_amounts(
    policy: CleanTable | None, scenarios: CleanTable | None, currency: str | None, log: Log
) -> None:
    """The same for the amounts among the policies, which are in the plan's currency."""
    for _, row, column in amounts_given(policy, scenarios):
        _check(row, column, currency, log, has_column=False)


def _mark(found: str | None) -> str:
    return split_currency(trimmed(found or ""))[1]


def _any_marked(table: CleanTable, column: str) -> bool:
    cells = table.raw.get(column, ())
    return any(isinstance(cell, str) and _mark(cell) for cell in cells)


def _with_currency(table: CleanTable, currency: str | None) -> Iterator[tuple[CleanRow, str | None]]:
    """Yield the rows with the currency of their amounts; a later row of an offer has that of the first."""
    if table.sheet is not OFFERS:
        yield from ((row, currency) for row in table.rows())
        return
    for rows in rows_by_offer(table).values():
        own = None if rows[0].is_bad("currency") else rows[0].get("currency") or currency
        yield from ((row, own) for row in rows)


def _check(row: CleanRow, column: str, currency: str | None, log: Log, *, has_column: bool) -> None:
    mark = _mark(row.found(column))
    if not mark or not row.is_given(column) or currency is None or currency in may_mean(mark):
        return
    meant = may_mean(mark)[0] if len(may_mean(mark)) == 1 else say("the code of the currency")
    log.error(
        "CAL-308",
        row.where(column),
        row.found(column),
        say(
            '"{value}" names another currency than the amount is in, {currency}.',
            value=(row.found(column) or "").strip(),
            currency=currency,
        ),
        say('Type the bare number, and {meant} in the column "currency".', meant=meant)
        if has_column
        else say("Type the amount in {currency}.", currency=currency),
    )
