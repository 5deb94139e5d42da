"""Disputed rules and their readings: what to plan once more, to see what each reading costs.

One row per policy whose rule is open, disputed, or stricter with some auditors than with others; a new one is a new
row.  A reading is a value of that policy; the others are compared with the one a scenario has.  Whether another reading
changes anything is seen from what must be covered and what may be bought, before any plan is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.estate import NONE
from planner.domain.evidence import PROOF_ITEMS
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.product import PRODUCTS, Product
from planner.domain.requirement import Requirements
from planner.domain.scenario import POLICY_BY_NAME, R55_ITEMS, Policy, PolicyKind, Scenario
from planner.licensing.access.counting_notices import SAME_READINGS

Matters = Callable[[Requirements], bool]


def _never(requirements: Requirements) -> bool:
    """All a policy does is seen from requirements and market."""
    return False


def _is_required(product: Product) -> Matters:
    """Return a question: whether licences of a product are required."""
    return lambda requirements: bool(np.any(requirements.product == PRODUCTS.index(product)))


def _has_coupled_layers(requirements: Requirements) -> bool:
    """Tell whether somebody has both layers to cover, or a right to the base layer and the other one to cover."""
    return bool(np.any(requirements.base_version != NONE))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A policy with its readings; `matters` sees what neither requirements nor market show."""

    policy: str
    readings: tuple[Any, ...]
    matters: Matters = _never


_EITHER = (True, False)
DISPUTES: tuple[Dispute, ...] = (
    Dispute("ws_metrics", ("any", "single"), _is_required(Product.WS_CAL)),  # R5
    Dispute("rds_metrics", ("any", "single"), _is_required(Product.RDS_CAL)),  # R5
    Dispute("count_infrastructure_access", _EITHER),  # R7
    Dispute("peripherals", POLICY_BY_NAME["peripherals"].choices),  # R8
    Dispute("network_gear", POLICY_BY_NAME["network_gear"].choices),  # R8
    Dispute("remote_contractor_is_internal", _EITHER),  # R9
    Dispute("ws_admin_scope", POLICY_BY_NAME["ws_admin_scope"].choices),  # R10
    Dispute("intranet_is_web_workload", _EITHER),  # R12
    Dispute("azure_vm_ws_exempt", _EITHER),  # R16
    Dispute("rds_mode_strict", _EITHER),  # R29
    Dispute("rds_type_convertible", _EITHER),  # R34
    Dispute("require_rds_install_path", _EITHER),  # R35
    Dispute("base_and_rds_same_metric", _EITHER, _has_coupled_layers),  # R33
    *(Dispute(f"grants_m365_{plan}", _EITHER) for plan in ("f1", "f3", "a3", "a5", "g3", "g5")),  # R45
    Dispute("external_connector_scope", POLICY_BY_NAME["external_connector_scope"].choices),  # R46
    Dispute("allow_used", _EITHER),  # R52
    Dispute("allow_split_lots", _EITHER),  # R53
    Dispute("allow_used_ws_cal", _EITHER),  # R54
    Dispute("allow_used_rds_cal", _EITHER),  # R54
    Dispute("min_proof_score", (R55_ITEMS, PROOF_ITEMS, ())),  # R55
    Dispute("missing_evidence", POLICY_BY_NAME["missing_evidence"].choices),  # R55
    Dispute("allow_used_oem", _EITHER),  # R56
    Dispute("allow_used_academic_gov", _EITHER),  # R56
    Dispute("count_basis", POLICY_BY_NAME["count_basis"].choices),  # R60
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Another value of a disputed policy than the one a scenario has."""

    dispute: Dispute
    value: Any

    def scenario(self, of: Scenario) -> Scenario:
        """Return the scenario with this reading."""
        policy = replace(of.policy, **{self.dispute.policy: self.value})
        return Scenario(f"{of.name}, reading {self.in_words()}", policy, is_reading=True)

    def in_words(self) -> str:
        """Return the policy and its value as one would write them."""
        value = self.value
        if POLICY_BY_NAME[self.dispute.policy].kind is PolicyKind.YES_NO:
            value = "yes" if value else "no"
        elif isinstance(value, tuple):
            value = "complete" if value == PROOF_ITEMS else "; ".join(value) or "none"
        return f"{self.dispute.policy} = {value}"

    def changes(self, now: Requirements, then: Requirements, market: Market, other: Market) -> bool:
        """Tell whether a plan may differ: by what must be covered, what may be bought and used, or how."""
        of_one, of_other = (
            (each.offers, each.lots, each.sellable, each.barred, each.switchable) for each in (market, other)
        )
        same_market = of_one == of_other
        return self.dispute.matters(now) or not same_market or not now.asks_the_same(then)


def other_readings(policy: Policy) -> Iterator[Reading]:
    """Yield the readings that a policy does not take, in the order of the table.

    What a policy sets to something that is no reading, such as a single metric that is named, is not disputed there.
    """
    for dispute in DISPUTES:
        present = getattr(policy, dispute.policy)
        if present in dispute.readings:
            yield from (Reading(dispute, value) for value in dispute.readings if value != present)


def no_difference(readings: list[Reading]) -> Notice:
    """Return a notice that lists readings which change nothing."""
    listed = ", ".join(reading.in_words() for reading in readings)
    return Notice(SAME_READINGS, f"Other readings of disputed rules that make no difference here: {listed}.")
