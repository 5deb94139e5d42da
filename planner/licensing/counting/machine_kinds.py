"""Machines that are no workstations: what the rules say of a kind of machine, for all accesses at once.

Printers and the like (rule R8), network gear, licensed servers (R11): the rooms of the rules say which treatment.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import DEVICE_KINDS, NONE, Accesses, Codes, DeviceKind
from planner.domain.scenario import Policy
from planner.licensing.rule import Treatment
from planner.licensing.rulebook import RULES

Flags = NDArray[np.bool_]

_TREATS = tuple(rule.treats for rule in RULES if rule.treats)


def treatments(policy: Policy) -> Mapping[DeviceKind, Treatment]:
    """Return how accesses from machines of each kind are treated, in every layer of the access."""
    said = {kind: treatment for treats in _TREATS for kind, treatment in treats(policy).items()}
    return {kind: said.get(kind, Treatment.ORDINARY) for kind in DEVICE_KINDS}


def are_treated(wanted: Treatment, treated: Mapping[DeviceKind, Treatment]) -> Flags:
    """Tell which kinds of machine are treated as `wanted`, shape (kinds,)."""
    return np.array([treated[kind] is wanted for kind in DEVICE_KINDS])


def apply(accesses: Accesses, device_kind: Codes, policy: Policy) -> tuple[Flags, Codes]:
    """Return which accesses stay, shape (accesses,), and the user column after the policy.

    An access of a machine that must have a CAL of its own loses its person: only the machine can cover it.
    """
    treated = treatments(policy)
    stays = ~_from(are_treated(Treatment.EXEMPT, treated)[device_kind], accesses.device)
    alone = _from(are_treated(Treatment.OWN_CAL, treated)[device_kind], accesses.device)
    return stays, np.where(alone, NONE, accesses.user)


def _from(machines: Flags, device: Codes) -> Flags:
    """Tell which accesses come from some machines, shape (accesses,)."""
    # One more machine at the end: it is where an access without a machine (`NONE`) looks.
    found: Flags = np.append(machines, False)[device]
    return found
