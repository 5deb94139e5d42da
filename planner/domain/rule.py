"""The licensing rules this program knows of, as data (`rules.csv` beside this file, one row per rule).

Each row says what the rule is, where it comes from and how sure that is, how far the program goes, and where: in
which modules of `planner`, under which policies, proved by which tests.  docs/rules.md is made of it, and so is what
a plan says about the rules it rests on.  The numbers are those by which the rules are quoted in the code.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from planner.domain.data_table import rows_beside


class State(StrEnum):
    """How far the program goes."""

    BUILT = "built"
    PART = "part"
    INFORMATION = "information"
    NOT_BUILT = "not built"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.  `when` says which plans rest on it: always, or where they have what it is about, or some notice."""

    rule: str
    title: str
    when: tuple[str, ...]
    statement: str
    state: State
    where: tuple[str, ...]
    policies: tuple[str, ...]
    source: str
    standing: str
    tests: tuple[str, ...]
    limit: str
    """What the program does not do, and what to do about it."""


def _rule(row: dict[str, str]) -> Rule:
    when, where, policies, tests = (
        tuple(filter(None, row[key].split(";"))) for key in ("when", "where", "policies", "tests")
    )
    return Rule(
        row["rule"],
        row["title"],
        when,
        row["statement"],
        State(row["state"]),
        where,
        policies,
        row["source"],
        row["standing"],
        tests,
        row["limit"],
    )


_ROWS = rows_beside(__package__, "rules.csv")
RULES: tuple[Rule, ...] = tuple(map(_rule, _ROWS))
assert all(list(row) == [field.name for field in fields(Rule)] for row in _ROWS)
