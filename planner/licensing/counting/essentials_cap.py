"""The cap of edition Essentials: how many people and machines may reach such a server (rule R15)."""

from __future__ import annotations

import numpy as np

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    AccessKind,
    DeviceKind,
    Group,
    Infrastructure,
    Pattern,
)
from planner.domain.issue import Obstacle
from planner.licensing.counting import infrastructure
from planner.licensing.counting.exemptions import ORDINARY, reached
from planner.licensing.counting.group_servers import group_servers
from planner.licensing.rules.r07_infrastructure import COUNT_INFRASTRUCTURE_ACCESS, serves_everybody
from planner.licensing.view import View
from planner.words import joined, say

ESSENTIALS_PEOPLE, ESSENTIALS_MACHINES = 25, 50
"""The most people and machines an Essentials server admits (rule R15)."""


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
                who = say("{people} {form}", people=people, form=say("person") if people == 1 else say("people"))
                what = say(
                    "{machines} {form}", machines=machines, form=say("machine") if machines == 1 else say("machines")
                )
                found.append(
                    (
                        server.server_id,
                        say("{who} and {what} reach {server_id}", who=who, what=what, server_id=server.server_id),
                    )
                )
    if not found:
        return None
    names = joined(", ", (server_id for server_id, _ in found))
    return Obstacle(
        say(
            "A server of edition Essentials admits at most {essentials_people} people and "
            "{essentials_machines} machines, but {value}. No CAL lifts that.",
            essentials_people=ESSENTIALS_PEOPLE,
            essentials_machines=ESSENTIALS_MACHINES,
            value=joined("; ", (what for _, what in found)),
        ),
        say(
            "Move {names} to edition standard, where everybody needs a CAL, or let fewer people and machines reach it.",
            names=names,
        ),
    )


def _on_server(view: View, server: int) -> tuple[int, int]:
    """Return how many active people and machines reach a server."""
    estate, policy = view.estate, view.policy
    people, machines, accesses = estate.people, estate.machines, estate.accesses
    counts = machines.kind != DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER)
    from_groups = _of_groups(view, server)
    if estate.everybody_everywhere:
        lists = int(people.persons[people.active].sum()), int((machines.active & counts).sum())
        return lists[0] + from_groups[0], lists[1] + from_groups[1]
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
    named = int(people.persons[users[users != NONE]].sum()), int((devices != NONE).sum()) + leases
    return named[0] + from_groups[0], named[1] + from_groups[1]


def _of_groups(view: View, server: int) -> tuple[int, int]:
    """Return how many people and machines of groups reach a server."""
    estate = view.estate
    serves = view.policy[COUNT_INFRASTRUCTURE_ACCESS] and serves_everybody(estate.servers[server])
    people = machines = 0
    for group, targets in zip(estate.groups, view.find(group_servers).targets, strict=True):
        comes_along = serves and group.joins_directory and bool(targets.base or targets.remote)
        if server in targets.base or comes_along:
            people += group.users
            machines += group.devices + group.peripherals
        elif server in targets.remote:
            people += group.rds_users
            machines += _machines_of_remote_users(group)
            machines += group.peripheral_rds if group.rds_users or not group.users else 0
    return people, machines


def _machines_of_remote_users(group: Group) -> int:
    """Return how many machines the Remote Desktop users of a group use."""
    if group.pattern is not Pattern.OWN or not group.users:
        return group.devices if group.rds_users or not group.users else 0
    each, one_more = divmod(group.devices, group.users)
    return group.rds_users * each + min(group.rds_users, one_more)
