"""Accesses that need no CAL: what the rules' rooms say of servers, and the cap of edition Essentials (rule R15).

An exemption takes away accesses, never a person or a machine: whatever else somebody reaches still counts.  What
is left out asks for no version either, so a new host does not drive the version of anybody's CAL.

All rules about servers but R4 free the base layer only.  A Remote Desktop session owes its Remote Desktop CAL on
every server, and it is no public web page, no HPC job and no management of virtual machines, so R12 to R14 do not
free its base CAL either.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    AccessKind,
    DeviceKind,
    Infrastructure,
    Server,
)
from planner.domain.issue import Obstacle
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.licensing.counting import infrastructure
from planner.licensing.rule import Exemption
from planner.licensing.rulebook import RULES
from planner.licensing.rules.r07_infrastructure import COUNT_INFRASTRUCTURE_ACCESS, serves_everybody
from planner.licensing.view import View

ESSENTIALS_PEOPLE, ESSENTIALS_MACHINES = 25, 50
"""The most people and machines an Essentials server admits (rule R15)."""

ORDINARY = ("general", "web_internal")
"""Workloads that free nothing by themselves, whatever the policies."""


EXEMPTIONS: tuple[Exemption, ...] = tuple(each for rule in RULES for each in rule.exemptions)
"""In the order of the rules: an access is told under the first one that frees it."""
_REMOTE_ENDS = tuple(rule.remote_ends for rule in RULES if rule.remote_ends)
_ASSURANCE = tuple(rule.asks_for_assurance for rule in RULES if rule.asks_for_assurance)


def exemption(server: Server, kind: AccessKind, policy: Policy) -> Exemption | None:
    """Return the first rule that frees an access of the base CAL, if any does."""
    return next((rule for rule in EXEMPTIONS if rule.frees(server, kind, policy)), None)


def remote_ends(server: Server, policy: Policy) -> Ends | None:
    """Return whose Remote Desktop CALs alone count on a server; None where its deployment decides."""
    return next((ends for ends_of in _REMOTE_ENDS if (ends := ends_of(server, policy)) is not None), None)


def asks_for_assurance(server: Server) -> bool:
    """Tell whether Remote Desktop CALs count on a server only with Software Assurance, or as subscriptions."""
    return any(asks(server) for asks in _ASSURANCE)


def reached(servers: Sequence[Server], server: int, kind: AccessKind) -> list[int]:
    """Return the servers an access means: the one it names, or with `*` all that its kind can reach."""
    if server != EVERY_SERVER:
        return [server]
    listed = (s for s, each in enumerate(servers) if not each.of_group)
    return [s for s in listed if kind is not AccessKind.RDS or servers[s].rds_deployment]


def reached_own(servers: Sequence[Server], server: int, kind: AccessKind) -> list[int]:
    """Return the servers of the organisation itself (rule R4) that an access means."""
    return [s for s in reached(servers, server, kind) if not servers[s].owner]


# -- the cap of edition Essentials -------------------------------------------------------------------------------


def over_the_cap(view: View) -> Obstacle | None:
    """Return what to say where more people or machines reach an Essentials server than it admits (rule R15).

    Everybody who reaches it by an access that no other rule frees counts, whatever other policies say: people behind
    shared accounts singly, licensed servers not.  A server of the infrastructure is reached with every access (R7).
    """
    estate = view.estate
    found = []
    for number, server in enumerate(estate.servers):
        is_ordinary = server.workload in ORDINARY and not server.owner
        if server.edition == "essentials" and is_ordinary:
            people, machines = _on_server(view, number)
            if people > ESSENTIALS_PEOPLE or machines > ESSENTIALS_MACHINES:
                who = f"{people} {'person' if people == 1 else 'people'}"
                what = f"{machines} {'machine' if machines == 1 else 'machines'}"
                found.append((server.server_id, f"{who} and {what} reach {server.server_id}"))
    if not found:
        return None
    names = ", ".join(server_id for server_id, _ in found)
    return Obstacle(
        f"A server of edition Essentials admits at most {ESSENTIALS_PEOPLE} people and {ESSENTIALS_MACHINES} machines, "
        f"but {'; '.join(what for _, what in found)}. No CAL lifts that.",
        f"Move {names} to edition standard, where everybody needs a CAL, or let fewer people and machines reach it.",
    )


def _on_server(view: View, server: int) -> tuple[int, int]:
    """Return how many active people and machines reach a server."""
    estate, policy = view.estate, view.policy
    people, machines, accesses = estate.people, estate.machines, estate.accesses
    counts = machines.kind != DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER)
    if estate.everybody_everywhere:
        return int(people.persons[people.active].sum()), int((machines.active & counts).sum())
    kinds = [k for k, kind in enumerate(ACCESS_KINDS) if kind is not AccessKind.WEB_PUBLIC]
    by_star = [k for k in kinds if server in reached(estate.servers, EVERY_SERVER, ACCESS_KINDS[k])]
    reaches = np.isin(accesses.kind, kinds) & (accesses.server == server)
    reaches |= np.isin(accesses.kind, by_star) & (accesses.server == EVERY_SERVER)
    leases = 0
    if policy[COUNT_INFRASTRUCTURE_ACCESS] and serves_everybody(estate.servers[server]):
        reaches |= infrastructure.bringing(estate)
        if Infrastructure.DHCP in estate.servers[server].infrastructure:
            leases = int(infrastructure.machines_with_a_lease_only(view).sum())
    # One more at the end: it is where an access without a machine (`NONE`) looks.
    reaches &= ~accesses.manual & np.append(counts, True)[accesses.device]
    users, devices = np.unique(accesses.user[reaches]), np.unique(accesses.device[reaches])
    return int(people.persons[users[users != NONE]].sum()), int((devices != NONE).sum()) + leases
