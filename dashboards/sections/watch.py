"""For whoever answers for the plan: what to watch, what an auditor asks for, what is taken for granted."""

from __future__ import annotations

import streamlit as st

from dashboards import numbers, widgets
from dashboards.sections.shown import Shown
from planner.domain.document import PlanLines
from planner.report.answer import Answer


def show(shown: Shown) -> None:
    """Show what to watch out for."""
    _show_watch(shown.found)
    if shown.found.scenario.plan:
        _show_audit(shown.found.scenario.plan)


def _show_watch(found: Answer) -> None:
    """Show what to watch out for, and below it what the plan takes for granted."""
    if found.watch:
        st.header("What to watch out for")
        for text in found.watch:
            st.markdown(f"- {widgets.plain(text)}")
    assumptions = found.scenario.assumptions
    with st.expander(f"What this plan takes for granted ({numbers.whole(len(assumptions))})"):
        for text in assumptions:
            st.markdown(f"- {widgets.plain(text)}")


def _show_audit(plan: PlanLines) -> None:
    """Show what somebody would find who checks the licences."""
    if not plan.checklist:
        return
    st.header("If somebody audits")
    rows = [
        {"Point": line.item, "State": line.state.value, "What": line.text, "Missing": "; ".join(line.missing)}
        for line in plan.checklist
    ]
    about = "What an auditor asks for, how each point stands, and what is missing"
    widgets.table(rows, key="checklist", about=about, wide=("What", "Missing"))
