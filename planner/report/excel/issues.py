"""Everything the program has to remark: problems found in the input, and notices of the scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.issue import Issue, Notice
from planner.domain.plan import PlanSet
from planner.report.excel.page import Book, Cell, Column


def write_issues(book: Book, plan_set: PlanSet, issues: Sequence[Issue]) -> None:
    """Write the issues with their places, then the scenarios' notices, each notice once."""
    columns = (
        Column("Severity", width=10),
        Column("Code", width=10, most=16),
        Column("Where", width=26, most=40),
        Column("Value found", width=16, most=30),
        Column("What", width=60),
        Column("What to do", width=44),
        Column("Scenarios", width=20, most=30),
    )
    page = book.page("Issues", columns)
    page.title("Issues and notices")
    page.note("What was found in the input, and what to watch in each scenario.")
    page.skip()
    page.header()
    for issue in issues:
        page.line(_cells(issue))
    for notice, names in _notices(plan_set).items():
        scenarios = "all" if len(names) == len(plan_set.results) else "; ".join(names)
        page.line(["notice", notice.code, None, None, notice.text, None, scenarios])
    if not issues and not any(result.notices for result in plan_set.results):
        page.note("Nothing to remark.")


def _cells(issue: Issue) -> list[Cell]:
    return [issue.severity.value, issue.code, str(issue.location), issue.value, issue.text, issue.remedy, None]


def _notices(plan_set: PlanSet) -> dict[Notice, list[str]]:
    scenarios: dict[Notice, list[str]] = {}
    for result in plan_set.results:
        for notice in dict.fromkeys(result.notices):
            scenarios.setdefault(notice, []).append(result.name)
    return scenarios
