"""Forms whose values are kept while they are typed: a click in the menu, a reload, a restart lose nothing of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import numbers, state
from planner.store import drafts
from planner.store.drafts import Draft, Place
from planner.words import tell


class Form:
    """Widgets that belong together; what is typed into them and not saved is a draft of the case."""

    def __init__(self, case: str, key: str) -> None:
        self.place: Place = state.draft_place(case, key)
        self._mark = self._present_mark
        self.draft: Draft | None = drafts.find(state.store(), self.place)

    @property
    def _round(self) -> str:
        return f"round_of_form_{self.place.key}"

    @property
    def _present_mark(self) -> str:
        return f"{self.place.key}_{st.session_state.get(self._round, 0)}"

    @property
    def content(self) -> Mapping[str, Any]:
        """What is kept, by the name of its widget."""
        return self.draft.content if self.draft else {}

    def key(self, name: str, default: Any, allowed: Any = None) -> str:
        """Return the key of a widget, which begins with what is kept, else with a default.

        Of what is kept only what is among `allowed` is taken, where that is given.
        """
        key = f"{name}_{self._mark}"
        if key not in st.session_state:
            kept = self.content.get(name, default)
            if allowed is not None:
                kept = [one for one in kept if one in allowed] if isinstance(kept, list) else kept
                kept = kept if isinstance(kept, list) or kept in allowed else default
            st.session_state[key] = kept
        return key

    def keep(self, name: str, **more: Any) -> None:
        """Keep what a widget holds now, and with it what else belongs to the draft.

        A browser that lags behind may send once more what stood in a form that has begun anew.
        """
        if self._mark != self._present_mark:
            return
        found = drafts.find(state.store(), self.place)
        typed = {name: st.session_state[f"{name}_{self._mark}"]}
        drafts.keep(state.store(), self.place, {**(found.content if found else {}), **more, **typed})

    def keep_value(self, name: str, value: Any) -> None:
        """Give a part of the form another value, and keep that."""
        st.session_state[f"{name}_{self._mark}"] = value
        self.keep(name)

    def discard(self) -> None:
        """Forget what was typed; the widgets begin anew."""
        drafts.discard(state.store(), self.place)
        st.session_state[self._round] = st.session_state.get(self._round, 0) + 1

    def offer_to_discard(self) -> None:
        """Say that something here is not saved yet, since when, and offer to forget it."""
        if self.draft is not None:
            with st.container(horizontal=True, vertical_alignment="center", key=f"kept_{self._mark}"):
                st.caption(
                    tell("Not saved yet; kept as you typed it since {moment}.", moment=numbers.moment(self.draft.at))
                )
                st.button(tell("Discard it"), key=f"discard_{self._mark}", on_click=self.discard, type="tertiary")
