"""R65, Active Directory."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R65",
    title=say("Active Directory"),
    statement=say("A directory lists accounts, not people: disabled, service and second accounts must go."),
    state=State.OUT_OF_SCOPE,
    sources=(Source("follows from R2"),),
    standing="our inference; several independent sources",
    limit="Reading exports of other systems is not built; column active and person_id say it.",
)
