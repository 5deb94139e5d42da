"""R50, price changes."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State

RULE = Rule(
    id="R50",
    title="Price changes",
    statement=(
        "User CALs rose by 15 % in December 2012 and by 13 % in August 2015; for later years no figure was found."
    ),
    state=State.NOT_BUILT,
    sources=(Source("several articles of 2012 and 2015"),),
    standing="several independent sources",
    limit="Planning over years, with expected price changes, is not built: prices are those of the plan's day.",
)
