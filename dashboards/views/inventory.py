"""One inventory: what stands in it, what is wrong with it, and the way to a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboards import correcting, desk, editors, numbers, state, taking_in, waiting, widgets
from dashboards.keeping import Form
from planner.store import again, drafts, editing, inventories, jobs, plans, scenarios
from planner.store import taking_in as store_taking_in
from planner.store.inventories import SavedInventory
from planner.store.jobs import Job, JobState, Request
from planner.words import joined, say, shown, tell
from planner.workbooks import annotate, own_file, uploads
from planner.workbooks.answers import Answered
from planner.workbooks.by_hand import Edited
from planner.workbooks.checking import Checked, InventoryContents
from planner.workbooks.made_scenarios import MadeScenario
from planner.workbooks.uploads import Files, Upload

MINUTES = {
    say("a minute"): 60.0,
    say("5 minutes"): 300.0,
    say("15 minutes"): 900.0,
    say("an hour"): 3600.0,
}


def show_found(found: InventoryContents) -> None:
    """Show how much of everything stands in the inventory."""
    widgets.counts(
        {
            say("People"): found.people,
            say("Machines"): found.machines,
            say("Servers"): found.servers,
            say("Accesses"): found.accesses,
            say("Lots owned"): found.lots,
            say("Offers"): found.offers,
        }
    )
    st.write(shown(found.claim))


def show_problems(inventory: SavedInventory, checked: Checked) -> None:
    """Show what must be corrected, and below it what is only told."""
    if checked.errors:
        correcting.show(inventory, checked, partial(save_corrected, inventory))
        if checked.can_be_corrected:
            say_what_is_kept(inventory)
        if checked.rows:
            offer_marked(inventory)
    if checked.notices:
        with st.expander(tell("Remarks ({notices})", notices=numbers.whole(len(checked.notices))), expanded=False):
            widgets.issues(checked.notices, key="remarks")


def save_corrected(inventory: SavedInventory, answered: Answered) -> None:
    """Save what was answered as the next version, which is checked anew, and go to its page."""
    user = state.current_user()
    with st.spinner(tell("Correcting and checking again")):
        made = editing.save_corrected(state.store(), user.workspace, inventory, answered.changes(), user.name)
    drafts.discard(state.store(), state.draft_place(inventory.case, correcting.key_of(inventory)))
    state.open_changed(made)


def offer_marked(inventory: SavedInventory) -> None:
    """Offer the file with its problems marked, or a list of them, for whoever corrects it elsewhere."""
    workspace = state.current_user().workspace
    outlook, *_ = state.outlooks(workspace, inventory.id)
    name = annotate.name_of(inventory.name, is_own=outlook.is_own)
    tell_in_passing(outlook.if_marked)
    st.download_button(
        tell("Download your file with the problems marked")
        if outlook.is_own
        else tell("Download a list of the problems"),
        data=partial(editing.marked, state.store(), workspace, inventory),
        file_name=name,
        mime=own_file.media_type(name),
        key="marked",
        on_click="ignore",
        icon=":material/download:",
    )


def offer_file(inventory: SavedInventory) -> None:
    """Offer the file of an inventory that was corrected, to go on with it elsewhere."""
    if inventory.made_from is None or not inventory.name.endswith(own_file.ENDINGS):
        return
    st.download_button(
        tell("Download the file with the changes"),
        data=partial(inventories.content_of, state.store(), state.current_user().workspace, inventory.id),
        file_name=inventory.name,
        mime=own_file.media_type(inventory.name),
        key="file",
        on_click="ignore",
        icon=":material/download:",
    )


def say_what_is_kept(inventory: SavedInventory) -> None:
    """Say what becomes of the file, and of the one with offers kept apart, when something is changed here."""
    names = [inventory.name, *([inventory.catalogue.name] if inventory.catalogue else [])]
    outlooks = state.outlooks(state.current_user().workspace, inventory.id)
    for name, outlook in zip(names, outlooks, strict=True):
        tell_in_passing([f"{name}:", *outlook.if_corrected] if len(names) > 1 else outlook.if_corrected)


def tell_in_passing(sentences: Sequence[str]) -> None:
    """Show sentences that nobody has to act upon."""
    st.caption(widgets.plain(joined(" ", sentences)))


def ask_for_plan(inventory: SavedInventory, found: InventoryContents, unsaved: int) -> None:
    """Ask what to plan, and have it planned; changes that are not saved yet would not be part of it."""
    st.header(tell("Find the cheapest plan"))
    if unsaved:
        st.warning(
            tell(
                "Not saved yet: {unsaved} below. Save and plan again there, or take back what you changed "
                "to plan the inventory as it is.",
                unsaved=numbers.count(unsaved, "change"),
            )
        )
    user = state.current_user()
    made = {one.name: one for one in scenarios.every(state.store(), user.workspace, inventory.case)}
    form = Form(inventory.case, f"ask_{inventory.id}")
    with st.container(border=True, key="plan_form"):
        options = [*found.scenarios, *found.on_demand, *made]
        # What a colleague made is there to be chosen, and is planned only where somebody chooses it; so is what looks
        # years ahead, which takes longer.
        mine = [*found.scenarios, *(name for name, one in made.items() if one.owner == user.name)]
        names = st.multiselect(
            tell("Scenarios to compare"),
            options,
            key=form.key("scenarios", mine, options),
            help=tell("Each is a set of rules: new licences only, User CALs for everybody, and so on."),
            on_change=form.keep,
            args=("scenarios",),
        )
        st.page_link(
            state.SCENARIOS_PAGE,
            label=tell("Make a scenario of your own"),
            icon=":material/tune:",
            query_params={state.CASE: inventory.case, state.INVENTORY: inventory.id},
        )
        limit = st.selectbox(
            tell("Longest time per scenario"),
            list(MINUTES),
            format_func=shown,
            key=form.key("time_limit", next(iter(MINUTES)), MINUTES),
            help=tell("Most are proved in seconds. If the time runs out, the plan says how much could still be saved."),
            on_change=form.keep,
            args=("time_limit",),
        )
        readings = st.checkbox(
            tell("Also show what other readings of disputed rules would cost"),
            key=form.key("readings", False),
            help=tell(
                "Sources disagree on a few licensing rules. Beside the first scenario, each other "
                "reading that makes a difference is planned as a scenario of its own. This takes "
                "longer."
            ),
            on_change=form.keep,
            args=("readings",),
        )
        asked = st.button(tell("Find the cheapest plan"), type="primary", key="find_plan", disabled=bool(unsaved))
    if asked and not names:
        st.warning(tell("Choose at least one scenario."))
    elif asked:
        own = tuple(MadeScenario(name, one.overrides) for name, one in made.items() if name in names)
        chosen = tuple(name for name in (*found.scenarios, *found.on_demand) if name in names)
        request = Request(MINUTES[limit], chosen, own, readings, numbers.reader().code)
        state.plan_it(inventory.id, request)
        st.rerun()


def change_by_hand(inventory: SavedInventory) -> int:
    """Let prices, stock and counts be changed in place, and plan the result; return how many changes are not saved."""
    typed = editors.Typed(state.draft_place(inventory.case, f"cells_{inventory.id}"))
    with st.container(border=True, key="change_by_hand"):
        st.header(tell("Change something and plan again"))
        st.write(
            tell(
                "Change a price, a stock, a count or a rule, and see what the plan would be. The "
                "changed inventory is saved as the next version; this one stays as it is."
            )
        )
        asked = st.query_params.get(state.CHANGE) == state.YES or typed.draft is not None
        if not st.toggle(tell("Show the sheets"), value=asked, key=f"show_sheets_{inventory.id}"):
            return 0
        user = state.current_user()
        sheets = state.sheets(user.workspace, inventory.id)
        if not sheets:
            st.write(tell("The sheets of this inventory are too long to be changed here; change the file instead."))
            return 0
        made: list[Edited] = []
        # All sheets are there at once: what was typed into one stays while another is looked at.
        tabs = st.tabs([tell("{name} (kept apart)", name=one.name) if one.in_catalogue else one.name for one in sheets])
        for tab, sheet in zip(tabs, sheets, strict=True):
            with tab:
                part = "_apart" if sheet.in_catalogue else ""
                made += editors.sheet(sheet, key=f"edit_{sheet.name}{part}_{inventory.id}", typed=typed)
        if made:
            editors.changes(made)
            say_what_is_kept(inventory)
            typed.offer_to_discard()
        label = (
            tell("Save {made} and plan again", made=numbers.count(len(made), "change"))
            if made
            else tell("Save and plan again")
        )
        if st.button(label, type="primary", key="save_changes", disabled=not made):
            plan_changed(inventory, made, typed)
        return len(made)


def plan_changed(inventory: SavedInventory, made: Sequence[Edited], typed: editors.Typed) -> None:
    """Save the changes, have the result planned where nothing is wrong with it, and go to its page."""
    store, user = state.store(), state.current_user()
    with st.spinner(tell("Saving and checking the changed inventory")):
        corrections = [one.correction for one in made]
        changed = editing.save_corrected(store, user.workspace, inventory, corrections, user.name)
        checked = state.check(changed)
    typed.forget()
    if checked.found is not None:
        names = checked.found.scenarios
        state.plan_it(changed.id, again.request_again(store, user.workspace, changed, names, user.name))
    state.open_changed(changed)


def show_catalogue(inventory: SavedInventory) -> None:
    """Show the file with more offers that belongs to the inventory, and let it be added, replaced or removed."""
    catalogue = inventory.catalogue
    title = (
        tell("Offers kept apart: {name}", name=catalogue.name)
        if catalogue
        else tell("Offers kept apart, e.g. a price list")
    )
    with st.expander(widgets.plain(title), icon=":material/sell:"):
        if catalogue is None:
            st.write(
                tell("If offers stand in a file of their own, add it here; every plan of this inventory then uses it.")
            )
        else:
            size = tell("{size} bytes", size=numbers.whole(catalogue.size))
            st.write(
                tell(
                    "{name} ({size}) is used by every plan of this inventory.",
                    name=widgets.plain(catalogue.name),
                    size=size,
                )
            )
        st.write(tell("The inventory with the change is saved as the next version; this one stays as it is."))
        label = tell("Replace it with another file") if catalogue else tell("Add a file with offers")
        key = f"catalogue_{inventory.id}"
        given = taking_in.choose(label, key=key)
        taking_in.tell_refused(key)
        if given and st.button(tell("Use these offers"), type="primary", key="use_catalogue"):
            change_catalogue(inventory, lambda: uploads.join_offers(given), (key,))
        if catalogue and st.button(tell("Go on without it"), key="remove_catalogue"):
            change_catalogue(inventory, lambda: None, ())


def change_catalogue(
    inventory: SavedInventory, catalogue: Callable[[], Upload | None], chosen_by: Sequence[str]
) -> None:
    """Save the inventory with another catalogue, or without one, and go to its page."""
    store, user = state.store(), state.current_user()
    taking_in.save_and_open(
        lambda: store_taking_in.take_catalogue(store, user.workspace, inventory, catalogue(), user.name), chosen_by
    )


def upload_next(inventory: SavedInventory) -> None:
    """Let a newer file be uploaded as the next version of the case's inventory."""
    with st.expander(tell("Upload a newer version of this inventory"), icon=":material/upload:"):
        st.write(tell("It becomes the next version of this case; plans, scenarios and earlier versions stay."))
        key = f"next_{inventory.case}"
        given = taking_in.choose(tell("Newer version"), key=key)
        taking_in.tell_refused(key)
        if given and st.button(tell("Make it the next version"), type="primary", key="use_next"):
            taking_in.take_in(lambda: Files(uploads.join(given)), (key,), inventory.case)


@st.fragment(run_every=1.0)
def watch(inventory: str) -> None:
    """Show the newest job while it runs; once it has ended, the whole page is drawn anew."""
    with widgets.telling():
        jobs.find_lost(state.store())
        job = next(iter(jobs.of_inventory(state.store(), state.current_user().workspace, inventory)), None)
        if job is None or job.has_ended:
            st.rerun()
        waiting.show(
            job,
            "Planning",
            tell("Stop and keep the best plans so far"),
            tell("Stopping; the best plans found so far are kept. Once it is writing, it ends with the whole plan."),
        )


def show_last(job: Job) -> None:
    """Show how the newest job ended."""
    if job.state == JobState.FAILED:
        st.error(widgets.plain(job.error))
    elif job.state == JobState.STOPPED:
        st.warning(widgets.plain(job.error))


def show_plans(inventory: SavedInventory) -> None:
    """Show the plans made of this inventory."""
    saved = plans.every(state.store(), state.current_user().workspace, inventory.case)
    made = [plan for plan in saved if plan.inventory == inventory.id]
    if made:
        st.header(tell("Plans of this version"))
    with st.container(key="plans_made"):
        for plan in made:
            label = widgets.plain(tell("{name}, {moment}", name=plan.name, moment=numbers.moment(plan.created)))
            st.page_link(
                state.PLAN_PAGE,
                label=label,
                icon=":material/task:",
                query_params={state.CASE: plan.case, state.PLAN: plan.id},
            )


def show(inventory: SavedInventory) -> None:
    """Show one inventory."""
    if made := state.plan_followed():
        st.switch_page(state.PLAN_PAGE, query_params={state.CASE: inventory.case, state.PLAN: made})
    st.title(widgets.plain(inventory.name))
    checked = state.check(inventory)
    made_jobs = jobs.of_inventory(state.store(), state.current_user().workspace, inventory.id)
    if made_jobs and made_jobs[0].has_ended:
        show_last(made_jobs[0])
    if checked.found is None:
        widgets.counts({tell("Rows of {sheet}", sheet=sheet): number for sheet, number in checked.rows.items()})
    else:
        show_found(checked.found)
    show_problems(inventory, checked)
    offer_file(inventory)
    if made_jobs and not made_jobs[0].has_ended:
        watch(inventory.id)
    elif checked.found is not None:
        place_of_form = st.container()
        unsaved = change_by_hand(inventory)
        with place_of_form:
            ask_for_plan(inventory, checked.found, unsaved)
    show_catalogue(inventory)
    upload_next(inventory)
    show_plans(inventory)


if (opened := desk.pick_inventory()) is not None:
    show(opened)
