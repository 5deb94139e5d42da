"""The order: what to buy from whom, with subtotals and totals as live formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from planner.domain import money
from planner.domain.cost import mixing_minor
from planner.domain.plan import Plan, Purchase, ScenarioResult
from planner.domain.product import METRICS, PRODUCTS, Metric, Product, in_words
from planner.domain.scenario import Policy
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.report.words import bought, count, proof

# Counted from the last column, as the list has one column less where no offer has a part number.
PACK_SIZE, PACKS, LICENCES, PRICE, TOTAL = -5, -4, -3, -2, -1
_MIXING = {Product.WS_CAL: ("ws_mixing_cost", "Windows Server"), Product.RDS_CAL: ("rds_mixing_cost", "Remote Desktop")}


def purchase_page(book: Book, result: ScenarioResult, currency: str) -> Page:
    """Return the still empty sheet of one scenario's purchase list."""
    columns = (
        *((PageColumn("SKU", width=16, most=28),) if _has_skus(result.plan) else ()),
        PageColumn("Offer", width=16, most=28),
        PageColumn("Product", width=34, most=38),
        PageColumn("Condition", width=11),
        PageColumn("Pack size", ColumnKind.COUNT, 8),
        PageColumn("Packs", ColumnKind.COUNT, 8),
        PageColumn("Licences", ColumnKind.COUNT, 10),
        PageColumn(f"Price per pack ({currency})", ColumnKind.MONEY, 14),
        PageColumn(f"Line total ({currency})", ColumnKind.MONEY, 15),
    )
    return book.page(f"Purchase list {result.name}", columns)


def write_purchase_list(page: Page, result: ScenarioResult, currency: str) -> str:
    """Write one scenario's purchases by vendor; return where other sheets find the plan's total."""
    plan = result.plan
    if plan is None:
        raise ValueError(f"scenario {result.name} has no plan")
    page.fit([_cells(page, line) for line in plan.purchases])
    page.title(f"Purchase list: {result.name}")
    said = bought(plan)
    page.note(f"{said[:1].upper()}{said[1:]}; {proof(plan, currency)}. Prices without VAT, in {currency}.")
    page.skip()
    if plan.purchases:
        page.header()
    first = page.row
    lines = sorted(plan.purchases, key=lambda line: (line.offer.vendor, line.offer.offer_id, line.period))
    for vendor, of_vendor in groupby(lines, key=lambda line: line.offer.vendor):
        _write_vendor(page, vendor, list(of_vendor))
    page.line(_sums(page, "Total of all purchases", lines, first), Weight.TOTAL)
    total = _write_other_costs(page, plan)
    notes = list(_notes(plan, result.scenario.policy))
    if notes:
        page.skip()
    for note in notes:
        page.note(note)
    return total


def _has_skus(plan: Plan | None) -> bool:
    return plan is not None and any(line.offer.break_for(line.packs).sku for line in plan.purchases)


def _at(page: Page, column: int) -> int:
    """Return the number from the left of a column counted from the right."""
    return len(page.columns) + column


def _address(page: Page, row: int, column: int) -> str:
    return page.address(row, _at(page, column))


def _row(page: Page, label: str, figures: dict[int, Cell]) -> list[Cell]:
    """Return a row with a label at its left and some figures in their columns."""
    cells: list[Cell] = [label, *[None] * (len(page.columns) - 1)]
    for column, figure in figures.items():
        cells[column] = figure
    return cells


def _write_vendor(page: Page, vendor: str, lines: Sequence[Purchase]) -> None:
    page.line(_row(page, vendor, {}), Weight.GROUP)
    first = page.row
    for line in lines:
        page.line(_cells(page, line))
    page.line(_sums(page, f"Subtotal {vendor}", lines, first), Weight.SUBTOTAL)
    page.skip()


def _cells(page: Page, line: Purchase) -> list[Cell]:
    offer, has_sku = line.offer, page.columns[0].title == "SKU"
    packs, size, price = (_address(page, page.row, column) for column in (PACKS, PACK_SIZE, PRICE))
    return [
        *([offer.break_for(line.packs).sku] if has_sku else []),
        offer.offer_id,
        in_words(offer.product, offer.metric, offer.version),
        offer.condition.value,
        offer.pack_size,
        line.packs,
        Formula(f"={size}*{packs}", line.licences),
        line.pack_price_minor,
        Formula(f"={packs}*{price}", line.cost_minor),
    ]


def _sums(page: Page, label: str, lines: Sequence[Purchase], first: int) -> list[Cell]:
    """Return a row of sums over the rows from `first` on; SUBTOTAL leaves out the subtotals in between."""
    if not lines:
        return _row(page, label, {LICENCES: 0, TOTAL: 0})

    def total(column: int, result: int) -> Formula:
        summed = f"{_address(page, first, column)}:{_address(page, page.row - 1, column)}"
        return Formula(f"=SUBTOTAL(9,{summed})", result)

    licences = total(LICENCES, sum(line.licences for line in lines))
    return _row(page, label, {LICENCES: licences, TOTAL: total(TOTAL, sum(line.cost_minor for line in lines))})


def _write_other_costs(page: Page, plan: Plan) -> str:
    """Write what comes on top of the purchases, and the plan's total; return the total's address."""
    start = page.row - 1
    others = (
        ("Cost of placing orders", plan.cost.orders),
        ("Cost of holding both User and Device CALs", plan.cost.mixing),
        ("Server upgrades", plan.cost.upgrades),
        ("Less sales of owned licences", -plan.cost.sales),
    )
    for label, amount in others:
        if amount:
            page.line(_row(page, label, {TOTAL: amount}), Weight.EXTRA)
    if page.row == start + 1:
        return page.reference(start, _at(page, TOTAL))
    summed = f"=SUM({_address(page, start, TOTAL)}:{_address(page, page.row - 1, TOTAL)})"
    row = page.line(_row(page, "Total of the plan", {TOTAL: Formula(summed, plan.cost.total)}), Weight.TOTAL)
    return page.reference(row, _at(page, TOTAL))


def _notes(plan: Plan, policy: Policy) -> Iterator[str]:
    """Say in plain words where the costs beside the prices come from."""
    if plan.cost.orders:
        each = money.words(policy.order_cost, policy.currency)
        vendors = count(plan.vendors, "vendor")
        yield (
            f"Cost of placing orders: {each} for each vendor ordered from, here {vendors}. It stands for your own work "
            "and is on no vendor's invoice (policy order_cost)."
        )
    if plan.cost.mixing:
        charged = " and ".join(_mixing_charges(plan, policy))
        yield (
            f"Cost of holding both User and Device CALs: {charged}, charged once where licences of both kinds are in "
            "use, owned ones included. It stands for the work of keeping track of both and is on no vendor's invoice."
        )
    if plan.cost.sales:
        yield "Sales of owned licences are listed in sheet Sales; what they bring in is taken off."


def _mixing_charges(plan: Plan, policy: Policy) -> Iterator[str]:
    held = {(product, metric): _holders(plan, product, metric) for product in PRODUCTS for metric in METRICS}
    for product in PRODUCTS:
        charge = mixing_minor({key: number for key, number in held.items() if key[0] is product}, policy)
        if charge:
            name, words = _MIXING[product]
            yield f"{money.words(charge, policy.currency)} for {words} (policy {name})"


def _holders(plan: Plan, product: Product, metric: Metric) -> int:
    return sum(row.holders for row in plan.pools if (row.product, row.metric) == (product, metric))
