"""Policies as a form asks for them: in groups, each with a question in plain words.

The words stand in `policy_words.csv` beside this file, in the order of the form.  A policy that nobody has put into
words yet is still asked for, by its own name, at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.data_table import rows_beside
from planner.domain.product import VERSIONS
from planner.domain.scenario import POLICIES, POLICY_BY_NAME, PolicyKind, PolicySpec
from planner.report.numbers import ENGLISH, Numbers
from planner.report.words import policy_value

MORE = "More rules"
_TABLE = {row["policy"]: row for row in rows_beside(__package__, "policy_words.csv")}
_METRIC_CHOICES = {
    "any": "any mix",
    "user": "User CALs only",
    "device": "Device CALs only",
    "single": "one kind, whichever is cheaper",
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "ws_metrics": _METRIC_CHOICES,
    "rds_metrics": _METRIC_CHOICES,
    "peripherals": {
        "covered_if_all_users_licensed": "covered if all their users are licensed",
        "each_needs_device_cal": "each needs a Device CAL",
        "exempt": "need no CAL",
    },
    "network_gear": {"exempt": "needs no CAL", "each_needs_device_cal": "each needs a Device CAL"},
    "server_upgrades": {"as_planned": "as planned", "none": "no upgrades"},
    "count_basis": {
        "actual_access": "the accesses that are listed",
        "potential_access": "everybody who may reach a server",
    },
    "missing_evidence": {"notice": "buy, and say so", "exclude": "do not buy"},
    "ws_admin_scope": {"organisation": "two in the whole organisation", "server": "two for each server"},
    "external_connector_scope": {
        "host": "each physical machine, with all servers on it",
        "instance": "each server",
    },
}
_EXAMPLES = {
    PolicyKind.SHARE: "e.g. 10 %",
    PolicyKind.MONEY: "e.g. 25000.00",
    PolicyKind.COUNT: "e.g. 3",
    PolicyKind.FACTOR: "e.g. 1.25",
    PolicyKind.NAMES: "names with ; between them",
    PolicyKind.COUNTRY: "two letters, e.g. DE",
}


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One policy as a form asks for it."""

    spec: PolicySpec
    group: str
    label: str
    help: str
    """What is asked, and the name by which a workbook knows the policy."""
    is_usual: bool
    """Whether most people look for it, so that it is asked at once."""

    @property
    def example(self) -> str:
        """What an answer looks like that is typed; empty where it is chosen or needs no example."""
        return _EXAMPLES.get(self.spec.kind, "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from, as one would type them in a cell; none where it is typed."""
        if self.spec.kind is PolicyKind.YES_NO:
            return ("yes", "no")
        if self.spec.kind is PolicyKind.VERSION:
            return tuple(VERSIONS)
        return tuple(self.spec.choices) if self.spec.kind is PolicyKind.CHOICE else ()


def questions() -> tuple[FormQuestion, ...]:
    """Return what a scenario may decide, group by group, without policies of the whole inventory and unbuilt ones."""
    order = {name: place for place, name in enumerate(_TABLE)}
    asked = [spec for spec in POLICIES if spec.everywhere and spec.built and spec.name not in ("plan_date", "baseline")]
    asked.sort(key=lambda spec: order.get(spec.name, len(order)))
    return tuple(_question(spec) for spec in asked)


def label_of(name: str) -> str:
    """Return what a policy is called in plain words."""
    return _words(name)["label"]


def choice_in_words(name: str, choice: str) -> str:
    """Return one of a policy's choices in plain words."""
    known = _CHOICES.get(name, {}).get(choice)
    if known is None and name == "server_upgrades":
        return f"everything at {choice}"
    return known or choice.replace("_", " ")


def given_in_words(overrides: Mapping[str, str]) -> str:
    """Say what a scenario decides: `Windows Server CALs: User CALs only; Budget: 900`."""
    return "; ".join(f"{label_of(name)}: {choice_in_words(name, value)}" for name, value in overrides.items())


def differences_in_words(
    names: Sequence[str], policy: Mapping[str, Any], currency: str, numbers: Numbers = ENGLISH
) -> str:
    """Say in which policies a scenario differs from another; `policy` holds values as plan.json writes them."""
    told = (f"{label_of(name)}: {value_in_words(name, policy.get(name), currency, numbers)}" for name in names)
    return "; ".join(told)


def value_in_words(name: str, value: Any, currency: str, numbers: Numbers = ENGLISH) -> str:
    """Write a policy's value, as plan.json holds it, in plain words."""
    if name in _CHOICES and isinstance(value, str):
        return choice_in_words(name, value)
    return policy_value(name, value, currency, numbers)


def _question(spec: PolicySpec) -> FormQuestion:
    words = _words(spec.name)
    return FormQuestion(spec, words["group"], words["label"], f"{words['help']} ({spec.name})", words["usual"] == "yes")


def _words(name: str) -> Mapping[str, str]:
    if name in _TABLE:
        return _TABLE[name]
    label = name.replace("_", " ")
    meaning = POLICY_BY_NAME[name].meaning if name in POLICY_BY_NAME else ""
    return {"group": MORE, "usual": "", "label": label[0].upper() + label[1:], "help": meaning}
