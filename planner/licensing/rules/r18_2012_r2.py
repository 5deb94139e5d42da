"""R18, 2012 is 2012 R2."""

from __future__ import annotations

from planner.licensing.rule import ALWAYS, Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R18",
    title="2012 is 2012 R2",
    statement=say("A 2012 CAL is good for 2012 R2: there is no separate one."),
    state=State.BUILT,
    sources=(
        Source("Microsoft's CAL FAQ (read in a copy, original not read)"),
        Source("Directions on Microsoft", "2013-08-19"),
    ),
    standing="several independent sources",
    when=(ALWAYS,),
    where=("domain/product.py",),
    tests=("tests/unit/ingest/test_cells.py",),
)
