"""Amounts in whole minor units (cents), and the one place that rounds.

Only currencies with two decimals are supported, so 1.00 EUR is always 100.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from planner.words import ENGLISH

MINOR_PER_MAJOR = 100


def to_minor(amount: Decimal) -> int:
    """Return `amount` in minor units.  Raises ValueError if it has more than two decimals."""
    minor = amount * MINOR_PER_MAJOR
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} has more than two decimals")
    return int(minor)


def round_half_up(amount: Fraction) -> int:
    """Round to a whole number of minor units; a half goes up, away from zero."""
    whole = (2 * abs(amount).numerator + amount.denominator) // (2 * amount.denominator)
    return whole if amount >= 0 else -whole


def convert(amount_minor: int, rate: Fraction) -> int:
    """Convert minor units of one currency to another at `rate` (target units per source unit), rounded half up."""
    return round_half_up(amount_minor * rate)


def text(amount_minor: int) -> str:
    """Write an amount the way plan.json does: `-79.81`."""
    sign = "-" if amount_minor < 0 else ""
    major, minor = divmod(abs(amount_minor), MINOR_PER_MAJOR)
    return f"{sign}{major}.{minor:02d}"


def words(amount_minor: int, currency: str) -> str:
    """Write an amount for people: `23,480.00 EUR`."""
    return ENGLISH.money(amount_minor, currency)


def from_text(amount: str) -> int:
    """Read what `text` wrote.  Raises ValueError for anything else."""
    return to_minor(Decimal(amount))
