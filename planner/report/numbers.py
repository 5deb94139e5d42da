"""How figures are written in sentences: in English in every file and at the terminal, else as the reader is used to.

What a figure is and how it is rounded is decided here once; another way of writing changes its marks, never its digits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from planner.domain import money

_SMALLEST_SHARE = Fraction(1, 1000)
"""Below it a share would read as nought."""


class Numbers:
    """Figures in plain English; another way of writing them overrides `decimal` and nothing else."""

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        """Write a number with exactly the decimals it has, its thousands apart if it is `grouped`."""
        return f"{value:,}" if grouped else f"{value}"

    def whole(self, number: int) -> str:
        """Write a count: `1,200`."""
        return self.decimal(Decimal(number))

    def count(self, number: int, one: str, many: str = "") -> str:
        """Write a count with its noun: `1 pack`, `1,200 packs`."""
        return f"{self.whole(number)} {one if number == 1 else many or one + 's'}"

    def money(self, amount_minor: int, currency: str) -> str:
        """Write an amount in minor units: `23,480.00 EUR`."""
        return f"{self.decimal(Decimal(money.text(amount_minor)))} {currency}"

    def percent(self, share: Fraction) -> str:
        """Write a share: `5 %`, `0.6 %`; one that would read as nought is `less than 0.1 %`."""
        if 0 < abs(share) < _SMALLEST_SHARE:
            return f"less than {self.decimal(Decimal('0.1'))} %"
        hundredfold = share * 100
        digits = str(int(hundredfold)) if hundredfold.denominator == 1 else f"{float(hundredfold):.1f}"
        return f"{self.decimal(Decimal(digits), grouped=False)} %"


ENGLISH = Numbers()
