"""Directory, name, address, print and file services are accesses too (rule R7).

Whoever uses a server signs in, looks up names and gets an address first; where a Windows server does that (column
`infrastructure`), those are accesses.  So each access that counts brings base accesses to all such servers with it:
of the same person from the same machine, of an unattended machine alone, or of a person from any machine.  They
raise what the pair needs, and are no rows of their own.

Four kinds of access bring nothing: public web pages, whose visitors do not sign in; servers of other organisations;
results handed on by a person; and administration, of which signing in is a part (so it stays free for the two whom
rule R10 frees).  In the two-lists reading everybody reaches these servers anyway.

A machine of the list that has no access at all still gets an address, so a server with `dhcp` is an access of every
such machine, and only a Device CAL can cover it: nobody is known to use it.  That is the careful reading; the notice
says what a router would save.  Kinds of machine that are exempt need nothing here either.

Sources: a quotation attributed to Microsoft on a Xerox forum (an address lease counts; original not read),
redresscompliance.com, escat.at (2021-02-16).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import (
    ACCESS_KINDS,
    EVERY_SERVER,
    NONE,
    AccessKind,
    Estate,
    Infrastructure,
    Server,
)
from planner.licensing.counting.machine_kinds import are_treated, treatments
from planner.licensing.rule import Treatment
from planner.licensing.rules.r07_infrastructure import COUNT_INFRASTRUCTURE_ACCESS, brings_more
from planner.licensing.view import View

Flags = NDArray[np.bool_]


def bringing(estate: Estate) -> Flags:
    """Tell which accesses come with accesses to the infrastructure, shape (accesses,)."""
    brings = [[brings_more(server, kind) for kind in ACCESS_KINDS] for server in estate.servers]
    # The last row is that of `EVERY_SERVER`, which is -1: it holds if it does for any server it means.
    by_target = np.array([*brings, *[_any_of(estate.servers)]], dtype=bool).reshape(-1, len(ACCESS_KINDS))
    found: Flags = by_target[estate.accesses.server, estate.accesses.kind] & ~estate.accesses.manual
    return found


def _any_of(servers: Sequence[Server]) -> list[bool]:
    return [
        any(brings_more(each, kind) for each in servers if kind is not AccessKind.RDS or each.rds_deployment)
        for kind in ACCESS_KINDS
    ]


def machines_with_a_lease_only(view: View) -> Flags:
    """Tell which machines need a licence for their address alone, shape (machines,): see the top of this module.

    Only where sheet Access is there; people and machines given in other ways are said to reach what they reach.
    """
    estate, policy = view.estate, view.policy
    machines = estate.machines
    gives = any(Infrastructure.DHCP in server.infrastructure and not server.owner for server in estate.servers)
    if not (gives and policy[COUNT_INFRASTRUCTURE_ACCESS] and len(estate.accesses)) or estate.everybody_everywhere:
        return np.zeros(len(machines.ids), dtype=bool)
    counts = ~are_treated(Treatment.EXEMPT, treatments(policy))
    alone: Flags = machines.active & counts[machines.kind]
    used = estate.accesses.device
    alone[used[used != NONE]] = False
    return alone


assert EVERY_SERVER == -1
