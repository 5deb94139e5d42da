"""R5, User and Device CALs may be mixed."""

from __future__ import annotations

from planner.domain.scenario import RDS_METRICS, RDS_MIXING_COST, WS_METRICS, WS_MIXING_COST
from planner.licensing.rule import WITH_MIXING, Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R5",
    title=say("User and Device CALs may be mixed"),
    statement=(
        say(
            "User and Device CALs may be mixed. Microsoft says so for Remote Desktop; for base "
            "CALs licensing sites do, two vendor pages disagree."
        )
    ),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, license Remote Desktop session hosts", "2024-07-03"),),
    standing="Remote Desktop: Microsoft's words; base: several independent sources",
    when=(WITH_MIXING,),
    where=("licensing/market/market.py", "optimise/proof/cases.py"),
    settings=(WS_METRICS, RDS_METRICS, WS_MIXING_COST, RDS_MIXING_COST),
    tests=("tests/golden/test_published_vectors.py", "tests/golden/test_sample_estate.py"),
)
