"""The plan page of the uneven estate: tiles and tables by their headers."""

from __future__ import annotations

import pytest

from dashboards import state
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import workbook
from tests.uneven.answers import PURCHASES, SALES
from tests.uneven.estate import TABLES

CONTENT = workbook(
    {name: [{key: cell or None for key, cell in row.items()} for row in rows] for name, rows in TABLES.items()}
)


@pytest.fixture
def page(keep):
    _, plan = keep("uneven.xlsx", CONTENT, plan=True)
    return open_page(state.PLAN_PAGE, plan=plan)


def table(page, *columns):
    """The rows of the one table that has all these columns, each with these in this order."""
    (found,) = (one.value for one in page.dataframe if set(columns) <= set(one.value.columns))
    return [tuple(row) for row in found[list(columns)].itertuples(index=False)]


def test_sentence_and_tiles(page):
    assert unmarked(page.title[0].value) == (
        "Buy 29 licences for 1,313.50 EUR from 3 vendors and sell 14 for 41.50 EUR; 1,302.60 EUR in total; "
        'proved cheapest; 20.9 % below "new only".'
    )
    assert [(tile.label, unmarked(tile.value)) for tile in page.metric] == [
        ("Total cost", "1,302.60 EUR"),
        ("Saving", "343.60 EUR"),
        ("Licences to buy", "29"),
        ("Could still be saved", "0.00 EUR"),
    ]
    told = {unmarked(text.value) for text in page.caption}
    assert "12 new, 17 used" in told
    assert '20.9 % below "new only", which costs 1,646.20 EUR' in told


def test_purchases_and_sales(page):
    columns = ("Vendor", "Offer", "Licence", "Condition", "Packs", "Licences", "Per pack", "Cost (EUR)")
    assert table(page, *columns) == [(*line[:4], *line[5:9]) for line in PURCHASES["cheapest"]]
    assert table(page, "Lot", "Licences", "Each", "Proceeds (EUR)") == [
        (lot, quantity, each, proceeds) for lot, _, _, _, quantity, each, proceeds in SALES
    ]
