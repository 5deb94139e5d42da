"""The licensing rules that the plans of a set rest on."""

from __future__ import annotations

from planner.domain.plan import PlanSet
from planner.domain.product import METRICS, RDS, Condition, layer_of
from planner.domain.rule import RULES, Rule


def rules_used(plan_set: PlanSet) -> tuple[Rule, ...]:
    """Return the rules that at least one of the plans rests on."""
    plans = [result.plan for result in plan_set.results if result.plan]
    used = {"always"}
    if any(layer_of(row.product) == RDS and row.holders for plan in plans for row in plan.pools):
        used.add("rds")
    if any({row.metric for row in plan.pools if row.holders} >= set(METRICS) for plan in plans):
        used.add("mixing")
    if any(line.offer.condition is Condition.USED for plan in plans for line in plan.purchases):
        used.add("used")
    if any(plan.sales for plan in plans):
        used.add("used")
    # Some rules are used where a notice, whose code stands in the table, tells of it.
    used |= {notice.code for result in plan_set.results for notice in result.notices}
    return tuple(rule for rule in RULES if used.intersection(rule.when))
