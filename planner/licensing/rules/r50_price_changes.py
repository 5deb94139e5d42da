"""R50, price changes."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R50",
    title=say("Price changes"),
    statement=(
        say("User CALs rose by 15 % in December 2012 and by 13 % in August 2015; for later years no figure was found.")
    ),
    state=State.PART,
    sources=(Source("several articles of 2012 and 2015"),),
    standing="several independent sources",
    where=("timeline/worth.py", "timeline/dated.py"),
    tests=("tests/unit/timeline/test_timeline.py", "tests/golden/over_time/test_plans_over_time.py"),
    limit=(
        "With a horizon prices change by the yearly rates that policies price_change_new and price_change_used state; "
        "none is assumed."
    ),
)
