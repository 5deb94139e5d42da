"""Three ways in: upload an inventory, open the sample, open something saved."""

from __future__ import annotations

import streamlit as st

from dashboards import state, widgets
from planner.store import inventories, plans, starters

KINDS = ["xlsx", "xlsm", "xlsb", "xls", "ods"]
SHOWN = 5


def open_inventory(name: str, content: bytes) -> None:
    """Save an inventory and go to its page."""
    saved = inventories.save(state.store(), state.current_user().workspace, name, content)
    st.switch_page(state.INVENTORY_PAGE, query_params={state.INVENTORY: saved.id})


def show_upload() -> None:
    """Show the way in for whoever has an inventory."""
    st.header("Upload an inventory")
    st.write("A workbook that says who uses which servers, what you own and what you can buy.")
    upload = st.file_uploader("Inventory workbook", type=KINDS, key="inventory_file", label_visibility="collapsed")
    if upload is not None:
        open_inventory(upload.name, upload.getvalue())
    st.download_button(
        "Download an empty workbook to fill in",
        data=starters.template,
        file_name="inventory.xlsx",
        mime=starters.XLSX,
        key="template",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def show_sample() -> None:
    """Show the way in for whoever wants to look first."""
    st.header("Open the sample")
    st.write("A made-up company of some 900 people with illustrative prices. Nothing to prepare.")
    if st.button("Open the sample", key="sample"):
        open_inventory("sample company.xlsx", starters.sample())


def show_saved() -> None:
    """Show the way in for whoever comes back."""
    st.header("Open something saved")
    workspace = state.current_user().workspace
    saved, planned = inventories.every(state.store(), workspace), plans.every(state.store(), workspace)
    if not saved and not planned:
        st.write("Nothing is saved yet. What you upload and plan will stand here, and stay on this machine.")
    for plan in planned[:SHOWN]:
        label = f"Plan {plan.name}, {widgets.when(plan.created)}"
        st.page_link(
            state.PLAN_PAGE, label=widgets.plain(label), icon=":material/task:", query_params={state.PLAN: plan.id}
        )
    for inventory in saved[:SHOWN]:
        label = f"Inventory {inventory.name}, {widgets.when(inventory.created)}"
        st.page_link(
            state.INVENTORY_PAGE,
            label=widgets.plain(label),
            icon=":material/table:",
            query_params={state.INVENTORY: inventory.id},
        )


st.title("What do you need to buy?")
st.write(
    "CAL Planner finds the cheapest mix of Windows Server and Remote Desktop CALs that licenses everybody, "
    "and proves that nothing cheaper exists."
)
for column, show in zip(st.columns(3), (show_upload, show_sample, show_saved), strict=True):
    with column, st.container(border=True, height="stretch", key=show.__name__):
        show()
