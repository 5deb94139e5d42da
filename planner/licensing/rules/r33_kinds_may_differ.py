"""R33, base and Remote Desktop CAL of different kinds."""

from __future__ import annotations

from planner.domain.plan import Plan
from planner.domain.product import Product
from planner.domain.scenario import BASE_AND_RDS_SAME_METRIC
from planner.licensing.rule import WITH_RDS, Ask, PlannedFacts, Rule, Source, State, Whom
from planner.licensing.view import View
from planner.words import say


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if view.policy.base_and_rds_same_metric or not _mixes_layers(planned.plan):
        return None
    return say("whether base and Remote Desktop CAL may be of different kinds (policy base_and_rds_same_metric: no)")


def _mixes_layers(plan: Plan) -> bool:
    """Tell whether somebody holds a Remote Desktop CAL, and licences of both kinds are in use."""
    in_use = [row for row in plan.pools if row.holders]
    return len({row.metric for row in in_use}) > 1 and any(row.product is Product.RDS_CAL for row in in_use)


RULE = Rule(
    id="R33",
    title=say("Base and Remote Desktop CAL of different kinds"),
    statement=(
        say(
            "The base CAL and the Remote Desktop CAL of one access may be of different kinds (policy "
            "base_and_rds_same_metric)."
        )
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
    open_point=_open_point,
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("May the base CAL of a Remote Desktop access be held by the person and the RDS CAL by the machine?"),
            say("Yes, unless policy base_and_rds_same_metric = yes."),
        ),
    ),
)
