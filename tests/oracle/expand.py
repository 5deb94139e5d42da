"""Accesses and policies to requirements, one per person, machine, layer and admissible ends; and to a market."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations as pairs_of
from itertools import product as combinations
from typing import NamedTuple

from .estate import (
    ASSURED,
    CONNECTORS,
    METRICS,
    PRODUCTS,
    Access,
    Account,
    Device,
    Estate,
    Group,
    Lot,
    Offer,
    Policy,
    Server,
)
from .rights import gives_base, gives_remote_desktop, is_outside

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
    hopeless: bool = False
    """Whether no licence helps: too many on an Essentials server, or a deployment that takes neither metric."""
    covered: tuple[Requirement, ...] = ()
    """Base requirements of people whose subscription covers them."""
    connectable: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """The version that a (host, product) would need as an External Connector."""
    connected: Connected = frozenset()
    asked: tuple[Requirement, ...] = ()
    """What would have to be covered apart from each other, depending on who is freed and which connectors are there."""
    certain: tuple[Requirement, ...] = ()
    """Those of them that nothing but a licence takes away."""
    staying: tuple[str, ...] = ()
    """Lots whose holder must keep them."""
    unused: tuple[str, ...] = ()
    """Lots that must stay where they are and are of no use there."""
    kept_lots: tuple[Lot, ...] = ()
    """The lots of those that stay."""
    kept: Mapping[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)
    """What the holder of (holder, product, metric) has that nobody else may use: its level, and the lot."""
    subscribed: frozenset[str] = frozenset()
    """People with a Remote Desktop User CAL subscription."""

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
    barred: frozenset[str] = frozenset()
    """Lots that nobody may use, because they are newer than every licence server."""
    switchable: frozenset[str] = frozenset()
    """Lots whose licences may be turned from user to device or back."""


@dataclass(frozen=True)
class Choice:
    """What a plan picks before anything else: a metric per deployment, and the metrics allowed per product."""

    modes: Mapping[str, str]
    metrics: Mapping[str, frozenset[str]]


ALL_OTHER = "\0all other session hosts"
"""The deployment of session hosts with neither a mode nor a deployment, and of groups without a deployment."""
UNNAMED = ""
"""The host of the servers that a group reaches without naming them: no connector can be counted for it."""

Freed = frozenset[tuple[str, str, str]]
"""Who needs no base CAL for administration: (server or a blank for all, "user" or "device", holder)."""


_Key = tuple[str | None, str | None, str, frozenset[str], str | None]


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
        technical: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.policy, self.licensed, self.freed, self.technical = policy, licensed, freed, technical or {}
        self.outside, self.connected = outside, connected
        self.connectable: dict[tuple[str, str], int] = {}
        self.administrators: set[tuple[str, str, str]] = set()
        self.only_people_in_azure = not policy.azure_rds_device_with_sa
        azure = [server for server in servers if server.licensing == "azure_vm" and self.only_people_in_azure]
        self.in_azure = {server.rds_deployment or server.server_id for server in azure}
        self.newest: dict[_Key, int] = {}
        self.apart: dict[_Key, dict[tuple[str, ...], int]] = {}

    def need(
        self,
        user: str | None,
        device: str | None,
        product: str,
        version: int,
        ends: frozenset[str] = EITHER,
        choose: str | None = None,
        unless: tuple[str, ...] = (),
    ) -> None:
        present = frozenset(METRICS) - ({"user"} if user is None else set()) - ({"device"} if device is None else set())
        key = (user, device, product, ends & present, choose)
        self.newest[key] = max(version, self.newest.get(key, 0))
        versions = self.apart.setdefault(key, {})
        versions[unless] = max(version, versions.get(unless, 0))

    def needs_base(self, server: Server, rds: bool, web: bool) -> bool:
        """Whether an access to a server needs a base CAL."""
        if web or server.edition == "essentials" or server.licensing == "payg":
            return False
        if server.licensing == "azure_vm" and self.policy.azure_vm_ws_exempt:
            return False
        if server.licensing == "csp_hoster":
            return False
        staff_pages = ("general",) if self.policy.intranet_is_web_workload else ("general", "web_internal")
        return rds or server.workload in staff_pages

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
        if ends is None or server.owner:
            return
        if ends == ONLY_DEVICE:
            user = None  # one licence for the machine, however many people use it
        host = server.server_id if self.policy.external_connector_scope == "instance" else server.host
        unless: tuple[str, ...] = ("host", host) if user in self.outside else ()
        base_unless = unless
        if admin and self.needs_base(server, rds, web):
            where = server.server_id if self.policy.ws_admin_scope == "server" else ""
            base_unless = (*unless, "administration", where)
            ends_here = {(where, "user", user or ""), (where, "device", device or "")}
            self.administrators |= {end for end in ends_here if end[2]}
            if ends_here & self.freed:
                self.is_connected(user, server, "ws_cal", version)
                return
        if self.needs_base(server, rds, web) and not self.is_connected(user, server, "ws_cal", version):
            self.need(user, device, "ws_cal", version, ends, unless=base_unless)
        if not rds or self.is_connected(user, server, "rds_cal", version):
            return
        counting, picked = self.remote_ends(server)
        if server.licensing == "azure_vm":
            version = ASSURED
        self.need(user, device, "rds_cal", version, ends & counting, picked, unless)

    def remote_ends(self, server: Server) -> tuple[frozenset[str], str | None]:
        """Return whose licences count in sessions on a server, and the deployment for which the plan picks a mode."""
        own = server.rds_deployment or server.server_id
        is_open = server.rds_mode == ""
        mode = (self.policy.rds_mode_default if is_open else server.rds_mode or "any").lower()
        if not self.policy.rds_mode_strict:
            mode = "any"
        for only in self.technical.get(own, ()):
            mode = only
        if server.licensing == "azure_vm" and self.only_people_in_azure:
            return frozenset({"user"}), None
        if mode == "choose" and own in self.in_azure:
            mode = "user"  # only people's licences count in Azure, so the machines' would leave it without any
        if mode == "choose":
            return EITHER, ALL_OTHER if is_open and not server.rds_deployment else own
        return EITHER if mode == "any" else frozenset({mode}), None

    def is_connected(self, user: str | None, server: Server, product: str, version: int) -> bool:
        """Whether a connector licenses somebody there; remembers that one might."""
        if user not in self.outside or (product == "ws_cal" and user in self.licensed) or server.host == UNNAMED:
            return False
        if product == "rds_cal" and server.licensing == "azure_vm":
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
        certain = [Requirement(*key[:3], found[()], *key[3:]) for key, found in self.apart.items() if () in found]
        asked = certain + [
            Requirement(*key[:3], version, *key[3:])
            for key, found in self.apart.items()
            for unless, version in found.items()
            if unless and version > found.get((), 0)
        ]
        return Demand(
            left,
            upgrade_cost,
            covered=covered,
            connectable=connectable,
            connected=self.connected,
            asked=tuple(r for r in asked if r.product != "ws_cal" or r.user not in self.licensed),
            certain=tuple(certain),
        )


def server_versions(estate: Estate, policy: Policy) -> tuple[dict[str, int], int]:
    """Return the version of each server on plan_date and what the upgrades the policy asks for cost."""
    versions, cost = {}, 0
    for server in estate.servers:
        version = server.version
        if policy.server_upgrades != "none" and server.upgrade_on and server.upgrade_on <= policy.plan_date:
            version = server.upgrade_to or version
        if policy.server_upgrades not in ("as_planned", "none") and version < int(policy.server_upgrades):
            version, cost = int(policy.server_upgrades), cost + (0 if server.owner else server.upgrade_cost)
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


def substituted(estate: Estate, policy: Policy) -> dict[str, str]:
    """Return the absent person behind each one who stands in and may use that person's licences."""
    person_of = {account.user_id: account.person_id for account in estate.accounts}
    stands = {a.person_id: person_of[a.stand_in_for] for a in estate.accounts if a.stand_in_for}
    licensed = licensed_people(estate, policy)
    return {who: absent for who, absent in stands.items() if absent not in licensed}


def licensed_people(estate: Estate, policy: Policy) -> frozenset[str]:
    """Return the people who need no base CAL because of a subscription of one of their active accounts."""
    licensed = set[str]()
    for account in estate.accounts:
        if account.active and gives_base(account.subscriptions, policy):
            licensed |= set(people(estate)[account.user_id])
    return frozenset(licensed)


def subscribed_people(estate: Estate) -> frozenset[str]:
    """Return the people with a Remote Desktop User CAL subscription."""
    having = [account for account in estate.accounts if account.active and gives_remote_desktop(account.subscriptions)]
    return frozenset(name for account in having for name in people(estate)[account.user_id])


def exists(group: Group, day: date) -> bool:
    """Whether a group is there on a day."""
    return (group.starts is None or group.starts <= day) and (group.ends is None or day < group.ends)


def find_demand(
    estate: Estate, policy: Policy, freed: Freed = frozenset(), connected: Connected = frozenset()
) -> Demand:
    """Return everything that must be covered under one policy, with these freed and with these connectors."""
    return _with_kept(_expand(estate, policy, freed, connected)[1], estate, policy)


def outsiders(estate: Estate, policy: Policy) -> frozenset[str]:
    """Return the people whose licences only external people use: by all active accounts, those of stand-ins too."""
    answers: dict[str, bool] = {}
    instead, persons_of = substituted(estate, policy), people(estate)
    for account in estate.accounts:
        is_out = is_outside(account.relation, account.weekly_hours, account.on_site_daily, policy)
        for name in persons_of[account.user_id] if account.active else ():
            who = instead.get(name, name)
            answers[who] = answers.get(who, True) and is_out
    return frozenset(name for name, is_out in answers.items() if is_out)


def _expand(
    estate: Estate, policy: Policy, freed: Freed = frozenset(), connected: Connected = frozenset()
) -> tuple[_Collector, Demand]:
    whole = with_members(estate, policy)
    outside = outsiders(whole, policy)
    if estate.two_lists or is_potential(estate, policy):
        outside -= {name for names in people(estate).values() for name in names}
    technical = {name: metrics for name, (metrics, _) in technical_modes(estate, policy).items()}
    licensed = licensed_people(whole, policy)
    collector = _Collector(policy, whole.servers, licensed, freed, outside, connected, technical)
    versions, cost = server_versions(whole, policy)
    instead = substituted(estate, policy)
    _expand_accesses(collector, whole, versions, instead, is_potential(estate, policy))
    if is_potential(estate, policy):
        by_name = {access.server_id for access in active_accesses(estate) if access.kind == "rds" and is_direct(access)}
        _expand_two_lists(collector, estate, versions, instead, by_name)
    elif estate.two_lists:
        _expand_two_lists(collector, estate, versions, instead)
    else:
        _expand_leases(collector, estate, versions)
    demand = replace(
        collector.demand(cost),
        hopeless=is_overfull(estate, policy) or has_clash(estate, policy),
        subscribed=subscribed_people(whole),
    )
    return collector, demand


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


def technical_modes(estate: Estate, policy: Policy) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return, per deployment, the metrics the technology insists on, and the members that sessions reach."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    everywhere = estate.two_lists or is_potential(estate, policy)
    is_known = bool(known_people(estate)) if everywhere else False
    estate = with_members(estate, policy)
    kinds = {device.device_id: device.kind for device in estate.devices}
    persons_of = people(estate)
    machine_of = {device.device_id: device for device in estate.devices}
    for server in estate.servers:
        if server.owner:
            continue
        clients = set()
        for access in estate.accesses:
            is_meant = means(access, server)
            is_there = access.user_id == "" or bool(persons_of.get(access.user_id, (access.user_id,)))
            is_there = is_there and (access.device_id not in machine_of or machine_of[access.device_id].active)
            is_session = access.kind == "rds" and access.via != "manual"
            if is_meant and is_there and is_session and kinds.get(access.device_id) != "licensed_server":
                clients.add(access.client)
        if is_known and server.rds_deployment and server.host != UNNAMED:
            clients.add("native")
        metrics = {"user"} if "html5" in clients else set()
        metrics |= {"device"} if server.directory == "workgroup" else set()
        name = server.rds_deployment or server.server_id
        before, reached = found.get(name, (frozenset(), frozenset()))
        found[name] = before | metrics, reached | ({server.server_id} if clients else set())
    return found


def has_clash(estate: Estate, policy: Policy) -> bool:
    """Whether a deployment in use is bound to both metrics, by technology, Azure, or its mode where that binds."""
    for name, (metrics, reached) in technical_modes(estate, policy).items():
        if not metrics or not reached:
            continue
        asked = set(metrics)
        with_sa = policy.azure_rds_device_with_sa
        for server in with_members(estate, policy).servers:
            if (server.rds_deployment or server.server_id) == name and not server.owner:
                is_azure = server.licensing == "azure_vm" and not with_sa
                asked |= {"user"} if server.server_id in reached and is_azure else set()
                asked |= {server.rds_mode} & set(METRICS) if policy.rds_mode_strict else set()
        if len(asked) == 2:
            return True
    return False


def is_direct(access: Access) -> bool:
    """Whether no person hands the result of an access on."""
    return access.via != "manual"


def active_accesses(estate: Estate) -> list[Access]:
    """Return the accesses whose person and machine are in use."""
    persons_of = people(estate)
    unused = {device.device_id for device in estate.devices if not device.active}
    return [
        access
        for access in estate.accesses
        if access.device_id not in unused and (not access.user_id or persons_of.get(access.user_id, (access.user_id,)))
    ]


def is_potential(estate: Estate, policy: Policy) -> bool:
    """Whether everybody counts as reaching everything although accesses are listed."""
    return policy.count_basis == "potential_access" and bool(active_accesses(estate))


def known_people(estate: Estate) -> list[str]:
    """Return the people in use of the list; without a list those that accesses name."""
    if not estate.accounts:
        return sorted({access.user_id for access in active_accesses(estate)} - {""})
    return sorted({name for names in people(estate).values() for name in names})


def known_machines(estate: Estate) -> list[Device]:
    """Return the machines in use of the list; without a list those that accesses name."""
    if not estate.devices:
        names = sorted({access.device_id for access in active_accesses(estate)} - {""})
        return [Device(name, "workstation", True) for name in names]
    return [device for device in estate.devices if device.active]


def serving(estate: Estate, policy: Policy) -> list[Server]:
    """Return the servers that every access of staff uses as well: to sign in, to print and so on."""
    if not policy.count_infrastructure_access:
        return []
    return [server for server in estate.servers if server.infrastructure and not server.owner]


def brings_more(access: Access, server: Server) -> bool:
    """Whether an access to a server means that the servers for everybody are used as well."""
    is_page = access.kind == "web_public" or (server.workload == "web_public" and access.kind != "rds")
    return not (server.owner or is_page or access.kind == "admin" or access.alone or not is_direct(access))


def means(access: Access, server: Server) -> bool:
    """Whether an access reaches a server, by its name or as one of all."""
    everywhere = access.server_id == "*" and (access.kind != "rds" or bool(server.rds_deployment))
    everywhere &= server.host != UNNAMED
    return server.server_id == access.server_id or everywhere


def only_leases(estate: Estate, policy: Policy) -> list[Device]:
    """Return the machines in use that nobody reaches a server from, if a server gives addresses to them."""
    accesses = active_accesses(estate)
    if not accesses or not any("dhcp" in server.infrastructure for server in serving(estate, policy)):
        return []
    used = {access.device_id for access in accesses}
    return [device for device in estate.devices if device.active and device.device_id not in used]


def _expand_leases(collector: _Collector, estate: Estate, versions: Mapping[str, int]) -> None:
    for machine in only_leases(estate, collector.policy):
        for server in serving(estate, collector.policy):
            if "dhcp" in server.infrastructure:
                version = versions[server.server_id]
                collector.access(None, machine.device_id, machine.kind, server, version, rds=False)


def _with_kept(demand: Demand, estate: Estate, policy: Policy) -> Demand:
    """Licences given to somebody in the last 90 days stay there, used or idle, unless that one has left."""
    if not policy.use_owned:
        return demand
    whole = with_members(estate, policy)
    person_of = {account.user_id: account.person_id for account in whole.accounts}
    shared = {account.user_id for account in whole.accounts if account.persons > 1}
    newest_rds = server_ways(estate, policy)[0].newest_rds
    kept: dict[tuple[str, str, str], tuple[int, str]] = {}
    staying, unused = [], []
    lots = _lots(estate, policy, newest_rds)
    for lot in sorted(lots, key=lambda lot: (-lot.level(policy.plan_date), -lot.version, lot.owned_id)):
        holder = person_of.get(lot.assigned_to, lot.assigned_to) if lot.metric == "user" else lot.assigned_to
        is_settled = lot.last_moved is None or (policy.plan_date - lot.last_moved).days >= 90
        is_nobodys = not holder or (lot.metric == "user" and lot.assigned_to in shared)
        if is_settled or is_nobodys or lot.quantity == 0 or _has_left(holder, lot.metric, estate, policy):
            continue
        key = (holder, lot.product, lot.metric)
        if key in kept or (lot.product == "rds_cal" and lot.version > newest_rds):
            unused.append(lot.owned_id)
        else:
            kept[key] = (lot.level(policy.plan_date), lot.owned_id)
            staying.append(lot.owned_id)
    own = tuple(lot for lot in lots if lot.owned_id in staying)
    return replace(demand, staying=tuple(staying), unused=tuple(unused), kept=kept, kept_lots=own)


def _has_left(holder: str, metric: str, estate: Estate, policy: Policy) -> bool:
    """Whether a person is known to have left, or a machine to be out of use."""
    if metric == "device" and any(d.device_id == holder for d in estate.devices):
        return any(d.device_id == holder and not d.active for d in estate.devices)
    present = {name for names in people(estate).values() for name in names}
    if metric == "user" and (holder in present or any(a.person_id == holder for a in estate.accounts)):
        return holder not in present
    for account in estate.accounts:
        if account.persons > 1 and holder.startswith(f"{account.user_id}/person/"):
            return True  # one too many, or of an account out of use
    for group in estate.groups:
        kinds = {"user": ("user",), "device": ("device", "peripheral")}[metric]
        numbers = {"user": group.users, "device": group.devices, "peripheral": group.peripherals}
        for kind in kinds:
            start, _, number = holder.rpartition("/")
            if start == f"{group.group}/{kind}" and number.isdigit():
                has_ended = group.ends is not None and group.ends <= policy.plan_date
                return has_ended or not 1 <= int(number) <= numbers[kind]
    return False


def _expand_accesses(
    collector: _Collector,
    estate: Estate,
    versions: Mapping[str, int],
    instead: Mapping[str, str],
    is_potential: bool,
) -> None:
    persons_of = people(estate)
    machine_of = {device.device_id: device for device in estate.devices}
    everybodys = serving(estate, collector.policy)
    for access in estate.accesses:
        machine = machine_of.get(access.device_id, Device(access.device_id, "workstation", True))
        if not is_direct(access) or not machine.active:
            continue
        known = persons_of.get(access.user_id, (access.user_id,))
        persons: tuple[str | None, ...] = tuple(instead.get(p, p) for p in known) if access.user_id else (None,)
        free = access.kind == "web_public"
        free |= access.kind == "web_internal" and collector.policy.intranet_is_web_workload
        admin = access.kind == "admin" and not is_potential
        for server in estate.servers:
            if not means(access, server):
                continue
            also = everybodys if brings_more(access, server) else []
            for person in persons:
                where = (person, access.device_id or None, machine.kind)
                version = max(versions[server.server_id], access.at_least)
                collector.access(*where, server, version, access.kind == "rds", free, admin)
                for other in also:
                    collector.access(*where, other, versions[other.server_id], rds=False)


def is_overfull(estate: Estate, policy: Policy) -> bool:
    """Whether more than 25 people or 50 machines reach one server of edition Essentials."""
    whole = with_members(estate, policy)
    persons_of = people(whole)
    machine_of = {device.device_id: device for device in whole.devices}
    everybodys = serving(estate, policy)
    everywhere = estate.two_lists or is_potential(estate, policy)
    for server in estate.servers:
        if server.edition != "essentials" or server.workload not in ("general", "web_internal") or server.owner:
            continue
        users: set[str] = set()
        machines: set[str] = set()
        for access in whole.accesses:
            machine = machine_of.get(access.device_id, Device(access.device_id, "workstation", True))
            known = persons_of.get(access.user_id, (access.user_id,))
            is_active = machine.active and (known or not access.user_id)
            is_free = machine.kind == "licensed_server" or not is_direct(access)
            here = access.kind != "web_public" and access.server_id in ("*", server.server_id)
            if server in everybodys:
                here |= any(means(access, each) and brings_more(access, each) for each in whole.servers)
            if is_active and not is_free and here:
                users |= set(known) - {""}
                machines |= {access.device_id} - {""}
        if everywhere:
            users |= set(known_people(estate))
            machines |= {d.device_id for d in known_machines(estate) if d.kind != "licensed_server"}
        elif server in everybodys and "dhcp" in server.infrastructure:
            kinds = _Collector(policy, ())
            machines |= {d.device_id for d in only_leases(estate, policy) if kinds.ends_by_kind(d.kind)}
        if len(users) > 25 or len(machines) > 50:
            return True
    return False


def _expand_two_lists(
    collector: _Collector,
    estate: Estate,
    versions: Mapping[str, int],
    instead: Mapping[str, str],
    by_name: Set[str] = frozenset(),
) -> None:
    """Everybody reaches everything; Remote Desktop where a deployment is given, or by the name of the server."""
    persons = sorted({instead.get(name, name) for name in known_people(estate)})
    for person, machine, server in combinations(persons, known_machines(estate), estate.servers):
        rds = bool(server.rds_deployment) or server.server_id in by_name
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


def with_members(estate: Estate, policy: Policy) -> Estate:
    """Return the estate with the members of its groups beside the people, machines and accesses of its lists.

    What a group reaches without naming it is a server of its own, which is like any other.
    """
    accounts, devices, servers = list[Account](), list[Device](), list(estate.servers)
    accesses = list[Access]()
    for group in estate.groups:
        if exists(group, policy.plan_date):
            hosts = _servers_of(group, estate, policy)
            servers += hosts
            members = range(1, group.users + 1)
            accounts += [_member(group, number) for number in members]
            devices += [Device(f"{group.group}/device/{n}", "workstation", True) for n in range(1, group.devices + 1)]
            names = [f"{group.group}/peripheral/{n}" for n in range(1, group.peripherals + 1)]
            devices += [Device(name, "printer", True) for name in names]
            accesses += _accesses_of(group, estate)
    return replace(
        estate,
        accounts=(*estate.accounts, *accounts),
        devices=(*estate.devices, *devices),
        servers=tuple(servers),
        accesses=(*estate.accesses, *accesses),
    )


def _member(group: Group, number: int) -> Account:
    name = f"{group.group}/user/{number}"
    about = (group.subscriptions, group.relation, "", group.weekly_hours, group.on_site_daily)
    return Account(name, name, 1, True, *about)


def _servers_of(group: Group, estate: Estate, policy: Policy) -> list[Server]:
    """Return the servers that a group reaches without naming them."""
    blank = Server("", 0, "", "", None, None, 0, host=UNNAMED)
    found = []
    if group.server_version and not group.servers:
        found.append(replace(blank, server_id=f"\0{group.group} servers", version=group.server_version))
    if group.rds_version and not group.rds_servers:
        farm = [s for s in estate.servers if s.rds_deployment == group.rds_deployment != ""]
        mode = next((server.rds_mode for server in farm if server.rds_mode), blank.rds_mode)
        in_azure = bool(farm) and all(server.licensing == "azure_vm" for server in farm)
        found.append(
            replace(
                blank,
                server_id=f"\0{group.group} session hosts",
                version=group.rds_version,
                rds_deployment=group.rds_deployment,
                rds_mode=mode,
                licensing="azure_vm" if in_azure else "perpetual",
            )
        )
    return found


def _accesses_of(group: Group, estate: Estate) -> Iterator[Access]:
    """Yield who of a group reaches what from which of its machines."""
    base: Sequence[str] = group.servers
    remote: Sequence[str] = group.rds_servers
    if "*" in base:
        base = [server.server_id for server in estate.servers]
    if "*" in remote:
        remote = [server.server_id for server in estate.servers if server.rds_deployment]
    if group.server_version and not base:
        base = [f"\0{group.group} servers"]
    if group.rds_version and not remote:
        remote = [f"\0{group.group} session hosts"]
    is_alone = not group.joins_directory

    def reach(user: int | None, device: str, *, rds: bool) -> Iterator[Access]:
        name = "" if user is None else f"{group.group}/user/{user}"
        for server in remote if rds else base:
            at_least = (group.rds_version if rds else group.server_version) or 0
            kind = "rds" if rds else "standard"
            yield Access(name, device, server, kind, "direct", at_least=at_least, alone=is_alone)

    for user, number in _group_pairs(group):
        device = "" if number is None else f"{group.group}/device/{number}"
        yield from reach(user, device, rds=False)
        if user is None or user <= group.rds_users:
            yield from reach(user, device, rds=True)
    everybody: Sequence[int | None] = range(1, group.users + 1) if group.users else [None]
    remotely: Sequence[int | None] = range(1, group.rds_users + 1) if group.rds_users else [None]
    for number in range(1, group.peripherals + 1):
        for user in everybody:
            yield from reach(user, f"{group.group}/peripheral/{number}", rds=False)
        for user in remotely if number <= group.peripheral_rds else ():
            yield from reach(user, f"{group.group}/peripheral/{number}", rds=True)


RELEASED = {2012: "2012-10-30", 2016: "2016-10-15", 2019: "2018-11-13", 2022: "2021-08-18", 2025: "2024-11-01"}


def _lifted(lot: Lot, today: date, newest_rds: int) -> Lot:
    """A lot at the newest version that came out while its Software Assurance ran and that licence servers hold."""
    if lot.assured_until is None and not lot.is_subscription:
        return lot
    until = (today if lot.assured_until is None else min(lot.assured_until, today)).isoformat()
    reached = [v for v, day in RELEASED.items() if day <= until and (lot.product != "rds_cal" or v <= newest_rds)]
    return replace(lot, version=max([lot.version, *reached]))


def _as_base(offer: Offer, today: date) -> Offer:
    """A new suite is good for the newest version there is; other offers are what they say."""
    if not offer.suite or offer.condition == "used":
        return offer
    return replace(offer, version=max([offer.version, *(v for v, day in RELEASED.items() if day <= today.isoformat())]))


def _lots(estate: Estate, policy: Policy, newest_rds: int) -> tuple[Lot, ...]:
    """Lots at the versions they are good for; of bridges only what the people with the online service use."""
    whole = with_members(estate, policy)
    licensed, services = licensed_people(whole, policy), dict[str, set[str]]()
    persons_of = people(whole)
    for account in whole.accounts:
        for person in persons_of[account.user_id] if account.active else ():
            if person not in licensed:
                plain = "".join(account.subscriptions).lower().replace(" ", "").replace("o365", "office365")
                services.setdefault(person, set()).update(s for s in ("office365", "intune") if s in plain)
    lots = []
    for lot in sorted(estate.lots, key=lambda lot: lot.owned_id):
        has_ended = lot.ends_on is not None and lot.ends_on < policy.plan_date
        if has_ended or (not policy.count_unproven and is_unproven(lot, policy)):
            continue
        quantity = lot.quantity
        if "bridge" in lot.suite:
            asked = {"office365"} if "o365" in lot.suite else set()
            asked |= {"intune"} if "intune" in lot.suite else set()
            fitting = [name for name, has in services.items() if asked and asked <= has and lot.metric == "user"]
            fitting.sort(key=lambda name: (len(services[name]), name))
            for name in fitting[:quantity]:
                del services[name]
            quantity = min(quantity, len(fitting))
        if quantity or not lot.suite:
            lots.append(replace(_lifted(lot, policy.plan_date, newest_rds), quantity=quantity))
    return tuple(lots)


def is_unproven(lot: Lot, policy: Policy) -> bool:
    """Whether an audit may not accept a lot: used licences without proof, or with proof that falls short."""
    return lot.condition == "used" and (lot.proof is None or not _has_proof(lot, policy))


class ServerWay(NamedTuple):
    """The estate if at most one licence server is upgraded: its name, what that costs, and what can be installed."""

    estate: Estate
    upgraded: str
    cost: int
    newest_rds: int


def server_ways(estate: Estate, policy: Policy) -> list[ServerWay]:
    """Return the estate as it is, and with each licence server upgraded that may be."""
    versions, _ = server_versions(estate, policy)
    as_planned, _ = server_versions(estate, replace(policy, server_upgrades="as_planned"))
    marked = [server for server in estate.servers if server.holds_rds and not server.owner]
    newest = max((versions[server.server_id] for server in marked), default=9999)
    ways = [ServerWay(estate, "", 0, newest)]
    for server in marked:
        name, to = server.server_id, server.upgrade_to or 2025
        may_be = policy.server_upgrades != "none" and (server.upgrade_to is not None or server.upgrade_cost > 0)
        if (
            not may_be
            or to <= newest
            or (policy.server_upgrades != "as_planned" and versions[name] != as_planned[name])
        ):
            continue
        after = replace(server, version=to, upgrade_to=None, upgrade_on=None)
        servers = tuple(after if each is server else each for each in estate.servers)
        ways.append(ServerWay(replace(estate, servers=servers), name, server.upgrade_cost, to))
    return ways


def find_market(estate: Estate, policy: Policy, demand: Demand, newest_rds: int = 9999) -> Market:
    """Return what may be bought, used and sold under one policy, and what licence servers hold."""
    lots = _lots(estate, policy, newest_rds) if policy.use_owned else ()
    lots = tuple(lot for lot in lots if lot.owned_id not in demand.unused)
    reserved = frozenset(demand.staying)
    lots = tuple(lot for lot in lots if lot.owned_id not in reserved)
    for_sale = [
        lot
        for lot in lots
        if lot.transferable and lot.resale > 0 and lot.owned_id not in reserved and not lot.is_subscription
    ]
    for_sale = [lot for lot in for_sale if _may_be_sold(lot, policy)]
    sellable = frozenset(lot.owned_id for lot in for_sale if policy.sell_surplus)
    sold = [_as_base(offer, policy.plan_date) for offer in estate.offers if "bridge" not in offer.suite]
    good = [offer for offer in sold if _may_be_bought(offer, policy, demand)]
    good = [offer for offer in good if offer.product != "rds_cal" or offer.version <= newest_rds]
    barred = frozenset(lot.owned_id for lot in lots if lot.product == "rds_cal" and lot.version > newest_rds)
    free = [lot for lot in lots if lot.owned_id not in barred | reserved]
    switchable = frozenset(lot.owned_id for lot in free if may_be_switched(lot, policy))
    unfit = tuple(offer for offer in good if offer.condition == "used" and not may_be_resold(offer, policy))
    return Market(tuple(offer for offer in good if offer not in unfit), lots, sellable, unfit, barred, switchable)


def may_be_switched(lot: Lot, policy: Policy) -> bool:
    """Whether licences of a lot may change their metric: after a renewal of its assurance, or if policy says so."""
    if lot.metric == "host":
        return False
    if lot.sa_renewed and lot.assured_until and lot.sa_renewed <= policy.plan_date <= lot.assured_until:
        return True
    return policy.rds_type_convertible and lot.product == "rds_cal"


def _may_be_bought(offer: Offer, policy: Policy, demand: Demand) -> bool:
    allowed = policy.ws_metrics if offer.product == "ws_cal" else policy.rds_metrics
    needed = [r.version for r in demand.asked if r.product == offer.product and offer.metric in r.ends]
    if offer.metric == "host":
        allowed = "any"
        needed = [v for (_, product), v in demand.connectable.items() if CONNECTORS[product] == offer.product]
    if policy.base_and_rds_same_metric and (offer.product, offer.metric) == ("ws_cal", "device"):
        remote = {(r.user, r.device) for r in demand.requirements if r.product == "rds_cal" and "device" in r.ends}
        needed += [r.version for r in demand.covered if (r.user, r.device) in remote and "device" in r.ends]
    return (
        (offer.term_months is None or (_may_be_termed(policy) and offer.condition == "new"))
        and (policy.allow_used or offer.condition == "new")
        and (policy.min_version is None or offer.version >= policy.min_version)
        and offer.vendor not in policy.excluded_vendors
        and offer.offer_id not in policy.excluded_offers
        and (offer.valid_from is None or offer.valid_from <= policy.plan_date)
        and (offer.valid_until is None or policy.plan_date <= offer.valid_until)
        and (offer.stock is None or offer.stock >= offer.minimum)
        and allowed in ("any", "single", offer.metric)
        and bool(needed)
        and offer.level >= min(needed)
        and (offer.condition == "used" or can_be_installed(offer, policy))
    )


def _may_be_termed(policy: Policy) -> bool:
    """Whether subscriptions may be bought."""
    return policy.subscriptions


def can_be_installed(offer: Offer, policy: Policy) -> bool:
    """Whether a new offer comes with what its licences are installed with, as far as that is needed and stated."""
    if offer.product != "rds_cal" or not policy.require_rds_install_path:
        return True
    return policy.missing_evidence == "notice" if offer.credential is None else offer.credential


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
    answers = [policy.allow_used_rds_cal if is_rds else policy.allow_used_ws_cal, *_stated_facts(offer, policy)]
    if offer.product == "rds_cal" and policy.require_rds_install_path:
        has_it = offer.credential if offer.credential is not None else blank or "8" in (offer.proof or ())
        answers.append(has_it)
    return all(answers)


def _may_be_sold(lot: Lot, policy: Policy) -> bool:
    """Whether licences may be sold: a buyer might rely on them, and neither assurance nor a suite ties them."""
    is_tied = bool(lot.suite) or lot.is_assured(policy.plan_date)
    return all(_stated_facts(lot, policy)) and (policy.sell_under_sa or not is_tied)


def _stated_facts(thing: Lot | Offer, policy: Policy) -> list[bool]:
    """Whether place, lot, segment and proof are such that a buyer might rely on them."""
    blank = policy.missing_evidence == "notice"
    answers = [_is_place_fit(thing, policy)]
    if not policy.allow_split_lots:
        answers.append(blank if thing.whole_lot is None else thing.whole_lot)
    if thing.segment:
        answers.append(thing.segment == "commercial" or getattr(policy, _ALLOWED_BY[thing.segment]))
    else:
        answers.append(blank or (policy.allow_used_oem and policy.allow_used_academic_gov))
    return [*answers, _has_proof(thing, policy)]


def _is_place_fit(thing: Lot | Offer, policy: Policy) -> bool:
    """Whether a buyer in the country of the policy may buy what was first sold where and when this was."""
    blank, buyer = policy.missing_evidence == "notice", policy.country
    if buyer is None or buyer == "CH":
        return True
    if buyer != "GB" and buyer not in EEA:
        return False
    if not thing.first_sale or thing.first_sale in EEA:
        return bool(thing.first_sale) or blank
    if thing.first_sale != "GB":
        return False
    return buyer == "GB" or (thing.first_sold_on is not None and thing.first_sold_on < date(2021, 1, 1))


def _has_proof(thing: Lot | Offer, policy: Policy) -> bool:
    """Whether the items of proof that the policy asks for are there, as far as that is stated."""
    held = (thing.proof or frozenset()) | ({"8"} if thing.credential else set())
    is_rds = thing.product.startswith("rds")
    needed = policy.min_proof_score if is_rds else policy.min_proof_score - {"8"}
    if thing.proof is None:
        return policy.missing_evidence == "notice" or needed <= {"8"}
    return needed <= held


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
    pairs = [(r, r) for r in demand.requirements]
    if policy.base_and_rds_same_metric:
        base_of = {(r.user, r.device): r for r in (*demand.requirements, *demand.covered) if r.product == "ws_cal"}
        for rds in demand.requirements:
            if rds.product == "rds_cal":
                base = base_of.get((rds.user, rds.device))
                if base is None:  # the pair's base accesses are all exempt
                    continue
                pairs.append((rds, base))
                if base not in demand.covered:
                    pairs += [(base, rds), (base, base)]
    clauses = {_clause(*pair, choice) for pair in pairs if not _is_subscribed(pair[0], demand, choice)}
    return sorted(clauses, key=lambda clause: [literal or () for literal in clause])


def _is_subscribed(requirement: Requirement, demand: Demand, choice: Choice) -> bool:
    """Whether a subscription of the person's own counts there, whichever licences a plan may use."""
    counts = requirement.choose is None or choice.modes[requirement.choose] == "user"
    is_remote = requirement.product == "rds_cal" and "user" in requirement.ends
    return is_remote and counts and requirement.user in demand.subscribed


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
