"""For the buyer: what to order from whom, what to sell, and why."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import numbers, widgets
from dashboards.sections import papers
from dashboards.sections.shown import Download, Shown, show_downloads
from planner.domain.document import ScenarioDocument
from planner.report import listed
from planner.report.purchase_files import purchase_csv, purchase_workbook
from planner.store import plans
from planner.words import tell
from planner.workbooks import starters

BOUGHT = (
    "vendor", "sku", "licence", "condition", "packs", "licences", "pack_price", "licence_price", "line_total",
    "quoted_price", "quoted_currency", "order_on", "valid_until", "lead_days", "url", "note", "offer_id", "channel",
)  # fmt: skip
SOLD = "owned_id", "licence", "condition", "quantity", "unit_price", "proceeds", "sell_on", "document", "reason"
"""What is shown of purchases and of sales."""


def show(shown: Shown) -> None:
    """Show what to order and to sell."""
    found = shown.found
    if found.scenario.plan is None:
        st.write(tell("There is nothing to order: this scenario has no plan."))
        return
    if found.scenario.purchases:
        _show_purchases(shown)
    else:
        st.write(tell("Nothing needs to be bought."))
    if found.scenario.sales:
        st.header(tell("What to sell"))
        widgets.printed(listed.sales(found.scenario), SOLD, found.currency, key="sales")
    papers.show(shown)
    _show_reasons(found.scenario)


def _show_purchases(shown: Shown) -> None:
    """Show the purchase list, with what each vendor gets in all, and its files."""
    found = shown.found
    st.header(tell("What to buy"))
    bought = listed.purchases(found.scenario)
    widgets.listed(
        bought,
        BOUGHT,
        found.currency,
        key="purchases",
        about=tell("The purchase list by vendor"),
        links={tell("Ask why"): [shown.why_address(offer) for offer in bought["offer_id"]]},
    )
    per_vendor = listed.by_vendor(found.scenario)
    if len(per_vendor) > 1 and not (found.scenario.plan and found.scenario.plan.is_unpriced):
        st.subheader(tell("By vendor"))
        widgets.printed(per_vendor, [column.name for column in per_vendor.columns], found.currency, key="by_vendor")
    given = found.scenario, found.currency
    show_downloads(
        shown.plan,
        Download(
            tell("Purchase list (.xlsx)"), tell("purchase list.xlsx"), starters.XLSX, partial(purchase_workbook, *given)
        ),
        Download(tell("Purchase list (.csv)"), tell("purchase list.csv"), "text/csv", partial(purchase_csv, *given)),
        Download(
            tell("Plan as a workbook"),
            plans.WORKBOOK,
            starters.XLSX,
            partial(plans.file_of, *shown.place, plans.WORKBOOK),
        ),
        Download(
            tell("Plan for other programs"), "plan.json", "application/json", partial(plans.document_of, *shown.place)
        ),
    )


def _show_reasons(scenario: ScenarioDocument) -> None:
    """Show why each line is bought or sold."""
    write = numbers.local().whole
    bought = [
        (
            tell(
                "{vendor}, {offer_id}: {write} {licence}.",
                vendor=one.vendor,
                offer_id=one.offer_id,
                write=write(one.licences),
                licence=one.licence,
            ),
            one.reason,
        )
        for one in scenario.purchases
    ]
    sold = [
        (tell("Sell {write} of lot {owned_id}.", write=write(one.quantity), owned_id=one.owned_id), one.reason)
        for one in scenario.sales
    ]
    if bought or sold:
        with st.expander(tell("Why each line is bought or sold")):
            for what, reason in (*bought, *sold):
                st.markdown(tell("- {what} {reason}", what=widgets.plain(what), reason=widgets.plain(reason)))
