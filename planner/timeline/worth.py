"""What an amount becomes on a later day, and what a later amount is worth today, in whole minor units.

A yearly rate r over d days multiplies by (1 + r) to the power of d / 365.25; each step is rounded half up to a whole
minor unit.  That power is hardly ever a fraction, so it is computed to many more digits than any amount has; where the
years are whole it is exact.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache

from planner.domain.money import round_half_up

_DIGITS = Context(prec=80, rounding=ROUND_HALF_EVEN)
_SETTLED = Decimal(1).scaleb(-40)
"""Factors are taken to so many places: what differs from a fraction beyond them is an error of the power."""
_QUARTER_DAYS = 1461
"""Four times 365.25."""


@cache
def factor(rate: Fraction, days: int) -> Fraction:
    """Return (1 + rate) to the power of days / 365.25; `rate` is above -1."""
    if not rate or not days:
        return Fraction(1)
    base, (years, rest) = 1 + rate, divmod(4 * days, _QUARTER_DAYS)
    if not rest:
        return base**years
    of_base = _DIGITS.divide(Decimal(base.numerator), Decimal(base.denominator))
    exponent = _DIGITS.divide(Decimal(4 * days), Decimal(_QUARTER_DAYS))
    found = _DIGITS.power(of_base, exponent)
    # Relative to its own size, so that tiny factors keep their digits too.
    return Fraction(found.quantize(_SETTLED.scaleb(min(found.adjusted(), 0)), context=_DIGITS))


def later_price(amount_minor: int, change: Fraction, since: date, day: date) -> int:
    """Return what costs an amount on one day on a later one, prices changing at a yearly rate."""
    return round_half_up(amount_minor * factor(change, (day - since).days))


def present_value(amount_minor: int, rate: Fraction, today: date, day: date) -> int:
    """Return what an amount that is paid on a later day is worth today at a yearly rate."""
    return round_half_up(amount_minor / factor(rate, (day - today).days))
