"""Figures and policies in words: the one place where reports agree on how things are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.plan import DataLevel, PlanStatus
from planner.domain.product import Metric
from planner.domain.setting import PolicyKind
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.report.numbers import ENGLISH, Numbers

STATUS = {
    PlanStatus.OPTIMAL: "proved cheapest",
    PlanStatus.FEASIBLE: "not proved",
    PlanStatus.UNPRICED: "no prices yet",
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


def whose(names: Sequence[str], document: PlanDocument) -> str:
    """Name the scenarios that something holds for, of those that have a plan: `all`, `all but new only`."""
    others = [one.name for one, _ in document.planned if one.name not in names]
    if not others:
        return "all"
    return f"all but {'; '.join(others)}" if len(others) < len(names) - 1 else "; ".join(names)


def said_once(text: str) -> str:
    """Drop a name that stands twice in front of a text: `Access: Access: 3 rows` is `Access: 3 rows`."""
    return _TWICE.sub(r"\1", text)


def told_apart(names: Sequence[str], remarks: Sequence[str] = ()) -> list[str]:
    """Return names so that no two are the same: those that come again get their remark, or else a number."""
    often = Counter(names)
    pairs = zip(names, remarks, strict=True) if remarks else ((name, "") for name in names)
    told: list[str] = []
    for name, remark in pairs:
        full = f"{name}, {remark}" if remark and often[name] > 1 else name
        different, number = full, 1
        while different in told:
            number += 1
            different = f"{full} ({number})"
        told.append(different)
    return told


def listed(names: Sequence[str], most: int = 5) -> str:
    """Join names with commas, at most so many, and say how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def proof(plan: PlanLines, currency: str) -> str:
    """Say how good a plan is: `proved cheapest`, or what could still be saved at most."""
    if plan.is_unpriced:
        return "a request for prices" if plan.savable_minor else "no fewer licences will do"
    if not plan.savable_minor:
        return "proved cheapest"
    return f"at most {money.words(plan.savable_minor, currency)} ({percent(plan.gap)}) could still be saved"


def outcome(scenario: ScenarioDocument, currency: str) -> str:
    """Say how a scenario ended, with the proof where there is a plan."""
    plan = scenario.plan
    return STATUS[scenario.status] if plan is None or plan.is_unpriced else proof(plan, currency)


def bought(plan: PlanLines) -> str:
    """Say what is bought: `412 new and 80 used licences from 3 vendors`, `nothing to buy`."""
    if not plan.purchases:
        return "nothing to buy"
    if plan.is_unpriced:
        return f"{count(plan.licences, 'licence')} to ask prices for, new or used"
    numbers = (plan.new_licences, "new"), (plan.used_licences, "used")
    kinds = " and ".join(f"{number:,} {kind}" for number, kind in numbers if number)
    noun = "licence" if plan.licences == 1 else "licences"
    return f"{kinds} {noun} from {count(plan.vendors, 'vendor')}"


def saving(baseline_minor: int, total_minor: int, baseline: str, currency: str) -> str:
    """Compare a total with the baseline's: `5,120.00 EUR (17.9 %) less than "users only"`."""
    saved = baseline_minor - total_minor
    if saved == 0:
        return f'the same as "{baseline}"'
    share = f" ({percent(Fraction(abs(saved), baseline_minor))})" if baseline_minor > 0 else ""
    return f'{money.words(abs(saved), currency)}{share} {"less" if saved > 0 else "more"} than "{baseline}"'


def headline(scenario: ScenarioDocument, baseline: ScenarioDocument | None, currency: str) -> str:
    """Return the one sentence that says what a scenario costs, buys, proves and saves."""
    plan = scenario.plan
    if plan is None:
        return f"{STATUS[scenario.status]}. {scenario.reason}".strip()
    if plan.is_unpriced:
        return f"{bought(plan)}; {proof(plan, currency)}."
    parts = [f"{money.words(plan.cost.total, currency)} in total", bought(plan)]
    if plan.sales:
        parts.append(f"sales bring in {money.words(plan.cost.sales, currency)}")
    parts.append(proof(plan, currency))
    if baseline and baseline.plan and baseline.name != scenario.name:
        parts.append(saving(baseline.plan.cost.total, plan.cost.total, baseline.name, currency))
    return "; ".join(parts) + "."


_LEFT_OPEN = {"baseline": 'the dearer of "users only" and "devices only", else the first'}
"""What holds where a policy is left open, other than nothing."""


def policy_value(name: str, value: Any, currency: str, numbers: Numbers = ENGLISH) -> str:
    """Write one policy's value, as plan.json holds it, for people."""
    spec = SETTING_BY_NAME.get(name)
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


def differences(first: Mapping[str, Any], policy: Mapping[str, Any], currency: str) -> str:
    """Say in which policies a scenario differs from another: `allow_used: no; budget: 900.00 EUR`."""
    names = differing_policies(first, policy)
    return "; ".join(f"{name}: {policy_value(name, policy.get(name), currency)}" for name in names)
