"""Running a program on HiGHS, and reading its answer with suspicion.

HiGHS leaves numbers in variables where there is no solution, so its status and its objective decide together whether
there is one.  Values are floats: they are rounded, and far from whole is an error.  Gaps are zero unless asked
otherwise, one thread keeps runs repeatable.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from planner.errors import SolverError
from planner.optimise.solvers.program import Limit, Program, Written, whole

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
class SolverRun:
    """The status of a run and, with a solution, the whole number no objective value lies below."""

    status: SolveStatus
    bound: int | None = None


def solve(program: Program, limits: Limits, below: int | None = None) -> SolverRun:
    """Solve a program whose objective takes whole values only; values are read with `whole`.

    With `below`, only solutions of a lower objective are of interest: "infeasible" then means that there is none, any
    other solution may be far from the best, and no bound above `below` is proved.
    Raises SolverError where HiGHS ends in any other way than solved, infeasible or stopped.
    """
    written = program.write()
    highs = _configured(limits)
    if below is not None:
        highs.setOptionValue("objective_bound", below - 0.5 - written.constant)
    _pass(highs, written)
    highs.run()
    status = status_of(highs.getModelStatus(), _has_solution(highs), limits.gap)
    if status in (SolveStatus.INFEASIBLE, SolveStatus.STOPPED_EMPTY):
        return SolverRun(status)
    program.take(highs.getSolution().col_value[: len(written.names)])
    bound = _bound(highs, written.constant)
    if below is not None and whole(program.objective) >= below:
        is_none = status is SolveStatus.OPTIMAL and bound is not None and bound >= below
        return SolverRun(SolveStatus.INFEASIBLE if is_none else SolveStatus.STOPPED_EMPTY, bound)
    return SolverRun(status, bound)


def status_of(ending: highspy.HighsModelStatus, has_solution: bool, gap: float) -> SolveStatus:
    """Return what an ending of HiGHS means, given whether it left a solution, and the gap it was allowed.

    Raises SolverError for an ending that is no answer.
    """
    if ending == _Ending.kInfeasible:
        return SolveStatus.INFEASIBLE
    if ending == _Ending.kOptimal and has_solution:
        return SolveStatus.OPTIMAL if gap == 0 else SolveStatus.FEASIBLE
    if ending == _Ending.kOptimal or ending in _STOPPED:
        return SolveStatus.FEASIBLE if has_solution else SolveStatus.STOPPED_EMPTY
    raise SolverError(f"the solver ended in an unexpected state ({ending.name})")


_Ending = highspy.HighsModelStatus
_STOPPED = (
    _Ending.kTimeLimit,
    _Ending.kInterrupt,
    _Ending.kObjectiveBound,
    _Ending.kObjectiveTarget,
    _Ending.kIterationLimit,
    _Ending.kSolutionLimit,
)


def _configured(limits: Limits) -> highspy.Highs:
    highs = highspy.Highs()
    if limits.should_stop is not None:
        _let_ask(highs, limits.should_stop)
    options: dict[str, Any] = {
        "output_flag": False,
        "mip_rel_gap": limits.gap,
        "threads": 1,
        "random_seed": 0,
        "mip_feasibility_tolerance": 1e-7,
        "primal_feasibility_tolerance": 1e-8,
    }
    if limits.gap == 0:
        options["mip_abs_gap"] = 0.0
    if limits.time_limit_s is not None:
        options["time_limit"] = float(limits.time_limit_s)
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs


def _let_ask(highs: highspy.Highs, should_stop: Callable[[], bool]) -> None:
    """Let HiGHS ask now and then whether to stop; a signal handler of Python gets its turn there too."""

    def ask(callback_type: Any, message: str, data_out: Any, data_in: Any, user_data: Any) -> None:
        data_in.user_interrupt = should_stop()

    highs.setCallback(ask, None)
    kinds = highspy.cb.HighsCallbackType
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
        highs.startCallback(kind)


def _pass(highs: highspy.Highs, written: Written) -> None:
    """Pass the columns and rows at once: one by one takes longer than solving small programs."""
    count = len(written.names)
    if not count:
        highs.addVar(0.0, 0.0)  # without any column rows are not looked at, not even those that nothing can satisfy
    highs.addVars(count, _limits(written.lower, -math.inf), _limits(written.upper, math.inf))
    highs.changeColsCost(count, np.arange(count, dtype=np.int32), np.array(written.cost, dtype=float))
    whole_ones = np.flatnonzero(written.is_whole).astype(np.int32)
    kinds = np.full(len(whole_ones), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    highs.changeColsIntegrality(len(whole_ones), whole_ones, kinds)
    places, coefficients, lower, upper = zip(*written.rows, strict=True) if written.rows else ((), (), (), ())
    ends = np.cumsum([len(each) for each in places])
    highs.addRows(
        len(written.rows),
        _limits(lower, -math.inf),
        _limits(upper, math.inf),
        int(ends[-1]) if len(ends) else 0,
        np.concatenate([[0], ends[:-1]]).astype(np.int32),
        np.array([*chain.from_iterable(places)], dtype=np.int32),
        np.array([*chain.from_iterable(coefficients)], dtype=float),
    )


def _limits(given: Sequence[Limit], otherwise: float) -> NDArray[np.float64]:
    return np.array([otherwise if limit is None else limit for limit in given], dtype=float)


def _has_solution(highs: highspy.Highs) -> bool:
    return math.isfinite(highs.getInfo().objective_function_value)


def _bound(highs: highspy.Highs, constant: float) -> int | None:
    """Return the proved bound, rounded up: every objective value is whole."""
    bound = float(highs.getInfo().mip_dual_bound)
    if not math.isfinite(bound):
        return None
    bound += float(constant)
    return math.ceil(bound - max(BOUND_TOLERANCE, RELATIVE_TOLERANCE * abs(bound)))
