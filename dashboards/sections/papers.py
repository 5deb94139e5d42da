"""Papers to send on: requests, the memo, orders and lists, one file per receiver."""

from __future__ import annotations

import streamlit as st

from dashboards import widgets
from dashboards.sections.shown import Shown
from planner.errors import PlannerError
from planner.papers.kinds import KINDS, Given, Needs, papers
from planner.papers.paper import Paper
from planner.papers.source import PaperSource


def show(shown: Shown) -> None:
    """Offer the papers that a plan alone makes; they are made once a kind is picked."""
    offered = {kind.name: kind for kind in KINDS if kind.needs is Needs.NOTHING}
    with st.expander("Papers to send on: requests for quotation, approval memo, orders"):
        picked = st.selectbox(
            "Paper", list(offered), None, lambda name: offered[name].meaning.capitalize(), key="paper"
        )
        if picked is None:
            return
        own = st.file_uploader(f"Your own: {offered[picked].form}", key="paper_form") if offered[picked].form else None
        try:
            given = Given(Paper(own.name, own.getvalue())) if own else Given()
            made = papers(offered[picked], PaperSource.of(shown.document, shown.found.scenario.name), given=given)
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
