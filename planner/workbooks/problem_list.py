"""The list of problems that is handed out with a workbook, or instead of one: its columns, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.words import say

SHEET = "Problems"
COLUMNS: Mapping[str, int] = {
    "severity": 10, "sheet": 14, "cell": 8, "column": 18, "value": 18, "text": 70, "remedy": 70, "code": 10,
}  # fmt: skip
"""Names and widths."""


def place_of(issue: Mapping[str, Any]) -> str:
    """Return the sheet that a problem stands in, or the file; of a catalogue's sheet, both."""
    sheet, file = issue["sheet"] or "", issue["file"] or ""
    return say("{sheet} ({file})", sheet=sheet, file=file) if sheet and issue["in_catalogue"] else sheet or file


def rows_of(issues: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return a row of texts per problem; what does not apply is empty."""
    listed = [{**issue, "sheet": place_of(issue)} for issue in issues]
    return [["" if issue[name] is None else str(issue[name]) for name in COLUMNS] for issue in listed]


def note_of(issue: Mapping[str, Any]) -> str:
    """Return what is said at the cell that a problem stands in."""
    return say("{issue} {issue_2} [{issue_3}]", issue=issue["text"], issue_2=issue["remedy"], issue_3=issue["code"])
