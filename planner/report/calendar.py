"""A plan over time by its days: what is bought, sold, rented, upgraded and paid for keeping; and each year's money.

Amounts are what is paid on the day, not what that is worth today; what comes in is counted below nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain import money
from planner.domain.document import PlanLines, ScenarioDocument
from planner.domain.plan import ServerUpgrade
from planner.words import SaidEnum, say


class Action(SaidEnum):
    """What is done on a day, in the order of the calendar."""

    BUY = "buy"
    SELL = "sell"
    RENT = "rent"
    UPGRADE = "upgrade"
    KEEP = "pay for keeping"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to do: what, on which day, with whom, how many licences, and what is paid for it then."""

    on: date
    action: Action
    what: str
    """The licence in words, or the server."""
    where: str
    """The vendor and the offer, or the lot; empty for servers."""
    licences: int | None
    amount_minor: int
    version: str = ""
    """What a server is upgraded to, or kept at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All of one kind that is done on one day."""

    licences: int
    servers: tuple[str, ...]
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Year:
    """What is paid in one calendar year; `sales` is what comes in."""

    year: int
    purchases: int = 0
    rent: int = 0
    orders: int = 0
    mixing: int = 0
    upgrades: int = 0
    keeping: int = 0
    sales: int = 0

    @property
    def total(self) -> int:
        """What is paid less what comes in."""
        out = self.purchases + self.rent + self.orders + self.mixing + self.upgrades + self.keeping
        return out - self.sales


def events_of(scenario: ScenarioDocument) -> tuple[Event, ...]:
    """Return what is to be done, day by day; empty without a plan."""
    plan = scenario.plan
    if plan is None:
        return ()
    found = [*_purchases(plan), *_sales(plan), *_servers(plan.upgrades, plan.periods[0].starts)]
    order = list(Action)
    return tuple(sorted(found, key=lambda one: (one.on, order.index(one.action), one.where, one.what)))


def _day(plan: PlanLines, period: int) -> date:
    return plan.periods[period].starts


def _purchases(plan: PlanLines) -> Iterator[Event]:
    for line in plan.purchases:
        action = Action.BUY if line.term_months is None else Action.RENT
        where = say("{vendor}, {offer_id}", vendor=line.vendor, offer_id=line.offer_id)
        yield Event(_day(plan, line.period), action, line.licence, where, line.licences, line.cost_minor)


def _sales(plan: PlanLines) -> Iterator[Event]:
    for line in plan.sales:
        what = line.licence or line.owned_id
        yield Event(_day(plan, line.period), Action.SELL, what, line.owned_id, line.quantity, -line.proceeds_minor)


def _servers(upgrades: Iterable[ServerUpgrade], first: date) -> Iterator[Event]:
    for line in upgrades:
        is_ahead = line.on is not None and (line.on > first or line.is_chosen or line.cash_cost_minor > 0)
        if line.on is not None and is_ahead:
            yield Event(line.on, Action.UPGRADE, line.server_id, "", None, line.cash_cost_minor, line.to or "")
        for day, amount_minor in line.payments:
            yield Event(day, Action.KEEP, line.server_id, "", None, amount_minor, line.before)


def entries(events: Iterable[Event]) -> dict[Action, dict[date, Entry]]:
    """Return what is done by kind and day; kinds of which there is nothing are left out."""
    found: dict[Action, dict[date, Entry]] = {}
    for action in Action:
        days: dict[date, list[Event]] = {}
        for event in events:
            if event.action is action:
                days.setdefault(event.on, []).append(event)
        if days:
            found[action] = {day: _entry(alike) for day, alike in days.items()}
    return found


def _entry(alike: list[Event]) -> Entry:
    servers = tuple(dict.fromkeys(event.what for event in alike if event.licences is None))
    licences = sum(event.licences or 0 for event in alike)
    return Entry(licences, servers, sum(event.amount_minor for event in alike))


def years_of(scenario: ScenarioDocument) -> tuple[Year, ...]:
    """Return what is paid in each calendar year of the horizon, without gaps; empty without a plan over time.

    The cost of holding both kinds of licence has no day and counts in the first year.
    """
    plan = scenario.plan
    if plan is None or plan.cash is None:
        return ()
    order_cost = money.from_text(scenario.policy["order_cost"])
    orders = [(_day(plan, period), order_cost) for _, period in {(line.vendor, line.period) for line in plan.purchases}]
    events = events_of(scenario)
    first = plan.periods[0].starts.year
    last = max([first, *(event.on.year for event in events)])

    def paid(year: int, action: Action) -> int:
        return sum(event.amount_minor for event in events if event.on.year == year and event.action is action)

    return tuple(
        Year(
            year,
            purchases=paid(year, Action.BUY),
            rent=paid(year, Action.RENT),
            orders=sum(amount for day, amount in orders if day.year == year),
            mixing=plan.cash.mixing if year == first else 0,
            upgrades=paid(year, Action.UPGRADE),
            keeping=paid(year, Action.KEEP),
            sales=0 - paid(year, Action.SELL),
        )
        for year in range(first, last + 1)
    )
