"""One plan, the answer first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboards import charts, numbers, state, widgets
from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.report import listed
from planner.report.answer import Answer, answer, rules_of
from planner.report.bars import bars_of, savings_of
from planner.report.policy_words import label_of
from planner.report.purchase_files import purchase_csv, purchase_workbook
from planner.report.watch import SETTLE_FIRST
from planner.store import again, plans
from planner.store.plans import SavedPlan
from planner.workbooks import starters

BOUGHT = (
    "vendor", "sku", "licence", "condition", "packs", "licences", "pack_price", "line_total", "valid_until",
    "lead_days", "url", "note", "offer_id", "channel", "quoted_price", "quoted_currency",
)  # fmt: skip
SOLD = "owned_id", "licence", "condition", "quantity", "unit_price", "proceeds", "document", "reason"
"""What is shown of purchases and of sales."""
BEYOND = (
    "The dashed line is this plan. What another scenario costs beyond it, this plan saves; "
    "less than nought: that scenario costs less."
)


def show_answer(found: Answer) -> None:
    """Show the sentence, the four figures, what blocks the use of the plan, and how things stand today."""
    with st.container(key="answer"):
        st.title(widgets.plain(found.sentence))
    if found.figures:
        widgets.figures(found.figures)
    for text in found.settle:
        st.warning(f"{SETTLE_FIRST}: {widgets.plain(text)}", icon=":material/warning:")
    if found.today:
        st.markdown(widgets.plain(" ".join(found.today)))
    for text in found.help:
        st.info(f"What would help: {widgets.plain(text)}")


def show_downloads(plan: SavedPlan, found: Answer) -> None:
    """Offer what can be sent on."""
    place = state.store(), state.current_user().workspace, plan.id
    text = "text/csv"
    files: list[tuple[str, str, str, Callable[[], str | bytes]]] = [
        ("Plan as a workbook", plans.WORKBOOK, starters.XLSX, partial(plans.file_of, *place, plans.WORKBOOK)),
        ("Who gets which licence", "register.csv", text, partial(plans.register_csv, *place, found.scenario.name)),
        ("Plan for other programs", "plan.json", "application/json", partial(plans.document_of, *place)),
    ]
    if found.scenario.purchases:
        bought = found.scenario, found.currency
        files[1:1] = [
            ("Purchase list (.xlsx)", "purchase list.xlsx", starters.XLSX, partial(purchase_workbook, *bought)),
            ("Purchase list (.csv)", "purchase list.csv", text, partial(purchase_csv, *bought)),
        ]
    with st.container(horizontal=True, key="downloads"):
        for label, name, kind, made in files:
            st.download_button(
                label,
                data=made,
                file_name=f"{plan.name} {name}",
                mime=kind,
                key=f"download_{name}",
                on_click="ignore",
                icon=":material/download:",
                type="primary" if name == plans.WORKBOOK else "secondary",
            )


def show_ways_on(plan: SavedPlan, scenario: str) -> None:
    """Offer to ask why, to change something, and to compare with the plan from before a change."""
    before = again.plan_before(state.store(), state.current_user().workspace, plan)
    with st.container(horizontal=True, key="ways_on"):
        if plan.inventory:
            st.page_link(
                state.INVENTORY_PAGE,
                label="Change a price, a stock or a count and plan again",
                icon=":material/edit:",
                query_params={state.INVENTORY: plan.inventory, state.CHANGE: state.YES},
            )
        st.page_link(
            state.WHY_PAGE,
            label="Ask why, and what something else would cost",
            icon=":material/help:",
            query_params={state.PLAN: plan.id, state.SCENARIO: scenario},
        )
        if before:
            st.page_link(
                state.COMPARE_PAGE,
                label="Compare with the plan before the change",
                icon=":material/compare_arrows:",
                query_params={state.PLANS: f"{before.id},{plan.id}"},
            )


def show_purchases(found: Answer) -> None:
    """Show what to buy, vendor by vendor, and what to sell."""
    if found.scenario.purchases:
        st.header("What to buy")
        widgets.listed(
            listed.purchases(found.scenario),
            BOUGHT,
            found.currency,
            key="purchases",
            about="The purchase list by vendor",
        )
    if found.scenario.sales:
        st.header("What to sell")
        widgets.listed(
            listed.sales(found.scenario),
            SOLD,
            found.currency,
            key="sales",
            about="Owned licences to sell",
            wide=("reason",),
        )
    show_reasons(found.scenario)


def show_units(found: Answer) -> None:
    """Show what each department, site and cost centre holds, and what it costs."""
    units = listed.by_unit(found.scenario)
    if len(units):
        with st.expander("Licences and cost by department, site and cost centre"):
            widgets.listed(
                units,
                [column.name for column in units.columns],
                found.currency,
                key="by_unit",
                about="Licences held and bought, and their cost, by department, site and cost centre",
            )


def show_reasons(scenario: ScenarioDocument) -> None:
    """Show why each line is bought or sold."""
    write = numbers.local().whole
    bought = [
        (f"{one.vendor}, {one.offer_id}: {write(one.licences)} {one.licence}.", one.reason)
        for one in scenario.purchases
    ]
    sold = [(f"Sell {write(one.quantity)} of lot {one.owned_id}.", one.reason) for one in scenario.sales]
    if bought or sold:
        with st.expander("Why each line is bought or sold"):
            for what, reason in (*bought, *sold):
                st.markdown(f"- {widgets.plain(what)} {widgets.plain(reason)}")


def show_way(plan: SavedPlan, document: PlanDocument, found: Answer) -> None:
    """Show the way from the baseline to this plan, and what it saves against each other scenario."""
    saved = savings_of(document, found.scenario.name, numbers.local())
    if not saved:
        return
    st.header(widgets.plain(found.from_to))
    bars = bars_of(document, found.scenario.name)
    charts.show_totals(bars, found.from_to, BEYOND, found.currency, key="way", file=f"{plan.name} chart")
    total, amount = f"Total ({found.currency})", f"This plan saves ({found.currency})"
    widgets.table(
        [
            {
                "Compared with": line.name,
                total: line.total,
                amount: line.saved,
                "Saving (%)": line.percent,
                "What is different there": line.otherwise,
            }
            for line in saved
        ],
        key="savings",
        about="What this plan saves against each other scenario, and which rules are different there",
        money=(total, amount, "Saving (%)"),
        wide=("What is different there",),
    )


def show_watch(found: Answer) -> None:
    """Show what to watch out for, and below it what the plan takes for granted."""
    if found.watch:
        st.header("What to watch out for")
        for text in found.watch:
            st.markdown(f"- {widgets.plain(text)}")
    assumptions = found.scenario.assumptions
    with st.expander(f"What this plan takes for granted ({numbers.whole(len(assumptions))})"):
        for text in assumptions:
            st.markdown(f"- {widgets.plain(text)}")


def show_audit(plan: PlanLines) -> None:
    """Show what somebody would find who checks the licences."""
    if not plan.checklist:
        return
    with st.expander("If somebody audits"):
        if plan.risk:
            st.markdown(widgets.plain(plan.risk.text))
        rows = [
            {"Point": line.item, "State": line.state.value, "What": line.text, "Missing": "; ".join(line.missing)}
            for line in plan.checklist
        ]
        about = "What an auditor asks for, how each point stands, and what is missing"
        widgets.table(rows, key="checklist", about=about, wide=("What", "Missing"))


def show_rules(document: PlanDocument, scenario: str) -> None:
    """Show the policies in force."""
    with st.expander("The rules of this scenario"):
        rows = [
            {"Rule": label_of(name), "Value": value, "Name in a workbook": name}
            for name, value in rules_of(document, scenario, numbers.local())
        ]
        widgets.table(rows, key="rules", about="The rules of this scenario with their values")


def show(plan: SavedPlan, document: PlanDocument, scenario: str) -> None:
    """Show one scenario of a plan."""
    found = answer(document, scenario, numbers.local())
    show_answer(found)
    show_downloads(plan, found)
    show_ways_on(plan, scenario)
    if found.scenario.plan:
        show_purchases(found)
        show_units(found)
        show_way(plan, document, found)
    show_watch(found)
    if found.scenario.plan:
        show_audit(found.scenario.plan)
    show_rules(document, scenario)


if (opened := state.pick_planned()) is not None:
    show(*opened)
