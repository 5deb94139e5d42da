"""R60, licence position."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

COUNT_BASIS = Setting(
    "count_basis",
    PolicyKind.CHOICE,
    "actual_access",
    "What counts: the accesses that are listed, or that everybody may reach every server from every machine.",
    place=230,
    choices=("actual_access", "potential_access"),
    form=Form(
        FormGroup.COUNTED,
        "What is counted",
        "The accesses listed in the inventory, or everybody who may reach a server, whether they do or not? "
        "The second needs more licences.",
        words={"actual_access": "the accesses that are listed", "potential_access": "everybody who may reach a server"},
        place=300,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_READING,
    may_be_an_obstacle=True,
    shapes_requirements=True,
    readings=("actual_access", "potential_access"),
)

WHAT_IS_COUNTED = Problem(
    "CAL-675",
    "Actual and potential access",
    "The plan counts the accesses that are listed. An auditor may count everybody who is able to reach a "
    "server, unless limits can be shown; the policy count_basis = potential_access plans that.",
)

RULE = Rule(
    id="R60",
    title="Licence position",
    statement=(
        "Auditors ask for what is needed against what is held, and for the evidence; where limits are not "
        "shown, potential access counts."
    ),
    state=State.BUILT,
    sources=(
        Source("redresscompliance.com"),
        Source("microsoftnegotiations.com"),
        Source("Directions on Microsoft", "2026-04-29"),
    ),
    standing="several independent sources",
    when=(WHAT_IS_COUNTED.code,),
    where=(
        "licensing/audit/checklist.py",
        "licensing/audit/checklist_of_estate.py",
        "licensing/audit/checklist_of_remote_desktop.py",
        "domain/shortfall.py",
        "report/excel/position.py",
        "report/excel/register.py",
        "licensing/access/potential_access.py",
    ),
    settings=(COUNT_BASIS,),
    notices=(WHAT_IS_COUNTED,),
    tests=(
        "tests/unit/licensing/test_checklist.py",
        "tests/unit/domain/test_shortfall.py",
        "tests/property/test_against_enumeration.py",
        "tests/unit/licensing/test_counting.py",
        "tests/golden/test_published_vectors.py",
    ),
    limit=(
        "Checklist, licence position, register and proof index are written; only actual access is counted. "
        "The checklist tells what the inventory shows; it reads no documents. Potential access is counted "
        "for accesses listed in sheet Access; groups are left as they are. Limits between some people and "
        "some servers are not modelled: it is the listed accesses, or everybody with everything."
    ),
)
