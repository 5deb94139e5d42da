"""Accesses and policies to requirements, one per person, machine, layer and admissible ends; and to a market."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations as pairs_of
from itertools import product as combinations
from typing import NamedTuple

from .estate import CONNECTORS, METRICS, PRODUCTS, Device, Estate, Group, Lot, Offer, Policy, Server

PERIPHERAL_KINDS = ("printer", "scanner", "time_clock")
EITHER = frozenset(METRICS)
ONLY_DEVICE = frozenset({"device"})


Connected = frozenset[tuple[str, str]]
"""Hosts with an External Connector of a product: (host, ws_cal or rds_cal)."""


class Requirement(NamedTuple):
    """Somebody or something must hold a licence of `product` good for `version`, at one of `ends`.

    With `choose`, the plan picks one metric for that whole deployment, and only it counts.
    """

    user: str | None
    device: str | None
    product: str
    version: int
    ends: frozenset[str]
    choose: str | None


class Literal(NamedTuple):
    """This holder has a licence of this product good for this version."""

    holder: str
    product: str
    version: int


class Clause(NamedTuple):
    """At least one of the two holds; None: no such end."""

    user: Literal | None
    device: Literal | None


@dataclass(frozen=True)
class Demand:
    requirements: tuple[Requirement, ...]
    upgrade_cost: int
    overfull: bool = False
    """Whether an Essentials server has more people or machines than it admits, which no licence helps."""
    covered: tuple[Requirement, ...] = ()
    """Base requirements of people whose subscription covers them."""
    connectable: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """The version that a (host, product) would need as an External Connector."""
    connected: Connected = frozenset()

    @property
    def deployments(self) -> tuple[str, ...]:
        """Deployments whose mode the plan picks."""
        return tuple(sorted({r.choose for r in self.requirements if r.choose is not None}))


@dataclass(frozen=True)
class Market:
    offers: tuple[Offer, ...]
    lots: tuple[Lot, ...]
    sellable: frozenset[str]
    unfit: tuple[Offer, ...] = ()
    """Used offers that could be bought if the buyer might rely on them."""


@dataclass(frozen=True)
class Choice:
    """What a plan picks before anything else: a metric per deployment, and the metrics allowed per product."""

    modes: Mapping[str, str]
    metrics: Mapping[str, frozenset[str]]


Freed = frozenset[tuple[str, str, str]]
"""Who needs no base CAL for administration: (server or a blank for all, "user" or "device", holder)."""


class _Collector:
    """Keeps the newest version per pair, layer and admissible ends."""

    def __init__(
        self,
        policy: Policy,
        servers: Sequence[Server],
        licensed: frozenset[str] = frozenset(),
        freed: Freed = frozenset(),
        outside: frozenset[str] = frozenset(),
        connected: Connected = frozenset(),
    ) -> None:
        self.policy, self.licensed, self.freed = policy, licensed, freed
        self.outside, self.connected = outside, connected
        self.connectable: dict[tuple[str, str], int] = {}
        self.administrators: set[tuple[str, str, str]] = set()
        self.in_azure = {s.rds_deployment or s.server_id for s in servers if s.licensing == "azure_vm"}
        self.newest: dict[tuple[str | None, str | None, str, frozenset[str], str | None], int] = {}

    def need(
        self,
        user: str | None,
        device: str | None,
        product: str,
        version: int,
        ends: frozenset[str] = EITHER,
        choose: str | None = None,
    ) -> None:
        present = frozenset(METRICS) - ({"user"} if user is None else set()) - ({"device"} if device is None else set())
        key = (user, device, product, ends & present, choose)
        self.newest[key] = max(version, self.newest.get(key, 0))

    def needs_base(self, server: Server, rds: bool, web: bool) -> bool:
        """Whether an access to a server needs a base CAL."""
        if web or server.edition == "essentials" or server.licensing == "payg":
            return False
        if server.licensing == "azure_vm" and self.policy.azure_vm_ws_exempt:
            return False
        return rds or server.workload == "general"

    def ends_by_kind(self, kind: str) -> frozenset[str] | None:
        """Which ends a machine of this kind leaves; None: exempt."""
        if kind == "licensed_server":
            return None
        if kind == "network":
            return {"exempt": None, "each_needs_device_cal": ONLY_DEVICE}[self.policy.network_gear]
        if kind in PERIPHERAL_KINDS:
            return {
                "exempt": None,
                "each_needs_device_cal": ONLY_DEVICE,
                "covered_if_all_users_licensed": EITHER,
            }[self.policy.peripherals]
        return EITHER

    def access(
        self,
        user: str | None,
        device: str | None,
        kind: str,
        server: Server,
        version: int,
        rds: bool,
        web: bool = False,
        admin: bool = False,
    ) -> None:
        """One access to one server.  `kind` is the machine's; `web`: somebody looks at a public web page."""
        ends = self.ends_by_kind(kind)
        if ends is None:
            return
        if ends == ONLY_DEVICE:
            user = None  # one licence for the machine, however many people use it
        if admin and self.needs_base(server, rds, web):
            where = server.server_id if self.policy.ws_admin_scope == "server" else ""
            ends_here = {(where, "user", user or ""), (where, "device", device or "")}
            self.administrators |= {end for end in ends_here if end[2]}
            if ends_here & self.freed:
                self.is_connected(user, server, "ws_cal", version)
                return
        if self.needs_base(server, rds, web) and not self.is_connected(user, server, "ws_cal", version):
            self.need(user, device, "ws_cal", version, ends)
        if not rds or self.is_connected(user, server, "rds_cal", version):
            return
        mode = server.rds_mode if self.policy.rds_mode_strict else "any"
        deployment = server.rds_deployment or server.server_id
        if mode == "choose" and deployment in self.in_azure:
            mode = "user"  # only people's licences count in Azure, so the machines' would leave it without any
        if server.licensing == "azure_vm":
            self.need(user, device, "rds_cal", version, ends & {"user"})
        elif mode == "choose":
            self.need(user, device, "rds_cal", version, ends, deployment)
        else:
            self.need(user, device, "rds_cal", version, ends & (EITHER if mode == "any" else {mode}))

    def is_connected(self, user: str | None, server: Server, product: str, version: int) -> bool:
        """Whether a connector licenses somebody there; remembers that one might."""
        if user not in self.outside or (product == "ws_cal" and user in self.licensed):
            return False
        host = server.server_id if self.policy.external_connector_scope == "instance" else server.host
        self.connectable[host, product] = max(version, self.connectable.get((host, product), 0))
        return (host, product) in self.connected

    def demand(self, upgrade_cost: int) -> Demand:
        found = [Requirement(u, d, p, version, e, c) for (u, d, p, e, c), version in self.newest.items()]
        found.sort(key=lambda r: (r.product, r.user or "", r.device or "", sorted(r.ends), r.choose or ""))
        covered = tuple(r for r in found if r.product == "ws_cal" and r.user in self.licensed)
        left = tuple(r for r in found if r not in covered)
        connectable = dict(sorted(self.connectable.items()))
        return Demand(left, upgrade_cost, covered=covered, connectable=connectable, connected=self.connected)


def server_versions(estate: Estate, policy: Policy) -> tuple[dict[str, int], int]:
    """Return the version of each server on plan_date and what the upgrades the policy asks for cost."""
    versions, cost = {}, 0
    for server in estate.servers:
        version = server.version
        if policy.server_upgrades != "none" and server.upgrade_on and server.upgrade_on <= policy.plan_date:
            version = server.upgrade_to or version
        if policy.server_upgrades not in ("as_planned", "none") and version < int(policy.server_upgrades):
            version, cost = int(policy.server_upgrades), cost + server.upgrade_cost
        versions[server.server_id] = version
    return versions, cost


def people(estate: Estate) -> dict[str, tuple[str, ...]]:
    """Return the persons, by register id, behind each account; none behind an inactive one."""
    active = {account.person_id for account in estate.accounts if account.active}
    behind: dict[str, tuple[str, ...]] = {}
    for account in estate.accounts:
        names: tuple[str, ...] = (account.person_id,)
        if account.persons > 1:
            names = tuple(f"{account.user_id}/person/{i}" for i in range(1, account.persons + 1))
        behind[account.user_id] = names if account.person_id in active else ()
    return behind


def licensed_people(estate: Estate, policy: Policy) -> frozenset[str]:
    """Return the people who need no base CAL because of a subscription of one of their active accounts."""
    licensed = set()
    for account in estate.accounts:
        for name in account.subscriptions:
            plain = "".join(name.lower().replace("microsoft", "m").replace("_", " ").replace("-", " ").split())
            switches = [key for key in vars(policy) if key.replace("_", "") == f"grants{plain}"]
            if account.active and account.persons == 1 and any(getattr(policy, key) for key in switches):
                licensed.add(account.person_id)
    return frozenset(licensed)


def exists(group: Group, day: date) -> bool:
    """Whether a group is there on a day."""
    return (group.starts is None or group.starts <= day) and (group.ends is None or day < group.ends)


def find_demand(
    estate: Estate, policy: Policy, freed: Freed = frozenset(), connected: Connected = frozenset()
) -> Demand:
    """Return everything that must be covered under one policy, with these freed and with these connectors."""
    return _expand(estate, policy, freed, connected)[1]


def outsiders(estate: Estate, policy: Policy) -> frozenset[str]:
    """Return the people all of whose active accounts are those of external people."""
    relations: dict[str, set[str]] = {}
    for account in estate.accounts:
        for name in people(estate)[account.user_id] if account.active else ():
            relations.setdefault(name, set()).add(account.relation)
    outside = {"external"} if policy.remote_contractor_is_internal else {"external", "remote_contractor"}
    return frozenset(name for name, found in relations.items() if found <= outside)


def _expand(
    estate: Estate, policy: Policy, freed: Freed = frozenset(), connected: Connected = frozenset()
) -> tuple[_Collector, Demand]:
    outside = frozenset() if estate.two_lists else outsiders(estate, policy)
    collector = _Collector(policy, estate.servers, licensed_people(estate, policy), freed, outside, connected)
    versions, cost = server_versions(estate, policy)
    for group in estate.groups:
        if exists(group, policy.plan_date):
            _expand_group(collector, group, policy)
    _expand_accesses(collector, estate, versions)
    if estate.two_lists:
        _expand_two_lists(collector, estate, versions)
    return collector, replace(collector.demand(cost), overfull=is_overfull(estate))


def find_demands(estate: Estate, policy: Policy) -> list[Demand]:
    """Return the demands among which a plan may pick, without those that ask for more with the same connectors.

    It picks administrators to free and connectors, for Remote Desktop only where one for the base layer is there
    too or would license nobody.
    """
    collector, whole = _expand(estate, policy)
    everybody = sorted(collector.administrators)
    per_server = []
    for where in sorted({each[0] for each in everybody}):
        here = [each for each in everybody if each[0] == where]
        per_server.append([frozenset(pair) for pair in pairs_of(here, 2)] or [frozenset(here)])
    found: list[Demand] = []
    for some, *picked in combinations(_connections(whole), *per_server):
        demand = find_demand(estate, policy, frozenset().union(*picked), some)
        if not any(_asks_no_more(other, demand) for other in found):
            found = [other for other in found if not _asks_no_more(demand, other)] + [demand]
    return found


def _connections(demand: Demand) -> list[Connected]:
    """Return every choice of connectors."""
    possible = list(demand.connectable)
    chosen = [
        frozenset(each for each, taken in zip(possible, flags, strict=True) if taken)
        for flags in combinations((False, True), repeat=len(possible))
    ]
    return [
        some
        for some in chosen
        if all(
            product == "ws_cal" or (host, "ws_cal") in some or (host, "ws_cal") not in demand.connectable
            for host, product in some
        )
    ]


def _asks_no_more(one: Demand, other: Demand) -> bool:
    """Whether each requirement of one demand stands in the other too, at least as new, with the same connectors."""
    if one.connected != other.connected:
        return False
    asked = {(r.user, r.device, r.product, r.ends, r.choose): r.version for r in (*other.requirements, *other.covered)}
    return all(
        asked.get((r.user, r.device, r.product, r.ends, r.choose), 0) >= r.version
        for r in (*one.requirements, *one.covered)
    )


def _expand_accesses(collector: _Collector, estate: Estate, versions: Mapping[str, int]) -> None:
    persons_of = people(estate)
    machine_of = {device.device_id: device for device in estate.devices}
    for access in estate.accesses:
        machine = machine_of.get(access.device_id, Device(access.device_id, "workstation", True))
        if access.via == "manual" or not machine.active:
            continue
        known = persons_of.get(access.user_id, (access.user_id,))
        persons: tuple[str | None, ...] = known if access.user_id else (None,)
        rds, web, admin = (access.kind == kind for kind in ("rds", "web_public", "admin"))
        for server in estate.servers:
            everywhere = access.server_id == "*" and (not rds or server.rds_deployment)
            if server.server_id == access.server_id or everywhere:
                for person in persons:
                    version = versions[server.server_id]
                    collector.access(person, access.device_id or None, machine.kind, server, version, rds, web, admin)


def is_overfull(estate: Estate) -> bool:
    """Whether more than 25 people or 50 machines reach one server of edition Essentials."""
    persons_of = people(estate)
    machine_of = {device.device_id: device for device in estate.devices}
    for server in estate.servers:
        if server.edition != "essentials" or server.workload != "general":
            continue
        users: set[str] = set()
        machines: set[str] = set()
        for access in estate.accesses:
            machine = machine_of.get(access.device_id, Device(access.device_id, "workstation", True))
            known = persons_of.get(access.user_id, (access.user_id,))
            is_active = machine.active and (known or not access.user_id)
            is_free = machine.kind == "licensed_server" or access.via == "manual" or access.kind == "web_public"
            if is_active and not is_free and access.server_id in ("*", server.server_id):
                users |= set(known) - {""}
                machines |= {access.device_id} - {""}
        if estate.two_lists:
            users = {name for names in persons_of.values() for name in names}
            machines = {d.device_id for d in estate.devices if d.active and d.kind != "licensed_server"}
        if len(users) > 25 or len(machines) > 50:
            return True
    return False


def _expand_two_lists(collector: _Collector, estate: Estate, versions: Mapping[str, int]) -> None:
    """Everybody reaches everything; Remote Desktop where a deployment is given."""
    persons = sorted({name for names in people(estate).values() for name in names})
    machines = [device for device in estate.devices if device.active]
    for person, machine, server in combinations(persons, machines, estate.servers):
        rds = bool(server.rds_deployment)
        collector.access(person, machine.device_id, machine.kind, server, versions[server.server_id], rds)


def dealt_out(users: int, devices: int) -> Iterator[tuple[int, int]]:
    """Deal machines to people as evenly as possible, the first people getting one more; pairs count from 1."""
    device = 0
    for user in range(1, users + 1):
        for _ in range(devices // users + (user <= devices % users)):
            device += 1
            yield user, device


def _group_pairs(group: Group) -> list[tuple[int | None, int | None]]:
    """Return the pairs of person and machine of a group; None where an end is missing."""
    if group.users == 0:
        return [(None, d) for d in range(1, group.devices + 1)]
    if group.pattern == "own":
        pairs: list[tuple[int | None, int | None]] = list(dealt_out(group.users, group.devices))
    else:
        pairs = list(combinations(range(1, group.users + 1), range(1, group.devices + 1)))
    with_machine = {user for user, _ in pairs}
    return pairs + [(user, None) for user in range(1, group.users + 1) if user not in with_machine]


def _expand_group(collector: _Collector, group: Group, policy: Policy) -> None:
    oldest = 0 if policy.server_upgrades in ("as_planned", "none") else int(policy.server_upgrades)
    base = max(group.server_version, oldest)
    rds = max(group.rds_version, oldest) if group.rds_version else None

    def name(kind: str, number: int | None) -> str | None:
        return None if number is None else f"{group.group}/{kind}/{number}"

    for user, device in _group_pairs(group):
        uses_rds = rds is not None and (user is None or user <= group.rds_users)
        version = max(base, rds) if uses_rds and rds else base
        collector.need(name("user", user), name("device", device), "ws_cal", version)
        if uses_rds and rds:
            collector.need(name("user", user), name("device", device), "rds_cal", rds)
    ends = collector.ends_by_kind("printer")
    if ends is not None:
        users: list[int | None] = [None]
        if group.users and ends != ONLY_DEVICE:
            users = list(range(1, group.users + 1))
        for user, number in combinations(users, range(1, group.peripherals + 1)):
            collector.need(name("user", user), name("peripheral", number), "ws_cal", base, ends)


def find_market(estate: Estate, policy: Policy, demand: Demand) -> Market:
    """Return what may be bought, used and sold under one policy."""
    lots = estate.lots if policy.use_owned else ()
    sellable = frozenset(lot.owned_id for lot in lots if policy.sell_surplus and lot.transferable and lot.resale > 0)
    good = [offer for offer in estate.offers if _may_be_bought(offer, policy, demand)]
    unfit = tuple(offer for offer in good if offer.condition == "used" and not may_be_resold(offer, policy))
    return Market(tuple(offer for offer in good if offer not in unfit), lots, sellable, unfit)


def _may_be_bought(offer: Offer, policy: Policy, demand: Demand) -> bool:
    allowed = policy.ws_metrics if offer.product == "ws_cal" else policy.rds_metrics
    needed = [r.version for r in demand.requirements if r.product == offer.product and offer.metric in r.ends]
    if offer.metric == "host":
        allowed = "any"
        needed = [v for (_, product), v in demand.connectable.items() if CONNECTORS[product] == offer.product]
    if policy.base_and_rds_same_metric and (offer.product, offer.metric) == ("ws_cal", "device"):
        remote = {(r.user, r.device) for r in demand.requirements if r.product == "rds_cal" and "device" in r.ends}
        needed += [r.version for r in demand.covered if (r.user, r.device) in remote and "device" in r.ends]
    return (
        offer.term_months is None
        and (policy.allow_used or offer.condition == "new")
        and (policy.min_version is None or offer.version >= policy.min_version)
        and offer.vendor not in policy.excluded_vendors
        and offer.offer_id not in policy.excluded_offers
        and (offer.valid_from is None or offer.valid_from <= policy.plan_date)
        and (offer.valid_until is None or policy.plan_date <= offer.valid_until)
        and (offer.stock is None or offer.stock >= offer.minimum)
        and allowed in ("any", "single", offer.metric)
        and bool(needed)
        and offer.version >= min(needed)
    )


# Members of the EU and the EEA in the years that tests plan in.
EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
) | {"EU", "EEA"}
_ALLOWED_BY = {
    "oem": "allow_used_oem",
    "academic": "allow_used_academic_gov",
    "government": "allow_used_academic_gov",
    "charity": "allow_used_academic_gov",
}


def may_be_resold(offer: Offer, policy: Policy) -> bool:
    """Whether a used, perpetual offer is one that the buyer may rely on: product, place, lot, segment, proof."""
    blank = policy.missing_evidence == "notice"
    is_rds = offer.product.startswith("rds")
    answers = [policy.allow_used_rds_cal if is_rds else policy.allow_used_ws_cal]
    if policy.country is not None and policy.country not in ("GB", "CH"):
        answers.append(policy.country in EEA and (offer.first_sale in EEA if offer.first_sale else blank))
    if not policy.allow_split_lots:
        answers.append(blank if offer.whole_lot is None else offer.whole_lot)
    if offer.segment:
        answers.append(offer.segment == "commercial" or getattr(policy, _ALLOWED_BY[offer.segment]))
    else:
        answers.append(blank or (policy.allow_used_oem and policy.allow_used_academic_gov))
    held = (offer.proof or frozenset()) | ({"8"} if offer.credential else set())
    needed = policy.min_proof_score if is_rds else policy.min_proof_score - {"8"}
    if offer.proof is None:
        answers.append(blank or needed <= {"8"})
    else:
        answers.append(needed <= held)
    if is_rds:
        answers.append(offer.credential if offer.credential is not None else blank or "8" in held)
    return all(answers)


def find_choices(demand: Demand, policy: Policy) -> Iterator[Choice]:
    """Yield every way to pick deployment modes and, under `single`, metrics."""
    options = []
    for word in (policy.ws_metrics, policy.rds_metrics):
        alone = [frozenset({metric}) for metric in METRICS]
        options.append({"any": [EITHER], "single": alone}.get(word) or [frozenset({word})])
    for modes in combinations(METRICS, repeat=len(demand.deployments)):
        for metrics in combinations(*options):
            yield Choice(dict(zip(demand.deployments, modes, strict=True)), dict(zip(PRODUCTS, metrics, strict=True)))


def find_clauses(demand: Demand, policy: Policy, choice: Choice) -> list[Clause]:
    """Return the cover conditions for one choice, each with at most one person and one machine."""
    clauses = {_clause(r, r, choice) for r in demand.requirements}
    if policy.base_and_rds_same_metric:
        base_of = {(r.user, r.device): r for r in (*demand.requirements, *demand.covered) if r.product == "ws_cal"}
        for rds in demand.requirements:
            if rds.product == "rds_cal":
                base = base_of.get((rds.user, rds.device))
                if base is None:  # the pair's base accesses are all exempt
                    continue
                clauses.add(_clause(rds, base, choice))
                if base not in demand.covered:
                    clauses |= {_clause(base, rds, choice), _clause(base, base, choice)}
    return sorted(clauses, key=lambda clause: [literal or () for literal in clause])


def _clause(at_user: Requirement, at_device: Requirement, choice: Choice) -> Clause:
    """The person covers the first requirement or the machine covers the second."""
    user = device = None
    if "user" in _ends(at_user, choice) and at_user.user is not None:
        user = Literal(at_user.user, at_user.product, at_user.version)
    if "device" in _ends(at_device, choice) and at_device.device is not None:
        device = Literal(at_device.device, at_device.product, at_device.version)
    return Clause(user, device)


def _ends(requirement: Requirement, choice: Choice) -> frozenset[str]:
    ends = requirement.ends & choice.metrics[requirement.product]
    return ends if requirement.choose is None else ends & {choice.modes[requirement.choose]}
