"""R38, stand-ins."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State

STAND_INS = Problem(
    "CAL-669",
    "People who stand in for somebody absent",
    "Their accesses count as the absent person's (column stand_in_for), who holds the licences. That is "
    "for the time of an absence only: people who are at work at the same time need licences of their "
    "own, and so does whoever stands in for a person whose base CAL comes with a subscription.",
)

RULE = Rule(
    id="R38",
    title="Stand-ins",
    statement="A stand-in for somebody absent may use that person's licence; people who overlap may not.",
    state=State.BUILT,
    sources=(Source("Microsoft clauses on reassignment (read in a copy)"),),
    standing="Microsoft's words, read in a copy",
    when=(STAND_INS.code,),
    where=("licensing/access/stand_ins.py",),
    notices=(STAND_INS,),
    tests=("tests/unit/licensing/test_stand_ins.py", "tests/property/test_against_enumeration.py"),
    limit=(
        "That the two are not at work at the same time is taken from column stand_in_for of sheet Users. "
        "Machines out of service are not looked at: give their accesses to the machine that takes their "
        "place."
    ),
)
