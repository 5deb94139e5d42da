"""Scenarios of one's own: a form of rules in plain words, kept per inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from dashboards import numbers, state, widgets
from planner.errors import PlannerError
from planner.report.policy_words import (
    FormQuestion,
    choice_in_words,
    given_in_words,
    label_of,
    questions,
    value_in_words,
)
from planner.store import scenarios
from planner.store.inventories import SavedInventory
from planner.store.scenarios import SavedScenario
from planner.workbooks import made_scenarios
from planner.workbooks.checking import InventoryContents

NEW = ""
AS_IN_INVENTORY = "as in the inventory"


def chosen_of(made: Sequence[SavedScenario]) -> SavedScenario | None:
    """Return the scenario to change: the one that the address names, None for a new one."""
    return next((one for one in made if one.id == st.query_params.get(state.SCENARIO)), None)


def choose(scenario: str) -> None:
    """Turn to a scenario."""
    st.query_params[state.SCENARIO] = scenario


def leave() -> None:
    """Turn to a new scenario."""
    st.query_params.pop(state.SCENARIO, None)


def duplicate(scenario: str) -> None:
    """Save a scenario once more, and turn to the copy."""
    try:
        choose(scenarios.duplicate(state.store(), state.current_user().workspace, scenario).id)
    except PlannerError as problem:
        st.toast(widgets.plain(str(problem)))


def delete(scenario: str) -> None:
    """Delete a scenario."""
    scenarios.remove(state.store(), state.current_user().workspace, scenario)
    if st.query_params.get(state.SCENARIO) == scenario:
        leave()


def show_made(inventory: SavedInventory, made: Sequence[SavedScenario]) -> None:
    """Show the scenarios made so far, what can be done with each, and the way to a plan."""
    if not made:
        return
    st.header("Your scenarios")
    for one in made:
        with st.container(border=True, key=f"made_{one.id}"):
            words, buttons = st.columns(2, vertical_alignment="center")
            words.markdown(f"**{widgets.plain(one.name)}**")
            words.caption(widgets.plain(given_in_words(one.overrides) or "Nothing differs from the inventory yet."))
            with buttons.container(horizontal=True, horizontal_alignment="right"):
                st.button("Change or rename", key=f"change_{one.id}", on_click=choose, args=(one.id,))
                st.button("Duplicate", key=f"duplicate_{one.id}", on_click=duplicate, args=(one.id,))
                with st.popover("Delete", key=f"delete_{one.id}"):
                    st.write("It cannot be brought back. Plans made with it stay.")
                    st.button("Delete it", key=f"really_delete_{one.id}", on_click=delete, args=(one.id,))
    st.page_link(
        state.INVENTORY_PAGE,
        label="Plan them",
        icon=":material/arrow_forward:",
        query_params={state.INVENTORY: inventory.id},
    )


def as_in_inventory(question: FormQuestion, found: InventoryContents | None) -> str:
    """Say what holds where a rule is left open."""
    if found is None:
        return AS_IN_INVENTORY
    name = question.spec.name
    value = value_in_words(name, found.policy[name], found.currency, numbers.local())
    return f"{AS_IN_INVENTORY}: {value}"


def ask(question: FormQuestion, value: str, found: InventoryContents | None, key: str) -> str:
    """Ask for one rule and return the answer as one would type it in a cell; blank: as in the inventory."""
    left_open, text = as_in_inventory(question, found), widgets.plain(question.help)
    if question.choices:
        options = [NEW, *question.choices]
        return st.selectbox(
            question.label,
            options,
            index=options.index(value) if value in options else 0,
            format_func=lambda one: choice_in_words(question.spec.name, one) if one else left_open,
            help=text,
            key=key,
        )
    hint = "; ".join(filter(None, (left_open, question.example)))
    return st.text_input(question.label, value, placeholder=hint, help=text, key=key).strip()


def pick_more(changed: Mapping[str, str], mark: str) -> list[FormQuestion]:
    """Let rules be added to the form; return those that are asked: the usual ones, and what was added."""
    others = {question.spec.name: question for question in questions() if not question.is_usual}
    added = st.multiselect(
        "Add more rules to the form",
        list(others),
        default=[name for name in others if name in changed],
        format_func=lambda name: f"{others[name].group}: {others[name].label}",
        placeholder="Type a word, e.g. vendor, Remote Desktop, evidence",
        help="Each rule you choose is asked for above. One you take away again stays as the inventory has it.",
        key=f"more_{mark}",
    )
    return [question for question in questions() if question.is_usual or question.spec.name in added]


def show_form(
    inventory: SavedInventory,
    scenario: SavedScenario | None,
    made: Sequence[SavedScenario],
    found: InventoryContents | None,
) -> None:
    """Show the rules of a scenario, to be changed and saved; once a new one is saved, the form is empty again."""
    st.header(widgets.plain(f'Change "{scenario.name}"') if scenario else "A new scenario")
    overrides = dict(scenario.overrides) if scenario else {}
    mark = f"{inventory.id}_{scenario.id if scenario else len(made)}"
    place_of_form = st.container()
    asked = pick_more(overrides, mark)
    with place_of_form.form("scenario_form"):
        name = st.text_input(
            "Name", scenario.name if scenario else "", key=f"name_{mark}", placeholder="e.g. no used licences"
        )
        columns, answers = st.columns(2), {}
        for place, question in enumerate(asked):
            with columns[place % 2]:
                policy = question.spec.name
                answers[policy] = ask(question, overrides.get(policy, ""), found, f"{policy}_{mark}")
        with st.container(horizontal=True):
            label = "Save the changes" if scenario else "Save"
            save = st.form_submit_button(label, type="primary", key="save_scenario")
            as_new = scenario is not None and st.form_submit_button("Save as a new scenario", key="save_as_new")
    if save or as_new:
        keep(inventory, None if as_new else scenario, name, answers, found)
    if scenario is not None:
        st.button("Make a new scenario instead", key="new_scenario", on_click=leave, type="tertiary")


def keep(
    inventory: SavedInventory,
    scenario: SavedScenario | None,
    name: str,
    answers: Mapping[str, str],
    found: InventoryContents | None,
) -> None:
    """Save a scenario whose values are right, and turn to a new one."""
    given = {policy: value for policy, value in answers.items() if value}
    wrong = made_scenarios.problems(given)
    for policy, words in wrong.items():
        st.error(widgets.plain(f"{label_of(policy)}: {words}"))
    if found is not None and name.strip().casefold() in (one.casefold() for one in found.scenarios):
        st.error(widgets.plain(f'The inventory has a scenario "{name.strip()}" already; give another name.'))
    elif not wrong:
        saved = scenarios.save(
            state.store(),
            state.current_user().workspace,
            inventory.case,
            name,
            given,
            scenario,
        )
        leave()
        st.toast(f"Saved: {widgets.plain(saved.name)}")
        st.rerun()


def explain_rules(found: InventoryContents | None) -> None:
    """Show every rule with what it means, for whoever looks around."""
    with st.expander("All rules and what they mean"):
        for group, asked in groupby(questions(), key=lambda question: question.group):
            st.markdown(f"**{widgets.plain(group)}**")
            for question in asked:
                said = f"{question.label}, {as_in_inventory(question, found)}. {question.help}"
                st.markdown(f"- {widgets.plain(said)}")


def show(inventory: SavedInventory) -> None:
    """Show the scenarios of one inventory."""
    st.title("Scenarios of your own")
    st.write(
        "A scenario is a set of rules to plan with, beside those that are planned anyway. "
        "What you leave open stays as the inventory has it."
    )
    made = scenarios.every(state.store(), state.current_user().workspace, inventory.case)
    found = state.check(inventory).found
    show_made(inventory, made)
    show_form(inventory, chosen_of(made), made, found)
    explain_rules(found)


if (opened := state.pick_inventory()) is not None:
    show(opened)
