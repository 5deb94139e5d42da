"""Remote Desktop deployments and whose RDS CALs count there (rules R16, R24, R26, R29, R31, R32).

Remote Desktop is a layer on top of the base CAL, with the same version rule.  A session host or deployment runs
in one mode, Per User or Per Device; policy `rds_mode_strict` says whether that binds.  Where no mode is stated, policy
`rds_mode_default` says what holds: the plan picks one, and all hosts with neither mode nor deployment, those of groups
too, are one deployment.  What the technology allows binds in any case (see `session_modes`).  On virtual machines in
Azure only people's RDS CALs count, whatever the mode, so a deployment with one of them is never left to choose.
Sources: learn.microsoft.com, "License Remote Desktop session hosts" (2024-07-03) and "License your RDS deployment
with client access licenses" (2025-06-16).
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.estate import RdsMode, Server
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.licensing.counting.exemptions import remote_ends
from planner.licensing.cover.session_modes import Bound
from planner.licensing.rules.r29_one_mode import RDS_MODE_DEFAULT, RDS_MODE_STRICT
from planner.words import say


@dataclass(frozen=True, slots=True)
class Deployments:
    """The admissible ends of Remote Desktop accesses per server, and the deployments whose mode the plan picks."""

    ends: tuple[int, ...]  # one per server: an Ends, or CHOOSE + index into choices
    choices: tuple[str, ...]
    names: tuple[str, ...]
    """The deployment of each server, as choices name it."""


ALL_OTHER = say("all other session hosts")
"""The deployment of all session hosts that have neither a mode nor a deployment of their own."""


def deployments(servers: tuple[Server, ...], policy: Policy, bound: Bound) -> Deployments:
    """Return the ends admitted on each server.

    What the technology asks for comes first, then the mode that a deployment's servers state, then what a blank one
    means by policy.
    """
    stated: dict[str, RdsMode] = {}
    for server in servers:
        if server.rds_mode is not None:
            stated.setdefault(server.deployment, server.rds_mode)
    in_azure = {server.deployment for server in servers if remote_ends(server, policy) is Ends.USER}
    default = RdsMode(policy[RDS_MODE_DEFAULT])

    def mode(server: Server) -> RdsMode:
        own = server.deployment
        if own in bound.to_user:
            return RdsMode.USER
        if own in bound.to_device:
            return RdsMode.DEVICE
        found = stated.get(own, default) if policy[RDS_MODE_STRICT] else RdsMode.ANY
        return RdsMode.USER if found is RdsMode.CHOOSE and own in in_azure else found

    modes = [mode(server) for server in servers]
    names = [
        ALL_OTHER if not server.rds_deployment and server.deployment not in stated else server.deployment
        for server in servers
    ]
    choices = tuple(sorted({name for name, each in zip(names, modes, strict=True) if each is RdsMode.CHOOSE}))
    ends_of = {RdsMode.ANY: Ends.EITHER, RdsMode.USER: Ends.USER, RdsMode.DEVICE: Ends.DEVICE}

    def ends(server: Server, name: str, mode: RdsMode) -> int:
        bound_to = remote_ends(server, policy)
        if bound_to is not None:
            return int(bound_to)
        return Ends.CHOOSE + choices.index(name) if mode is RdsMode.CHOOSE else int(ends_of[mode])

    found = zip(servers, names, modes, strict=True)
    return Deployments(tuple(ends(*each) for each in found), choices, tuple(names))
