"""R26, session host and Remote Desktop CAL."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R26",
    title=say("Session host and Remote Desktop CAL"),
    statement=say("A Remote Desktop CAL opens session hosts of its own version and older ones."),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop CALs (2025-06-16, and 2020-02-12 for older versions)"),),
    standing="Microsoft's words",
    where=("licensing/cover/deployments.py",),
    tests=("tests/unit/licensing/test_requirements.py", "tests/property/test_against_enumeration.py"),
)
