"""R64, Remote Desktop reports."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R64",
    title=say("Remote Desktop reports"),
    statement=say("The licence manager's report shows people of the last 60 days only."),
    state=State.OUT_OF_SCOPE,
    sources=(Source("learn.microsoft.com, track Remote Desktop CALs", "2024-07-03"),),
    standing="Microsoft's words",
    limit="Reading exports of other systems is not built.",
)
