"""A plan with a horizon at a terminal: what to do now and later, the calendar, the money of each year, the upgrades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from planner.domain.document import ScenarioDocument
from planner.report import listed_over_time
from planner.report.calendar import Action, Entry, entries, events_of
from planner.report.rich_tables import amount, listing, literal
from planner.report.verdict import AS_WORTH, Verb, other_ways, verdicts
from planner.report.words import listed
from planner.words import say

_FIRST_COLUMN, _DAY_COLUMN = 18, 15
"""Characters that the names of rows and each day of the calendar take."""


def print_over_time(scenario: ScenarioDocument, currency: str, console: Console) -> None:
    """Print what to do now, what to wait for and what to leave, and what less foresight would cost."""
    for verdict in verdicts(scenario, currency):
        console.print(literal(str(verdict), "bold" if verdict.verb is Verb.NOW else ""))
    others = other_ways(scenario, currency)
    for sentence in (*others, AS_WORTH) if others else ():
        console.print(literal(sentence, "dim" if sentence is AS_WORTH else ""))


def print_calendar(scenario: ScenarioDocument, console: Console) -> None:
    """Print the calendar with a column a day, the money of each year, and the upgrades."""
    events = events_of(scenario)
    if not events:
        return
    console.print(Text(say("When to do what (amounts as they are paid)"), "bold"))
    days = sorted({event.on for event in events})
    for shown in _parted(days, max(1, (console.width - _FIRST_COLUMN) // _DAY_COLUMN)):
        _print_days(entries(events), shown, console)
    _print_years(scenario, console)
    _print_upgrades(scenario, console)


def _parted(days: Sequence[date], most: int) -> Iterator[Sequence[date]]:
    for start in range(0, len(days), most):
        yield days[start : start + most]


def _print_days(found: dict[Action, dict[date, Entry]], days: Sequence[date], console: Console) -> None:
    titles = [day.isoformat() for day in days]
    table = listing("", *titles, right=titles)
    for action, by_day in found.items():
        if any(day in by_day for day in days):
            table.add_row(literal(action.value), *(literal(_cell(by_day.get(day))) for day in days))
    console.print(table)


def _cell(entry: Entry | None) -> str:
    if entry is None:
        return ""
    what = listed(entry.servers, 2) if entry.servers else say("{licences:,}", licences=entry.licences)
    return say("{what}\n{amount}", what=what, amount=amount(abs(entry.amount_minor)))


def _print_years(scenario: ScenarioDocument, console: Console) -> None:
    cash = listed_over_time.cash(scenario)
    shown = [column for column in cash.columns if column.name in ("year", "total") or any(cash[column.name])]
    titles = [column.title for column in shown]
    table = listing(*titles, right=titles[1:])
    for year, *amounts in cash.rows(*(column.name for column in shown)):
        table.add_row(str(year), *map(amount, amounts))
    console.print(table)


def _print_upgrades(scenario: ScenarioDocument, console: Console) -> None:
    upgrades = listed_over_time.upgrades(scenario)
    if not len(upgrades):
        return
    right = say("costs"), say("keeping"), say("licences"), say("made useless"), say("other way")
    table = listing(say("server"), say("upgrade"), say("on"), *right, right=right)
    for server, before, to, on, chosen, cost, keeping, licences, useless, otherwise in upgrades.rows():
        what = say("{before} to {to}", before=before, to=to) if to else say("stays {before}", before=before)
        when = say("kept") if on is None else say("{on}, chosen", on=on) if chosen else on.isoformat()
        figures = (amount(cost), amount(keeping), "" if licences is None else amount(licences))
        table.add_row(
            literal(server),
            what,
            when,
            *figures,
            "" if useless is None else say("{useless:,}", useless=useless),
            "" if otherwise is None else f"{'+' if otherwise > 0 else ''}{amount(otherwise)}",
        )
    console.print(table)
    console.print(
        Padding(
            Text(
                say("All amounts as they are worth on the plan's day; other way: what everything costs more then."),
                "dim",
            ),
            (0, 0, 0, 2),
        )
    )
