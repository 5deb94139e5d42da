"""R37, ninety days."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

TIED = Problem(
    "CAL-667",
    "Licences that stay with their holders",
    "They were given to their holders (assigned_to) less than 90 days before the plan's day "
    "(last_reassigned) and may not move again yet. The holder counts as holding the licence and needs no "
    "other up to its version. It is free where the holder is out of use.",
    level=Level.MONEY,
)
NOT_USED = Problem(
    "CAL-668",
    "Recently moved licences that are idle, or not checked",
    "A licence that may not move yet is idle where its holder needs none now, has another one, needs a newer version "
    "too, or by policy need not hold one: it is neither given to others nor sold. Licences of members of groups and "
    "lists are used among their likes, or idle where others might come to use them, and not sold; those without a "
    "holder, or with a shared account for one, are planned as if they might move: please check them yourself.",
)

RULE = Rule(
    id="R37",
    title=say("Ninety days"),
    statement=(
        say(
            "A licence moves to another holder at most every 90 days, except where a machine is "
            "lost or a person leaves."
        )
    ),
    state=State.BUILT,
    sources=(Source("Product Terms (June 2016, and universal terms, read in copies)"),),
    standing="Microsoft's words",
    when=(TIED.code,),
    where=("licensing/cover/reassignment.py", "optimise/assign.py"),
    notices=(TIED, NOT_USED),
    tests=(
        "tests/unit/licensing/test_reassignment.py",
        "tests/unit/optimise/test_assign.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Columns assigned_to and last_reassigned say who has which licence. Members of groups, people behind shared "
        "accounts and the two lists are not told apart, so their licences are used among their likes, or idle where "
        "others might come to use them, and not sold; a notice says so. With more than four questions of use or idle "
        "left open, some are left idle."
    ),
)
