"""Remote Desktop deployments and whose RDS CALs count there (rules R16, R24, R26, R29, R31, R32).

Remote Desktop is a layer on top of the base CAL, with the same version rule.  A session host or deployment runs
in one mode, Per User or Per Device; policy `rds_mode_strict` says whether that binds.  What the technology allows
binds in any case (see `session_modes`).  On virtual machines in Azure only people's RDS CALs count, whatever the mode,
so a deployment with one of them is never left to choose.
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
from planner.licensing.rules.r29_one_mode import RDS_MODE_STRICT


@dataclass(frozen=True, slots=True)
class Deployments:
    """The admissible ends of Remote Desktop accesses per server, and the deployments whose mode the plan picks."""

    ends: tuple[int, ...]  # one per server: an Ends, or CHOOSE + index into choices
    choices: tuple[str, ...]


def deployments(servers: tuple[Server, ...], policy: Policy, bound: Bound) -> Deployments:
    """Return the ends admitted on each server.

    A deployment's mode is the one its servers give; a server that gives none takes that of the deployment.
    """
    mode_of: dict[str, RdsMode] = {}
    for server in servers:
        if policy[RDS_MODE_STRICT] and server.rds_mode is not RdsMode.ANY:
            mode_of.setdefault(server.deployment, server.rds_mode)
    mode_of |= dict.fromkeys(bound.to_device, RdsMode.DEVICE) | dict.fromkeys(bound.to_user, RdsMode.USER)
    for server in servers:
        if remote_ends(server, policy) is Ends.USER and mode_of.get(server.deployment) is RdsMode.CHOOSE:
            mode_of[server.deployment] = RdsMode.USER
    choices = tuple(sorted(name for name, mode in mode_of.items() if mode is RdsMode.CHOOSE))
    ends_of = {RdsMode.ANY: Ends.EITHER, RdsMode.USER: Ends.USER, RdsMode.DEVICE: Ends.DEVICE}

    def ends(server: Server) -> int:
        bound_to = remote_ends(server, policy)
        if bound_to is not None:
            return int(bound_to)
        mode = mode_of.get(server.deployment, RdsMode.ANY)
        return Ends.CHOOSE + choices.index(server.deployment) if mode is RdsMode.CHOOSE else int(ends_of[mode])

    return Deployments(tuple(ends(server) for server in servers), choices)
