"""Three ways in: upload an inventory, open the sample, open a case that is saved."""

from __future__ import annotations

import streamlit as st

from dashboards import numbers, state, taking_in, widgets
from planner.store import cases
from planner.words import tell
from planner.workbooks import starters, uploads
from planner.workbooks.uploads import Files, Upload

SHOWN = 5


def show_upload() -> None:
    """Show the way in for whoever has an inventory."""
    st.header(tell("Upload an inventory"))
    st.write(
        tell(
            "A workbook that says who uses which servers, what you own and what you can buy; or "
            "several .csv and .parquet files, one per sheet, together or as one .zip."
        )
    )
    label = tell("Have exports and lists instead? Bring what you have")
    st.page_link(state.IMPORT_PAGE, label=label, icon=":material/move_to_inbox:", query_params={})
    given = taking_in.choose(tell("Inventory"), key="inventory_file")
    below = st.container()
    taking_in.tell_refused("inventory_file")
    with st.expander(tell("Are offers kept apart, e.g. in a price list?")):
        st.write(tell("Then add that file first. It can also be added later, on the inventory's page."))
        apart = taking_in.choose(tell("Offers kept apart, e.g. a price list"), key="catalogue_file")
    # More table files may follow; a workbook is all there is.
    is_whole = bool(given) and not any(uploads.is_table(file.name) for file in given)
    label = tell("Open {given} as one inventory", given=numbers.count(len(given), "file"))
    if is_whole or (given and below.button(label, type="primary", key="open_tables")):
        taking_in.take_in(
            lambda: Files(uploads.join(given), uploads.join_offers(apart) if apart else None),
            ("inventory_file", "catalogue_file"),
        )
    st.download_button(
        tell("Download an empty workbook to fill in"),
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
    st.header(tell("Open the sample"))
    st.write(tell("A made-up company of some 900 people with illustrative prices. Nothing to prepare."))
    if st.button(tell("Open the sample"), key="sample"):
        taking_in.take_in(lambda: Files(Upload(tell("sample company.xlsx"), starters.sample())), ())


def show_saved() -> None:
    """Show the way in for whoever comes back."""
    st.header(tell("Open something saved"))
    listed = cases.every(state.store(), state.current_user().workspace)
    if not listed:
        st.write(tell("Nothing is saved yet. What you upload and plan will stand here, and stay on this machine."))
    for one in listed[:SHOWN]:
        planned = tell(", {plans}", plans=numbers.count(one.plans, "plan")) if one.plans else ""
        label = tell(
            "{name}{planned}, {moment}", name=one.case.name, planned=planned, moment=numbers.moment(one.changed)
        )
        page = state.PLAN_PAGE if one.plans else state.INVENTORY_PAGE
        st.page_link(page, label=widgets.plain(label), icon=":material/folder:", query_params={state.CASE: one.case.id})
    if len(listed) > SHOWN:
        st.page_link(
            state.SAVED_PAGE,
            label=tell("All {listed} cases", listed=numbers.whole(len(listed))),
            icon=":material/search:",
        )


st.title(tell("What do you need to buy?"))
st.write(
    tell(
        "CAL Planner finds the cheapest mix of Windows Server and Remote Desktop CALs that "
        "licenses everybody, and proves that nothing cheaper exists."
    )
)
for column, show in zip(st.columns(3), (show_upload, show_sample, show_saved), strict=True):
    with column, st.container(border=True, height="stretch", key=show.__name__):
        show()
