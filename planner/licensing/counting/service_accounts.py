"""Accounts that only servers use (rule R6): pooling people behind one account saves nothing.

An access from a licensed server needs no CAL of its own (rule R11), but the people behind it do.  An account all of
whose accesses come from licensed servers is probably that of a service; who is served through it, the inventory has
to say by listing these people's accesses.  A notice asks for it; nothing is added.

Source: Microsoft's multiplexing brief (December 2018, read in a copy).
"""

from __future__ import annotations

import numpy as np

from planner.domain.estate import DEVICE_KINDS, NONE, DeviceKind, Estate
from planner.domain.issue import Notice
from planner.licensing.naming import named
from planner.licensing.rules.r06_pooling import SERVICE_ACCOUNTS
from planner.words import say


def service_accounts(estate: Estate) -> tuple[Notice, ...]:
    """Return a notice that names the accounts which reach servers from licensed servers only, if there are any."""
    is_server = estate.machines.kind == DEVICE_KINDS.index(DeviceKind.LICENSED_SERVER)
    if not is_server.any() or not len(estate.accesses):
        return ()
    accesses, people = estate.accesses, estate.people
    # One more machine at the end: it is where an access without a machine (`NONE`) looks.
    from_server = np.append(is_server, False)[accesses.device] & ~accesses.manual
    # One more person at the end: it is where an access of an unattended machine looks.
    served, other = np.zeros((2, len(people.ids) + 1), dtype=bool)
    served[accesses.user[from_server]] = True
    other[accesses.user[~from_server]] = True
    found = np.flatnonzero((served & ~other)[:NONE])
    if not len(found):
        return ()
    behind, accounts = int(people.persons[found].sum()), named(people.ids[found].tolist())
    return (
        SERVICE_ACCOUNTS.notice(
            say(
                "Accounts that reach servers from licensed servers only are probably service accounts, and "
                "need no CAL of their own. The people served through them (rule R6) do: list their "
                "accesses too (accounts: {found}, people given behind them: {behind}: {accounts}).",
                found=len(found),
                behind=behind,
                accounts=accounts,
            ),
        ),
    )
