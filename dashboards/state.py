"""What a session knows: who it is, what is open, and cached calls into the program.

Only the database and the page's address survive a reload, so ids stand in the address and everything else is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards import numbers, widgets
from planner.domain.document import PlanDocument
from planner.errors import PlannerError
from planner.report.words import told_apart
from planner.store import checking, editing, inventories, jobs, kept, launch, plans, questions
from planner.store.database import Store, open_store
from planner.study.why.coverage import Coverage
from planner.study.why.questions import Question
from planner.workbooks.by_hand import Sheet
from planner.workbooks.checking import Checked
from planner.workbooks.own_file import Outlook

INVENTORY, PLAN, SCENARIO, SECTION = "inventory", "plan", "scenario", "section"
PLANS, SCENARIOS, COUNTED_FROM = "plans", "scenarios", "from"
"""Names of what stands in a page's address; several ids have commas between them."""
START_PAGE, INVENTORY_PAGE, SCENARIOS_PAGE, PLAN_PAGE, WHY_PAGE, COMPARE_PAGE, SAVED_PAGE = (
    f"views/{name}.py" for name in ("start", "inventory", "scenarios", "plan", "why", "compare", "saved")
)
NOTHING_PLANNED = "Nothing is planned yet."
_FOLLOWED = "followed_job"
CHANGE, YES = "change", "yes"
"""An address with this shows the sheets of the inventory, to be changed."""


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


@st.cache_resource(max_entries=8, show_spinner="Reading and checking the inventory")
def _checked(workspace: str, inventory: str, _saved: inventories.SavedInventory) -> Checked:
    """Return what a check found, shared by all sessions and copied by none: there may be 50,000 problems."""
    return checking.check(store(), workspace, _saved)


def check(inventory: inventories.SavedInventory) -> Checked:
    """Return what stands in an inventory and what is wrong with it; a saved inventory never changes."""
    return _checked(current_user().workspace, inventory.id, inventory)


@st.cache_data(max_entries=16, show_spinner="Looking at the file")
def outlooks(workspace: str, inventory: str) -> tuple[Outlook, ...]:
    """Return what becomes of an inventory's file, and of its catalogue's, that is marked or corrected."""
    return editing.outlooks(store(), workspace, inventory)


@st.cache_data(max_entries=8, show_spinner="Reading the inventory")
def sheets(workspace: str, inventory: str) -> tuple[Sheet, ...]:
    """Return the sheets of an inventory that can be changed by hand; a saved inventory never changes."""
    saved = inventories.find(store(), workspace, inventory)
    return editing.sheets(store(), workspace, saved) if saved else ()


def plan_it(inventory: str, request: jobs.Request) -> None:
    """Have an inventory planned, and wait for it in this session."""
    job = jobs.ask(store(), current_user().workspace, inventory, request)
    launch.start(store(), job.id)
    follow(job.id)


def open_changed(changed: inventories.SavedInventory) -> None:
    """Go to what an inventory was changed to."""
    st.switch_page(INVENTORY_PAGE, query_params={INVENTORY: changed.id})


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


def begin_with(missing: str) -> None:
    """Say that there is nothing yet that a page could show, and where to begin."""
    st.info(f"{missing} Upload an inventory, or open the sample.")
    st.page_link(START_PAGE, label="Go to the start")


def pick_planned() -> tuple[plans.SavedPlan, PlanDocument, str] | None:
    """Let a plan and a scenario of it be chosen, side by side; return both, with the plan's content between them."""
    left, right = st.columns(2)
    with left:
        plan = _pick_plan()
    if plan is None:
        return None
    document = plan_document(current_user().workspace, plan.id)
    with right:
        return plan, document, _pick_scenario(document)


def _pick_plan() -> plans.SavedPlan | None:
    """Let a plan be chosen: first the one that the address names, else the newest."""
    saved = plans.every(store(), current_user().workspace)
    if not saved:
        begin_with(NOTHING_PLANNED)
        return None
    names = {one.id: f"{one.name}, {numbers.moment(one.created)}" for one in saved}
    chosen = pick("Plan", PLAN, list(names), names)
    return next(one for one in saved if one.id == chosen)


def _pick_scenario(document: PlanDocument) -> str:
    """Let a scenario of a plan be chosen: first the one that the address names, else the cheapest."""
    names = [one.name for one in document.scenarios]
    best = document.best.name
    ordered = [best, *(name for name in names if name != best)]
    return pick("Scenario, the cheapest first", SCENARIO, ordered, {name: name for name in names})


def pick_inventory() -> inventories.SavedInventory | None:
    """Let an inventory be chosen: first the one that the address names, else the newest."""
    saved = inventories.every(store(), current_user().workspace)
    if not saved:
        begin_with("Nothing is saved yet.")
        return None
    names = {one.id: f"{_called(one)}, {numbers.moment(one.created)}" for one in saved}
    chosen = pick("Inventory", INVENTORY, list(names), names)
    return next(one for one in saved if one.id == chosen)


def _called(inventory: inventories.SavedInventory) -> str:
    """Return the name of an inventory, and of the offers kept apart from it."""
    return f"{inventory.name} with {inventory.catalogue.name}" if inventory.catalogue else inventory.name


def pick(label: str, what: str, options: Sequence[str], names: dict[str, str]) -> str:
    """Let one of several saved things be chosen, and keep the choice in the page's address."""
    asked = st.query_params.get(what)
    chosen = asked if asked in options else options[0]
    key = f"pick_{what}"

    def remember() -> None:
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
