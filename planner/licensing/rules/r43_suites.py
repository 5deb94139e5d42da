"""R43, suites."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State

SUITES = Problem(
    "CAL-664",
    "CAL suites that count as base CALs",
    "A Core or Enterprise CAL Suite contains the base CAL, not the Remote Desktop CAL. It has no "
    "version: it counts at the newest one released while its Software Assurance runs (sa_until), or at "
    "that of column version if it is newer. On offer, new ones count at the newest version of the plan's "
    "day.",
)

RULE = Rule(
    id="R43",
    title="Suites",
    statement="Core and Enterprise CAL Suites contain the base CAL, not the Remote Desktop CAL.",
    state=State.BUILT,
    sources=(Source("Microsoft's CAL equivalency table (2022 edition)"),),
    standing="Microsoft's words",
    when=(SUITES.code,),
    where=("licensing/market/suites.py",),
    notices=(SUITES,),
    tests=(
        "tests/unit/licensing/test_suites.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit="Only the base CAL of a suite is planned; other CALs that it contains are of no concern here.",
)
