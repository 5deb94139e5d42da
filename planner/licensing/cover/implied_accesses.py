"""What the accesses to the infrastructure add to those that are listed (rule R7), in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.estate import ACCESS_KINDS, AccessKind, Infrastructure
from planner.domain.issue import Notice
from planner.domain.product import WS
from planner.licensing.counting.exemptions import reached_own
from planner.licensing.counting.infrastructure import machines_with_a_lease_only
from planner.licensing.cover.named_accesses import needing
from planner.licensing.cover.targets import ServerPark, server_park
from planner.licensing.rules.r07_infrastructure import (
    COUNT_INFRASTRUCTURE_ACCESS,
    INFRASTRUCTURE,
    LEASES,
    brings_more,
    serves_everybody,
)
from planner.licensing.view import View
from planner.words import joined, say


def implied_accesses(view: View) -> tuple[Notice, ...]:
    """Say how many accesses reach servers of the infrastructure as well, and what that changes."""
    estate, policy = view.estate, view.policy
    serving = [server for server in estate.servers if serves_everybody(server)]
    if not serving or estate.everybody_everywhere or not len(estate.accesses):
        return ()
    counted = _Counted.of(view)
    names = joined(
        ", ",
        (
            say("{server_id} ({value})", server_id=server.server_id, value=joined("; ", server.infrastructure))
            for server in serving
        ),
    )
    bring = counted.bringing()
    if not policy[COUNT_INFRASTRUCTURE_ACCESS]:
        text = say(
            "That everybody reaches the servers of the infrastructure too (rule R7) is left out, as "
            "policy count_infrastructure_access asks (servers: {names}; accesses that would come with "
            "others: {bring}).",
            names=names,
            bring=bring,
        )
        return (INFRASTRUCTURE.notice(text),)
    raised = counted.raised_over(replace(counted.park, infrastructure=frozenset()))
    text = say(
        "Signing in, names, addresses, printing and files count (rule R7): whoever has an access "
        "that counts reaches these servers too (servers: {names}; accesses they come with: "
        "{bring}; of these, need a CAL or a newer one for that alone: {raised}).",
        names=names,
        bring=bring,
        raised=raised,
    )
    return (INFRASTRUCTURE.notice(text), *_leases(view, counted))


def _leases(view: View, counted: _Counted) -> tuple[Notice, ...]:
    """Say what addresses alone cost, if they do: servers that give nothing but addresses are then left out."""
    park = counted.park
    giving = {s for s in park.infrastructure if Infrastructure.DHCP in park.servers[s].infrastructure}
    alone = int(machines_with_a_lease_only(view).sum()) if giving else 0
    only = {s for s in giving if park.servers[s].infrastructure == (Infrastructure.DHCP,)}
    raised = counted.raised_over(replace(park, infrastructure=park.infrastructure - only)) if only else 0
    if not alone and not raised:
        return ()
    names = joined(", ", sorted(park.servers[s].server_id for s in giving))
    text = say(
        "Addresses from {names} (rule R7) need CALs: active machines of sheet Devices without any "
        "access, each with a Device CAL (machines: {alone}), and accesses that need a CAL or a "
        "newer one for their address alone (accesses: {raised}). Letting a router give addresses "
        "to guests and to such machines would save these.",
        names=names,
        alone=alone,
        raised=raised,
    )
    return (LEASES.notice(text),)


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many accesses that count there are per server (or `*`) and kind."""

    park: ServerPark
    number_of: dict[tuple[int, AccessKind], int]

    @staticmethod
    def of(view: View) -> _Counted:
        _, _, target = needing(view)
        counts = np.bincount(target)
        number_of = {}
        for place in np.flatnonzero(counts).tolist():
            server, kind = divmod(place, len(ACCESS_KINDS))
            number_of[server - 1, ACCESS_KINDS[kind]] = int(counts[place])
        return _Counted(view.find(server_park), number_of)

    def bringing(self) -> int:
        """Return how many accesses bring others with them."""
        servers = self.park.servers
        return sum(
            number
            for (server, kind), number in self.number_of.items()
            if any(brings_more(servers[each], kind) for each in reached_own(servers, server, kind))
        )

    def raised_over(self, park: ServerPark) -> int:
        """Return how many accesses need more of the base layer than they would with another park."""
        return sum(
            number for target, number in self.number_of.items() if _base(self.park, *target) > _base(park, *target)
        )


def _base(park: ServerPark, server: int, kind: AccessKind) -> int:
    """Return the base version that an access needs; -1 for none."""
    return max((layer.version for layer in park.layers(server, kind) if layer.product == WS), default=-1)
