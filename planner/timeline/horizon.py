"""The horizon of a plan: where it begins and ends, and the periods that changes and terms cut it into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

from planner.timeline.calendar import months_later

MOST_PERIODS = 60


@dataclass(frozen=True, slots=True)
class Horizon:
    """From the plan's day until the first day that is not looked at any more."""

    starts: date
    ends: date

    @staticmethod
    def of(plan_date: date, months: int) -> Horizon:
        """Return the horizon of a plan; no months: it has no length."""
        return Horizon(plan_date, months_later(plan_date, months))

    def __contains__(self, day: date) -> bool:
        return self.starts <= day < self.ends


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which nothing changes; `ends` is the first day of the next one, or the horizon's end."""

    number: int
    starts: date
    ends: date


def periods_of(horizon: Horizon, days: Iterable[date]) -> tuple[Period, ...]:
    """Return the periods that days cut a horizon into: one on its first day, one on each day inside it.

    A horizon without length is one period that ends on the day it starts.
    """
    inside = {day for day in days if horizon.starts < day < horizon.ends}
    starts = [horizon.starts, *sorted(inside), horizon.ends]
    return tuple(Period(number, *pair) for number, pair in enumerate(pairwise(starts)))


def term_days(horizon: Horizon, term_months: int) -> Iterator[date]:
    """Yield the days on which a subscription of a term may begin: the plan's day, and every term later."""
    for number in count():
        day = months_later(horizon.starts, number * term_months)
        if day not in horizon:
            return
        yield day
