"""Policies as a form asks for them: in groups, each with a question in plain words.

A policy that nobody has put into words yet is still asked for, by its own name, at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.scenario import POLICIES, PolicySpec
from planner.report.numbers import ENGLISH, Numbers
from planner.report.words import policy_value

MORE = "More rules"
_GRANTS = "Subscriptions that bring a CAL"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "What may be bought": {
        "allow_used": "Used licences",
        "allow_used_ws_cal": "Used Windows Server CALs",
        "allow_used_rds_cal": "Used Remote Desktop CALs",
        "max_used_share": "Largest share of used licences",
        "min_version": "Oldest version that may be bought",
        "budget": "Budget",
        "max_vendors": "Most vendors to order from",
        "order_cost": "Cost of each order",
        "excluded_vendors": "Vendors to leave out",
        "excluded_offers": "Offers to leave out",
    },
    "User or Device CALs": {
        "ws_metrics": "Windows Server CALs",
        "rds_metrics": "Remote Desktop CALs",
        "ws_mixing_cost": "Cost of having both kinds, Windows Server",
        "rds_mixing_cost": "Cost of having both kinds, Remote Desktop",
    },
    "What you own": {
        "use_owned": "Use the licences you own",
        "sell_surplus": "Sell what is not needed",
        "spare_share": "Spare licences, as a share",
        "rds_type_convertible": "Owned Remote Desktop CALs may change kind",
    },
    "Who and what counts": {
        "count_basis": "What is counted",
        "count_infrastructure_access": "Everybody reaches infrastructure servers",
        "intranet_is_web_workload": "Staff's web servers need no CAL",
        "peripherals": "Printers, scanners and time clocks",
        "network_gear": "Network gear",
        "rds_mode_strict": "Keep to each deployment's Remote Desktop mode",
        "base_and_rds_same_metric": "Both CALs of an access at the same end",
        "azure_vm_ws_exempt": "No base CAL for Azure virtual machines",
    },
    "Server versions": {
        "server_upgrades": "Server upgrades",
        "support_warning_months": "Warn so many months before support ends",
    },
    "Evidence for used licences": {
        "country": "Country of the buyer",
        "missing_evidence": "Where evidence is missing",
        "min_proof_score": "Proof that is required",
        "allow_split_lots": "Parts of larger lots",
        "require_rds_install_path": "Remote Desktop offers must say how to install",
        "allow_used_oem": "Used OEM licences",
        "allow_used_academic_gov": "Used academic, government and charity licences",
    },
    "If somebody audits": {
        "list_price_ws_cal": "List price of a Windows Server CAL",
        "list_price_rds_cal": "List price of a Remote Desktop CAL",
        "audit_threshold": "Share of the need above which it costs more",
        "audit_factor": "How many times the list price it costs then",
        "audit_cost": "Cost of the audit itself",
    },
}
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
}
_PLACE = {name: (group, label) for group, labels in _WORDS.items() for name, label in labels.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """One policy as a form asks for it."""

    spec: PolicySpec
    label: str

    @property
    def help(self) -> str:
        """What the policy means, and the name by which a workbook knows it."""
        return f"{self.spec.meaning} ({self.spec.name})"


def questions() -> Mapping[str, tuple[Question, ...]]:
    """Return what a scenario may decide, by group; policies of the whole inventory and unbuilt ones are left out."""
    groups: dict[str, list[Question]] = {group: [] for group in (*_WORDS, _GRANTS, MORE)}
    for spec in POLICIES:
        if spec.everywhere and spec.built and spec.name not in ("plan_date", "baseline"):
            group, label = _place(spec.name)
            groups[group].append(Question(spec, label))
    for group, labels in _WORDS.items():
        order = list(labels)
        groups[group].sort(key=lambda question: order.index(question.spec.name))
    return {group: tuple(asked) for group, asked in groups.items() if asked}


def label_of(name: str) -> str:
    """Return what a policy is called in plain words."""
    return _place(name)[1]


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
    told = []
    for name in names:
        value = policy.get(name)
        if name in _CHOICES and isinstance(value, str):
            words = choice_in_words(name, value)
        else:
            words = policy_value(name, value, currency, numbers)
        told.append(f"{label_of(name)}: {words}")
    return "; ".join(told)


def _place(name: str) -> tuple[str, str]:
    if name in _PLACE:
        return _PLACE[name]
    words = name.replace("_", " ")
    if name.startswith("grants_"):
        return _GRANTS, words.removeprefix("grants ").upper()
    return MORE, words[0].upper() + words[1:]
