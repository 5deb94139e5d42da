"""R38, people who stand in for somebody absent.

A licence is reassigned for good, except for the time somebody is absent: then whoever stands in uses that person's
licences.  So the accesses of a stand-in (column `stand_in_for`) are joined to those of the absent person, as those of
two accounts of one person are, and the stand-in needs no licence of his own; what the stand-in reaches and the absent
person does not must be covered too.  That the two are not at work at the same time is what the inventory says; people
who overlap are not stand-ins.

A subscription is nobody else's (rule R45): who stands in for a person whose base CAL comes with one is planned like
anybody.  Source: Microsoft clauses on reassignment (read in a copy, original not read).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.issue import Notice, Problem
from planner.licensing.naming import named
from planner.licensing.rule import Rule, Source, State
from planner.licensing.rules.r45_subscriptions import has_base_right
from planner.licensing.view import View
from planner.words import joined, say

STAND_INS = Problem(
    "CAL-669",
    "People who stand in for somebody absent",
    "Their accesses count as the absent person's (column stand_in_for), who holds the licences. That is "
    "for the time of an absence only: people who are at work at the same time need licences of their "
    "own, and so does whoever stands in for a person whose base CAL comes with a subscription.",
)


def licensed_as(view: View) -> Codes | None:
    """Return whose licences each person uses, as indexes of people, and `NONE` at the end; None: all their own."""
    estate = view.estate
    absent = estate.people.stands_in_for
    if absent is None:
        return None
    own = np.arange(len(absent))
    return np.append(np.where(_uses_other(absent, view.find(has_base_right)), absent, own), NONE)


def are_licensed(view: View) -> NDArray[np.bool_]:
    """Tell whose licences the active people use, shape (people,)."""
    active = view.estate.people.active
    licensed = view.find(licensed_as)
    if licensed is None:
        return active
    found = np.zeros(len(active), dtype=bool)
    found[licensed[:-1][active]] = True
    return found


def _uses_other(absent: Codes, has_right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell who uses an absent person's licences, shape (people,)."""
    uses: NDArray[np.bool_] = (absent != NONE) & ~has_right[absent]
    return uses


def stand_in_notices(view: View) -> tuple[Notice, ...]:
    """Say who uses an absent person's licences, and who cannot."""
    estate = view.estate
    people, absent = estate.people, estate.people.stands_in_for
    if absent is None:
        return ()
    stands_in = (absent != NONE) & people.active
    uses = stands_in & _uses_other(absent, view.find(has_base_right))
    parts = []
    for who, words in (
        (uses, say("People who stand in for somebody absent use that person's licences and need none of their own")),
        (stands_in & ~uses, say("Nobody uses another one's subscription, so these stand-ins are planned like anybody")),
    ):
        pairs = [say("{ids} for {ids_2}", ids=people.ids[p], ids_2=people.ids[absent[p]]) for p in np.flatnonzero(who)]
        if pairs:
            parts.append(
                say("{words} (rule R38; people: {pairs}): {names}.", words=words, pairs=len(pairs), names=named(pairs))
            )
    return (STAND_INS.notice(joined(" ", parts)),) if parts else ()


RULE = Rule(
    id="R38",
    title="Stand-ins",
    statement=say("A stand-in for somebody absent may use that person's licence; people who overlap may not."),
    state=State.BUILT,
    sources=(Source("Microsoft clauses on reassignment (read in a copy)"),),
    standing="Microsoft's words, read in a copy",
    when=(STAND_INS.code,),
    where=("licensing/cover/named_accesses.py",),
    notices=(STAND_INS,),
    tests=("tests/unit/licensing/test_stand_ins.py", "tests/property/test_against_enumeration.py"),
    limit=(
        "That the two are not at work at the same time is taken from column stand_in_for of sheet Users. "
        "Machines out of service are not looked at: give their accesses to the machine that takes their "
        "place."
    ),
)
