"""From what the optimiser decided to a plan: what is left to cover, names and costs, and the independent check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.errors import AuditError
from planner.optimise import Outcome, Setup, audit, make_plan


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, and what it was made of."""

    setup: Setup
    """The setup that was picked."""
    left: Requirements
    """What it leaves to be covered, after all that is waived."""
    plan: Plan
    upgrades_minor: int
    """What server upgrades cost in it."""

    @staticmethod
    def of(setups: Sequence[Setup], outcome: Outcome, policy: Policy, upgrades_minor: int) -> Made:
        """Return the plan of an outcome; `upgrades_minor` is what upgrades cost besides that of the setup.

        Raises ValueError for an outcome without a plan.
        """
        if outcome.choice is None or outcome.bound_minor is None:
            raise ValueError("there is no plan to be made of this outcome")
        setup = setups[outcome.setup]
        left, upgrades = setup.prepared.original.settled(outcome.choice.waived), upgrades_minor + setup.cost_minor
        bound = outcome.bound_minor - setup.cost_minor
        plan = make_plan(left, setup.market, policy, outcome.choice, bound, upgrades)
        return Made(setup, left, plan, upgrades)

    def check(self, policy: Policy) -> None:
        """Audit the plan.  Raises AuditError for one that does not hold; such a plan is never handed out."""
        findings = audit(self.plan, self.setup.prepared.original, self.setup.market, policy, self.upgrades_minor)
        if findings:
            raise AuditError(findings)
