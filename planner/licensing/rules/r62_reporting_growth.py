"""R62, reporting growth."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R62",
    title=say("Reporting growth"),
    statement=say("Enterprise agreements ask for growth once a year."),
    state=State.INFORMATION,
    sources=(Source("redresscompliance.com, in passing"),),
    standing="not confirmed",
    limit="The checklist reminds of it; whether an agreement asks for it and when is not known to the program.",
)
