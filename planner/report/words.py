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
from planner.words import joined, say
from planner.words.numbers import ENGLISH, Numbers

STATUS = {
    PlanStatus.OPTIMAL: say("proved cheapest"),
    PlanStatus.FEASIBLE: say("not proved"),
    PlanStatus.UNPRICED: say("no prices yet"),
    PlanStatus.INFEASIBLE: say("impossible"),
    PlanStatus.STOPPED: say("stopped without a plan"),
}

DATA_LEVEL = {
    DataLevel.PAIRS: say("It is known who uses which machine; the plan is exact for these pairs."),
    DataLevel.GROUPS: say("People and machines are given as groups with counts; the plan is exact for their patterns."),
    DataLevel.UPPER_BOUND: (
        say(
            "It is not known who uses which machine, so everybody may use every machine. "
            "The total is an upper bound that holds whatever the true pairs are."
        )
    ),
}

_TWICE = re.compile(r"^([^:]{1,80}: )\1+")
_HOLDERS = {
    Metric.USER: lambda number: count(number, "person", "people"),
    Metric.DEVICE: lambda number: count(number, "machine"),
    Metric.HOST: lambda number: count(number, "host"),
}


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 pack`, `1,200 packs`."""
    return ENGLISH.count(number, one, many)


def holders(number: int, metric: Metric) -> str:
    """Write how many people or machines: `12 people`, `1 machine`."""
    return _HOLDERS[metric](number)


def percent(share: Fraction) -> str:
    """Write a share for people, `5 %`, `0.6 %`; one that would read as nought is `less than 0.1 %`."""
    return ENGLISH.percent(share)


def whose(names: Sequence[str], document: PlanDocument) -> str:
    """Name the scenarios that something holds for, of those that have a plan: `all`, `all but new only`."""
    others = [one.name for one, _ in document.planned if one.name not in names]
    if not others:
        return say("all")
    return say("all but {value}", value=joined("; ", others)) if len(others) < len(names) - 1 else joined("; ", names)


def said_once(text: str) -> str:
    """Drop a name that stands twice in front of a text: `Access: Access: 3 rows` is `Access: 3 rows`."""
    once = _TWICE.sub(r"\1", text)
    return text if once == text else once


def told_apart(names: Sequence[str], remarks: Sequence[str] = ()) -> list[str]:
    """Return names so that no two are the same: those that come again get their remark, or else a number."""
    often = Counter(names)
    pairs = zip(names, remarks, strict=True) if remarks else ((name, "") for name in names)
    told: list[str] = []
    for name, remark in pairs:
        full = say("{name}, {remark}", name=name, remark=remark) if remark and often[name] > 1 else name
        different, number = full, 1
        while different in told:
            number += 1
            different = say("{full} ({number})", full=full, number=number)
        told.append(different)
    return told


def listed(names: Sequence[str], most: int = 5) -> str:
    """Join names with commas, at most so many, and say how many more there are."""
    shown = joined(", ", names[:most])
    return say("{value} and {names} more", value=shown, names=len(names) - most) if len(names) > most else shown


def proof(plan: PlanLines, currency: str) -> str:
    """Say how good a plan is: `proved cheapest`, or what could still be saved at most."""
    if plan.is_unpriced:
        return say("a request for prices") if plan.savable_minor else say("no fewer licences will do")
    if not plan.savable_minor:
        return say("proved cheapest")
    return say(
        "at most {savable} ({gap}) could still be saved",
        savable=money.words(plan.savable_minor, currency),
        gap=percent(plan.gap),
    )


def outcome(scenario: ScenarioDocument, currency: str) -> str:
    """Say how a scenario ended, with the proof where there is a plan."""
    plan = scenario.plan
    return STATUS[scenario.status] if plan is None or plan.is_unpriced else proof(plan, currency)


def bought(plan: PlanLines) -> str:
    """Say what is bought: `412 new and 80 used licences from 3 vendors`, `nothing to buy`."""
    if not plan.purchases:
        return say("nothing to buy")
    if plan.is_unpriced:
        return say("{licences} to ask prices for, new or used", licences=count(plan.licences, "licence"))
    new, used = plan.new_licences, plan.used_licences
    vendors = count(plan.vendors, "vendor")
    if new and used:
        return say("{new:,} new and {used:,} used licences from {vendors}", new=new, used=used, vendors=vendors)
    if new:
        one = say("1 new licence from {vendors}", vendors=vendors)
        return one if new == 1 else say("{new:,} new licences from {vendors}", new=new, vendors=vendors)
    one = say("1 used licence from {vendors}", vendors=vendors)
    return one if used == 1 else say("{used:,} used licences from {vendors}", used=used, vendors=vendors)


def saving(baseline_minor: int, total_minor: int, baseline: str, currency: str) -> str:
    """Compare a total with the baseline's: `5,120.00 EUR (17.9 %) less than "users only"`."""
    saved = baseline_minor - total_minor
    if saved == 0:
        return say('the same as "{baseline}"', baseline=baseline)
    share = say(" ({fraction})", fraction=percent(Fraction(abs(saved), baseline_minor))) if baseline_minor > 0 else ""
    return say(
        '{saved}{share} {form} than "{baseline}"',
        saved=money.words(abs(saved), currency),
        share=share,
        form=say("less") if saved > 0 else say("more"),
        baseline=baseline,
    )


def headline(scenario: ScenarioDocument, baseline: ScenarioDocument | None, currency: str) -> str:
    """Return the one sentence that says what a scenario costs, buys, proves and saves."""
    plan = scenario.plan
    if plan is None:
        return say("{status}. {reason}", status=STATUS[scenario.status], reason=scenario.reason).strip()
    if plan.is_unpriced:
        return say("{bought}; {proof}.", bought=bought(plan), proof=proof(plan, currency))
    total = money.words(plan.cost.total, currency)
    parts = [_total(scenario, plan, total), bought(plan)]
    if plan.sales:
        parts.append(say("sales bring in {sales}", sales=money.words(plan.cost.sales, currency)))
    parts.append(proof(plan, currency))
    if baseline and baseline.plan and baseline.name != scenario.name:
        parts.append(saving(baseline.plan.cost.total, plan.cost.total, baseline.name, currency))
    return joined("; ", parts) + "."


def _total(scenario: ScenarioDocument, plan: PlanLines, total: str) -> str:
    if plan.cash is None:
        return say("{total} in total", total=total)
    return say("{total} over {months} months, as it is worth today", total=total, months=scenario.horizon_months)


_LEFT_OPEN = {"baseline": say('the dearer of "users only" and "devices only", else the first')}
"""What holds where a policy is left open, other than nothing."""


def policy_value(name: str, value: Any, currency: str, numbers: Numbers = ENGLISH) -> str:
    """Write one policy's value, as plan.json holds it, for people."""
    spec = SETTING_BY_NAME.get(name)
    if value is None:
        return _LEFT_OPEN.get(name, say("none"))
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list | tuple):
        return joined("; ", (str(item) for item in value)) or say("none")
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
    return joined(
        "; ",
        (
            say("{name}: {policy_value}", name=name, policy_value=policy_value(name, policy.get(name), currency))
            for name in names
        ),
    )
