"""For whoever set the scenario up: the rules it was planned by."""

from __future__ import annotations

import streamlit as st

from dashboards import numbers, widgets
from dashboards.sections.shown import Shown
from planner.report.answer import rules_of
from planner.report.policy_words import label_of
from planner.words import say, tell


def show(shown: Shown) -> None:
    """Show the policies in force."""
    st.header(tell("The rules of this scenario"))
    rows = [
        {say("Rule"): label_of(name), say("Value"): value, say("Name in a workbook"): name}
        for name, value in rules_of(shown.document, shown.found.scenario.name, numbers.local())
    ]
    widgets.table(rows, key="rules", about=tell("The rules of this scenario with their values"))
