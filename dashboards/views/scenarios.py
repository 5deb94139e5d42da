"""Scenarios of one's own: a form of rules in plain words, kept per inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards import state, widgets
from planner.domain.product import VERSIONS
from planner.domain.scenario import PolicyKind
from planner.report.policy_words import Question, choice_in_words, given_in_words, questions
from planner.store import making, scenarios
from planner.store.inventories import SavedInventory
from planner.store.scenarios import SavedScenario

NEW = ""
AS_IN_INVENTORY = "as in the inventory"
EXAMPLES = {
    PolicyKind.SHARE: "e.g. 0.1 or 10 %",
    PolicyKind.MONEY: "e.g. 25000.00",
    PolicyKind.COUNT: "e.g. 3",
    PolicyKind.NAMES: "names with ; between them",
    PolicyKind.COUNTRY: "two letters, e.g. DE",
}


def choose(made: Sequence[SavedScenario]) -> SavedScenario | None:
    """Return the scenario to change, None for a new one."""
    names = {NEW: "A new scenario", **{one.id: one.name for one in made}}
    chosen = state.pick("Scenario", state.SCENARIO, list(names), names)
    return next((one for one in made if one.id == chosen), None)


def choices_of(question: Question) -> tuple[str, ...]:
    """Return the answers to choose from, none where it is typed."""
    kind = question.spec.kind
    if kind is PolicyKind.YES_NO:
        return ("yes", "no")
    if kind is PolicyKind.VERSION:
        return tuple(VERSIONS)
    return tuple(question.spec.choices) if kind is PolicyKind.CHOICE else ()


def ask(question: Question, value: str, key: str) -> str:
    """Ask for one rule and return the answer as one would type it in a cell; blank: as in the inventory."""
    choices = choices_of(question)
    if choices:
        options = [NEW, *choices]
        return st.selectbox(
            question.label,
            options,
            index=options.index(value) if value in options else 0,
            format_func=lambda one: choice_in_words(question.spec.name, one) if one else AS_IN_INVENTORY,
            help=widgets.plain(question.help),
            key=key,
        )
    hint = f"{AS_IN_INVENTORY}; {EXAMPLES[question.spec.kind]}" if question.spec.kind in EXAMPLES else AS_IN_INVENTORY
    return st.text_input(question.label, value, placeholder=hint, help=widgets.plain(question.help), key=key).strip()


def show_form(inventory: SavedInventory, scenario: SavedScenario | None) -> None:
    """Show the rules of a scenario, to be changed and saved."""
    overrides = dict(scenario.overrides) if scenario else {}
    mark = f"{inventory.id}_{scenario.id if scenario else NEW}"
    with st.form("scenario_form"):
        name = st.text_input(
            "Name", scenario.name if scenario else "", key=f"name_{mark}", placeholder="e.g. no used licences"
        )
        answers = {}
        for tab, (_, asked) in zip(st.tabs(list(questions())), questions().items(), strict=True):
            with tab:
                columns = st.columns(2)
                for place, question in enumerate(asked):
                    with columns[place % 2]:
                        policy = question.spec.name
                        answers[policy] = ask(question, overrides.get(policy, ""), f"{policy}_{mark}")
        with st.container(horizontal=True):
            save = st.form_submit_button("Save", type="primary", key="save_scenario")
            copy = scenario is not None and st.form_submit_button("Save as a copy", key="copy_scenario")
    if save or copy:
        keep(inventory, None if copy else scenario, copy_name(name, scenario) if copy else name, answers)


def copy_name(name: str, scenario: SavedScenario | None) -> str:
    """Return what a copy is called: as the form says, or after its model."""
    return f"Copy of {name}" if scenario and name == scenario.name else name


def keep(inventory: SavedInventory, scenario: SavedScenario | None, name: str, answers: Mapping[str, str]) -> None:
    """Save a scenario whose values are right, and go on with it."""
    given = {policy: value for policy, value in answers.items() if value}
    wrong = making.problems(given)
    labels = {question.spec.name: question.label for asked in questions().values() for question in asked}
    for policy, words in wrong.items():
        st.error(widgets.plain(f"{labels[policy]}: {words}"))
    found = state.check(inventory).found
    if found is not None and name.strip().casefold() in (one.casefold() for one in found.scenarios):
        st.error(widgets.plain(f'The inventory has a scenario "{name.strip()}" already; give another name.'))
    elif not wrong:
        saved = scenarios.save(
            state.store(),
            state.current_user().workspace,
            inventory.id,
            name,
            given,
            scenario.id if scenario else None,
        )
        st.query_params[state.SCENARIO] = saved.id
        st.toast("Saved")
        st.rerun()


def show_made(inventory: SavedInventory, made: Sequence[SavedScenario]) -> None:
    """Show the scenarios made so far, and the way to a plan."""
    if not made:
        return
    st.subheader("Your scenarios")
    widgets.table(
        [{"Scenario": one.name, "What differs": given_in_words(one.overrides)} for one in made],
        key="made",
        about="The scenarios made for this inventory, and what differs in them",
        wide=("What differs",),
    )
    st.page_link(
        state.INVENTORY_PAGE,
        label="Plan them",
        icon=":material/arrow_forward:",
        query_params={state.INVENTORY: inventory.id},
    )


def delete(scenario: str) -> None:
    """Delete a scenario."""
    scenarios.remove(state.store(), state.current_user().workspace, scenario)
    st.query_params.pop(state.SCENARIO, None)


def show(inventory: SavedInventory) -> None:
    """Show the scenarios of one inventory."""
    st.title("Scenarios of your own")
    st.write("A scenario is a set of rules. What you leave open stays as the inventory has it.")
    made = scenarios.every(state.store(), state.current_user().workspace, inventory.id)
    scenario = choose(made)
    show_form(inventory, scenario)
    if scenario is not None:
        st.button("Delete this scenario", key="delete_scenario", on_click=delete, args=(scenario.id,))
    show_made(inventory, made)


if (opened := state.pick_inventory()) is not None:
    show(opened)
