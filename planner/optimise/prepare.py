"""What scenarios share: requirements made small, and everything learned about their covers.

Neither depends on prices, offers, stock, budgets or vendors, so the second scenario starts where the first one ended.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from planner.domain.market import Market
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.optimise.cases import Case
from planner.optimise.clauses import metric_rules
from planner.optimise.cover_graph import CoverGraph
from planner.optimise.reduce import Reduction, reduce
from planner.optimise.relaxation import Learned


@dataclass(slots=True)
class Prepared:
    """Requirements made small, and what was learned about their covers; serves all scenarios that ask for the same."""

    original: Requirements
    reduction: Reduction
    _learned: dict[Hashable, Learned] = field(default_factory=dict)

    @staticmethod
    def of(requirements: Requirements, policy: Policy) -> Prepared:
        """Reduce the requirements of one scenario."""
        return Prepared(requirements, reduce(requirements, coupled=policy.base_and_rds_same_metric))

    def learned(self, case: Case) -> Learned | None:
        """Return what is known about a case's covers, from earlier scenarios too; None if nothing can cover it."""
        key = (case.answers, metric_rules(case.policy), case.policy.base_and_rds_same_metric)
        if key not in self._learned:
            clauses = case.clauses()
            if clauses.is_impossible:
                return None
            self._learned[key] = Learned(CoverGraph(case.requirements.holders, clauses))
        return self._learned[key]


@dataclass(frozen=True, slots=True)
class Setup:
    """What must be covered and what may be bought if something is done to the servers, and what doing it costs."""

    prepared: Prepared
    market: Market
    cost_minor: int = 0
