"""The pages of the dashboard, and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboards import desk, state, widgets

st.set_page_config(page_title="CAL Planner", layout="wide")
page = st.navigation(
    [
        st.Page(state.START_PAGE, title="Start", default=True),
        st.Page(state.IMPORT_PAGE, title="Import", url_path="import"),
        st.Page(state.INVENTORY_PAGE, title="Inventory", url_path="inventory"),
        st.Page(state.SCENARIOS_PAGE, title="Scenarios", url_path="scenarios"),
        st.Page(state.PLAN_PAGE, title="Plan", url_path="plan"),
        st.Page(state.WHY_PAGE, title="Why", url_path="why"),
        st.Page(state.COMPARE_PAGE, title="Compare", url_path="compare"),
        st.Page(state.SAVED_PAGE, title="Saved work", url_path="saved"),
    ],
    position="top",
)
widgets.set_the_look()
widgets.run(lambda: desk.show(page))
