"""Scenarios of one's own: a form of rules in plain words, kept per case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import streamlit as st

from dashboards import desk, numbers, state, widgets
from dashboards.keeping import Form
from planner.errors import PlannerError
from planner.report.policy_words import (
    FormQuestion,
    choice_in_words,
    given_in_words,
    label_of,
    questions,
    value_in_words,
)
from planner.store import scenarios, tombstones
from planner.store.inventories import SavedInventory
from planner.store.scenarios import SavedScenario
from planner.words import joined, say, tell
from planner.workbooks import made_scenarios
from planner.workbooks.checking import InventoryContents

NEW = ""
NAME, MORE, SEEN = "name", "more", "seen"
"""What a draft keeps besides the rules; `SEEN` is which state of the scenario the form began with."""
AS_IN_INVENTORY = tell("as in the inventory")


def choose(scenario: str) -> None:
    """Turn to a scenario."""
    st.query_params[state.MADE] = scenario


def leave() -> None:
    """Turn to a new scenario."""
    st.query_params.pop(state.MADE, None)


def duplicate(scenario: str) -> None:
    """Save a scenario once more, and turn to the copy."""
    user = state.current_user()
    try:
        choose(scenarios.duplicate(state.store(), user.workspace, scenario, user.name).id)
    except PlannerError as problem:
        st.toast(widgets.plain(str(problem)))


def delete(scenario: str) -> None:
    """Delete a scenario."""
    user = state.current_user()
    scenarios.remove(state.store(), user.workspace, scenario, user.name)
    if st.query_params.get(state.MADE) == scenario:
        leave()


def show_made(inventory: SavedInventory, made: Sequence[SavedScenario]) -> None:
    """Show the scenarios made so far, what can be done with each, and the way to a plan."""
    if not made:
        return
    st.header(tell("Your scenarios"))
    for one in made:
        with st.container(border=True, key=f"made_{one.id}"):
            words, buttons = st.columns(2, vertical_alignment="center")
            words.markdown(f"**{widgets.plain(one.name)}**")
            rules = given_in_words(one.overrides) or tell("Nothing differs from the inventory yet.")
            words.caption(
                widgets.plain(
                    rules if is_mine(one) else tell("{rules}. Made by {owner}.", rules=rules, owner=one.owner)
                )
            )
            with buttons.container(horizontal=True, horizontal_alignment="right"):
                st.button(tell("Change or rename"), key=f"change_{one.id}", on_click=choose, args=(one.id,))
                st.button(tell("Duplicate"), key=f"duplicate_{one.id}", on_click=duplicate, args=(one.id,))
                with st.popover(tell("Delete"), key=f"delete_{one.id}"):
                    st.write(tell("It cannot be brought back. Plans made with it stay."))
                    st.button(tell("Delete it"), key=f"really_delete_{one.id}", on_click=delete, args=(one.id,))
    st.page_link(
        state.INVENTORY_PAGE,
        label=tell("Plan them"),
        icon=":material/arrow_forward:",
        query_params={state.CASE: inventory.case, state.INVENTORY: inventory.id},
    )


def is_mine(scenario: SavedScenario) -> bool:
    """Whether the person of this session made a scenario."""
    return scenario.owner == state.current_user().name


def as_in_inventory(question: FormQuestion, found: InventoryContents | None) -> str:
    """Say what holds where a rule is left open."""
    if found is None:
        return AS_IN_INVENTORY
    name = question.spec.name
    value = value_in_words(name, found.policy[name], found.currency, numbers.local())
    return tell("{as_in_inventory}: {value}", as_in_inventory=AS_IN_INVENTORY, value=value)


def ask(question: FormQuestion, value: str, found: InventoryContents | None, form: Form, seen: int) -> str:
    """Ask for one rule and return the answer as one would type it in a cell; blank: as in the inventory."""
    left_open, text, name = as_in_inventory(question, found), widgets.plain(question.help), question.spec.name
    if question.choices:
        options = [NEW, *question.choices]
        return st.selectbox(
            question.label,
            options,
            format_func=lambda one: choice_in_words(name, one) if one else left_open,
            help=text,
            key=form.key(name, value if value in options else NEW, options),
            on_change=form.keep,
            args=(name,),
            kwargs={SEEN: seen},
        )
    hint = joined("; ", filter(None, (left_open, question.example)))
    return st.text_input(
        question.label,
        placeholder=hint,
        help=text,
        key=form.key(name, value),
        on_change=form.keep,
        args=(name,),
        kwargs={SEEN: seen},
    ).strip()


def pick_more(changed: Mapping[str, str], form: Form, seen: int) -> list[FormQuestion]:
    """Let rules be added to the form; return those that are asked: the usual ones, and what was added."""
    others = {question.spec.name: question for question in questions() if not question.is_usual}
    added = st.multiselect(
        tell("Add more rules to the form"),
        list(others),
        format_func=lambda name: tell("{group}: {label}", group=others[name].group, label=others[name].label),
        placeholder=tell("Type a word, e.g. vendor, Remote Desktop, evidence"),
        help=tell("Each rule you choose is asked for above. One you take away again stays as the inventory has it."),
        key=form.key(MORE, [name for name in others if name in changed], others),
        on_change=form.keep,
        args=(MORE,),
        kwargs={SEEN: seen},
    )
    return [question for question in questions() if question.is_usual or question.spec.name in added]


def show_form(inventory: SavedInventory, scenario: SavedScenario | None, found: InventoryContents | None) -> None:
    """Show the rules of a scenario, to be changed and saved; once a new one is saved, the form is empty again."""
    st.header(widgets.plain(tell('Change "{name}"', name=scenario.name)) if scenario else tell("A new scenario"))
    overrides = dict(scenario.overrides) if scenario else {}
    form = Form(inventory.case, f"scenario_{scenario.id if scenario else 'new'}")
    seen = seen_of(form, scenario)
    if scenario is not None and scenario.saves != seen:
        show_both(form, scenario)
    place_of_form = st.container(border=True, key="scenario_form")
    asked = pick_more(overrides, form, seen)
    with place_of_form:
        name = st.text_input(
            tell("Name"),
            key=form.key(NAME, scenario.name if scenario else ""),
            placeholder=tell("e.g. no used licences"),
            on_change=form.keep,
            args=(NAME,),
            kwargs={SEEN: seen},
        )
        columns, answers = st.columns(2), {}
        for place, question in enumerate(asked):
            with columns[place % 2]:
                policy = question.spec.name
                answers[policy] = ask(question, overrides.get(policy, ""), found, form, seen)
        form.offer_to_discard()
        with st.container(horizontal=True):
            label = tell("Save the changes") if scenario else tell("Save")
            save = st.button(label, type="primary", key="save_scenario")
            as_new = scenario is not None and st.button(tell("Save as a new scenario"), key="save_as_new")
    if save or as_new:
        changing = replace(scenario, saves=seen) if scenario and not as_new else None
        keep(inventory, changing, name, answers, found, form)
    if scenario is not None:
        st.button(tell("Make a new scenario instead"), key="new_scenario", on_click=leave, type="tertiary")


def seen_of(form: Form, scenario: SavedScenario | None) -> int:
    """Return which state of a scenario the form began with: that of the draft, else the one of the first look."""
    if scenario is None:
        return 0
    key = form.key(SEEN, form.content.get(SEEN, scenario.saves))
    return int(st.session_state[key])


def show_both(form: Form, scenario: SavedScenario) -> None:
    """Say that somebody saved the scenario meanwhile, show both states, and ask which one counts."""
    typed = {name: value for name, value in form.content.items() if name not in (SEEN, MORE, NAME) and value}
    mine = {**dict(scenario.overrides), **typed} if form.draft else dict(scenario.overrides)
    st.warning(
        widgets.plain(
            tell(
                '"{name}" was saved in another window since you opened it here. Nothing is overwritten yet.',
                name=scenario.name,
            )
        )
    )
    rules = dict.fromkeys([*scenario.overrides, *typed])
    rows = [
        {
            say("Rule"): label_of(name),
            say("Saved meanwhile"): scenario.overrides.get(name, AS_IN_INVENTORY),
            say("Typed here"): str(form.content.get(name, mine.get(name, "")) or AS_IN_INVENTORY),
        }
        for name in rules
    ]
    widgets.table(rows, key="both", about=tell("The rules as they were saved meanwhile, and as they were typed here"))
    with st.container(horizontal=True):
        st.button(tell("Go on with what was saved"), key="take_saved", on_click=form.discard)
        st.button(
            tell("Keep what I typed, to save it"),
            key="keep_typed",
            on_click=form.keep_value,
            args=(SEEN, scenario.saves),
        )


def keep(
    inventory: SavedInventory,
    changing: SavedScenario | None,
    name: str,
    answers: Mapping[str, str],
    found: InventoryContents | None,
    form: Form,
) -> None:
    """Save a scenario whose values are right, and turn to a new one."""
    marks = numbers.marks()
    given = {policy: made_scenarios.as_written(policy, value, marks) for policy, value in answers.items() if value}
    wrong = made_scenarios.problems(given)
    for policy, words in wrong.items():
        st.error(widgets.plain(tell("{label_of}: {words}", label_of=label_of(policy), words=words)))
    if found is not None and name.strip().casefold() in (one.casefold() for one in found.scenarios):
        st.error(
            widgets.plain(tell('The inventory has a scenario "{name}" already; give another name.', name=name.strip()))
        )
    elif not wrong:
        user = state.current_user()
        saved = scenarios.save(state.store(), user.workspace, inventory.case, name, given, changing, owner=user.name)
        form.discard()
        leave()
        st.toast(tell("Saved: {name}", name=widgets.plain(saved.name)))
        st.rerun()


def explain_rules(found: InventoryContents | None) -> None:
    """Show every rule with what it means, for whoever looks around."""
    with st.expander(tell("All rules and what they mean")):
        for group, asked in groupby(questions(), key=lambda question: question.group):
            st.markdown(f"**{widgets.plain(group)}**")
            for question in asked:
                said = tell(
                    "{label}, {as_in_inventory}. {help}",
                    label=question.label,
                    as_in_inventory=as_in_inventory(question, found),
                    help=question.help,
                )
                st.markdown(tell("- {said}", said=widgets.plain(said)))


def chosen_of(made: Sequence[SavedScenario]) -> SavedScenario | None:
    """Return the scenario to change: the one that the address names, None for a new one."""
    asked = st.query_params.get(state.MADE)
    chosen = next((one for one in made if one.id == asked), None)
    if asked and chosen is None:
        stone = tombstones.find(state.store(), state.current_user().workspace, asked)
        said = (
            tell('Scenario "{name}" was deleted on {moment}.', name=stone.name, moment=numbers.moment(stone.at))
            if stone
            else (tell("The address names a scenario that is not saved here."))
        )
        st.error(widgets.plain(tell("{said} What follows is a new one.", said=said)))
    return chosen


def show(inventory: SavedInventory) -> None:
    """Show the scenarios of one case."""
    st.title(tell("Scenarios of your own"))
    st.write(
        tell(
            "A scenario is a set of rules to plan with, beside those that are planned anyway. "
            "What you leave open stays as the inventory has it."
        )
    )
    made = scenarios.every(state.store(), state.current_user().workspace, inventory.case)
    found = state.check(inventory).found
    show_made(inventory, made)
    show_form(inventory, chosen_of(made), found)
    explain_rules(found)


if (opened := desk.pick_inventory()) is not None:
    show(opened)
