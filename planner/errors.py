"""The few exceptions of the program.  Problems in the data are values (`planner.domain.issue`), not exceptions.

Whoever faces a person (the command line, later the dashboard) catches `PlannerError` once;
anything else that escapes is our own fault and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.words import Said, joined, say


class PlannerError(Exception):
    """Something a person can act on: a message in their words, and the exit code that tells scripts the same."""

    exit_code = 2

    def __str__(self) -> str:
        # As it was said, so that it can be shown in other languages; an exception's own way makes a plain text of it.
        message: str = self.args[0] if len(self.args) == 1 and isinstance(self.args[0], Said) else super().__str__()
        return message


class UsageError(PlannerError):
    """The command or the call asks for something that does not exist, e.g. an unknown scenario."""


class WorkbookError(PlannerError):
    """The inventory cannot be used as it is; `issues` lists everything that is wrong with it."""

    def __init__(self, issues: Sequence[Any]) -> None:
        self.issues = tuple(issues)
        errors = [issue for issue in self.issues if issue.severity == "error"]
        found = sum(issue.stands_for for issue in errors)
        told = say("all") if found == len(errors) else say("the first of each kind")
        more = [say("... and {more:,} more, {told} in `issues`", more=found - _SHOWN, told=told)]
        said = say("1 problem") if found == 1 else say("{found:,} problems", found=found)
        head = say("{said} in the inventory:", said=said)
        super().__init__(joined("\n", [head, *map(str, errors[:_SHOWN]), *(more if len(errors) > _SHOWN else [])]))


_SHOWN = 20
"""So many problems are named in the message itself."""


class NoPlanError(PlannerError):
    """The run was interrupted before there was any plan."""

    exit_code = 130


class SolverError(PlannerError):
    """The solver misbehaved: no usable status, or numbers that are not whole."""

    exit_code = 1


class AuditError(PlannerError):
    """A finished plan failed the independent audit.  Such a plan is never shown."""

    exit_code = 1

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(say("the plan failed its audit: ") + joined("; ", self.findings))
