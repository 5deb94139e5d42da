"""Issues for other programs: what `check --json` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planner.domain.issue import Issue

FORMAT = "cal-planner/issues/1"


def to_json(issues: Iterable[Issue]) -> dict[str, Any]:
    """Return the issues in their order; what does not apply is null."""
    return {"format": FORMAT, "issues": [_issue(issue) for issue in issues]}


def _issue(issue: Issue) -> dict[str, Any]:
    where = issue.location
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "file": where.file,
        "sheet": where.sheet,
        "row": where.row,
        "column": where.column,
        "value": issue.value,
        "text": issue.text,
        "remedy": issue.remedy,
        "stands_for": issue.stands_for,
        "suggestions": list(issue.suggestions),
    }
