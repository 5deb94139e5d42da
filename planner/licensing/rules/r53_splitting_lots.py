"""R53, splitting lots."""

from __future__ import annotations

from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

ALLOW_SPLIT_LOTS = Setting(
    "allow_split_lots",
    PolicyKind.YES_NO,
    True,
    "Whether used offers may be bought that are part of a larger lot.",
    place=540,
    form=Form(
        FormGroup.USED,
        "Parts of larger lots",
        "May used licences be bought that are only a part of what their first owner bought together?",
        place=210,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=(True, False),
)


RULE = Rule(
    id="R53",
    title="Splitting lots",
    statement=(
        "Parts of a volume lot may be sold on according to German and British courts; no judgment about CALs was found."
    ),
    state=State.BUILT,
    selling=State.NOT_BUILT,
    sources=(
        Source("German Federal Court, I ZR 8/13", "2014-12-11"),
        Source("UK Competition Appeal Tribunal, [2025] CAT 75 (2025-11-12), as reported by others"),
    ),
    standing="several independent sources; for CALs open",
    where=("licensing/licences/used_licences.py", "licensing/audit/claims.py"),
    settings=(ALLOW_SPLIT_LOTS,),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
)
