"""From the variants of a scenario to the cheapest plan of any, with names and costs, that passed the audit.

Whatever is planned goes this way: a scenario, what is asked beside it, and what it would be with one thing changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.plan import Plan
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.errors import AuditError
from planner.optimise import Choice, Limits, SolveStatus, Variant, audit, make_plan, solve_variants
from planner.planning.run import Run
from planner.words import say


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan that holds, and what it was made of."""

    number: int
    """Which of the variants was picked."""
    variant: Variant
    choice: Choice
    left: Requirements
    """What is left to be covered, after all that is waived."""
    plan: Plan


@dataclass(frozen=True, slots=True)
class Solved:
    """How a search for a plan ended, and the plan if there is one."""

    status: SolveStatus
    best: CheckedPlan | None = None

    @property
    def is_infeasible(self) -> bool:
        """Whether it is proved that there is no plan."""
        return self.status is SolveStatus.INFEASIBLE

    @property
    def plan(self) -> Plan | None:
        """The plan, None where none was found."""
        return self.best.plan if self.best else None


def solve(
    variants: Sequence[Variant], policy: Policy, run: Run, limits: Limits, upgrades_minor: int, scenario: str = ""
) -> Solved:
    """Return the cheapest plan of any variant found within `limits`; the run learns when it has a `scenario`'s.

    `upgrades_minor` is what upgrades cost besides that of a variant.  Raises AuditError for a plan that does not hold;
    such a plan is never handed out.
    """
    with run.watch.stage("solve_s"):
        outcome = solve_variants(variants, policy, limits)
    if outcome.choice is None or outcome.bound_minor is None:
        return Solved(outcome.status)
    if scenario:
        run.progress(scenario, say("naming who gets which licence, and checking the plan"))
    variant = variants[outcome.variant]
    requirements, market, upgrades = variant.prepared.original, variant.market, upgrades_minor + variant.cost_minor
    with run.watch.stage("assign_s"):
        left = requirements.settled(outcome.choice.waived)
        plan = make_plan(left, market, policy, outcome.choice, outcome.bound_minor - variant.cost_minor, upgrades)
    with run.watch.stage("audit_s"):
        findings = audit(plan, requirements, market, policy, upgrades)
    if findings:
        raise AuditError(findings)
    return Solved(outcome.status, CheckedPlan(outcome.variant, variant, outcome.choice, left, plan))
