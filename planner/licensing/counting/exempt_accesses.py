"""What a scenario tells of accesses that need no CAL: how many, on which servers, and why.

An access is counted under the first rule that frees it.  The rules themselves stand in `exemptions`, those about
printers and the like in `peripherals`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import ACCESS_KINDS, DEVICE_KINDS, EVERY_SERVER, AccessKind, DeviceKind, Estate, Server
from planner.domain.issue import Notice, Problem
from planner.licensing.counting import machine_kinds
from planner.licensing.counting.exemptions import (
    EXEMPTIONS,
    ORDINARY,
    asks_for_assurance,
    exemption,
    reached,
)
from planner.licensing.counting.service_accounts import service_accounts
from planner.licensing.naming import named
from planner.licensing.rule import Exemption
from planner.licensing.rules.r06_pooling import BY_HAND
from planner.licensing.rules.r11_server_to_server import SERVER_TO_SERVER
from planner.licensing.rules.r16_azure import AZURE_REMOTE_DESKTOP
from planner.licensing.rules.r24_remote_desktop import REMOTE_DESKTOP_COUNTS
from planner.licensing.view import View


def exempt_accesses(view: View) -> tuple[Notice, ...]:
    """Tell how many accesses need no CAL and why; an access is counted under the first rule that frees it."""
    estate, policy = view.estate, view.policy
    manual, from_server = estate.accesses.manual, _from_licensed_servers(estate) & ~estate.accesses.manual
    told = _counted(BY_HAND, "Access whose result a person hands on (rule R6) needs no CAL", manual)
    told += _counted(
        SERVER_TO_SERVER,
        "Access from licensed servers (rule R11) needs no CAL of theirs; the people behind them need their own",
        from_server,
    )
    stays, _ = machine_kinds.apply(estate.accesses, estate.machines.kind, policy)
    reach = _Reach(estate, stays & ~manual)
    for rule in EXEMPTIONS:

        def frees(server: Server, kind: AccessKind, rule: Exemption = rule) -> bool:
            return exemption(server, kind, policy) is rule

        told += reach.told(rule.problem, rule.words, frees)
    told += reach.told(
        REMOTE_DESKTOP_COUNTS,
        "Remote Desktop on servers of another workload than general is planned like on any other: check the workload",
        lambda server, kind: kind is AccessKind.RDS and not server.owner and server.workload not in ORDINARY,
        left_out=False,
    )
    told += reach.told(
        AZURE_REMOTE_DESKTOP,
        "Remote Desktop on Azure virtual machines (rule R16) needs Remote Desktop CALs with Software Assurance that "
        "runs, or subscriptions; others do not count there",
        lambda server, kind: kind is AccessKind.RDS and not server.owner and asks_for_assurance(server),
        left_out=False,
    )
    told += service_accounts(estate)
    return tuple(told)


def _from_licensed_servers(estate: Estate) -> NDArray[np.bool_]:
    """Tell which accesses come from licensed servers, shape (accesses,)."""
    by_machine = np.append(estate.machines.kind == DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER), False)
    found: NDArray[np.bool_] = by_machine[estate.accesses.device]
    return found


def _counted(problem: Problem, words: str, accesses: NDArray[np.bool_]) -> list[Notice]:
    count = int(accesses.sum())
    return [problem.notice(f"{words} (accesses left out: {count}).")] if count else []


class _Reach:
    """How many accesses mean each server, by kind."""

    def __init__(self, estate: Estate, stays: NDArray[np.bool_]) -> None:
        self.servers, self.two_lists = estate.servers, estate.everybody_everywhere
        target = (estate.accesses.server[stays] + 1) * len(ACCESS_KINDS) + estate.accesses.kind[stays]
        size = (len(estate.servers) + 1) * len(ACCESS_KINDS)
        # The first row is that of `EVERY_SERVER`, which is -1.
        self.count = np.bincount(target, minlength=size).reshape(-1, len(ACCESS_KINDS))

    def told(
        self, problem: Problem, words: str, is_meant: Callable[[Server, AccessKind], bool], *, left_out: bool = True
    ) -> list[Notice]:
        """Return a notice on the accesses for which `is_meant` says yes, if there are any."""
        by_name = by_star = 0
        met = set()
        for k, kind in enumerate(ACCESS_KINDS):
            meant = {s for s, server in enumerate(self.servers) if is_meant(server, kind)}
            by_name += int(self.count[[s + 1 for s in meant], k].sum())
            met |= {s for s in meant if self.count[s + 1, k]}
            everywhere = meant.intersection(reached(self.servers, EVERY_SERVER, kind))
            lists_mean_it = self.two_lists and kind in (AccessKind.STANDARD, AccessKind.RDS)
            if everywhere and (lists_mean_it or self.count[0, k]):
                by_star += int(self.count[0, k])
                met |= everywhere
        if not met:
            return []
        parts = [f"servers: {named([_in_words(self.servers[s]) for s in sorted(met)])}"]
        if by_name:
            parts.append(f"accesses{' left out' if left_out else ''}: {by_name}")
        if by_star:
            parts.append(
                f"accesses to every server, *, {'for which these do not count' if left_out else 'too'}: {by_star}"
            )
        return [problem.notice(f"{words} ({'; '.join(parts)}).")]


def _in_words(server: Server) -> str:
    return f"{server.server_id} of {server.owner}" if server.owner else server.server_id
