"""Running a PuLP program on HiGHS, and reading its answer with suspicion.

PuLP calls a run that hit its time limit "optimal" and leaves numbers in variables where there is no solution, so
`sol_status` decides.  Solver values are floats: they are rounded, and far from whole is an error.  Gaps are zero
unless asked otherwise, one thread keeps runs repeatable.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import highspy
import numpy as np
import pulp

from planner.errors import SolverError

WHOLE_TOLERANCE = 1e-4
"""How far from whole a value of an integer variable may be."""
BOUND_TOLERANCE = 1e-3
"""How much, in minor units, a floating point bound may lie above the whole number it stands for."""
RELATIVE_TOLERANCE = 1e-13
"""The same as a share of the bound, for amounts so large that floating point has no cents left."""


class SolveStatus(Enum):
    """How a run ended."""

    OPTIMAL = auto()
    FEASIBLE = auto()
    INFEASIBLE = auto()
    STOPPED_EMPTY = auto()


Standing = Callable[[int | None, int], None]
"""Told the cost of the best plan so far, if any, and the bound proved so far."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds, relative gap, and a question asked now and then (True: stop); whom to tell how it goes."""

    time_limit_s: float | None = None
    gap: float = 0.0
    should_stop: Callable[[], bool] | None = None
    report: Standing | None = None


class Clock:
    """Limits that have begun to run."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._end = None if limits.time_limit_s is None else time.monotonic() + limits.time_limit_s

    @property
    def is_over(self) -> bool:
        """Whether the time is up or somebody asked to stop."""
        asked = self._limits.should_stop is not None and self._limits.should_stop()
        return asked or (self._end is not None and time.monotonic() >= self._end)

    @property
    def left(self) -> Limits:
        """What is left of the limits for one program, which is solved to its end."""
        seconds = None if self._end is None else max(self._end - time.monotonic(), _LEAST_SECONDS)
        return Limits(seconds, 0.0, self._limits.should_stop)

    def is_near(self, cost: float, bound: float) -> bool:
        """Whether a plan is as near to the bound as was asked for."""
        if not math.isfinite(cost):
            return False
        return cost <= bound or (self._limits.gap > 0 and cost - bound <= self._limits.gap * max(abs(cost), 1))

    def tell(self, cost: float, bound: float) -> None:
        """Report how it stands; an infinite cost means that there is no plan yet."""
        if self._limits.report is not None and math.isfinite(bound):
            self._limits.report(int(cost) if math.isfinite(cost) else None, int(bound))


_LEAST_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Run:
    """The status of a run and, with a solution, the whole number no objective value lies below."""

    status: SolveStatus
    bound: int | None = None


def solve(problem: pulp.LpProblem, limits: Limits, below: int | None = None) -> Run:
    """Solve a program whose objective takes whole values only; values are read with `whole`.

    With `below`, only solutions of a lower objective are of interest: "infeasible" then means that there is none, any
    other solution may be far from the best, and no bound above `below` is proved.
    Raises SolverError where HiGHS ends in any other way than solved, infeasible or stopped.
    """
    solver = _Highs(
        msg=False,
        threads=1,
        timeLimit=limits.time_limit_s,
        gapRel=limits.gap,
        gapAbs=0.0 if limits.gap == 0 else None,
        random_seed=0,
        mip_feasibility_tolerance=1e-7,
        primal_feasibility_tolerance=1e-8,
        **({} if below is None else {"objective_bound": below - 0.5 - (problem.objective.constant or 0)}),
        **_stop_callback(limits.should_stop),
    )
    problem.solve(solver)
    match problem.sol_status:
        case pulp.LpSolutionInfeasible:
            return Run(SolveStatus.INFEASIBLE)
        case pulp.LpSolutionOptimal | pulp.LpSolutionIntegerFeasible if _has_solution(problem):
            is_proved = problem.sol_status == pulp.LpSolutionOptimal and limits.gap == 0
            bound = _bound(problem)
            if below is not None and whole(problem.objective) >= below:
                is_none = is_proved and bound is not None and bound >= below
                return Run(SolveStatus.INFEASIBLE if is_none else SolveStatus.STOPPED_EMPTY, bound)
            return Run(SolveStatus.OPTIMAL if is_proved else SolveStatus.FEASIBLE, bound)
        case pulp.LpSolutionOptimal | pulp.LpSolutionIntegerFeasible | pulp.LpSolutionNoSolutionFound:
            if problem.status == pulp.LpStatusNotSolved and not _was_stopped(problem):
                raise SolverError(f"the solver ended without an answer ({_model_status(problem)})")
            return Run(SolveStatus.STOPPED_EMPTY)
        case other:
            raise SolverError(f"the solver ended in an unexpected state ({other}, {_model_status(problem)})")


class _Highs(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's HiGHS, given a program's columns and rows at once: one by one takes longer than solving small programs."""

    def buildSolverModel(self, lp: pulp.LpProblem) -> None:
        """Pass the program; variables and constraints remember their index, as PuLP expects."""
        variables, constraints = lp.variables(), lp.constraints()
        for items in (variables, constraints):
            for i, item in enumerate(items):
                item.index = i
        count, highs = len(variables), lp.solverModel
        highs.addVars(
            count,
            np.array([-math.inf if v.lowBound is None else v.lowBound for v in variables], dtype=float),
            np.array([math.inf if v.upBound is None else v.upBound for v in variables], dtype=float),
        )
        places = np.arange(count, dtype=np.int32)
        highs.changeColsCost(count, places, np.array([lp.objective.get(v, 0) for v in variables], dtype=float))
        whole_ones = np.flatnonzero([v.cat == pulp.LpInteger for v in variables]).astype(np.int32)
        kinds = np.full(len(whole_ones), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        highs.changeColsIntegrality(len(whole_ones), whole_ones, kinds)
        entries = [(v.index, c) for constraint in constraints for v, c in constraint.items()]
        ends = np.cumsum([len(constraint) for constraint in constraints])
        highs.addRows(
            len(constraints),
            np.array([-math.inf if c.getLb() is None else c.getLb() for c in constraints], dtype=float),
            np.array([math.inf if c.getUb() is None else c.getUb() for c in constraints], dtype=float),
            len(entries),
            np.concatenate([[0], ends[:-1]]).astype(np.int32),
            np.array([i for i, _ in entries], dtype=np.int32),
            np.array([c for _, c in entries], dtype=float),
        )


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


def _stop_callback(should_stop: Callable[[], bool] | None) -> dict[str, Any]:
    """Let HiGHS ask now and then whether to stop; a signal handler of Python gets its turn there too."""
    if should_stop is None:
        return {}

    def ask(callback_type: Any, message: str, data_out: Any, data_in: Any, user_data: Any) -> None:
        data_in.user_interrupt = should_stop()

    kinds = pulp.HiGHS.hscb.HighsCallbackType
    return {
        "callbackTuple": (ask, None),
        "callbacksToActivate": [kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt],
    }


def _model_status(problem: pulp.LpProblem) -> str:
    return str(problem.solverModel.modelStatusToString(problem.solverModel.getModelStatus()))


def _was_stopped(problem: pulp.LpProblem) -> bool:
    return _model_status(problem) in ("Time limit reached", "Interrupted by user")


def _has_solution(problem: pulp.LpProblem) -> bool:
    return math.isfinite(problem.solverModel.getInfo().objective_function_value)


def _bound(problem: pulp.LpProblem) -> int | None:
    """Return the proved bound, rounded up: every objective value is whole."""
    bound = float(problem.solverModel.getInfo().mip_dual_bound)
    if not math.isfinite(bound):
        return None
    bound += float(problem.objective.constant or 0)
    return math.ceil(bound - max(BOUND_TOLERANCE, RELATIVE_TOLERANCE * abs(bound)))
