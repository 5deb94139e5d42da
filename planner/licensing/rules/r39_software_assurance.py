"""R39, Software Assurance lifts the version."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.issue import Problem
from planner.domain.lot import Lot
from planner.domain.scenario import Policy
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Finding, Objection, Rule, Source, State
from planner.words import say

SELL_UNDER_SA = Setting(
    "sell_under_sa",
    PolicyKind.YES_NO,
    False,
    say("Whether owned licences under running Software Assurance, and CAL suites, may be sold."),
    place=165,
    form=Form(
        FormGroup.OWNED,
        say("Sell under Software Assurance"),
        say(
            "May licences be sold whose Software Assurance still runs, or that are CAL suites? "
            "Assurance does not go over to the buyer by itself, and a suite is one licence, so ask "
            "first."
        ),
        place=145,
    ),
    caution=say(
        "What becomes of Software Assurance when its licences are sold is for the agreement to "
        "say, so ask before you sell."
    ),
    readings=(True, False),
)

LIFTED = Problem(
    "CAL-660",
    "Lots that Software Assurance lifts to a newer version",
    "While Software Assurance runs (sa_until), its licences may be used at every version released until "
    "then, and the last one stays when it ends. The lots count at that version, whatever column version "
    "says; that it ran without a break since they were bought is not checked.",
)

ASSURED = Objection(say("their Software Assurance runs (policy sell_under_sa: no)"), 85)


def _holds_back(lot: Lot, policy: Policy) -> Iterator[Finding]:
    is_running = lot.sa_until is not None and policy.plan_date <= lot.sa_until
    if is_running and not policy[SELL_UNDER_SA]:
        yield Finding(ASSURED)


RULE = Rule(
    id="R39",
    title=say("Software Assurance lifts the version"),
    statement=(
        say(
            "With active Software Assurance a licence has the newest version; after it ends the last one reached stays."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("Directions on Microsoft", "2013"),
        Source("Product Terms mirror"),
    ),
    standing="several independent sources",
    when=(LIFTED.code,),
    where=("licensing/market/software_assurance.py",),
    settings=(SELL_UNDER_SA,),
    notices=(LIFTED,),
    holds_back=_holds_back,
    tests=(
        "tests/unit/licensing/test_software_assurance.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=("That Software Assurance ran without a break from the purchase until sa_until is taken from the inventory."),
)
