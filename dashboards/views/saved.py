"""Everything that is saved: all cases, and the versions and plans of the one that is open; to be found and tidied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards import desk, numbers, state, widgets
from planner.domain.plan import PlanStatus
from planner.errors import PlannerError
from planner.report.words import STATUS
from planner.store import cases, inventories, plans
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.store.plans import SavedPlan
from planner.words import joined, tell

Rename = Callable[[Store, str, str, str], None]
Remove = Callable[[Store, str, str, str], None]
FIND, ALL = "find", "all"
MOST_SHOWN = 20
"""So many of a list are shown at a time."""
READY, TO_CORRECT, UNCHECKED = tell("ready"), tell("to correct"), tell("not checked yet")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a list: its id and name, what its address says, how it stands, and what else is told of it."""

    id: str
    name: str
    address: dict[str, str]
    status: str
    facts: tuple[str, ...]


def rename(change: Rename, key: str, one: str) -> None:
    """Give something the name that was typed."""
    try:
        change(state.store(), state.current_user().workspace, one, st.session_state[key])
    except PlannerError as problem:
        st.toast(widgets.plain(str(problem)))


def remove(change: Remove, one: str) -> None:
    """Delete something; what was there stays known."""
    user = state.current_user()
    change(state.store(), user.workspace, one, user.name)
    if st.query_params.get(state.CASE) == one:
        desk.leave()


def show_one(page: str, entry: Entry, change: Rename, drop: Remove) -> None:
    """Show something saved, with what can be done with it."""
    opened, renamed, deleted = st.columns([6, 2, 2], vertical_alignment="center")
    with opened:
        st.page_link(page, label=widgets.plain(entry.name), query_params=entry.address)
        st.caption(widgets.plain(joined("; ", filter(None, (entry.status, *entry.facts)))))
    with renamed.popover(tell("Rename"), key=f"rename_{entry.id}"):
        key = f"name_{entry.id}"
        st.text_input(tell("New name"), entry.name, key=key, on_change=rename, args=(change, key, entry.id))
    with deleted.popover(tell("Delete"), key=f"delete_{entry.id}"):
        st.write(tell("It cannot be brought back. Links to it will say that it was deleted."))
        st.button(tell("Delete it"), key=f"really_delete_{entry.id}", on_click=remove, args=(drop, entry.id))


def show_list(page: str, entries: Sequence[Entry], change: Rename, drop: Remove, *, key: str, nothing: str) -> None:
    """Show a list that can be filtered by status and lengthened; the words to find are those of the page."""
    if not entries:
        st.write(nothing)
        return
    statuses = list(dict.fromkeys(entry.status for entry in entries if entry.status))
    chosen = ALL
    if len(statuses) > 1:
        chosen = st.segmented_control(
            tell("Status"),
            [ALL, *statuses],
            default=ALL,
            required=True,
            key=f"status_{key}",
            label_visibility="collapsed",
        )
    words = st.session_state.get(FIND, "").casefold().split()
    fitting = [
        entry for entry in entries if chosen in (ALL, entry.status) and all(word in _searched(entry) for word in words)
    ]
    most = st.session_state.get(f"most_{key}", MOST_SHOWN)
    for entry in fitting[:most]:
        show_one(page, entry, change, drop)
    if not fitting:
        st.write(tell("Nothing here has these words and this status."))
    if len(fitting) > most:
        st.caption(
            tell("{most} of {fitting} are shown.", most=numbers.whole(most), fitting=numbers.whole(len(fitting)))
        )
        st.button(tell("Show more"), key=f"more_{key}", on_click=_lengthen, args=(f"most_{key}", most))


def _searched(entry: Entry) -> str:
    return joined(" ", (entry.name, entry.status, *entry.facts)).casefold()


def _lengthen(key: str, most: int) -> None:
    st.session_state[key] = most + MOST_SHOWN


def of_plan(plan: SavedPlan) -> Entry:
    """Return the entry of a plan: how its best scenario stands, and what it comes to."""
    found, facts = plan.summary, (tell("owner {owner}", owner=plan.owner), numbers.moment(plan.created))
    address = {state.CASE: plan.case, state.PLAN: plan.id}
    if found is None:
        return Entry(plan.id, plan.name, address, tell("cannot be read"), facts)
    total = () if found.total_minor is None else (numbers.local().money(found.total_minor, found.currency),)
    status = STATUS[PlanStatus(found.status)]
    return Entry(
        plan.id, plan.name, address, status, (*total, tell('scenario "{scenario}"', scenario=found.scenario), *facts)
    )


def of_version(inventory: SavedInventory) -> Entry:
    """Return the entry of a version: whether it can be planned, its size, and who saved it when."""
    status = UNCHECKED if inventory.problems is None else TO_CORRECT if inventory.problems else READY
    problems = numbers.count(inventory.problems, "problem") if inventory.problems else ""
    beside = tell("with {name}", name=inventory.catalogue.name) if inventory.catalogue else ""
    facts = (
        problems,
        tell("version {version}", version=numbers.whole(inventory.version)),
        beside,
        tell("{total_size} bytes", total_size=numbers.whole(inventory.total_size)),
        tell("owner {owner}", owner=inventory.owner),
        numbers.moment(inventory.created),
    )
    address = {state.CASE: inventory.case, state.INVENTORY: inventory.id}
    return Entry(inventory.id, inventory.name, address, status, facts)


def of_case(listed: cases.ListedCase) -> Entry:
    """Return the entry of a case: what belongs to it, and when something was saved in it last."""
    count = numbers.local().count
    facts = (
        count(listed.versions, "version"),
        count(listed.plans, "plan"),
        tell("{size} bytes", size=numbers.whole(listed.size)),
        tell("owner {owner}", owner=listed.case.owner),
        tell("last saved {moment}", moment=numbers.moment(listed.changed)),
    )
    status = tell("planned") if listed.plans else tell("not planned yet")
    return Entry(listed.case.id, listed.case.name, {state.CASE: listed.case.id}, status, facts)


def show() -> None:
    """Show the case that is open with its plans and versions, then all cases."""
    store, workspace, opened = state.store(), state.current_user().workspace, desk.case_open()
    st.text_input(
        tell("Find"),
        key=FIND,
        bind="query-params",
        placeholder=tell("words of a name, a status, an owner, a scenario"),
    )
    if opened is not None:
        st.header(widgets.plain(tell("Plans of {name}", name=opened.name)))
        show_list(
            state.PLAN_PAGE, [of_plan(one) for one in plans.every(store, workspace, opened.id)],
            plans.rename, plans.remove, key="plans", nothing=tell("No plan is saved yet."),
        )  # fmt: skip
        st.header(widgets.plain(tell("Versions of the inventory of {name}", name=opened.name)))
        show_list(
            state.INVENTORY_PAGE, [of_version(one) for one in inventories.every(store, workspace, opened.id)],
            inventories.rename, inventories.remove, key="versions", nothing=tell("No version is saved any more."),
        )  # fmt: skip
    st.header(tell("All cases"))
    show_list(
        state.SAVED_PAGE, [of_case(one) for one in cases.every(store, workspace)],
        cases.rename, cases.remove, key="cases", nothing=tell("No case is saved yet."),
    )  # fmt: skip
    st.caption(tell("A case takes all that belongs to it along. A version that is deleted leaves its plans."))


st.title(tell("Saved work"))
show()
