"""Need and supply of every product, metric and version: the licence position after the plan."""

from __future__ import annotations

from planner.domain.plan import Plan, PlanSet, PoolPosition
from planner.domain.product import in_words, rank
from planner.domain.shortfall import by_pool, missing_today
from planner.report.excel.page import Book, Cell, Page, PageColumn
from planner.report.excel.style import ColumnKind

_NOTE = (
    "Needed: holders whose own need is this version. Usable: owned licences new enough for at least one need of the "
    "same product and metric and, for Remote Desktop, not newer than every licence server. Missing today: what would "
    "have to come on top of those owned, of this version or newer, before anything is bought. Surplus: left once every "
    "holder has a licence; a newer one may serve an older need. Owned licences stand at the version they count at in "
    "the plan; where that is not what column version says, a remark on sheet Issues says why."
)


def write_position(book: Book, plan_set: PlanSet) -> None:
    """Write the licence position of every planned scenario."""
    columns = (
        PageColumn("Scenario", width=20, most=30),
        PageColumn("Product", width=34, most=36),
        PageColumn("Needed", ColumnKind.COUNT, 10),
        PageColumn("Needed, this version or newer", ColumnKind.COUNT, 16),
        PageColumn("Owned", ColumnKind.COUNT, 10),
        PageColumn("Usable", ColumnKind.COUNT, 10),
        PageColumn("Missing today", ColumnKind.COUNT, 10),
        PageColumn("Bought", ColumnKind.COUNT, 10),
        PageColumn("Sold", ColumnKind.COUNT, 10),
        PageColumn("Surplus", ColumnKind.COUNT, 10),
    )
    page = book.page("Licence position", columns)
    page.title("Licence position")
    page.note(_NOTE)
    page.skip()
    if not any(result.plan and result.plan.pools for result in plan_set.results):
        page.note("No scenario needs or has any licences.")
        return
    page.header()
    for result in plan_set.results:
        if result.plan:
            _write_scenario(page, result.name, result.plan)


def _write_scenario(page: Page, name: str, plan: Plan) -> None:
    missing = {id(row): number for rows in by_pool(plan.pools).values() for row, number in missing_today(rows)}
    for row in plan.pools:
        cells: list[Cell] = [
            name,
            in_words(row.product, row.metric, row.version),
            row.holders,
            row.holders_at_or_above,
            row.owned,
            row.owned - row.barred if _can_serve(row, plan) else 0,
            missing.get(id(row), 0),
            row.bought,
            row.sold,
            row.idle,
        ]
        page.line(cells)
    page.skip()


def _can_serve(row: PoolPosition, plan: Plan) -> bool:
    """Tell whether a licence of this row's version is good for anybody in its pool."""
    return any(
        need.holders and rank(need.version) <= rank(row.version)
        for need in plan.pools
        if (need.product, need.metric, need.period) == (row.product, row.metric, row.period)
    )
