"""R45, subscriptions of people."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State


def _grant(plan: str, default: bool, title: str, place: int) -> Setting[bool]:
    """Return the policy on a subscription; one that no source is clear about can be read either way."""
    name = f"grants_{plan}"
    return Setting(
        name,
        PolicyKind.YES_NO,
        default,
        f"Whether {title} gives its person the base User CAL, of any current version.",
        place=place,
        also_called=(name.replace("m365_", ""),) if plan.startswith("m365_") else (),
        read_as={} if default else {"ask": False},
        form=Form(
            FormGroup.SUBSCRIPTIONS,
            title,
            "Does this subscription bring its person a Windows Server User CAL? No: whoever has it needs one like "
            "everybody else.",
        ),
        may_be_in_the_way=default,
        caution=ASK_ABOUT_READING,
        shapes_requirements=True,
        readings=(True, False) if plan in _OPEN else (),
    )


_OPEN = ("m365_f1", "m365_f3", "m365_a3", "m365_a5", "m365_g3", "m365_g5")
"""No source says clearly whether these include the base CAL."""
GRANTS = (
    _grant("m365_e3", True, "Microsoft 365 E3", 320),
    _grant("m365_e5", True, "Microsoft 365 E5", 330),
    _grant("ems_e3", True, "Enterprise Mobility + Security E3", 340),
    _grant("ems_e5", True, "Enterprise Mobility + Security E5", 350),
    _grant("m365_f1", False, "Microsoft 365 F1", 360),
    _grant("m365_f3", False, "Microsoft 365 F3", 370),
    _grant("m365_a3", False, "Microsoft 365 A3", 380),
    _grant("m365_a5", False, "Microsoft 365 A5", 390),
    _grant("m365_g3", False, "Microsoft 365 G3", 400),
    _grant("m365_g5", False, "Microsoft 365 G5", 410),
    _grant("m365_business_basic", False, "Microsoft 365 Business Basic", 420),
    _grant("m365_business_standard", False, "Microsoft 365 Business Standard", 430),
    _grant("m365_business_premium", False, "Microsoft 365 Business Premium", 440),
)
COVERED_BY_SUBSCRIPTION = Problem(
    "CAL-621",
    "People whom a subscription covers",
    "Their subscription includes the base User CAL of any current version, so none is planned for them. "
    "It covers no machine, nobody else and no Remote Desktop. The policies grants_... say which "
    "subscriptions do.",
)
OPEN_SUBSCRIPTIONS = Problem(
    "CAL-622",
    "Subscriptions of which it is not known whether they include CALs",
    "They count as if they did not. Look it up in your agreement, and answer yes in the policy where they do.",
)
UNKNOWN_SUBSCRIPTIONS = Problem(
    "CAL-623",
    "Subscriptions that are not known",
    "They give no right to a CAL. Office 365 plans do not; check the spelling of Microsoft 365 and EMS plans.",
)

RULE = Rule(
    id="R45",
    title="Subscriptions of people",
    statement=(
        "Microsoft 365 E3 and E5 and EMS count as a base User CAL of their person, at any version; never for "
        "Remote Desktop."
    ),
    state=State.BUILT,
    sources=(
        Source("escat.at", "2021-02-16"),
        Source("industrialmonitordirect.com"),
        Source("Microsoft's CAL equivalency table"),
    ),
    standing="several independent sources; other plans open",
    when=(COVERED_BY_SUBSCRIPTION.code,),
    where=("licensing/licences/subscriptions.py",),
    settings=GRANTS,
    notices=(COVERED_BY_SUBSCRIPTION, OPEN_SUBSCRIPTIONS, UNKNOWN_SUBSCRIPTIONS),
    tests=("tests/unit/licensing/test_subscriptions.py", "tests/property/test_against_enumeration.py"),
    limit="Plans no source is clear about count as granting nothing, and a notice asks.",
)
