"""External people and External Connectors (rules R9 and R46).

Employees, people of affiliates and contractors on site are internal and need CALs.  Everybody else is external: a CAL
as for anybody, or an External Connector, which licenses all external people on one host, however many.  Whether a
contractor who works remotely is external is unclear, so policy `remote_contractor_is_internal` says (default yes, the
dear reading).

A connector is for the base layer of one physical host with all machines that run on it; Remote Desktop needs one of
its own on top, so it counts only where the base connector is there, unless no external person needs the base layer on
that host.  Like a CAL it must be as new as the newest server that external people reach there.  Policy
`external_connector_scope` = `instance` counts per server instead.  Which hosts get connectors is left to the plan.

Sources: NPI (2018-02-15), citing the Product Terms, for R9; for R46 Microsoft's brief on virtual environments (June
2016, contents read in a copy, original not read), NPI, Licensing School and a price page for nonprofits; a community
answer on Microsoft Q&A counts per instance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.domain.estate import NONE, Server
from planner.domain.issue import Notice
from planner.domain.product import PRODUCTS, RDS, WS
from planner.domain.requirement import Connector, Requirements, Waived
from planner.domain.scenario import Policy
from planner.licensing.naming import named
from planner.licensing.rules.r09_external_people import BY_CAL, CONNECTED
from planner.licensing.rules.r46_external_connectors import host_of
from planner.words import say


def all_connectors(servers: Sequence[Server], policy: Policy) -> tuple[tuple[str, int], ...]:
    """Return a (host, layer) for every connector there might be."""
    hosts = sorted({host_of(server, policy) for server in servers})
    return tuple((host, layer) for host in hosts for layer in range(len(PRODUCTS)))


def with_connectors(requirements: Requirements, possible: Sequence[tuple[str, int]]) -> Requirements:
    """Return the requirements with those of the possible connectors that could take a row away, and their hosts."""
    of_row = requirements.connector()
    needed = np.unique(of_row[of_row != NONE]).tolist()
    if not needed:
        return requirements
    place = {possible[number]: new for new, number in enumerate(needed)}
    connectors = []
    for number in needed:
        host, layer = possible[number]
        version = int(requirements.version[of_row == number].max())
        base = place.get((host, WS), NONE) if layer == RDS else NONE
        connectors.append(Connector(layer, host, NONE, version, base))
    renumbered = {number: new for new, number in enumerate(needed)}
    waivers = tuple(replace(each, connector=renumbered.get(each.connector, NONE)) for each in requirements.waivers)
    return replace(requirements, waivers=waivers).with_hosts(tuple(connectors))


def connector_notices(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    """Say on which hosts connectors license external people, and on which they have CALs."""
    told = []
    for problem, words, chosen in (
        (CONNECTED, say("External people are licensed by External Connectors (rule R46) on these hosts"), True),
        (BY_CAL, say("External people are planned with CALs, not with External Connectors, on these hosts"), False),
    ):
        hosts = [
            say("{host} ({value})", host=each.host, value=("base layer", "Remote Desktop")[each.layer])
            for number, each in enumerate(requirements.connectors)
            if (number in waived.connected) is chosen
        ]
        if hosts:
            told.append(problem.notice(say("{words}: {names}.", words=words, names=named(hosts, _NAMED, "; "))))
    return tuple(told)


_NAMED = 10
