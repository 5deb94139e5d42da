"""What to sell: lots that are not needed, with proceeds as live formulas."""

from __future__ import annotations

from planner.domain.document import PlanDocument, ScenarioDocument
from planner.report import listed
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.words import joined, say

QUANTITY, PRICE, PROCEEDS = 5, 6, 7


def write_sales(book: Book, document: PlanDocument) -> None:
    """Write the sales of every scenario, each with its sum."""
    currency = document.currency
    is_dated = any(plan.cash is not None and plan.sales for _, plan in document.planned)
    columns = (
        PageColumn(say("Scenario"), width=20, most=30),
        PageColumn(say("Owned id"), width=16, most=30),
        PageColumn(say("Product"), width=32, most=36),
        PageColumn(say("Condition"), width=11),
        PageColumn(say("Document"), width=16, most=30),
        PageColumn(say("Quantity"), ColumnKind.COUNT, 10),
        PageColumn(say("Price each ({currency})", currency=currency), ColumnKind.MONEY, 17),
        PageColumn(say("Proceeds ({currency})", currency=currency), ColumnKind.MONEY, 16),
        *([PageColumn(say("Sell on"), width=12)] if is_dated else []),
    )
    page = book.page(say("Sales"), columns)
    page.title(say("Sales"))
    page.note(say("Owned licences that the plan can do without. What the plan buys is never sold."))
    page.skip()
    selling = [scenario for scenario in document.scenarios if scenario.sales]
    if not selling:
        page.note(say("Nothing is sold in any scenario."))
        return
    page.header()
    for scenario in selling:
        _write_scenario(page, scenario, is_dated=is_dated)
    others = [scenario.name for scenario, plan in document.planned if not plan.sales]
    if others:
        page.note(say("Nothing is sold in: {value}.", value=joined("; ", others)))


def _write_scenario(page: Page, scenario: ScenarioDocument, *, is_dated: bool) -> None:
    sales, first = listed.sales(scenario), page.row
    for *told, price_minor, proceeds_minor, day in sales.rows(
        "owned_id", "licence", "condition", "document", "quantity", "unit_price", "proceeds", "sell_on"
    ):
        sold, price = page.address(page.row, QUANTITY), page.address(page.row, PRICE)
        cells: list[Cell] = [scenario.name, *told, price_minor, Formula(f"={sold}*{price}", proceeds_minor)]
        page.line([*cells, *([day and day.isoformat()] if is_dated else [])])
    ranges = [
        say("{address}:{address_2}", address=page.address(first, c), address_2=page.address(page.row - 1, c))
        for c in (QUANTITY, PROCEEDS)
    ]
    quantity = Formula(f"=SUBTOTAL(9,{ranges[0]})", sum(sales["quantity"]))
    proceeds = Formula(f"=SUBTOTAL(9,{ranges[1]})", sum(sales["proceeds"]))
    page.line(
        [
            say("Total {name}", name=scenario.name),
            None,
            None,
            None,
            None,
            quantity,
            None,
            proceeds,
            *([None] if is_dated else []),
        ],
        Weight.TOTAL,
    )
    page.skip()
