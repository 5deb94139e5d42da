"""The order: what to buy from whom, with subtotals and totals as live formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from planner.domain import money
from planner.domain.document import PlanLines, ScenarioDocument
from planner.domain.product import METRICS, PRODUCTS, Product
from planner.report import listed
from planner.report.excel.page import Book, Cell, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.report.table import Holds, Table
from planner.report.words import bought, count, proof
from planner.words import capital, joined, say

_HOLDS = {column.name: column.holds for column in listed.PURCHASES}
_KINDS = {Holds.COUNT: ColumnKind.COUNT, Holds.MONEY: ColumnKind.MONEY}
_WIDTHS = {
    "sku": (16, 28), "offer_id": (16, 28), "licence": (34, 38), "condition": (11, 0), "pack_size": (8, 0),
    "packs": (8, 0), "licences": (10, 0), "pack_price": (14, 0), "line_total": (15, 0), "valid_until": (12, 0),
    "order_on": (12, 0), "lead_days": (9, 0), "url": (18, 30), "note": (18, 30), "channel": (12, 20),
    "quoted_price": (12, 0), "quoted_currency": (8, 0),
}  # fmt: skip
"""The columns in their order, each with its width and what it may grow to; the vendor stands above the lines."""
_WHERE_STATED = (
    "sku",
    "order_on",
    "valid_until",
    "lead_days",
    "url",
    "note",
    "channel",
    "quoted_price",
    "quoted_currency",
)
"""Columns that are left out where no line has anything to say."""
_MIXING = {
    Product.WS_CAL: ("ws_mixing_cost", say("Windows Server")),
    Product.RDS_CAL: ("rds_mixing_cost", say("Remote Desktop")),
}


class PurchasePage:
    """The sheet of one scenario's purchase list; columns are called as the table of purchases calls them."""

    def __init__(self, book: Book, scenario: ScenarioDocument, plan: PlanLines, currency: str) -> None:
        self.scenario, self.plan, self.currency = scenario, plan, currency
        self.table: Table = listed.purchases(scenario)
        self.shown = [name for name in _WIDTHS if name not in _WHERE_STATED or self.table.states(name)]
        columns = [_column(name, currency) for name in self.shown]
        self.page: Page = book.page(say("Purchase list {name}", name=scenario.name), columns)

    def address(self, row: int, name: str) -> str:
        """Return the address of a cell inside this sheet."""
        return self.page.address(row, self.shown.index(name))

    def reference(self, row: int, name: str) -> str:
        """Return the address of a cell for formulas on other sheets."""
        return self.page.reference(row, self.shown.index(name))

    def row(self, label: str, figures: Mapping[str, Cell]) -> list[Cell]:
        """Return a row with a label at its left and some figures in their columns."""
        return [label, *(figures.get(name) for name in self.shown[1:])]


def _column(name: str, currency: str) -> PageColumn:
    width, most = _WIDTHS[name]
    is_in_plans_currency = name in ("pack_price", "line_total")
    title = (
        say("{titles} ({currency})", titles=listed.TITLES[name], currency=currency)
        if is_in_plans_currency
        else listed.TITLES[name]
    )
    return PageColumn(title, _KINDS.get(_HOLDS[name], ColumnKind.TEXT), width, most)


def write_purchase_list(sheet: PurchasePage) -> str:
    """Write one scenario's purchases by vendor; return where other sheets find the plan's total."""
    page, plan = sheet.page, sheet.plan
    lines = list(sheet.table.rows("vendor", *sheet.shown))
    page.fit([_cells(sheet, line) for line in lines])
    page.title(
        say(
            "{form}: {name}",
            form=say("Request for prices") if plan.is_unpriced else say("Purchase list"),
            name=sheet.scenario.name,
        )
    )
    page.note(
        say(
            "{said}; {proof}. Prices without VAT, in {currency}.",
            said=capital(bought(plan)),
            proof=proof(plan, sheet.currency),
            currency=sheet.currency,
        )
    )
    page.skip()
    if lines:
        page.header()
    first = page.row
    for vendor, of_vendor in groupby(lines, key=lambda line: line[0]):
        _write_vendor(sheet, vendor, list(of_vendor))
    page.line(_sums(sheet, say("Total of all purchases"), lines, first), Weight.TOTAL)
    total = _write_other_costs(sheet)
    notes = list(_notes(sheet))
    if notes:
        page.skip()
    for note in notes:
        page.note(note)
    return total


def _write_vendor(sheet: PurchasePage, vendor: str, lines: Sequence[Sequence[Cell]]) -> None:
    page = sheet.page
    vendor = vendor or say("Any vendor")
    page.line(sheet.row(vendor, {}), Weight.GROUP)
    first = page.row
    for line in lines:
        page.line(_cells(sheet, line))
    page.line(_sums(sheet, say("Subtotal {vendor}", vendor=vendor), lines, first), Weight.SUBTOTAL)
    page.skip()


def _cells(sheet: PurchasePage, line: Sequence[Cell | date]) -> list[Cell]:
    """Return a line's cells; what follows from others is a formula."""
    cells = dict(zip(sheet.shown, map(_plain, line[1:]), strict=True))
    packs, size, price = (sheet.address(sheet.page.row, name) for name in ("packs", "pack_size", "pack_price"))
    cells["licences"] = Formula(f"={size}*{packs}", _number(cells["licences"]))
    cells["line_total"] = Formula(f"={packs}*{price}", _number(cells["line_total"] or 0))
    return list(cells.values())


def _plain(value: Cell | date) -> Cell:
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Cell) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value


def _sums(sheet: PurchasePage, label: str, lines: Sequence[Sequence[Cell]], first: int) -> list[Cell]:
    """Return a row of sums over the rows from `first` on; SUBTOTAL leaves out the subtotals in between."""
    if not lines:
        return sheet.row(label, {"licences": 0, "line_total": 0})

    def total(name: str) -> Formula:
        place = 1 + sheet.shown.index(name)
        summed = say(
            "{address}:{address_2}",
            address=sheet.address(first, name),
            address_2=sheet.address(sheet.page.row - 1, name),
        )
        return Formula(f"=SUBTOTAL(9,{summed})", sum(_number(line[place] or 0) for line in lines))

    return sheet.row(label, {name: total(name) for name in ("licences", "line_total")})


def _write_other_costs(sheet: PurchasePage) -> str:
    """Write what comes on top of the purchases, and the plan's total; return the total's address."""
    page, cost = sheet.page, sheet.plan.cost
    start = page.row - 1
    paid = sum(line.cost_minor for line in sheet.plan.purchases)
    others = (
        (say("What is paid later is worth less on the plan's day"), cost.purchases - paid),
        (say("Cost of placing orders"), cost.orders),
        (say("Cost of holding both User and Device CALs"), cost.mixing),
        (say("Server upgrades"), cost.upgrades),
        (say("Keeping old versions of servers"), cost.keeping),
        (say("Less sales of owned licences"), -cost.sales),
        (say("Less what licences are still worth at the end"), -cost.end_value),
    )
    for label, amount in others:
        if amount:
            page.line(sheet.row(label, {"line_total": amount}), Weight.EXTRA)
    if page.row == start + 1:
        return sheet.reference(start, "line_total")
    summed = f"=SUM({sheet.address(start, 'line_total')}:{sheet.address(page.row - 1, 'line_total')})"
    row = page.line(sheet.row(say("Total of the plan"), {"line_total": Formula(summed, cost.total)}), Weight.TOTAL)
    return sheet.reference(row, "line_total")


def _notes(sheet: PurchasePage) -> Iterator[str]:
    """Say in plain words where the costs beside the prices come from."""
    plan, policy = sheet.plan, sheet.scenario.policy
    if plan.cost.orders:
        each = money.words(money.from_text(policy["order_cost"]), sheet.currency)
        vendors = count(plan.vendors, "vendor")
        yield (
            say(
                "Cost of placing orders: {each} for each vendor ordered from, here {vendors}. It stands "
                "for your own work and is on no vendor's invoice (policy order_cost).",
                each=each,
                vendors=vendors,
            )
        )
    if plan.cost.mixing:
        charged = joined(say(" and "), _mixing_charges(sheet))
        yield (
            say(
                "Cost of holding both User and Device CALs: {charged}, charged once where licences of both "
                "kinds are in use, owned ones included. It stands for the work of keeping track of both "
                "and is on no vendor's invoice.",
                charged=charged,
            )
        )
    if plan.cash is not None:
        day = sheet.scenario.plan_date
        yield (
            say(
                "Prices and line totals are what is paid on the day of the order; what stands below the "
                "total of all purchases, and the total of the plan, is what that is worth on {day} (sheet "
                "Cash: what is paid in which year).",
                day=day,
            )
        )
    if plan.cost.sales:
        yield say("Sales of owned licences are listed in sheet Sales; what they bring in is taken off.")


def _mixing_charges(sheet: PurchasePage) -> Iterator[str]:
    held = {(row.product, row.metric) for row in sheet.plan.positions if row.holders}
    for product in PRODUCTS:
        policy, words = _MIXING[product]
        charge = money.from_text(sheet.scenario.policy[policy])
        if charge and all((product, metric) in held for metric in METRICS):
            yield say(
                "{charge} for {words} (policy {policy})",
                charge=money.words(charge, sheet.currency),
                words=words,
                policy=policy,
            )
