"""R54, is a CAL a copy of a program?."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.product import WS, layer_of
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Finding, Objection, PlannedFacts, Rule, Source, State, Stated
from planner.licensing.view import View
from planner.words import say

ALLOW_USED_WS_CAL = Setting(
    "allow_used_ws_cal",
    PolicyKind.YES_NO,
    True,
    say("Whether used base CALs may be bought."),
    place=550,
    form=Form(
        FormGroup.USED, say("Used Windows Server CALs"), say("May used licences of this kind be bought?"), place=220
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)

ALLOW_USED_RDS_CAL = Setting(
    "allow_used_rds_cal",
    PolicyKind.YES_NO,
    True,
    say("Whether used Remote Desktop CALs may be bought."),
    place=560,
    form=Form(
        FormGroup.USED, say("Used Remote Desktop CALs"), say("May used licences of this kind be bought?"), place=230
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)


PRODUCT = Objection(say("the policies allow_used_ws_cal and allow_used_rds_cal rule this product out"), 20)


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    allows = ALLOW_USED_WS_CAL if layer_of(licences.product) == WS else ALLOW_USED_RDS_CAL
    if not policy[allows]:
        yield Finding(PRODUCT)


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not any(line.is_used for line in planned.proofs):
        return None
    return say("whether used CALs may be resold like used programs; no ruling on CALs is known")


RULE = Rule(
    id="R54",
    title=say("Is a CAL a copy of a program?"),
    statement=say("A CAL is a right without a file; the law on resale speaks of copies."),
    state=State.BUILT,
    selling=State.NOT_BUILT,
    sources=(
        Source("Directions on Microsoft", "2006"),
        Source("our inference"),
    ),
    standing="open",
    settings=(ALLOW_USED_WS_CAL, ALLOW_USED_RDS_CAL),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    objections=_objections,
    open_point=_open_point,
)
