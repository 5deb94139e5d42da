"""The licensing rules that the plans of a document rest on."""

from __future__ import annotations

from planner.domain.document import PlanDocument
from planner.domain.product import METRICS, RDS, Condition, layer_of
from planner.licensing.rulebook import RULES, Rule


def rules_used(document: PlanDocument) -> tuple[Rule, ...]:
    """Return the rules that at least one of the plans rests on."""
    plans = [plan for _, plan in document.planned]
    used = {"always"}
    if any(layer_of(row.product) == RDS and row.holders for plan in plans for row in plan.positions):
        used.add("rds")
    if any({row.metric for row in plan.positions if row.holders} >= set(METRICS) for plan in plans):
        used.add("mixing")
    if any(line.condition is Condition.USED for plan in plans for line in plan.purchases):
        used.add("used")
    if any(plan.sales for plan in plans):
        used.add("used")
    # Some rules are used where a notice, whose code stands in the rule's room, tells of it.
    used |= {notice.code for scenario in document.scenarios for notice in scenario.notices}
    return tuple(rule for rule in RULES if used.intersection(rule.when))
