"""A sentence per line of every plan: why it is bought, why it is sold, which mode was picked."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.document import PlanDocument, PlanLines
from planner.domain.product import in_words
from planner.report.excel.page import Book, PageColumn
from planner.words import say


def write_why(book: Book, document: PlanDocument) -> None:
    """Write the reasons of all purchases, sales, switches and picked modes."""
    columns = (
        PageColumn(say("Scenario"), width=18, most=26),
        PageColumn(say("Line"), width=36),
        PageColumn(say("Why"), width=78),
    )
    page = book.page(say("Why"), columns)
    page.title(say("Why"))
    page.note(
        say("One sentence or two per line of each plan. The reason of each licence given out is in the register.")
    )
    page.skip()
    lines = [(one.name, line, reason) for one, plan in document.planned for line, reason in _reasons(plan)]
    if not lines:
        page.note(say("No scenario buys or sells anything."))
        return
    page.fit(lines)
    page.header()
    for cells in lines:
        page.line(cells)


def _reasons(plan: PlanLines) -> Iterator[tuple[str, str]]:
    for bought in plan.purchases:
        yield (
            say(
                "Buy {licences:,} {licence}, {offer_id}",
                licences=bought.licences,
                licence=bought.licence,
                offer_id=bought.offer_id,
            ),
            bought.reason,
        )
    for sold in plan.sales:
        yield (
            say(
                "Sell {quantity:,} {value}, {owned_id}",
                quantity=sold.quantity,
                value=sold.licence or say("licences"),
                owned_id=sold.owned_id,
            ),
            sold.reason,
        )
    for line in plan.switches:
        words = in_words(line.product, line.before, line.version) if line.product else say("licences")
        yield (
            say(
                "Switch {quantity:,} {words}, {owned_id}, to per {value}",
                quantity=line.quantity,
                words=words,
                owned_id=line.owned_id,
                value=line.after.value,
            ),
            line.reason,
        )
    for deployment, metric in plan.modes.items():
        yield (
            say("Remote Desktop deployment {deployment}", deployment=deployment),
            say(
                "Its mode is left to the plan, which takes per {value}: only {value} CALs count there.",
                value=metric.value,
            ),
        )
