"""How figures and days are written in sentences: in English in every file and at the terminal, else as the reader does.

What a figure is and how it is rounded is decided here once; another way of writing changes its marks, never its digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.words.said import counted, say, written

_SMALLEST_SHARE = Fraction(1, 1000)
"""Below it a share would read as nought."""


class Numbers:
    """Figures in plain English; another way of writing them overrides `decimal` and `day`, and nothing else."""

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        """Write a number with exactly the decimals it has, its thousands apart if it is `grouped`."""
        return f"{value:,}" if grouped else f"{value}"

    def day(self, day: date) -> str:
        """Write a day: `2026-11-21`."""
        return day.isoformat()

    def whole(self, number: int) -> str:
        """Write a count: `1,200`."""
        return written(self.decimal(Decimal(int(number))), "whole", number)

    def count(self, number: int, one: str, many: str = "") -> str:
        """Write a count with its noun: `1 pack`, `1,200 packs`."""
        many = many or one + "s"
        return counted(f"{self.decimal(Decimal(int(number)))} {one if number == 1 else many}", number, one, many)

    def money(self, amount_minor: int, currency: str) -> str:
        """Write an amount in minor units: `23,480.00 EUR`."""
        amount = f"{self.decimal(Decimal(amount_minor).scaleb(-2))} {currency}"
        return written(amount, "money", amount_minor, currency)

    def amount(self, amount_minor: int) -> str:
        """Write an amount in minor units without its currency: `23,480.00`."""
        return written(self.decimal(Decimal(amount_minor).scaleb(-2)), "amount", amount_minor)

    def number(self, value: Decimal) -> str:
        """Write a number as it is, its thousands not apart: `0.5`."""
        return written(self.decimal(value, grouped=False), "number", value)

    def percent(self, share: Fraction) -> str:
        """Write a share: `5 %`, `0.6 %`; one that would read as nought is `less than 0.1 %`."""
        if 0 < abs(share) < _SMALLEST_SHARE:
            return say("less than {share}", share=self.percent(_SMALLEST_SHARE))
        hundredfold = share * 100
        digits = str(int(hundredfold)) if hundredfold.denominator == 1 else f"{float(hundredfold):.1f}"
        return written(f"{self.decimal(Decimal(digits), grouped=False)} %", "percent", share)

    def figure(self, kind: str, arguments: Sequence[Any]) -> str:
        """Write a figure of a kind.  Raises ValueError for a kind that nobody knows."""
        kinds: Mapping[str, Callable[..., str]] = {
            "whole": self.whole,
            "money": self.money,
            "amount": self.amount,
            "number": self.number,
            "percent": self.percent,
        }
        if kind not in kinds:
            raise ValueError(f"{kind} is no kind of figure")
        return kinds[kind](*arguments)


ENGLISH = Numbers()


@dataclass(frozen=True, slots=True)
class Amounts:
    """How amounts of one currency are written."""

    currency: str
    numbers: Numbers

    def money(self, amount_minor: int) -> str:
        """Write an amount with its currency."""
        return self.numbers.money(amount_minor, self.currency)


class Marked(Numbers):
    """Figures with other marks between their digits, and days in another order."""

    def __init__(self, thousands: str, decimal_sign: str, day: str) -> None:
        self._marks = str.maketrans({",": thousands, ".": decimal_sign})
        self._day = day

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        """Write a number with the marks."""
        return super().decimal(value, grouped=grouped).translate(self._marks)

    def day(self, day: date) -> str:
        """Write a day in the order."""
        return day.strftime(self._day)
