"""Collects what is found wrong or worth telling, in the order found: the first of each kind, and how many more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.issue import Issue, Location, Severity
from planner.words import say

MOST_OF_A_KIND = 1_000
"""So many problems of one code in one sheet are kept; the others are counted."""
LONGEST_TEXT = 4_000
"""Longer texts of an issue are cut off."""
Kind = tuple[str, Severity, str | None, str | None]


@dataclass(slots=True)
class Log:
    """What one reading found; checks add to it and never stop at the first."""

    _kept: list[Issue] = field(default_factory=list)
    _found: Counter[Kind] = field(default_factory=Counter)
    has_errors: bool = False
    """Whether any issue is an error."""

    def error(
        self, code: str, where: Location, value: str | None, text: str, remedy: str, meant: Sequence[str] = ()
    ) -> None:
        """Add an error; `value` is the text as found, `meant` what may be meant by it."""
        self.add(Issue(code, Severity.ERROR, where, value, text, remedy, suggestions=tuple(meant)))

    def notice(self, code: str, where: Location, text: str, remedy: str = "", value: str | None = None) -> None:
        """Add a notice; plans carry its text with no more of its location than the sheet."""
        self.add(Issue(code, Severity.NOTICE, where, value, text, remedy))

    def add(self, issue: Issue) -> None:
        """Add an issue."""
        kind = issue.code, issue.severity, issue.location.file, issue.location.sheet
        self._found[kind] += issue.stands_for
        self.has_errors = self.has_errors or issue.severity is Severity.ERROR
        if self._found[kind] <= MOST_OF_A_KIND:
            self._kept.append(_short(issue))

    def extend(self, issues: Iterable[Issue]) -> None:
        """Add issues that were found before."""
        for issue in issues:
            self.add(issue)

    def tell_otherwise(self, tell: Callable[[Sequence[Issue]], Iterable[Issue]]) -> None:
        """Have the issues that are kept told in other words."""
        self._kept = list(tell(self._kept))

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was found, in the order found; at the end how many more there are of which kind."""
        return (*self._kept, *(_more(kind, found) for kind, found in self._found.items() if found > MOST_OF_A_KIND))


def _short(issue: Issue) -> Issue:
    """Return an issue whose texts nobody made long to do harm."""
    value = issue.value
    if max(len(value or ""), len(issue.text), len(issue.location.column or "")) <= LONGEST_TEXT:
        return issue
    place = replace(issue.location, column=issue.location.column and issue.location.column[:LONGEST_TEXT])
    return replace(issue, value=value and value[:LONGEST_TEXT], text=issue.text[:LONGEST_TEXT], location=place)


def _more(kind: Kind, found: int) -> Issue:
    code, severity, file, sheet = kind
    more = found - MOST_OF_A_KIND
    said = say("1 more row has this problem") if more == 1 else say("{more:,} more rows have this problem", more=more)
    if severity is Severity.NOTICE:
        said = say("This is so of 1 more row") if more == 1 else say("This is so of {more:,} more rows", more=more)
    text = say("{said}; of each kind the first {most_of_a_kind:,} are told.", said=said, most_of_a_kind=MOST_OF_A_KIND)
    remedy = say("Correct those and check again.") if severity is Severity.ERROR else ""
    return Issue(code, severity, Location(file, sheet), None, text, remedy, more)
