"""A sentence per line of every plan: why it is bought, why it is sold, which mode was picked."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.document import PlanDocument, PlanLines
from planner.domain.product import in_words
from planner.report.excel.page import Book, PageColumn


def write_why(book: Book, document: PlanDocument) -> None:
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
    lines = [(one.name, line, reason) for one, plan in document.planned for line, reason in _reasons(plan)]
    if not lines:
        page.note("No scenario buys or sells anything.")
        return
    page.fit(lines)
    page.header()
    for cells in lines:
        page.line(cells)


def _reasons(plan: PlanLines) -> Iterator[tuple[str, str]]:
    for bought in plan.purchases:
        yield f"Buy {bought.licences:,} {bought.licence}, {bought.offer_id}", bought.reason
    for sold in plan.sales:
        yield f"Sell {sold.quantity:,} {sold.licence or 'licences'}, {sold.owned_id}", sold.reason
    for line in plan.switches:
        words = in_words(line.product, line.before, line.version) if line.product else "licences"
        yield f"Switch {line.quantity:,} {words}, {line.owned_id}, to per {line.after.value}", line.reason
    for deployment, metric in plan.modes.items():
        yield (
            f"Remote Desktop deployment {deployment}",
            f"Its mode is left to the plan, which takes per {metric.value}: only {metric.value} CALs count there.",
        )
