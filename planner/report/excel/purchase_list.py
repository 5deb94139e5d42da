"""The order: what to buy from whom, with subtotals and totals as live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from planner.domain.plan import Plan, Purchase, ScenarioResult
from planner.domain.product import in_words
from planner.report.excel.page import Book, Cell, Column, Formula, Page
from planner.report.excel.style import Kind, Weight
from planner.report.words import bought, proof

PACK_SIZE, PACKS, LICENCES, PRICE, TOTAL = range(4, 9)


def purchase_page(book: Book, result: ScenarioResult, currency: str) -> Page:
    """Return the still empty sheet of one scenario's purchase list."""
    columns = (
        Column("SKU", width=16, most=28),
        Column("Offer", width=16, most=28),
        Column("Product", width=32, most=36),
        Column("Condition", width=10),
        Column("Pack size", Kind.COUNT, 8),
        Column("Packs", Kind.COUNT, 8),
        Column("Licences", Kind.COUNT, 10),
        Column(f"Price per pack ({currency})", Kind.MONEY, 14),
        Column(f"Line total ({currency})", Kind.MONEY, 15),
    )
    return book.page(f"Purchase list {result.name}", columns)


def write_purchase_list(page: Page, result: ScenarioResult, currency: str) -> str:
    """Write one scenario's purchases by vendor; return where other sheets find the plan's total."""
    plan = result.plan
    if plan is None:
        raise ValueError(f"scenario {result.name} has no plan")
    page.title(f"Purchase list: {result.name}")
    page.note(f"{bought(plan).capitalize()}; {proof(plan, currency)}. Prices without VAT, in {currency}.")
    page.skip()
    page.header()
    first = page.row
    lines = sorted(plan.purchases, key=lambda line: (line.offer.vendor, line.offer.offer_id, line.period))
    for vendor, of_vendor in groupby(lines, key=lambda line: line.offer.vendor):
        _write_vendor(page, vendor, list(of_vendor))
    page.line(_sums("Total of all purchases", lines, first, page.row - 1), Weight.TOTAL)
    return _write_other_costs(page, plan)


def _write_vendor(page: Page, vendor: str, lines: Sequence[Purchase]) -> None:
    page.line([vendor, *[None] * TOTAL], Weight.GROUP)
    first = page.row
    for line in lines:
        page.line(_cells(page, line))
    page.line(_sums(f"Subtotal {vendor}", lines, first, page.row - 1), Weight.SUBTOTAL)
    page.skip()


def _cells(page: Page, line: Purchase) -> list[Cell]:
    offer, row = line.offer, page.row
    packs, size, price = (page.address(row, column) for column in (PACKS, PACK_SIZE, PRICE))
    return [
        offer.break_for(line.packs).sku,
        offer.offer_id,
        in_words(offer.product, offer.metric, offer.version),
        offer.condition.value,
        offer.pack_size,
        line.packs,
        Formula(f"={size}*{packs}", line.licences),
        line.pack_price_minor,
        Formula(f"={packs}*{price}", line.cost_minor),
    ]


def _sums(label: str, lines: Sequence[Purchase], first: int, last: int) -> list[Cell]:
    """Return a row of sums over rows `first` to `last`; SUBTOTAL leaves out the subtotals in between."""
    if not lines:
        return [label, *[None] * 5, 0, None, 0]

    def total(column: int, result: int) -> Formula:
        return Formula(f"=SUBTOTAL(9,{_column(column)}{first + 1}:{_column(column)}{last + 1})", result)

    licences = total(LICENCES, sum(line.licences for line in lines))
    return [label, *[None] * 5, licences, None, total(TOTAL, sum(line.cost_minor for line in lines))]


def _column(number: int) -> str:
    return chr(ord("A") + number)


def _write_other_costs(page: Page, plan: Plan) -> str:
    """Write what comes on top of the purchases, and the plan's total; return the total's address."""
    start = page.row - 1
    others = (
        ("Order costs", plan.cost.orders),
        ("Mixing costs", plan.cost.mixing),
        ("Server upgrades", plan.cost.upgrades),
        ("Less sales", -plan.cost.sales),
    )
    for label, amount in others:
        if amount:
            page.line([label, *[None] * 7, amount])
    if page.row == start + 1:
        return page.reference(start, TOTAL)
    summed = f"=SUM({page.address(start, TOTAL)}:{page.address(page.row - 1, TOTAL)})"
    row = page.line(["Total of the plan", *[None] * 7, Formula(summed, plan.cost.total)], Weight.TOTAL)
    return page.reference(row, TOTAL)
