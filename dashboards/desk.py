"""What is open in a window: the case that stands above every page, and what an address opens or says is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards import numbers, state, widgets
from planner.domain.document import PlanDocument
from planner.report.words import told_apart
from planner.store import addresses, cases, inventories, jobs, plans
from planner.store.addresses import CASE, INVENTORY, PLAN, NotThere, Open
from planner.store.inventories import SavedInventory
from planner.store.plans import SavedPlan
from planner.store.tombstones import Kind
from planner.words import joined, say, tell

CARRIED: Mapping[str, tuple[str, ...]] = {
    "": (CASE,),
    "import": (CASE,),
    "inventory": (CASE, INVENTORY),
    "scenarios": (CASE, INVENTORY),
    "plan": (CASE, PLAN),
    "why": (CASE, PLAN),
    "compare": (CASE,),
    "saved": (CASE,),
}
"""What the address of each page carries of what is open, by the page's own part of it."""
FREE = ("", "import", "saved")
"""Pages that are there before there is a case."""
NEWS_EVERY_S = 5.0
MOST_NEWS = 3
NOTHING_PLANNED = say("Nothing is planned yet.")
_OPEN, _IDS, _SCENARIO = "open", "open_ids", "open_scenario"
_WORDS = {
    Kind.CASE: "case",
    Kind.INVENTORY: say("version of the inventory"),
    Kind.PLAN: "plan",
    Kind.SCENARIO: "scenario",
}


def show(page: Any) -> None:
    """Show what stands above a page, and the page; where its address names what is not there, that alone."""
    place = page.url_path
    found = _look_up(place)
    if isinstance(found, NotThere):
        tell_gone(found)
        return
    st.session_state[_OPEN] = found
    if found is not None:
        _keep(found, CARRIED[place])
        _show_case(found)
        news()
    elif place not in FREE:
        begin_with(tell("Nothing is saved yet."))
        return
    page.run()


def opened() -> Open:
    """Return what is open; only pages ask that need a case."""
    found: Open | None = st.session_state.get(_OPEN)
    if found is None:
        raise LookupError(tell("no case is open"))
    return found


def case_open() -> cases.SavedCase | None:
    """Return the case that is open, None where there is none yet."""
    found: Open | None = st.session_state.get(_OPEN)
    return found.case if found else None


def begin_with(missing: str) -> None:
    """Say that there is nothing yet that a page could show, and where to begin."""
    st.info(tell("{missing} Bring what you have, upload an inventory, or open the sample.", missing=missing))
    st.page_link(state.START_PAGE, label=tell("Go to the start"))


def _look_up(place: str) -> Open | NotThere | None:
    """Return what the address opens; of a comparison it names several plans."""
    asked, before = dict(st.query_params), dict(st.session_state.get(_IDS, {}))
    store, workspace = state.store(), state.current_user().workspace
    for plan in reversed(state.asked_for(state.PLANS) or ()) if place == "compare" else ():
        found = addresses.look_up(store, workspace, {PLAN: plan}, {}, ())
        if isinstance(found, NotThere):
            return found
        if before.get(PLAN) not in (state.asked_for(state.PLANS) or ()):
            asked[PLAN] = plan
    return addresses.look_up(store, workspace, asked, before, CARRIED[place])


def _keep(found: Open, carried: Collection[str]) -> None:
    """Remember what is open, and name in the address what this page shows of it."""
    ids = found.ids
    st.session_state[_IDS] = ids
    for name in carried:
        if name in ids and st.query_params.get(name) != ids[name]:
            st.query_params[name] = ids[name]


def tell_gone(missing: NotThere) -> None:
    """Say of something that it was deleted and when, or that it never was; show nothing in its place."""
    what, stone = _WORDS[missing.kind], missing.tombstone
    st.title(
        tell("This {what} is not here any more", what=what) if stone else tell("There is no such {what}", what=what)
    )
    if stone:
        by = "" if stone.owner in ("", cases.LOCAL) else tell(" by {owner}", owner=stone.owner)
        said = tell(
            'This {what}, "{name}", was deleted on {moment}{by}.',
            what=what,
            name=stone.name,
            moment=numbers.moment(stone.at),
            by=by,
        )
    else:
        said = tell("The address names a {what} that is not saved here.", what=what)
    st.error(widgets.plain(said))
    # Nothing of it may be opened again by a click in the menu.
    st.session_state[_IDS] = {CASE: missing.case.id} if missing.case else {}
    st.session_state.pop(_SCENARIO, None)
    if missing.case:
        label = widgets.plain(tell('What else is saved in case "{name}"', name=missing.case.name))
        st.page_link(state.SAVED_PAGE, label=label, query_params={CASE: missing.case.id})
    else:
        st.page_link(state.SAVED_PAGE, label=tell("What is saved here"), query_params={})


def _show_case(found: Open) -> None:
    """Let the case be chosen, above everything else."""
    listed = cases.every(state.store(), state.current_user().workspace)
    names = told_apart([one.case.name for one in listed], [numbers.moment(one.case.created) for one in listed])
    name_of = dict(zip([one.case.id for one in listed], names, strict=True))
    # Another case has another widget: a browser that lags behind a link would send the case it came from.
    key = f"case_{found.case.id}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="case_bar"):
        st.selectbox(
            tell("Case"),
            list(name_of),
            index=list(name_of).index(found.case.id),
            format_func=lambda one: name_of[one],
            key=key,
            on_change=_switch,
            args=(key, found.case.id),
        )
        st.page_link(state.SAVED_PAGE, label=tell("All cases"), query_params={CASE: found.case.id})


def _switch(key: str, shown: str) -> None:
    """Turn to another case: whatever belongs to the one before is left."""
    chosen = st.session_state[key]
    if chosen == shown:
        return
    for one in list(st.session_state):
        del st.session_state[one]
    st.query_params.from_dict({CASE: chosen})


def leave() -> None:
    """Leave the case that is open, for it is gone; the one in which something was saved last takes its place."""
    st.session_state.pop(_IDS, None)
    st.query_params.pop(CASE, None)


@st.fragment(run_every=NEWS_EVERY_S)
def news() -> None:
    """Tell of plans that nobody has opened yet, and what is being planned; also to a window that was opened later."""
    with widgets.telling():
        _tell_news()


def _tell_news() -> None:
    store, workspace = state.store(), state.current_user().workspace
    open_plan = st.query_params.get(PLAN)
    ready = [one for one in plans.unopened(store, workspace) if one.id != open_plan]
    with st.container(key="news"):
        for plan in ready[:MOST_NEWS]:
            label = tell("Ready: {called}. Open it", called=called(plan))
            st.page_link(
                state.PLAN_PAGE,
                label=widgets.plain(label),
                icon=":material/notifications:",
                query_params={CASE: plan.case, PLAN: plan.id},
            )
        if len(ready) > MOST_NEWS:
            st.caption(
                tell(
                    "{ready} more plans are ready; they stand under Saved work.",
                    ready=numbers.whole(len(ready) - MOST_NEWS),
                )
            )
        for job in jobs.going_on(store, workspace):
            saved = inventories.find(store, workspace, job.inventory)
            if saved is not None and saved.id != st.query_params.get(INVENTORY):
                st.caption(widgets.plain(tell("Being planned: {name}, {stage}", name=saved.name, stage=job.stage)))


def called(plan: SavedPlan) -> str:
    """Return what a plan is called: its name and when it was made."""
    return tell("plan {name}, {moment}", name=plan.name, moment=numbers.moment(plan.created))


def version_called(inventory: SavedInventory) -> str:
    """Return what a version is called: its number, its name, that of the offers kept apart, and when it was saved."""
    name = (
        tell("{name} with {name_2}", name=inventory.name, name_2=inventory.catalogue.name)
        if inventory.catalogue
        else inventory.name
    )
    return tell(
        "{version}: {name}, {moment}", version=inventory.version, name=name, moment=numbers.moment(inventory.created)
    )


def pick_inventory() -> SavedInventory | None:
    """Let a version of the case's inventory be chosen: first the one that is open, which the address names."""
    found = opened()
    saved = inventories.every(state.store(), state.current_user().workspace, found.case.id)
    if found.inventory is None:
        st.info(
            tell("This case has no version of its inventory any more. Its plans stay.") if not saved else
            tell("The version of the inventory that the plan was made of was deleted. These are left:")
        )  # fmt: skip
        for one in saved:
            label = widgets.plain(tell("Version {version_called}", version_called=version_called(one)))
            st.page_link(state.INVENTORY_PAGE, label=label, query_params={CASE: one.case, INVENTORY: one.id})
        return None
    names = {one.id: version_called(one) for one in saved}
    state.pick(tell("Version of the inventory"), INVENTORY, list(names), names, chosen=found.inventory.id)
    return found.inventory


def pick_planned() -> tuple[SavedPlan, PlanDocument, str] | None:
    """Let a plan of the case and a scenario of it be chosen; return both, with the plan's content between them."""
    found = opened()
    workspace = state.current_user().workspace
    saved = plans.every(state.store(), workspace, found.case.id)
    if found.plan is None:
        _tell_unplanned(found, saved)
        return None
    left, right = st.columns(2)
    with left:
        _pick_plan(found.plan, saved)
    document = state.plan_document(workspace, found.plan.id)
    plans.mark_opened(state.store(), workspace, found.plan)
    with right:
        scenario = _pick_scenario(found.plan, document)
    return None if scenario is None else (found.plan, document, scenario)


def _tell_unplanned(found: Open, saved: Sequence[SavedPlan]) -> None:
    """Say that the version that is open is not planned yet, and offer the plans of the others."""
    if found.inventory is None:
        st.info(NOTHING_PLANNED)
        return
    only = (
        NOTHING_PLANNED
        if not saved
        else tell("Version {version} of the inventory is not planned yet.", version=found.inventory.version)
    )
    st.info(only)
    st.page_link(state.INVENTORY_PAGE, label=tell("Plan it"), icon=":material/arrow_forward:", query_params=found.ids)
    if saved:
        st.write(tell("Plans of other versions:"))
    for plan in saved:
        st.page_link(state.PLAN_PAGE, label=widgets.plain(called(plan)), query_params={CASE: plan.case, PLAN: plan.id})


def _pick_plan(plan: SavedPlan, saved: Sequence[SavedPlan]) -> None:
    versions = {
        one.id: one.version for one in inventories.every(state.store(), state.current_user().workspace, plan.case)
    }
    names = {}
    for one in saved:
        version = tell(", version {versions}", versions=versions[one.inventory]) if one.inventory in versions else ""
        names[one.id] = tell(
            "{name}, {moment}{version}", name=one.name, moment=numbers.moment(one.created), version=version
        )
    state.pick(tell("Plan"), PLAN, list(names), names, chosen=plan.id, leaves=(state.SCENARIO,))


def _pick_scenario(plan: SavedPlan, document: PlanDocument) -> str | None:
    """Let a scenario of a plan be chosen: the one that the address names, the one open before, else the cheapest."""
    names = [one.name for one in document.scenarios]
    asked = st.query_params.get(state.SCENARIO)
    if asked is not None and asked not in names:
        st.error(
            widgets.plain(
                tell('This plan has no scenario "{asked}". It has: {value}.', asked=asked, value=joined(", ", names))
            )
        )
        return None
    best = document.best.name
    before = st.session_state.get(_SCENARIO)
    kept = before[1] if before and before[0] == plan.id and before[1] in names else best
    ordered = [best, *(name for name in names if name != best)]
    label = tell("Scenario, the cheapest first")
    chosen = state.pick(label, state.SCENARIO, ordered, {name: name for name in names}, chosen=kept)
    st.session_state[_SCENARIO] = (plan.id, chosen)
    if asked != chosen:
        st.query_params[state.SCENARIO] = chosen
    return chosen
