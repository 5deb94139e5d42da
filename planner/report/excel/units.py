"""Licences and their cost by department, site and cost centre, for those who charge them on."""

from __future__ import annotations

from itertools import groupby

from planner.domain.document import PlanDocument, ScenarioDocument
from planner.report import listed
from planner.report.excel.page import Book, Formula, Page, PageColumn
from planner.report.excel.style import ColumnKind, Weight
from planner.words import say

_NOTES = (
    say(
        "A licence goes to its holder's unit, that of a machine without one to the units of "
        "the people who use it, in equal parts; whole licences and cents go to the largest "
        "remainders."
    ),
    say(
        "Each kind of unit adds up to what the plan buys. The cost of orders and upgrades, and "
        "what sales bring in, belong to no unit."
    ),
)


def write_units(book: Book, document: PlanDocument) -> None:
    """Write the sheet, where the inventory states units; each kind of unit has its total as formulas."""
    stated = [one for one, plan in document.planned if plan.by_unit]
    if not stated:
        return
    page = book.page(
        say("By unit"),
        (
            PageColumn(say("Scenario"), width=14, most=24),
            PageColumn(say("By"), width=12),
            PageColumn(say("Unit"), width=28, most=48),
            PageColumn(say("Licences held"), ColumnKind.COUNT, 10),
            PageColumn(say("Bought"), ColumnKind.COUNT, 10),
            PageColumn(say("Cost ({currency})", currency=document.currency), ColumnKind.MONEY, 15),
        ),
    )
    page.title(say("By unit"))
    for note in _NOTES:
        page.note(note)
    page.skip()
    page.header()
    for scenario in stated:
        _write_scenario(page, scenario)


def _write_scenario(page: Page, scenario: ScenarioDocument) -> None:
    for by, lines in groupby(listed.by_unit(scenario).rows(), key=lambda line: str(line[0])):
        first, figures = page.row, []
        for _, unit, *line in lines:
            page.line([scenario.name, by, unit, *line])
            figures.append(line)
        sums = [
            None
            if None in numbers
            else Formula(f"=SUM({page.address(first, column)}:{page.address(page.row - 1, column)})", sum(numbers))
            for column, numbers in enumerate(zip(*figures, strict=True), start=3)
        ]
        page.line([scenario.name, by, say("Total"), *sums], Weight.SUBTOTAL)
