"""R66, public buyers in Germany: they may not leave out used licences without a reason, nor ask for bare products.

Vergabekammer Westfalen, decision of 1 March 2016, VK 1-02/16: a call for tenders for software licences that admitted
new ones only restricted competition without a reason; and a bare list of products of one maker is no neutral
description of what is needed, so function and equivalence have to be named.
"""

from __future__ import annotations

from planner.domain.issue import Level, Notice, Problem
from planner.domain.scenario import Policy
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State
from planner.licensing.rules.r57_countries import COUNTRY
from planner.words import say

BUYER = Setting(
    "buyer",
    PolicyKind.CHOICE,
    "private",
    say(
        "Whether the organisation is bound by the law on public procurement. A public buyer in "
        "Germany is told where a scenario leaves out used licences; no plan changes."
    ),
    place=525,
    choices=("private", "public"),
    form=Form(
        FormGroup.USED,
        say("Public buyer"),
        say(
            "Is the organisation bound by the law on public procurement? In Germany it may not "
            "leave out used licences without a reason."
        ),
        words={"private": "no", "public": "yes"},
        place=182,
    ),
)

NEW_ONLY = Problem(
    "CAL-698",
    "A public buyer leaves out used licences",
    "Public buyers in Germany may not exclude used licences without a reason that lies in what is bought (decision of "
    "the Vergabekammer Westfalen of 1 March 2016, VK 1-02/16). Put the reason into the records of the award, or let "
    "the policy allow_used be yes.",
    level=Level.BLOCKS,
)


def new_only_notices(policy: Policy) -> tuple[Notice, ...]:
    """Tell a public buyer in Germany that a scenario leaves out used licences."""
    is_bound = policy[COUNTRY] == "DE" and policy[BUYER] == "public"
    if not is_bound or (policy.allow_used and policy.max_used_share):
        return ()
    return (
        NEW_ONLY.notice(
            say(
                "This scenario buys no used licences. A public buyer in Germany may not exclude them "
                "without a reason (Vergabekammer Westfalen, 1 March 2016, VK 1-02/16): put the reason "
                "into the records of the award."
            )
        ),
    )


RULE = Rule(
    id="R66",
    title=say("Public buyers in Germany"),
    statement=say(
        "Public buyers in Germany may not exclude used licences without a reason, and a "
        "request names function and equivalence instead of a bare list of products."
    ),
    state=State.BUILT,
    sources=(
        Source(
            "Vergabekammer Westfalen, VK 1-02/16, as reported by the trade; the original was not read", "2016-03-01"
        ),
    ),
    standing="one decision",
    when=(NEW_ONLY.code,),
    where=("licensing/market/market.py",),
    settings=(BUYER,),
    also=(COUNTRY,),
    notices=(NEW_ONLY,),
    tests=("tests/unit/licensing/test_public_buyers.py",),
)
