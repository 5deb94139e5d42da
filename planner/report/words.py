"""Figures and policies in words: the one place where reports agree on how things are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.domain.plan import DataLevel, Plan, PlanSet, PlanStatus, ScenarioResult
from planner.domain.product import Metric
from planner.domain.scenario import POLICY_BY_NAME, Policy, PolicyKind
from planner.report.numbers import ENGLISH, Numbers

STATUS = {
    PlanStatus.OPTIMAL: "proved cheapest",
    PlanStatus.FEASIBLE: "not proved",
    PlanStatus.INFEASIBLE: "impossible",
    PlanStatus.STOPPED: "stopped without a plan",
}

DATA_LEVEL = {
    DataLevel.PAIRS: "It is known who uses which machine; the plan is exact for these pairs.",
    DataLevel.GROUPS: "People and machines are given as groups with counts; the plan is exact for their patterns.",
    DataLevel.UPPER_BOUND: (
        "It is not known who uses which machine, so everybody may use every machine. "
        "The total is an upper bound that holds whatever the true pairs are."
    ),
}

_TWICE = re.compile(r"^([^:]{1,80}: )\1+")
_HOLDERS = {Metric.USER: ("person", "people"), Metric.DEVICE: ("machine", "machines"), Metric.HOST: ("host", "hosts")}


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 pack`, `1,200 packs`."""
    return ENGLISH.count(number, one, many)


def holders(number: int, metric: Metric) -> str:
    """Write how many people or machines: `12 people`, `1 machine`."""
    return count(number, *_HOLDERS[metric])


def percent(share: Fraction) -> str:
    """Write a share for people, `5 %`, `0.6 %`; one that would read as nought is `less than 0.1 %`."""
    return ENGLISH.percent(share)


def whose(names: Sequence[str], plan_set: PlanSet) -> str:
    """Name the scenarios that something holds for, of those that have a plan: `all`, `all but new only`."""
    others = [result.name for result in plan_set.results if result.plan and result.name not in names]
    if not others:
        return "all"
    return f"all but {'; '.join(others)}" if len(others) < len(names) - 1 else "; ".join(names)


def said_once(text: str) -> str:
    """Drop a name that stands twice in front of a text: `Access: Access: 3 rows` is `Access: 3 rows`."""
    return _TWICE.sub(r"\1", text)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Join names with commas, at most so many, and say how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def proof(plan: Plan, currency: str) -> str:
    """Say how good a plan is: `proved cheapest`, or what could still be saved at most."""
    if plan.is_proved:
        return "proved cheapest"
    savable = plan.cost.total - plan.lower_bound_minor
    return f"at most {money.words(savable, currency)} ({percent(plan.gap)}) could still be saved"


def outcome(result: ScenarioResult, currency: str) -> str:
    """Say how a scenario ended, with the proof where there is a plan."""
    return proof(result.plan, currency) if result.plan else STATUS[result.status]


def bought(plan: Plan) -> str:
    """Say what is bought: `412 new and 80 used licences from 3 vendors`, `nothing to buy`."""
    if not plan.purchases:
        return "nothing to buy"
    new, used = plan.licences - plan.used_licences, plan.used_licences
    kinds = " and ".join(f"{number:,} {kind}" for number, kind in ((new, "new"), (used, "used")) if number)
    noun = "licence" if plan.licences == 1 else "licences"
    return f"{kinds} {noun} from {count(plan.vendors, 'vendor')}"


def saving(baseline_minor: int, total_minor: int, baseline: str, currency: str) -> str:
    """Compare a total with the baseline's: `5,120.00 EUR (17.9 %) less than "users only"`."""
    saved = baseline_minor - total_minor
    if saved == 0:
        return f'the same as "{baseline}"'
    share = f" ({percent(Fraction(abs(saved), baseline_minor))})" if baseline_minor > 0 else ""
    return f'{money.words(abs(saved), currency)}{share} {"less" if saved > 0 else "more"} than "{baseline}"'


def headline(result: ScenarioResult, baseline: ScenarioResult | None, currency: str) -> str:
    """Return the one sentence that says what a scenario costs, buys, proves and saves."""
    plan = result.plan
    if plan is None:
        return f"{STATUS[result.status]}. {result.reason}".strip()
    parts = [f"{money.words(plan.cost.total, currency)} in total", bought(plan)]
    if plan.sales:
        parts.append(f"sales bring in {money.words(plan.cost.sales, currency)}")
    parts.append(proof(plan, currency))
    if baseline and baseline.plan and baseline.name != result.name:
        parts.append(saving(baseline.plan.cost.total, plan.cost.total, baseline.name, currency))
    return "; ".join(parts) + "."


_LEFT_OPEN = {"baseline": 'the dearer of "users only" and "devices only", else the first'}
"""What holds where a policy is left open, other than nothing."""


def policy_value(name: str, value: Any, currency: str, numbers: Numbers = ENGLISH) -> str:
    """Write one policy's value, as plan.json holds it, for people."""
    spec = POLICY_BY_NAME.get(name)
    if value is None:
        return _LEFT_OPEN.get(name, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value) or "none"
    if spec and spec.kind is PolicyKind.MONEY:
        return numbers.money(money.from_text(str(value)), currency)
    if spec and spec.kind in (PolicyKind.SHARE, PolicyKind.RATE):
        return numbers.percent(Fraction(str(value)))
    if isinstance(value, int | float):
        return numbers.decimal(Decimal(str(value)), grouped=False)
    return str(value)


def differences(first: Policy, policy: Policy) -> str:
    """Say in which policies a scenario differs from the first one: `allow_used: no; budget: 900.00 EUR`."""
    values = policy.as_json()
    names = differing_policies(first.as_json(), values)
    return "; ".join(f"{name}: {policy_value(name, values.get(name), policy.currency)}" for name in names)
