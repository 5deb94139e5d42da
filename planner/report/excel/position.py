"""Need and supply of every product, metric and version: the licence position after the plan."""

from __future__ import annotations

from planner.domain.document import PlanDocument
from planner.report import listed
from planner.report.excel.page import Book, PageColumn
from planner.report.excel.style import ColumnKind
from planner.report.table import Holds
from planner.words import say

_NOTE = say(
    "Needed: holders whose own need is this version. Usable: owned licences new enough for "
    "at least one need of the same product and metric and, for Remote Desktop, not newer "
    "than every licence server. Missing today: what would have to come on top of those "
    "owned, of this version or newer, before anything is bought. Surplus: left once every "
    "holder has a licence; a newer one may serve an older need. Owned licences stand at "
    "the version they count at in the plan; where that is not what column version says, a "
    "remark on sheet Issues says why."
)


_SHOWN = listed.POSITION[: 1 + [column.name for column in listed.POSITION].index("idle")]
_WIDTHS = {"licence": 34, "holders_at_or_above": 16}


def write_position(book: Book, document: PlanDocument) -> None:
    """Write the licence position of every planned scenario."""
    columns = [PageColumn(say("Scenario"), width=20, most=30)]
    for column in _SHOWN:
        kind = ColumnKind.COUNT if column.holds is Holds.COUNT else ColumnKind.TEXT
        most = 36 if kind is ColumnKind.TEXT else 0
        columns.append(PageColumn(column.title, kind, _WIDTHS.get(column.name, 10), most))
    page = book.page(say("Licence position"), columns)
    page.title(say("Licence position"))
    page.note(_NOTE)
    page.skip()
    if not any(plan.positions for _, plan in document.planned):
        page.note(say("No scenario needs or has any licences."))
        return
    page.header()
    for scenario, _ in document.planned:
        for cells in listed.position(scenario).rows(*(column.name for column in _SHOWN)):
            page.line([scenario.name, *cells])
        page.skip()
