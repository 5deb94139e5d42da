"""Everything that is saved, to be opened, renamed or deleted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards import numbers, state, widgets
from planner.errors import PlannerError
from planner.store import inventories, plans
from planner.store.database import Store

Rename = Callable[[Store, str, str, str], None]
Remove = Callable[[Store, str, str], None]


def rename(change: Rename, key: str, one: str) -> None:
    """Give something the name that was typed."""
    try:
        change(state.store(), state.current_user().workspace, one, st.session_state[key])
    except PlannerError as problem:
        st.toast(widgets.plain(str(problem)))


def remove(change: Remove, one: str) -> None:
    """Delete something."""
    change(state.store(), state.current_user().workspace, one)


def show_one(page: str, what: str, one: str, name: str, remark: str, change: Rename, drop: Remove) -> None:
    """Show something saved, with what can be done with it."""
    opened, renamed, deleted = st.columns([6, 2, 2], vertical_alignment="center")
    opened.page_link(page, label=widgets.plain(f"{name}, {remark}"), query_params={what: one})
    with renamed.popover("Rename", key=f"rename_{one}"):
        key = f"name_{one}"
        st.text_input("New name", name, key=key, on_change=rename, args=(change, key, one))
    with deleted.popover("Delete", key=f"delete_{one}"):
        st.write("It cannot be brought back.")
        st.button("Delete it", key=f"really_delete_{one}", on_click=remove, args=(drop, one))


def show_plans() -> None:
    """Show the plans, the newest first."""
    st.header("Plans")
    saved = plans.every(state.store(), state.current_user().workspace)
    if not saved:
        st.write("No plan is saved yet.")
    for one in saved:
        made = numbers.moment(one.created)
        show_one(state.PLAN_PAGE, state.PLAN, one.id, one.name, made, plans.rename, plans.remove)


def show_inventories() -> None:
    """Show the inventories, the newest first."""
    st.header("Inventories")
    saved = inventories.every(state.store(), state.current_user().workspace)
    if not saved:
        st.write("No inventory is saved yet.")
    for one in saved:
        made = f"{numbers.whole(one.size)} bytes, {numbers.moment(one.created)}"
        show_one(state.INVENTORY_PAGE, state.INVENTORY, one.id, one.name, made, inventories.rename, inventories.remove)
    if saved:
        st.caption("An inventory takes the scenarios made for it along; its plans stay.")


st.title("Saved work")
show_plans()
show_inventories()
