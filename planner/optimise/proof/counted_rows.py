"""Demand rows that no licence supplies: how many are freed for administration, and which mode a deployment has.

A cover asks for them as it asks for licences; what there is of them is said here, not by the market.  A mode is a
question that can be decided like a price break: then no cover may ask for the other one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from planner.optimise.cover.minimum_cut import CoverGraph
from planner.optimise.solvers.program import Program, total


@dataclass(frozen=True, slots=True)
class CountedRows:
    """The variables of those rows: what is lacking, with shortage, and the mode of each deployment, 1 per user."""

    lacking: tuple[Any, ...]
    modes: tuple[Any, ...]


def name_of_mode(deployment: int) -> str:
    """Return the name of the variable that decides a mode."""
    return f"mode_{deployment:05d}"


def counted_rows(graph: CoverGraph) -> set[int]:
    """Return the demand rows that are none of the market."""
    return {*graph.may_free, *graph.all_mode_rows}


def add_counted_rows(
    problem: Program,
    graph: CoverGraph,
    asked: Mapping[int, Any],
    deployments: Collection[int],
    *,
    with_shortage: bool = False,
) -> CountedRows:
    """Limit what a cover asks for in these rows; `asked` gives it by row, and rows that are missing have no limit.

    The modes of `deployments` are decided by a variable.  `with_shortage` lets every limit be passed.
    """
    lacking, rows = list[Any](), list[Any]()

    def limited(row: int, most: Any, at_most: int) -> None:
        more = 0
        if with_shortage:
            more = problem.add_whole(f"e_{row:05d}", 0, at_most)
            lacking.append(more)
        rows.append(total([asked[row]]) - more <= most)

    for row, free in graph.may_free.items():
        if row in asked:
            limited(row, free, len(graph.covered_nodes))
    modes = []
    for deployment in sorted(deployments):
        mode, row = problem.add_choice(name_of_mode(deployment)), graph.mode_rows[deployment]
        limited(row, mode, 1)
        limited(row + 1, 1 - mode, 1)
        modes.append(mode)
    for each in rows:
        problem += each
    return CountedRows(tuple(lacking), tuple(modes))
