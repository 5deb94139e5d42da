"""What an auditor walks through, point by point, with what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.document import PlanDocument
from planner.domain.review import CheckLine
from planner.report.excel.page import Book, Cell, PageColumn
from planner.report.words import whose
from planner.words import joined, say

_NOTE = say(
    "In order: the inventory or the plan shows it. Missing: they show that it is not. Not "
    "stated: they say nothing, so look it up. It tells what to have at hand before "
    "somebody asks; it changes nothing in a plan."
)


def write_checklist(book: Book, document: PlanDocument) -> None:
    """Write the checklist, each point with its finding in every planned scenario; the same finding stands once."""
    columns = (
        PageColumn(say("Point"), width=20, most=26),
        PageColumn(say("State"), width=14),
        PageColumn(say("Finding"), width=50),
        PageColumn(say("What is missing"), width=52),
        PageColumn(say("Scenarios"), width=18, most=24),
    )
    page = book.page(say("Checklist"), columns)
    page.title(say("Checklist"))
    page.note(_NOTE)
    page.skip()
    rows = list(_rows(document))
    if not rows:
        page.note(say("No scenario has a plan."))
        return
    page.header()
    for cells in rows:
        page.line(cells)


def _rows(document: PlanDocument) -> Iterator[list[Cell]]:
    found: dict[str, dict[CheckLine, list[str]]] = {}
    for scenario, plan in document.planned:
        for line in plan.checklist:
            found.setdefault(line.item, {}).setdefault(line, []).append(scenario.name)
    for lines in found.values():
        for line, names in lines.items():
            missing = joined("\n", line.missing)
            yield [line.item, line.state, line.text, missing, whose(names, document)]
