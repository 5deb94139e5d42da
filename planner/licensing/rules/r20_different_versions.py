"""R20, different versions for different accesses."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R20",
    title=say("Different versions for different accesses"),
    statement=(
        say(
            "An older User CAL may serve old servers while a newer Device CAL serves the same person at a new terminal."
        )
    ),
    state=State.BUILT,
    sources=(Source("follows from R1 and R17"),),
    standing="our inference",
    where=("optimise/cover/clauses.py",),
    tests=("tests/property/test_against_enumeration.py",),
)
