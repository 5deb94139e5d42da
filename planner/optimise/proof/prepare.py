"""What scenarios share: requirements made small, and everything learned about their covers.

Neither depends on prices, offers, stock, budgets or vendors, so the second scenario starts where the first one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from planner.domain.market import Market
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import Policy
from planner.optimise.cover.clauses import metric_rules
from planner.optimise.cover.minimum_cut import CoverGraph
from planner.optimise.proof.bounds import Learned
from planner.optimise.proof.cases import Case
from planner.optimise.smaller.joined import join
from planner.optimise.smaller.reduce import Reduction, reduce


@dataclass(slots=True)
class Prepared:
    """Requirements made small, and what was learned about their covers; serves all scenarios that ask for the same."""

    original: Requirements
    reduction: Reduction
    parts: tuple[Prepared, ...] = ()
    """Where there are several periods: those of each."""
    _learned: dict[Hashable, Learned] = field(default_factory=dict)
    _looked_at: dict[tuple[int, ...], Prepared] = field(default_factory=dict)
    _room: int = 10_000_000
    """So many more literals of cases that waive something may be remembered."""

    @staticmethod
    def of(requirements: Requirements, policy: Policy) -> Prepared:
        """Reduce the requirements of one scenario."""
        return Prepared(requirements, reduce(requirements, coupled=policy.base_and_rds_same_metric))

    @staticmethod
    def joined(parts: Sequence[Prepared]) -> Prepared:
        """Return the requirements of several periods as one problem."""
        reduction = join([part.reduction for part in parts], range(len(parts)))
        return Prepared(reduction.original, reduction, tuple(parts))

    def looking_at(self, periods: Sequence[int]) -> Prepared:
        """Return the requirements of some of several periods, in ascending order, as one problem."""
        key = tuple(periods)
        if key == tuple(range(len(self.parts))):
            return self
        if key not in self._looked_at:
            reduction = join([self.parts[period].reduction for period in periods], periods)
            self._looked_at[key] = Prepared(reduction.original, reduction)
        return self._looked_at[key]

    def learned(self, case: Case) -> Learned | None:
        """Return what is known about a case's covers, from earlier scenarios too; None if nothing can cover it."""
        key = (case.key(), metric_rules(case.policy), case.policy.base_and_rds_same_metric)
        if key in self._learned:
            return self._learned[key]
        clauses = case.clauses()
        if clauses.is_impossible:
            return None
        free = [administration.free for administration in case.requirements.administrations]
        learned = Learned(CoverGraph(case.requirements.holders, clauses, free))
        if case.waivers.waived == Waived():
            self._learned[key] = learned
        elif self._room >= len(learned.graph.literals):  # there may be hundreds of these
            self._room -= len(learned.graph.literals)
            self._learned[key] = learned
        return learned


@dataclass(frozen=True, slots=True)
class Variant:
    """What must be covered and what may be bought if something is done to the servers, and what doing it costs."""

    prepared: Prepared
    market: Market
    cost_minor: int = 0
    """With something still open: the least it can come to."""
    tag: Hashable = None
    """What tells it from others to whoever made it."""
    answers: Callable[[], Sequence[Variant]] | None = None
    """Where something is still open: gives a variant for each answer to the next question.  None of them may need fewer
    licences, or have more on offer, than this one, whose bound is therefore theirs."""
    choices: Choices | None = None
    """Where something is still open: all of that at once."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a variant over several periods leaves open: upgrades, each on one of several days."""

    costs: tuple[tuple[int, ...], ...]
    """Per choice and day, what that costs by itself."""
    since: tuple[tuple[int, ...], ...]
    """Per choice and day, the first period in which it is done; the number of periods: in none."""
    part: Callable[[int, frozenset[int]], Prepared]
    """What a period asks for with some of the choices done."""
    decided: Callable[[tuple[int, ...]], Variant]
    """The variant for a day of each choice, by their places."""
