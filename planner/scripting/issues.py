"""What a check found, as a data frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.issue import Issue, Severity
from planner.report.table import Column, Holds, table_of
from planner.report.words import count

if TYPE_CHECKING:
    import pandas as pd

ISSUES = (
    Column("severity", "Severity", meaning="`error`: must be corrected; `notice`: is only told."),
    Column("code", "Code"),
    Column("file", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", Holds.COUNT, "As a spreadsheet shows it."),
    Column("column", "Column"),
    Column("value", "Value found"),
    Column("text", "What"),
    Column("remedy", "What to do"),
)


def issues_frame(issues: Sequence[Issue]) -> pd.DataFrame:
    """Return issues as a data frame, one per row."""
    return table_of(
        ISSUES,
        [
            (
                each.severity.value, each.code, each.location.file, each.location.sheet, each.location.row,
                each.location.column, each.value, each.text, each.remedy,
            )
            for each in issues
        ],
    ).frame()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: everything that is wrong, and what is only told."""

    name: str
    found: tuple[Issue, ...]

    @property
    def can_be_planned(self) -> bool:
        """Whether nothing must be corrected first."""
        return not any(issue.severity is Severity.ERROR for issue in self.found)

    @property
    def issues(self) -> pd.DataFrame:
        """All that was found, one per row."""
        return issues_frame(self.found)

    def __repr__(self) -> str:
        errors = sum(issue.severity is Severity.ERROR for issue in self.found)
        notices = count(len(self.found) - errors, "notice")
        says = "can be planned" if self.can_be_planned else f"cannot be planned: {count(errors, 'error')}"
        return f"<Check {self.name} {says}, {notices}>"

    def _repr_html_(self) -> str:
        return str(self.issues.to_html(max_rows=60, index=False))
