"""Charts as pictures, and how what is written in them is chosen."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from dashboards import charts, drawing, numbers
from planner.report.bars import Bar, BarRole
from planner.study.why.questions import Point

BARS = (
    Bar('a "long" \\ name <b> that nobody would give to a scenario, but somebody did all the same', 57_307.2, 29_614.1,
        BarRole.BASELINE),
    Bar("cheapest", 27_693.1, 0.0, BarRole.PLAN),
    Bar("sold out", -10.5, -27_703.6, BarRole.OTHER),
)  # fmt: skip


@pytest.fixture(scope="module")
def chart():
    return charts.totals(charts.written(BARS, "EUR"), drawing.LIGHT).properties(title="From there to here", width=600)


def test_a_picture_has_the_figures_and_a_white_ground(chart):
    text = drawing.picture(chart.to_json(), drawing.Picture.SVG).decode()
    written = re.findall(r">([^<>]+)</t(?:ext|span)>", text)
    assert {"57,307.20 EUR", "+29,614.10", "27,693.10 EUR", "-10.50 EUR", "-27,703.60", "Total in EUR"} <= set(written)
    assert "From there to here" in written
    assert any(part.endswith("…") for part in written)
    assert 'fill="white"' in text


def test_a_picture_for_the_screen_is_a_png(chart):
    content = drawing.picture(chart.to_json(), drawing.Picture.PNG)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) > 5_000


def test_a_picture_fetches_nothing():
    elsewhere = '{"data": {"url": "http://127.0.0.1:9/data.csv"}, "mark": "bar", "encoding": {}}'
    with pytest.raises(ValueError, match="not allowed"):
        drawing.picture(elsewhere, drawing.Picture.SVG)


def test_ticks_are_round_and_reach_around_all_bars():
    assert drawing.ticks_between(0, 57_307.2) == [0, 20_000, 40_000, 60_000]
    assert drawing.ticks_between(-10.5, 97) == [-25, 0, 25, 50, 75, 100]
    assert drawing.ticks_between(0, 0) == [0, 1]
    assert drawing.ticks_between(-3, 0) == [-3, -2, -1, 0]


def test_figures_are_written_as_the_reader_does(monkeypatch):
    monkeypatch.setattr(numbers, "locale", lambda: Locale("de", "DE"))
    shown = charts.written(BARS, "EUR")
    assert shown.totals == ("57.307,20 EUR", "27.693,10 EUR", "-10,50 EUR")
    assert shown.differences == ("+29.614,10", "", "-27.703,60")
    assert drawing.ticks_in_words(shown.ticks) == ["-20.000", "0", "20.000", "40.000", "60.000"]


def test_a_bar_is_drawn_for_either_ground():
    shown = charts.written(BARS, "EUR")
    light, dark = (charts.totals(shown, ground).to_json() for ground in (drawing.LIGHT, drawing.DARK))
    assert drawing.LIGHT.ink in light
    assert drawing.DARK.ink in dark
    assert drawing.LIGHT.ink not in dark


def test_the_mix_of_cals_is_drawn_with_its_figures():
    points = [Point("-19.00", "95.00", 0, 5), Point("0.00", "1190.00", 0, 5), Point("102.50", "700.00", 1200, 0)]
    drawn = charts.mix(points, "EUR", drawing.LIGHT).properties(title="Prices move", width=600)
    text = drawing.picture(drawn.to_json(), drawing.Picture.SVG).decode()
    written = set(re.findall(r">([^<>]+)</t(?:ext|span)>", text))
    assert {"User CALs", "Device CALs", "Licences to buy", "-25", "0", "125", "1,250"} <= written
