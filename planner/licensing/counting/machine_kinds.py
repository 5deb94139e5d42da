"""Machines that are no workstations: what the rules say of a kind of machine, for all accesses at once.

Printers and the like (rule R8), network gear, licensed servers (R11): the rooms of the rules say which treatment.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import DEVICE_KINDS, NONE, Accesses, Codes, DeviceKind
from planner.domain.scenario import Policy
from planner.licensing.rule import Treatment
from planner.licensing.rulebook import RULES

_TREATS = tuple(rule.treats for rule in RULES if rule.treats)


def treatment(kind: DeviceKind, policy: Policy) -> Treatment:
    """Return how accesses from machines of `kind` are treated, in every layer of the access."""
    found = (says for treats in _TREATS if (says := treats(kind, policy)) is not None)
    return next(found, Treatment.ORDINARY)


def _with(wanted: Treatment, machine: Codes, machine_kind: Codes, policy: Policy) -> NDArray[np.bool_]:
    """Tell which accesses come from a machine treated as `wanted`, shape (accesses,)."""
    by_kind = np.array([treatment(kind, policy) is wanted for kind in DEVICE_KINDS])
    # One more machine at the end, of no kind: it is where an access without a machine (`NONE`) looks.
    by_machine = np.append(by_kind[machine_kind], False)
    found: NDArray[np.bool_] = by_machine[machine]
    return found


def apply(accesses: Accesses, device_kind: Codes, policy: Policy) -> tuple[NDArray[np.bool_], Codes]:
    """Return which accesses stay, shape (accesses,), and the user column after the policy.

    An access of a machine that must have a CAL of its own loses its person: only the machine can cover it.
    """
    stays = ~_with(Treatment.EXEMPT, accesses.device, device_kind, policy)
    alone = _with(Treatment.OWN_CAL, accesses.device, device_kind, policy)
    return stays, np.where(alone, NONE, accesses.user)
