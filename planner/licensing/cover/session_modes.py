"""What the technology allows on a Remote Desktop deployment (rules R31 and R32).

- R31: in a workgroup only per-device licensing works, so one server in a workgroup binds its whole deployment to
  Device CALs (learn.microsoft.com, "License Remote Desktop session hosts", 2024-07-03; KB 2473823, 2025-04-02).  With
  Entra Domain Services User CALs work, but Windows does not count them ("Track your CALs", 2024-07-03).
- R32: the browser client needs per-user licensing (learn.microsoft.com, Remote Desktop web client, 2024-07-03), so one
  session in a browser binds the deployment to User CALs.

Both are technical: they hold whatever policy `rds_mode_strict` says, which is about the mode that a deployment states.
Where they meet each other, or a mode that is stated and binds, no CAL helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    AccessKind,
    DeviceKind,
    Estate,
    RdsMode,
    Server,
)
from planner.domain.issue import Notice, Obstacle
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.licensing.counting.exemptions import reached_own, remote_ends
from planner.licensing.counting.group_servers import group_servers
from planner.licensing.naming import named
from planner.licensing.rules.r25_what_is_remote_desktop import NOT_REACHED
from planner.licensing.rules.r29_one_mode import RDS_MODE_STRICT
from planner.licensing.rules.r31_workgroups import IN_WORKGROUP, TRACKED_BY_HAND
from planner.licensing.rules.r32_browser_clients import IN_BROWSER
from planner.licensing.view import View
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class Bound:
    """The deployments that the technology binds to one metric."""

    to_device: frozenset[str]
    to_user: frozenset[str]


UNBOUND = Bound(frozenset(), frozenset())


def bound_deployments(view: View) -> Bound:
    """Return the deployments bound by a workgroup, and by sessions in a browser."""
    servers = view.estate.servers
    return Bound(
        frozenset(s.deployment for s in servers if s.directory == "workgroup" and not s.owner),
        frozenset(servers[s].deployment for s in _reached_by(view, in_browser=True)),
    )


def _sessions(estate: Estate, *, in_browser: bool) -> NDArray[np.bool_]:
    """Tell which accesses are sessions of people or machines, shape (accesses,); those of licensed servers are not."""
    accesses = estate.accesses
    found: NDArray[np.bool_] = accesses.kind == ACCESS_KINDS.index(AccessKind.RDS)
    found &= ~accesses.manual
    if in_browser and accesses.html5 is not None:
        found &= accesses.html5
    # One more at the end: it is where an access without a machine (`NONE`) looks.
    counts = np.append(estate.machines.kind != DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER), True)
    found &= counts[accesses.device]
    return found


def _reached_by(view: View, *, in_browser: bool = False) -> frozenset[int]:
    """Return the servers that sessions reach; those of groups are never in a browser."""
    estate = view.estate
    if in_browser and estate.accesses.html5 is None:
        return frozenset()
    everywhere = reached_own(estate.servers, EVERY_SERVER, AccessKind.RDS)
    found = set[int]()
    if estate.everybody_everywhere and not in_browser and estate.people.active.any():
        found.update(everywhere)
    sessions = _sessions(estate, in_browser=in_browser)
    count = np.bincount(estate.accesses.server[sessions] + 1, minlength=len(estate.servers) + 1)
    found.update(s for s in np.flatnonzero(count[1:]).tolist() if not estate.servers[s].owner)
    if count[0]:  # that of `EVERY_SERVER`, which is -1
        found.update(everywhere)
    if not in_browser:
        found.update(s for each in view.find(group_servers).targets for s in each.remote if s < len(estate.servers))
    return frozenset(found)


def browser_deployments(view: View) -> tuple[str, ...]:
    """Return the deployments that only sessions in a browser bind to people's licences."""
    servers, bound = view.estate.servers, view.find(bound_deployments)
    stated = {server.deployment for server in servers if server.rds_mode is RdsMode.USER}
    return tuple(sorted(bound.to_user - bound.to_device - stated))


def with_host_for_browsers(view: View) -> Estate:
    """Return the estate if the browser client had session hosts of its own, and all other sessions another one."""
    estate, bound = view.estate, set(browser_deployments(view))
    accesses, servers = estate.accesses, list(estate.servers)
    target = accesses.server.copy()
    others = _sessions(estate, in_browser=False) & ~_sessions(estate, in_browser=True)
    for place, server in enumerate(estate.servers):
        if server.deployment in bound:
            second = say("{deployment} (second host)", deployment=server.deployment)
            servers.append(replace(server, rds_deployment=second, rds_mode=RdsMode.CHOOSE))
            target[others & (accesses.server == place)] = len(servers) - 1
    return replace(estate, servers=tuple(servers), accesses=replace(accesses, server=target))


# -- what cannot be --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Demand:
    """Why only one metric counts on a deployment, and what would change that."""

    why: str
    change: str


def clashing_modes(view: View) -> list[Obstacle]:
    """Return an obstacle per deployment in use where the technology leaves no end, or rules out the stated mode."""
    estate, policy = view.estate, view.policy
    bound = view.find(bound_deployments)
    if not bound.to_device and not bound.to_user:
        return []
    in_use = _reached_by(view)
    found = []
    for name in sorted({estate.servers[s].deployment for s in in_use} & (bound.to_device | bound.to_user)):
        members = {s: each for s, each in enumerate(estate.servers) if each.deployment == name and not each.owner}
        people = list(_for_people(name, members.values(), bound, policy))
        azure = [
            server.server_id
            for s, server in members.items()
            if s in in_use and remote_ends(server, policy) is Ends.USER
        ]
        if azure:
            why = say(
                "{names} {form} in Azure",
                names=named(azure),
                form=say("is a virtual machine") if len(azure) == 1 else say("are virtual machines"),
            )
            people.append(_Demand(why, say("move {names} out of Azure", names=named(azure))))
        machines = list(_for_machines(name, members.values(), bound, policy))
        if people and machines:
            found.append(_obstacle(name, people, machines))
    return found


def _for_people(name: str, members: Iterable[Server], bound: Bound, policy: Policy) -> Iterator[_Demand]:
    if name in bound.to_user:
        yield _Demand(say("it is used with the browser client"), say("use the native client instead of html5"))
    if policy[RDS_MODE_STRICT] and any(server.rds_mode is RdsMode.USER for server in members):
        yield _Demand(say("its rds_mode is user"), say("change its rds_mode"))


def _for_machines(name: str, members: Iterable[Server], bound: Bound, policy: Policy) -> Iterator[_Demand]:
    alone = [server.server_id for server in members if server.directory == "workgroup"]
    if alone:
        verb = say("stands") if len(alone) == 1 else say("stand")
        yield _Demand(
            say("{names} {verb} in a workgroup", names=named(alone), verb=verb),
            say("join {names} to a domain", names=named(alone)),
        )
    if policy[RDS_MODE_STRICT] and any(server.rds_mode is RdsMode.DEVICE for server in members):
        yield _Demand(say("its rds_mode is device"), say("change its rds_mode"))


def _obstacle(name: str, people: Sequence[_Demand], machines: Sequence[_Demand]) -> Obstacle:
    def together(parts: Iterable[str]) -> str:
        return joined(say(" and "), parts)

    return Obstacle(
        say(
            "On the Remote Desktop deployment {name} only User CALs count, because {why}; and only "
            "Device CALs, because {why_2}. No CAL is both.",
            name=name,
            why=together(d.why for d in people),
            why_2=together(d.why for d in machines),
        ),
        say(
            "For {name}, either {change}, or {change_2}.",
            name=name,
            change=together(d.change for d in people),
            change_2=together(d.change for d in machines),
        ),
    )


# -- what a scenario says about it -------------------------------------------------------------------------------


def session_notices(view: View) -> tuple[Notice, ...]:
    """Name the deployments that a workgroup or the browser client binds, that nobody counts, that nobody reaches."""
    return (*_bound_and_uncounted(view), *_not_reached(view))


def _not_reached(view: View) -> Iterator[Notice]:
    """Ask about servers marked for Remote Desktop that accesses reach, but none by Remote Desktop."""
    estate = view.estate
    marked = {
        place
        for place, server in enumerate(estate.servers)
        if (server.rds_deployment or server.rds_mode not in (None, RdsMode.ANY)) and not server.owner
    }
    if not marked or any(group.rds_version or group.rds_servers for group in estate.groups):
        return
    used = set(np.unique(estate.accesses.server).tolist())
    silent = [estate.servers[place].server_id for place in sorted((marked & used) - _reached_by(view))]
    if silent:
        yield NOT_REACHED.notice(
            say(
                "Remote Desktop servers that nobody reaches by Remote Desktop, so that no Remote Desktop "
                "CAL is planned for them: is the kind of some accesses missing? (servers: {names}).",
                names=named(silent),
            ),
        )


def _bound_and_uncounted(view: View) -> tuple[Notice, ...]:
    estate = view.estate
    if estate.accesses.html5 is None and all(server.directory == "domain" for server in estate.servers):
        return ()
    servers = [estate.servers[s] for s in sorted(_reached_by(view))]
    bound = view.find(bound_deployments)
    told = []
    for problem, names, words in (
        (IN_WORKGROUP, bound.to_device, say("Remote Desktop in a workgroup (rule R31): only Device CALs count")),
        (IN_BROWSER, bound.to_user, say("Remote Desktop in a browser (rule R32): only User CALs count")),
    ):
        met = sorted({server.deployment for server in servers} & names)
        if met:
            told.append(problem.notice(say("{words} (deployments: {names}).", words=words, names=named(met))))
    by_hand = [s.server_id for s in servers if s.directory == "entra_ds" and s.deployment not in bound.to_device]
    if by_hand:
        text = say("Remote Desktop User CALs used with Entra Domain Services (rule R31) must be tracked by hand")
        told.append(TRACKED_BY_HAND.notice(say("{text} (servers: {names}).", text=text, names=named(by_hand))))
    return tuple(told)
