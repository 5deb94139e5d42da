"""R58, support dates."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State
from planner.words import say

SUPPORT_WARNING_MONTHS = Setting(
    "support_warning_months",
    PolicyKind.COUNT,
    12,
    say(
        "Servers whose extended support ends within so many months are named, and purchases "
        "that are of no use after that."
    ),
    place=450,
    form=Form(
        FormGroup.VERSIONS,
        say("Warn so many months before support ends"),
        say(
            "Servers whose support by Microsoft ends within so many months are named, and "
            "purchases that are of no use after that. The plan stays the same."
        ),
        place=170,
    ),
)

SUPPORT_ENDED = Problem(
    "CAL-661",
    "Servers whose version is no longer supported",
    "Extended support of their version has ended. That takes no right to use them away and changes "
    "nothing in the plan; until when security updates are sold after that is told where it is known.",
)
SUPPORT_ENDS = Problem(
    "CAL-662",
    "Servers whose version is soon no longer supported",
    "Extended support of their version ends within the months of policy support_warning_months. Plan the "
    "upgrade: a newer server needs newer CALs. Scenarios with server_upgrades show what it costs in "
    "licences.",
)

OUTLIVES = Problem(
    "CAL-689",
    "Servers that outlive their support within the horizon",
    "They run a version after its extended support has ended, and the plan counts no cost for that, as if it were "
    "free. Give keep_cost where security updates or a support contract are paid for, or the day of an upgrade, or "
    "leave the day to the plan (upgrade_choice).",
    level=Level.MONEY,
)
KEPT_TOO_LONG = Problem(
    "CAL-694",
    "Payments for keeping after the last security updates",
    "The plan counts payments for keeping a version after the last day for which Microsoft is known to sell security "
    "updates for it. They stand for something else, such as a support contract, or the version cannot be kept so long: "
    "then give upgrade_until.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R58",
    title=say("Support dates"),
    statement=(
        say(
            "Extended support ends: 2016 on 2027-01-12, 2019 on 2029-01-09, 2022 on 2031-10-14, "
            "2025 on 2034-11-14. Security updates are sold after that: for 2012 until 2026-10-13, "
            "for 2016 for up to three years."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("learn.microsoft.com lifecycle pages (as of 2026-05-14)"),
        Source("on paid updates for 2012 the same pages (as of 2026-05-14)"),
        Source("on paid updates for 2016 learn.microsoft.com/azure/azure-arc, read in a copy", "2026-07-16"),
        Source("choicesolutions.com", "2026-04-17"),
    ),
    standing="Microsoft's words, read in a copy",
    when=(SUPPORT_ENDED.code, SUPPORT_ENDS.code, OUTLIVES.code, KEPT_TOO_LONG.code),
    where=("licensing/servers/lifecycle.py", "domain/product.py"),
    settings=(SUPPORT_WARNING_MONTHS,),
    notices=(SUPPORT_ENDED, SUPPORT_ENDS, OUTLIVES, KEPT_TOO_LONG),
    tests=("tests/unit/licensing/test_lifecycle.py", "tests/property/test_against_enumeration.py"),
    limit=(
        "Servers are named, and the upgrade is yours to plan. With a horizon a plan counts what keeping a version "
        "costs (keep_cost), whatever is sold until when; payments beyond the last updates are named. The last day for "
        "2016 is counted from three years; no page that was read states it."
    ),
)
