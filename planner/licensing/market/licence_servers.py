"""Remote Desktop licence servers and the CALs they hold (rule R27).

A licence server holds Remote Desktop CALs of its own version and older ones.  So where servers are marked as licence
servers, no Remote Desktop CAL in use, new or owned, may be newer than the newest of them; older licence servers may
serve other deployments.  Source: learn.microsoft.com, Remote Desktop CALs (2025-06-16), its table, not its running
text, which says the reverse.

The plan may upgrade one licence server on its day: to its `upgrade_to`, if that is planned for a later day, or to the
newest version where it gives an `upgrade_cost` only.  It pays that cost once.  The upgraded server is a newer server
for everybody else who reaches it too, so what must be covered is found anew.  Policy `server_upgrades` = none allows
no upgrade; where it names a version, servers that it has lifted are not lifted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.domain import money
from planner.domain.estate import EVERY_SERVER, Estate, Server
from planner.domain.issue import Notice, Obstacle
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.product import NEWEST, PRODUCTS, VERSIONS, Product, Version, rank
from planner.domain.scenario import Policy
from planner.licensing.cover.reassignment import Recent, Way
from planner.licensing.rules.r07_infrastructure import serves_everybody
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.licensing.rules.r27_licence_server import LICENCE_SERVER_UPGRADE, TOO_NEW_FOR_LICENCE_SERVER
from planner.licensing.rules.r60_licence_position import as_counted
from planner.licensing.servers.server_versions import server_versions
from planner.licensing.view import View
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class LicenceLimit:
    """The newest licence server: it holds no CAL newer than `newest`, a rank."""

    server_id: str
    newest: int

    def holds(self, item: Offer | Lot) -> bool:
        """Tell whether licences can be installed there; base CALs are never installed."""
        return item.product is not Product.RDS_CAL or rank(item.version) <= self.newest

    def admits(self, recent: Recent) -> bool:
        """Tell the same of a licence that moved lately."""
        return PRODUCTS[recent.product] is not Product.RDS_CAL or recent.version <= self.newest


@dataclass(frozen=True, slots=True, eq=False)
class ServerVariant:
    """The estate if at most one licence server is upgraded, and what that costs; each stands for itself only."""

    estate: Estate
    limit: LicenceLimit | None = None
    """None: nothing limits the version of Remote Desktop CALs."""
    upgraded: Server | None = None
    """The licence server that is upgraded, as it is today."""
    to: Version | None = None
    changes_needs: bool = False
    """Whether others reach that server too, so that what must be covered may be different."""
    way: Way = ()
    """What becomes of licences that may not move yet, where it is not what comes of itself."""

    @property
    def cost_minor(self) -> int:
        """What the upgrade costs."""
        return self.upgraded.upgrade_cost_minor if self.upgraded else 0

    @property
    def key(self) -> tuple[str, str] | None:
        """What tells the requirements of this variant from those of the estate as it is."""
        return (self.upgraded.server_id, str(self.to)) if self.upgraded and self.changes_needs else None


def server_variants(view: View, offers: Iterable[Offer], lots: Iterable[Lot]) -> tuple[ServerVariant, ...]:
    """Return the estate as it is, then every upgrade of a licence server that may be worth its cost."""
    estate, policy = view.estate, view.policy
    limit = licence_limit(view)
    if limit is None:
        return (ServerVariant(estate),)
    present = ServerVariant(estate, limit)
    if all(map(limit.holds, offers)) and all(map(limit.holds, lots)):
        return (present,)
    found: list[ServerVariant] = []
    for server, to in sorted(_possible(view, limit), key=lambda each: each[0].upgrade_cost_minor):
        is_beaten = any(not variant.changes_needs and rank(variant.to or NEWEST) >= rank(to) for variant in found)
        if not is_beaten:
            after = replace(server, upgrade_to=to, upgrade_on=policy.plan_date)
            found.append(_with_upgraded(view, server, after, to))
    return (present, *found)


def licence_limit(view: View) -> LicenceLimit | None:
    """Return the newest licence server on the plan's day; None where no server is marked as one."""
    estate = view.estate
    ranks = view.find(server_versions).ranks.tolist()
    marked = [
        (-version, server.server_id)
        for server, version in zip(estate.servers, ranks, strict=True)
        if server.rd_licence_server and not server.owner
    ]
    if not marked:
        return None
    version, server_id = min(marked)
    return LicenceLimit(server_id, -version)


def _possible(view: View, limit: LicenceLimit) -> Iterable[tuple[Server, Version]]:
    """Yield the licence servers that may be upgraded beyond the limit, and the version they would have."""
    estate, policy = view.estate, view.policy
    if policy[SERVER_UPGRADES] == "none":
        return
    forced = policy[SERVER_UPGRADES] != "as_planned"
    planned = server_versions(view.under(policy.having(server_upgrades="as_planned"))).ranks.tolist()
    now = view.find(server_versions).ranks.tolist()
    for server, before, version in zip(estate.servers, planned, now, strict=True):
        has_cost = server.upgrade_to is not None or server.upgrade_cost_minor > 0
        is_lifted = forced and version != before
        to = server.upgrade_to or NEWEST
        if server.rd_licence_server and not server.owner and has_cost and not is_lifted and rank(to) > limit.newest:
            yield server, to


def _with_upgraded(view: View, server: Server, after: Server, to: Version) -> ServerVariant:
    estate = view.estate
    servers = tuple(after if each is server else each for each in estate.servers)
    is_reached = _is_reached(view, estate.servers.index(server))
    return ServerVariant(
        replace(estate, servers=servers), LicenceLimit(server.server_id, rank(to)), server, to, is_reached
    )


def _is_reached(view: View, server: int) -> bool:
    """Tell whether anybody may reach a server: by an access, because everybody does, or because it serves everybody."""
    estate = view.estate
    target = estate.accesses.server
    is_meant = bool(((target == server) | (target == EVERY_SERVER)).any())
    return is_meant or view.find(as_counted).estate.everybody_everywhere or serves_everybody(estate.servers[server])


def if_newer(view: View, limit: LicenceLimit, version: int) -> ServerVariant:
    """Return the estate as if the newest licence server had another version, a rank; to see whether that helps."""
    estate = view.estate
    server = next(each for each in estate.servers if each.server_id == limit.server_id)
    after = replace(server, version=VERSIONS[version], upgrade_to=None, upgrade_on=None)
    return _with_upgraded(view, server, after, VERSIONS[version])


def too_new(offers: Sequence[Offer], lots: Sequence[Lot], limit: LicenceLimit) -> tuple[Notice, ...]:
    """Name the offers and lots that are newer than the newest licence server."""
    parts = []
    if offers:
        parts.append(say("not bought: {value}", value=joined(", ", (offer.offer_id for offer in offers))))
    owned = [
        say("{owned_id} ({quantity})", owned_id=lot.owned_id, quantity=lot.quantity) for lot in lots if lot.quantity
    ]
    if owned:
        parts.append(say("owned, but not used: {value}", value=joined(", ", owned)))
    if not parts:
        return ()
    text = say(
        "No licence server holds Remote Desktop CALs newer than {versions} (rule R27; the newest is",
        versions=VERSIONS[limit.newest],
    )
    return (
        TOO_NEW_FOR_LICENCE_SERVER.notice(
            say(
                "{text} {server_id}), so newer ones are {value}.",
                text=text,
                server_id=limit.server_id,
                value=joined("; ", parts),
            )
        ),
    )


def upgrade_notice(variant: ServerVariant, policy: Policy) -> tuple[Notice, ...]:
    """Say which licence server this plan upgrades, and what that costs."""
    if variant.upgraded is None:
        return ()
    text = say(
        "The Remote Desktop licence server {server_id} is upgraded to {to} in this plan, for "
        "{cost}: do that before you install Remote Desktop CALs (rule R27).",
        server_id=variant.upgraded.server_id,
        to=variant.to,
        cost=money.words(variant.cost_minor, policy.currency),
    )
    return (LICENCE_SERVER_UPGRADE.notice(text),)


def too_old(limit: LicenceLimit, needed: int) -> Obstacle:
    """Say that the newest licence server is too old, and to which version, a rank, it would have to be upgraded."""
    name, to = limit.server_id, VERSIONS[needed]
    return Obstacle(
        say(
            "The newest Remote Desktop licence server, {name}, has version {versions} and holds no "
            "newer Remote Desktop CALs (rule R27).",
            name=name,
            versions=VERSIONS[limit.newest],
        ),
        say(
            "Upgrade the licence server {name} to {to} (give {to} in its column version, or the "
            "upgrade with its cost in upgrade_to, upgrade_on and upgrade_cost).",
            name=name,
            to=to,
        ),
    )
