"""Which servers the people and machines of headcount groups reach: those they name, and one they only describe.

A group that names servers reaches them as a named person does, with all that they say: version and upgrades,
edition, licensing, workload, owner, host, directory, deployment.  What a group gives only as a version is a server of
its own, like any other, behind those of the inventory: of that version, on no host, and for Remote Desktop in the
group's deployment, where it is as the deployment's servers are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.domain.estate import EVERY, EVERY_SERVER, AccessKind, Estate, Group, Server
from planner.domain.product import VERSIONS, Version
from planner.licensing.counting.exemptions import reached
from planner.licensing.servers.server_versions import exists, group_versions
from planner.licensing.view import View
from planner.words import say


@dataclass(frozen=True, slots=True)
class GroupTargets:
    """The servers that a group reaches, as indices into `all_servers`."""

    base: tuple[int, ...]
    remote: tuple[int, ...]
    """Those that its Remote Desktop users reach so."""


@dataclass(frozen=True, slots=True)
class GroupServers:
    """The servers that groups describe, and what each group reaches; groups that do not exist on the day reach none."""

    described: tuple[Server, ...]
    targets: tuple[GroupTargets, ...]  # one per group


def all_servers(view: View) -> tuple[Server, ...]:
    """Return the servers of the inventory and, behind them, those that groups describe."""
    return (*view.estate.servers, *view.find(group_servers).described)


def group_servers(view: View) -> GroupServers:
    """Return what the groups that exist on the plan's day describe and reach."""
    servers = view.estate.servers
    described: list[Server] = []
    targets = []
    for group in view.estate.groups:
        if not exists(group, view.policy):
            targets.append(GroupTargets((), ()))
            continue
        base = _named(servers, group.servers, AccessKind.STANDARD)
        remote = _named(servers, group.rds_servers, AccessKind.RDS)
        version, rds_version = group_versions(group, view.policy)
        if not group.servers and version is not None:
            base = (len(servers) + len(described),)
            described.append(_described(group, VERSIONS[version]))
        if not group.rds_servers and rds_version is not None:
            remote = (len(servers) + len(described),)
            described.append(_session_host(group, VERSIONS[rds_version], servers))
        targets.append(GroupTargets(base, remote))
    return GroupServers(tuple(described), tuple(targets))


def _named(servers: Sequence[Server], names: Sequence[str], kind: AccessKind) -> tuple[int, ...]:
    """Return the servers that a list of a group names, without those of other organisations."""
    if EVERY in names:
        meant = reached(servers, EVERY_SERVER, kind)
    else:
        meant = [s for s, server in enumerate(servers) if server.server_id in names]
    return tuple(s for s in meant if not servers[s].owner)


def _described(group: Group, version: Version) -> Server:
    return Server(server_id=say('group "{name}"', name=group.name), version=version, of_group=group.name)


def _session_host(group: Group, version: Version, servers: Sequence[Server]) -> Server:
    farm = [server for server in servers if server.rds_deployment == group.rds_deployment != ""]
    in_azure = bool(farm) and all(server.licensing == "azure_vm" for server in farm)
    return Server(
        server_id=say('group "{name}"', name=group.name),
        version=version,
        rds_deployment=group.rds_deployment,
        licensing="azure_vm" if in_azure else "perpetual",
        of_group=group.name,
    )


def unreached_servers(view: View) -> tuple[str, ...]:
    """Return the ids of the servers that no group and no access names; none where anything names some.

    Those of the infrastructure aside, which everybody reaches.
    """
    estate = view.estate
    if not estate.groups or len(estate.accesses) or estate.everybody_everywhere:
        return ()
    if any(group.servers or group.rds_servers for group in estate.groups):
        return ()
    return tuple(server.server_id for server in estate.servers if not (server.infrastructure or server.owner))


def reaching_all(view: View) -> Estate:
    """Return the estate with groups that reach every server that nobody names, by Remote Desktop those meant for it."""
    estate = view.estate
    names = frozenset(unreached_servers(view))
    hosts = [s for s in estate.servers if s.server_id in names]
    meant = [s for s in hosts if s.rds_deployment or s.rds_mode is not None] or hosts
    base, remote = (tuple(server.server_id for server in some) for some in (hosts, meant))
    groups = (
        replace(group, servers=base, rds_servers=remote if group.rds_version is not None else ())
        for group in estate.groups
    )
    return replace(estate, groups=tuple(groups)) if names else estate
