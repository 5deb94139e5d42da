"""The licensing rules a plan rests on, with their sources, as data (`rules.csv` beside this file)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from planner.domain.plan import PlanSet
from planner.domain.product import METRICS, Condition, Product

_TABLE = (files(__package__) / "rules.csv").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, where that stands, and how sure it is.

    `when` says which plans rest on it; a code of a notice means those that carry it.
    """

    rule: str
    when: str
    statement: str
    source: str
    standing: str


RULES: tuple[Rule, ...] = tuple(Rule(**row) for row in csv.DictReader(_TABLE.splitlines()))


def rules_used(plan_set: PlanSet) -> tuple[Rule, ...]:
    """Return the rules that at least one of the plans rests on."""
    plans = [result.plan for result in plan_set.results if result.plan]
    used = {"always"}
    if any(row.product is Product.RDS_CAL and row.holders for plan in plans for row in plan.pools):
        used.add("rds")
    if any(len({row.metric for row in plan.pools if row.holders}) == len(METRICS) for plan in plans):
        used.add("mixing")
    if any(line.offer.condition is Condition.USED for plan in plans for line in plan.purchases):
        used.add("used")
    if any(plan.sales for plan in plans):
        used.add("used")
    used |= {notice.code for result in plan_set.results for notice in result.notices}
    return tuple(rule for rule in RULES if rule.when in used)
