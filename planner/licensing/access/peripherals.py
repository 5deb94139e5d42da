"""Printers, scanners, time clocks and network gear (rule R8), whose treatment is disputed and so a policy.

* lenient (default): a peripheral everybody of whose users holds a User CAL needs nothing of its own, so each
  person and the peripheral are an ordinary requirement; one nobody uses needs a Device CAL.  Attributed to
  Microsoft's volume licensing staff in quotations (Xerox forum; escat.at 2021-02-16; original not read).
* strict: each has its own Device CAL, whatever people hold (reseller pages).
* exempt.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import DEVICE_KINDS, NONE, Accesses, Codes, DeviceKind
from planner.domain.scenario import Policy

PERIPHERALS = (DeviceKind.PRINTER, DeviceKind.SCANNER, DeviceKind.TIME_CLOCK)


class Treatment(StrEnum):
    """What becomes of accesses from a kind of machine."""

    ORDINARY = "ordinary"
    OWN_CAL = "own_cal"
    EXEMPT = "exempt"


def treatment(kind: DeviceKind, policy: Policy) -> Treatment:
    """Return how accesses from machines of `kind` are treated, in every layer of the access.

    Licensed servers talking to servers need no CAL (rule R11, Windows Server 2016 licence clause, read in a copy).
    """
    if kind is DeviceKind.LICENSED_SERVER:
        return Treatment.EXEMPT
    rule = {
        **dict.fromkeys(PERIPHERALS, policy.peripherals),
        DeviceKind.NETWORK: policy.network_gear,
    }.get(kind, "covered_if_all_users_licensed")
    return {
        "covered_if_all_users_licensed": Treatment.ORDINARY,
        "each_needs_device_cal": Treatment.OWN_CAL,
        "exempt": Treatment.EXEMPT,
    }[rule]


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
