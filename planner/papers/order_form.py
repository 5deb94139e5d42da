"""An order on the organisation's own form: a workbook with names in double braces, filled in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import PurePath

from planner.errors import UsageError
from planner.papers.order import Order
from planner.papers.paper import Paper
from planner.papers.placeholders import Value, of_line, of_order
from planner.papers.source import PaperSource
from planner.workbooks import own_file
from planner.workbooks.own_file import ENDINGS, NotKeptError
from planner.workbooks.uploads import Upload


def order_form(form: Paper, order: Order, source: PaperSource) -> bytes:
    """Return the form with an order in it; everything else in it stays as it is.

    Raises UsageError for a form that cannot be filled, with every name in it that means nothing.
    """
    request = {
        "values": {name: _told(value) for name, value in of_order(order, source).items()},
        "lines": [{name: _told(value) for name, value in of_line(line, source).items()} for line in order.lines],
    }
    try:
        return own_file.changed(Upload(form.name, form.content), "fill", request).content
    except NotKeptError as why:
        raise UsageError(f"{form.name} cannot be filled in as an order form. {why}") from why


def ending_of(form: Paper) -> str:
    """Return how the name of a form ends, which is how the names of filled ones end."""
    ending = PurePath(form.name).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{form.name}: an order form is a workbook, {' or '.join(ENDINGS)}.")
    return ending


def _told(value: Value) -> list[str]:
    match value:
        case None:
            return ["nothing", ""]
        case int() | Decimal():
            return ["number", str(value)]
        case date():
            return ["day", value.isoformat()]
    return ["text", value]
