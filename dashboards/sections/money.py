"""For finance: one page to print, with the sum, what it saves, what else there is, and what blocks an order."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from dashboards import charts, numbers, widgets
from dashboards.sections.shown import Shown, plan_with
from planner.domain.money import MINOR_PER_MAJOR
from planner.report import listed
from planner.report.bars import bars_of
from planner.report.lights import LightState, before_an_order
from planner.words import say, tell

BEYOND = say(
    "The dashed line is this plan. What another scenario costs beyond it, this plan saves; "
    "less than nought: that scenario costs less."
)
ICONS = {
    LightState.STOP: ":material/block:",
    LightState.LOOK: ":material/warning:",
    LightState.GO: ":material/check_circle:",
}


def show(shown: Shown) -> None:
    """Show the money of a plan."""
    found, plan = shown.found, shown.found.scenario.plan
    _show_lights(shown)
    if plan and not plan.is_unpriced:
        st.header(tell("The sum"))
        costs = listed.costs(plan)
        widgets.printed(costs, [column.name for column in costs.columns], found.currency, key="costs")
        _show_cash(shown)
        _ask_for_an_amount(shown)
    _show_risk(shown)
    _show_options(shown)


def _show_cash(shown: Shown) -> None:
    """Show what is paid and what comes in, day by day."""
    profile = shown.document.profile.organisation
    days = profile.payment_days if profile else 0
    cash = listed.cash_dates(shown.found.scenario, days, numbers.day)
    st.header(tell("Cash by date"))
    widgets.printed(cash, [column.name for column in cash.columns], shown.found.currency, key="cash_dates")
    if days:
        st.caption(tell("Vendors are paid {days} after the order.", days=numbers.count(days, "day")))
    else:
        st.caption(
            tell(
                "Vendors are taken to be paid on the day of the order; payment_days in sheet "
                "Organisation says otherwise."
            )
        )


def _show_lights(shown: Shown) -> None:
    """Say what blocks an order, what to look at first, or that nothing does."""
    st.header(tell("Before an order"))
    with st.container(key="lights"):
        for state, lights in groupby(before_an_order(shown.found.scenario), key=lambda light: light.state):
            st.markdown(tell("{icons} **{licence}**", icons=ICONS[state], licence=state.in_words))
            st.markdown("\n".join(tell("- {text}", text=widgets.plain(light.text)) for light in lights))


def _show_risk(shown: Shown) -> None:
    """Show the risk as things stand today, in money."""
    plan = shown.found.scenario.plan
    if plan and plan.risk:
        st.header(tell("The risk today"))
        st.markdown(widgets.plain(plan.risk.text))


def _ask_for_an_amount(shown: Shown) -> None:
    """Ask what an amount of money would get: the same scenario is planned within it."""
    if shown.plan.inventory is None:
        return
    with st.form("amount", border=False):
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        amount = left.number_input(
            tell("What do I get for ({currency})", currency=shown.found.currency),
            min_value=0,
            value=None,
            step=1000,
            key="amount_asked",
        )
        if right.form_submit_button(tell("Plan within it")) and amount is not None:
            words = numbers.local().money(amount * MINOR_PER_MAJOR, shown.found.currency)
            plan_with(
                shown,
                {"budget": str(amount)},
                tell("{name} within {words}", name=shown.found.scenario.name, words=words),
            )


def _show_options(shown: Shown) -> None:
    """Show the way from the baseline to this plan, and every other scenario beside it."""
    found, document = shown.found, shown.document
    options = listed.options(document, found.scenario.name, numbers.local())
    if not len(options):
        return
    st.header(widgets.plain(found.from_to or tell("The other scenarios")))
    names = [column.name for column in options.columns]
    widgets.printed(options, names, found.currency, key="savings")
    if found.from_to:
        bars = bars_of(document, found.scenario.name)
        charts.show_totals(bars, found.from_to, BEYOND, found.currency, key="way", file=f"{shown.plan.name} chart")
