"""R9, own people and others: who needs a CAL like an employee, and whom an External Connector may license.

Which definition holds is a matter of the agreement's day.  Since 1 October 2024 internal are employees, and contractors
who work more than 30 hours a week for the organisation or on site each working day; all others are external.  Before
that the place counted: contractors on site are internal, and whether those who work remotely are is unclear.  What is
not stated of a contractor counts as internal, which is never too little; it is told, with the people at stake.

A contractor is external by the definition of 2024 who is stated to work 30 hours or less and is not on site each
working day, which is stated too or, of a remote contractor, understood.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, RELATIONS, Estate, Group, Relation
from planner.domain.issue import Level, Notice, Problem
from planner.domain.scenario import Policy
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Ask, PlannedFacts, Rule, Source, State, Whom
from planner.licensing.view import View
from planner.words import say

BY_HOURS, BY_PLACE = "2024", "before_2024"
IN_FORCE_SINCE = date(2024, 10, 1)
"""Agreements signed from this day on define external users by hours."""
MOST_HOURS = 30
"""A contractor who works so many hours a week or less is external, unless on site each working day."""

AGREEMENT_SIGNED = Setting(
    "agreement_signed",
    PolicyKind.DATE,
    None,
    say("The day the licence agreement was signed: it says which definition of external users holds."),
    place=302,
    blank=say("not stated"),
    form=Form(
        FormGroup.OUTSIDE,
        say("Day the agreement was signed"),
        say(
            "When was the agreement signed under which your CALs are held? Who counts as external "
            "changed on 1 October 2024."
        ),
        place=372,
    ),
    shapes_requirements=True,
)
EXTERNAL_DEFINITION = Setting(
    "external_definition",
    PolicyKind.CHOICE,
    None,
    say(
        "Which definition of external users holds: 2024, by hours a week and daily work on site; before_2024, by place."
    ),
    place=304,
    choices=(BY_HOURS, BY_PLACE),
    blank=say("2024 where agreement_signed is 2024-10-01 or later, else before_2024"),
    form=Form(
        FormGroup.OUTSIDE,
        say("Who is external"),
        say("Which definition of external users does your agreement have? Blank: by the day it was signed."),
        words={BY_HOURS: say("By hours a week (1 October 2024)"), BY_PLACE: say("By place (before)")},
        place=374,
    ),
    shapes_requirements=True,
)
REMOTE_CONTRACTOR_IS_INTERNAL = Setting(
    "remote_contractor_is_internal",
    PolicyKind.YES_NO,
    True,
    say(
        "Whether contractors who work remotely need CALs like employees; no: they are external "
        "people. By the definition of 2024 their hours say it instead."
    ),
    place=300,
    form=Form(
        FormGroup.OUTSIDE,
        say("Contractors who work remotely count as staff"),
        say(
            "Do contractors who never work on your premises need CALs like employees? No: they "
            "count as external people, like customers and suppliers."
        ),
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
    level=Level.MONEY,
)
IN_LISTS = Problem(
    "CAL-644",
    "External people where everybody reaches everything",
    "In two lists, or with potential access, who reaches which server is not told apart, so connectors "
    "are not planned; everybody has a CAL. Name the accesses, and count actual access, to have "
    "connectors compared.",
)


WHICH_DEFINITION = Problem(
    "CAL-686",
    "The day of the agreement decides who is external",
    "Look up when the agreement was signed and give policy agreement_signed: from 1 October 2024 on, hours and daily "
    "work on site decide, before that the place.",
    level=Level.MONEY,
)
HOURS_NOT_STATED = Problem(
    "CAL-687",
    "Contractors of whom hours or place are not stated",
    "They count as internal and are planned with CALs. Fill in weekly_hours and on_site_daily: who works 30 hours a "
    "week or less, and not on site each working day, is external and may be licensed by an External Connector.",
    level=Level.MONEY,
)


Flags = NDArray[np.bool_]


def goes_by_hours(policy: Policy) -> bool:
    """Tell whether the definition of 1 October 2024 holds."""
    given: Any = policy[EXTERNAL_DEFINITION]
    if given is not None:
        return bool(given == BY_HOURS)
    signed: Any = policy[AGREEMENT_SIGNED]
    return signed is not None and signed >= IN_FORCE_SINCE


def is_external(view: View) -> Flags:
    """Tell who may be licensed by a connector, shape (people,); whoever has one internal account is internal."""
    estate, policy = view.estate, view.policy
    if not len(estate.relation):
        return np.zeros(len(estate.people.ids), dtype=bool)
    return _external_by(estate, policy, by_hours=goes_by_hours(policy))


def group_is_external(group: Group, view: View) -> bool:
    """Tell whether the people of a group may be licensed by a connector."""
    policy = view.policy
    if not goes_by_hours(policy):
        return RELATIONS.index(group.relation) >= RELATIONS.index(_nearest_by_place(policy))
    if group.relation not in _CONTRACTORS:
        return group.relation is Relation.EXTERNAL
    is_remote = group.on_site_daily is None and group.relation is Relation.REMOTE_CONTRACTOR
    works_less = group.weekly_hours is not None and group.weekly_hours <= MOST_HOURS
    return works_less and (group.on_site_daily is False or is_remote)


_CONTRACTORS = (Relation.ONSITE_CONTRACTOR, Relation.REMOTE_CONTRACTOR)


def _external_by(estate: Estate, policy: Policy, *, by_hours: bool) -> Flags:
    if not by_hours:
        by_place: Flags = estate.relation >= RELATIONS.index(_nearest_by_place(policy))
        return by_place
    is_contractor, is_absent, is_on_site = _contractors(estate)
    found: Flags = estate.relation == RELATIONS.index(Relation.EXTERNAL)
    return found | (is_contractor & (_hours(estate) <= MOST_HOURS) & is_absent & ~is_on_site)


def _nearest_by_place(policy: Policy) -> Relation:
    return Relation.EXTERNAL if policy[REMOTE_CONTRACTOR_IS_INTERNAL] else Relation.REMOTE_CONTRACTOR


def _contractors(estate: Estate) -> tuple[Flags, Flags, Flags]:
    """Tell who is a contractor, who is not on site each working day, stated or understood, and who is stated to be."""
    stated = estate.people.on_site_daily
    on_site = np.full(len(estate.people.ids), NONE) if stated is None else stated
    is_remote = estate.relation == RELATIONS.index(Relation.REMOTE_CONTRACTOR)
    is_contractor = is_remote | (estate.relation == RELATIONS.index(Relation.ONSITE_CONTRACTOR))
    return is_contractor, (on_site == 0) | ((on_site == NONE) & is_remote), on_site == 1


def _hours(estate: Estate) -> NDArray[np.float64]:
    """Return the hours a week of each person, NaN where they are not stated."""
    stated = estate.people.weekly_hours
    return np.full(len(estate.people.ids), np.nan) if stated is None else stated


def definition_notices(view: View) -> tuple[Notice, ...]:
    """Ask for what decides who is external, where it is not stated and matters."""
    return (*_which_definition(view), *_hours_not_stated(view))


def _which_definition(view: View) -> tuple[Notice, ...]:
    """Ask for the day of the agreement where somebody is external by one definition only."""
    estate, policy = view.estate, view.policy
    if policy[EXTERNAL_DEFINITION] is not None or policy[AGREEMENT_SIGNED] is not None:
        return ()
    differ = 0
    if len(estate.relation):
        by_place, by_hours = (_external_by(estate, policy, by_hours=answer) for answer in (False, True))
        differ = int(estate.people.persons[estate.people.active & (by_place != by_hours)].sum())
    other = view.under(policy.having(external_definition=BY_HOURS))
    groups = [each for each in estate.groups if group_is_external(each, view) != group_is_external(each, other)]
    differ += sum(each.users for each in groups if each.exists_on(policy.plan_date))
    if not differ:
        return ()
    return (
        WHICH_DEFINITION.notice(
            say(
                "Whether these people are external depends on the day the agreement was signed (people: "
                "{differ}). It is not stated (policy agreement_signed), so the definition before 1 October "
                "2024 is taken; policy external_definition = 2024 shows what the other one would cost.",
                differ=differ,
            )
        ),
    )


def _hours_not_stated(view: View) -> tuple[Notice, ...]:
    """Say how many contractors would be external by the definition of 2024 if what is blank were stated."""
    estate, policy = view.estate, view.policy
    if not goes_by_hours(policy):
        return ()
    count = 0
    if len(estate.relation):
        is_contractor, _, is_on_site = _contractors(estate)
        may_be = is_contractor & ~is_on_site & ~(_hours(estate) > MOST_HOURS) & ~view.find(is_external)
        count = int(estate.people.persons[may_be & estate.people.active].sum())
    for group in estate.groups:
        may_be_group = group.relation in _CONTRACTORS and group.on_site_daily is not True
        works_more = group.weekly_hours is not None and group.weekly_hours > MOST_HOURS
        if may_be_group and not works_more and not group_is_external(group, view) and group.exists_on(policy.plan_date):
            count += group.users
    if not count:
        return ()
    return (
        HOURS_NOT_STATED.notice(
            say(
                "Contractors of whom weekly_hours or on_site_daily is blank count as internal (people: "
                "{count}). If they work {most_hours} hours a week or less and not on site each working "
                "day, they are external, and an External Connector may do instead of their CALs.",
                count=count,
                most_hours=MOST_HOURS,
            )
        ),
    )


def external_in_lists(view: View) -> tuple[Notice, ...]:
    """Say that connectors are not planned where only two lists are given."""
    estate = view.estate
    count = int((view.find(is_external) & estate.people.active).sum())
    if not estate.everybody_everywhere or not count:
        return ()
    why = (
        say("everybody counts as reaching everything")
        if len(estate.accesses)
        else say("it is not known which servers they reach")
    )
    text = say("External people are planned with CALs, because {why} (people: {count}).", why=why, count=count)
    return (IN_LISTS.notice(text),)


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if goes_by_hours(view.policy):
        return None
    if not any(relation == "remote_contractor" for relation, _ in view.estate.relations):
        return None
    reading = say("yes") if view.policy[REMOTE_CONTRACTOR_IS_INTERNAL] else say("no")
    return say(
        "whether contractors who work remotely count as internal (policy remote_contractor_is_internal: {reading})",
        reading=reading,
    )


RULE = Rule(
    id="R9",
    title=say("Own people and others"),
    statement=(
        say(
            "Employees and people of affiliates need CALs, and so do contractors who work more "
            "than 30 hours a week or on site each working day (agreements before October 2024: on "
            "site); other people CALs or an External Connector."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("npifinancial.com (2018-02-15), citing the Product Terms, for agreements before"),
        Source(
            "Microsoft's licensing news, Update to external users 2024 (read in a copy), of 2024-06-25", "2024-10-01"
        ),
    ),
    standing="several independent sources",
    when=(CONNECTED.code, BY_CAL.code, IN_LISTS.code, WHICH_DEFINITION.code, HOURS_NOT_STATED.code),
    where=("licensing/cover/connectors.py",),
    settings=(REMOTE_CONTRACTOR_IS_INTERNAL, AGREEMENT_SIGNED, EXTERNAL_DEFINITION),
    notices=(CONNECTED, BY_CAL, IN_LISTS, WHICH_DEFINITION, HOURS_NOT_STATED),
    tests=(
        "tests/unit/licensing/test_external.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Hosting for customers is neither and has no word in column relation. What is not stated of a contractor "
        "counts as internal. That the hours are an average is for the inventory to see to."
    ),
    open_point=_open_point,
    asks=(
        Ask(
            Whom.MICROSOFT,
            say(
                "Which definition of external users does our agreement have, that of 1 October 2024 or the one before?"
            ),
            say("The day in agreement_signed decides; blank: the one before."),
        ),
        Ask(
            Whom.MICROSOFT,
            say("Is a contractor external to our agreement who works remotely, part of the week, or on our machines?"),
            say("By hours and place (definition of 2024), or by policy remote_contractor_is_internal."),
        ),
    ),
)
