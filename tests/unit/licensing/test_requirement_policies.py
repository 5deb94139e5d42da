"""Policies that agree in what requirements depend on ask for the same; that is what lets scenarios share them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import Estate, Infrastructure, RdsMode
from planner.domain.product import Version
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy
from planner.licensing import find_requirements, requirement_policies
from planner.licensing.rulebook import SETTING_BY_NAME, SETTINGS
from planner.licensing.view import View
from tests.builders import DAY, estate, group, policy, server

SERVERS = [
    server("cloud", "2025", licensing="azure_vm"),
    server("farm", rds_mode=RdsMode.CHOOSE),
    server("later", "2016", upgrade_to=Version("2025"), upgrade_on=DAY + timedelta(days=9), upgrade_cost_minor=7),
    server("old", "2019", host="cluster", upgrade_to=Version("2022"), upgrade_on=DAY),
    server("old", "2019", upgrade_to=Version("2022"), upgrade_on=DAY),
    server("staff", "2025", workload="web_internal"),
    server("users", rds_mode=RdsMode.USER),
    server("zone", "2025", infrastructure=(Infrastructure.DNS,)),
]
ACCESSES = [
    ("ann", "pc", "cloud", "standard"),
    ("ann", "pc", "cloud", "rds"),
    ("ann", "pc", "farm", "rds"),
    ("ann", "pc", "users", "rds"),
    ("ann", "mfp", "old", "standard"),
    ("bob", "switch", "later", "standard"),
    (None, "clock", "later", "standard"),
    ("root", "console", "later", "admin"),
    ("root", "laptop", "old", "admin"),
    ("guest", "pc", "old", "standard"),
    ("away", "pc", "old", "standard"),
    ("cid", None, "staff", "standard"),
]
GROUPS = [
    replace(group("own", 4, 5, "own", rds="2022", peripherals=1), ends=DAY + timedelta(days=9)),
    group("shared", 3, 2),
    group("unknown", 3, 2, "unknown"),
]
GRANTS = [spec for spec in SETTINGS if spec.name.startswith("grants_")]
PLANS = {f"holder {spec.name}": (spec.name.removeprefix("grants_"),) for spec in GRANTS}
ACCESSES += [(person, "pc", "old", "standard") for person in PLANS]
RELATIONS = {"guest": "external", "away": "remote_contractor"}
NAMED = estate(
    GROUPS,
    SERVERS,
    ACCESSES,
    subscriptions=PLANS,
    relations=RELATIONS,
    kinds={"mfp": "printer", "switch": "network", "clock": "time_clock"},
)
NAMED = replace(
    NAMED, people=replace(NAMED.people, weekly_hours=np.where(NAMED.people.ids == "away", np.float64(12), np.nan))
)
LISTS = estate(servers=SERVERS, persons={"ann": 1, "till": 3}, kinds={"pc": "laptop", "mfp": "printer"}, two_lists=True)

CHANGES: dict[str, Any] = {
    "azure_rds_device_with_sa": True,
    "rds_mode_default": "choose",
    "plan_date": DAY + timedelta(days=9),
    "server_upgrades": "2025",
    "peripherals": "exempt",
    "network_gear": "each_needs_device_cal",
    "rds_mode_strict": False,
    "azure_vm_ws_exempt": False,
    "ws_admin_scope": "server",
    "remote_contractor_is_internal": False,
    "agreement_signed": date(2024, 10, 1),
    "external_definition": "2024",
    "external_connector_scope": "instance",
    "count_infrastructure_access": False,
    "intranet_is_web_workload": True,
    "count_basis": "potential_access",
    **{spec.name: not spec.default for spec in GRANTS},
}
"""The policies that requirements depend on, and a value that shows it."""

OTHERS: dict[str, Any] = {
    "subscriptions": True,
    "support_warning_months": 24,
    "currency": "USD",
    "examples_are_ours": True,
    "baseline": "cheapest",
    "allow_used": False,
    "max_used_share": Fraction(1, 3),
    "ws_metrics": "user",
    "rds_metrics": "single",
    "ws_mixing_cost": 5,
    "rds_mixing_cost": 5,
    "order_cost": 5,
    "upgrades_later_months": 7,
    "max_vendors": 1,
    "excluded_vendors": ("Vendor A",),
    "excluded_offers": ("U",),
    "min_version": Version("2025"),
    "budget": 1,
    "sell_surplus": False,
    "sell_under_sa": True,
    "use_owned": False,
    "spare_share": Fraction(1, 10),
    "spare_share_ws_user": Fraction(1, 10),
    "spare_share_ws_device": Fraction(1, 10),
    "spare_share_rds_user": Fraction(1, 10),
    "spare_share_rds_device": Fraction(1, 10),
    "base_and_rds_same_metric": True,
    "require_rds_install_path": False,
    "rds_type_convertible": True,
    "horizon_months": 12,
    "discount_rate": Fraction(1, 20),
    "price_change_new": Fraction(1, 20),
    "price_change_used": Fraction(1, 20),
    "period_step": "month",
    "end_value": Fraction(1, 5),
    "subscription_end": "pro_rata",
    "resale_commission": Fraction(1, 10),
    "buyer": "public",
    "missing_evidence": "exclude",
    "country": "DE",
    "min_proof_score": (),
    "allow_split_lots": False,
    "allow_used_ws_cal": False,
    "allow_used_rds_cal": False,
    "allow_used_oem": True,
    "allow_used_academic_gov": True,
    "list_price_ws_cal": 5,
    "list_price_rds_cal": 5,
    "audit_threshold": Fraction(1, 2),
    "audit_threshold_reading": "above",
    "count_unproven": False,
    "audit_factor": Fraction(2),
    "audit_cost": 5,
    "rates": {"USD": Fraction(9, 10)},
}


def plain(value: Any) -> Any:
    """Return all that requirements say as plain values, so that == compares it."""
    if isinstance(value, Requirements | Holders):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value.tolist() if isinstance(value, np.ndarray) else value


def asked(inventory: Estate, rules: Policy) -> list[Any]:
    return [plain(find_requirements(View(inventory, rules), dealt_out=dealt_out)) for dealt_out in (False, True)]


def test_every_policy_is_one_or_the_other():
    assert {*SETTING_BY_NAME, "rates"} == {*CHANGES, *OTHERS}
    assert {setting.name for setting in SETTINGS if setting.shapes_requirements} == set(CHANGES)


@pytest.mark.parametrize("name", OTHERS)
def test_other_policies_change_no_requirement(name: str):
    changed = policy(**{name: OTHERS[name]})
    assert changed != policy()
    assert requirement_policies(changed) == requirement_policies(policy())
    for inventory in (NAMED, LISTS):
        assert asked(inventory, changed) == asked(inventory, policy())


@pytest.mark.parametrize("name", CHANGES)
def test_each_of_these_changes_what_is_asked_for(name: str):
    changed = policy().having(**{name: CHANGES[name]})
    assert requirement_policies(changed) != requirement_policies(policy())
    assert asked(NAMED, changed) != asked(NAMED, policy())


def test_the_day_of_planning_counts_for_groups_alone_too():
    gone = estate([replace(group("g", 2, 2), ends=date(2027, 1, 1))])
    later = policy()
    assert asked(gone, replace(later, plan_date=date(2027, 1, 1))) != asked(gone, later)
