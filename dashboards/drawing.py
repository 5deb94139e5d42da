"""What all charts share: their ground, axes written as the reader does, and the same charts as pictures.

Names and figures come to a chart ready written, since its own way of writing numbers knows no language but English.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from math import ceil, floor, log10
from typing import Any

import altair as alt
import streamlit as st

from dashboards import numbers
from planner.words import tell

MOST_LINES = 2
"""A text takes so many lines, then it is cut; the hint and the table have it whole."""
PICTURE_WIDTH, PICTURE_SCALE = 900, 2.0
TITLE_LENGTH, REMARK_LENGTH = 100, 150
"""So many characters of the title and of the remark fill a line of a picture."""
PICTURE_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a chart is drawn on: the colours of its texts and of its lines."""

    ink: str
    line: str


LIGHT, DARK = Ground("#2F2D2B", "#D8DADD"), Ground("#EDEBE8", "#4A4D55")


class Picture(StrEnum):
    """The kinds of picture a chart can be had as, by the ends of their names."""

    PNG = "png"
    SVG = "svg"

    @property
    def mime(self) -> str:
        """The media type."""
        return "image/png" if self is Picture.PNG else "image/svg+xml"


def ground() -> Ground:
    """Return the ground that the page is shown on."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def offer_pictures(chart: alt.Chart | alt.LayerChart, title: str, remark: str, *, key: str, file: str) -> None:
    """Offer a chart, drawn on light ground, as a picture named `file`, with its title and remark in it."""
    head = alt.TitleParams(lines(title, TITLE_LENGTH), subtitle=lines(remark, REMARK_LENGTH), anchor="start")
    # Ready before the click: the picture is made outside of this session.
    drawn = chart.properties(title=head, width=PICTURE_WIDTH).to_json()
    with st.container(horizontal=True):
        for kind in Picture:
            st.download_button(
                tell("Chart as a picture (.{kind})", kind=kind),
                data=partial(picture, drawn, kind),
                file_name=f"{file}.{kind}",
                mime=kind.mime,
                key=f"{key}_{kind}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def picture(chart: str, kind: Picture) -> bytes:
    """Return a chart, given as its JSON text, as a picture on white ground.  Fetches nothing from anywhere."""
    import vl_convert  # loads slowly, and few ask for a picture

    config = {
        "background": "white",
        "font": PICTURE_FONT,
        "title": {"fontSize": 18, "subtitleFontSize": 13, "offset": 14},
    }
    if kind is Picture.PNG:
        return vl_convert.vegalite_to_png(chart, config=config, allowed_base_urls=[], scale=PICTURE_SCALE)
    return vl_convert.vegalite_to_svg(chart, config=config, allowed_base_urls=[]).encode()


def at_ticks(ticks: Sequence[float], ground: Ground) -> alt.Axis:
    """Return an axis with round numbers, written as the person at the screen writes them."""
    return alt.Axis(
        values=list(ticks),
        labelExpr=looked_up(ticks_in_words(ticks), f"indexof({json.dumps(list(ticks))}, datum.value)"),
        labelColor=ground.ink,
        titleColor=ground.ink,
        gridColor=ground.line,
        domain=False,
        ticks=False,
    )


def ticks_in_words(ticks: Sequence[float]) -> list[str]:
    """Write round numbers as the person at the screen writes them."""
    return [numbers.whole(round(tick)) if tick == round(tick) else numbers.amount(tick) for tick in ticks]


def ticks_between(least: float, most: float, about: int = 5) -> list[float]:
    """Return round numbers from at or below the least to at or above the most, about so many."""
    rough = (most - least) / about or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(round_one * power for round_one in (1, 2, 2.5, 5, 10) if round_one * power >= rough)
    return [step * place for place in range(floor(least / step), max(ceil(most / step), floor(least / step) + 1) + 1)]


def looked_up(texts: Sequence[Any], place: str) -> str:
    """Return the expression for the text at a place; what people wrote stays a text in it."""
    return f"({json.dumps(texts)})[{place}]"


def lines(text: str, length: int) -> list[str]:
    """Return a text in lines, cut where it is longer than a chart has room for."""
    return textwrap.wrap(text, length, max_lines=MOST_LINES, placeholder=" …") or [text]
