"""Collects what is found wrong or worth telling, in the order found."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain.issue import Issue, Location, Severity


@dataclass(slots=True)
class Log:
    """All issues of one reading; checks add to it and never stop at the first."""

    issues: list[Issue] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether any issue is an error."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def error(self, code: str, where: Location, value: str | None, text: str, remedy: str) -> None:
        """Add an error; `value` is the text as found."""
        self.issues.append(Issue(code, Severity.ERROR, where, value, text, remedy))

    def notice(self, code: str, where: Location, text: str, remedy: str = "", value: str | None = None) -> None:
        """Add a notice; plans carry its text with no more of its location than the sheet."""
        self.issues.append(Issue(code, Severity.NOTICE, where, value, text, remedy))
