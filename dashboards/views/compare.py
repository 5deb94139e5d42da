"""Planned scenarios side by side."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import charts, state, widgets
from planner.report.policy_words import differences_in_words
from planner.store import plans
from planner.study.compare import SavedComparison, compare_texts, proof, totals


def choose() -> list[tuple[str, str]]:
    """Return the plans to compare, each by its name and its text."""
    workspace = state.current_user().workspace
    saved = plans.every(state.store(), workspace)
    if not saved:
        st.info("Nothing is planned yet. Upload an inventory, or open the sample.")
        st.page_link(state.START_PAGE, label="Go to the start")
        return []
    names = {one.id: f"{one.name}, {widgets.when(one.created)}" for one in saved}
    chosen = st.multiselect(
        "Plans to compare", list(names), default=saved[0].id, format_func=names.__getitem__, key="plans",
        persist_state="session",
    )  # fmt: skip
    if not chosen:
        st.info("Choose at least one plan.")
    return [(names[one], plans.document_of(state.store(), workspace, one)) for one in chosen]


def show(comparison: SavedComparison, *, several: bool) -> None:
    """Show the scenarios of all chosen plans as a chart and in a table."""
    if comparison.inventories_differ:
        st.info("The plans were made from different inventories, so totals differ for that reason too.")
    bars = totals(comparison)
    if bars:
        charts.totals(bars, "Total of every scenario, the dearest first", comparison.currency)
    rows: list[dict[str, Any]] = [
        {
            **({"Plan": row.file} if several else {}),
            "Scenario": row.name,
            f"Total ({comparison.currency})": row.total,
            "Difference": row.difference,
            "New": row.new_licences,
            "Used": row.used_licences,
            "Vendors": row.vendors,
            "Proof": proof(row),
            "What differs": differences_in_words(row.what_differs, row.policy, comparison.currency),
        }
        for row in comparison.rows
    ]
    widgets.table(
        rows,
        key="comparison",
        about="The scenarios side by side",
        money=(f"Total ({comparison.currency})", "Difference"),
        wide=("What differs",),
    )
    st.caption("Differences are against the first scenario that has a plan.")


st.title("Scenarios side by side")
if texts := choose():
    show(compare_texts(texts), several=len(texts) > 1)
