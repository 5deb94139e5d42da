"""Writing an integer program down, row by row.  The one module that knows PuLP.

PuLP is used as a notation only: variables can be added, multiplied by numbers and compared, which gives rows.  Solvers
get the program as lists of numbers (`Written`) and give back values; how PuLP runs solvers, and what it calls their
answers, is used nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pulp

from planner.errors import SolverError

WHOLE_TOLERANCE = 1e-4
"""How far from whole a value of an integer variable may be."""

Limit = int | float | None
"""The least or the most of something; None: there is no such limit."""


@dataclass(frozen=True, slots=True)
class Written:
    """A program as lists: an entry per variable in each but the last, which has the rows.

    A row is the places of its variables, their coefficients, the least and the most they may add up to.
    """

    names: list[str]
    cost: list[int | float]
    constant: int | float
    lower: list[Limit]
    upper: list[Limit]
    is_whole: list[bool]
    rows: list[tuple[list[int], list[int | float], Limit, Limit]]


class Program:
    """Something to be minimised over variables, under rows: `program += 2 * a + b >= 3` adds one."""

    def __init__(self, name: str) -> None:
        self.in_pulp = pulp.LpProblem(name, pulp.LpMinimize)
        """The program as PuLP has it, for whoever compares solvers or writes it to a file."""
        self._new_rows: list[Any] = []
        self._known: dict[str, Any] = {}
        self._in_order: list[Any] = []

    def add_whole(self, name: str, least: int, most: int | None) -> Any:
        """Add a variable that takes whole numbers from least to most; None: any from least on."""
        return self.in_pulp.add_variable(name, least, most, pulp.LpInteger)

    def add_choice(self, name: str) -> Any:
        """Add a variable that is 0 or 1."""
        return self.in_pulp.add_variable(name, cat=pulp.LpBinary)

    def add_number(self, name: str, least: int, most: int) -> Any:
        """Add a variable that takes any number from least to most."""
        return self.in_pulp.add_variable(name, least, most)

    def __iadd__(self, row: Any) -> Program:
        self.in_pulp.addConstraint(row)
        self._new_rows.append(row)
        return self

    def add_rows_of(self, other: Program) -> None:
        """Add all rows of another program, with its variables."""
        for row in other.in_pulp.constraints():
            self.in_pulp.addConstraint(row)
            self._new_rows.append(row)

    def minimise(self, objective: Any) -> None:
        """Take another objective."""
        self.in_pulp.setObjective(objective)

    @property
    def objective(self) -> Any:
        """The expression that is minimised."""
        return self.in_pulp.objective

    @property
    def variables(self) -> list[Any]:
        """All variables that occur, in the order in which solvers see them."""
        number = len(self._known)
        for row in (self.objective or (), *self._new_rows):
            for variable in row:
                self._known.setdefault(variable.name, variable)
        self._new_rows.clear()
        if len(self._known) != number:
            self._in_order = sorted(self._known.values(), key=lambda variable: variable.name)
        return self._in_order

    def write(self) -> Written:
        """Return the program as lists."""
        variables, objective = self.variables, self.in_pulp.objective
        for place, variable in enumerate(variables):
            variable.index = place  # quicker than to look each one up by its name
        return Written(
            names=[variable.name for variable in variables],
            cost=[objective.get(variable, 0) for variable in variables],
            constant=objective.constant or 0,
            lower=[variable.lowBound for variable in variables],
            upper=[variable.upBound for variable in variables],
            is_whole=[variable.cat == pulp.LpInteger for variable in variables],
            rows=[
                ([variable.index for variable in row], list(row.values()), row.getLb(), row.getUb())
                for row in self.in_pulp.constraints()
            ],
        )

    def take(self, values: Sequence[float]) -> None:
        """Take the values of a solution, in the order of the variables."""
        for variable, value in zip(self.variables, values, strict=True):
            variable.varValue = value


def total(parts: Iterable[Any]) -> Any:
    """Return the sum of variables, expressions and numbers as one expression; PuLP's own takes three times as long."""
    found = pulp.LpAffineExpression()
    coefficient_of = found.get
    for part in parts:
        if isinstance(part, pulp.LpVariable):
            found[part] = coefficient_of(part, 0) + 1
        elif isinstance(part, pulp.LpAffineExpression):
            found.constant += part.constant
            for variable, coefficient in part.items():
                found[variable] = coefficient_of(variable, 0) + coefficient
        else:
            found.constant += part
    return found


def weighted(parts: Iterable[tuple[int, Any]]) -> Any:
    """Return the sum of numbers times variables or expressions as one expression."""
    found = pulp.LpAffineExpression()
    coefficient_of = found.get
    for weight, part in parts:
        if isinstance(part, pulp.LpVariable):
            found[part] = coefficient_of(part, 0) + weight
        else:
            found.constant += weight * part.constant
            for variable, coefficient in part.items():
                found[variable] = coefficient_of(variable, 0) + weight * coefficient
    return found


def terms_of(expression: Any) -> Iterator[tuple[Any, int]]:
    """Yield the variables of an expression with their coefficients."""
    yield from expression.items()


def limits_of(variable: Any) -> tuple[int, int]:
    """Return the least and the most a bounded variable can be."""
    return variable.lowBound, variable.upBound


def limit(variable: Any, least: int, most: int) -> None:
    """Let a variable be from least to most only."""
    variable.lowBound, variable.upBound = least, most


def whole(expression: Any) -> int:
    """Return the value of a variable or expression as the whole number it must be.  Raises SolverError if it is not."""
    if isinstance(expression, pulp.LpAffineExpression):
        # Many values that are nearly whole, times large prices, would add up to something far from whole.
        return sum((int(each) * whole(variable) for variable, each in expression.items()), int(expression.constant))
    value = pulp.value(expression)
    nearest = round(float(value))
    if abs(value - nearest) > WHOLE_TOLERANCE:
        raise SolverError(f"the solver returned {value} where a whole number must be")
    return nearest
