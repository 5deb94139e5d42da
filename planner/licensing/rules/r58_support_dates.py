"""R58, support dates."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

SUPPORT_WARNING_MONTHS = Setting(
    "support_warning_months",
    PolicyKind.COUNT,
    12,
    "Servers whose extended support ends within so many months are named, and purchases that are of no use after that.",
    place=450,
    form=Form(
        FormGroup.VERSIONS,
        "Warn so many months before support ends",
        "Servers whose support by Microsoft ends within so many months are named, and purchases that are of "
        "no use after that. The plan stays the same.",
        place=170,
    ),
)

SUPPORT_ENDED = Problem(
    "CAL-661",
    "Servers whose version is no longer supported",
    "Extended support of their version has ended. That takes no right to use them away and changes "
    "nothing in the plan; whether paid updates are still to be had is not looked at.",
)
SUPPORT_ENDS = Problem(
    "CAL-662",
    "Servers whose version is soon no longer supported",
    "Extended support of their version ends within the months of policy support_warning_months. Plan the "
    "upgrade: a newer server needs newer CALs. Scenarios with server_upgrades show what it costs in "
    "licences.",
)

RULE = Rule(
    id="R58",
    title="Support dates",
    statement=(
        "Extended support ends: 2016 on 2027-01-12, 2019 on 2029-01-09, 2022 on 2031-10-14, 2025 on 2034-11-14."
    ),
    state=State.BUILT,
    sources=(
        Source("learn.microsoft.com lifecycle pages (as of 2026-05-14)"),
        Source("on paid updates for 2016 choicesolutions.com", "2026-04-17"),
    ),
    standing="Microsoft's words, read in a copy",
    when=(SUPPORT_ENDED.code, SUPPORT_ENDS.code),
    where=("licensing/servers/lifecycle.py", "domain/product.py"),
    settings=(SUPPORT_WARNING_MONTHS,),
    notices=(SUPPORT_ENDED, SUPPORT_ENDS),
    tests=("tests/unit/licensing/test_lifecycle.py", "tests/property/test_against_enumeration.py"),
    limit=(
        "Nothing in a plan changes: servers are named, and the upgrade is yours to plan. Paid updates after "
        "the end of support are not looked at: for 2016 they are sold for up to "
        "three years after 2027-01-12."
    ),
)
