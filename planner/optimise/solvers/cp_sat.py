"""A second solver, in whole numbers: is there really nothing cheaper?

The last program of a proof is small, and all its numbers are whole.  CP-SAT takes the same rows and is asked for
any solution below the cost of the plan.  It shares neither code nor arithmetic with HiGHS.  On amounts of billions
of minor units HiGHS has been seen to stop some cents early; then the solution that CP-SAT finds is the plan.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from functools import partial

from ortools.sat.python import cp_model_helper as cp  # the module above it takes a fifth of a second for pandas

from planner.optimise.solvers.exact_rows import Rows


class Opinion(Enum):
    """What the second solver says to "nothing costs less"."""

    AGREES = auto()
    KNOWS_BETTER = auto()
    """There is something that costs less, and what was found is the cheapest of all."""
    DISAGREES = auto()
    UNDECIDED = auto()


Take = Callable[[Sequence[int]], None]
"""Is given the values of a solution, in the order of the variables."""


def nothing_below(
    rows: Rows,
    cost: int | None,
    seconds: float | None,
    should_stop: Callable[[], bool] | None = None,
    take: Take | None = None,
) -> Opinion:
    """Ask whether no whole solution of the rows costs less than `cost`; None: whether there is none at all.

    If there is one, `take` is given it.
    """
    model = cp.CpModelProto()
    for lower, upper in zip(rows.lower, rows.upper, strict=True):
        model.variables.add().domain.extend([lower, upper])
    for row in rows.rows:
        linear = model.constraints.add().linear
        linear.vars.extend(row.variables)
        linear.coeffs.extend(row.coefficients)
        linear.domain.extend(
            [-_NO_LIMIT if row.least is None else row.least, _NO_LIMIT if row.most is None else row.most]
        )
    if cost is not None:
        paid = [(i, each) for i, each in enumerate(rows.objective) if each]
        # To say what is cheap guides its search: some programs end in a second with it and never without.
        linear = model.constraints.add().linear
        linear.domain.extend([-_NO_LIMIT, cost - 1 - rows.constant])
        for of_model in (linear, model.objective):
            of_model.vars.extend([i for i, _ in paid])
            of_model.coeffs.extend([each for _, each in paid])
    ask = partial(_ask, model, should_stop, take)
    opinion = ask(1, _ALONE_S if seconds is None else min(_ALONE_S, seconds))
    if opinion is not Opinion.UNDECIDED or (should_stop is not None and should_stop()):
        return opinion
    left = None if seconds is None else seconds - _ALONE_S
    return Opinion.UNDECIDED if left is not None and left <= 0 else ask(_TEAM, left)


_ALONE_S, _TEAM = 3.0, 8
"""Most programs take one strategy a fraction of a second.  Some take it hours, and eight at a time some seconds,
even on two cores: one of them is the right one."""


def _ask(
    model: cp.CpModelProto,
    should_stop: Callable[[], bool] | None,
    take: Take | None,
    workers: int,
    seconds: float | None,
) -> Opinion:
    parameters = cp.SatParameters()
    parameters.num_workers = workers
    # Its linear relaxation is what closes programs with tight stock; without it they take minutes.
    parameters.linearization_level = 2
    parameters.random_seed = 0
    # It would leave Ctrl-C to the operating system afterwards, which kills the process.
    parameters.catch_sigint_signal = False
    if seconds is not None:
        parameters.max_time_in_seconds = seconds
    solver = cp.SolveWrapper()
    solver.set_parameters(parameters)
    with _stopping(solver, should_stop):
        answer: cp.CpSolverResponse = solver.solve(model)  # type: ignore[no-untyped-call]
    status = answer.status
    if status == cp.CpSolverStatus.INFEASIBLE:
        return Opinion.AGREES
    if status not in (cp.CpSolverStatus.OPTIMAL, cp.CpSolverStatus.FEASIBLE):
        return Opinion.UNDECIDED
    if take is not None:
        take(list(answer.solution))
    is_cheapest = status == cp.CpSolverStatus.OPTIMAL and model.has_objective()
    return Opinion.KNOWS_BETTER if is_cheapest else Opinion.DISAGREES


@contextmanager
def _stopping(solver: cp.SolveWrapper, should_stop: Callable[[], bool] | None) -> Iterator[None]:
    """Ask now and then whether to stop while the solver, which does not ask, is at work."""
    if should_stop is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_ASK_EVERY_S):
            if should_stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


_ASK_EVERY_S = 0.1
_NO_LIMIT = (1 << 63) - 1
"""What it takes for no limit."""
