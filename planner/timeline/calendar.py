"""Months later, and the first days of calendar steps."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """How finely days count: as they are, or moved to the first day of a month, quarter or year."""

    EXACT = "exact"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of that month; never later than a date can be."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved_back(day: date, step: Step) -> date:
    """Return the first day of the step a day lies in; the day itself where days count as they are."""
    if step is Step.EXACT:
        return day
    months = _MONTHS[step]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def moved_forward(day: date, step: Step) -> date:
    """Return the first day of the next step, or the day itself where it is the first day of one."""
    first = moved_back(day, step)
    return day if first == day else months_later(first, _MONTHS[step])
