"""One inventory: what stands in it, what is wrong with it, and the way to a plan."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import numbers, state, widgets
from planner.store import corrections, jobs, plans, scenarios, starters
from planner.store.checking import Checked, Found
from planner.store.inventories import SavedInventory
from planner.store.jobs import Job, MadeScenario, Request, State

MOST_EDITED = 1_000
"""So many problems are offered for correction at a time."""
MINUTES = {"a minute": 60.0, "5 minutes": 300.0, "15 minutes": 900.0, "an hour": 3600.0}


def show_found(found: Found) -> None:
    """Show how much of everything stands in the inventory."""
    widgets.counts(
        {
            "People": found.people,
            "Machines": found.machines,
            "Servers": found.servers,
            "Accesses": found.accesses,
            "Lots owned": found.lots,
            "Offers": found.offers,
        }
    )
    st.write(found.claim)


def show_problems(inventory: SavedInventory, checked: Checked) -> None:
    """Show what must be corrected, and below it what is only told."""
    if checked.errors:
        many = len(checked.errors) > 1
        st.error(
            f"{numbers.whole(len(checked.errors))} problems must be corrected before this can be planned."
            if many
            else "One problem must be corrected before this can be planned."
        )
        correct_cells(inventory, checked)
        if checked.rows:
            offer_marked(inventory, checked)
    if checked.notices:
        with st.expander(f"Remarks ({numbers.whole(len(checked.notices))})", expanded=False):
            widgets.issues(checked.notices, key="remarks")


def correct_cells(inventory: SavedInventory, checked: Checked) -> None:
    """Let cells be corrected in place; the result is checked as a new inventory."""
    shown = checked.errors[:MOST_EDITED]
    if not any(issue["row"] for issue in shown):
        widgets.issues(checked.errors, key="errors")
        return
    st.write("Correct the cells here, or in your workbook and upload it again.")
    edited = widgets.issue_editor(shown, key=f"correct_{inventory.id}")
    if len(checked.errors) > len(shown):
        st.caption(f"The first {numbers.whole(len(shown))} are shown; the others follow once these are corrected.")
    # The number on the button tells that the last edit has arrived.
    changes = corrections.changes(shown, edited[widgets.CORRECTED].tolist(), edited[widgets.DELETED].tolist())
    label = f"Make {numbers.local().count(len(changes), 'change')} and check again" if changes else "Make the changes"
    if not st.button(label, type="primary", key="correct", disabled=not changes):
        return
    with st.spinner("Correcting and checking again"):
        made = corrections.save_corrected(state.store(), state.current_user().workspace, inventory, changes)
    st.switch_page(state.INVENTORY_PAGE, query_params={state.INVENTORY: made.id})


def offer_marked(inventory: SavedInventory, checked: Checked) -> None:
    """Offer the workbook with its problems marked, for whoever corrects it elsewhere."""
    place = state.store(), state.current_user().workspace, inventory, checked.issues
    st.download_button(
        "Download the workbook with the problems marked",
        data=partial(corrections.marked, *place),
        file_name=corrections.marked_name(inventory.name),
        mime=starters.XLSX,
        key="marked",
        on_click="ignore",
        icon=":material/download:",
    )


def ask_for_plan(inventory: SavedInventory, found: Found) -> None:
    """Ask what to plan, and have it planned."""
    st.header("Find the cheapest plan")
    made = {one.name: one for one in scenarios.every(state.store(), state.current_user().workspace, inventory.id)}
    with st.form("plan_form", border=True):
        options = [*found.scenarios, *made]
        names = st.multiselect(
            "Scenarios to compare",
            options,
            default=options,
            key="scenarios",
            help="Each is a set of rules: new licences only, User CALs for everybody, and so on.",
        )
        st.page_link(
            state.SCENARIOS_PAGE,
            label="Make a scenario of your own",
            icon=":material/tune:",
            query_params={state.INVENTORY: inventory.id},
        )
        limit = st.selectbox(
            "Longest time per scenario",
            MINUTES,
            key="time_limit",
            help="Most are proved in seconds. If the time runs out, the plan says how much could still be saved.",
        )
        asked = st.form_submit_button("Find the cheapest plan", type="primary", key="find_plan")
    if asked and not names:
        st.warning("Choose at least one scenario.")
    elif asked:
        own = tuple(MadeScenario(name, one.overrides) for name, one in made.items() if name in names)
        request = Request(MINUTES[limit], tuple(name for name in found.scenarios if name in names), own)
        state.plan_it(inventory.id, request)
        st.rerun()


def change_by_hand(inventory: SavedInventory) -> None:
    """Let prices, stock and counts be changed in place, and plan the result."""
    with st.expander("Change prices, stock, counts or rules"):
        if not st.toggle("Show the sheets", key="show_sheets"):
            st.write("The changed inventory is saved beside this one, which stays as it is.")
            return
        user = state.current_user()
        sheets = {sheet.name: sheet for sheet in state.sheets(user.workspace, inventory.id, inventory.name)}
        if not sheets:
            st.write("The sheets of this inventory are too long to be changed here; change the workbook instead.")
            return
        sheet = sheets[
            str(st.segmented_control("Sheet", list(sheets), default=next(iter(sheets)), required=True, key="sheet"))
        ]
        edited = widgets.sheet_editor(sheet.columns, sheet.cells, key=f"edit_{sheet.name}_{inventory.id}")
        made = corrections.edits(sheet, edited)
        label = f"Save {numbers.local().count(len(made), 'change')} and plan again" if made else "Save and plan again"
        if st.button(label, type="primary", key="save_changes", disabled=not made):
            with st.spinner("Saving and checking the changed inventory"):
                changed = corrections.save_corrected(state.store(), user.workspace, inventory, made)
                checked = state.check(changed)
            if checked.found is not None:
                own = scenarios.copy(state.store(), user.workspace, inventory.id, changed.id)
                made_again = tuple(MadeScenario(one.name, one.overrides) for one in own)
                request = Request(scenarios=checked.found.scenarios, made=made_again)
                state.plan_it(changed.id, request)
            st.switch_page(state.INVENTORY_PAGE, query_params={state.INVENTORY: changed.id})


def show_job(job: Job) -> None:
    """Show how a job is getting on, with a button to stop it."""
    workspace = state.current_user().workspace
    with st.container(border=True, key="job"):
        st.header("Planning")
        st.progress(job.fraction, text=widgets.plain(job.stage))
        st.text(job.standing or " ")
        if job.stop_asked:
            st.write("Stopping; the best plans found so far are kept.")
        else:
            st.button(
                "Stop and keep the best plans so far",
                key="stop_job",
                on_click=jobs.ask_to_stop,
                args=(state.store(), workspace, job.id),
            )


@st.fragment(run_every=1.0)
def watch(inventory: str) -> None:
    """Show the newest job while it runs; once it has ended, the whole page is drawn anew."""
    jobs.find_lost(state.store())
    (job, *_) = jobs.of_inventory(state.store(), state.current_user().workspace, inventory)
    if job.has_ended:
        st.rerun()
    show_job(job)


def show_last(job: Job) -> None:
    """Show how the newest job ended."""
    if job.state == State.FAILED:
        st.error(widgets.plain(job.error))
    elif job.state == State.STOPPED:
        st.warning(widgets.plain(job.error))


def show_plans(inventory: SavedInventory) -> None:
    """Show the plans made of this inventory."""
    made = [
        plan for plan in plans.every(state.store(), state.current_user().workspace) if plan.inventory == inventory.id
    ]
    if made:
        st.header("Plans of this inventory")
    for plan in made:
        label = widgets.plain(f"{plan.name}, {widgets.when(plan.created)}")
        st.page_link(state.PLAN_PAGE, label=label, icon=":material/task:", query_params={state.PLAN: plan.id})


def show(inventory: SavedInventory) -> None:
    """Show one inventory."""
    if made := state.plan_followed():
        st.switch_page(state.PLAN_PAGE, query_params={state.PLAN: made})
    st.title(widgets.plain(inventory.name))
    checked = state.check(inventory)
    made_jobs = jobs.of_inventory(state.store(), state.current_user().workspace, inventory.id)
    if made_jobs and made_jobs[0].has_ended:
        show_last(made_jobs[0])
    if checked.found is None:
        widgets.counts({f"Rows of {sheet}": number for sheet, number in checked.rows.items()})
    else:
        show_found(checked.found)
    show_problems(inventory, checked)
    if made_jobs and not made_jobs[0].has_ended:
        watch(inventory.id)
    elif checked.found is not None:
        ask_for_plan(inventory, checked.found)
        change_by_hand(inventory)
    show_plans(inventory)


if (opened := state.pick_inventory()) is not None:
    show(opened)
