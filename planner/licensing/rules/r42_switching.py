"""R42, switching kinds."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

SWITCHED = Problem(
    "CAL-658",
    "Owned licences that are switched between user and device",
    "When active Software Assurance is renewed, User CALs may become Device CALs one for one, or the "
    "reverse. Have the switch written into the renewal.",
)

RULE = Rule(
    id="R42",
    title=say("Switching kinds"),
    statement=say("A User CAL becomes a Device CAL, or the reverse, only when active Software Assurance is renewed."),
    state=State.BUILT,
    sources=(Source("Microsoft's blog, switching between device and user CALs", "2013-04-01"),),
    standing="Microsoft's words",
    when=(SWITCHED.code,),
    where=("licensing/market/switching.py",),
    notices=(SWITCHED,),
    tests=("tests/unit/licensing/test_switching.py", "tests/property/test_against_enumeration.py"),
    limit="Only lots with a day in sa_renewed_on; whether the renewal names the switch is not checked.",
)
