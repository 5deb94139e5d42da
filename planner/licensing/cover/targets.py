"""What one access needs: a base version, and Remote Desktop versions per admissible ends (rules R17, R24, R26).

Accesses come in millions but name few different targets (a server and a kind of access), so the rules about
versions and deployments are worked out once per target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, NONE, AccessKind, Server
from planner.domain.product import ASSURANCE, RDS, VERSIONS, WS, rank
from planner.domain.requirement import Ends, Waiver
from planner.licensing.counting.exemptions import asks_for_assurance, freed_by, reached_own
from planner.licensing.counting.group_servers import all_servers
from planner.licensing.cover.administration import Administered, administered
from planner.licensing.cover.connectors import all_connectors
from planner.licensing.cover.deployments import Deployments, deployments
from planner.licensing.cover.session_modes import bound_deployments
from planner.licensing.rules.r07_infrastructure import COUNT_INFRASTRUCTURE_ACCESS, brings_more, serves_everybody
from planner.licensing.rules.r09_external_people import group_is_external, is_external
from planner.licensing.rules.r46_external_connectors import host_of
from planner.licensing.servers.server_versions import ServerVersions, server_versions
from planner.licensing.view import View
from planner.words import say


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """One thing an access needs: a product at a version, covered at the admissible ends."""

    product: int
    ends: int
    version: int
    origin: int
    """Index of the server that sets the version."""
    waiver: int = NONE
    """Index of what can take the need away besides a licence; see `Requirements.waivers`."""


@dataclass(frozen=True, slots=True)
class ServerPark:
    """The servers as one scenario sees them: versions on the plan's day and modes of deployments."""

    servers: tuple[Server, ...]
    versions: ServerVersions
    modes: Deployments
    owing: Mapping[AccessKind, frozenset[int]]
    """The servers on which an access of a kind needs a base CAL (see `exemptions.py`)."""
    infrastructure: frozenset[int]
    """The servers that others bring an access to, with a base CAL needed there (rule R7)."""
    administered: Administered
    connectors: tuple[tuple[str, int], ...]
    """The (host, layer) of every connector there might be; none where nobody is external."""
    connector_of: tuple[int, ...]
    """The connector for the base layer of each server; the next one is for Remote Desktop."""
    waivers: tuple[Waiver, ...]

    def in_words(self) -> list[str]:
        """Name each server for people, with its version where that is not the one it runs today."""
        today = [VERSIONS.index(server.version) for server in self.servers]
        changed = [
            say(" (upgraded from {version})", version=server.version) if now != then else ""
            for server, now, then in zip(self.servers, self.versions.ranks.tolist(), today, strict=True)
        ]
        names = [
            server.server_id if server.of_group else say("server {server_id}", server_id=server.server_id)
            for server in self.servers
        ]
        return [name + note for name, note in zip(names, changed, strict=True)]

    def newest(self, servers: Iterable[int], product: int, ends: int) -> Layer:
        """Return the layer that reaching all of `servers` (at least one) needs: the newest sets it (rule R19)."""
        version, origin = max((self._level(s, product), -s) for s in servers)
        return Layer(product, ends, version, -origin)

    def _level(self, server: int, product: int) -> int:
        if product == RDS and asks_for_assurance(self.servers[server]):
            return ASSURANCE
        return int(self.versions.ranks[server])

    def layers(
        self, server: int, kind: AccessKind, *, is_external: bool = False, alone: bool = False
    ) -> tuple[Layer, ...]:
        """Return what an access of `kind` to `server` (or `EVERY_SERVER`) needs; nothing where it is exempt.

        Where the person is external it is asked for host by host, because connectors are for hosts; the servers of
        the infrastructure belong to their own hosts.  `alone`: nobody comes with it to the infrastructure.
        """
        means = reached_own(self.servers, server, kind)
        brings = not alone and any(brings_more(self.servers[each], kind) for each in means)
        implied = self.infrastructure if brings else frozenset()
        if not (is_external and self.connectors):
            return self._layers(means, implied, kind)
        hosts = sorted({self.connector_of[each] for each in (*means, *implied)})
        return tuple(
            layer if connector == NONE else replace(layer, waiver=self._with_connector(layer, connector))
            for connector in hosts
            for layer in self._layers(self._on(connector, means), self._on(connector, implied), kind)
        )

    def _on(self, connector: int, servers: Iterable[int]) -> list[int]:
        return [each for each in servers if self.connector_of[each] == connector]

    def is_on_host_of(self, layer: Layer, server: int) -> bool:
        """Tell whether a layer of reaching a server is for the host of that server, or not told apart by hosts."""
        connector = NONE if layer.waiver == NONE else self.waivers[layer.waiver].connector
        return connector == NONE or connector == self.connector_of[server]

    def _with_connector(self, layer: Layer, base: int) -> int:
        if layer.version == ASSURANCE:  # no connector is planned for sessions there
            return layer.waiver
        waiver = Waiver() if layer.waiver == NONE else self.waivers[layer.waiver]
        return self.waivers.index(replace(waiver, connector=base + layer.product))

    def _layers(self, means: list[int], implied: Iterable[int], kind: AccessKind) -> tuple[Layer, ...]:
        if kind is AccessKind.ADMIN and self.administered.names:
            return self._administration(means)
        base = self.base(self.owing[kind].intersection(means).union(implied))
        return (*base, *self._remote(means)) if kind is AccessKind.RDS else base

    def everything(self, by_remote_desktop: Iterable[int] = ()) -> tuple[Layer, ...]:
        """Return what somebody needs who reaches every server, and every deployment by Remote Desktop.

        `by_remote_desktop` are servers without a named deployment that are reached so too.
        """
        remote = reached_own(self.servers, EVERY_SERVER, AccessKind.RDS)
        remote = sorted({*remote, *(s for s in by_remote_desktop if not self.servers[s].owner)})
        owing = self.owing[AccessKind.STANDARD] | self.owing[AccessKind.RDS].intersection(remote)
        owing = frozenset(each for each in owing if not self.servers[each].of_group)
        return (*self.base(owing), *self._remote(remote))

    def _administration(self, means: Iterable[int]) -> tuple[Layer, ...]:
        """Return what administering servers needs, one layer per administration (see `administration.py`)."""
        by_number: dict[int, list[int]] = {}
        for server in means:
            if server in self.administered.of_server:
                by_number.setdefault(self.administered.of_server[server], []).append(server)
        return tuple(
            replace(self.newest(servers, WS, Ends.EITHER), waiver=number)
            for number, servers in sorted(by_number.items())
        )

    def base(self, owing: Iterable[int]) -> tuple[Layer, ...]:
        """Return what the base layer needs of somebody who reaches all of these servers."""
        servers = sorted(owing)
        return (self.newest(servers, WS, Ends.EITHER),) if servers else ()

    def _remote(self, servers: list[int]) -> list[Layer]:
        by_ends: dict[int, list[int]] = {}
        for server in servers:
            by_ends.setdefault(self.modes.ends[server], []).append(server)
        return [self.newest(servers, RDS, ends) for ends, servers in sorted(by_ends.items())]


def server_park(view: View) -> ServerPark:
    """Return the servers as the scenario with `policy` sees them."""
    estate, policy = view.estate, view.policy
    servers = view.find(all_servers)
    owes = freed_by(servers, policy) == NONE
    owing = {kind: frozenset(np.flatnonzero(owes[:, k]).tolist()) for k, kind in enumerate(ACCESS_KINDS)}
    everybodys = frozenset(s for s, server in enumerate(servers) if serves_everybody(server))
    if not policy[COUNT_INFRASTRUCTURE_ACCESS]:
        everybodys = frozenset()
    listed = view.find(server_versions)
    described = [rank(server.version) for server in servers[len(estate.servers) :]]
    versions = replace(listed, ranks=np.append(listed.ranks, np.array(described, dtype=np.int64)))
    administration, connectors, connector_of = Administered(), tuple[tuple[str, int], ...](), tuple[int, ...]()
    if not estate.everybody_everywhere:
        has_external = any(group_is_external(group, view) for group in estate.groups)
        has_external |= bool(view.find(is_external).any())
        hosts = [host_of(server, policy) if has_external else "" for server in servers]
        administration = administered(view, versions.ranks, owing[AccessKind.ADMIN], hosts)
        connectors = all_connectors(estate.servers, policy) if has_external else ()
        if connectors:  # none for what a group only describes, which is on no host that is known
            places = {host: connectors.index((host, WS)) for host, _ in connectors}
            connector_of = tuple(
                NONE if server.of_group else places[host] for server, host in zip(servers, hosts, strict=True)
            )
    return ServerPark(
        servers=servers,
        versions=versions,
        modes=deployments(servers, policy, view.find(bound_deployments)),
        owing=owing,
        infrastructure=everybodys & owing[AccessKind.STANDARD],
        administered=administration,
        connectors=connectors,
        connector_of=connector_of,
        waivers=_waivers(administration, connectors, connector_of),
    )


def _waivers(
    administered: Administered, connectors: tuple[tuple[str, int], ...], connector_of: tuple[int, ...]
) -> tuple[Waiver, ...]:
    """Return what can take needs away: each administration, each connector, and both where they meet."""
    alone = [Waiver(administration=number) for number in range(len(administered.names))]
    met = {(number, connector_of[server]) for server, number in administered.of_server.items() if connectors}
    either = [Waiver(number, connector) for number, connector in sorted(met)]
    return (*alone, *(Waiver(connector=number) for number in range(len(connectors))), *either)
