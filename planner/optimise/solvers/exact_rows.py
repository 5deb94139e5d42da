"""A program as rows of whole numbers: for solving again and again, for exact bounds, for a second solver.

All programs of this package have whole coefficients and bounded variables.  That makes a bound exact: whatever
multipliers y a linear solver returns for the rows A x >= b (rounded to fractions with one common denominator),

    c x  >=  y b + sum over j of min over lower[j] <= x[j] <= upper[j] of (c - y A)[j] x[j]

holds for every x that satisfies the rows, with y >= 0 for >= rows and y <= 0 for <= rows.  It is computed in whole
numbers, so no tolerance of any solver enters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor, inf
from typing import Any

import highspy
import numpy as np

from planner.errors import SolverError
from planner.optimise.solvers.program import Program

_DENOMINATOR = 1 << 40
"""Multipliers are rounded to this fraction; the finer, the less the rounding costs the bound."""


Bounds = Mapping[int, tuple[int, int]]
"""Least and most of some variables, by index."""


@dataclass(frozen=True, slots=True)
class ExactRow:
    """sum of coefficients times variables, between `least` and `most` (None: no limit on that side)."""

    variables: Sequence[int]
    coefficients: Sequence[int]
    least: int | None = 0
    most: int | None = None


@dataclass(slots=True)
class Rows:
    """A minimisation over bounded variables; grows by `add_variable` and `add`."""

    objective: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[ExactRow] = field(default_factory=list)
    constant: int = 0

    @staticmethod
    def of(program: Program) -> tuple[Rows, dict[str, int]]:
        """Return the rows of a program and the index of each variable by name.

        Raises SolverError for a variable without bounds or a number that is not whole.
        """
        written = program.write()
        found = Rows(
            objective=[_whole(cost) for cost in written.cost],
            lower=[_whole(limit) for limit in written.lower],
            upper=[_whole(limit) for limit in written.upper],
            constant=_whole(written.constant),
        )
        for places, coefficients, least, most in written.rows:
            items = [(place, _whole(c)) for place, c in zip(places, coefficients, strict=True) if c]
            limits = (None if limit is None else _whole(limit) for limit in (least, most))
            found.add(ExactRow([place for place, _ in items], [c for _, c in items], *limits))
        return found, {name: place for place, name in enumerate(written.names)}

    def copy(self) -> Rows:
        """Return rows that may grow on their own."""
        return Rows([*self.objective], [*self.lower], [*self.upper], [*self.rows], self.constant)

    def add_variable(self, lower: int, upper: int, cost: int = 0) -> int:
        """Add a variable and return its index."""
        self.objective.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.objective) - 1

    def add(self, row: ExactRow) -> int:
        """Add a row and return its index."""
        self.rows.append(row)
        return len(self.rows) - 1

    def bound(self, multipliers: Sequence[float], bounds: Bounds) -> Fraction:
        """Return the exact bound that multipliers per row prove; `bounds` replaces those of some variables."""
        return self._reduced(multipliers, bounds)[0]

    def ranges(self, multipliers: Sequence[float], most: int) -> list[tuple[int, int]]:
        """Return the range of each variable in solutions that cost at most `most`.

        Every solution costs the bound, and for each step a variable is away from its cheaper end its reduced cost.
        """
        bound, reduced = self._reduced(multipliers, {})
        left = floor((most - bound) * _DENOMINATOR)
        ranges = []
        for cost, lower, upper in zip(reduced, self.lower, self.upper, strict=True):
            if cost > 0:
                upper = min(upper, lower + left // cost)
            elif cost < 0:
                lower = max(lower, upper - left // -cost)
            ranges.append((lower, upper))
        return ranges

    def _reduced(self, multipliers: Sequence[float], bounds: Bounds) -> tuple[Fraction, list[int]]:
        """Return the exact bound, and the reduced cost of each variable in units of 1 / _DENOMINATOR."""
        reduced = [cost * _DENOMINATOR for cost in self.objective]
        total = self.constant * _DENOMINATOR
        for row, multiplier in zip(self.rows, multipliers, strict=True):
            y = round(multiplier * _DENOMINATOR)
            right = row.least if y > 0 else row.most
            if not y or right is None:
                continue  # no multiplier, or one of a sign that proves nothing
            total += y * right
            for i, coefficient in zip(row.variables, row.coefficients, strict=True):
                reduced[i] -= y * coefficient
        for i, cost in enumerate(reduced):
            if cost:
                lower, upper = bounds.get(i, (self.lower[i], self.upper[i]))
                total += cost * (lower if cost > 0 else upper)
        return Fraction(total, _DENOMINATOR), reduced


def _whole(number: Any) -> int:
    if number is None or number != int(number):
        raise SolverError(f"a program for exact bounds has {number} where a whole number must be")
    return int(number)


@dataclass(frozen=True, slots=True)
class LpAnswer:
    """Values per variable and multipliers per row; `value` is the solver's floating point objective."""

    value: float
    values: Sequence[float]
    multipliers: Sequence[float]


class WarmLp:
    """The linear relaxation of some rows, kept in HiGHS so that small changes are solved in no time."""

    def __init__(self, rows: Rows, unit: int = 1) -> None:
        """Pose it; the solver sees the objective in so large a unit, which answers leave to nobody else."""
        self.rows, self._unit = rows, unit
        self._highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(option, value)
        empty = np.empty(0)
        count = len(rows.objective)
        self._highs.addCols(
            count,
            np.array(rows.objective, dtype=float) / unit,
            np.array(rows.lower, dtype=float),
            np.array(rows.upper, dtype=float),
            0,
            np.empty(0, dtype=np.int32),
            np.empty(0, dtype=np.int32),
            empty,
        )
        self._scales: list[float] = []
        for row in rows.rows:
            self._pass(row)
        self._changed: set[int] = set()

    def add_row(self, row: ExactRow) -> None:
        """Add a row to the rows and to the solver."""
        self.rows.add(row)
        self._pass(row)

    def add_column(self, upper: int, entries: Sequence[tuple[int, int]]) -> int:
        """Add a variable from 0 to `upper` that costs nothing, with (row, coefficient) entries; return its index."""
        index = self.rows.add_variable(0, upper)
        for i, coefficient in entries:
            row = self.rows.rows[i]
            self.rows.rows[i] = ExactRow([*row.variables, index], [*row.coefficients, coefficient], row.least, row.most)
        self._highs.addCol(
            0.0, 0.0, float(upper), len(entries), [i for i, _ in entries], [c * self._scales[i] for i, c in entries]
        )
        return index

    def solve(self, bounds: Bounds) -> LpAnswer | None:
        """Return an optimal answer with some variables' bounds replaced, or None if there is none."""
        for i in self._changed - bounds.keys():
            self._highs.changeColBounds(i, float(self.rows.lower[i]), float(self.rows.upper[i]))
        for i, (lower, upper) in bounds.items():
            self._highs.changeColBounds(i, float(lower), float(upper))
        self._changed = set(bounds)
        status = self._run()
        if status == highspy.HighsModelStatus.kInfeasible:
            self._check_infeasible(bounds)
            return None
        if status == highspy.HighsModelStatus.kModelEmpty:
            return LpAnswer(self.rows.constant, [], [0.0] * len(self.rows.rows))
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(f"a linear program ended as {self._highs.modelStatusToString(status)}")
        solution = self._highs.getSolution()
        value = self._highs.getInfo().objective_function_value * self._unit + self.rows.constant
        return LpAnswer(value, solution.col_value, self._unscaled(solution.row_dual, self._unit))

    def _run(self) -> highspy.HighsModelStatus:
        """Solve from where the last answer was; if that leads astray, once more from scratch."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
        return status

    def _check_infeasible(self, bounds: Bounds) -> None:
        """Raise SolverError unless multipliers prove, in whole numbers, that nothing satisfies the rows."""
        free = replace(self.rows, objective=[0] * len(self.rows.objective), constant=0)
        _, has_ray, ray = self._highs.getDualRay()
        multipliers = self._unscaled(ray) if has_ray else []
        if not has_ray or all(free.bound([sign * y for y in multipliers], bounds) <= 0 for sign in (1, -1)):
            raise SolverError("a linear program was called infeasible without a proof")

    def _unscaled(self, multipliers: Sequence[float], unit: int = 1) -> Sequence[float]:
        return [multiplier * scale * unit for multiplier, scale in zip(multipliers, self._scales, strict=True)]

    def _pass(self, row: ExactRow) -> None:
        # Powers of two bring large coefficients near one and change no digit.
        scale = 2.0 ** -(max(map(abs, row.coefficients), default=1).bit_length() - 1)
        self._scales.append(scale)
        self._highs.addRow(
            -inf if row.least is None else row.least * scale,
            inf if row.most is None else row.most * scale,
            len(row.variables),
            np.array(row.variables, dtype=np.int32),
            np.array(row.coefficients, dtype=float) * scale,
        )
