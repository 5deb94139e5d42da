"""Accesses that need no CAL (rules R4, R6 and R11 to R16), one entry of a table or one small function per rule.

An exemption takes away accesses, never a person or a machine: whatever else somebody reaches still counts.  What
is left out asks for no version either, so a new host does not drive the version of anybody's CAL.

All rules about servers but R4 free the base layer only.  A Remote Desktop session owes its Remote Desktop CAL on
every server, and it is no public web page, no HPC job and no management of virtual machines, so R12 to R14 do not
free its base CAL either.

Sources: R4, Directions on Microsoft; R6, Microsoft's multiplexing brief (December 2018, read in a copy); R11, R13 and
R14, Microsoft's Windows Server 2016 licence clause (read in a copy, original not read), for R12 see
`web_workloads.py`; R15, microsoftnegotiations.com, and ADMIN magazine 28/2015 for the cap; R16, learn.microsoft.com,
"Windows Server pay-as-you-go" (2025-06-27), for Azure SAMexpert (February 2022), against a community answer on
Microsoft Q&A (2025-05-13).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    AccessKind,
    DeviceKind,
    Estate,
    Infrastructure,
    Server,
)
from planner.domain.issue import Obstacle
from planner.domain.scenario import Policy
from planner.licensing import notices
from planner.licensing.access import counting_notices, infrastructure, web_workloads

ESSENTIALS_PEOPLE, ESSENTIALS_MACHINES = 25, 50
"""The most people and machines an Essentials server admits (rule R15)."""

ORDINARY = ("general", "web_internal")
"""Workloads that free nothing by themselves, whatever the policies."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that frees accesses to some servers of the base CAL; `code` is that of the notice that tells of it."""

    code: str
    words: str
    frees: Callable[[Server, AccessKind, Policy], bool]


def _foreign(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R4: servers of other organisations need the CALs of their owners (in every layer, see `reached_own`)."""
    return bool(server.owner)


def _public_web(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R12: whoever a public web workload serves through its web interface."""
    return web_workloads.is_public(server, kind)


def _intranet(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R12: web servers for staff only, which count unless policy intranet_is_web_workload says otherwise."""
    return policy.intranet_is_web_workload and web_workloads.is_internal(server, kind)


def _hpc(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R13: high-performance computing."""
    return server.workload == "hpc" and kind is not AccessKind.RDS


def _only_hosts(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R14: a machine that does nothing but run virtual machines; these count, the host does not."""
    return server.workload == "hypervisor_only" and kind is not AccessKind.RDS


def _essentials(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R15: the edition Essentials, as far as its cap reaches (`over_the_cap`)."""
    return server.edition == "essentials"


def _pay_as_you_go(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R16: servers licensed pay-as-you-go."""
    return server.licensing == "payg"


def _azure(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R16: virtual machines in Azure billed with Windows; disputed, so policy azure_vm_ws_exempt says."""
    return server.licensing == "azure_vm" and policy.azure_vm_ws_exempt


EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(counting_notices.OTHER_OWNERS, "Servers of others (rule R4) need CALs of their owners", _foreign),
    Exemption(notices.PUBLIC_WEB, "Public web access (rule R12) needs no CAL", _public_web),
    Exemption(counting_notices.INTRANET, "Web servers for staff (rule R12) are taken to need no CAL", _intranet),
    Exemption(notices.HPC, "Access to HPC workloads (rule R13) needs no CAL", _hpc),
    Exemption(notices.VIRTUALISATION, "Access to pure virtualisation hosts (rule R14) needs no CAL", _only_hosts),
    Exemption(notices.ESSENTIALS, "Access to servers of edition Essentials (rule R15) needs no CAL", _essentials),
    Exemption(notices.PAY_AS_YOU_GO, "Access to pay-as-you-go servers (rule R16) needs no base CAL", _pay_as_you_go),
    Exemption(notices.AZURE, "Access to Azure virtual machines (rule R16) needs no base CAL", _azure),
)  # fmt: skip


def exemption(server: Server, kind: AccessKind, policy: Policy) -> Exemption | None:
    """Return the first rule that frees an access of the base CAL, if any does."""
    return next((rule for rule in EXEMPTIONS if rule.frees(server, kind, policy)), None)


def only_people_hold_rds(server: Server) -> bool:
    """Tell whether Device CALs for Remote Desktop never count on a server: in Azure (rule R16)."""
    return server.licensing == "azure_vm"


def reached(servers: Sequence[Server], server: int, kind: AccessKind) -> list[int]:
    """Return the servers an access means: the one it names, or with `*` all that its kind can reach."""
    if server != EVERY_SERVER:
        return [server]
    return [s for s, each in enumerate(servers) if kind is not AccessKind.RDS or each.rds_deployment]


def reached_own(servers: Sequence[Server], server: int, kind: AccessKind) -> list[int]:
    """Return the servers of the organisation itself (rule R4) that an access means."""
    return [s for s in reached(servers, server, kind) if not servers[s].owner]


# -- the cap of edition Essentials -------------------------------------------------------------------------------


def over_the_cap(estate: Estate, policy: Policy) -> Obstacle | None:
    """Return what to say where more people or machines reach an Essentials server than it admits (rule R15).

    Everybody who reaches it by an access that no other rule frees counts, whatever other policies say: people behind
    shared accounts singly, licensed servers not.  A server of the infrastructure is reached with every access (R7).
    """
    found = []
    for number, server in enumerate(estate.servers):
        is_ordinary = server.workload in ORDINARY and not server.owner
        if server.edition == "essentials" and is_ordinary:
            people, machines = _on_server(estate, number, policy)
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


def _on_server(estate: Estate, server: int, policy: Policy) -> tuple[int, int]:
    """Return how many active people and machines reach a server."""
    people, machines, accesses = estate.people, estate.machines, estate.accesses
    counts = machines.kind != DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER)
    if estate.everybody_everywhere:
        return int(people.persons[people.active].sum()), int((machines.active & counts).sum())
    kinds = [k for k, kind in enumerate(ACCESS_KINDS) if kind is not AccessKind.WEB_PUBLIC]
    by_star = [k for k in kinds if server in reached(estate.servers, EVERY_SERVER, ACCESS_KINDS[k])]
    reaches = np.isin(accesses.kind, kinds) & (accesses.server == server)
    reaches |= np.isin(accesses.kind, by_star) & (accesses.server == EVERY_SERVER)
    leases = 0
    if policy.count_infrastructure_access and infrastructure.serves_everybody(estate.servers[server]):
        reaches |= infrastructure.bringing(estate)
        if Infrastructure.DHCP in estate.servers[server].infrastructure:
            leases = int(infrastructure.machines_with_a_lease_only(estate, policy).sum())
    # One more at the end: it is where an access without a machine (`NONE`) looks.
    reaches &= ~accesses.manual & np.append(counts, True)[accesses.device]
    users, devices = np.unique(accesses.user[reaches]), np.unique(accesses.device[reaches])
    return int(people.persons[users[users != NONE]].sum()), int((devices != NONE).sum()) + leases
