"""R47, Remote Desktop subscriptions."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State

SUBSCRIPTIONS = Problem(
    "CAL-603",
    "Subscriptions are not bought",
    "A plan without a horizon cannot say how long a subscription would be paid for, so it buys none.",
)

RULE = Rule(
    id="R47",
    title="Remote Desktop subscriptions",
    statement="Remote Desktop User CALs are also sold by the year.",
    state=State.NOT_BUILT,
    sources=(Source("redresscompliance.com"),),
    standing="one author",
    notices=(SUBSCRIPTIONS,),
    limit=(
        "Subscriptions have a price per term, so how many terms are to be paid only a plan over several "
        "years can say, which is not built: none is bought, and a notice names such offers."
    ),
)
