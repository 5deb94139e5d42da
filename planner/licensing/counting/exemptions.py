"""Accesses that need no CAL: what the rules' rooms say of servers.

An exemption takes away accesses, never a person or a machine: whatever else somebody reaches still counts.  What
is left out asks for no version either, so a new host does not drive the version of anybody's CAL.

All rules about servers but R4 free the base layer only.  A Remote Desktop session owes its Remote Desktop CAL on
every server, and it is no public web page, no HPC job and no management of virtual machines, so R12 to R14 do not
free its base CAL either.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, NONE, AccessKind, Codes, Server
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.licensing.rule import Exemption
from planner.licensing.rulebook import RULES

ORDINARY = ("general", "web_internal")
"""Workloads that free nothing by themselves, whatever the policies."""


EXEMPTIONS: tuple[Exemption, ...] = tuple(each for rule in RULES for each in rule.exemptions)
"""In the order of the rules: an access is told under the first one that frees it."""
_REMOTE_ENDS = tuple(rule.remote_ends for rule in RULES if rule.remote_ends)
_ASSURANCE = tuple(rule.asks_for_assurance for rule in RULES if rule.asks_for_assurance)


def freed_by(servers: Sequence[Server], policy: Policy) -> Codes:
    """Return which of `EXEMPTIONS` frees accesses of the base CAL first, shape (servers, kinds); `NONE`: none does."""
    found = np.full((len(servers), len(ACCESS_KINDS)), NONE)
    for number, rule in enumerate(EXEMPTIONS):
        for server, kind in np.argwhere(found == NONE).tolist():
            if rule.frees(servers[server], ACCESS_KINDS[kind], policy):
                found[server, kind] = number
    return found


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
