"""Scenarios: named sets of policies.  `POLICIES` is the one table of every policy, its default and its meaning.

Validation, the blank template, plan.json, the relaxation search and the documentation all read this table,
so a policy is added in one place: a row here and a field of `Policy` with the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from planner.domain import money
from planner.domain.evidence import PROOF_ITEMS, ProofItem
from planner.domain.product import NEWEST, VERSIONS, Version


class PolicyKind(StrEnum):
    """How a policy's value is written."""

    YES_NO = "yes or no"
    SHARE = "a share from 0 to 1"
    RATE = "a yearly rate, e.g. 0.03"
    FACTOR = "a factor, e.g. 1.25"
    MONEY = "an amount"
    COUNT = "a whole number"
    DATE = "a date YYYY-MM-DD"
    CHOICE = "one of the listed words"
    NAMES = "names separated by ;"
    VERSION = "a version"
    COUNTRY = "a country code"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PolicySpec:
    """One row of the table of policies."""

    name: str
    kind: PolicyKind
    default: Any
    """As `Policy` holds it; for plan_date None means today."""
    meaning: str
    choices: tuple[str, ...] = ()
    """For CHOICE: the words allowed."""
    everywhere: bool = True
    """False: stands in sheet Policy only, not in Scenarios."""
    built: bool = True
    """False: known, but only its default is accepted so far."""


_METRICS = ("any", "user", "device", "single")
R55_ITEMS = tuple(item for item in PROOF_ITEMS if item not in (ProofItem.FIRST_INVOICE, ProofItem.CREDENTIAL))
"""The items of proof that rule R55 requires by default: 1, 3, 4, 5, 6 and 7."""


def _grant(plan: str, default: bool, title: str) -> PolicySpec:
    meaning = f"Whether {title} gives its person the base User CAL, of any current version."
    return PolicySpec(f"grants_{plan}", PolicyKind.YES_NO, default, meaning)


POLICIES: tuple[PolicySpec, ...] = (
    PolicySpec("plan_date", PolicyKind.DATE, None, "The day the plan is made for; today where it is blank."),
    PolicySpec("currency", PolicyKind.TEXT, "EUR", "Currency of the plan, of Owned and of offers that name none.", everywhere=False),
    PolicySpec("baseline", PolicyKind.TEXT, None, "The scenario savings are counted from. Blank: the dearer of 'users only' and 'devices only', else the first."),
    PolicySpec("allow_used", PolicyKind.YES_NO, True, "Whether used licences may be bought."),
    PolicySpec("max_used_share", PolicyKind.SHARE, Fraction(1), "Largest share of used licences among all licences bought, both products together, surplus included."),
    PolicySpec("ws_metrics", PolicyKind.CHOICE, "any", "Which CALs may be held for the base layer: any mix, only User, only Device, or a single metric the plan picks.", _METRICS),
    PolicySpec("rds_metrics", PolicyKind.CHOICE, "any", "The same for Remote Desktop.", _METRICS),
    PolicySpec("ws_mixing_cost", PolicyKind.MONEY, 0, "Charged once if both User and Device CALs are held for the base layer."),
    PolicySpec("rds_mixing_cost", PolicyKind.MONEY, 0, "The same for Remote Desktop."),
    PolicySpec("order_cost", PolicyKind.MONEY, 0, "Cost of placing an order, per vendor ordered from."),
    PolicySpec("max_vendors", PolicyKind.COUNT, None, "Most vendors the whole plan may order from."),
    PolicySpec("excluded_vendors", PolicyKind.NAMES, (), "Vendors nothing is bought from."),
    PolicySpec("excluded_offers", PolicyKind.NAMES, (), "Offers that are not bought."),
    PolicySpec("min_version", PolicyKind.VERSION, None, "Oldest version that may be bought; what is owned is not touched."),
    PolicySpec("budget", PolicyKind.MONEY, None, "Limit on the sum of the prices paid, before sales."),
    PolicySpec("sell_surplus", PolicyKind.YES_NO, True, "Whether owned licences with a resale price may be sold."),
    PolicySpec("use_owned", PolicyKind.YES_NO, True, "Whether owned licences count; no: as if nothing were owned."),
    PolicySpec("spare_share", PolicyKind.SHARE, Fraction(0), "Spare licences on top of the need, as a share of it, for every version."),
    PolicySpec("peripherals", PolicyKind.CHOICE, "covered_if_all_users_licensed", "Printers, scanners and time clocks: covered by their users' CALs, each with a Device CAL, or exempt.", ("covered_if_all_users_licensed", "each_needs_device_cal", "exempt")),
    PolicySpec("network_gear", PolicyKind.CHOICE, "exempt", "Network gear: exempt, or each with a Device CAL.", ("exempt", "each_needs_device_cal")),
    PolicySpec("count_infrastructure_access", PolicyKind.YES_NO, True, "Whether everybody with an access reaches the servers marked in column infrastructure as well."),
    PolicySpec("intranet_is_web_workload", PolicyKind.YES_NO, False, "Whether web servers for staff only (web_internal) need no CAL, like public ones."),
    PolicySpec("count_basis", PolicyKind.CHOICE, "actual_access", "What counts: the accesses that are listed, or that everybody may reach every server from every machine.", ("actual_access", "potential_access")),
    PolicySpec("rds_mode_strict", PolicyKind.YES_NO, True, "Whether a Remote Desktop deployment's mode binds whose RDS CALs count there."),
    PolicySpec("rds_type_convertible", PolicyKind.YES_NO, False, "Whether owned Remote Desktop CALs may be used as User or Device CALs, whichever they are. The licensing tool can convert them; the right to it is open."),
    PolicySpec("require_rds_install_path", PolicyKind.YES_NO, True, "Whether Remote Desktop offers must come with something to install the licences with (install_credential)."),
    PolicySpec("base_and_rds_same_metric", PolicyKind.YES_NO, False, "Whether every Remote Desktop access must be covered at an end that covers its base access too."),
    PolicySpec("azure_vm_ws_exempt", PolicyKind.YES_NO, True, "Whether Azure virtual machines billed with Windows (licensing azure_vm) need no base CAL; Remote Desktop User CALs are owed there in any case."),
    PolicySpec("ws_admin_scope", PolicyKind.CHOICE, "organisation", "Whether two people or machines may administer without a base CAL in the whole organisation, or per server.", ("organisation", "server")),
    PolicySpec("remote_contractor_is_internal", PolicyKind.YES_NO, True, "Whether contractors who work remotely need CALs like employees; no: they are external people."),
    PolicySpec("external_connector_scope", PolicyKind.CHOICE, "host", "What an External Connector is counted for: a physical host with all servers on it, or each server.", ("host", "instance")),
    _grant("m365_e3", True, "Microsoft 365 E3"),
    _grant("m365_e5", True, "Microsoft 365 E5"),
    _grant("ems_e3", True, "Enterprise Mobility + Security E3"),
    _grant("ems_e5", True, "Enterprise Mobility + Security E5"),
    _grant("m365_f1", False, "Microsoft 365 F1"),
    _grant("m365_f3", False, "Microsoft 365 F3"),
    _grant("m365_a3", False, "Microsoft 365 A3"),
    _grant("m365_a5", False, "Microsoft 365 A5"),
    _grant("m365_g3", False, "Microsoft 365 G3"),
    _grant("m365_g5", False, "Microsoft 365 G5"),
    _grant("m365_business_basic", False, "Microsoft 365 Business Basic"),
    _grant("m365_business_standard", False, "Microsoft 365 Business Standard"),
    _grant("m365_business_premium", False, "Microsoft 365 Business Premium"),
    PolicySpec("support_warning_months", PolicyKind.COUNT, 12, "Servers whose extended support ends within so many months are named, and purchases that are of no use after that."),
    PolicySpec("horizon_months", PolicyKind.COUNT, 0, "Months the plan looks ahead.", built=False),
    PolicySpec("discount_rate", PolicyKind.RATE, Fraction(0), "Yearly rate at which later payments are discounted.", built=False),
    PolicySpec("price_change_new", PolicyKind.RATE, Fraction(0), "Expected yearly change of new prices.", built=False),
    PolicySpec("price_change_used", PolicyKind.RATE, Fraction(0), "Expected yearly change of used prices.", built=False),
    PolicySpec("server_upgrades", PolicyKind.CHOICE, "as_planned", "Planned server upgrades as they are, none, or every older server at this version from the plan's date on.", ("as_planned", "none", *VERSIONS)),
    PolicySpec("missing_evidence", PolicyKind.CHOICE, "notice", "What a blank column of evidence does to a used offer: it is named in a notice if it is bought, or it is excluded.", ("notice", "exclude")),
    PolicySpec("country", PolicyKind.COUNTRY, None, "Country of the buyer. In the EU and EEA used licences must have been first sold there; in GB and CH they may be bought, with a warning; elsewhere not. Blank: not checked."),
    PolicySpec("min_proof_score", PolicyKind.NAMES, R55_ITEMS, "Items of proof of origin that used licences need where proof is stated, by number or name; none: no item.", PROOF_ITEMS),
    PolicySpec("allow_split_lots", PolicyKind.YES_NO, True, "Whether used offers may be bought that are part of a larger lot."),
    PolicySpec("allow_used_ws_cal", PolicyKind.YES_NO, True, "Whether used base CALs may be bought."),
    PolicySpec("allow_used_rds_cal", PolicyKind.YES_NO, True, "Whether used Remote Desktop CALs may be bought."),
    PolicySpec("allow_used_oem", PolicyKind.YES_NO, False, "Whether used OEM licences may be bought."),
    PolicySpec("allow_used_academic_gov", PolicyKind.YES_NO, False, "Whether used academic, government and charity licences may be bought."),
    PolicySpec("list_price_ws_cal", PolicyKind.MONEY, None, "List price of a base CAL, for what a shortfall of today would cost in an audit. Blank: the cheapest new offer that would do."),
    PolicySpec("list_price_rds_cal", PolicyKind.MONEY, None, "The same for a Remote Desktop CAL."),
    PolicySpec("audit_threshold", PolicyKind.SHARE, Fraction(1, 20), "Share of the need above which, by your contract, a shortfall costs more than the list price."),
    PolicySpec("audit_factor", PolicyKind.FACTOR, Fraction(5, 4), "By how much more: what is paid for a missing licence then, as a multiple of its list price."),
    PolicySpec("audit_cost", PolicyKind.MONEY, 0, "What the audit itself would cost you if anything is missing."),
)  # fmt: skip
POLICY_BY_NAME: Mapping[str, PolicySpec] = {spec.name: spec for spec in POLICIES}


@dataclass(frozen=True, slots=True)
class Policy:
    """Every policy in force in one scenario.  Amounts are in minor units of `currency`; shares are exact fractions."""

    plan_date: date
    currency: str = "EUR"
    baseline: str | None = None
    allow_used: bool = True
    max_used_share: Fraction = Fraction(1)
    ws_metrics: str = "any"
    rds_metrics: str = "any"
    ws_mixing_cost: int = 0
    rds_mixing_cost: int = 0
    order_cost: int = 0
    max_vendors: int | None = None
    excluded_vendors: tuple[str, ...] = ()
    excluded_offers: tuple[str, ...] = ()
    min_version: Version | None = None
    budget: int | None = None
    sell_surplus: bool = True
    use_owned: bool = True
    spare_share: Fraction = Fraction(0)
    peripherals: str = "covered_if_all_users_licensed"
    network_gear: str = "exempt"
    count_infrastructure_access: bool = True
    intranet_is_web_workload: bool = False
    count_basis: str = "actual_access"
    rds_mode_strict: bool = True
    rds_type_convertible: bool = False
    require_rds_install_path: bool = True
    base_and_rds_same_metric: bool = False
    azure_vm_ws_exempt: bool = True
    ws_admin_scope: str = "organisation"
    remote_contractor_is_internal: bool = True
    external_connector_scope: str = "host"
    grants_m365_e3: bool = True
    grants_m365_e5: bool = True
    grants_ems_e3: bool = True
    grants_ems_e5: bool = True
    grants_m365_f1: bool = False
    grants_m365_f3: bool = False
    grants_m365_a3: bool = False
    grants_m365_a5: bool = False
    grants_m365_g3: bool = False
    grants_m365_g5: bool = False
    grants_m365_business_basic: bool = False
    grants_m365_business_standard: bool = False
    grants_m365_business_premium: bool = False
    support_warning_months: int = 12
    horizon_months: int = 0
    discount_rate: Fraction = Fraction(0)
    price_change_new: Fraction = Fraction(0)
    price_change_used: Fraction = Fraction(0)
    server_upgrades: str = "as_planned"
    missing_evidence: str = "notice"
    country: str | None = None
    min_proof_score: tuple[ProofItem, ...] = R55_ITEMS
    allow_split_lots: bool = True
    allow_used_ws_cal: bool = True
    allow_used_rds_cal: bool = True
    allow_used_oem: bool = False
    allow_used_academic_gov: bool = False
    list_price_ws_cal: int | None = None
    list_price_rds_cal: int | None = None
    audit_threshold: Fraction = Fraction(1, 20)
    audit_factor: Fraction = Fraction(5, 4)
    audit_cost: int = 0
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    """Plan currency per unit of another currency, by its code in capitals: what `fx_usd` and the like give."""

    def __post_init__(self) -> None:
        if not 0 <= self.max_used_share <= 1 or not 0 <= self.spare_share <= 1:
            raise ValueError("shares lie between 0 and 1")

    def as_json(self) -> dict[str, Any]:
        """Return every policy as plan.json writes it: money as text, shares as numbers, none as null."""
        values = {spec.name: json_value(spec, getattr(self, spec.name)) for spec in POLICIES}
        return values | {f"fx_{code.lower()}": float(rate) for code, rate in sorted(self.rates.items())}


def json_value(spec: PolicySpec, value: Any) -> Any:
    """Return one policy's value as plan.json writes it."""
    if value is None:
        return None
    match spec.kind:
        case PolicyKind.MONEY:
            return money.text(value)
        case PolicyKind.SHARE | PolicyKind.RATE | PolicyKind.FACTOR:
            return int(value) if value.denominator == 1 else float(value)
        case PolicyKind.DATE:
            return value.isoformat()
        case PolicyKind.NAMES:
            return list(value)
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of policies."""

    name: str
    policy: Policy
    is_reading: bool = False
    """Whether it is only there to see what another reading of a disputed rule costs."""


CHEAPEST, USERS_ONLY, DEVICES_ONLY = "cheapest", "users only", "devices only"
BUILT_IN: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (CHEAPEST, {}),
    ("new only", {"allow_used": False}),
    (USERS_ONLY, {"ws_metrics": "user", "rds_metrics": "user"}),
    (DEVICES_ONLY, {"ws_metrics": "device", "rds_metrics": "device"}),
    ("one metric per product", {"ws_metrics": "single", "rds_metrics": "single"}),
    ("nothing owned", {"use_owned": False}),
    ("newest servers", {"server_upgrades": NEWEST}),
)
"""What is planned where the inventory has no sheet Scenarios, each on top of sheet Policy."""

assert {spec.name for spec in POLICIES} == {f.name for f in fields(Policy)} - {"rates"}
