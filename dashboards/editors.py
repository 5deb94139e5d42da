"""Sheets that are changed in place: numbers as numbers, everything else as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import widgets
from planner.workbooks.by_hand import Edited, Entry, Sheet, edits

_TYPES = {Entry.TEXT: "str", Entry.COUNT: "Int64", Entry.AMOUNT: "Float64"}


def sheet(shown: Sheet, *, key: str) -> tuple[Edited, ...]:
    """Show a sheet whose cells can be changed; return what was changed."""
    # Headers of a sheet may repeat; a table's columns may not.
    columns = {str(place): list(cells) for place, cells in enumerate(zip(*shown.cells, strict=True))}
    frame = pd.DataFrame(
        {name: _typed(cells, entry) for (name, cells), entry in zip(columns.items(), shown.entries, strict=True)}
    )
    config = {
        str(place): _column(header, entry)
        for place, (header, entry) in enumerate(zip(shown.columns, shown.entries, strict=True))
    }
    with st.container(key=f"{key}_grid"):
        edited = st.data_editor(
            frame,
            hide_index=True,
            column_config=config,
            placeholder="",
            key=key,
            alt=f"The cells of the sheet {shown.name}",
        )
    return edits(shown, [[None if pd.isna(cell) else cell for cell in row] for row in edited.to_numpy(object)])


def changes(made: Sequence[Edited]) -> None:
    """Show which cells were changed, before anything is saved."""
    rows = [
        {"Cell": one.place, "Row": one.row, "Column": one.column, "Was": one.before, "Becomes": one.after}
        for one in made
    ]
    widgets.table(rows, key="changes", about="The cells that were changed, what they held and what they hold now")


def _typed(cells: Sequence[str], entry: Entry) -> pd.Series[Any]:
    if entry is Entry.TEXT:
        return pd.Series(cells, dtype="str")
    return pd.Series(pd.to_numeric(pd.Series(cells).replace("", None)), dtype=_TYPES[entry])


def _column(header: str, entry: Entry) -> Any:
    if entry is Entry.TEXT:
        return st.column_config.TextColumn(header)
    return st.column_config.NumberColumn(header, format="%d" if entry is Entry.COUNT else "%.2f")
