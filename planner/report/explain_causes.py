"""Which access asks for a holder's licence: what speaks for each row of the register, in whole columns.

Every requirement row is looked at from the holder's end.  What speaks for a licence at this end is, from
strongest to weakest: there is no other end; only this end counts; the other end has no licence good enough;
or none of these, the access being covered at both ends.  Each register row gets the strongest of the rows
that set its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.plan import Plan
from planner.domain.product import LEVELS, PRODUCTS, Metric, Product
from planner.domain.requirement import Ends, Requirements


class Force(IntEnum):
    """How strongly an access asks for a licence at this end, strongest first."""

    NO_OTHER_END = 0
    ONLY_THIS_END = 1
    OTHER_HAS_NONE = 2
    BOTH_COVERED = 3
    NOT_FOUND = 4


@dataclass(frozen=True, slots=True)
class Causes:
    """For some register rows: what forces each, shape (rows,) throughout."""

    force: Codes
    row: Codes  # requirement row
    others: Codes  # how many members of the other end it covers with that force
    example: Codes  # member index of one of them


def find_causes(
    plan: Plan, requirements: Requirements, held: NDArray[np.int64], product: Product, metric: Metric, at: Codes
) -> Causes:
    """Return what forces each of the register rows `at`, all of one product and metric.

    `held` has shape (classes, products, versions).
    """
    needs = _Needs.of(plan, requirements, at)
    view = _View.of(plan, requirements, held, product, metric)
    rows, need = view.rows_for(needs)
    is_matched = requirements.matched[rows]
    one = view.from_matched(needs, rows[is_matched], need[is_matched])
    other = view.from_shared(needs, rows[~is_matched], need[~is_matched])
    return _stronger(one, other, requirements.origin)


@dataclass(frozen=True, slots=True)
class _Needs:
    """The distinct needs (a class of holders and a version) that register rows stand for."""

    count: int
    number: NDArray[np.int32]  # shape (classes * versions,): number of a need, `NONE` if no register row has it
    of_row: Codes  # shape (register rows,): its need
    unit: Codes  # shape (register rows,): which unit of its class the holder belongs to

    @staticmethod
    def of(plan: Plan, requirements: Requirements, at: Codes) -> _Needs:
        """Return the needs of the register rows `at`."""
        holders, member = requirements.holders, plan.register.member[at]
        ends = np.cumsum(holders.members)
        classes = np.searchsorted(ends, member, side="right")
        unit = (member - (ends - holders.members)[classes]) // holders.unit_size[classes]
        asked, of_row = np.unique(_key(classes, plan.register.required[at]), return_inverse=True)
        number = np.full(len(holders) * len(LEVELS), NONE, dtype=np.int32)
        number[asked] = np.arange(len(asked))
        return _Needs(len(asked), number, of_row, unit)


def _key(classes: Codes, versions: Codes) -> Codes:
    return classes * len(LEVELS) + versions


@dataclass(frozen=True, slots=True)
class _View:
    """The requirements of one product seen from one end."""

    requirements: Requirements
    held: Codes  # shape (classes, versions)
    product: int
    is_user: bool
    meaning: Codes  # the `Ends` that each value of column `ends` comes down to once the plan has picked modes

    @staticmethod
    def of(plan: Plan, requirements: Requirements, held: NDArray[np.int64], product: Product, metric: Metric) -> _View:
        """Return the view of a product from the holders of a metric."""
        code = PRODUCTS.index(product)
        meaning = _meanings(requirements, plan)
        return _View(requirements, held[:, code], code, metric is Metric.USER, meaning)

    @property
    def own(self) -> Codes:
        """The class at this end of each requirement row."""
        return self.requirements.user if self.is_user else self.requirements.device

    @property
    def other(self) -> Codes:
        """The class at the other end of each requirement row."""
        return self.requirements.device if self.is_user else self.requirements.user

    def rows_for(self, needs: _Needs) -> tuple[Codes, Codes]:
        """Return the requirement rows that set a need, and which need each sets."""
        counts = self.meaning != (Ends.DEVICE if self.is_user else Ends.USER)
        mine = (self.own != NONE) & (self.requirements.product == self.product) & counts[self.requirements.ends]
        rows = np.flatnonzero(mine)
        need = needs.number[_key(self.own[rows], self.requirements.version[rows])]
        return rows[need != NONE], need[need != NONE].astype(np.int64)

    def _covered(self, rows: Codes) -> Codes:
        """Return how many units at the other end hold a licence good enough for each row."""
        return self.held[self.other[rows], self.requirements.version[rows]]

    def _only_here(self, rows: Codes) -> NDArray[np.bool_]:
        """Tell on which rows the other end does not count."""
        only: NDArray[np.bool_] = (self.meaning != Ends.EITHER)[self.requirements.ends[rows]]
        return only

    def from_shared(self, needs: _Needs, rows: Codes, need: Codes) -> Causes:
        """Each holder meets all members of the other class: which of those lack a licence does not depend on it."""
        holders, other = self.requirements.holders, self.other[rows]
        lacking = (holders.units[other] - self._covered(rows)) * holders.unit_size[other]
        force = np.select(
            [other == NONE, self._only_here(rows), lacking > 0],
            [Force.NO_OTHER_END, Force.ONLY_THIS_END, Force.OTHER_HAS_NONE],
            Force.BOTH_COVERED,
        )
        kept = self._strongest(needs, rows, need, force)
        others = np.where(force == Force.OTHER_HAS_NONE, lacking, holders.members[other])
        others[other == NONE] = 0
        return self._added_up(needs, rows[kept], need[kept], force[kept], others[kept])

    def _strongest(self, needs: _Needs, rows: Codes, need: Codes, force: Codes) -> Codes:
        """Return the places of each need's strongest rows, of one origin where several are equally strong."""
        strength = force * len(self.requirements.origins) + self.requirements.origin[rows]
        best = np.full(needs.count, np.iinfo(np.int64).max)
        np.minimum.at(best, need, strength)
        # By the class at the other end: the first one is the example.
        places = np.flatnonzero(strength == best[need])
        order = need[places] * (len(self.requirements.holders) + 1) + self.other[rows[places]] + 1
        return places[np.argsort(order, kind="stable")]

    def _added_up(self, needs: _Needs, rows: Codes, need: Codes, force: Codes, others: Codes) -> Causes:
        """Return the causes of register rows, from each need's strongest rows side by side."""
        causes = _nothing(needs.count)
        if len(rows):
            is_first = np.concatenate([[True], np.diff(need) != 0])
            # One pair may stand there twice, with different admissible ends; it counts once.
            is_again = ~is_first & np.concatenate([[False], np.diff(self.other[rows]) == 0])
            first = np.flatnonzero(is_first)
            causes.force[need[first]] = force[first]
            causes.row[need[first]] = rows[first]
            causes.others[need[first]] = np.add.reduceat(np.where(is_again, 0, others), first)
            causes.example[need[first]] = self._examples(rows[first], force[first])
        return Causes(*(column[needs.of_row] for column in (causes.force, causes.row, causes.others, causes.example)))

    def _examples(self, rows: Codes, force: Codes) -> Codes:
        """Return a member at the other end of each row, one without a licence where that is what counts.

        The held users of a class are its first ones, so its first without a licence comes right after them;
        held machines are the last ones.
        """
        holders, other = self.requirements.holders, self.other[rows]
        starts = holders.first_member
        skipped = 0 if self.is_user else self._covered(rows) * holders.unit_size[other]
        return starts[other] + np.where(force == Force.OTHER_HAS_NONE, skipped, 0)

    def from_matched(self, needs: _Needs, rows: Codes, need: Codes) -> Causes:
        """Each unit meets only its counterpart, so whether that one lacks a licence depends on the unit."""
        if not len(rows):
            return _nothing(len(needs.of_row))
        row_of = np.full(needs.count, NONE)
        set_by, first = np.unique(need, return_index=True)
        row_of[set_by] = rows[first]
        row = row_of[needs.of_row]
        holders, other, covered = self.requirements.holders, self.other[row], self._covered(row)
        lacks = needs.unit < holders.units[other] - covered if self.is_user else needs.unit >= covered
        force = np.select(
            [row == NONE, self._only_here(row), lacks],
            [Force.NOT_FOUND, Force.ONLY_THIS_END, Force.OTHER_HAS_NONE],
            Force.BOTH_COVERED,
        )
        size = holders.unit_size[other]
        starts = holders.first_member
        return Causes(force, row, size, starts[other] + needs.unit * size)


def _meanings(requirements: Requirements, plan: Plan) -> Codes:
    """Return the end that each value of column `ends` means once the plan has picked the modes left to it."""
    picked = {Metric.USER: Ends.USER, Metric.DEVICE: Ends.DEVICE, None: Ends.EITHER}
    chosen = (picked[plan.modes.get(name)] for name in requirements.choices)
    return np.array([Ends.EITHER, Ends.USER, Ends.DEVICE, *chosen], dtype=np.int64)


def _nothing(rows: int) -> Causes:
    return Causes(np.full(rows, Force.NOT_FOUND, dtype=np.int64), *(np.zeros(rows, dtype=np.int64) for _ in range(3)))


def _stronger(one: Causes, other: Causes, origin: Codes) -> Causes:
    """Return the stronger cause of each row; equally strong ones of the same origin add up whom they cover."""
    first = one.force <= other.force
    both = (one.force == other.force) & (one.force < Force.NOT_FOUND)
    if both.any():
        both &= origin[one.row] == origin[other.row]
    return Causes(
        np.where(first, one.force, other.force),
        np.where(first, one.row, other.row),
        np.where(first, one.others, other.others) + np.where(both, other.others, 0),
        np.where(first, one.example, other.example),
    )
