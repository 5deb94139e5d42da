"""For IT: who gets which licence, and whose department pays."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import state, widgets
from dashboards.sections.shown import Download, Shown, show_downloads
from planner.report import listed
from planner.store import plans
from planner.words import tell

POSITION = "licence", "holders", "owned", "usable", "missing_today", "bought", "sold", "idle"


def show(shown: Shown) -> None:
    """Show who is licensed how."""
    found = shown.found
    if found.scenario.plan is None:
        st.write(tell("Nobody gets a licence: this scenario has no plan."))
        return
    st.header(tell("Licences in use after this plan"))
    widgets.printed(listed.position(found.scenario), POSITION, found.currency, key="position")
    st.page_link(
        state.WHY_PAGE,
        label=tell("Look up a person, a machine or a group"),
        icon=":material/person_search:",
        query_params={state.PLAN: shown.plan.id, state.SCENARIO: found.scenario.name},
    )
    made = partial(plans.register_csv, *shown.place, found.scenario.name)
    show_downloads(shown.plan, Download(tell("Who gets which licence"), "register.csv", "text/csv", made))
    _show_units(shown)


def _show_units(shown: Shown) -> None:
    """Show what each department, site and cost centre holds, and what it costs."""
    units = listed.by_unit(shown.found.scenario)
    if len(units):
        st.header(tell("By department, site and cost centre"))
        names = [column.name for column in units.columns]
        widgets.printed(units, names, shown.found.currency, key="by_unit")
