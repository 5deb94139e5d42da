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

from ortools.sat.python import cp_model

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
    model = cp_model.CpModel()
    variables = [model.new_int_var(lower, upper, "") for lower, upper in zip(rows.lower, rows.upper, strict=True)]
    for row in rows.rows:
        total = cp_model.LinearExpr.weighted_sum([variables[i] for i in row.variables], row.coefficients)
        if row.least is not None:
            model.add(total >= row.least)
        if row.most is not None:
            model.add(total <= row.most)
    if cost is not None:
        total = cp_model.LinearExpr.weighted_sum(variables, rows.objective)
        model.add(total <= cost - 1 - rows.constant)
        # To say what is cheap guides its search: some programs end in a second with it and never without.
        model.minimize(total)
    ask = partial(_ask, model, variables, should_stop, take)
    opinion = ask(1, _ALONE_S if seconds is None else min(_ALONE_S, seconds))
    if opinion is not Opinion.UNDECIDED or (should_stop is not None and should_stop()):
        return opinion
    left = None if seconds is None else seconds - _ALONE_S
    return Opinion.UNDECIDED if left is not None and left <= 0 else ask(_TEAM, left)


_ALONE_S, _TEAM = 3.0, 8
"""Most programs take one strategy a fraction of a second.  Some take it hours, and eight at a time some seconds,
even on two cores: one of them is the right one."""


def _ask(
    model: cp_model.CpModel,
    variables: Sequence[cp_model.IntVar],
    should_stop: Callable[[], bool] | None,
    take: Take | None,
    workers: int,
    seconds: float | None,
) -> Opinion:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    # Its linear relaxation is what closes programs with tight stock; without it they take minutes.
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 0
    # It would leave Ctrl-C to the operating system afterwards, which kills the process.
    solver.parameters.catch_sigint_signal = False
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    with _stopping(solver, should_stop):
        status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Opinion.AGREES
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Opinion.UNDECIDED
    if take is not None:
        take([solver.value(variable) for variable in variables])
    return Opinion.KNOWS_BETTER if status == cp_model.OPTIMAL and model.has_objective() else Opinion.DISAGREES


@contextmanager
def _stopping(solver: cp_model.CpSolver, should_stop: Callable[[], bool] | None) -> Iterator[None]:
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
