"""What newer servers do to everybody's licences (rule R19): one newer server can make owned CALs useless.

Because everybody reaches the same directory or file server, the newest one sets the version of all CALs.  Two things
are worked out: what the newest servers of the plan's day cost in licences, and what upgrades will that are planned
for later.  Both name who is touched and what becomes useless, and give the estate to plan once more, so that the
difference in money can be said.

The version that the newest servers might have instead is the newest that anything else has; where there is nothing
else, that of the newest older licence that is owned.  For policy server_upgrades it is what the servers have without.

Sources: follows from R17 and R7; industrialmonitordirect.com states it for mixed domain controllers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain import money
from planner.domain.estate import ACCESS_KINDS, Codes, Estate, Group, Server
from planner.domain.issue import Notice, Problem
from planner.domain.lot import Lot
from planner.domain.plan import Plan
from planner.domain.product import ASSURANCE, PRODUCTS, VERSIONS, rank
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.licensing.counting.exemptions import reached_own
from planner.licensing.counting.group_servers import group_servers, reaching_all
from planner.licensing.cover.targets import ServerPark, server_park
from planner.licensing.naming import named
from planner.licensing.rules.r19_newest_server_sets_version import COMING_UPGRADES, NEWEST_SERVERS, SERVER_UPGRADES
from planner.licensing.servers.server_versions import exists, group_versions, server_versions
from planner.licensing.view import View
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class Shock:
    """What is to be said about newer servers, and what to plan once more to say what they cost."""

    problem: Problem
    facts: str
    estate: Estate
    policy: Policy
    instead: str
    """The beginning of the sentence on the other plan."""
    is_saving: bool
    """Whether the other plan is the one without the newer servers; else it is the one with them."""

    def notice(self, *more: str, amount_minor: int | None = None) -> Notice:
        """Return the notice, with more sentences on what that means, and the amount that is at stake."""
        return self.problem.notice(joined(" ", filter(None, (self.facts, *more))), amount_minor)

    def amount_minor(self, plan: Plan, other: Plan) -> int:
        """Return what a scenario's plan costs more than the other one, or the other one more; at least nothing."""
        more = plan.cost.total - other.cost.total
        return max(more if self.is_saving else -more, 0)

    def difference(self, plan: Plan, other: Plan) -> str:
        """Say what a scenario's plan costs more or less than the other one, as far as the other is proved."""
        currency = self.policy.currency
        if self.is_saving:
            surely, at_most = plan.cost.total - other.cost.total, plan.cost.total - other.lower_bound_minor
            amount = (
                (say("at least ") if at_most > surely else "") + money.words(surely, currency) if surely > 0 else ""
            )
            return say("{instead} {value} would be saved.", instead=self.instead, value=amount or say("nothing"))
        surely, at_most = other.lower_bound_minor - plan.cost.total, other.cost.total - plan.cost.total
        amount = (
            say(
                "{form}{at_most} more",
                form=say("at most ") if at_most > surely else "",
                at_most=money.words(at_most, currency),
            )
            if at_most > 0
            else ""
        )
        return say("{instead} licences cost {value}.", instead=self.instead, value=amount or say("nothing more"))


def newest_servers(view: View, requirements: Requirements, lots: Sequence[Lot]) -> Shock | None:
    """Return what the newest servers do, if owned licences are useless because of them."""
    estate, policy = view.estate, view.policy
    if not len(requirements) or not lots:
        return None
    newest = _newest(requirements)
    if newest < 0:
        return None
    products = {PRODUCTS[p] for p in np.unique(requirements.product[requirements.version == newest]).tolist()}
    older = [lot for lot in lots if lot.quantity and lot.product in products and rank(lot.version) < newest]
    if not older:
        return None
    park = view.find(server_park)
    raising = _raising(view, park, newest)
    groups = [g for g in estate.groups if exists(g, policy) and newest in group_versions(g, policy)]
    lifts = policy[SERVER_UPGRADES] in VERSIONS and newest == VERSIONS.index(policy[SERVER_UPGRADES])
    if lifts:
        planned = policy.having(server_upgrades="as_planned")
        before = server_versions(view.under(planned)).ranks
        versions = [int(before[s]) for s in raising]
        versions += [v for g in groups for v in group_versions(g, planned) if v is not None]
        if newest in versions:  # it would be needed without the policy too
            return None
        instead, other = min(versions), (estate, planned)
    else:
        own = (s for s, server in enumerate(park.servers) if not (server.owner or server.of_group))
        lower = [int(park.versions.ranks[s]) for s in own if park.versions.ranks[s] < newest]
        lower += [v for g in estate.groups for v in group_versions(g, policy) if v is not None and v < newest]
        instead = max(lower, default=max(rank(lot.version) for lot in older))
        other = (_lowered(estate, raising, groups, instead), policy)
    useless = sum(lot.quantity for lot in older if rank(lot.version) >= instead)
    if not useless:
        return None
    names = named([estate.servers[s].server_id for s in raising] + [say('group "{name}"', name=g.name) for g in groups])
    because = say("policy server_upgrades, for {names}", names=names) if lifts else names
    people, machines = _touched(requirements, newest)
    text = say(
        "{versions} is the newest version anybody needs (rule R19), because of {because}: people: "
        "{people}, machines: {machines} may need it, and owned licences of older versions are "
        "useless for that: {useless}.",
        versions=VERSIONS[newest],
        because=because,
        people=people,
        machines=machines,
        useless=useless,
    )
    without = say("Without these upgrades,") if lifts else say("With {versions} there,", versions=VERSIONS[instead])
    return Shock(NEWEST_SERVERS, text, *other, without, is_saving=True)


def coming_upgrades(view: View) -> Shock | None:
    """Return what the upgrades will do that are planned for a day after the plan's, if any lifts a version."""
    estate, policy = view.estate, view.policy
    if policy[SERVER_UPGRADES] != "as_planned":
        return None
    ranks = view.find(server_versions).ranks
    coming = [s for s, server in enumerate(estate.servers) if _is_coming(server, policy, int(ranks[s]))]
    if not coming:
        return None
    servers = list(estate.servers)
    for s in coming:
        upgraded = servers[s].upgrade_to or servers[s].version
        servers[s] = replace(servers[s], version=upgraded, upgrade_to=None, upgrade_on=None)
    after = replace(estate, servers=tuple(servers))
    upgrades = named(
        [
            say(
                "{server_id} to {upgrade_to}",
                server_id=estate.servers[s].server_id,
                upgrade_to=estate.servers[s].upgrade_to,
            )
            for s in coming
        ]
    )
    return Shock(
        COMING_UPGRADES,
        say(
            "Upgrades planned after {plan_date} (rule R19): {upgrades}.", plan_date=policy.plan_date, upgrades=upgrades
        ),
        reaching_all(view.of(after)),
        policy,
        say("Planned with them,"),
        is_saving=False,
    )


def upgrade_effects(now: Requirements, then: Requirements, lots: Iterable[Lot]) -> str:
    """Say whom upgrades lift to the newest version, and what becomes useless: what served the old one, but not that."""
    if not len(then):
        return ""
    newest, before = _newest(then), _newest(now)
    if newest < 0:
        return ""
    people, machines = (a - b for a, b in zip(_touched(then, newest), _touched(now, newest), strict=True))
    useless = sum(lot.quantity for lot in lots if min(before, newest - 1) <= rank(lot.version) < newest)
    return say(
        "That lifts to {versions} people: {people}, machines: {machines}; owned licences that are "
        "then too old for them: {useless}.",
        versions=VERSIONS[newest],
        people=people,
        machines=machines,
        useless=useless,
    )


def _is_coming(server: Server, policy: Policy, runs: int) -> bool:
    is_later = server.upgrade_on is not None and server.upgrade_on > policy.plan_date
    return is_later and server.upgrade_to is not None and rank(server.upgrade_to) > runs and not server.owner


def _raising(view: View, park: ServerPark, newest: int) -> list[int]:
    """Return the servers of the newest version that some access needs it for, or that a group names."""
    estate = view.estate
    named_by_groups = {s for each in view.find(group_servers).targets for s in (*each.base, *each.remote)}
    if estate.everybody_everywhere:
        owing: set[int] = set().union(*park.owing.values())
        own = {s for s, server in enumerate(estate.servers) if not server.owner}
        reached = {s for s in own if s in owing or estate.servers[s].rds_deployment}
    else:
        accesses = estate.accesses
        counts = np.bincount((accesses.server + 1) * len(ACCESS_KINDS) + accesses.kind)
        targets = np.flatnonzero(counts).tolist()
        reached = set()
        for server, kind in ((t // len(ACCESS_KINDS) - 1, ACCESS_KINDS[t % len(ACCESS_KINDS)]) for t in targets):
            if any(layer.version == newest for layer in park.layers(server, kind)):
                reached |= {*reached_own(estate.servers, server, kind), *park.infrastructure}
    of_groups = {s for s in named_by_groups if s < len(estate.servers)}
    return sorted(s for s in reached | of_groups if park.versions.ranks[s] == newest)


def _lowered(estate: Estate, servers: Iterable[int], groups: Iterable[Group], version: int) -> Estate:
    """Return the estate with some servers and groups at an older version."""
    lowered, park = VERSIONS[version], list(estate.servers)
    for s in servers:
        park[s] = replace(park[s], version=lowered, upgrade_to=None, upgrade_on=None)
    names = {group.name for group in groups}
    return replace(
        estate,
        servers=tuple(park),
        groups=tuple(_lowered_group(g, version) if g.name in names else g for g in estate.groups),
    )


def _lowered_group(group: Group, version: int) -> Group:
    server = None if group.server_version is None else VERSIONS[min(rank(group.server_version), version)]
    remote = None if group.rds_version is None else VERSIONS[min(rank(group.rds_version), version)]
    return replace(group, server_version=server, rds_version=remote)


def _newest(requirements: Requirements) -> int:
    """Return the rank of the newest version that is asked for, -1 where none is."""
    versions = requirements.version
    return int(versions[versions < ASSURANCE].max(initial=-1))


def _touched(requirements: Requirements, version: int) -> tuple[int, int]:
    """Return how many people and machines have something to cover at a version or newer."""
    rows = (requirements.version >= version) & (requirements.version < ASSURANCE)
    return tuple(_members(requirements, end[rows]) for end in (requirements.user, requirements.device))  # type: ignore[return-value]


def _members(requirements: Requirements, classes: Codes) -> int:
    found = np.unique(classes[classes >= 0])
    return int(requirements.holders.members[found].sum())
