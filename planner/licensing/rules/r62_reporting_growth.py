"""R62, reporting growth."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State

RULE = Rule(
    id="R62",
    title="Reporting growth",
    statement="Enterprise agreements ask for growth once a year.",
    state=State.INFORMATION,
    sources=(Source("redresscompliance.com, in passing"),),
    standing="not confirmed",
    limit="The checklist reminds of it; whether an agreement asks for it and when is not known to the program.",
)
