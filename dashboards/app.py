"""The pages of the dashboard, and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboards import desk, numbers, state, widgets
from planner.words import ask, tell

ask(numbers.reader)
st.set_page_config(page_title=tell("CAL Planner"), layout="wide")
page = st.navigation(
    [
        st.Page(state.START_PAGE, title=tell("Start"), default=True),
        st.Page(state.IMPORT_PAGE, title=tell("Import"), url_path="import"),
        st.Page(state.INVENTORY_PAGE, title=tell("Inventory"), url_path="inventory"),
        st.Page(state.SCENARIOS_PAGE, title=tell("Scenarios"), url_path="scenarios"),
        st.Page(state.PLAN_PAGE, title=tell("Plan"), url_path="plan"),
        st.Page(state.WHY_PAGE, title=tell("Why"), url_path="why"),
        st.Page(state.COMPARE_PAGE, title=tell("Compare"), url_path="compare"),
        st.Page(state.SAVED_PAGE, title=tell("Saved work"), url_path="saved"),
    ],
    position="top",
)
widgets.set_the_look()
widgets.run(lambda: desk.show(page))
