"""Papers to send on: requests, the memo, orders and lists, one file per receiver."""

from __future__ import annotations

import streamlit as st

from dashboards import state, widgets
from dashboards.sections.shown import Shown
from planner.errors import PlannerError
from planner.papers.kinds import KIND_BY_NAME
from planner.papers.paper import Paper
from planner.store.papers import papers_of
from planner.words import tell


@st.cache_data(max_entries=8, show_spinner=tell("Making the papers"))
def _made(workspace: str, plan: str, scenario: str, kind: str, form: Paper | None) -> tuple[Paper, ...]:
    """Return the papers of a kind for one scenario of a plan; neither it nor a saved plan ever changes."""
    return papers_of(state.store(), workspace, plan, scenario, kind, form)


def show(shown: Shown) -> None:
    """Offer every kind of paper; they are made once a kind is picked."""
    with st.expander(tell("Papers to send on: requests for quotation, approval memo, orders, lists")):
        picked = st.selectbox(
            tell("Paper"), list(KIND_BY_NAME), None, lambda name: KIND_BY_NAME[name].meaning.capitalize(), key="paper"
        )
        if picked is None:
            return
        kind = KIND_BY_NAME[picked]
        own = st.file_uploader(tell("Your own: {form}", form=kind.form), key="paper_form") if kind.form else None
        if kind.needs_form and own is None:
            st.info(tell("An order is written on your own order form: choose it above."))
            return
        form = Paper(own.name, own.getvalue()) if own else None
        try:
            made = _made(state.current_user().workspace, shown.plan.id, shown.found.scenario.name, picked, form)
        except PlannerError as problem:
            st.info(widgets.plain(str(problem)))
            return
        for place, paper in enumerate(made):
            st.download_button(
                widgets.plain(paper.name),
                paper.content,
                paper.name,
                key=f"paper_{place}",
                on_click="ignore",
                icon=":material/download:",
            )
