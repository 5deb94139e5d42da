"""The minimum cut finds the cheapest cover, notices a solver that lies, and counts members truly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import Codes
from planner.domain.product import DEVICE, USER, WS, Version, rank
from planner.errors import SolverError
from planner.optimise.cover import minimum_cut
from planner.optimise.cover.minimum_cut import CoverGraph
from tests.builders import clauses, holders
from tests.unit.optimise.brute_force import all_covers, demand_of_covers, is_cover, literals_of, members_counted
from tests.unit.optimise.made_up import prices, tangle

SEEDS = range(25)
V19, V22 = rank(Version("2019")), rank(Version("2022"))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_cheaper_than_the_cheapest_cover(seed: int):
    people, asked = tangle(seed)
    graph = CoverGraph(people, asked)
    demand = demand_of_covers(people, asked, all_covers(people, asked), graph.rows)
    for more in range(4):
        vector = prices(seed * 10 + more, len(graph.rows))
        assert graph.cheapest(vector).cost == (demand @ vector).min()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_it_says_is_held_is_a_cover_of_that_cost(seed: int):
    people, asked = tangle(seed)
    graph = CoverGraph(people, asked)
    vector = prices(seed, len(graph.rows))
    cover = graph.cheapest(vector)
    held = graph.held_units(cover.held * graph.literals.units)
    assert is_cover(people, asked, held)
    assert members_counted(people, held, graph.rows) @ vector == cover.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_demand_counts_whoever_holds_this_version_or_newer(seed: int):
    people, asked = tangle(seed)
    graph = CoverGraph(people, asked)
    covers = all_covers(people, asked)
    whole = covers[(covers % graph.literals.units == 0).all(axis=1)]
    for units in whole[:: max(len(whole) // 9, 1)]:
        counted = members_counted(people, graph.held_units(units), graph.rows)
        assert graph.demand(units > 0).sum(axis=0).tolist() == counted


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_and_literals_are_those_of_the_clauses(seed: int):
    people, asked = tangle(seed)
    graph = CoverGraph(people, asked)
    names = literals_of(asked)
    columns = (graph.literals.holder, graph.literals.product, graph.literals.version)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == names
    assert graph.rows == tuple(sorted({((p, int(people.metric[c])), v) for c, p, v in names}))
    assert (graph.most_demand() >= graph.demand(graph.cheapest(prices(seed, len(graph.rows))).held)).all()


def test_a_version_counts_for_itself_and_for_older_ones():
    graph = CoverGraph(holders(("user", 2, 3)), clauses(((0, WS, V19), None, False), ((0, WS, V22), None, False)))
    assert graph.rows == (((WS, USER), V19), ((WS, USER), V22))
    assert graph.demand(np.array([True, False])).sum(axis=0).tolist() == [6, 0]
    assert graph.demand(np.array([True, True])).sum(axis=0).tolist() == [6, 6]


def test_an_end_without_a_partner_is_held_in_every_cover_with_all_older_versions():
    asked = clauses(((0, WS, V22), None, False), ((0, WS, V19), (1, WS, V19), False), (None, (2, WS, V19), False))
    graph = CoverGraph(holders(("user", 1, 1), ("device", 1, 1), ("device", 1, 1)), asked)
    assert graph.literals.is_forced.tolist() == [True, True, False, True]
    assert graph.rows == (((WS, USER), V19), ((WS, USER), V22), ((WS, DEVICE), V19))
    cover = graph.cheapest(np.array([5, 7, 2]))
    assert cover.held.tolist() == [True, True, False, True]
    assert cover.cost == 5 + 7 + 2


def test_nobody_asked_for_anything():
    graph = CoverGraph(holders(("user", 1, 1)), clauses())
    assert graph.rows == ()
    assert graph.cheapest(np.empty(0, dtype=np.int64)).cost == 0


# -- copies and odd components ---------------------------------------------------------------------------------


def test_copies_are_the_units_of_a_matched_component_and_one_elsewhere():
    people = holders(("user", 3, 1), ("device", 3, 2), ("user", 4, 1), ("device", 5, 1))
    graph = CoverGraph(people, clauses(((0, WS, V19), (1, WS, V19), True), ((2, WS, V19), (3, WS, V19), False)))
    assert graph.copies.tolist() == [3, 3, 1, 1]
    assert len(graph.odd) == 0


def test_where_own_and_shared_machines_meet_a_component_is_odd():
    people = holders(("user", 3, 1), ("device", 3, 1), ("device", 1, 1), ("user", 2, 1), ("device", 2, 1))
    own, printer = ((0, WS, V19), (1, WS, V19), True), ((0, WS, V19), (2, WS, V19), False)
    apart = ((3, WS, V19), (4, WS, V19), True)
    graph = CoverGraph(people, clauses(own, printer, apart))
    assert graph.copies.tolist() == [0, 0, 0, 2, 2]
    assert sorted(graph.odd.rows()) == sorted(clauses(own, printer).rows())


def test_one_person_with_own_and_shared_machines_is_not_odd():
    people = holders(("user", 1, 1), ("device", 1, 4), ("device", 1, 1))
    own, printer = ((0, WS, V19), (1, WS, V19), True), ((0, WS, V19), (2, WS, V19), False)
    assert CoverGraph(people, clauses(own, printer)).copies.tolist() == [1, 1, 1]


def test_a_forced_end_joins_nothing():
    """The printer needs a licence anyway, so the own machines are ordinary copies."""
    people = holders(("user", 3, 1), ("device", 3, 1), ("device", 1, 1))
    asked = clauses(
        ((0, WS, V19), (1, WS, V19), True), ((0, WS, V19), (2, WS, V19), False), (None, (2, WS, V19), False)
    )
    graph = CoverGraph(people, asked)
    assert graph.copies.tolist() == [3, 3, 1]
    assert len(graph.odd) == 0


# -- the certificate -------------------------------------------------------------------------------------------


class Lying:
    """A solver whose flow or cut is tampered with; all else is the true one."""

    flows_lie: Callable[[Codes], Codes] | None = None
    cut_lie: Callable[[list[int]], list[int]] | None = None
    status_lie = False

    def __init__(self) -> None:
        self.true = TRUE_SOLVER()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.true, name)

    def solve(self, source: int, sink: int) -> Any:
        status = self.true.solve(source, sink)
        return self.true.BAD_RESULT if self.status_lie else status

    def flows(self, arcs: Codes) -> Codes:
        found = np.array(self.true.flows(arcs))
        return type(self).flows_lie(found) if type(self).flows_lie else found

    def get_source_side_min_cut(self) -> list[int]:
        found = list(self.true.get_source_side_min_cut())
        return type(self).cut_lie(found) if type(self).cut_lie else found


TRUE_SOLVER = minimum_cut.max_flow.SimpleMaxFlow
PEOPLE = holders(("user", 1, 1), ("user", 1, 1), ("device", 1, 1))
TERMINAL = clauses(((0, WS, V19), (2, WS, V19), False), ((1, WS, V19), (2, WS, V19), False))
PRICES = np.array([5, 3])
"""Two people at one terminal: both User CALs cost 10, the Device CAL 3.  Rows: users, then devices."""


def plus(place: int, more: int) -> Callable[[Codes], Codes]:
    def lie(flows: Codes) -> Codes:
        flows[place] += more
        return flows

    return lie


def reversed_circle(flows: Codes) -> Codes:
    """A flow that balances and has the right value, but runs backwards through one arc."""
    flows[:5] += np.array([0, 0, 0, -9, 9])
    flows[0] += -9
    flows[1] += 9
    return flows


def cheapest_with(monkeypatch: pytest.MonkeyPatch, **lies: Any) -> int:
    liar = type("Liar", (Lying,), {name: staticmethod(lie) if callable(lie) else lie for name, lie in lies.items()})
    monkeypatch.setattr(minimum_cut.max_flow, "SimpleMaxFlow", liar)
    return CoverGraph(PEOPLE, TERMINAL).cheapest(PRICES).cost


def test_the_truth_is_believed(monkeypatch: pytest.MonkeyPatch):
    assert cheapest_with(monkeypatch) == 3


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("more", [-1, 1, 4])
def test_a_flow_that_is_none_is_noticed(place: int, more: int, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SolverError, match="not what the solver says"):
        cheapest_with(monkeypatch, flows_lie=plus(place, more))


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(np.zeros_like, id="too small"),
        pytest.param(lambda flows: flows * 2, id="above the prices"),
        pytest.param(reversed_circle, id="backwards"),
    ],
)
def test_a_balanced_flow_that_proves_nothing_is_noticed(lie, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SolverError, match="not what the solver says"):
        cheapest_with(monkeypatch, flows_lie=lie)


@pytest.mark.parametrize(
    "side",
    [
        pytest.param([3, 2], id="no cover"),
        pytest.param([3, 2, 0], id="half a cover"),
        pytest.param([3, 2, 0, 1], id="dear"),
    ],
)
def test_a_cut_that_is_none_or_a_dear_one_is_noticed(side: list[int], monkeypatch: pytest.MonkeyPatch):
    """Nodes 0 and 1 are the people, 2 the terminal, 3 the source; without a lie the cut is the source alone."""
    with pytest.raises(SolverError, match="not what the solver says"):
        cheapest_with(monkeypatch, cut_lie=lambda found: side)


def test_a_cut_of_the_right_cost_that_leaves_somebody_out_is_noticed(monkeypatch: pytest.MonkeyPatch):
    """Two people with a machine each, all licences at 3: nothing for the first pair, both for the second."""
    people = holders(("user", 1, 1), ("user", 1, 1), ("device", 1, 1), ("device", 1, 1))
    asked = clauses(((0, WS, V19), (2, WS, V19), False), ((1, WS, V19), (3, WS, V19), False))
    liar = type("Liar", (Lying,), {"cut_lie": staticmethod(lambda found: [4, 2, 1])})
    monkeypatch.setattr(minimum_cut.max_flow, "SimpleMaxFlow", liar)
    with pytest.raises(SolverError, match="not what the solver says"):
        CoverGraph(people, asked).cheapest(np.array([3, 3]))


def test_a_solver_that_gives_up_is_noticed(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SolverError, match="could not be computed"):
        cheapest_with(monkeypatch, status_lie=True)


def test_prices_that_would_not_fit_are_lowered_by_one_factor():
    """Nothing may wrap round: a wrong cost would be taken for a proof."""
    people = holders(("user", 1_000_000, 1), ("device", 1_000_000, 1))
    graph = CoverGraph(people, clauses(((0, WS, V19), (1, WS, V19), False)))
    dear = 20_000_000 * 500_000 * 65_536
    lowered = graph.affordable([3 * dear, 2 * dear])
    assert lowered.min() > 0
    assert lowered[0] / lowered[1] == pytest.approx(1.5)
    cover = graph.cheapest(lowered)
    assert cover.held.tolist() == [False, True]
    assert cover.cost == 1_000_000 * int(lowered[1])
    assert graph.affordable([7, 0]).tolist() == [7, 0]


def test_metrics_are_told_apart():
    graph = CoverGraph(PEOPLE, TERMINAL)
    assert graph.rows == (((WS, USER), V19), ((WS, DEVICE), V19))
    assert graph.literals.is_user.tolist() == [True, True, False]
