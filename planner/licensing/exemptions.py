"""Accesses that need no CAL (rules R6 and R11 to R16), one entry of a table or one small function per rule.

An exemption takes away accesses, never a person or a machine: whatever else somebody reaches still counts.  What
is left out asks for no version either, so a new host does not drive the version of anybody's CAL.

All rules about servers free the base layer only.  A Remote Desktop session owes its Remote Desktop CAL on every
server, and it is no public web page, no HPC job and no management of virtual machines, so R12 to R14 do not free
its base CAL either.

Sources: R6, Microsoft's multiplexing brief (December 2018, read in a copy); R11 to R14, Microsoft's Windows Server
2016 licence clause (read in a copy, original not read), for R12 also P. DeGroot (July 2014); R15,
microsoftnegotiations.com, and ADMIN magazine 28/2015 for the cap; R16, learn.microsoft.com, "Windows Server
pay-as-you-go" (2025-06-27), for Azure SAMexpert (February 2022), against a community answer on Microsoft Q&A
(2025-05-13).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    AccessKind,
    DeviceKind,
    Estate,
    Server,
)
from planner.domain.issue import Notice, Obstacle
from planner.domain.scenario import Policy
from planner.licensing import notices, peripherals

ESSENTIALS_PEOPLE, ESSENTIALS_MACHINES = 25, 50
"""The most people and machines an Essentials server admits (rule R15)."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that frees accesses to some servers of the base CAL; `code` is that of the notice that tells of it."""

    code: str
    words: str
    frees: Callable[[Server, AccessKind, Policy], bool]


def _public_web(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """R12: whoever a public web workload serves through its web interface."""
    return kind is AccessKind.WEB_PUBLIC or (server.workload == "web_public" and kind is not AccessKind.RDS)


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


EXEMPTIONS = (
    Exemption(notices.PUBLIC_WEB, "Public web access (rule R12) needs no CAL", _public_web),
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


# -- the cap of edition Essentials -------------------------------------------------------------------------------


def over_the_cap(estate: Estate) -> Obstacle | None:
    """Return what to say where more people or machines reach an Essentials server than it admits (rule R15).

    Everybody who reaches it by an access that no other rule frees counts, whatever the policies: people behind
    shared accounts singly, licensed servers not.
    """
    found = []
    for number, server in enumerate(estate.servers):
        if server.edition == "essentials" and server.workload == "general":
            people, machines = _on_server(estate, number)
            if people > ESSENTIALS_PEOPLE or machines > ESSENTIALS_MACHINES:
                found.append((server.server_id, f"{people} people and {machines} machines reach {server.server_id}"))
    if not found:
        return None
    names = ", ".join(server_id for server_id, _ in found)
    return Obstacle(
        f"A server of edition Essentials admits at most {ESSENTIALS_PEOPLE} people and {ESSENTIALS_MACHINES} machines, "
        f"but {'; '.join(what for _, what in found)}. No CAL lifts that.",
        f"Move {names} to edition standard, where everybody needs a CAL, or let fewer people and machines reach it.",
    )


def _on_server(estate: Estate, server: int) -> tuple[int, int]:
    """Return how many active people and machines reach a server."""
    people, machines, accesses = estate.people, estate.machines, estate.accesses
    counts = machines.kind != DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER)
    if estate.everybody_everywhere:
        return int(people.persons[people.active].sum()), int((machines.active & counts).sum())
    kinds = [k for k, kind in enumerate(ACCESS_KINDS) if kind is not AccessKind.WEB_PUBLIC]
    by_star = [k for k in kinds if server in reached(estate.servers, EVERY_SERVER, ACCESS_KINDS[k])]
    reaches = np.isin(accesses.kind, kinds) & (accesses.server == server)
    reaches |= np.isin(accesses.kind, by_star) & (accesses.server == EVERY_SERVER)
    # One more at the end: it is where an access without a machine (`NONE`) looks.
    reaches &= ~accesses.manual & np.append(counts, True)[accesses.device]
    users, devices = np.unique(accesses.user[reaches]), np.unique(accesses.device[reaches])
    return int(people.persons[users[users != NONE]].sum()), int((devices != NONE).sum())


# -- what a scenario says about it -------------------------------------------------------------------------------


def exempt_accesses(estate: Estate, policy: Policy) -> tuple[Notice, ...]:
    """Tell how many accesses need no CAL and why; an access is counted under the first rule that frees it."""
    manual, from_server = estate.accesses.manual, _from_licensed_servers(estate) & ~estate.accesses.manual
    told = _counted(notices.BY_HAND, "Access whose result a person hands on (rule R6) needs no CAL", manual)
    told += _counted(
        notices.SERVER_TO_SERVER,
        "Access from licensed servers (rule R11) needs no CAL of theirs; the people behind them need their own",
        from_server,
    )
    stays, _ = peripherals.apply(estate.accesses, estate.machines.kind, policy)
    reach = _Reach(estate, stays & ~manual)
    for rule in EXEMPTIONS:

        def frees(server: Server, kind: AccessKind, rule: Exemption = rule) -> bool:
            return exemption(server, kind, policy) is rule

        told += reach.told(rule.code, rule.words, frees)
    told += reach.told(
        notices.REMOTE_DESKTOP_COUNTS,
        "Remote Desktop on servers of another workload than general is planned like on any other: check the workload",
        lambda server, kind: kind is AccessKind.RDS and server.workload != "general",
        left_out=False,
    )
    told += reach.told(
        notices.AZURE_REMOTE_DESKTOP,
        "Remote Desktop on Azure virtual machines (rule R16) needs User CALs with active Software Assurance, or user "
        "subscriptions. The plan counts any Remote Desktop User CAL: check that those used there have it",
        lambda server, kind: kind is AccessKind.RDS and only_people_hold_rds(server),
        left_out=False,
    )
    return tuple(told)


def _from_licensed_servers(estate: Estate) -> NDArray[np.bool_]:
    """Tell which accesses come from licensed servers, shape (accesses,)."""
    by_machine = np.append(estate.machines.kind == DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER), False)
    found: NDArray[np.bool_] = by_machine[estate.accesses.device]
    return found


def _counted(code: str, words: str, accesses: NDArray[np.bool_]) -> list[Notice]:
    count = int(accesses.sum())
    return [Notice(code, f"{words} (accesses left out: {count}).")] if count else []


class _Reach:
    """How many accesses mean each server, by kind."""

    def __init__(self, estate: Estate, stays: NDArray[np.bool_]) -> None:
        self.servers, self.two_lists = estate.servers, estate.everybody_everywhere
        target = (estate.accesses.server[stays] + 1) * len(ACCESS_KINDS) + estate.accesses.kind[stays]
        size = (len(estate.servers) + 1) * len(ACCESS_KINDS)
        # The first row is that of `EVERY_SERVER`, which is -1.
        self.count = np.bincount(target, minlength=size).reshape(-1, len(ACCESS_KINDS))

    def told(
        self, code: str, words: str, is_meant: Callable[[Server, AccessKind], bool], *, left_out: bool = True
    ) -> list[Notice]:
        """Return a notice on the accesses for which `is_meant` says yes, if there are any."""
        named = by_star = 0
        met = set()
        for k, kind in enumerate(ACCESS_KINDS):
            meant = {s for s, server in enumerate(self.servers) if is_meant(server, kind)}
            named += int(self.count[[s + 1 for s in meant], k].sum())
            met |= {s for s in meant if self.count[s + 1, k]}
            everywhere = meant.intersection(reached(self.servers, EVERY_SERVER, kind))
            lists_mean_it = self.two_lists and kind in (AccessKind.STANDARD, AccessKind.RDS)
            if everywhere and (lists_mean_it or self.count[0, k]):
                by_star += int(self.count[0, k])
                met |= everywhere
        if not met:
            return []
        parts = [f"servers: {_names([self.servers[s].server_id for s in sorted(met)])}"]
        if named:
            parts.append(f"accesses{' left out' if left_out else ''}: {named}")
        if by_star:
            parts.append(
                f"accesses to every server, *, {'for which these do not count' if left_out else 'too'}: {by_star}"
            )
        return [Notice(code, f"{words} ({'; '.join(parts)}).")]


_NAMED = 5


def _names(ids: Sequence[str]) -> str:
    shown = list(ids[:_NAMED]) + ([f"{len(ids) - _NAMED} more"] if len(ids) > _NAMED else [])
    return ", ".join(shown)
