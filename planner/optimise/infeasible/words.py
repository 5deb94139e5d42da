"""Words for what makes a scenario impossible and for the changes that help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain import money
from planner.domain.plan import Relaxation
from planner.domain.scenario import POLICY_BY_NAME, Policy, json_value

_READINGS = (
    "peripherals", "network_gear", "count_infrastructure_access", "intranet_is_web_workload", "count_basis",
    "rds_mode_strict", "rds_type_convertible", "base_and_rds_same_metric", "azure_vm_ws_exempt",
)  # fmt: skip
_ABOUT_USED = (
    "missing_evidence", "country", "min_proof_score", "allow_split_lots", "allow_used_ws_cal", "allow_used_rds_cal",
    "allow_used_oem", "allow_used_academic_gov",
)  # fmt: skip
_CAUTION = " It is a reading of the licence terms, so ask before you rely on it."
_INSTALL_CAUTION = " Remote Desktop licences that cannot be installed are of no use, so ask the vendor first."
_USED_CAUTION = " Whoever relies on used licences must be able to prove their origin, so ask before you buy them."


def reason(names: Sequence[str], *, alone: bool) -> str:
    """Name the policies that stand in the way, each `alone` or all together."""
    listed = ", ".join(names)
    if len(names) == 1:
        return f"The policy {listed} stands in the way."
    if alone:
        return f"Changing any one of these policies is enough: {listed}."
    return f"These policies stand in the way together: {listed}."


def relaxation(policy: Policy, name: str, value: Any) -> Relaxation:
    """Return the change of one policy to `value`, in words and as plan.json writes it."""
    spec = POLICY_BY_NAME[name]
    before, after = json_value(spec, getattr(policy, name)), json_value(spec, value)
    return Relaxation(name, before, after, _change_in_words(policy, name, value))


def _change_in_words(policy: Policy, name: str, value: Any) -> str:
    present = getattr(policy, name)
    match name:
        case "budget":
            return f"Raise the budget to at least {money.words(value, policy.currency)}."
        case "max_vendors":
            return f"Allow {value} vendors instead of {present}." if value > 1 else "Allow 1 vendor."
        case "max_used_share":
            return f"Allow a share of {float(value):.2%} used licences instead of {float(present):.2%}."
        case "spare_share":
            return f"Ask for {float(value):.2%} spare licences instead of {float(present):.2%}."
        case "min_version":
            return f"Allow version {value} and newer to be bought." if value else "Allow every version to be bought."
        case "excluded_vendors" | "excluded_offers":
            back = ", ".join(sorted(set(present) - set(value)))
            return f"Take {back} off the list {name}."
        case _:
            shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            shown = "none" if value in (None, ()) else "; ".join(value) if isinstance(value, tuple) else shown
            return f"Set {name} to {shown}.{_caution(name)}"


def _caution(name: str) -> str:
    if name in _READINGS or name.startswith("grants_"):
        return _CAUTION
    if name == "require_rds_install_path":
        return _INSTALL_CAUTION
    return _USED_CAUTION if name in _ABOUT_USED else ""
