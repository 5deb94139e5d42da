"""How a sheet looks whose name, header or columns are a problem: its first rows, and the columns nobody knows.

From these a person chooses which row is the header, and which column is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from planner.ingest import RawTable, column_letters, known_as, places_of, schema_of, shown
from planner.workbooks.correct import without_rows

NO_SHEET, NO_SERVERS, MISSPELT_SHEET, NO_COLUMN = "CAL-040", "CAL-041", "CAL-042", "CAL-044"
MISSPELT_COLUMN, COLUMN_TWICE, HEADER_BELOW = "CAL-045", "CAL-046", "CAL-048"
OF_SHEETS = (NO_SHEET, NO_SERVERS, MISSPELT_SHEET)
"""Codes of problems that another name of a sheet may solve."""
OF_COLUMNS = (NO_COLUMN, MISSPELT_COLUMN, COLUMN_TWICE, HEADER_BELOW)
_ROWS, _CELLS, _SAMPLES, _LONGEST = 15, 8, 3, 60


def row_begins(table: RawTable | None, row: int | None) -> str:
    """Return the first text that stands in a row, which mostly names it."""
    if table is None or row is None:
        return ""
    at = int(np.searchsorted(table.rows, row))
    if at >= len(table.rows) or table.rows[at] != row:
        return ""
    return next((_short(text) for cells in table.columns if (text := shown(cells[at]))), "")


def layouts_of(
    tables: Sequence[RawTable], issues: Sequence[Mapping[str, Any]], *, in_catalogue: bool
) -> Iterator[dict[str, Any]]:
    """Yield the layout of each table whose name, header or columns may have to be chosen anew."""
    own = [issue for issue in issues if issue["in_catalogue"] == in_catalogue and issue["severity"] == "error"]
    is_sheet_missed = any(issue["code"] in OF_SHEETS for issue in own)
    for table in tables:
        of_table = [issue for issue in own if issue["sheet"] == known_as(table.sheet)]
        is_unknown = is_sheet_missed and schema_of(table.sheet) is None
        if is_unknown or any(issue["code"] in OF_COLUMNS for issue in of_table):
            yield _layout(table, of_table, in_catalogue=in_catalogue)


def _layout(table: RawTable, issues: Sequence[Mapping[str, Any]], *, in_catalogue: bool) -> dict[str, Any]:
    header = next((issue["row"] for issue in issues if issue["code"] == HEADER_BELOW), table.header_row)
    above = [row for row in (table.header_row, *table.rows[: _ROWS + 1].tolist()) if row < header]
    meant = next((issue["suggestions"][0] for issue in issues if issue["code"] == MISSPELT_SHEET), table.sheet)
    named = replace(without_rows(table, above) or table, sheet=meant)
    known = set(places_of(named).values())
    return {
        "sheet": known_as(table.sheet),
        "in_catalogue": in_catalogue,
        "is_known": schema_of(meant) is not None,
        "header_row": table.header_row,
        "known": len(known),
        "rows": [
            [row, [_short(shown(cells[at]) or "") for cells in table.columns[:_CELLS]]]
            for at, row in enumerate(table.rows[:_ROWS].tolist())
        ],
        "others": [
            {
                "cell": f"{column_letters(place)}{named.header_row}",
                "header": header,
                "samples": _samples(named, place),
            }
            for place, header in enumerate(named.headers)
            if place not in known and (header or _samples(named, place))
        ],
    }


def _samples(table: RawTable, place: int) -> list[str]:
    texts = dict.fromkeys(text for cell in table.columns[place][:100] if (text := shown(cell)))
    return [_short(text) for text in list(texts)[:_SAMPLES]]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
