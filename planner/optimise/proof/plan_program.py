"""The integer program that picks a plan: packs, sales, and what the prices left undecided.

Everything that the agreed prices settle is a constant in it, so it has tens to some hundreds of variables whatever
the number of people.  Within its tolerance it holds every plan that takes the leaf's decisions (see `kernel.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.scenario import Policy
from planner.optimise.market.model import Need, add_market
from planner.optimise.proof.bounds import Objective, PriceRelaxation
from planner.optimise.proof.branching import Leaf
from planner.optimise.proof.counted_rows import add_counted_rows, counted_rows, name_of_mode
from planner.optimise.solvers.exact_rows import Rows
from planner.optimise.solvers.highs import Limits, SolverRun, solve
from planner.optimise.solvers.program import Program, limit, whole
from planner.optimise.undecided.kernel import find_kernel
from planner.optimise.undecided.program_part import Undecided


class PlanProgram:
    """All plans of one leaf whose excess is at most `tolerance`, in the unit of prices."""

    def __init__(
        self,
        relaxation: PriceRelaxation,
        leaf: Leaf,
        market: Market,
        policy: Policy,
        objective: Objective,
        tolerance: int,
        *,
        may_pool: bool = False,
    ) -> None:
        """Pose it; with `may_pool` large pieces may be relaxed, which is smaller (see `pooled.py`)."""
        graph = relaxation.learned.graph
        self.problem = Program("plan")
        kernel = find_kernel(graph, relaxation.learned.cover(leaf.priced.prices), tolerance)
        self.is_complete = kernel.is_complete
        """Whether it holds every plan of the leaf, whatever its excess."""
        decided = [k for k in graph.mode_rows if name_of_mode(k) in leaf.decisions]
        binding = {graph.rows[graph.mode_rows[k] + metric] for k in decided for metric in (0, 1)}
        counted = counted_rows(graph)
        scarce = {row for i, row in enumerate(graph.rows) if row in relaxation.scarce and i not in graph.all_mode_rows}
        is_scarce = np.array([row in scarce or row in binding for row in graph.rows])
        most_excess = None if kernel.is_complete else tolerance
        self._undecided = Undecided(self.problem, graph, kernel, most_excess, is_scarce, may_pool=may_pool)
        asked = dict(enumerate(self._undecided.demand()))
        needs = {
            row: Need(asked[i], relaxation.most[i])
            for i, row in enumerate(graph.rows)
            if row in scarce and i not in counted
        }
        add_counted_rows(self.problem, graph, {i: each for i, each in asked.items() if is_scarce[i]}, decided)
        model = add_market(self.problem, market, policy, needs)
        self.problem.minimise(objective(model))
        for variable in self.problem.variables:
            if variable.name in leaf.decisions:
                limit(variable, *leaf.decisions[variable.name])

    def solve(self, limits: Limits, below: int | None = None) -> SolverRun:
        """Look for the cheapest plan, or for the cheapest one below a cost."""
        return solve(self.problem, limits, below)

    def take(self, values: Sequence[int]) -> None:
        """Take a solution that somebody else has found, in the order of `rows`."""
        self.problem.take(values)

    @property
    def cost(self) -> int:
        """The cost of the plan found."""
        return whole(self.problem.objective)

    @property
    def is_pooled(self) -> bool:
        """Whether large pieces are relaxed."""
        return self._undecided.is_pooled

    def units_held(self) -> Codes | None:
        """Return how many units of each literal's class hold it in the plan found, shape (literals,).

        None if large pieces are relaxed and the solution is no cover.
        """
        return self._undecided.units_held()

    def rows(self) -> Rows:
        """Return the program as rows of whole numbers, for a second opinion."""
        return Rows.of(self.problem)[0]
