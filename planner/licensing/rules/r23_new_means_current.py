"""R23, new means current."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R23",
    title=say("New means current"),
    statement=(
        say(
            "New licences are sold in the current version and used downwards; older ones come from "
            "stock or second hand."
        )
    ),
    state=State.INFORMATION,
    sources=(
        Source("Directions on Microsoft", "2012-11-19"),
        Source("connectingup.org"),
    ),
    standing="several independent sources",
    limit="Any version on offer may be bought.",
)
