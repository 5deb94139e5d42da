"""Programs in whole numbers: bounds that hold for any multipliers, infeasibility with a proof, warm solves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import SolverError
from planner.optimise.solvers.exact_rows import ExactRow, Rows, WarmLp
from planner.optimise.solvers.program import Program, limits_of, total, whole

tried = settings(max_examples=50, deadline=None, derandomize=True, database=None)
Bounds = Mapping[int, tuple[int, int]]
SMALL = st.integers(-5, 5)


def value_of(rows: Rows, point: tuple[int, ...]) -> int:
    return rows.constant + sum(c * x for c, x in zip(rows.objective, point, strict=True))


def satisfies(rows: Rows, point: tuple[int, ...]) -> bool:
    for row in rows.rows:
        total = sum(c * point[i] for i, c in zip(row.variables, row.coefficients, strict=True))
        if (row.least is not None and total < row.least) or (row.most is not None and total > row.most):
            return False
    return True


def least_value(rows: Rows, bounds: Bounds | None = None) -> int | None:
    """Return the least value of a whole solution, by trying all of them."""
    limits = [(bounds or {}).get(i, box) for i, box in enumerate(zip(rows.lower, rows.upper, strict=True))]
    points = product(*(range(low, high + 1) for low, high in limits))
    return min((value_of(rows, point) for point in points if satisfies(rows, point)), default=None)


@st.composite
def boxes(draw: st.DrawFn, most: int = 4) -> tuple[int, int]:
    low = draw(st.integers(-2, most))
    return low, draw(st.integers(low, most))


@st.composite
def row_of(draw: st.DrawFn, count: int) -> ExactRow:
    variables = draw(st.lists(st.integers(0, count - 1), unique=True, min_size=1, max_size=count))
    coefficients = [draw(SMALL.filter(bool)) * draw(st.sampled_from((1, 1, 1000))) for _ in variables]
    least, most = draw(st.integers(-9, 9)), draw(st.integers(-9, 9))
    either = [(least, None), (None, most), (least, least), (min(least, most), max(least, most))]
    return ExactRow(variables, coefficients, *draw(st.sampled_from(either)))


@st.composite
def programs(draw: st.DrawFn) -> Rows:
    limits = draw(st.lists(boxes(), min_size=1, max_size=4))
    count = len(limits)
    return Rows(
        [draw(st.integers(-9, 9)) for _ in limits],
        [low for low, _ in limits],
        [high for _, high in limits],
        draw(st.lists(row_of(count), max_size=4)),
        draw(st.integers(-9, 9)),
    )


@st.composite
def changed_bounds(draw: st.DrawFn, rows: Rows) -> dict[int, tuple[int, int]]:
    return draw(st.dictionaries(st.integers(0, len(rows.objective) - 1), boxes(), max_size=2))


# -- exact bounds ----------------------------------------------------------------------------------------------


@tried
@given(st.data())
def test_any_multipliers_prove_a_bound_that_holds(data: st.DataObject):
    rows = data.draw(programs())
    bounds = data.draw(changed_bounds(rows))
    multipliers = [data.draw(st.floats(-99, 99)) for _ in rows.rows]
    least = least_value(rows, bounds)
    if least is not None:
        assert rows.bound(multipliers, bounds) <= least


@tried
@given(st.data())
def test_the_right_multipliers_prove_the_value_of_the_linear_program(data: st.DataObject):
    rows = data.draw(programs())
    bounds = data.draw(changed_bounds(rows))
    answer = WarmLp(rows).solve(bounds)
    if answer is not None:
        proved = rows.bound(answer.multipliers, bounds)
        assert abs(float(proved) - answer.value) < 1e-6
        least = least_value(rows, bounds)
        assert least is None or proved <= least


@tried
@given(st.data())
def test_ranges_hold_every_solution_that_costs_no_more(data: st.DataObject):
    rows = data.draw(programs())
    ranges = rows.ranges([data.draw(st.floats(-9, 9)) for _ in rows.rows], most := data.draw(st.integers(-50, 50)))
    boxes = [range(low, high + 1) for low, high in zip(rows.lower, rows.upper, strict=True)]
    for point in product(*boxes):
        if satisfies(rows, point) and value_of(rows, point) <= most:
            assert all(low <= x <= high for x, (low, high) in zip(point, ranges, strict=True))


def test_ranges_by_hand():
    """x + 3 y with x + y >= 4: at a multiplier of 1, y costs 2 for each step and x nothing."""
    rows = Rows([1, 3], [0, 0], [9, 9], [ExactRow([0, 1], [1, 1], 4)])
    assert rows.ranges([1], 4) == [(0, 9), (0, 0)]
    assert rows.ranges([1], 9) == [(0, 9), (0, 2)]


def test_a_bound_by_hand():
    """2 x + 3 y with x + y >= 4, x <= 3: one multiplier of 2 gives 8 + min y, and 3 gives 12 - 3."""
    rows = Rows([2, 3], [0, 0], [3, 9], [ExactRow([0, 1], [1, 1], 4)], constant=10)
    assert rows.bound([0], {}) == 10
    assert rows.bound([2], {}) == 10 + 8
    assert rows.bound([3], {}) == 10 + 12 - 3
    assert rows.bound([-1], {}) == 10
    assert rows.bound([3], {0: (0, 0)}) == 10 + 12
    assert least_value(rows) == 10 + 9
    assert isinstance(rows.bound([1 / 3], {}), Fraction)


# -- linear programs -------------------------------------------------------------------------------------------


@tried
@given(st.data())
def test_none_means_that_there_is_no_solution(data: st.DataObject):
    rows = data.draw(programs())
    answer = WarmLp(rows).solve({})
    if answer is None:
        assert least_value(rows) is None
    else:
        assert all(
            low - 1e-6 <= x <= high + 1e-6 for low, x, high in zip(rows.lower, answer.values, rows.upper, strict=True)
        )
        for row in rows.rows:
            total = sum(c * answer.values[i] for i, c in zip(row.variables, row.coefficients, strict=True))
            assert row.least is None or total >= row.least - 1e-3
            assert row.most is None or total <= row.most + 1e-3


CLASH = Rows([1, 1], [0, 0], [9, 9], [ExactRow([0, 1], [1, 1], 8), ExactRow([0, 1], [2, 1], None, 7)])
"""x + y >= 8 and 2 x + y <= 7."""


def test_rows_that_clash_have_no_answer():
    lp = WarmLp(CLASH)
    assert lp.solve({}) is None
    assert lp.solve({0: (-9, 9)}) is not None
    assert lp.solve({}) is None


def test_half_a_solution_is_one_of_the_linear_program():
    answer = WarmLp(Rows([1], [0], [1], [ExactRow([0], [2], 1, 1)])).solve({})
    assert answer is not None
    assert answer.values == pytest.approx([0.5])


@pytest.mark.parametrize("ray", [(True, False, []), (True, True, [0.0, 0.0]), (True, True, [1.0, 1.0])])
def test_infeasible_without_a_proof_is_not_believed(ray: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch):
    lp = WarmLp(CLASH)
    monkeypatch.setattr(type(lp._highs), "getDualRay", lambda self: ray)
    with pytest.raises(SolverError, match="without a proof"):
        lp.solve({})


@tried
@given(st.data())
def test_a_warm_solve_gives_what_a_fresh_one_gives(data: st.DataObject):
    """Bounds change from solve to solve, and rows and columns are added in between."""
    rows = data.draw(programs())
    warm = WarmLp(rows.copy())
    for _ in range(3):
        step = data.draw(st.sampled_from(("bounds", "row", "column")))
        if step == "row":
            row = data.draw(row_of(len(rows.objective)))
            rows.add(row)
            warm.add_row(row)
        if step == "column":
            places = data.draw(
                st.lists(st.integers(0, max(len(rows.rows) - 1, 0)), unique=True, max_size=len(rows.rows))
            )
            add_column(rows, warm, data.draw(st.integers(0, 3)), [(i, data.draw(SMALL.filter(bool))) for i in places])
        bounds = data.draw(changed_bounds(rows))
        answer, fresh = warm.solve(bounds), WarmLp(rows.copy()).solve(bounds)
        assert (answer is None) == (fresh is None)
        if answer is not None and fresh is not None:
            assert answer.value == pytest.approx(fresh.value, abs=1e-6)
            assert float(rows.bound(answer.multipliers, bounds)) == pytest.approx(answer.value, abs=1e-6)


def add_column(rows: Rows, warm: WarmLp, upper: int, entries: list[tuple[int, int]]) -> None:
    """Add the column to both, each in its own way."""
    index = rows.add_variable(0, upper)
    for i, coefficient in entries:
        old = rows.rows[i]
        rows.rows[i] = ExactRow([*old.variables, index], [*old.coefficients, coefficient], old.least, old.most)
    assert warm.add_column(upper, entries) == index


def test_a_column_in_a_row_of_large_numbers():
    """1000 x >= 3000 and then 1000 x + 500 y >= 3000 with y <= 3."""
    lp = WarmLp(Rows([1], [0], [9], [ExactRow([0], [1000], 3000)]))
    first = lp.solve({})
    assert lp.add_column(3, [(0, 500)]) == 1
    second = lp.solve({})
    assert first is not None
    assert second is not None
    assert (first.value, second.value) == pytest.approx((3, 1.5))


# -- from a program -------------------------------------------------------------------------------------------------


def as_program(rows: Rows) -> Program:
    problem = Program("p")
    limits = zip(rows.lower, rows.upper, strict=True)
    variables = [problem.add_whole(f"x{i}", low, high) for i, (low, high) in enumerate(limits)]
    problem.minimise(total(c * x for c, x in zip(rows.objective, variables, strict=True)) + rows.constant)
    for row in rows.rows:
        found = total(c * variables[i] for i, c in zip(row.variables, row.coefficients, strict=True))
        if row.least is not None and row.least == row.most:
            problem += found == row.least
            continue
        if row.least is not None:
            problem += found >= row.least
        if row.most is not None:
            problem += found - row.most <= 0
    return problem


@tried
@given(st.data())
def test_a_program_is_read_truly(data: st.DataObject):
    """Objective and rows say the same about random points as those of PuLP, in which the program is written."""
    problem = as_program(data.draw(programs()))
    found, index = Rows.of(problem)
    variables = {v.name: v for v in problem.variables}
    assert set(index) == set(variables)
    for _ in range(5):
        for name, variable in variables.items():
            assert (found.lower[index[name]], found.upper[index[name]]) == limits_of(variable)
        point = tuple(data.draw(st.integers(*limits_of(variable))) for variable in problem.variables)
        problem.take(point)
        assert value_of(found, point) == whole(problem.objective)
        assert satisfies(found, point) == all(constraint.valid() for constraint in problem.in_pulp.constraints())


@pytest.mark.parametrize("broken", ["objective", "constraint", "right side", "no bound"])
def test_what_is_not_whole_or_has_no_bound_is_refused(broken: str):
    problem = Program("p")
    x = problem.add_whole("x", 0, None if broken == "no bound" else 5)
    problem.minimise((0.5 if broken == "objective" else 2) * x)
    problem += (1.5 if broken == "constraint" else 1) * x >= (0.25 if broken == "right side" else 1)
    with pytest.raises(SolverError, match="where a whole number must be"):
        Rows.of(problem)


def test_a_copy_grows_on_its_own():
    rows = Rows([1], [0], [1], [ExactRow([0], [1])])
    other = rows.copy()
    other.add_variable(0, 5, 7)
    other.add(ExactRow([1], [1], 2))
    assert (len(rows.objective), len(rows.rows)) == (1, 1)
    assert (len(other.objective), len(other.rows)) == (2, 2)
