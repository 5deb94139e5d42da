"""Files from the person's own machine: chosen, taken in, and where they are refused, told and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from dashboards import state, widgets
from planner.errors import PlannerError
from planner.store import taking_in
from planner.store.inventories import SavedInventory
from planner.store.taking_in import Refused
from planner.words import tell
from planner.workbooks import uploads
from planner.workbooks.problem_list import place_of
from planner.workbooks.uploads import Files, Upload

_ROUND, _REFUSED = "round_of_", "refused_"


def choose(label: str, *, key: str) -> list[Upload]:
    """Let files be chosen; once they were refused the choice is empty again, for the next."""
    number = st.session_state.get(_ROUND + key, 0)
    with st.container(key=key):
        given = st.file_uploader(label, type=list(uploads.KINDS), accept_multiple_files=True, key=f"{key}_{number}")
    return [Upload(file.name, file.getvalue()) for file in given]


def take_in(files: Callable[[], Files], chosen_by: Collection[str], case: str | None = None) -> None:
    """Save files as a version of a case, None: of a new one, and go to its page; refused ones are told."""
    user = state.current_user()
    save_and_open(
        lambda: taking_in.take_in(state.store(), user.workspace, files(), case=case, owner=user.name), chosen_by
    )


def save_and_open(save: Callable[[], SavedInventory | Refused], chosen_by: Collection[str]) -> None:
    """Go to what is saved; where it is refused, say why beside the empty choice `chosen_by`."""
    try:
        with st.spinner(tell("Reading and checking the file")):
            saved = save()
    except PlannerError as problem:
        _forget(chosen_by, [str(problem)])
    else:
        if isinstance(saved, SavedInventory):
            for key in chosen_by:
                st.session_state.pop(_REFUSED + key, None)
            state.open_changed(saved)
            return
        words = [
            tell(
                "{place_of}: {one} {one_2} [{one_3}]",
                place_of=place_of(one),
                one=one["text"],
                one_2=one["remedy"],
                one_3=one["code"],
            )
            for one in saved.errors
        ]
        _forget(chosen_by, [tell("{name} cannot be used and is not kept.", name=saved.name), *words])


def _forget(chosen_by: Collection[str], words: list[str]) -> None:
    for key in chosen_by:
        st.session_state[_ROUND + key] = st.session_state.get(_ROUND + key, 0) + 1
        st.session_state[_REFUSED + key] = words
    st.rerun()


def tell_refused(key: str) -> None:
    """Say why the files chosen last were refused."""
    for words in st.session_state.get(_REFUSED + key, ()):
        st.error(widgets.plain(words))
