"""Remarks about what is no error: offers that cannot be bought, and rows of the template."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.issue import Location
from planner.ingest.checks.market import rows_by_offer
from planner.ingest.schema.sheets import POLICY, SCENARIOS
from planner.ingest.tables.cells import reader_for
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanRow, CleanTable
from planner.words import say

_EXAMPLE_ROWS = 3
_LEAST_FILLED = 3


def check_examples(tables: Iterable[CleanTable], log: Log) -> None:
    """Report rows that are still the template's example; a policy confirms that they are meant."""
    for table in tables:
        if table.sheet in (POLICY, SCENARIOS):  # their examples are what many would write
            continue
        for row in table.rows(_EXAMPLE_ROWS):
            if _is_example(row):
                log.error(
                    "CAL-521",
                    row.where(),
                    None,
                    say(
                        'Row {row} of sheet "{sheet}" is still the template\'s example.',
                        row=row.where().row,
                        sheet=row.where().sheet,
                    ),
                    say("Overwrite or delete it. If it is yours, set the policy examples_are_ours to yes."),
                )


def _is_example(row: CleanRow) -> bool:
    """Tell whether every filled cell of a row is as in the template, and some are."""
    cells = {name: of_rows[row.index] for name, of_rows in row.table.raw.items()}
    filled = [column for column in row.table.sheet.columns if cells.get(column.name) is not None]
    return len(filled) >= _LEAST_FILLED and all(
        column.example is not None
        and row.is_given(column.name)
        and row.get(column.name) == reader_for(column)(column.example)
        for column in filled
    )


def _column(table: CleanTable, column: str) -> Location:
    return Location(table.place.file, table.sheet.name, None, column)


def tell_offers(table: CleanTable, log: Log) -> None:
    """Tell of offers with less stock than their minimum order, which cannot be bought."""
    for offer, rows in rows_by_offer(table).items():
        stock, minimums = rows[0].get("stock_packs"), [row.get("min_packs") for row in rows]
        if stock is None or None in minimums or stock >= min(minimums):
            continue
        log.notice(
            "CAL-519",
            rows[0].where("stock_packs"),
            say(
                'The offer "{offer}" cannot be bought: {stock} packs are in stock, and at least {minimums} '
                "must be ordered.",
                offer=offer,
                stock=stock,
                minimums=min(minimums),
            ),
            value=rows[0].found("stock_packs"),
        )
