"""For whoever plans ahead: what to do now and later, the calendar, the money of each year, what each upgrade costs."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards import numbers, widgets
from dashboards.drawing import LIGHT, Ground, at_ticks, ground, offer_pictures, ticks_between
from dashboards.sections.asking import Asking, show_switch_points
from dashboards.sections.shown import Shown
from planner.domain.document import ScenarioDocument
from planner.report import listed_over_time
from planner.report.calendar import Entry, entries, events_of
from planner.report.table import Table, decimal
from planner.report.verdict import AS_WORTH, other_ways, verdicts
from planner.report.words import listed
from planner.words import joined, say, tell

COLOURS = {
    "purchases": "#2E75B6",
    "rent": "#9DC3E6",
    "orders": "#A9B4C0",
    "mixing": "#7F7F7F",
    "upgrades": "#C55A11",
    "keeping": "#F4B183",
    "sales": "#70AD47",
}
"""The parts of a year's money with their colours."""
HEIGHT = 320
ABOUT_MONEY = say("What is paid in each calendar year, as it is paid; sales stand below nought.")
UPGRADED = (
    "server", "from", "to", "on", "is_chosen", "cost", "keeping", "licences_cost", "useless", "otherwise",
)  # fmt: skip


def show(shown: Shown) -> None:
    """Show a plan by its days."""
    scenario, currency = shown.found.scenario, shown.found.currency
    if scenario.plan is None or scenario.plan.cash is None or not events_of(scenario):
        st.write(tell("There is nothing to do within the horizon."))
        return
    _show_calendar(scenario, currency)
    _show_years(scenario, currency, shown.plan.name)
    _show_upgrades(scenario, currency)
    st.header(tell("Where the decision turns"))
    show_switch_points(Asking(shown.plan, scenario.name, shown.found))


def show_verdict(scenario: ScenarioDocument, currency: str) -> None:
    """Show what to do now, what to wait for and what to leave, and what less foresight would cost."""
    found = verdicts(scenario, currency, numbers.local())
    if not found:
        return
    st.header(tell("Buy now, wait, or never"))
    for verdict in found:
        when = tell(" ({when})", when=verdict.when) if verdict.when else ""
        lead = f"**{verdict.verb}**{widgets.plain(when)}"
        st.markdown(tell("- {lead}: {text}", lead=lead, text=widgets.plain(verdict.text)))
    others = other_ways(scenario, currency, numbers.local())
    for sentence in others:
        st.markdown(widgets.plain(sentence))
    if others:
        st.caption(AS_WORTH)


def _show_calendar(scenario: ScenarioDocument, currency: str) -> None:
    events = events_of(scenario)
    st.header(tell("When to do what"))
    days, found = sorted({event.on for event in events}), entries(events)
    rows = [
        {say("What"): action.value} | {numbers.day(day): _cell(by_day.get(day)) for day in days}
        for action, by_day in found.items()
    ]
    about = tell("The calendar: a column a day, amounts in {currency} as they are paid", currency=currency)
    widgets.table(rows, key="calendar", about=about, pinned=(say("What"),))
    st.caption(tell("Amounts in {currency}, as they are paid on the day.", currency=currency))
    with st.expander(tell("Each thing to do, with vendor and offer, or lot")):
        names = [column.name for column in listed_over_time.CALENDAR]
        widgets.listed(
            listed_over_time.calendar(scenario),
            names,
            currency,
            key="calendar_lines",
            about=tell("What to do, day by day"),
        )


def _show_upgrades(scenario: ScenarioDocument, currency: str) -> None:
    upgrades = listed_over_time.upgrades(scenario)
    if not len(upgrades):
        return
    st.header(tell("What each upgrade costs and makes useless"))
    widgets.listed(
        upgrades, UPGRADED, currency, key="upgrades", about=tell("What becomes of each server, and its price")
    )
    st.caption(
        tell(
            "Amounts as they are worth on the plan's day. Licences: what they cost more than in "
            "the cheapest plan in which these servers stay as they are. Made useless: owned "
            "licences that only that plan still uses. The other way: what everything costs more if "
            "they are not upgraded, or are where this plan leaves them."
        )
    )


def _cell(entry: Entry | None) -> str:
    if entry is None:
        return ""
    what = listed(entry.servers, 4) if entry.servers else numbers.count(entry.licences, "licence")
    return (
        tell("{what}, {amount}", what=what, amount=numbers.amount(decimal(abs(entry.amount_minor))))
        if entry.amount_minor
        else what
    )


def _show_years(scenario: ScenarioDocument, currency: str, file: str) -> None:
    cash = listed_over_time.cash(scenario)
    st.header(tell("Money per year"))
    title = tell("Paid per year in {currency}", currency=currency)
    with st.container(key="years"):
        st.altair_chart(
            years(cash, currency, ground()), alt=tell("{title}: {licence}", title=title, licence=_in_words(cash))
        )
        st.caption(ABOUT_MONEY)
        offer_pictures(years(cash, currency, LIGHT), title, ABOUT_MONEY, key="years", file=f"{file} per year")
    shown = [column.name for column in cash.columns if column.name in ("year", "total") or any(cash[column.name])]
    rows = [
        {column.title: _year_or_amount(column.name, value) for column, value in zip(cash.columns, row, strict=True)}
        for row in cash.rows()
    ]
    titles = [column.title for column in cash.columns if column.name in shown]
    widgets.table(
        [{title: row[title] for title in titles} for row in rows],
        key="cash",
        about=tell("What is paid in each calendar year"),
        money=titles[1:],
    )


def _year_or_amount(name: str, value: int) -> Any:
    return str(value) if name == "year" else decimal(value)


def _in_words(cash: Table) -> str:
    pairs = zip(cash["year"], cash["total"], strict=True)
    return joined(
        "; ", (tell("{year}: {total}", year=year, total=numbers.amount(decimal(total))) for year, total in pairs)
    )


def years(cash: Table, currency: str, ground: Ground) -> alt.Chart:
    """Draw what is paid in each year, one part on the other, and what comes in below nought."""
    parts = [column for column in cash.columns if column.name in COLOURS and any(cash[column.name])]
    rows = []
    for column in parts:
        sign = -1 if column.name == "sales" else 1
        for year, amount in zip(cash["year"], cash[column.name], strict=True):
            value = decimal(sign * amount)
            words = tell("{value} {currency}", value=numbers.amount(value), currency=currency)
            rows.append({"year": str(year), "part": column.title, "amount": float(value), "words": words})
    paid = [total + sales for total, sales in zip(cash["total"], cash["sales"], strict=True)]
    ticks = ticks_between(float(decimal(-max([0, *cash["sales"]]))), float(decimal(max([0, *paid]))))
    titles = [column.title for column in parts]
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["year", "part", "amount", "words"]))
        .mark_bar(size=46)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelColor=ground.ink, ticks=False)),
            y=alt.Y(
                "amount:Q",
                title=tell("Paid in {currency}", currency=currency),
                scale=alt.Scale(domain=[ticks[0], ticks[-1]]),
                axis=at_ticks(ticks, ground),
            ),
            color=alt.Color(
                "part:N",
                title=None,
                scale=alt.Scale(domain=titles, range=[COLOURS[column.name] for column in parts]),
                legend=alt.Legend(orient="top", labelColor=ground.ink, labelLimit=0),
            ),
            tooltip=[
                alt.Tooltip("year:O", title=tell("Year")),
                alt.Tooltip("part:N", title=tell("What")),
                alt.Tooltip("words:N", title=tell("Paid")),
            ],
        )
        .properties(height=HEIGHT)
        .configure_view(strokeOpacity=0)
    )
    return chart
