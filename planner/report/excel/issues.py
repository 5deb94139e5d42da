"""Everything the program has to remark, once each: what was found in the input, and notices of the scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.document import PlanDocument
from planner.domain.issue import Issue, Notice
from planner.report.excel.page import Book, Cell, PageColumn
from planner.report.watch import by_harm
from planner.report.words import said_once
from planner.words import joined, say


def write_issues(book: Book, document: PlanDocument, issues: Sequence[Issue]) -> None:
    """Write the issues with their places, then the scenarios' notices, each notice once."""
    columns = (
        PageColumn(say("Severity"), width=9),
        PageColumn(say("Code"), width=10, most=14),
        PageColumn(say("Where"), width=20, most=26),
        PageColumn(say("Value found"), width=13, most=18),
        PageColumn(say("What"), width=46),
        PageColumn(say("What to do"), width=34),
        PageColumn(say("Scenarios"), width=18, most=24),
    )
    page = book.page(say("Issues"), columns)
    page.title(say("Issues and notices"))
    page.note(say("What was found in the input, and what to watch in each scenario."))
    page.skip()
    notices = _notices(document, issues)
    if not issues and not notices:
        page.note(say("Nothing to remark."))
        return
    several = len({issue.location.file for issue in issues if issue.location.file}) > 1
    rows = [_cells(issue, several) for issue in issues]
    for notice, names in notices.items():
        scenarios = say("all") if len(names) == len(document.scenarios) else joined("; ", names)
        rows.append(["notice", notice.code, None, None, said_once(notice.text), None, scenarios])
    page.fit(rows)
    page.header()
    for cells in rows:
        page.line(cells)


def _cells(issue: Issue, several: bool) -> list[Cell]:
    where, file = str(issue.location), issue.location.file
    if several and file and where != file:
        where = say("{file}: {where}", file=file, where=where)
    return [issue.severity.value, issue.code, where, issue.value, issue.text, issue.remedy, None]


def _notices(document: PlanDocument, issues: Sequence[Issue]) -> dict[Notice, list[str]]:
    """Return who has which notice, without those that stand among the issues already, there with their place."""
    told = {
        (issue.code, text)
        for issue in issues
        for text in (issue.text, say("{sheet}: {text}", sheet=issue.location.sheet, text=issue.text))
    }
    scenarios: dict[Notice, list[str]] = {}
    for scenario in document.scenarios:
        for notice in dict.fromkeys(scenario.notices):
            if (notice.code, notice.text) not in told:
                scenarios.setdefault(notice, []).append(scenario.name)
    return {notice: scenarios[notice] for notice in by_harm(scenarios)}
