"""What electronic orders need of the profile: everything that is missing, for whichever vendor, is told at once."""

from __future__ import annotations

from collections.abc import Iterable

from planner.errors import UsageError
from planner.papers.order import Order

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
        told = "; ".join(
            f"{sheet}, column {column}" + (f", of {_quoted(vendors)}" if sheet == "Vendors" else "")
            for (sheet, column), vendors in blank.items()
        )
        raise UsageError(
            f"{what} needs more than is known: {told}. Fill it in, in the inventory or in a profile (--profile FILE)."
        )


def _quoted(vendors: Iterable[str]) -> str:
    return ", ".join(f'"{vendor}"' for vendor in vendors)
