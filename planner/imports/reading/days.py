"""A column of days: its cells' formats are known, but which part of 3/4/2025 is the month the whole column says.

A first part above 12 is a day, a second part above 12 makes the first the month, AM and PM are American, dots are not.
Where no cell says so the order is not known, and the days of such cells are none until it is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.imports.reading.cells import text_of

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SLASHED_YEAR = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s.*)?")
_PARTS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?:[,\s]+(\d.*))?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{6})(\.\d+)?(?:[+-]\d{3}|Z)?")
_FILETIME = re.compile(r"\d{17,19}")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_WORDED = re.compile(r"(\d{1,2})[-. ]([A-Za-z]{3})[a-z]*[-. ,]+(\d{4})|([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES, start=1)}
_EPOCH, _FILETIME_EPOCH = date(1899, 12, 30), date(1601, 1, 1)
_TICKS_PER_DAY = 864_000_000_000
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)
"""Days before and after mean never, as programs write 0001-01-01, 1601-01-01 and 9999-12-31."""


class Order(StrEnum):
    """Which part of a day written in numbers comes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a column, None where there is none; the rows, by place, that could not be read."""

    days: tuple[date | None, ...]
    unread: tuple[int, ...] = ()
    undecided: bool = False
    """Whether cells could not be read because nothing says which part is the month."""


def order_of(cells: Iterable[object]) -> Order | None:
    """Return the order that a column shows; None where it shows none, or both."""
    votes, american = set(), False
    for cell in cells:
        if not isinstance(cell, str) or not (found := _PARTS.fullmatch(cell.strip())):
            continue
        first, sign, second, rest = int(found[1]), found[2], int(found[3]), found[5] or ""
        if first > 12 or sign == ".":
            votes.add(Order.DAY_FIRST)
        elif second > 12:
            votes.add(Order.MONTH_FIRST)
        american = american or rest.strip().upper().endswith(("AM", "PM"))
    if not votes and american:
        return Order.MONTH_FIRST
    return votes.pop() if len(votes) == 1 else None


def shows_both(cells: Iterable[object]) -> bool:
    """Tell whether some cells of a column can only be day first, and others only month first."""
    firsts = [found for cell in cells if isinstance(cell, str) and (found := _PARTS.fullmatch(cell.strip()))]
    return any(int(each[1]) > 12 for each in firsts) and any(int(each[3]) > 12 for each in firsts)


def read_days(cells: Sequence[object], order: Order | None) -> Days:
    """Return the days of a column; cells that need an order which is not known are undecided, and no day."""
    days, unread, undecided = [], [], False
    for place, cell in enumerate(cells):
        if isinstance(cell, datetime):
            days.append(_sensible(cell.date()))
            continue
        if isinstance(cell, date):
            days.append(_sensible(cell))
            continue
        text = text_of(cell)
        day = _day(text, order) if text else None
        if text and day is None:
            undecided = undecided or (order is None and _PARTS.fullmatch(text) is not None)
            unread.append(place)
        days.append(_sensible(day))
    return Days(tuple(days), tuple(unread), undecided)


def _sensible(day: date | None) -> date | None:
    return day if day is not None and _FIRST <= day < _LAST else None


def _day(text: str, order: Order | None) -> date | None:
    """Return the day a text means, even a senseless one that stands for never; None where it means none."""
    try:
        if found := _ISO.fullmatch(text) or _SLASHED_YEAR.fullmatch(text) or _PACKED.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _PARTS.fullmatch(text):
            return _in_order(int(found[1]), int(found[3]), found[4], Order.DAY_FIRST if found[2] == "." else order)
        if found := _WORDED.fullmatch(text):
            day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
            return date(int(year), _MONTHS[month.lower()], int(day)) if month.lower() in _MONTHS else None
        if _SERIAL.fullmatch(text):
            return _EPOCH + timedelta(days=int(text[:5]))
        if _FILETIME.fullmatch(text):
            return _FILETIME_EPOCH + timedelta(days=min(int(text) // _TICKS_PER_DAY, 3_000_000))
        return _FILETIME_EPOCH if text == "0" else None
    except (ValueError, OverflowError):
        return None


def _in_order(first: int, second: int, year: str, order: Order | None) -> date | None:
    if order is None:
        return None
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
