"""Charts: one place for colours and the ground they are drawn on."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.numbers import amount
from planner.report.answer import Bar, Part
from planner.study.why.questions import Point

COLOURS = {Part.PLAN: "#2E75B6", Part.CHEAPEST: "#2E75B6", Part.BASELINE: "#7F7F7F", Part.OTHER: "#A9B4C0"}
"""One colour per part of a chart, told apart on light and on dark ground."""
MIX_OTHER = "#C55A11"
ROOM_FOR_FIGURES = 1.18
INK = {False: "#2F2D2B", True: "#EDEBE8"}
"""The colour of figures in a chart, on light and on dark ground."""


def totals(bars: Sequence[Bar], title: str, currency: str) -> None:
    """Draw a bar per scenario, the dearest first."""
    frame = pd.DataFrame(
        [{"scenario": bar.name, "total": bar.total, "words": bar.words, "part": bar.part.value} for bar in bars]
    )
    parts = [part for part in Part if (frame["part"] == part.value).any()]
    base = alt.Chart(frame).encode(
        y=alt.Y("scenario:N", sort=None, title=None, axis=alt.Axis(labelLimit=0, ticks=False, domain=False)),
        x=alt.X(
            "total:Q",
            title=f"Total in {currency}",
            axis=alt.Axis(format=",.0f", tickCount=5),
            # Bars start at nought, or they would exaggerate the differences; the figure beside each needs room.
            scale=alt.Scale(domain=[min(0.0, frame["total"].min()), frame["total"].max() * ROOM_FOR_FIGURES or 1.0]),
        ),
    )
    colours = alt.Color(
        "part:N",
        title=None,
        scale=alt.Scale(domain=[part.value for part in parts], range=[COLOURS[part] for part in parts]),
        legend=alt.Legend(orient="top"),
    )
    hints = [alt.Tooltip("scenario:N", title="Scenario"), alt.Tooltip("words:N", title="Total")]
    drawn = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.7}).encode(color=colours, tooltip=hints)
    labels = base.mark_text(align="left", dx=6, color=INK[is_dark()]).encode(text="words:N")
    st.altair_chart((drawn + labels).properties(height=60 + 36 * len(frame)), alt=title)


def mix(points: Sequence[Point], title: str, currency: str) -> None:
    """Draw how many User and Device CALs the cheapest plan buys while prices move."""
    frame = pd.DataFrame(
        [
            {"shift": float(point.shift), "CAL": kind, "licences": number, "total": amount(float(point.total))}
            for point in points
            for kind, number in (("User CALs", point.users), ("Device CALs", point.devices))
        ]
    )
    drawn = (
        alt.Chart(frame)
        .mark_line(point=True, interpolate="linear")
        .encode(
            x=alt.X("shift:Q", title=f"Each of them dearer or cheaper by ({currency})", axis=alt.Axis(tickCount=7)),
            y=alt.Y("licences:Q", title="Licences bought", axis=alt.Axis(tickCount=5)),
            color=alt.Color(
                "CAL:N",
                title=None,
                scale=alt.Scale(domain=["User CALs", "Device CALs"], range=[COLOURS[Part.PLAN], MIX_OTHER]),
                legend=alt.Legend(orient="top"),
            ),
            strokeDash=alt.StrokeDash("CAL:N", legend=None),
            tooltip=[
                alt.Tooltip("CAL:N", title="CAL"),
                alt.Tooltip("shift:Q", title="Dearer by", format="+,.2f"),
                alt.Tooltip("licences:Q", title="Licences", format=",.0f"),
                alt.Tooltip("total:N", title=f"Total ({currency})"),
            ],
        )
    )
    st.altair_chart(drawn.properties(height=260), alt=title)


def is_dark() -> bool:
    """Whether the page is shown on dark ground."""
    return st.context.theme.type == "dark"
