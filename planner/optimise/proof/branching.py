"""Branch on the market's yes/no decisions: which price break applies, which vendor is ordered from.

Between its breaks an offer's price is not a straight line, so a linear program is too optimistic until it is known
which break applies.  There are few such questions.  Open nodes wait in the order of their bounds; a node is a
*leaf* when the linear program answers every question with a whole number, and its agreed prices are known.  Leaves come
out in the order of their exact bounds: once the next one's bound reaches the cost of a plan, no other needs a look.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

from planner.optimise.proof.bounds import Answers, Decisions, Priced, PriceRelaxation

_MOST_NODES, _MOST_NODES_OF_PACKS = 2000, 300
"""How many nodes may ask about breaks and vendors, and how many about packs.

Where many offers nearly tie there would be no end of nodes; questions that are left open are for the leaf's program.
"""

_WHOLE = 1e-6
"""A decision this near to 0 or 1 is taken; being wrong here costs time, never exactness."""


_Question = tuple[str, float]
"""A variable and its value, which is not whole."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Decisions that are taken, the prices they lead to, and the exact bound of every plan that takes them."""

    decisions: Decisions
    priced: Priced
    is_probe: bool = False
    """Whether it stays a node: the first leaf is looked into for a plan, whose cost says which questions matter."""


@dataclass(order=True, slots=True)
class _Node:
    bound: float  # whole, or infinite
    number: int
    decisions: Decisions = field(compare=False)
    priced: Priced | None = field(compare=False, default=None)


class Tree:
    """The open nodes of one market."""

    def __init__(
        self, relaxation: PriceRelaxation, bound: float, near: int, is_impossible: Callable[[Decisions], bool]
    ) -> None:
        """Begin with one node; `bound` is proved for all plans; packs are not asked about where a plan is `near`.

        `is_impossible` tells of some decisions, at once, that no plan takes them; it is asked until there is a plan.
        """
        self._is_impossible = is_impossible
        self._relaxation, self._near, self._has_probed = relaxation, near, False
        self._open: list[_Node] = []
        self.nodes = 0
        """How many nodes there have been."""
        self._asked_about_packs = 0
        self._add(bound, {}, None)

    @property
    def bound(self) -> float:
        """The least whole cost that any open node may have; infinite when none is left."""
        return self._open[0].bound if self._open else inf

    def clear(self) -> None:
        """Forget all nodes."""
        self._open.clear()

    def dive(self) -> Leaf | None:
        """Return a leaf that is come to by the better answer to one question after the other; None where that fails.

        It is no node, and says nothing of others: it is there for a plan in the first moments.
        """
        decisions: Decisions = {}
        answers = self._answers(decisions)
        while answers is not None:
            question, priced = self._question(inf, answers[1]), None
            if question is None:
                priced = self._relaxation.converge(decisions)
                if priced is None or priced.is_short:
                    return None
                question = self._question(inf, priced.answers)
                if question is None:
                    return Leaf(decisions, priced, is_probe=True)
            both = [(self._answers(each), each) for each in self._answered(decisions, question)]
            answers, decisions = min(both, key=lambda each: inf if each[0] is None else each[0][0])
        return None

    def _answers(self, decisions: Decisions) -> tuple[float, Answers] | None:
        """Return what is proved at once of some decisions, and the answers behind it; None if they allow no plan."""
        quick = self._relaxation.bound(decisions)
        return None if quick is None else (float(quick[0]), quick[1])

    def next_leaf(self, cutoff: float) -> Leaf | None:
        """Look into the node with the least bound; return it if it is a leaf, which then no longer counts in `bound`.

        What cannot cost less than the cutoff is dropped.
        """
        node = heapq.heappop(self._open)
        if node.priced is not None:
            is_probe, self._has_probed = not self._has_probed, True
            if is_probe:
                self._add(node.bound, node.decisions, None)
            return Leaf(node.decisions, node.priced, is_probe)
        if node.bound < cutoff:
            self._examine(node, cutoff)
        return None

    def _examine(self, node: _Node, cutoff: float) -> None:
        """Put the node back as a leaf or as two nodes, or drop it where nothing below the cutoff is left in it."""
        quick = self._relaxation.bound(node.decisions)
        if quick is None or (cutoff == inf and self._is_impossible(node.decisions)):
            return
        bound = max(node.bound, ceil(quick[0]))
        question = self._question(cutoff - bound, quick[1])
        priced = None
        if question is None and bound < cutoff:
            priced = self._relaxation.converge(node.decisions, cutoff)
            if priced is None:
                return
            bound = max(bound, ceil(priced.bound))
            question = self._question(cutoff - bound, priced.answers)
        if bound >= cutoff:
            return
        if question is None:
            self._add(bound, node.decisions, priced)
            return
        for decisions in self._answered(node.decisions, question):
            self._add(bound, decisions, None)

    def _question(self, missing: float, answers: Answers) -> _Question | None:
        """Return what to ask next; None if there is nothing to ask, or nothing that is worth it.

        Near the best plan, the leaf's program takes less time to count packs than the tree.
        """
        of_modes, of_vendors, of_breaks, of_packs = self._relaxation.questions
        question = None
        if self.nodes <= _MOST_NODES:
            question = _furthest(of_modes, answers) if missing > self._near else None
        if self.nodes <= _MOST_NODES and question is None:
            # Who is ordered from binds many offers at once, a break one.
            question = _furthest(of_vendors, answers) or _furthest(of_breaks, answers)
        if (
            question is None
            and missing > self._near
            and self._has_probed
            and self._asked_about_packs <= _MOST_NODES_OF_PACKS
        ):
            self._asked_about_packs += 1
            return _furthest(of_packs, answers)
        return question

    def _answered(self, decisions: Decisions, question: _Question) -> list[Decisions]:
        variable, value = question
        lower, upper = decisions.get(variable, self._relaxation.limits(variable))
        return [
            {**decisions, variable: (lower, floor(value))},
            {**decisions, variable: (floor(value) + 1, upper)},
        ]

    def _add(self, bound: float, decisions: Decisions, priced: Priced | None) -> None:
        self.nodes += 1
        heapq.heappush(self._open, _Node(bound, self.nodes, decisions, priced))


def _furthest(questions: Sequence[str], answers: Answers) -> _Question | None:
    """Return the question that is furthest from an answer, with its value; None if all are answered."""
    distance = {name: abs(answers[name] - round(answers[name])) for name in sorted(questions)}
    furthest = max(distance, key=lambda name: distance[name], default=None)
    return None if furthest is None or distance[furthest] <= _WHOLE else (furthest, answers[furthest])
