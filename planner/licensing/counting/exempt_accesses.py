"""What a scenario tells of accesses that need no CAL: how many, on which servers, and why.

An access is counted under the first rule that frees it.  The rules themselves stand in `exemptions`, those about
printers and the like in `peripherals`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planner.domain.estate import ACCESS_KINDS, DEVICE_KINDS, EVERY_SERVER, AccessKind, DeviceKind, Estate, Server
from planner.domain.issue import Notice, Problem
from planner.licensing.counting import machine_kinds
from planner.licensing.counting.exemptions import EXEMPTIONS, ORDINARY, asks_for_assurance, freed_by, reached
from planner.licensing.counting.machine_kinds import Flags
from planner.licensing.counting.service_accounts import service_accounts
from planner.licensing.naming import named
from planner.licensing.rules.r06_pooling import BY_HAND
from planner.licensing.rules.r11_server_to_server import SERVER_TO_SERVER
from planner.licensing.rules.r16_azure import AZURE_REMOTE_DESKTOP
from planner.licensing.rules.r24_remote_desktop import REMOTE_DESKTOP_COUNTS
from planner.licensing.view import View
from planner.words import joined, say


def exempt_accesses(view: View) -> tuple[Notice, ...]:
    """Tell how many accesses need no CAL and why; an access is counted under the first rule that frees it."""
    estate, policy = view.estate, view.policy
    manual, from_server = estate.accesses.manual, _from_licensed_servers(estate) & ~estate.accesses.manual
    told = _counted(BY_HAND, say("Access whose result a person hands on (rule R6) needs no CAL"), manual)
    told += _counted(
        SERVER_TO_SERVER,
        say("Access from licensed servers (rule R11) needs no CAL of theirs; the people behind them need their own"),
        from_server,
    )
    stays, _ = machine_kinds.apply(estate.accesses, estate.machines.kind, policy)
    reach = _Reach(estate, stays & ~manual)
    freed = freed_by(estate.servers, policy)
    for number, rule in enumerate(EXEMPTIONS):
        told += reach.told(rule.problem, rule.words, freed == number)
    told += reach.told(
        REMOTE_DESKTOP_COUNTS,
        say(
            "Remote Desktop on servers of another workload than general is planned like on any "
            "other: check the workload"
        ),
        _sessions(server.workload not in ORDINARY and not server.owner for server in estate.servers),
        left_out=False,
    )
    told += reach.told(
        AZURE_REMOTE_DESKTOP,
        say(
            "Remote Desktop on Azure virtual machines (rule R16) needs Remote Desktop CALs with "
            "Software Assurance that runs, or subscriptions; others do not count there"
        ),
        _sessions(asks_for_assurance(server) and not server.owner for server in estate.servers),
        left_out=False,
    )
    told += service_accounts(estate)
    return tuple(told)


def _from_licensed_servers(estate: Estate) -> Flags:
    """Tell which accesses come from licensed servers, shape (accesses,)."""
    by_machine = np.append(estate.machines.kind == DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER), False)
    found: Flags = by_machine[estate.accesses.device]
    return found


def _counted(problem: Problem, words: str, accesses: Flags) -> list[Notice]:
    count = int(accesses.sum())
    return [problem.notice(say("{words} (accesses left out: {count}).", words=words, count=count))] if count else []


def _sessions(servers: Iterable[bool]) -> Flags:
    """Return the Remote Desktop sessions on some servers, shape (servers, kinds)."""
    found: Flags = np.fromiter(servers, dtype=bool)[:, np.newaxis] & (np.array(ACCESS_KINDS) == AccessKind.RDS)
    return found


class _Reach:
    """How many accesses mean each server, by kind."""

    def __init__(self, estate: Estate, stays: Flags) -> None:
        self.servers = estate.servers
        target = (estate.accesses.server[stays] + 1) * len(ACCESS_KINDS) + estate.accesses.kind[stays]
        size = (len(estate.servers) + 1) * len(ACCESS_KINDS)
        # The first row is that of `EVERY_SERVER`, which is -1.
        count = np.bincount(target, minlength=size).reshape(-1, len(ACCESS_KINDS))
        self.by_star, self.by_name = count[0], count[1:]
        self.star_means = np.zeros(self.by_name.shape, dtype=bool)
        """The servers that are meant by accesses to every server, or by lists of everybody, shape (servers, kinds)."""
        for k, kind in enumerate(ACCESS_KINDS):
            is_listed = estate.everybody_everywhere and kind in (AccessKind.STANDARD, AccessKind.RDS)
            if is_listed or self.by_star[k]:
                self.star_means[reached(estate.servers, EVERY_SERVER, kind), k] = True

    def told(self, problem: Problem, words: str, meant: Flags, *, left_out: bool = True) -> list[Notice]:
        """Return a notice on the accesses that are `meant`, shape (servers, kinds), if there are any."""
        by_star = meant & self.star_means
        met = np.flatnonzero((by_star | (meant & (self.by_name > 0))).any(axis=1)).tolist()
        if not met:
            return []
        parts = [say("servers: {names}", names=named([_in_words(self.servers[s]) for s in met]))]
        if count := int(self.by_name[meant].sum()):
            parts.append(say("accesses{form}: {count}", form=say(" left out") if left_out else "", count=count))
        if count := int(self.by_star[by_star.any(axis=0)].sum()):
            parts.append(
                say(
                    "accesses to every server, *, {form}: {count}",
                    form=say("for which these do not count") if left_out else say("too"),
                    count=count,
                )
            )
        return [problem.notice(say("{words} ({value}).", words=words, value=joined("; ", parts)))]


def _in_words(server: Server) -> str:
    return (
        say("{server_id} of {owner}", server_id=server.server_id, owner=server.owner)
        if server.owner
        else server.server_id
    )
