"""R33, base and Remote Desktop CAL of different kinds."""

from __future__ import annotations

from planner.domain.scenario import BASE_AND_RDS_SAME_METRIC
from planner.licensing.rule import WITH_RDS, Rule, Source, State

RULE = Rule(
    id="R33",
    title="Base and Remote Desktop CAL of different kinds",
    statement=(
        "The base CAL and the Remote Desktop CAL of one access may be of different kinds (policy "
        "base_and_rds_same_metric)."
    ),
    state=State.BUILT,
    sources=(
        Source("Microsoft's Remote Desktop licensing data sheet for 2012 R2 (read in a copy, original not read)"),
        Source("nothing read forbids it"),
    ),
    standing="open, ask in writing",
    when=(WITH_RDS,),
    where=("optimise/cover/clauses.py",),
    settings=(BASE_AND_RDS_SAME_METRIC,),
    tests=("tests/property/test_against_enumeration.py",),
)
