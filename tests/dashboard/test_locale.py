"""Figures and moments by the locale and the clock of the browser."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from dashboards import numbers, state
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import tills, workbook

DEAR = workbook(tills(users=3000, devices=1200, device_price="1234.5"))
"""The cheapest are 1,200 Device CALs, or 3,000 User CALs for 105,000.00 EUR."""


def opened(page, where, zone="Europe/Berlin", **address):
    return open_page(page, context={"locale": where, "timezone": zone}, **address)


def cells(table):
    """What a table shows in each cell, by column."""
    styled = table.proto.arrow_data.styler.display_values
    return pa.ipc.open_stream(io.BytesIO(styled)).read_all().to_pydict()


SAID = {
    "en": (
        "Buy {licences} licences for {total} from 1 vendor; proved cheapest; {share} below all-Device.",
        ("Total cost", "Licences to buy", "People"),
    ),
    "de": (
        "Kaufen Sie {licences} Lizenzen für {total} über 1 Anbieter; nachweislich am günstigsten; "
        "{share} unter „nur Geräte-CALs“.",
        ("Gesamtkosten", "Zu kaufende Lizenzen", "Personen"),
    ),
}


@pytest.mark.parametrize(
    ("where", "total", "licences", "share"),
    [
        ("en-GB", "105,000.00 EUR", "3,000", "92.9 %"),
        ("de-DE", "105.000,00 EUR", "3.000", "92,9 %"),
        ("nl-NL", "105.000,00 EUR", "3.000", "92,9 %"),
        ("de-CH", "105’000.00 EUR", "3’000", "92.9 %"),
        ("xx-nonsense", "105,000.00 EUR", "3,000", "92.9 %"),
    ],
)
def test_a_plan_is_written_as_its_reader_writes(keep, where, total, licences, share):
    inventory, plan = keep("many tills.xlsx", DEAR, plan=True)
    app = opened(state.PLAN_PAGE, where, plan=plan)
    sentence, (cost, to_buy, people) = SAID.get(where[:2], SAID["en"])
    assert unmarked(app.title[0].value) == sentence.format(licences=licences, total=total, share=share)
    figures = {metric.label: unmarked(metric.value) for metric in app.metric}
    assert (figures[cost], figures[to_buy]) == (total, licences)
    row = [column[0] for column in cells(app.dataframe[0]).values()]
    assert licences in row
    assert total.removesuffix(" EUR") in row

    app = opened(state.INVENTORY_PAGE, where, inventory=inventory)
    assert {metric.label: metric.value for metric in app.metric}[people] == licences


@pytest.mark.parametrize(
    ("where", "zone", "words"),
    [
        ("en-GB", "Europe/Berlin", "21 Nov 2026, 15:05"),
        ("de-DE", "Europe/Berlin", "21.11.2026, 15:05"),
        ("fr-FR", "UTC", "21 nov. 2026, 14:05"),
        ("en-GB", "Asia/Tokyo", "21 Nov 2026, 23:05"),
    ],
)
def test_moments_are_told_by_the_readers_clock(monkeypatch, where, zone, words):
    class Browser:
        locale, timezone = where, zone

    monkeypatch.setattr(numbers.st, "context", Browser)
    assert numbers.moment(datetime(2026, 11, 21, 14, 5, tzinfo=UTC)) == words


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Atall", "../etc/passwd"])
def test_an_unknown_clock_is_this_machines(monkeypatch, zone):
    class Browser:
        locale, timezone = "en-GB", zone

    monkeypatch.setattr(numbers.st, "context", Browser)
    at = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
    assert numbers.moment(at) == f"21 Nov 2026, {at.astimezone():%H:%M}"
