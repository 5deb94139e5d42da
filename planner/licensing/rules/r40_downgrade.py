"""R40, downgrade."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R40",
    title="Downgrade",
    statement=say("A newer licence may be used for an older version."),
    state=State.BUILT,
    sources=(Source("Product Terms, for all software (read in a mirror)"),),
    standing="Microsoft's words, read in a copy",
    where=("optimise/market/model.py",),
    tests=("tests/property/test_against_enumeration.py",),
)
