"""A well-formed inventory folder, one CSV file per sheet, as plain values."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

VERSIONS = (2008, 2012, 2016, 2019, 2022, 2025)
SUPPORTED_UNTIL = {2012: "2023-10-10", 2016: "2027-01-12", 2019: "2029-01-09", 2022: "2031-10-14", 2025: "2034-11-14"}
"""Last day of extended support."""
PRODUCTS = ("ws_cal", "rds_cal")
ASSURED = 9000
"""A grade above every version: licences with Software Assurance running, and subscriptions."""
METRICS = ("user", "device")
CONNECTORS = {"ws_cal": "ws_external_connector", "rds_cal": "rds_external_connector"}
Row = Mapping[str, str]


@dataclass(frozen=True)
class Group:
    group: str
    users: int
    devices: int
    pattern: str
    server_version: int | None
    rds_version: int | None
    rds_users: int
    peripherals: int
    starts: date | None
    ends: date | None
    servers: tuple[str, ...] = ()
    rds_servers: tuple[str, ...] = ()
    rds_deployment: str = ""
    joins_directory: bool = True
    peripheral_rds: int = 0
    relation: str = "employee"
    subscriptions: tuple[str, ...] = ()
    weekly_hours: Fraction | None = None
    on_site_daily: bool | None = None


@dataclass(frozen=True)
class Account:
    user_id: str
    person_id: str
    persons: int
    active: bool
    subscriptions: tuple[str, ...] = ()
    relation: str = "employee"
    stand_in_for: str = ""
    weekly_hours: Fraction | None = None
    on_site_daily: bool | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Device:
    device_id: str
    kind: str
    active: bool
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Server:
    server_id: str
    version: int
    rds_deployment: str  # as given: blank where the sheet gives none
    rds_mode: str  # likewise
    upgrade_to: int | None
    upgrade_on: date | None
    upgrade_cost: int
    edition: str = "standard"
    workload: str = "general"
    licensing: str = "perpetual"
    licence_document: str = ""
    licensed_until: date | None = None
    infrastructure: tuple[str, ...] = ()
    owner: str = ""
    directory: str = "domain"
    holds_rds: bool = False
    """Whether it is a licence server for Remote Desktop."""
    host: str = ""
    upgrade_choice: bool = False
    upgrade_from: date | None = None
    upgrade_until: date | None = None
    upgrade_together: str = ""
    keep_cost: int = 0
    keep_cost_months: int = 12
    keep_cost_from: date | None = None


@dataclass(frozen=True)
class Access:
    user_id: str
    device_id: str
    server_id: str
    kind: str
    via: str
    client: str = "native"
    at_least: int = 0
    """The version that its CAL must reach whatever the server runs."""
    alone: bool = False
    """Whether servers for everybody do not come with it."""


@dataclass(frozen=True)
class Lot:
    owned_id: str
    product: str
    metric: str
    version: int
    quantity: int
    condition: str
    resale: int
    transferable: bool
    document: str = ""
    proof: frozenset[str] | None = None
    credential: bool | None = None
    assured_until: date | None = None
    suite: str = ""
    assigned_to: str = ""
    last_moved: date | None = None
    sa_renewed: date | None = None
    first_sale: str = ""
    first_sold_on: date | None = None
    whole_lot: bool | None = None
    segment: str = ""
    is_subscription: bool = False
    ends_on: date | None = None
    """Last day of a subscription, where it is known."""

    def is_assured(self, day: date) -> bool:
        """Whether Software Assurance runs on a day, or it is a subscription."""
        return self.is_subscription or (self.assured_until is not None and self.assured_until >= day)

    def level(self, day: date) -> int:
        """What it is good for on a day: its version, or anything."""
        return ASSURED if self.is_assured(day) else self.version


@dataclass(frozen=True)
class Offer:
    offer_id: str
    vendor: str
    product: str
    metric: str
    version: int
    condition: str
    pack_size: int
    stock: int | None
    term_months: int | None
    valid_from: date | None
    valid_until: date | None
    proof: frozenset[str] | None  # numbers of items; None: not stated
    credential: bool | None
    first_sale: str
    whole_lot: bool | None
    segment: str
    breaks: tuple[tuple[int, int], ...]  # (minimum packs, price of a pack in cents of the plan's currency)
    suite: str = ""
    sa: bool = False
    first_sold_on: date | None = None

    @property
    def level(self) -> int:
        """What its licences are good for: their version, or anything while Software Assurance or the term runs."""
        return ASSURED if self.sa or self.term_months is not None else self.version

    @property
    def minimum(self) -> int:
        return min(packs for packs, _ in self.breaks)

    def price(self, packs: int) -> int:
        """Price of one pack when so many are bought: the cheapest break whose minimum is reached."""
        return min(price for minimum, price in self.breaks if minimum <= packs)


@dataclass(frozen=True)
class Policy:
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
    min_version: int | None = None
    budget: int | None = None
    sell_surplus: bool = True
    use_owned: bool = True
    spare_share: Fraction = Fraction(0)
    spare_share_ws_user: Fraction | None = None
    spare_share_ws_device: Fraction | None = None
    spare_share_rds_user: Fraction | None = None
    spare_share_rds_device: Fraction | None = None
    peripherals: str = "covered_if_all_users_licensed"
    network_gear: str = "exempt"
    count_infrastructure_access: bool = True
    intranet_is_web_workload: bool = False
    count_basis: str = "actual_access"
    rds_mode_strict: bool = True
    rds_mode_default: str = "choose"
    azure_rds_device_with_sa: bool = False
    subscriptions: bool = False
    sell_under_sa: bool = False
    count_unproven: bool = True
    agreement_signed: date | None = None
    external_definition: str | None = None
    rds_type_convertible: bool = False
    require_rds_install_path: bool = True
    base_and_rds_same_metric: bool = False
    azure_vm_ws_exempt: bool = True
    ws_admin_scope: str = "organisation"
    remote_contractor_is_internal: bool = True
    external_connector_scope: str = "host"
    server_upgrades: str = "as_planned"
    missing_evidence: str = "notice"
    country: str | None = None
    min_proof_score: frozenset[str] = frozenset("134567")
    allow_split_lots: bool = True
    allow_used_ws_cal: bool = True
    allow_used_rds_cal: bool = True
    allow_used_oem: bool = False
    allow_used_academic_gov: bool = False
    grants_m365_e3: bool = True
    grants_m365_e5: bool = True
    grants_m365_e7: bool = True
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
    list_price_ws_cal: int | None = None
    list_price_rds_cal: int | None = None
    audit_threshold: Fraction = Fraction(1, 20)
    audit_factor: Fraction = Fraction(5, 4)
    audit_cost: int = 0
    audit_threshold_reading: str = "at_least"

    def spare(self, product: str, metric: str) -> Fraction:
        """Return the spare share of a pool."""
        own: Fraction | None = getattr(self, f"spare_share_{product.removesuffix('_cal')}_{metric}", None)
        return self.spare_share if own is None else own

    @property
    def follows_2024(self) -> bool:
        """Whether external people are those of the definition of October 2024."""
        if self.external_definition is not None:
            return self.external_definition == "2024"
        return self.agreement_signed is not None and self.agreement_signed >= date(2024, 10, 1)


@dataclass(frozen=True)
class Horizon:
    """What a scenario says about time beyond its day."""

    months: int = 0
    discount_rate: Decimal = Decimal(0)
    price_change_new: Decimal = Decimal(0)
    price_change_used: Decimal = Decimal(0)
    period_step: str = "exact"
    end_value: Decimal = Decimal(0)
    subscription_end: str = "full"


@dataclass(frozen=True)
class Scenario:
    name: str
    policy: Policy
    horizon: Horizon = Horizon()


@dataclass(frozen=True)
class Estate:
    groups: tuple[Group, ...] = ()
    accounts: tuple[Account, ...] = ()
    devices: tuple[Device, ...] = ()
    servers: tuple[Server, ...] = ()
    accesses: tuple[Access, ...] = ()
    lots: tuple[Lot, ...] = ()
    offers: tuple[Offer, ...] = ()
    scenarios: tuple[Scenario, ...] = field(default=())
    policy: Policy | None = None
    """What sheet Policy says, for what is the same in all scenarios."""

    @property
    def two_lists(self) -> bool:
        return not self.groups and not self.accesses


BUILT_IN: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("cheapest", {}),
    ("new only", {"allow_used": False}),
    ("users only", {"ws_metrics": "user", "rds_metrics": "user"}),
    ("devices only", {"ws_metrics": "device", "rds_metrics": "device"}),
    ("one metric per product", {"ws_metrics": "single", "rds_metrics": "single"}),
    ("nothing owned", {"use_owned": False}),
    ("newest servers", {"server_upgrades": str(VERSIONS[-1])}),
)


def cents(text: str) -> int:
    """Read an amount such as 12.50; a blank is nothing."""
    return int(Fraction(text or "0") * 100)


def half_up(amount: Fraction) -> int:
    """Round a positive amount to whole cents, a half upwards."""
    return int(amount + Fraction(1, 2))


def _yes(text: str) -> bool:
    return text.lower() in ("yes", "true", "1", "y", "x")


def _version(text: str) -> int | None:
    return int(text.split()[0]) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


PROOF_NAMES = (
    "agreement",
    "first_invoice",
    "transfers",
    "end_of_use",
    "first_sale",
    "paid",
    "reseller_invoice",
    "credential",
)


def proof_items(text: str) -> frozenset[str]:
    """Read items of proof, by name or number, as the set of their numbers."""
    everything = frozenset("12345678")
    if text in ("complete", "none"):
        return everything if text == "complete" else frozenset()
    numbers = dict(zip(PROOF_NAMES, "12345678", strict=True)) | {number: number for number in everything}
    return frozenset(numbers[name] for name in _names(text))


_POLICY_READERS: dict[str, Callable[[str], object]] = {
    "plan_date": date.fromisoformat,
    "allow_used": _yes,
    "max_used_share": Fraction,
    "ws_mixing_cost": cents,
    "rds_mixing_cost": cents,
    "order_cost": cents,
    "max_vendors": lambda text: int(Decimal(text)),
    "excluded_vendors": _names,
    "excluded_offers": _names,
    "min_version": _version,
    "budget": cents,
    "sell_surplus": _yes,
    "use_owned": _yes,
    "spare_share": Fraction,
    "spare_share_ws_user": Fraction,
    "spare_share_ws_device": Fraction,
    "spare_share_rds_user": Fraction,
    "spare_share_rds_device": Fraction,
    "rds_mode_strict": _yes,
    "azure_rds_device_with_sa": _yes,
    "subscriptions": _yes,
    "sell_under_sa": _yes,
    "count_unproven": _yes,
    "agreement_signed": date.fromisoformat,
    "rds_type_convertible": _yes,
    "require_rds_install_path": _yes,
    "base_and_rds_same_metric": _yes,
    "count_infrastructure_access": _yes,
    "intranet_is_web_workload": _yes,
    "azure_vm_ws_exempt": _yes,
    "remote_contractor_is_internal": _yes,
    "country": str.upper,
    "min_proof_score": proof_items,
    "allow_split_lots": _yes,
    "allow_used_ws_cal": _yes,
    "allow_used_rds_cal": _yes,
    "allow_used_oem": _yes,
    "allow_used_academic_gov": _yes,
    "list_price_ws_cal": cents,
    "list_price_rds_cal": cents,
    "audit_threshold": Fraction,
    "audit_factor": Fraction,
    "audit_cost": cents,
}
_POLICY_NAMES = {f.name for f in fields(Policy)}
_POLICY_READERS |= {name: _yes for name in _POLICY_NAMES if name.startswith("grants_")}


def _rows(folder: Path, sheet: str) -> list[dict[str, str]]:
    path = folder / f"{sheet}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [{name: (cell or "").strip() for name, cell in row.items()} for row in csv.DictReader(handle)]


def _policies(cells: Row) -> dict[str, object]:
    """Read the policies among `cells`; a blank cell gives nothing."""
    return {
        name: _POLICY_READERS.get(name, str)(cell) for name, cell in cells.items() if cell and name in _POLICY_NAMES
    }


def _horizon(cells: Row, base: Horizon) -> Horizon:
    """Read what `cells` say about time; a blank cell gives nothing."""
    given: dict[str, object] = {
        name: value if isinstance(getattr(base, name), str) else Decimal(value)
        for name in ("discount_rate", "price_change_new", "price_change_used", "period_step", "end_value")
        if (value := cells.get(name, ""))
    }
    if cells.get("subscription_end"):
        given["subscription_end"] = cells["subscription_end"]
    if cells.get("horizon_months"):
        given["months"] = int(Decimal(cells["horizon_months"]))
    return replace(base, **given)  # type: ignore[arg-type]


def _scenarios(folder: Path) -> tuple[Policy, tuple[Scenario, ...]]:
    cells = {row["name"]: row["value"] for row in _rows(folder, "Policy")}
    base, ahead = Policy(**_policies(cells)), _horizon(cells, Horizon())  # type: ignore[arg-type]
    rows = _rows(folder, "Scenarios")
    if rows:
        return base, tuple(
            Scenario(row["scenario"], replace(base, **_policies(row)), _horizon(row, ahead))  # type: ignore[arg-type]
            for row in rows
        )
    return base, tuple(Scenario(name, replace(base, **changes), ahead) for name, changes in BUILT_IN)  # type: ignore[arg-type]


def _maybe(text: str) -> bool | None:
    return _yes(text) if text else None


def _hours(row: Row) -> Fraction | None:
    hours = row.get("weekly_hours", "")
    return Fraction(hours) if hours else None


def _group(row: Row) -> Group:
    rds_version, users = _version(row.get("rds_version", "")), int(row["users"])
    rds_users, rds_servers = row.get("rds_users", ""), _names(row.get("rds_servers", ""))
    return Group(
        row["group"],
        users,
        int(row["devices"]),
        row["pattern"],
        _version(row.get("server_version", "")),
        rds_version,
        int(rds_users) if rds_users else users if rds_version or rds_servers else 0,
        int(row.get("peripherals") or 0),
        _day(row.get("starts", "")),
        _day(row.get("ends", "")),
        _names(row.get("servers", "")),
        rds_servers,
        row.get("rds_deployment", ""),
        _yes(row.get("joins_directory") or "yes"),
        int(row.get("peripheral_rds") or 0),
        row.get("relation") or "employee",
        _names(row.get("subscriptions", "")),
        _hours(row),
        _maybe(row.get("on_site_daily", "")),
    )


def _server(row: Row) -> Server:
    return Server(
        row["server_id"],
        int(row["version"].split()[0]),
        row.get("rds_deployment", ""),
        row.get("rds_mode", ""),
        _version(row.get("upgrade_to", "")),
        _day(row.get("upgrade_on", "")),
        cents(row.get("upgrade_cost", "")),
        row.get("edition") or "standard",
        row.get("workload") or "general",
        row.get("licensing") or "perpetual",
        row.get("licence_document", ""),
        _day(row.get("licensed_until", "")),
        _names(row.get("infrastructure", "").lower()),
        row.get("owner", ""),
        row.get("directory") or "domain",
        _yes(row.get("rd_licence_server") or "no"),
        row.get("host") or row["server_id"],
        _yes(row.get("upgrade_choice") or "no"),
        _day(row.get("upgrade_from", "")),
        _day(row.get("upgrade_until", "")),
        row.get("upgrade_together", ""),
        cents(row.get("keep_cost", "")),
        int(row.get("keep_cost_months") or 12),
        _day(row.get("keep_cost_from", "")),
    )


def _access(row: Row) -> Access:
    kind, via = row.get("kind") or "standard", row.get("via") or "direct"
    return Access(
        row.get("user_id", ""), row.get("device_id", ""), row["server_id"], kind, via, row.get("client") or "native"
    )


def _product(text: str) -> tuple[str, str]:
    """Return the layer, and the suite or bridge if it is one."""
    product = text.lower().replace(" ", "_")
    return (product, "") if product in (*PRODUCTS, *CONNECTORS.values()) else ("ws_cal", product)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(1)).day
    return date(year, month + 1, min(day.day, last))


def _last_day(row: Row) -> date | None:
    """Last day of an owned subscription: as stated, or by its term from the day of purchase on."""
    bought, term = _day(row.get("acquired_on", "")), row.get("term_months", "")
    if row.get("ends_on") or not (bought and term):
        return _day(row.get("ends_on", ""))
    return months_later(bought, int(term)) - timedelta(1)


def _lot(row: Row) -> Lot:
    credential = row.get("install_credential", "")
    product, suite = _product(row["product"])
    return Lot(
        row["owned_id"],
        product,
        row["metric"] or "host",
        int((row["version"] or "2008").split()[0]),
        int(row["quantity"]),
        row.get("condition") or "new",
        cents(row.get("resale_price", "")),
        _yes(row.get("transferable") or "yes"),
        row.get("document", ""),
        proof_items(row["proof"]) if row.get("proof") else None,
        credential not in ("no", "none") if credential else None,
        _day(row.get("sa_until", "")),
        suite,
        row.get("assigned_to", ""),
        _day(row.get("last_reassigned", "")),
        _day(row.get("sa_renewed_on", "")),
        row.get("first_sale_region", "").upper(),
        _day(row.get("first_sold_on", "")),
        _maybe(row.get("lot_is_complete", "")),
        row.get("segment", ""),
        bool(row.get("term_months") or row.get("ends_on")),
        _last_day(row),
    )


def _offer(rows: list[dict[str, str]], plan_currency: str, rates: Mapping[str, Fraction]) -> Offer:
    """Join the price breaks of one offer; a blank in a later row means the same as in an earlier one."""
    filled = {name: next((row[name] for row in rows if row[name]), "") for name in rows[0]}
    currency = filled.get("currency") or plan_currency
    rate = Fraction(1) if currency == plan_currency else rates[currency.lower()]
    stock, term = filled.get("stock_packs", ""), filled.get("term_months", "")
    proof, whole = filled.get("proof", ""), filled.get("lot_is_complete", "")
    credential = filled.get("install_credential", "")
    product, suite = _product(filled["product"])
    return Offer(
        filled["offer_id"],
        filled["vendor"],
        product,
        filled["metric"] or "host",
        int((filled["version"] or "2008").split()[0]),
        filled["condition"],
        int(filled.get("pack_size") or 1),
        int(stock) if stock else None,
        int(term) if term else None,
        _day(filled.get("valid_from", "")),
        _day(filled.get("valid_until", "")),
        proof_items(proof) if proof else None,
        credential not in ("no", "none") if credential else None,
        filled.get("first_sale_region", "").upper(),
        _yes(whole) if whole else None,
        filled.get("segment", ""),
        tuple(sorted((int(row.get("min_packs") or 1), half_up(cents(row["price"]) * rate)) for row in rows)),
        suite,
        _yes(filled.get("sa", "") or "no"),
        _day(filled.get("first_sold_on", "")),
    )


def _offers(folder: Path, currency: str) -> tuple[Offer, ...]:
    rates = {
        row["name"][3:]: Fraction(row["value"]) for row in _rows(folder, "Policy") if row["name"].startswith("fx_")
    }
    by_id: dict[str, list[dict[str, str]]] = {}
    for row in _rows(folder, "Offers"):
        by_id.setdefault(row["offer_id"], []).append(row)
    return tuple(_offer(rows, currency, rates) for _, rows in sorted(by_id.items()))


def read_estate(folder: Path) -> Estate:
    """Read an inventory folder.  The input must be well-formed and name a plan_date."""
    base, scenarios = _scenarios(folder)
    accounts = [
        Account(
            row["user_id"],
            row.get("person_id") or row["user_id"],
            int(row.get("persons") or 1),
            _yes(row.get("active") or "yes"),
            _names(row.get("subscriptions", "")),
            row.get("relation") or "employee",
            row.get("stand_in_for", ""),
            _hours(row),
            _maybe(row.get("on_site_daily", "")),
            _day(row.get("starts", "")),
            _day(row.get("ends", "")),
        )
        for row in _rows(folder, "Users")
    ]
    devices = [
        Device(
            row["device_id"],
            row.get("kind") or "workstation",
            _yes(row.get("active") or "yes"),
            _day(row.get("starts", "")),
            _day(row.get("ends", "")),
        )
        for row in _rows(folder, "Devices")
    ]
    return Estate(
        tuple(_group(row) for row in _rows(folder, "Headcount")),
        tuple(accounts),
        tuple(devices),
        tuple(_server(row) for row in _rows(folder, "Servers")),
        tuple(_access(row) for row in _rows(folder, "Access")),
        tuple(_lot(row) for row in _rows(folder, "Owned")),
        _offers(folder, base.currency),
        scenarios,
        base,
    )
