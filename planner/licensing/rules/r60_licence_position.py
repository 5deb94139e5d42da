"""R60, licence position."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import ACCESS_KINDS, NONE, AccessKind
from planner.domain.issue import Level, Notice, Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say

COUNT_BASIS = Setting(
    "count_basis",
    PolicyKind.CHOICE,
    "actual_access",
    say("What counts: the accesses that are listed, or that everybody may reach every server from every machine."),
    place=230,
    choices=("actual_access", "potential_access"),
    form=Form(
        FormGroup.COUNTED,
        say("What is counted"),
        say(
            "The accesses listed in the inventory, or everybody who may reach a server, whether "
            "they do or not? The second needs more licences."
        ),
        words={
            "actual_access": say("the accesses that are listed"),
            "potential_access": say("everybody who may reach a server"),
        },
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
    level=Level.MONEY,
)


POTENTIAL = "potential_access"


def counts_potential(view: View) -> bool:
    """Tell whether accesses are listed and policy counts possible ones instead."""
    estate, policy = view.estate, view.policy
    return policy[COUNT_BASIS] == POTENTIAL and len(estate.accesses) > 0


def as_counted(view: View) -> View:
    """Return the view as a scenario counts it: with potential access, everybody reaches everything."""
    return view.of(replace(view.estate, everybody_everywhere=True)) if counts_potential(view) else view


def count_basis(view: View) -> tuple[Notice, ...]:
    """Say how many people and machines each basis counts, where that differs."""
    estate = view.estate
    accesses, people, machines = estate.accesses, estate.people, estate.machines
    if estate.everybody_everywhere or not len(accesses):
        return ()
    used = (np.zeros(len(people.ids), dtype=bool), np.zeros(len(machines.ids), dtype=bool))
    for has, end in zip(used, (accesses.user, accesses.device), strict=True):
        has[end[end != NONE]] = True
    some, all_ = int(people.persons[used[0]].sum()), int(people.persons[people.active].sum())
    few, every = int(used[1].sum()), int(machines.active.sum())
    numbers = say(
        "people: {some} with an access, {all} who might have one; machines: {few} and {every}",
        some=some,
        all=all_,
        few=few,
        every=every,
    )
    if counts_potential(view):
        text = say(
            "Potential access is counted (rule R60): everybody may reach everything ({numbers}).", numbers=numbers
        )
        administering = int((accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)).sum())
        if administering:
            text += say(
                " So nobody only administers, and rule R10 frees nobody (accesses of kind admin: {administering}).",
                administering=administering,
            )
        return (WHAT_IS_COUNTED.notice(text),)
    if (some, few) == (all_, every):
        return ()
    text = say(
        "Actual access is counted (rule R60). Where limits cannot be shown, an auditor may count "
        "potential access ({numbers}); the policy count_basis = {potential} plans that.",
        numbers=numbers,
        potential=POTENTIAL,
    )
    return (WHAT_IS_COUNTED.notice(text),)


def _assumption(view: View) -> str | None:
    if counts_potential(view):
        return say(
            "Potential access is counted: every active person may reach every server from every "
            "active machine that is known, whatever accesses are listed."
        )
    if not view.estate.everybody_everywhere:
        return None
    return say(
        "Only a list of people and a list of machines is given, so everybody may reach every "
        "server from every machine: the cost is an upper bound that holds whatever the pairs "
        "are."
    )


RULE = Rule(
    id="R60",
    title=say("Licence position"),
    statement=(
        say(
            "Auditors ask for what is needed against what is held, and for the evidence; where "
            "limits are not shown, potential access counts."
        )
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
        "licensing/cover/potential_access.py",
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
    assumes=(Assumption(80, _assumption),),
)
