"""Which requirements a plan waives: hosts with a connector for external people, and whom it frees for administration.

A *waiver* takes requirements away that else need a licence (docs/decisions/0019-waivers.md).  The answers about
waivers are part of a `Case`; this module says what is still to be answered, and which answers can be left out
because another one is at least as good:

* a connector for Remote Desktop is asked for only where the one for the base layer is there;
* freeing somebody all of whose rows stand with one partner is no better than freeing the partner;
* of holders that could change places, one stands for all; and once all ways to free one have been looked into, it
  is not freed in the others.

Administrations that are *counted* are no question at all: there everybody who may be freed has a node in the graph of
covers, and how many are freed is one more number that a cover asks of the market (docs/model.md, 4.8).

While a waiver is open its rows are asked for, and the bound is lowered by what they account for in the cheapest
cover (`CoverGraph.paid_by`): the covers of any answer cost at least what the other rows account for.  Where the
open rows cannot be covered at all, they are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, LEVELS, RDS
from planner.domain.requirement import Ends, Requirements, Waived
from planner.domain.scenario import Policy
from planner.optimise.smaller.columns import Flags
from planner.optimise.smaller.reduce import alike


@dataclass(frozen=True, slots=True)
class Answers:
    """What is answered about waivers: connectors in use and not in use, who is freed, and how far that question is."""

    waived: Waived = field(default_factory=Waived)
    administration: int = 0
    """The one in question."""
    barred: frozenset[int] = frozenset()
    """Who is not freed there."""
    refused: frozenset[int] = frozenset()
    """The connectors that are not in use."""
    counted: frozenset[int] = frozenset()
    """The administrations that are no question, see `counted`."""

    def connecting(self, number: int) -> Answers:
        """Return the answers with one more connector in use."""
        return replace(self, waived=replace(self.waived, connected=tuple(sorted((*self.waived.connected, number)))))

    def refusing(self, number: int) -> Answers:
        """Return the answers with one more connector not in use."""
        return replace(self, refused=self.refused | {number})


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to answer the next question, and the most it and all later answers can save, in the unit of prices."""

    answers: Answers
    saving: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is still open about the waivers of some requirements under some answers."""

    requirements: Requirements
    answers: Answers

    @staticmethod
    def of(requirements: Requirements, answers: Answers) -> Question:
        """Return the next question, passing over administrations in which nobody is left to be freed."""
        for number, connector in enumerate(requirements.connectors):
            if connector.base in answers.refused and number not in answers.refused:
                answers = answers.refusing(number)
        while answers.administration < len(requirements.administrations):
            question = Question(requirements, answers)
            if question.candidates():
                return question
            answers = replace(answers, administration=answers.administration + 1, barred=frozenset())
        return Question(requirements, answers)

    @property
    def is_answered(self) -> bool:
        """Whether nothing is open any more."""
        return not self.open_connectors() and self.has_freed_all

    @property
    def has_freed_all(self) -> bool:
        """Whether nobody is left to be freed."""
        return self.answers.administration >= len(self.requirements.administrations)

    def open_connectors(self) -> list[int]:
        """Return the connectors of which it is open whether they are in use."""
        answered = self.answers.refused.union(self.answers.waived.connected)
        return [number for number in range(len(self.requirements.connectors)) if number not in answered]

    def left(self, number: int) -> int:
        """Return how many more may be freed in an administration."""
        freed = sum(1 for administration, _ in self.answers.waived.freed if administration == number)
        return self.requirements.administrations[number].free - freed

    def is_open(self) -> Flags:
        """Tell which rows a later answer may take away, shape (rows,)."""
        found = np.zeros(len(self.requirements), dtype=bool)
        for number in range(self.answers.administration, len(self.requirements.administrations)):
            if number not in self.answers.counted:
                found |= self.requirements.is_administration(number)
        if self.requirements.connectors:
            found |= np.isin(self.requirements.connector(), self.open_connectors())
        return found & ~self.requirements.is_waived(self.answers.waived)

    def candidates(self) -> list[int]:
        """Return the classes of one holder, in ascending order, that are worth freeing in the administration."""
        number = self.answers.administration
        if self.has_freed_all or number in self.answers.counted or not self.left(number):
            return []
        found = _worth_freeing(self.requirements, self._rows(number))
        return [holder for holder in found if holder not in self.answers.barred]

    def _rows(self, number: int) -> Codes:
        """Return the rows of an administration that are not waived yet."""
        waived = self.requirements.is_waived(self.answers.waived)
        return np.flatnonzero(self.requirements.is_administration(number) & ~waived)

    def branches(self, paid: Codes, cost: Sequence[int] = ()) -> list[Branch]:
        """Return the ways to answer, most promising first.

        `paid`, shape (rows,), is what each row accounts for, `cost` what each connector costs at least.
        """
        if not self.open_connectors():
            return self._freeing(paid, 0)
        gain = self._gains(paid, cost)
        first = self._most_promising(gain)
        later = sum(max(0, each) for number, each in gain.items() if number != first)
        if not self.has_freed_all:
            number = self.answers.administration
            later += _most(self._savings(number, paid).values(), self.left(number)) + self._after(paid)
        both = [
            Branch(self.answers.connecting(first), later + gain[first]),
            Branch(self.answers.refusing(first), later),
        ]
        return sorted(both, key=lambda branch: -branch.saving)

    def _gains(self, paid: Codes, cost: Sequence[int]) -> dict[int, int]:
        """Return what the rows of each open connector account for, less what the connector costs."""
        open_ones = self.open_connectors()
        gain = {number: -cost[number] for number in open_ones}
        asked = ~self.requirements.is_waived(self.answers.waived)
        of_row = self.requirements.connector()
        for number in open_ones:
            gain[number] += int(paid[asked & (of_row == number)].sum())
        return gain

    def _most_promising(self, gain: Mapping[int, int]) -> int:
        """Return the connector to ask for next: of those for Remote Desktop only where the base one is in use."""
        connectors, answers = self.requirements.connectors, self.answers
        askable = [n for n in gain if connectors[n].base == NONE or connectors[n].base in answers.waived.connected]
        return max(askable, key=lambda number: (gain[number], -number))

    def _after(self, paid: Codes) -> int:
        """Return the most that administrations after the present one can save."""
        later = set(range(self.answers.administration + 1, len(self.requirements.administrations)))
        open_ones = later - self.answers.counted
        return sum(_most(self._savings(number, paid).values(), self.left(number)) for number in open_ones)

    def _freeing(self, paid: Codes, later: int) -> list[Branch]:
        """Return the ways to free one more."""
        now = self.answers.administration
        later += self._after(paid)
        saving = self._savings(now, paid)
        ordered = sorted(self.candidates(), key=lambda holder: (-saving.get(holder, 0), holder))
        group_of = self._alike(ordered)
        branches, barred, seen = [], set(self.answers.barred), set[int]()
        for holder in ordered:
            if group_of[holder] in seen:
                continue
            seen.add(group_of[holder])
            answers = self._with_freed(holder, frozenset(barred))
            others = [saving[each] for each in ordered if each != holder and each not in barred]
            most = saving[holder] + _most(others, self.left(now) - 1)
            branches.append(Branch(answers, later + most))
            barred |= {each for each in ordered if group_of[each] == group_of[holder]}
        return branches

    def likely(self, paid: Codes, cost: Sequence[int] = ()) -> Answers:
        """Return answers to everything that look good: the most saved, one after the other."""
        question = self
        while question.open_connectors():
            gain = question._gains(paid, cost)
            first = question._most_promising(gain)
            answers = question.answers
            answers = answers.connecting(first) if gain[first] > 0 else answers.refusing(first)
            question = Question.of(self.requirements, answers)
        while not question.is_answered:
            saving = question._savings(question.answers.administration, paid)
            best = max(question.candidates(), key=lambda holder: (saving.get(holder, 0), -holder))
            question = Question.of(self.requirements, question._with_freed(best, question.answers.barred))
        return question.answers

    def _with_freed(self, holder: int, barred: frozenset[int]) -> Answers:
        freed = sorted([*self.answers.waived.freed, (self.answers.administration, holder)])
        return replace(self.answers, waived=replace(self.answers.waived, freed=tuple(freed)), barred=barred)

    def _savings(self, number: int, paid: Codes) -> dict[int, int]:
        """Return what the rows of each holder of an administration account for."""
        rows = self._rows(number)
        ends = np.concatenate([self.requirements.user[rows], self.requirements.device[rows]])
        holders, place = np.unique(ends, return_inverse=True)
        total = np.zeros(len(holders), dtype=np.int64)
        np.add.at(total, place, np.tile(paid[rows], 2))
        return {holder: saved for holder, saved in zip(holders.tolist(), total.tolist(), strict=True) if holder != NONE}

    def _alike(self, holders: list[int]) -> Mapping[int, int]:
        """Return a number per holder, the same for those that could change places as the answers stand."""
        if len(holders) < 2:
            return dict.fromkeys(holders, 0)
        number = alike(self.requirements.without(self.requirements.is_waived(self.answers.waived)))
        return {holder: int(number[holder]) for holder in holders}


def counted(requirements: Requirements, *, coupled: bool) -> frozenset[int]:
    """Return the administrations in which those who are freed can be counted.

    That takes that each holder needs one licence there, which being freed stands for, and that no policy couples that
    licence with one for Remote Desktop, which being freed would do away with too.
    """
    found = set()
    remote = (requirements.product == RDS) & ((requirements.base_version != NONE) | requirements.has_base_right)
    width = len(requirements.holders) + 1
    pair = (requirements.user + 1) * width + requirements.device + 1
    for number in range(len(requirements.administrations)):
        rows = np.flatnonzero(requirements.is_administration(number))
        ends = np.concatenate([requirements.user[rows], requirements.device[rows]])
        licence = np.tile(requirements.product[rows] * len(LEVELS) + requirements.version[rows], 2)
        there = ends != NONE
        kinds = np.unique(np.column_stack([ends[there], licence[there]]), axis=0)
        is_one_each = len(kinds) == len(np.unique(kinds[:, 0]))
        if is_one_each and not (coupled and np.isin(pair[remote], pair[rows]).any()):
            found.add(number)
    return frozenset(found)


def _most(savings: Iterable[int], count: int) -> int:
    """Return the sum of the `count` largest."""
    return sum(sorted(savings, reverse=True)[:count])


def _worth_freeing(requirements: Requirements, rows: Codes) -> list[int]:
    """Return the classes of one holder of which no other one stands in all their rows."""
    single = requirements.holders.members == 1
    partner = _only_partner(requirements, rows)

    def is_beaten(holder: int) -> bool:
        other = partner[holder]
        if other == NONE or not single[other]:
            return False
        return partner[other] != holder or requirements.holders.metric[holder] == DEVICE

    return [holder for holder in sorted(partner) if single[holder] and not is_beaten(holder)]


def _only_partner(requirements: Requirements, rows: Codes) -> dict[int, int]:
    """Return, for every holder in some rows, the one that is at the other end of all of them, or `NONE`."""
    found: dict[int, int] = {}
    for user, device in _pairs(requirements, rows):
        for holder, other in ((user, device), (device, user)):
            if holder != NONE:
                found[holder] = other if found.get(holder, other) == other else NONE
    return found


def _pairs(requirements: Requirements, rows: Codes) -> Iterator[tuple[int, int]]:
    """Return the pairs of classes that administer; they are few."""
    return zip(requirements.user[rows].tolist(), requirements.device[rows].tolist(), strict=True)


def needed(requirements: Requirements, policy: Policy, waived: Waived, held: Codes) -> Waived:
    """Return what of `waived` a cover, shape (classes, products, versions), cannot do without.

    Where a policy couples both layers all of it stays: what is waived may then matter to the other layer.
    """
    if policy.base_and_rds_same_metric:
        return waived
    covered = np.zeros(len(requirements), dtype=bool)
    for end, meant in ((requirements.user, Ends.USER), (requirements.device, Ends.DEVICE)):
        units = np.append(requirements.holders.units, 0)[end]
        counts = np.isin(requirements.ends, (Ends.EITHER, meant))
        covered |= counts & (end != NONE) & (held[end, requirements.product, requirements.version] == units)
    for one in waived.freed:
        rest = replace(waived, freed=tuple(each for each in waived.freed if each != one))
        if covered[requirements.is_waived(waived) & ~requirements.is_waived(rest)].all():
            waived = rest
    return waived
