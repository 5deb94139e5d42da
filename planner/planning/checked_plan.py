"""From what the optimiser decided to a plan that passed the audit: what is left to cover, names, costs, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.errors import AuditError
from planner.optimise import Outcome, Variant, audit, make_plan
from planner.planning.run import Stopwatch


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan that holds, and what it was made of."""

    variant: Variant
    """The variant that was picked."""
    left: Requirements
    """What it leaves to be covered, after all that is waived."""
    plan: Plan

    @staticmethod
    def of(
        variants: Sequence[Variant], outcome: Outcome, policy: Policy, upgrades_minor: int, watch: Stopwatch
    ) -> CheckedPlan:
        """Return the plan of an outcome; `upgrades_minor` is what upgrades cost besides that of the variant.

        Raises ValueError for an outcome without a plan, AuditError for a plan that does not hold; such a plan is never
        handed out.
        """
        if outcome.choice is None or outcome.bound_minor is None:
            raise ValueError("there is no plan to be made of this outcome")
        variant = variants[outcome.variant]
        requirements, market, upgrades = variant.prepared.original, variant.market, upgrades_minor + variant.cost_minor
        with watch.stage("assign_s"):
            left = requirements.settled(outcome.choice.waived)
            plan = make_plan(left, market, policy, outcome.choice, outcome.bound_minor - variant.cost_minor, upgrades)
        with watch.stage("audit_s"):
            findings = audit(plan, requirements, market, policy, upgrades)
        if findings:
            raise AuditError(findings)
        return CheckedPlan(variant, left, plan)
