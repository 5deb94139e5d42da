"""What electronic orders need of the profile: everything that is missing is told at once."""

from __future__ import annotations

from collections.abc import Iterable

from planner.errors import UsageError
from planner.papers.order import Order

Wanted = tuple[str, str, object]
"""Sheet and column, as people know them, and what stands there."""


def require(what: str, order: Order, wanted: Iterable[Wanted]) -> None:
    """Raise UsageError with all that is blank and must not be."""
    blank = [
        f"{sheet}, column {column}" + (f', of "{order.vendor.vendor}"' if sheet == "Vendors" else "")
        for sheet, column, value in wanted
        if not value
    ]
    if blank:
        raise UsageError(
            f"{what} needs more than is known: {'; '.join(blank)}. Fill it in, in the inventory or in a profile "
            "(--profile FILE)."
        )
