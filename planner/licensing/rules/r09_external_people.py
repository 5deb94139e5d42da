"""R9, own people and others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import RELATIONS, Relation
from planner.domain.issue import Notice, Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import PlannedFacts, Rule, Source, State
from planner.licensing.view import View

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

CONNECTED = Problem(
    "CAL-642",
    "External people whom connectors license",
    "They need no CAL on these hosts. Whoever counts as external is said by the column relation; "
    "employees and contractors on site are never licensed by a connector.",
)
BY_CAL = Problem(
    "CAL-643",
    "External people who are planned with CALs",
    "On these hosts CALs cost no more than an External Connector, or none is on offer.",
)
IN_LISTS = Problem(
    "CAL-644",
    "External people where everybody reaches everything",
    "In two lists, or with potential access, who reaches which server is not told apart, so connectors "
    "are not planned; everybody has a CAL. Name the accesses, and count actual access, to have "
    "connectors compared.",
)


def is_external(view: View) -> NDArray[np.bool_]:
    """Tell who may be licensed by a connector, shape (people,); whoever has one internal account is internal."""
    estate, policy = view.estate, view.policy
    if not len(estate.relation):
        return np.zeros(len(estate.people.ids), dtype=bool)
    nearest = Relation.EXTERNAL if policy[REMOTE_CONTRACTOR_IS_INTERNAL] else Relation.REMOTE_CONTRACTOR
    found: NDArray[np.bool_] = estate.relation >= RELATIONS.index(nearest)
    return found


def external_in_lists(view: View) -> tuple[Notice, ...]:
    """Say that connectors are not planned where only two lists are given."""
    estate = view.estate
    count = int((view.find(is_external) & estate.people.active).sum())
    if not estate.everybody_everywhere or not count:
        return ()
    why = (
        "everybody counts as reaching everything"
        if len(estate.accesses)
        else "it is not known which servers they reach"
    )
    text = f"External people are planned with CALs, because {why} (people: {count})."
    return (IN_LISTS.notice(text),)


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not any(relation == "remote_contractor" for relation, _ in view.estate.relations):
        return None
    reading = "yes" if view.policy[REMOTE_CONTRACTOR_IS_INTERNAL] else "no"
    return f"whether contractors who work remotely count as internal (policy remote_contractor_is_internal: {reading})"


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
    where=("licensing/cover/connectors.py",),
    settings=(REMOTE_CONTRACTOR_IS_INTERNAL,),
    notices=(CONNECTED, BY_CAL, IN_LISTS),
    tests=(
        "tests/unit/licensing/test_external.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Hosting for customers is neither and has no word in column relation. Headcount groups are internal people."
    ),
    open_point=_open_point,
)
