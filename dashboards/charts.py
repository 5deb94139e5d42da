"""The charts: bars of totals, and the mix of CALs at other prices; functions of what they show and of their ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from dashboards import numbers, widgets
from dashboards.drawing import LIGHT, Ground, at_ticks, ground, lines, looked_up, offer_pictures, ticks_between
from planner.report.bars import Bar, BarRole
from planner.study.why.questions import Point
from planner.words import say, tell

COLOURS = {
    BarRole.PLAN: "#2E75B6",
    BarRole.CHEAPEST: "#2E75B6",
    BarRole.BASELINE: "#7F7F7F",
    BarRole.REFERENCE: "#7F7F7F",
    BarRole.OTHER: "#A9B4C0",
}
"""One colour per part of a chart, told apart on light and on dark ground."""
KINDS, MIX = [say("User CALs"), say("Device CALs")], ("#2E75B6", "#C55A11")
"""Kinds of CAL with their colours."""
MIX_HEIGHT = 340
MEASURES = (BarRole.PLAN, BarRole.REFERENCE)
"""What the others are measured against."""
LINE_LENGTH = 30
"""A name takes so many characters a line."""
ROW, ROOM, LINE_HEIGHT = 44, 110, 17
"""Height of a bar with its surroundings, of everything above and below the bars, and of a line, in pixels."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Bars of totals with everything that is written beside them."""

    bars: tuple[Bar, ...]
    totals: tuple[str, ...]
    """Beside each bar: its total."""
    differences: tuple[str, ...]
    """Below that: its difference, blank for the one that differences are counted from."""
    ticks: tuple[float, ...]
    axis: str


def show_totals(bars: Sequence[Bar], title: str, remark: str, currency: str, *, key: str, file: str) -> None:
    """Show a bar per scenario, the dearest first, with a remark below, and offer it as a picture named `file`."""
    shown = written(bars, currency)
    with st.container(key=key):
        st.altair_chart(totals(shown, ground()), alt=title)
        st.caption(widgets.plain(remark))
        offer_pictures(totals(shown, LIGHT), title, remark, key=key, file=file)


def written(bars: Sequence[Bar], currency: str) -> Totals:
    """Write the figures of bars as the person at the screen writes them."""
    amounts = [float(bar.total) for bar in bars]  # a chart is drawn with floats; what is written is exact
    ticks = ticks_between(min(0.0, *amounts), max(0.0, *amounts))
    return Totals(
        tuple(bars),
        tuple(tell("{total} {currency}", total=numbers.amount(bar.total), currency=currency) for bar in bars),
        tuple(difference_in_words(bar) for bar in bars),
        tuple(ticks),
        tell("Total in {currency}", currency=currency),
    )


def difference_in_words(bar: Bar) -> str:
    """Write how far a bar is above the one that differences are counted from."""
    if bar.part in MEASURES:
        return ""
    return f"+{numbers.amount(bar.difference)}" if bar.difference > 0 else numbers.amount(bar.difference)


def totals(shown: Totals, ground: Ground) -> alt.LayerChart:
    """Draw a bar per scenario; its name stands on its left, its figures in a column on the right."""
    frame = pd.DataFrame(
        [
            {
                "place": place,
                "total": float(bar.total),
                "part": bar.part.value,
                "name": bar.name,
                "words": words,
                "gap": gap,
            }
            for place, (bar, words, gap) in enumerate(zip(shown.bars, shown.totals, shown.differences, strict=True))
        ]
    )
    parts = [part for part in BarRole if (frame["part"] == part.value).any()]
    colours = alt.Color(
        "part:N",
        title=None,
        scale=alt.Scale(domain=[part.value for part in parts], range=[COLOURS[part] for part in parts]),
        legend=alt.Legend(orient="top", labelColor=ground.ink, labelLimit=0),
    )
    along = alt.X(
        "total:Q",
        title=shown.axis,
        scale=alt.Scale(domain=[shown.ticks[0], shown.ticks[-1]]),
        axis=at_ticks(shown.ticks, ground),
    )
    hints = [
        alt.Tooltip("name:N", title=tell("Scenario")),
        alt.Tooltip("words:N", title=tell("Total")),
        alt.Tooltip("gap:N", title=tell("Difference")),
    ]
    drawn = (
        alt.Chart(frame)
        .mark_bar(height={"band": 0.6})
        .encode(
            y=down([lines(bar.name, LINE_LENGTH) for bar in shown.bars], ground, side="left"),
            x=along,
            color=colours,
            tooltip=hints,
        )
    )
    measure = (
        alt.Chart(frame[frame["part"].isin([part.value for part in MEASURES])])
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=ground.ink)
        .encode(x=along)
    )
    # A layer without marks of its own: its axis is the column of figures, for which the chart then makes room.
    figures = [[words, *([gap] if gap else [])] for words, gap in zip(shown.totals, shown.differences, strict=True)]
    column = alt.Chart(frame).mark_bar(opacity=0).encode(y=down(figures, ground, side="right"), x=along)
    height = ROOM + ROW * len(frame)
    layers = alt.layer(drawn, measure, column).resolve_scale(y="independent")
    chart: alt.LayerChart = layers.properties(height=height).configure_view(strokeOpacity=0)
    return chart


def down(texts: Sequence[Sequence[str]], ground: Ground, *, side: Any) -> alt.Y:
    """Return the axis with a text of one or more lines for each bar."""
    return alt.Y(
        "place:O",
        sort=None,
        title=None,
        axis=alt.Axis(
            orient=side,
            labelExpr=looked_up(texts, "datum.value"),
            labelLimit=0,
            labelOverlap=False,
            labelColor=ground.ink,
            labelFontSize=13,
            labelLineHeight=LINE_HEIGHT,
            labelPadding=8,
            labelOffset={
                "condition": {
                    "test": f"length({looked_up(texts, 'datum.value')}) > 1",
                    "value": -LINE_HEIGHT / 2,
                },
                "value": 0,
            },
            domain=False,
            ticks=False,
        ),
    )


def show_mix(points: Sequence[Point], title: str, remark: str, currency: str, *, key: str, file: str) -> None:
    """Show how many User and Device CALs the cheapest plan buys at other prices, and offer it as a picture."""
    with st.container(key=key):
        st.altair_chart(mix(points, currency, ground()), alt=title)
        st.caption(widgets.plain(remark))
        offer_pictures(mix(points, currency, LIGHT), title, remark, key=key, file=file)


def mix(points: Sequence[Point], currency: str, ground: Ground) -> alt.Chart:
    """Draw how many User and Device CALs the cheapest plan buys at other prices."""
    shifts = [float(point.shift) for point in points]
    most = max((max(point.users, point.devices) for point in points), default=0)
    across, up = ticks_between(min(shifts), max(shifts)), ticks_between(0, most)
    frame = pd.DataFrame(
        [
            {
                "shift": float(point.shift),
                "dearer": numbers.amount(Decimal(point.shift)),
                "kind": kind,
                "licences": licences,
                "words": numbers.whole(licences),
                "total": tell("{decimal} {currency}", decimal=numbers.amount(Decimal(point.total)), currency=currency),
            }
            for point in points
            for kind, licences in zip(KINDS, (point.users, point.devices), strict=True)
        ]
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_line(point={"size": 60}, strokeWidth=2.5)
        .encode(
            x=alt.X(
                "shift:Q",
                title=tell("Each of them dearer by so much ({currency})", currency=currency),
                scale=alt.Scale(domain=[across[0], across[-1]]),
                axis=at_ticks(across, ground),
            ),
            y=alt.Y(
                "licences:Q",
                title=tell("Licences to buy"),
                scale=alt.Scale(domain=[up[0], up[-1]]),
                axis=at_ticks(up, ground),
            ),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=KINDS, range=list(MIX)),
                legend=alt.Legend(orient="top", labelColor=ground.ink),
            ),
            strokeDash=alt.StrokeDash("kind:N", sort=KINDS, legend=None),
            tooltip=[
                alt.Tooltip("kind:N", title=tell("CALs")),
                alt.Tooltip("dearer:N", title=tell("Dearer by")),
                alt.Tooltip("words:N", title=tell("Licences to buy")),
                alt.Tooltip("total:N", title=tell("Total")),
            ],
        )
        .properties(height=MIX_HEIGHT)
        .configure_view(strokeOpacity=0)
    )
    return chart
