"""R22, channel does not matter."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R22",
    title=say("Channel does not matter"),
    statement=say("CALs of any channel serve servers licensed in any other."),
    state=State.BUILT,
    sources=(Source("integrate-it.net"),),
    standing="one author",
    where=("licensing/market/market.py",),
    limit="Column channel of sheet Offers is information.",
)
