"""R57, countries."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

COUNTRY: Setting[str | None] = Setting(
    "country",
    PolicyKind.COUNTRY,
    None,
    "Country of the buyer. In the EU and EEA used licences must have been first sold there; in GB and CH "
    "they may be bought, with a warning; elsewhere not. Blank: not checked.",
    place=520,
    blank="none",
    form=Form(
        FormGroup.USED,
        "Country of the buyer",
        "In the European Economic Area used licences must have been first sold there; in Great Britain and "
        "Switzerland they may be bought, with a warning; elsewhere not. Left open, it is not checked.",
        place=180,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
)

USED_TERRITORY = Problem(
    "CAL-631",
    "Used licences where the law is less settled",
    "In the United Kingdom and in Switzerland used licences are allowed with a warning; the policy "
    "country says where the buyer is.",
)

RULE = Rule(
    id="R57",
    title="Countries",
    statement=(
        "EU and EEA: allowed with a first sale there; United Kingdom and Switzerland: with a warning; "
        "elsewhere contract and law decide."
    ),
    state=State.BUILT,
    selling=State.NOT_BUILT,
    sources=(
        Source("UK Competition Appeal Tribunal, [2025] CAT 75"),
        Source("Jusletter", "2014-12-11"),
    ),
    standing="several independent sources",
    where=("licensing/licences/territories.py", "licensing/licences/used_licences.py"),
    settings=(COUNTRY,),
    notices=(USED_TERRITORY,),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    limit="Without policy country nothing is checked.",
)
