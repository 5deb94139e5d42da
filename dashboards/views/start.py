"""Three ways in: upload an inventory, open the sample, open something saved."""

from __future__ import annotations

import streamlit as st

from dashboards import numbers, state, widgets
from planner.store import inventories, plans
from planner.workbooks import starters, uploads
from planner.workbooks.uploads import Upload

SHOWN = 5


def open_inventory(file: Upload, catalogue: Upload | None = None) -> None:
    """Save an inventory and go to its page."""
    workspace = state.current_user().workspace
    saved = inventories.save(state.store(), workspace, file.name, file.content, catalogue=catalogue)
    st.switch_page(state.INVENTORY_PAGE, query_params={state.INVENTORY: saved.id})


def show_upload() -> None:
    """Show the way in for whoever has an inventory."""
    st.header("Upload an inventory")
    st.write(
        "A workbook that says who uses which servers, what you own and what you can buy; or several .csv and .parquet "
        "files, one per sheet, together or as one .zip."
    )
    given = choose("Inventory", key="inventory_file")
    below = st.container()
    with st.expander("Are offers kept apart, e.g. in a price list?"):
        st.write("Then add that file first. It can also be added later, on the inventory's page.")
        apart = choose("Offers kept apart, e.g. a price list", key="catalogue_file")
    # More table files may follow; a workbook is all there is.
    is_whole = bool(given) and not any(uploads.is_table(file.name) for file in given)
    label = f"Open {numbers.local().count(len(given), 'file')} as one inventory"
    if is_whole or (given and below.button(label, type="primary", key="open_tables")):
        open_inventory(uploads.join(given), uploads.join_offers(apart) if apart else None)
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


def choose(label: str, *, key: str) -> list[Upload]:
    """Let files be chosen from the person's own machine."""
    given = st.file_uploader(label, type=list(uploads.KINDS), accept_multiple_files=True, key=key)
    return [Upload(file.name, file.getvalue()) for file in given]


def show_sample() -> None:
    """Show the way in for whoever wants to look first."""
    st.header("Open the sample")
    st.write("A made-up company of some 900 people with illustrative prices. Nothing to prepare.")
    if st.button("Open the sample", key="sample"):
        open_inventory(Upload("sample company.xlsx", starters.sample()))


def show_saved() -> None:
    """Show the way in for whoever comes back."""
    st.header("Open something saved")
    workspace = state.current_user().workspace
    saved, planned = inventories.every(state.store(), workspace), plans.every(state.store(), workspace)
    if not saved and not planned:
        st.write("Nothing is saved yet. What you upload and plan will stand here, and stay on this machine.")
    for plan in planned[:SHOWN]:
        label = f"Plan {plan.name}, {numbers.moment(plan.created)}"
        st.page_link(
            state.PLAN_PAGE, label=widgets.plain(label), icon=":material/task:", query_params={state.PLAN: plan.id}
        )
    for inventory in saved[:SHOWN]:
        label = f"Inventory {inventory.name}, {numbers.moment(inventory.created)}"
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
