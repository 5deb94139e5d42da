"""R9, own people and others."""

from __future__ import annotations

from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State
from planner.licensing.rules.r46_external_connectors import BY_CAL, CONNECTED, IN_LISTS

REMOTE_CONTRACTOR_IS_INTERNAL = Setting(
    "remote_contractor_is_internal",
    PolicyKind.YES_NO,
    True,
    "Whether contractors who work remotely need CALs like employees; no: they are external people.",
    place=300,
    form=Form(
        FormGroup.OUTSIDE,
        "Contractors who work remotely count as staff",
        "Do contractors who never work on your premises need CALs like employees? No: they count as external "
        "people, like customers and suppliers.",
        place=370,
    ),
    shapes_requirements=True,
    readings=(True, False),
)


RULE = Rule(
    id="R9",
    title="Own people and others",
    statement=(
        "Employees, people of affiliates and contractors on site need CALs; other people CALs or an External Connector."
    ),
    state=State.BUILT,
    sources=(Source("npifinancial.com (2018-02-15), citing the Product Terms"),),
    standing="several independent sources",
    when=(CONNECTED.code, BY_CAL.code, IN_LISTS.code),
    where=("licensing/access/external.py",),
    settings=(REMOTE_CONTRACTOR_IS_INTERNAL,),
    tests=(
        "tests/unit/licensing/test_external.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Hosting for customers is neither and has no word in column relation. Headcount groups are internal people."
    ),
)
