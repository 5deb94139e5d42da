"""Cash by date: which day how much is paid and comes in, which together with what has no day is the plan's total.

Vendors are paid so many days after the order; sales, servers and what keeping them costs are on their own days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.document import ScenarioDocument
from planner.report.calendar import Action, events_of

_FROM_VENDORS = (Action.BUY, Action.RENT)


@dataclass(frozen=True, slots=True)
class CashLine:
    """What is paid and what comes in on one day; `day` is None for what has none, such as the work of ordering."""

    day: date | None
    paid_minor: int
    comes_in_minor: int


def cash_by_date(scenario: ScenarioDocument, payment_days: int) -> tuple[CashLine, ...]:
    """Return the lines by day, what has no day last; empty where there is no plan."""
    plan = scenario.plan
    if plan is None:
        return ()
    wait = timedelta(days=payment_days)
    days: dict[date, list[int]] = {}
    for event in events_of(scenario):
        amounts = days.setdefault(event.on + wait if event.action in _FROM_VENDORS else event.on, [0, 0])
        amounts[event.amount_minor < 0] += abs(event.amount_minor)
    lines = [CashLine(day, *amounts) for day, amounts in sorted(days.items()) if any(amounts)]
    cost = plan.cash or plan.cost
    undated = cost.total + cost.end_value - sum(line.paid_minor - line.comes_in_minor for line in lines)
    return (*lines, CashLine(None, undated, 0)) if undated else tuple(lines)
