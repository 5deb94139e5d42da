"""Open points: readings of the rules that a plan rests on although sources disagree or none settles them.

The rules themselves, with the reading taken, stand where they are built; here is only which of them a plan needs
(rules R8, R9, R16, R33, R53 and R54).  Have them confirmed in writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.domain.estate import DEVICE_KINDS
from planner.domain.plan import Plan
from planner.domain.product import Product
from planner.domain.requirement import Waived
from planner.domain.review import CheckLine, CheckState, ProofLine
from planner.licensing.rules.r08_peripherals import PERIPHERAL_KINDS, PERIPHERALS
from planner.licensing.rules.r09_external_people import REMOTE_CONTRACTOR_IS_INTERNAL
from planner.licensing.rules.r10_administration import WS_ADMIN_SCOPE
from planner.licensing.rules.r16_azure import AZURE_VM_WS_EXEMPT
from planner.licensing.rules.r46_external_connectors import EXTERNAL_CONNECTOR_SCOPE
from planner.licensing.servers.server_versions import exists
from planner.licensing.view import View


def open_points(view: View, plan: Plan, proofs: Sequence[ProofLine], waived: Waived) -> CheckLine:
    """Return which disputed readings a plan rests on."""
    found = tuple(_found(view, plan, proofs, waived))
    if not found:
        return CheckLine("Open points", CheckState.DOES_NOT_APPLY, "The plan rests on no reading that is in dispute.")
    text = "The plan rests on readings that sources do not settle. Have them confirmed in writing."
    return CheckLine("Open points", CheckState.NOT_STATED, text, found)


def _found(view: View, plan: Plan, proofs: Sequence[ProofLine], waived: Waived) -> Iterator[str]:
    estate, policy = view.estate, view.policy
    if _has_peripherals(view) and policy[PERIPHERALS] != "each_needs_device_cal":
        reading = f"policy peripherals: {policy[PERIPHERALS]}"
        yield f"whether printers, scanners and time clocks need no CAL of their own ({reading})"
    if any(relation == "remote_contractor" for relation, _ in estate.relations):
        reading = "yes" if policy[REMOTE_CONTRACTOR_IS_INTERNAL] else "no"
        reading = f"policy remote_contractor_is_internal: {reading}"
        yield f"whether contractors who work remotely count as internal ({reading})"
    if waived.freed:
        reading = f"policy ws_admin_scope: {policy[WS_ADMIN_SCOPE]}"
        yield f"whether two may administer all servers together, or each one ({reading})"
    if waived.connected:
        reading = f"policy external_connector_scope: {policy[EXTERNAL_CONNECTOR_SCOPE]}"
        yield f"whether an External Connector is for a host or for each server on it ({reading})"
    if policy[AZURE_VM_WS_EXEMPT] and any(server.licensing == "azure_vm" for server in estate.servers):
        yield "whether Azure virtual machines include the base CAL (policy azure_vm_ws_exempt: yes)"
    if not policy.base_and_rds_same_metric and _mixes_layers(plan):
        yield "whether base and Remote Desktop CAL may be of different kinds (policy base_and_rds_same_metric: no)"
    if any(line.is_used for line in proofs):
        yield "whether used CALs may be resold like used programs; no ruling on CALs is known"


def _has_peripherals(view: View) -> bool:
    estate, policy = view.estate, view.policy
    kinds = [DEVICE_KINDS.index(kind) for kind in PERIPHERAL_KINDS]
    return bool((np.isin(estate.machines.kind, kinds) & estate.machines.active).any()) or any(
        group.peripherals and exists(group, policy) for group in estate.groups
    )


def _mixes_layers(plan: Plan) -> bool:
    """Tell whether somebody holds a Remote Desktop CAL, and licences of both kinds are in use."""
    in_use = [row for row in plan.pools if row.holders]
    return len({row.metric for row in in_use}) > 1 and any(row.product is Product.RDS_CAL for row in in_use)
