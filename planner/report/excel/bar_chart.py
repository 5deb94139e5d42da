"""A chart of totals in a workbook: a bar per scenario, in the order of the table that it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from planner.report.excel.page import Page
from planner.report.excel.style import INK, RULE
from planner.words import say, tell

_LARGE, _MILLION, _ROOM = 1_000, 1_000_000, 1.2


@dataclass(frozen=True, slots=True)
class TotalsOnSheet:
    """Scenarios' names and totals in whole units, and where they stand: the first row, and the column of each."""

    names: Sequence[str]
    totals: Sequence[float]
    first_row: int
    name_column: int
    total_column: int


def write_totals_chart(page: Page, workbook: xlsxwriter.Workbook, shown: TotalsOnSheet, currency: str) -> None:
    """Draw the totals below what is written; the values are handed over, since written rows cannot be read back."""
    rows = shown.first_row, shown.first_row + len(shown.names) - 1
    unit, labels = _labels(shown.totals, currency)
    chart: Any = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": tell("Total"),
            "categories": [page.name, rows[0], shown.name_column, rows[1], shown.name_column],
            "values": [page.name, rows[0], shown.total_column, rows[1], shown.total_column],
            "categories_data": list(shown.names),
            "values_data": list(shown.totals),
            "fill": {"color": INK},
            "gap": 60,
            "data_labels": {"value": True, "num_format": labels, "font": {"size": 9}},
        }
    )
    chart.set_title({"name": say("Total per scenario ({unit})", unit=unit), "name_font": {"size": 12, "color": INK}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "line": {"color": RULE}, "major_tick_mark": "none"})
    # The figures stand at the bars.  Bars start at nought, or they would exaggerate the differences.
    # Room beside the longest bar keeps its figure on one line.
    chart.set_x_axis(
        {"visible": False, "major_gridlines": {"visible": False}}
        | ({"min": 0, "max": _ROOM * (max(shown.totals) or 1)} if min(shown.totals) >= 0 else {})
    )
    height = 90 + 30 * len(shown.names)
    chart.set_plotarea({"layout": {"x": 0.26, "y": 40 / height, "width": 0.7, "height": 0.75}})
    chart.set_size({"width": 900, "height": height})
    page.sheet.insert_chart(page.row + 1, 0, chart, {"object_position": 1})
    page.row += 2 + height // 20


def _labels(totals: Sequence[float], currency: str) -> tuple[str, str]:
    """Return the unit and number format of the figures in the chart; the exact ones are in the table.

    They are short, since some programs wrap a long figure in the middle.
    """
    largest = max(map(abs, totals))
    if largest >= _MILLION:
        return say("million {currency}", currency=currency), "#,##0.0,,"
    return currency, "#,##0" if largest >= _LARGE else "#,##0.00"
