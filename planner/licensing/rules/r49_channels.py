"""R49, channels."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R49",
    title="Channels",
    statement=say("Perpetual licences are sold through partners, with the machine, and in older agreements."),
    state=State.INFORMATION,
    sources=(
        Source("Directions on Microsoft", "August 2021"),
        Source("magazines"),
    ),
    standing="several independent sources",
    limit="Exclude offers or vendors by policy.",
)
