"""R63, User Access Logging."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R63",
    title=say("User Access Logging"),
    statement=say("The server's own log counts people and addresses, with known gaps; addresses are no machines."),
    state=State.OUT_OF_SCOPE,
    sources=(Source("learn.microsoft.com, User Access Logging", "2017-10-16"),),
    standing="Microsoft's words",
    limit="Reading exports of other systems is not built.",
)
