"""The integer program that picks among whole covers already known: a plan in the first moments, whatever the estate.

Per block of components one of the cheapest covers is taken that were found while prices were sought.  That is far
fewer plans than there are, but the program is small and nothing about holders can make it hard; the market is in it
as it is.  So where the first program over undecided holders is too large to give a plan soon, this one does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.scenario import Policy
from planner.optimise.market.model import Need, add_market
from planner.optimise.proof.bounds import Objective, PriceRelaxation
from planner.optimise.proof.branching import Leaf
from planner.optimise.proof.counted_rows import add_counted_rows, counted_rows, name_of_mode
from planner.optimise.solvers.highs import Limits, SolverRun, solve
from planner.optimise.solvers.program import Program, limit, total, whole


class ColumnProgram:
    """All plans that take, block by block, a cover that is known."""

    def __init__(
        self, relaxation: PriceRelaxation, leaf: Leaf, market: Market, policy: Policy, objective: Objective
    ) -> None:
        """Pose it, with the leaf's decisions."""
        self._learned = relaxation.learned
        graph = self._learned.graph
        self.problem = Program("columns")
        self._picked: list[list[tuple[Any, Codes]]] = []
        """Per block: the variable that picks a cover, and the prices at which it is a cheapest one."""
        demand: list[list[Any]] = [[] for _ in graph.rows]
        known = list(self._learned.demands.values())
        for block in range(graph.blocks):
            columns = {tuple(found[block].tolist()): prices for prices, found, _ in reversed(known)}
            picks = [
                (self.problem.add_choice(f"p_{block:04d}_{i:04d}"), columns[each]) for i, each in enumerate(columns)
            ]
            self.problem += total(variable for variable, _ in picks) == 1
            for (variable, _), column in zip(picks, columns, strict=True):
                for row, members in enumerate(column):
                    if members:
                        demand[row].append(members * variable)
            self._picked.append(picks)
        asked = {i: total(demand[i]) for i, row in enumerate(graph.rows) if row in relaxation.scarce}
        counted = counted_rows(graph)
        needs = {graph.rows[i]: Need(each, relaxation.most[i]) for i, each in asked.items() if i not in counted}
        decided = [k for k in graph.mode_rows if name_of_mode(k) in leaf.decisions]
        add_counted_rows(self.problem, graph, asked, decided)
        self.problem.minimise(objective(add_market(self.problem, market, policy, needs)))
        for variable in self.problem.variables:
            if variable.name in leaf.decisions:
                limit(variable, *leaf.decisions[variable.name])

    def solve(self, limits: Limits, below: int | None = None) -> SolverRun:
        """Look for the cheapest plan, or for one below a cost."""
        return solve(self.problem, limits, below)

    @property
    def cost(self) -> int:
        """The cost of the plan found."""
        return whole(self.problem.objective)

    def units_held(self) -> Codes:
        """Return how many units of each literal's class hold it in the plan found, shape (literals,)."""
        graph, found = self._learned.graph, np.zeros(len(self._learned.graph.literals), dtype=np.int64)
        blocks_at: dict[bytes, list[int]] = {}
        prices_at: dict[bytes, Codes] = {}
        for block, picks in enumerate(self._picked):
            prices = next(prices for variable, prices in picks if whole(variable))
            blocks_at.setdefault(prices.tobytes(), []).append(block)
            prices_at[prices.tobytes()] = prices
        for key, blocks in blocks_at.items():
            mine = np.isin(graph.block, blocks)
            found[mine] = (self._learned.cover(prices_at[key]).held * graph.literals.units)[mine]
        return found
