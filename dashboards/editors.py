"""Sheets that are changed in place: numbers as numbers, everything else as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import numbers, state, widgets
from planner.store import drafts
from planner.store.drafts import Place
from planner.words import tell
from planner.workbooks.by_hand import Edited, Entry, Sheet, edits

Cells = dict[str, dict[str, Any]]
"""Typed cells of a sheet, by the number of the row in it, from 0, and that of the column, as texts."""
_TYPES = {Entry.TEXT: "str", Entry.COUNT: "Int64", Entry.AMOUNT: "Float64"}


class Typed:
    """What was typed into the sheets of a version and not saved: per sheet the cells, by row and column."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.draft = drafts.find(state.store(), place)

    def begun_with(self, key: str) -> Cells:
        """Return the cells that the editor of a sheet began with: what was kept when it was shown first."""
        mark = f"begun_{key}"
        if key not in st.session_state:
            st.session_state[mark] = dict(self.draft.content.get(key, {})) if self.draft else {}
        begun: Cells = st.session_state.get(mark, {})
        return begun

    def keep(self, key: str) -> None:
        """Keep what stands in an editor now; nothing of one that was forgotten while a change was on its way."""
        if key not in st.session_state:
            return
        cells = _merged(self.begun_with(key), st.session_state[key]["edited_rows"])
        found = drafts.find(state.store(), self.place)
        others = {sheet: kept for sheet, kept in (found.content if found else {}).items() if sheet != key}
        drafts.keep(state.store(), self.place, {**others, key: cells} if cells else others)

    def forget(self) -> None:
        """Forget what was typed; the editors begin anew."""
        for key in self.draft.content if self.draft else ():
            st.session_state.pop(key, None)
        drafts.discard(state.store(), self.place)

    def offer_to_discard(self) -> None:
        """Say since when changes are kept, and offer to forget them."""
        if self.draft is not None:
            with st.container(horizontal=True, vertical_alignment="center", key="kept_cells"):
                st.caption(
                    tell("Not saved yet; kept as you typed it since {moment}.", moment=numbers.moment(self.draft.at))
                )
                st.button(tell("Discard the changes"), key="discard_cells", on_click=self.forget, type="tertiary")


def _merged(begun: Cells, edited: Mapping[int, Mapping[str, Any]]) -> Cells:
    merged = {row: dict(cells) for row, cells in begun.items()}
    for row, cells in edited.items():
        merged.setdefault(str(row), {}).update(cells)
    return merged


def sheet(shown: Sheet, *, key: str, typed: Typed) -> tuple[Edited, ...]:
    """Show a sheet whose cells can be changed; return what was changed, also before and kept."""
    # Headers of a sheet may repeat; a table's columns may not.
    columns = {str(place): list(cells) for place, cells in enumerate(zip(*shown.cells, strict=True))}
    frame = pd.DataFrame(
        {name: _typed(cells, entry) for (name, cells), entry in zip(columns.items(), shown.entries, strict=True)}
    )
    for row, kept in typed.begun_with(key).items():
        for column, value in kept.items():
            if column in frame and int(row) < len(frame):
                frame.loc[int(row), column] = value
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
            alt=tell("The cells of the sheet {name}", name=shown.name),
            on_change=typed.keep,
            args=(key,),
        )
    return edits(shown, [[None if pd.isna(cell) else cell for cell in row] for row in edited.to_numpy(object)])


def changes(made: Sequence[Edited]) -> None:
    """Show which cells were changed, before anything is saved."""
    rows = [
        {"Cell": one.place, "Row": one.row, "Column": one.column, "Was": one.before, "Becomes": one.after}
        for one in made
    ]
    widgets.table(rows, key="changes", about=tell("The cells that were changed, what they held and what they hold now"))


def _typed(cells: Sequence[str], entry: Entry) -> pd.Series[Any]:
    if entry is Entry.TEXT:
        return pd.Series(cells, dtype="str")
    return pd.Series(pd.to_numeric(pd.Series(cells).replace("", None)), dtype=_TYPES[entry])


def _column(header: str, entry: Entry) -> Any:
    if entry is Entry.TEXT:
        return st.column_config.TextColumn(header)
    return st.column_config.NumberColumn(header, format="%d" if entry is Entry.COUNT else "%.2f")
