"""R53, splitting lots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.offer import Offer
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import NOT_STATED, Ask, Finding, Objection, Rule, Source, State, Stated, Whom
from planner.words import joined, say

ALLOW_SPLIT_LOTS = Setting(
    "allow_split_lots",
    PolicyKind.YES_NO,
    True,
    say("Whether used licences may be bought, and owned ones sold, that are part of a larger lot."),
    place=540,
    form=Form(
        FormGroup.USED,
        say("Parts of larger lots"),
        say(
            "May used licences be bought, or yours be sold, that are only a part of what their "
            "first owner bought together?"
        ),
        place=210,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)


SPLIT = Objection(say("they are part of a larger lot, which the policy allow_split_lots rules out"), 50)


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    is_complete = licences.evidence.lot_is_complete
    if not policy[ALLOW_SPLIT_LOTS] and not is_complete:
        yield Finding(NOT_STATED, "lot_is_complete", 20) if is_complete is None else Finding(SPLIT)


def _risks(used: Sequence[Offer]) -> Iterator[str]:
    split = [offer.offer_id for offer in used if offer.evidence.lot_is_complete is False]
    if split:
        yield (
            say(
                "Parts of larger lots are bought ({value}). German and British courts accepted that volume "
                "lots are split (I ZR 8/13, 11 December 2014; [2025] CAT 75, 12 November 2025, with an "
                "appeal announced); the Court of Justice of the European Union did not for the users of "
                "one client-server licence. The risk is the buyer's.",
                value=joined(", ", split),
            )
        )


RULE = Rule(
    id="R53",
    title=say("Splitting lots"),
    statement=(
        say(
            "Parts of a volume lot may be sold on according to German and British courts; no "
            "judgment about CALs was found."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("German Federal Court, I ZR 8/13", "2014-12-11"),
        Source("UK Competition Appeal Tribunal, [2025] CAT 75 (2025-11-12), as reported by others"),
    ),
    standing="several independent sources; for CALs open",
    settings=(ALLOW_SPLIT_LOTS,),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    objections=_objections,
    binds_sellers=True,
    risks=_risks,
    asks=(
        Ask(
            Whom.LAWYER,
            say("May a part of a volume of CALs be resold?"),
            say("Yes, with a notice, unless policy allow_split_lots = no."),
        ),
    ),
)
