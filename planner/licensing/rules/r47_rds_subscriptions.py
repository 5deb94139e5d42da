"""R47, Remote Desktop subscriptions."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.domain.setting import Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import Rule, Source, State
from planner.words import say

SUBSCRIPTIONS_ALLOWED = Setting(
    "subscriptions",
    PolicyKind.YES_NO,
    False,
    say("Whether subscriptions may be bought for a plan of one day, each at the price of one term."),
    place=65,
    form=Form(
        FormGroup.BOUGHT,
        say("Subscriptions"),
        say("May subscriptions be bought, at the price of one term? What later terms cost is not part of the plan."),
        place=60,
    ),
    looser=Looser(True, Trial.MORE_OFFERS),
)
SUBSCRIPTIONS = Problem(
    "CAL-603",
    "Subscriptions are not bought",
    "A plan for one day cannot say how long a subscription would be paid for, so it buys none, unless the policy "
    "subscriptions = yes lets it pay for one term.",
    level=Level.MONEY,
)
DEARER_WITHOUT = Problem(
    "CAL-681",
    "Plans that subscriptions would make possible, or much cheaper",
    "The price of one term is compared with licences for good, so look at how many terms you need.",
    level=Level.MONEY,
)
COVERED_REMOTELY = Problem(
    "CAL-688",
    "People with a Remote Desktop User CAL by subscription",
    "They need no other licence for Remote Desktop where licences of people count: not on hosts that are set to "
    "machines. The subscription gives no base CAL.",
)
ENDED = Problem(
    "CAL-682",
    "Owned subscriptions that have ended",
    "A subscription counts until its day in ends_on; correct the day where it was renewed.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R47",
    title=say("Remote Desktop subscriptions"),
    statement=(
        say(
            "Base CALs, Remote Desktop User CALs and connectors are also sold by the year. While "
            "they run they count at any version, like licences with Software Assurance."
        )
    ),
    state=State.PART,
    sources=(
        Source("redresscompliance.com"),
        Source("subscriptions of base CALs and connectors are sold since then", "May 2018"),
        Source("the product's own table in the Product Terms gives them rights like Software Assurance", "April 2026"),
    ),
    standing="several sources",
    where=("licensing/cover/remote_rights.py", "licensing/market/market.py", "planning/side_questions.py"),
    settings=(SUBSCRIPTIONS_ALLOWED,),
    notices=(SUBSCRIPTIONS, DEARER_WITHOUT, ENDED, COVERED_REMOTELY),
    tests=(
        "tests/unit/licensing/test_assurance.py",
        "tests/unit/licensing/test_remote_subscriptions.py",
    ),
    limit=(
        "Owned subscriptions count until the day in ends_on. How many terms are to be paid only a plan over several "
        "years says (policy horizon_months); there a subscription is bought term by term, from the plan's day on."
    ),
)
