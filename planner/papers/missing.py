"""What electronic orders need of the profile: everything that is missing, for whichever vendor, is told at once."""

from __future__ import annotations

from collections.abc import Iterable

from planner.errors import UsageError
from planner.papers.order import Order
from planner.words import joined, say

Wanted = tuple[str, str, object]
"""Sheet and column, as people know them, and what stands there."""


def require(what: str, wanted: Iterable[tuple[Order, Iterable[Wanted]]]) -> None:
    """Raise UsageError with all that is blank and must not be, of every order."""
    blank: dict[tuple[str, str], dict[str, None]] = {}
    for order, cells in wanted:
        for sheet, column, value in cells:
            if not value:
                blank.setdefault((sheet, column), {})[order.vendor.vendor] = None
    if blank:
        told = joined(
            "; ",
            (
                say("{sheet}, column {column}", sheet=sheet, column=column)
                + (say(", of {quoted}", quoted=_quoted(vendors)) if sheet == "Vendors" else "")
                for (sheet, column), vendors in blank.items()
            ),
        )
        raise UsageError(
            say(
                "{what} needs more than is known: {told}. Fill it in, in the inventory or in a profile "
                "(--profile FILE).",
                what=what,
                told=told,
            )
        )


def _quoted(vendors: Iterable[str]) -> str:
    return joined(", ", (f'"{vendor}"' for vendor in vendors))
