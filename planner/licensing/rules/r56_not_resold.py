"""R56, what cannot be sold on."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.evidence import Segment
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import NOT_STATED, Finding, Objection, Rule, Source, State, Stated
from planner.words import say

ALLOW_USED_OEM = Setting(
    "allow_used_oem",
    PolicyKind.YES_NO,
    False,
    say("Whether used OEM licences may be bought, and owned ones sold."),
    place=570,
    form=Form(
        FormGroup.USED,
        say("Used OEM licences"),
        say("May used licences be bought, or yours be sold, that were first sold together with a machine?"),
        place=240,
    ),
    looser=Looser(True, Trial.MORE_USED_OFFERS),
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)

ALLOW_USED_ACADEMIC_GOV = Setting(
    "allow_used_academic_gov",
    PolicyKind.YES_NO,
    False,
    say("Whether used academic, government and charity licences may be bought, and owned ones sold."),
    place=580,
    form=Form(
        FormGroup.USED,
        say("Used academic, government and charity licences"),
        say("May used licences be bought, or yours be sold, that were first sold at a special price to such buyers?"),
        place=250,
    ),
    looser=Looser(True, Trial.MORE_USED_OFFERS),
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)


LIMITED = Objection(say("licences limited in time cannot be resold"), 10)
OEM = Objection(say("they are OEM licences, which the policy allow_used_oem rules out"), 60)
SEGMENT = Objection(
    say("they are academic, government or charity licences, which the policy allow_used_academic_gov rules out"), 70
)


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    if licences.term_months is not None:
        yield Finding(LIMITED, say("{term_months} months", term_months=licences.term_months))
    segment = licences.evidence.segment
    if segment is None:
        if not (policy[ALLOW_USED_OEM] and policy[ALLOW_USED_ACADEMIC_GOV]):
            yield Finding(NOT_STATED, "segment", 30)
    elif segment is Segment.OEM:
        if not policy[ALLOW_USED_OEM]:
            yield Finding(OEM)
    elif segment is not Segment.COMMERCIAL and not policy[ALLOW_USED_ACADEMIC_GOV]:
        yield Finding(SEGMENT, segment)


RULE = Rule(
    id="R56",
    title=say("What cannot be sold on"),
    statement=(
        say(
            "Subscriptions and Software Assurance cannot; academic, government and machine-bound licences often cannot."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("Ingram Micro Austria"),
        Source("U-S-C"),
        Source("integrate-it.net"),
    ),
    standing="several independent sources",
    settings=(ALLOW_USED_OEM, ALLOW_USED_ACADEMIC_GOV),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    objections=_objections,
    binds_sellers=True,
)
