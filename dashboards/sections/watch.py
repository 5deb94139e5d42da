"""For whoever answers for the plan: what to watch, what an auditor asks for, what is taken for granted."""

from __future__ import annotations

import streamlit as st

from dashboards import numbers, widgets
from dashboards.sections.shown import Shown
from planner.domain.document import PlanLines
from planner.report.answer import Answer
from planner.words import joined, say, tell


def show(shown: Shown) -> None:
    """Show what to watch out for."""
    _show_watch(shown.found)
    if shown.found.scenario.plan:
        _show_audit(shown.found.scenario.plan)


def _show_watch(found: Answer) -> None:
    """Show what to watch out for, and below it what the plan takes for granted."""
    if found.watch:
        st.header(tell("What to watch out for"))
        for text in found.watch:
            st.markdown(tell("- {text}", text=widgets.plain(text)))
    assumptions = found.scenario.assumptions
    with st.expander(
        tell("What this plan takes for granted ({assumptions})", assumptions=numbers.whole(len(assumptions)))
    ):
        for text in assumptions:
            st.markdown(tell("- {text}", text=widgets.plain(text)))


def _show_audit(plan: PlanLines) -> None:
    """Show what somebody would find who checks the licences."""
    if not plan.checklist:
        return
    st.header(tell("If somebody audits"))
    rows = [
        {
            say("Point"): line.item,
            say("State"): line.state.value,
            say("What"): line.text,
            say("Missing"): joined("; ", line.missing),
        }
        for line in plan.checklist
    ]
    about = tell("What an auditor asks for, how each point stands, and what is missing")
    widgets.table(rows, key="checklist", about=about, wide=(say("What"), say("Missing")))
