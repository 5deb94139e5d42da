"""R59, useful life."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Rule, Source, State
from planner.licensing.rules.r58_support_dates import SUPPORT_WARNING_MONTHS
from planner.words import say

SHORT_LIFE = Problem(
    "CAL-663",
    "Purchases of little lasting use",
    "A CAL does not expire, but it opens only servers of its version and older ones. It is called useful "
    "until extended support has ended for all versions in use that it opens. Compare newer licences on "
    "offer; the policy min_version admits only these.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R59",
    title=say("Useful life"),
    statement=say("A CAL loses its use when no supported server of its version or older is left."),
    state=State.PART,
    sources=(Source("follows from R17 and R58"),),
    standing="our inference",
    when=(SHORT_LIFE.code,),
    where=("licensing/servers/lifecycle.py",),
    also=(SUPPORT_WARNING_MONTHS,),
    notices=(SHORT_LIFE,),
    tests=("tests/unit/licensing/test_lifecycle.py",),
    limit=(
        "Purchases of little lasting use are named. A plan over several years (policy horizon_months) weighs a price "
        "against the years of use."
    ),
)
