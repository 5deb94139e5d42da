"""R43, suites."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.issue import Problem
from planner.domain.lot import Lot
from planner.domain.scenario import Policy
from planner.licensing.rule import Finding, Objection, Rule, Source, State
from planner.licensing.rules.r39_software_assurance import SELL_UNDER_SA
from planner.words import say

SUITES = Problem(
    "CAL-664",
    "CAL suites that count as base CALs",
    "A Core or Enterprise CAL Suite contains the base CAL, not the Remote Desktop CAL. It has no "
    "version: it counts at the newest one released while its Software Assurance runs (sa_until), or at "
    "that of column version if it is newer. On offer, new ones count at the newest version of the plan's "
    "day.",
)

ONE_LICENCE = Objection(
    say("they are suites or bridges, each one licence with more in it (policy sell_under_sa: no)"), 86
)


def _holds_back(lot: Lot, policy: Policy) -> Iterator[Finding]:
    if lot.suite is not None and not policy[SELL_UNDER_SA]:
        yield Finding(ONE_LICENCE)


RULE = Rule(
    id="R43",
    title="Suites",
    statement=say("Core and Enterprise CAL Suites contain the base CAL, not the Remote Desktop CAL."),
    state=State.BUILT,
    sources=(Source("Microsoft's CAL equivalency table (2022 edition)"),),
    standing="Microsoft's words",
    when=(SUITES.code,),
    where=("licensing/market/suites.py",),
    also=(SELL_UNDER_SA,),
    notices=(SUITES,),
    holds_back=_holds_back,
    tests=(
        "tests/unit/licensing/test_suites.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit="Only the base CAL of a suite is planned; other CALs that it contains are of no concern here.",
)
