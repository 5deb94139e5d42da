"""A requisition for Coupa as text in columns, a row per line; which columns there are can be set.

Installations of Coupa differ in the columns that they import, so these are only what goes without saying.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from planner.errors import UsageError
from planner.papers.order import Order, OrderLine
from planner.papers.paper import Paper
from planner.papers.placeholders import as_text, known_names, of_line, of_order
from planner.papers.source import PaperSource
from planner.report.formats.columns_csv import columns_csv

FIXED = "'"
"""What a column of a fixed text begins with, in the settings of columns."""
COLUMNS: Mapping[str, str] = {
    "Requisition Number": "order.number",
    "Requester Email": "organisation.email",
    "Justification": "plan.number",
    "Line Number": "line.number",
    "Line Type": "'Quantity",
    "Description": "line.description",
    "Supplier Name": "vendor.name",
    "Supplier Number": "vendor.supplier_number",
    "Supplier Part Number": "line.part",
    "Quantity": "line.packs",
    "UOM": "'EA",
    "Unit Price": "line.price",
    "Currency": "line.currency",
    "Need By Date": "organisation.need_by",
    "Ship To": "delivery.address",
    "Cost Centre": "organisation.cost_centre",
}


def coupa(order: Order, source: PaperSource, columns: Mapping[str, str]) -> bytes:
    """Return the lines of an order with these columns."""
    return columns_csv([tuple(columns), *(_row(order, line, source, columns) for line in order.lines)])


def _row(order: Order, line: OrderLine, source: PaperSource, columns: Mapping[str, str]) -> tuple[str, ...]:
    values = of_order(order, source) | of_line(line, source)
    return tuple(what[len(FIXED) :] if what.startswith(FIXED) else as_text(values[what]) for what in columns.values())


def columns_of(settings: Paper | None, source: PaperSource, order: Order) -> Mapping[str, str]:
    """Return the columns that a settings file names, ours where there is none.

    The file (.toml) has a table `coupa` of titles and names.  Raises UsageError with everything that is wrong in it.
    """
    if settings is None:
        return COLUMNS
    try:
        found: Any = tomllib.loads(settings.content.decode("utf-8-sig")).get("coupa")
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{settings.name} is no TOML: {problem}.") from problem
    if not isinstance(found, dict) or not found:
        raise UsageError(f'{settings.name} has no table [coupa] with columns, such as "Unit Price" = "line.price".')
    wrong = list(_wrong(found, known_names(source, order)))
    if wrong:
        raise UsageError(f"{settings.name}: {' '.join(wrong)} docs/papers.md lists the names.")
    return found


def _wrong(columns: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    for title, what in columns.items():
        if not isinstance(what, str):
            yield f'"{title}" must be a name, or a fixed text that begins with an apostrophe.'
        elif not what.startswith(FIXED) and what not in known:
            yield f'"{title}" = "{what}": there is no such name.'
