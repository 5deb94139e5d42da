"""R54, is a CAL a copy of a program?."""

from __future__ import annotations

from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

ALLOW_USED_WS_CAL = Setting(
    "allow_used_ws_cal",
    PolicyKind.YES_NO,
    True,
    "Whether used base CALs may be bought.",
    place=550,
    form=Form(FormGroup.USED, "Used Windows Server CALs", "May used licences of this kind be bought?", place=220),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)

ALLOW_USED_RDS_CAL = Setting(
    "allow_used_rds_cal",
    PolicyKind.YES_NO,
    True,
    "Whether used Remote Desktop CALs may be bought.",
    place=560,
    form=Form(FormGroup.USED, "Used Remote Desktop CALs", "May used licences of this kind be bought?", place=230),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)


RULE = Rule(
    id="R54",
    title="Is a CAL a copy of a program?",
    statement="A CAL is a right without a file; the law on resale speaks of copies.",
    state=State.BUILT,
    selling=State.NOT_BUILT,
    sources=(
        Source("Directions on Microsoft", "2006"),
        Source("our inference"),
    ),
    standing="open",
    where=("licensing/licences/used_licences.py", "licensing/audit/claims.py"),
    settings=(ALLOW_USED_WS_CAL, ALLOW_USED_RDS_CAL),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
)
