"""A plan with a horizon in a workbook: the calendar, a column a day, and the money of each year with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from planner.domain import money
from planner.domain.document import PlanDocument, ScenarioDocument
from planner.domain.money import MINOR_PER_MAJOR
from planner.report import listed_over_time
from planner.report.calendar import Entry, entries, events_of
from planner.report.excel.page import Book, Formula, Page, PageColumn
from planner.report.excel.style import RULE, ColumnKind, Weight
from planner.report.listed_over_time import THIS_PLAN
from planner.report.table import Table
from planner.report.verdict import AS_WORTH, other_ways, verdicts
from planner.report.words import count, listed
from planner.words import say

_MOST_DAYS = 60
_COLOURS = {
    "purchases": "#2E75B6", "rent": "#9DC3E6", "orders": "#BFBFBF", "mixing": "#7F7F7F", "upgrades": "#C55A11",
    "keeping": "#F4B183",
}  # fmt: skip
"""What is paid, each with its colour in the chart."""


def write_over_time(book: Book, document: PlanDocument, workbook: xlsxwriter.Workbook) -> None:
    """Write the sheets Calendar and Cash, where a scenario has a horizon."""
    planned = [one for one, plan in document.planned if plan.cash is not None]
    if planned:
        _write_calendar(book, planned, document.currency)
        _write_cash(book, planned, document, workbook)


def _write_calendar(book: Book, planned: Sequence[ScenarioDocument], currency: str) -> None:
    days = {one.name: sorted({event.on for event in events_of(one)})[:_MOST_DAYS] for one in planned}
    most = max(map(len, days.values()))
    columns = [PageColumn("", width=24, most=30), *(PageColumn("", width=18, most=24) for _ in range(max(most, 5)))]
    page = book.page(say("Calendar"), columns)
    page.title(say("Calendar"))
    page.note(
        say(
            "What to do on which day. Amounts are what is paid on the day, in {currency} without VAT.",
            currency=currency,
        )
    )
    for one in planned:
        page.section(one.name)
        for verdict in verdicts(one, currency):
            page.note(str(verdict))
        others = other_ways(one, currency)
        for sentence in (*others, AS_WORTH) if others else ():
            page.note(sentence)
        _write_days(page, one, days[one.name])
        _write_upgrades(page, one)


def _write_days(page: Page, scenario: ScenarioDocument, days: Sequence[date]) -> None:
    found, width = entries(events_of(scenario)), len(page.columns)

    def cells(label: str, texts: Sequence[str | None]) -> list[str | None]:
        return [label, *texts, *[None] * (width - 1 - len(texts))]

    if not days:
        page.note(say("Nothing is to be done."))
        return
    page.skip()
    page.line(cells("", [day.isoformat() for day in days]), Weight.GROUP)
    for action, by_day in found.items():
        page.line(cells(action.value, [_cell(by_day.get(day)) for day in days]))


def _cell(entry: Entry | None) -> str | None:
    if entry is None:
        return None
    what = listed(entry.servers, 3) if entry.servers else count(entry.licences, "licence")
    if not entry.amount_minor:
        return what
    return say("{what}, {amount}", what=what, amount=_amount(abs(entry.amount_minor)))


def _amount(minor: int) -> str:
    return money.words(minor, "").strip()


def _write_upgrades(page: Page, scenario: ScenarioDocument) -> None:
    """Write what becomes of servers, as texts, since the columns are those of days."""
    upgrades = listed_over_time.upgrades(scenario)
    if not len(upgrades):
        return
    page.skip()
    for row in upgrades.rows():
        page.note(_upgrade(*row))


def _upgrade(server: str, before: str, to: str | None, on: date | None, is_chosen: bool, *figures: int | None) -> str:
    cost, keeping, licences, useless, _ = figures
    if to is None:
        said = say("{server} stays {before}", server=server, before=before)
    elif on is None:
        later = (
            say("it might have been upgraded to {to}", to=to)
            if is_chosen
            else say("its upgrade to {to} is planned for later", to=to)
        )
        said = say("{server} stays {before} within the horizon; {later}", server=server, before=before, later=later)
    else:
        chosen = say(", a day that the plan chose") if is_chosen else ""
        said = say(
            "{server} is upgraded from {before} to {to} on {on}{chosen}, for {value}",
            server=server,
            before=before,
            to=to,
            on=on,
            chosen=chosen,
            value=_amount(cost or 0),
        )
    if keeping:
        said += say("; keeping it costs {keeping}", keeping=_amount(keeping))
    if licences is not None:
        said += say("; licences cost {licences} more with it, and ", licences=_amount(licences))
        said += say(
            "{value} {form} in no use any more",
            value=count(useless or 0, "owned licence"),
            form=say("is") if useless == 1 else say("are"),
        )
    return say("{said}. (As it is worth on the plan's day.)", said=said)


def _write_cash(
    book: Book, planned: Sequence[ScenarioDocument], document: PlanDocument, workbook: xlsxwriter.Workbook
) -> None:
    figures = [column for column in listed_over_time.CASH if column.name != "year"]
    columns = (
        PageColumn(say("Scenario"), width=20, most=28),
        PageColumn(say("Year"), width=8),
        *(
            PageColumn(
                say("{title} ({currency})", title=column.title, currency=document.currency), ColumnKind.MONEY, 14
            )
            for column in figures
        ),
    )
    page = book.page(say("Cash"), columns)
    page.title(say("Cash"))
    page.note(
        say(
            "What is paid in each calendar year, as it is paid. Totals elsewhere are what that is "
            "worth on the plan's day."
        )
    )
    page.skip()
    page.header()
    for one in planned:
        cash, first = listed_over_time.cash(one), page.row
        for year, *amounts in cash.rows():
            *parts, sales, _ = (page.address(page.row, place) for place in range(2, len(columns)))
            total = Formula(f"=SUM({parts[0]}:{parts[-1]})-{sales}", amounts[-1])
            page.line([one.name, str(year), *amounts[:-1], total])
        sums = [_sum(page, first, place, cash[column.name]) for place, column in enumerate(figures, start=2)]
        page.line([say("Total {name}", name=one.name), None, *sums], Weight.TOTAL)
        _write_foresight(page, one, document.currency)
        page.skip()
        if one is document.best or one is planned[0]:
            _write_chart(page, workbook, cash, first, one.name, document.currency)


def _sum(page: Page, first: int, column: int, values: Sequence[int]) -> Formula:
    return Formula(f"=SUM({page.address(first, column)}:{page.address(page.row - 1, column)})", sum(values))


def _write_foresight(page: Page, scenario: ScenarioDocument, currency: str) -> None:
    for what, total, difference, result in listed_over_time.foresight(scenario).rows():
        if what == THIS_PLAN:
            continue
        if total is None:
            page.note(say("If {what}: there is no plan.", what=what))
            continue
        side = say("more") if difference > 0 else say("less")
        gap = (
            say("{difference} {side}", difference=money.words(abs(difference), currency), side=side)
            if difference
            else say("the same")
        )
        page.note(
            say(
                "If {what}: {total} in all, {result}, {gap}.",
                what=what,
                total=money.words(total, currency),
                result=result,
                gap=gap,
            )
        )


def _write_chart(page: Page, workbook: xlsxwriter.Workbook, cash: Table, first: int, name: str, currency: str) -> None:
    """Draw what is paid in each year, one part on the other; the values are handed over, as written rows are gone."""
    chart: Any = workbook.add_chart({"type": "column", "subtype": "stacked"})
    years = [str(year) for year in cash["year"]]
    last = first + len(years) - 1
    for place, column in enumerate(cash.columns[1:], start=2):
        if column.name in _COLOURS and any(cash[column.name]):
            chart.add_series(
                {
                    "name": column.title,
                    "categories": [page.name, first, 1, last, 1],
                    "values": [page.name, first, place, last, place],
                    "categories_data": years,
                    "values_data": [amount / MINOR_PER_MAJOR for amount in cash[column.name]],  # a chart takes floats
                    "fill": {"color": _COLOURS[column.name]},
                    "gap": 80,
                }
            )
    if not chart.series:
        return
    chart.set_title(
        {"name": say("Paid per year: {name} ({currency})", name=name, currency=currency), "name_font": {"size": 12}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": RULE}}, "num_format": "#,##0"})
    chart.set_size({"width": 900, "height": 320})
    page.sheet.insert_chart(page.row, 0, chart, {"object_position": 1})
    page.row += 18
