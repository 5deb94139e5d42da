"""A cover in an integer program: a variable per holder and level, a row per clause.

    x[c,p,v]  units of class c that hold a licence of product p good for version v or newer
    f[c,p,v]  1 if all units of c do (x itself where the class has one unit)

    cover     f_user + f_device + guard + freed >= 1  (every with every);   x_user + x_device >= units  (matched)
    nested    x[c,p,v] >= x[c,p,v'] for v < v'

Knows nothing of prices: whoever adds the rows says what the variables cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from planner.domain.estate import NONE
from planner.domain.product import DEVICE, USER
from planner.domain.requirement import Holders
from planner.optimise.cover.clauses import Clauses
from planner.optimise.solvers.program import Program, total

Literal = tuple[int, int, int]
"""Class, product, version rank."""


class CoverRows:
    """The variables of holders and the rows that cover requirements."""

    def __init__(self, problem: Program, holders: Holders, clauses: Clauses) -> None:
        self.problem = problem
        self.units = holders.units.tolist()
        literals = [tuple(row) for side in (USER, DEVICE) for row in clauses.literals(side).tolist()]
        self.held: dict[Literal, Any] = {}
        self.full: dict[Literal, Any] = {}
        is_matched = {
            holder
            for column in (clauses.user, clauses.device)
            for holder in np.unique(column[clauses.matched]).tolist()
        }
        for holder, product, version in sorted(literals):
            self._add_literal((holder, product, version), holder in is_matched)
        self._nest()

    def _add_literal(self, literal: Literal, is_matched: bool) -> None:
        name = "_".join(f"{part:07d}" for part in literal)
        units = self.units[literal[0]]
        if units == 1 or not is_matched:
            # Holding for some of an every-with-every class helps nobody: all or none.
            self.full[literal] = self.problem.add_choice(f"f_{name}")
            self.held[literal] = units * self.full[literal]
            return
        self.held[literal] = self.problem.add_whole(f"x_{name}", 0, units)
        self.full[literal] = self.problem.add_choice(f"f_{name}")
        self.problem += self.held[literal] >= units * self.full[literal]

    def _nest(self) -> None:
        for older, newer in pairwise(sorted(self.held)):
            if older[:2] == newer[:2]:
                self.problem += self.held[older] >= self.held[newer]

    def add_rows(
        self,
        clauses: Clauses,
        modes: Mapping[int, Any],
        waivers: Any = 0,
        freed: Mapping[tuple[int, int], Any] = MappingProxyType({}),
    ) -> None:
        """Add a row per clause; `waivers` is 1 or more where they need not be covered.

        `modes` are 1 for deployments that run per user, `freed` for who is freed, by administration and class.
        """
        for row in clauses.rows():
            user, device = (row[0], row[1], row[2]), (row[3], row[4], row[5])
            matched, guard = row[6], row[7]
            if matched and user[0] != NONE and device[0] != NONE:
                self.problem += (
                    self.held[user] + self.held[device] + self.units[user[0]] * waivers >= self.units[user[0]]
                )
                continue
            terms = [self.full[literal] for literal in (user, device) if literal[0] != NONE]
            terms += [freed[row[10], holder] for holder in row[8:10] if holder != NONE]
            self.problem += total(terms) + _guard(modes, guard) + waivers >= 1


def _guard(modes: Mapping[int, Any], guard: int) -> Any:
    if not guard:
        return 0
    runs_per_user = modes[abs(guard) - 1]
    return 1 - runs_per_user if guard > 0 else runs_per_user
