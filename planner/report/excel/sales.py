"""What to sell: lots that are not needed, with proceeds as live formulas."""

from __future__ import annotations

from planner.domain.plan import PlanSet, ScenarioResult
from planner.domain.product import in_words
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight

QUANTITY, PRICE, PROCEEDS = 5, 6, 7


def write_sales(book: Book, plan_set: PlanSet) -> None:
    """Write the sales of every scenario, each with its sum."""
    currency = plan_set.currency
    columns = (
        PageColumn("Scenario", width=20, most=30),
        PageColumn("Owned id", width=16, most=30),
        PageColumn("Product", width=32, most=36),
        PageColumn("Condition", width=11),
        PageColumn("Document", width=16, most=30),
        PageColumn("Quantity", ColumnKind.COUNT, 10),
        PageColumn(f"Price each ({currency})", ColumnKind.MONEY, 17),
        PageColumn(f"Proceeds ({currency})", ColumnKind.MONEY, 16),
    )
    page = book.page("Sales", columns)
    page.title("Sales")
    page.note("Owned licences that the plan can do without. What the plan buys is never sold.")
    page.skip()
    planned = [result for result in plan_set.results if result.plan]
    selling = [result for result in planned if result.plan and result.plan.sales]
    if not selling:
        page.note("Nothing is sold in any scenario.")
        return
    page.header()
    for result in selling:
        _write_scenario(page, result)
    others = [result.name for result in planned if result.plan and not result.plan.sales]
    if others:
        page.note(f"Nothing is sold in: {'; '.join(others)}.")


def _write_scenario(page: Page, result: ScenarioResult) -> None:
    sales = result.plan.sales if result.plan else ()
    first = page.row
    for line in sales:
        lot = line.lot
        packs, price = page.address(page.row, QUANTITY), page.address(page.row, PRICE)
        cells: list[Cell] = [
            result.name,
            lot.owned_id,
            in_words(lot.product, lot.metric, lot.version),
            lot.condition.value,
            lot.document,
            line.quantity,
            lot.resale_minor,
            Formula(f"={packs}*{price}", line.proceeds_minor),
        ]
        page.line(cells)
    ranges = [f"{page.address(first, c)}:{page.address(page.row - 1, c)}" for c in (QUANTITY, PROCEEDS)]
    quantity = Formula(f"=SUBTOTAL(9,{ranges[0]})", sum(line.quantity for line in sales))
    proceeds = Formula(f"=SUBTOTAL(9,{ranges[1]})", sum(line.proceeds_minor for line in sales))
    page.line([f"Total {result.name}", None, None, None, None, quantity, None, proceeds], Weight.TOTAL)
    page.skip()
