"""Administration: two users or devices may reach the servers purely to administer them (rule R10).

They need no base CAL for accesses of kind `admin`; whatever else they reach counts as ever, and so do the
administrators beyond two.  Whoever is freed, person or machine, every access of that kind at either end of which it
stands asks for nothing: so a jump machine through which ten people administer may be the best thing to free.  Whom
to free is left to the plan.

Microsoft's Windows Server 2016 licence clause speaks of the customer's instances as a whole (read in a copy, original
not read), and an example of Microsoft's (seen in a copy) has ten administrators with ten machines owe eight CALs.
Policy `ws_admin_scope` = `server` frees two per server instead, as Microsoft's data sheet on Remote Desktop for 2012 R2
(read in a copy) counts remote administration.  Accesses of kind `admin` are no Remote Desktop sessions: the console,
and remote administration within those two, need no Remote Desktop CAL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, AccessKind, Codes
from planner.domain.issue import Notice
from planner.domain.requirement import Administration, Requirements, Waived
from planner.licensing.counting import machine_kinds
from planner.licensing.naming import named
from planner.licensing.rules.r10_administration import FREED, NOBODY_FREED, WS_ADMIN_SCOPE
from planner.licensing.view import View
from planner.words import joined, say

FREE = 2
"""So many users or devices may administer without a base CAL."""

_ADMIN = ACCESS_KINDS.index(AccessKind.ADMIN)


@dataclass(frozen=True, slots=True)
class Administered:
    """The administrations of an estate, and to which one a server belongs.

    Servers go together where it is best to free the same; only the one that asks for most is listed.
    """

    names: tuple[Administration, ...] = ()
    of_server: Mapping[int, int] = field(default_factory=dict)


def administered(view: View, ranks: Codes, owing: Collection[int], hosts: Sequence[str]) -> Administered:
    """Return what may be administered without a CAL; `owing` are the servers whose administration needs one.

    Servers on different `hosts` never go together.
    """
    estate, policy = view.estate, view.policy
    pairs = _pairs(view, [server for server in owing if server < len(estate.servers)])  # groups' own have no name
    if not pairs:
        return Administered()
    if policy[WS_ADMIN_SCOPE] == "organisation":
        return Administered((Administration("", FREE),), dict.fromkeys(pairs, 0))
    ids = [server.server_id for server in estate.servers]
    together: dict[int, list[str]] = {}
    for server in sorted(pairs):
        together.setdefault(_implying(server, pairs, ranks, hosts), []).append(ids[server])
    names = (
        say("server{form} {value}", form="s" if len(these) > 1 else "", value=joined(", ", these))
        for these in together.values()
    )
    numbers = {server: number for number, server in enumerate(together)}
    return Administered(tuple(Administration(words, FREE) for words in names), numbers)


def _pairs(view: View, owing: Collection[int]) -> dict[int, frozenset[int]]:
    """Return who administers each server from where, a number per pair of person and machine."""
    estate, policy = view.estate, view.policy
    accesses = estate.accesses
    if not (accesses.kind == _ADMIN).any():
        return {}
    stays, user = machine_kinds.apply(accesses, estate.machines.kind, policy)
    rows = np.flatnonzero(stays & ~accesses.manual & (accesses.kind == _ADMIN))
    pair = (user[rows] + 1) * (len(estate.machines.ids) + 1) + accesses.device[rows] + 1
    server = accesses.server[rows]
    everywhere = pair[server == EVERY_SERVER]
    found = {s: frozenset(np.append(everywhere, pair[server == s]).tolist()) for s in sorted(owing)}
    return {s: of_server for s, of_server in found.items() if of_server}


def _implying(server: int, pairs: Mapping[int, frozenset[int]], ranks: Codes, hosts: Sequence[str]) -> int:
    """Return a server that is administered by all these pairs too and is as new, itself where there is no other.

    It is best to free the same here as there, and then nothing is asked for here that is not asked for there.  Of all
    such servers the one with the most pairs, the newest version and the first name is implied by no other.
    """
    here = [other for other in pairs if hosts[other] == hosts[server]]
    implying = [other for other in here if pairs[server] <= pairs[other] and ranks[server] <= ranks[other]]
    return max(implying, key=lambda other: (len(pairs[other]), int(ranks[other]), -other))


def freed_notices(requirements: Requirements, waived: Waived) -> tuple[Notice, ...]:
    """Say who is freed and how many pairs of person and machine need no base CAL for it."""
    asked = requirements.is_administration()
    pairs = requirements.without(~asked).pairs if asked.any() else 0
    if not pairs:
        return ()
    if not waived.freed:
        text = say(
            "Accesses of administrators (rule R10): nobody needs to be freed of the base CAL, because "
            "all of them are covered by licences that are needed anyway (pairs of person and machine: "
            "{pairs}).",
            pairs=pairs,
        )
        return (NOBODY_FREED.notice(text),)
    left_out = requirements.without(~(asked & requirements.is_waived(waived))).pairs
    text = say(
        "Freed of the base CAL for administration (rule R10): {licence}. They need none for "
        "accesses of kind admin (pairs of person and machine left out: {left_out} of {pairs}); "
        "their other accesses count.",
        licence=_in_words(requirements, waived),
        left_out=left_out,
        pairs=pairs,
    )
    return (FREED.notice(text),)


_NAMED = 10


def _in_words(requirements: Requirements, waived: Waived) -> str:
    """Name those who are freed, for each administration that has a name."""
    holders = requirements.holders
    first = holders.first_member
    who: dict[str, list[str]] = {}
    for number, holder in waived.freed:
        name = str(holders.names_of(first[[holder]])[0])
        who.setdefault(requirements.administrations[number].words, []).append(name)
    parts = [
        say("{words}: {value}", words=words, value=joined(", ", names)) if words else joined(", ", names)
        for words, names in who.items()
    ]
    return named(parts, _NAMED, "; ")
