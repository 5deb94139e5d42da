"""R44, bridges."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Ask, Rule, Source, State, Whom
from planner.words import say

BRIDGES = Problem(
    "CAL-665",
    "Bridges that count for people with an online service",
    "A bridge counts only together with its online service, one per person: as many as people have the "
    "service in column subscriptions of sheet Users and no base CAL by a subscription. The others count "
    "for nothing and are not sold. The bridge for EMS is taken to include no base CAL, because EMS "
    "itself does.",
)
BRIDGE_OFFERS = Problem(
    "CAL-666",
    "Bridges on offer",
    "They are not bought: the plan does not know what the online service costs that they need.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R44",
    title="Bridges",
    statement=say("A bridge counts only with the online service it belongs to."),
    state=State.PART,
    sources=(Source("Microsoft's CAL equivalency table (2022 edition; its columns were not all readable)"),),
    standing="partly our inference",
    when=(BRIDGES.code, BRIDGE_OFFERS.code),
    where=("licensing/market/suites.py",),
    notices=(BRIDGES, BRIDGE_OFFERS),
    tests=(
        "tests/unit/licensing/test_suites.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "As many bridges count as people have the online service. Which people the register gives them to is "
        "not looked at: give them to those who have it. Bridges on offer are not bought."
    ),
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("Which base rights do our CAL bridges carry, and for whom?"),
            say("One for each person with the online service, none for EMS."),
        ),
    ),
)
