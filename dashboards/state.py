"""What a session knows: who it is, and cached calls into the program.

Only the database and the page's address survive a reload, so ids stand in the address and everything else is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards import widgets
from planner.domain.document import PlanDocument
from planner.errors import PlannerError
from planner.report.words import told_apart
from planner.store import (
    addresses,
    checking,
    correcting,
    drafts,
    editing,
    inventories,
    jobs,
    kept,
    launch,
    plans,
    questions,
)
from planner.store.database import Store, open_store
from planner.study.why.coverage import Coverage
from planner.study.why.questions import Question
from planner.words import shown, tell
from planner.workbooks.by_hand import Sheet
from planner.workbooks.checking import Checked
from planner.workbooks.correct import Change
from planner.workbooks.own_file import Outlook

CASE, INVENTORY, PLAN = addresses.CASE, addresses.INVENTORY, addresses.PLAN
SCENARIO, SECTION, MADE = "scenario", "section", "made"
PLANS, SCENARIOS, COUNTED_FROM = "plans", "scenarios", "from"
"""Names of what stands in a page's address; several ids have commas between them."""
START_PAGE, IMPORT_PAGE, INVENTORY_PAGE, SCENARIOS_PAGE, PLAN_PAGE, WHY_PAGE, COMPARE_PAGE, SAVED_PAGE = (
    f"views/{name}.py"
    for name in ("start", "import_files", "inventory", "scenarios", "plan", "why", "compare", "saved")
)
_FOLLOWED = "followed_job"
LINE, ABOUT_PURCHASES = "line", "Purchase"
"""An address of page Why with these asks about one offer: its id, and the section for it."""
CHANGE, YES = "change", "yes"
"""An address with this shows the sheets of the inventory, to be changed.

It is no `section`: a page that binds one takes it along out of the address when it is left.
"""


@dataclass(frozen=True, slots=True)
class User:
    """Who uses the dashboard, and the workspace whose rows they see."""

    name: str
    workspace: str


def current_user() -> User:
    """Return who uses this session.  One person per machine so far, so there is nobody to ask."""
    return User("local", "local")


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Return the open database, shared by all sessions."""
    opened = open_store()
    jobs.find_lost(opened)
    kept.save_kept(opened)
    return opened


@st.cache_resource(max_entries=16, show_spinner=False)
def plan_document(workspace: str, plan: str) -> PlanDocument:
    """Return what a plan says, shared by all sessions of a workspace; neither it nor a saved plan ever changes."""
    return plans.read(store(), workspace, plan)


@st.cache_resource(max_entries=16, show_spinner=False)
def plan_file(workspace: str, plan: str, name: str) -> bytes:
    """Return a file of a plan, shared by all sessions of a workspace; a saved plan never changes."""
    return plans.file_of(store(), workspace, plan, name)


def coverage(plan: str, scenario: str) -> Coverage:
    """Return what can be looked up in a scenario of a plan: who holds what, and what covers whom."""
    workspace = current_user().workspace
    return Coverage(lambda name: plan_file(workspace, plan, name), scenario)


@st.cache_resource(max_entries=8, show_spinner=tell("Reading and checking the inventory"))
def _checked(workspace: str, inventory: str, _saved: inventories.SavedInventory) -> Checked:
    """Return what a check found, shared by all sessions and copied by none: there may be 50,000 problems."""
    return checking.check(store(), workspace, _saved)


def check(inventory: inventories.SavedInventory) -> Checked:
    """Return what stands in an inventory and what is wrong with it; a saved inventory never changes."""
    return _checked(current_user().workspace, inventory.id, inventory)


@st.cache_resource(max_entries=8, show_spinner=tell("Reading the file as you said it is"))
def _checked_with(
    workspace: str, _saved: inventories.SavedInventory, inventory: str, changes: tuple[Change, ...]
) -> Checked:
    """Return what a check finds once some changes are made, shared by all sessions; nothing is saved."""
    return correcting.check_with(store(), workspace, _saved, changes)


def check_with(inventory: inventories.SavedInventory, changes: tuple[Change, ...]) -> Checked:
    """Return what is wrong with an inventory once some changes are made that say what its cells are."""
    return _checked_with(current_user().workspace, inventory, inventory.id, changes)


@st.cache_data(max_entries=16, show_spinner=tell("Looking at the file"))
def outlooks(workspace: str, inventory: str) -> tuple[Outlook, ...]:
    """Return what becomes of an inventory's file, and of its catalogue's, that is marked or corrected."""
    return editing.outlooks(store(), workspace, inventory)


@st.cache_data(max_entries=8, show_spinner=tell("Reading the inventory"))
def sheets(workspace: str, inventory: str) -> tuple[Sheet, ...]:
    """Return the sheets of an inventory that can be changed by hand; a saved inventory never changes."""
    saved = inventories.find(store(), workspace, inventory)
    return editing.sheets(store(), workspace, saved) if saved else ()


def plan_it(inventory: str, request: jobs.Request) -> None:
    """Have an inventory planned, and wait for it in this session."""
    user = current_user()
    job = jobs.ask(store(), user.workspace, inventory, request, owner=user.name)
    launch.start(store(), job.id)
    follow(job.id)


def open_changed(changed: inventories.SavedInventory) -> None:
    """Go to what an inventory was changed to."""
    st.switch_page(INVENTORY_PAGE, query_params={CASE: changed.case, INVENTORY: changed.id})


def ask(plan: str, scenario: str, question: Question) -> None:
    """Have a question answered, unless it has been; what keeps it from being asked is told in passing."""
    try:
        job = questions.ask(store(), current_user().workspace, plan, scenario, question)
    except PlannerError as problem:
        st.toast(widgets.plain(str(problem)))
        return
    if job is not None:
        launch.start(store(), job)


def job_of_question(question: str) -> jobs.Job | None:
    """Return the newest job that answers a question; one whose process is gone is found out first."""
    jobs.find_lost(store())
    return jobs.of_question(store(), current_user().workspace, question)


def draft_place(case: str, key: str) -> drafts.Place:
    """Return where is kept what this session's person typed into a form of a case."""
    user = current_user()
    return drafts.Place(user.workspace, case, user.name, key)


def pick(
    label: str,
    what: str,
    options: Sequence[str],
    names: dict[str, str],
    *,
    chosen: str | None = None,
    leaves: Sequence[str] = (),
) -> str:
    """Let one of several saved things be chosen, and keep the choice in the page's address.

    `chosen` is what is shown where the address leaves it open.  What a new choice makes senseless in the address,
    the names in `leaves`, goes from it.
    """
    asked = st.query_params.get(what)
    chosen = asked if asked in options else chosen or options[0]
    key = f"pick_{what}"

    def remember() -> None:
        for name in leaves:
            st.query_params.pop(name, None)
        st.query_params[what] = st.session_state[key]

    # The browser tells a choice by what it says, so no two options may say the same.
    shown = dict(zip(options, told_apart([names[one] for one in options]), strict=True))
    # The key of a widget outlives its options; a choice that came with the address wins.
    st.session_state[key] = chosen
    return str(st.selectbox(label, options, format_func=lambda one: shown[one], key=key, on_change=remember))


def asked_for(what: str) -> list[str] | None:
    """Return the ids that the page's address names, None where it leaves them open."""
    asked = st.query_params.get(what)
    return None if asked is None else [one for one in asked.split(",") if one]


def ask_for(what: str, chosen: Sequence[str]) -> None:
    """Name ids in the page's address."""
    st.query_params[what] = ",".join(chosen)


def pick_several(
    label: str,
    what: str,
    options: Sequence[str],
    chosen: Sequence[str],
    names: dict[str, str],
    kept: Callable[[], None],
) -> list[str]:
    """Let any of several saved things be chosen; `kept` keeps the choice, found in session state, in the address."""
    key = f"pick_{what}"
    # As in `pick`: what the address names wins over what the widget remembers.
    st.session_state[key] = list(chosen)
    return st.multiselect(label, options, format_func=lambda one: names[one], key=key, on_change=kept)


def follow(job: str) -> None:
    """Remember that this session waits for a job, to show its plan as soon as there is one."""
    st.session_state[_FOLLOWED] = job


def plan_followed() -> str | None:
    """Return the plan of the job this session waits for, once; None while there is none."""
    followed = st.session_state.get(_FOLLOWED)
    job = jobs.find(store(), current_user().workspace, followed) if followed else None
    if job is None or not job.has_ended:
        return None
    del st.session_state[_FOLLOWED]
    return job.plan


def section(label: str, names: Sequence[str]) -> str:
    """Let a section of the page be chosen: first the one that the address names, in English whatever is spoken."""
    asked = st.query_params.get(SECTION)
    first = next((name for name in names if name == asked), names[0])
    st.session_state[SECTION] = first
    labels = {name: shown(name) for name in names}

    def remember() -> None:
        st.query_params[SECTION] = str(st.session_state[SECTION])

    chosen = st.segmented_control(
        label, names, key=SECTION, format_func=labels.__getitem__, required=True, on_change=remember
    )
    return chosen or first
