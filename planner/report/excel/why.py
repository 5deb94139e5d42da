"""A sentence per line of every plan: why it is bought, why it is sold, which mode was picked."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.plan import Plan, PlanSet
from planner.domain.product import in_words
from planner.report.excel.page import Book, PageColumn


def write_why(book: Book, plan_set: PlanSet) -> None:
    """Write the reasons of all purchases, sales, switches and picked modes."""
    columns = (
        PageColumn("Scenario", width=18, most=26),
        PageColumn("Line", width=36),
        PageColumn("Why", width=78),
    )
    page = book.page("Why", columns)
    page.title("Why")
    page.note("One sentence or two per line of each plan. The reason of each licence given out is in the register.")
    page.skip()
    lines = [
        (result.name, line, reason)
        for result in plan_set.results
        if result.plan
        for line, reason in _reasons(result.plan)
    ]
    if not lines:
        page.note("No scenario buys or sells anything.")
        return
    page.fit(lines)
    page.header()
    for cells in lines:
        page.line(cells)


def _reasons(plan: Plan) -> Iterator[tuple[str, str]]:
    for bought in plan.purchases:
        offer = bought.offer
        yield (
            f"Buy {bought.licences:,} {in_words(offer.product, offer.metric, offer.version)}, {offer.offer_id}",
            bought.reason,
        )
    for sold in plan.sales:
        lot = sold.lot
        yield f"Sell {sold.quantity:,} {in_words(lot.product, lot.metric, lot.version)}, {lot.owned_id}", sold.reason
    for line in plan.switches:
        lot = line.lot
        words = in_words(lot.product, lot.metric, lot.version)
        yield f"Switch {line.quantity:,} {words}, {lot.owned_id}, to per {line.to.value}", line.reason
    for deployment, metric in sorted(plan.modes.items()):
        yield (
            f"Remote Desktop deployment {deployment}",
            f"Its mode is left to the plan, which takes per {metric.value}: only {metric.value} CALs count there.",
        )
