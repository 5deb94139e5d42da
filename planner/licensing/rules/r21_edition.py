"""R21, edition does not matter."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R21",
    title=say("Edition does not matter"),
    statement=say("The same CAL serves Standard and Datacenter."),
    state=State.BUILT,
    sources=(Source("Microsoft's CAL FAQ (read in a copy at computerlinksltd.com)"),),
    standing="Microsoft's words, read in a copy",
    where=("licensing/cover/requirements.py",),
    tests=("tests/property/test_against_enumeration.py",),
    limit="Essentials: see R15.",
)
