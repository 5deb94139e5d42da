"""Why a plan is as it is: who is covered by what, what something else would cost, when something else is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboards import desk, numbers, state, widgets
from dashboards.sections.asking import Asking, show_first_period, show_switch_points
from planner.domain.document import PurchaseLine
from planner.domain.product import METRICS, PRODUCTS, Metric, layer_in_words, opposite
from planner.report.answer import Answer, answer
from planner.store.plans import SavedPlan
from planner.study.why.coverage import MOST_USES, HolderCoverage, Named
from planner.study.why.names import called
from planner.study.why.questions import KindPrice, OfferPrice, OtherEnd, WithoutOffer
from planner.words import say, tell

WHO = "who"
"""Name of what stands in the page's address."""
MOST_SUGGESTED = 20


def show_who(asking: Asking) -> None:
    """Look somebody up: what they hold, what they use, what covers that, and what the other end would cost."""
    show_first_period(asking)
    coverage = state.coverage(asking.plan, asking.scenario)
    who = st.text_input(
        tell("Person, machine or group"),
        key=WHO,
        bind="query-params",
        placeholder=tell("a name, an e-mail or an id as in your lists, or a part of it"),
        live=True,
        help=tell(
            "A group of the headcount is called GROUP/user/* for its people and GROUP/device/* for its machines."
        ),
    ).strip()
    found = coverage.find(who) if who else ()
    for one in found:
        show_found(asking, one, several=len(found) > 1)
    if not found:
        suggest(coverage.suggestions(who, MOST_SUGGESTED), who)


def show_found(asking: Asking, found: HolderCoverage, *, several: bool) -> None:
    """Show one person, machine or group; where there are several of the name, say which one it is."""
    name = called(found.who)
    st.header(
        widgets.plain(
            tell("{name} ({licence})", name=name, licence=found.in_words) if several or found.members > 1 else name
        )
    )
    if found.known_as:
        st.caption(widgets.plain(found.known_as))
    show_holdings(found)
    show_uses(found)
    for layer in found.layers:
        end = opposite(found.metric) if layer.is_held else found.metric
        asking.offer(OtherEnd(found.who, layer.product, end, found.metric))


def suggest(names: Sequence[Named], text: str) -> None:
    """Offer those whose id, name or e-mail holds a text."""
    st.write(
        tell("Nobody is called so.")
        if text and not names
        else tell("Choose one, or type a part of a name to find others:")
    )
    with st.container(horizontal=True, key="suggestions"):
        for one in names:
            label = (
                tell("{called} ({known_as})", called=called(one.who), known_as=one.known_as)
                if one.known_as
                else called(one.who)
            )
            st.button(widgets.plain(label), key=f"who_{one.who}", on_click=choose_who, args=(one.who,))


def choose_who(name: str) -> None:
    """Look this one up."""
    st.session_state[WHO] = name


def show_holdings(found: HolderCoverage) -> None:
    """Show which licences somebody holds."""
    if not found.holdings:
        st.write(tell("Holds no licence in this plan. What covers each use:"))
        return
    rows = [{say("Holds"): one.what, say("From"): one.source, say("Licences"): one.count} for one in found.holdings]
    widgets.table(rows, key=f"holdings_{found.metric}", about=tell("The licences held, and their sources"))
    for one in found.holdings:
        if one.reason:
            st.markdown(tell("- {what}: {reason}", what=widgets.plain(one.what), reason=widgets.plain(one.reason)))


def show_uses(found: HolderCoverage) -> None:
    """Show what is used and what covers it."""
    other = tell("Machine") if found.metric is Metric.USER else tell("Used by")
    rows = [
        {
            say("For"): layer_in_words(one.layer),
            other: one.other,
            say("Version needed"): one.version,
            say("Because of"): one.origin,
            say("Covered by"): one.covered_by,
        }
        for one in found.uses
    ]
    widgets.table(
        rows, key=f"uses_{found.metric}", about=tell("What is used, and what covers it"), wide=(say("Covered by"),)
    )
    if found.all_uses > MOST_USES:
        st.caption(
            tell(
                "The first {most_uses} of {all_uses}.",
                most_uses=numbers.whole(MOST_USES),
                all_uses=numbers.whole(found.all_uses),
            )
        )


def show_purchase(asking: Asking) -> None:
    """Ask about an offer: why it is bought, what it would cost without it, at which price the plan changes."""
    lines: dict[str, list[PurchaseLine]] = {}
    for line in asking.found.scenario.purchases:
        lines.setdefault(line.offer_id, []).append(line)
    other = tell("another offer")
    names = {
        offer: tell(
            "{vendor}, {offer}: {licences} {licence}",
            vendor=alike[0].vendor,
            offer=offer,
            licences=numbers.whole(sum(line.licences for line in alike)),
            licence=alike[0].licence,
        )
        for offer, alike in lines.items()
    }
    asked = st.query_params.get(state.LINE)
    options = [*names, other]
    chosen = st.selectbox(
        tell("What is bought"),
        options,
        options.index(asked) if asked in names else 0,
        lambda one: names.get(one, one),
        key="line",
        on_change=keep_line,
    )
    if chosen in lines:
        for reason in dict.fromkeys(line.reason for line in lines[chosen]):
            st.markdown(widgets.plain(reason))
        asking.offer(WithoutOffer(chosen))
        asking.offer(OfferPrice(chosen))
    elif offer := st.text_input(
        tell("Its offer_id"), key="other_offer", placeholder=tell("as in sheet Offers")
    ).strip():
        asking.offer(OfferPrice(offer))


def keep_line() -> None:
    """Keep in the address which line is asked about."""
    st.query_params[state.LINE] = st.session_state["line"]


def show_matrices(asking: Asking) -> None:
    """Show how many licences of which kind cover accesses to servers of which version."""
    st.write(
        tell(
            "A row per server version that people or machines must be licensed for, a column per "
            "licence: so many hold it for that. A licence opens servers of its version and older "
            "ones, never newer ones."
        )
    )
    show_first_period(asking)
    for matrix in state.coverage(asking.plan, asking.scenario).matrices():
        st.header(tell("{layer} CALs in use", layer=layer_in_words(matrix.product)))
        widgets.matrix(
            tell("Newest server used"), matrix.needed, matrix.licences, matrix.cells, key=f"matrix_{matrix.product}"
        )


def show_break_even(asking: Asking) -> None:
    """Ask how much prices of a kind may move before another mix is the cheapest."""
    st.write(
        tell(
            "The plan is the cheapest at today's prices. How far may the prices of a kind of CAL "
            "move, all by the same amount, before another mix of people and machines is cheaper?"
        )
    )
    for product in PRODUCTS:
        for metric in METRICS:
            asking.offer(KindPrice(product, metric))


BREAK_EVEN, TURNS = "Break-even", tell("Where it turns")
"""The sections that only a plan of one day has, and only a plan with a horizon."""
SECTIONS: dict[str, Callable[[Asking], None]] = {
    say("Person, machine, group"): show_who,
    state.ABOUT_PURCHASES: show_purchase,
    say("What covers what"): show_matrices,
    BREAK_EVEN: show_break_even,
    TURNS: show_switch_points,
}


def show(plan: SavedPlan, scenario: str, found: Answer) -> None:
    """Show what can be asked about a scenario."""
    if not found.figures:
        st.info(tell("This scenario has no plan, so there is nothing to ask about."))
        return
    if plan.inventory is None:
        st.info(tell("The inventory of this plan was deleted, so nothing new can be asked; what is known stands here."))
    asking = Asking(plan, scenario, found)
    left_out = BREAK_EVEN if asking.is_over_time else TURNS
    sections = [name for name in SECTIONS if name != left_out]
    about = state.section(tell("Ask about"), sections)
    SECTIONS[about](asking)


st.title(tell("Why this plan?"))
if (opened := desk.pick_planned()) is not None:
    plan, document, scenario = opened
    show(plan, scenario, answer(document, scenario, numbers.local()))
