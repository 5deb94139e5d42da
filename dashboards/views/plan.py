"""One plan: the answer first, then a section for each of those who read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboards import desk, numbers, state, widgets
from dashboards.sections import money, order, over_time, people, rules, watch
from dashboards.sections.shown import Shown, plan_with
from planner.domain.document import PlanDocument
from planner.domain.plan import Relaxation
from planner.report.answer import Answer, answer, called
from planner.report.policy_words import label_of, value_in_words
from planner.report.watch import SETTLE_FIRST
from planner.report.words import STATUS
from planner.store import again
from planner.store.plans import SavedPlan
from planner.words import joined, say, tell
from planner.workbooks.made_scenarios import as_typed, problems


def show_answer(found: Answer) -> None:
    """Show the sentence, the four figures, what blocks the use of the plan, and how things stand today."""
    with st.container(key="answer"):
        st.title(widgets.plain(found.sentence))
    if found.figures:
        widgets.figures(found.figures)
    for text in found.settle:
        st.warning(
            tell("{settle_first}: {text}", settle_first=SETTLE_FIRST, text=widgets.plain(text)),
            icon=":material/warning:",
        )
    if found.today:
        st.markdown(widgets.plain(joined(" ", found.today)))


def show_ways_on(plan: SavedPlan, scenario: str) -> None:
    """Offer to ask why, to change something, and to compare with the plan from before a change."""
    before = again.before_change(state.store(), state.current_user().workspace, plan, scenario)
    with st.container(horizontal=True, key="ways_on"):
        if plan.inventory:
            st.page_link(
                state.INVENTORY_PAGE,
                label=tell("Change a price, a stock or a count and plan again"),
                icon=":material/edit:",
                query_params={state.CASE: plan.case, state.INVENTORY: plan.inventory, state.CHANGE: state.YES},
            )
        st.page_link(
            state.WHY_PAGE,
            label=tell("Ask why, and what something else would cost"),
            icon=":material/help:",
            query_params={state.CASE: plan.case, state.PLAN: plan.id, state.SCENARIO: scenario},
        )
        both = two_columns(before, (plan, scenario)) if before else None
        if both:
            st.page_link(
                state.COMPARE_PAGE,
                label=tell("Compare with before the change"),
                icon=":material/compare_arrows:",
                query_params=both,
            )


def two_columns(before: tuple[SavedPlan, str], after: tuple[SavedPlan, str]) -> dict[str, str] | None:
    """Return what the address of a comparison says that has these two scenarios, and counts from the first.

    None where one of the plans has no scenario of that name.
    """
    keys = []
    for plan, name in (before, after):
        names = [one.name for one in state.plan_document(state.current_user().workspace, plan.id).scenarios]
        if name not in names:
            return None
        keys.append(f"{plan.id}.{names.index(name)}")
    return {
        state.CASE: after[0].case,
        state.PLANS: ",".join(dict.fromkeys(plan.id for plan, _ in (before, after))),
        state.SCENARIOS: ",".join(keys),
        state.COUNTED_FROM: keys[0],
    }


def show_help(shown: Shown) -> None:
    """Say what would make an impossible scenario possible, and offer to plan it so."""
    changes = shown.found.scenario.relaxations
    together = tuple(change for change in changes if not change.is_enough)
    for number, change in enumerate(change for change in changes if change.is_enough):
        st.info(tell("What would help: {text}", text=widgets.plain(change.text)))
        offer_to_plan_with(shown, (change,), key=f"help_{number}")
    if together:
        said = joined(" ", (change.text for change in together))
        st.info(tell("What would help, all of it together: {said}", said=widgets.plain(said)))
        offer_to_plan_with(shown, together, key="help_together")


def offer_to_plan_with(shown: Shown, changes: Sequence[Relaxation], *, key: str) -> None:
    """Offer to plan an impossible scenario with these changes, where they are ones that can be typed."""
    values = {change.policy: as_typed(change.after) for change in changes}
    if shown.plan.inventory is None or problems(values):
        return
    words = joined(
        "; ",
        (
            tell(
                "{label_of}: {value}",
                label_of=label_of(one.policy),
                value=value_in_words(one.policy, one.after, shown.found.currency),
            )
            for one in changes
        ),
    )
    if st.button(widgets.plain(tell("Plan again with {words}", words=words)), key=key):
        plan_with(shown, values, tell("{name}, {words}", name=shown.found.scenario.name, words=words))


OVER_TIME = tell("Over time")
"""The section that only a plan with a horizon has."""
SECTIONS: dict[str, Callable[[Shown], None]] = {
    say("Order"): order.show,
    OVER_TIME: over_time.show,
    say("Money"): money.show,
    say("People and machines"): people.show,
    say("What to watch"): watch.show,
    say("Rules"): rules.show,
}
"""Whom they are for: the buyer, finance, IT, whoever answers for the plan, and whoever set it up."""


def show(plan: SavedPlan, document: PlanDocument, scenario: str) -> None:
    """Show one scenario of a plan: the answer, and below it one section at a time."""
    found = answer(document, scenario, numbers.local())
    shown = Shown(plan, document, found)
    widgets.on_paper(
        tell(
            '{name}, planned on {moment}, scenario "{scenario}"',
            name=plan.name,
            moment=numbers.moment(plan.created),
            scenario=scenario,
        )
    )
    show_answer(found)
    show_help(shown)
    show_others_without_plan(document, scenario)
    over_time.show_verdict(found.scenario, found.currency)
    show_ways_on(plan, scenario)
    is_dated = found.scenario.plan is not None and found.scenario.plan.cash is not None
    sections = [name for name in SECTIONS if is_dated or name != OVER_TIME]
    chosen = state.section(tell("Show"), sections)
    SECTIONS[chosen](shown)


def show_others_without_plan(document: PlanDocument, scenario: str) -> None:
    """Say which other scenarios have no plan, and why, so that nobody takes the list for complete."""
    for other in document.scenarios:
        if other.name != scenario and other.plan is None:
            st.caption(
                widgets.plain(
                    tell(
                        "{called} is {status}. {reason}",
                        called=called(other.name),
                        status=STATUS[other.status],
                        reason=other.reason,
                    ).strip()
                )
            )


if (opened := desk.pick_planned()) is not None:
    show(*opened)
