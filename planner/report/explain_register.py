"""Why each holder in the register has a licence: an access that nothing else covers.

Every requirement row is looked at from the holder's end.  What speaks for a licence at this end is, from
strongest to weakest: there is no other end; only this end counts; the other end has no licence good enough;
or none of these, the access being covered at both ends.  Each register row gets the strongest of the rows
that set its version.  All of it works on columns; only the sentences are put together one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.plan import Plan
from planner.domain.product import METRICS, PRODUCTS, VERSIONS, Metric, Product
from planner.domain.requirement import Ends, Holders, Requirements
from planner.domain.scenario import Policy
from planner.report.words import count

_SAME_END = " Policy base_and_rds_same_metric asks for both layers at one end."


class _Force(IntEnum):
    """How strongly an access asks for a licence at this end, strongest first."""

    NO_OTHER_END = 0
    ONLY_THIS_END = 1
    OTHER_HAS_NONE = 2
    BOTH_COVERED = 3
    NOT_FOUND = 4


@dataclass(frozen=True, slots=True)
class _Causes:
    """For each register row of one metric: what forces it, shape (rows,) throughout."""

    force: Codes
    row: Codes  # requirement row
    others: Codes  # how many members of the other end it covers with that force
    example: Codes  # member index of one of them


def register_reasons(
    plan: Plan, requirements: Requirements, held: NDArray[np.int64], policy: Policy
) -> NDArray[np.object_]:
    """Return a sentence per register row, shape (rows,).  `held` has shape (classes, products, versions)."""
    reasons = np.full(len(plan.register), "", dtype=object)
    for code, metric in enumerate(METRICS):
        at = np.flatnonzero(plan.register.metric == code)
        if len(at):
            causes = _View(plan, requirements, held, metric).causes(at)
            reasons[at] = _sentences(plan, requirements, policy, metric, at, causes)
    return reasons


class _View:
    """The requirements seen from one end."""

    def __init__(self, plan: Plan, requirements: Requirements, held: NDArray[np.int64], metric: Metric) -> None:
        self.register, self.requirements, self.held, self.metric = plan.register, requirements, held, metric
        self.is_user = metric is Metric.USER
        self.own = requirements.user if self.is_user else requirements.device
        self.other = requirements.device if self.is_user else requirements.user
        self.end = _resolved_ends(requirements, plan)
        self.starts = np.cumsum(requirements.holders.members) - requirements.holders.members

    def causes(self, at: Codes) -> _Causes:
        """Return what forces each of the register rows `at`."""
        wrong_end = Ends.DEVICE if self.is_user else Ends.USER
        mine = (self.own != NONE) & (self.end != wrong_end)
        matched = self.requirements.matched
        one = self._from_matched(at, np.flatnonzero(mine & matched))
        other = self._from_shared(at, np.flatnonzero(mine & ~matched))
        return _stronger(one, other, self.requirements.origin)

    def _keys(self, classes: Codes, products: Codes, versions: Codes) -> Codes:
        return (classes * len(PRODUCTS) + products) * len(VERSIONS) + versions

    def _register_keys(self, at: Codes) -> tuple[Codes, Codes]:
        """Return the key of each register row, and which unit of its class the holder belongs to."""
        member = self.register.member[at]
        members = self.requirements.holders.members
        classes = np.searchsorted(np.cumsum(members), member, side="right")
        unit = (member - self.starts[classes]) // self.requirements.holders.unit_size[classes]
        return self._keys(classes, self.register.product[at], self.register.required[at]), unit

    def _row_keys(self, rows: Codes) -> Codes:
        needs = self.requirements
        return self._keys(self.own[rows], needs.product[rows], needs.version[rows])

    def _other_held(self, rows: Codes) -> Codes:
        needs = self.requirements
        return self.held[self.other[rows], needs.product[rows], needs.version[rows]]

    def _from_shared(self, at: Codes, rows: Codes) -> _Causes:
        """Each holder meets all members of the other class: which of those lack a licence does not depend on it."""
        holders, other = self.requirements.holders, self.other[rows]
        lone = other == NONE
        covered = self._other_held(rows)
        lacking = (holders.units[other] - covered) * holders.unit_size[other]
        force = np.select(
            [lone, self.end[rows] != Ends.EITHER, lacking > 0],
            [_Force.NO_OTHER_END, _Force.ONLY_THIS_END, _Force.OTHER_HAS_NONE],
            _Force.BOTH_COVERED,
        )
        others = np.where(force == _Force.OTHER_HAS_NONE, lacking, holders.members[other])
        # The held users are a class's first ones, so its first without a licence comes right after them;
        # held machines are the last ones.
        skipped = 0 if self.is_user else covered * holders.unit_size[other]
        example = self.starts[other] + np.where(force == _Force.OTHER_HAS_NONE, skipped, 0)
        return self._strongest(at, rows, force, np.where(lone, 0, others), example)

    def _strongest(self, at: Codes, rows: Codes, force: Codes, others: Codes, example: Codes) -> _Causes:
        """Pick one requirement row per key, and add up whom the rows of the same force and origin cover."""
        keys, _ = self._register_keys(at)
        row_keys = self._row_keys(rows)
        origin = self.requirements.origin[rows]
        order = np.lexsort((rows, -others, self.other[rows], origin, force, row_keys))
        grouped = ((row_keys * len(_Force) + force) * len(self.requirements.origins) + origin)[order]
        # One pair may stand there twice, with different admissible ends; it counts once.
        again = np.zeros(len(order), dtype=bool)
        again[1:] = (np.diff(grouped) == 0) & (np.diff(self.other[rows][order]) == 0)
        totals = np.concatenate([[0], np.cumsum(np.where(again, 0, others[order]))])
        first = np.searchsorted(row_keys[order], keys, side="left")
        found = first < len(order)
        found[found] = row_keys[order][first[found]] == keys[found]
        safe = np.where(found, first, 0)
        if not len(order):
            return _nothing(len(at))
        until = np.searchsorted(grouped, grouped[safe], side="right")
        return _Causes(
            np.where(found, force[order][safe], _Force.NOT_FOUND),
            rows[order][safe],
            totals[until] - totals[safe],
            example[order][safe],
        )

    def _from_matched(self, at: Codes, rows: Codes) -> _Causes:
        """Each unit meets only its counterpart, so whether that one lacks a licence depends on the unit."""
        if not len(rows):
            return _nothing(len(at))
        keys, unit = self._register_keys(at)
        row_keys = self._row_keys(rows)
        order = np.argsort(row_keys, kind="stable")
        place = np.minimum(np.searchsorted(row_keys[order], keys, side="left"), len(order) - 1)
        row = rows[order][place]
        other = self.other[row]
        holders, covered = self.requirements.holders, self._other_held(row)
        lacks = unit < holders.units[other] - covered if self.is_user else unit >= covered
        force = np.select(
            [row_keys[order][place] != keys, self.end[row] != Ends.EITHER, lacks],
            [_Force.NOT_FOUND, _Force.ONLY_THIS_END, _Force.OTHER_HAS_NONE],
            _Force.BOTH_COVERED,
        )
        size = holders.unit_size[other]
        return _Causes(force, row, size, self.starts[other] + unit * size)


def _resolved_ends(requirements: Requirements, plan: Plan) -> Codes:
    """Return the end that counts for each row once the plan has picked the modes left to it, shape (rows,)."""
    picked = {Metric.USER: Ends.USER, Metric.DEVICE: Ends.DEVICE, None: Ends.EITHER}
    meanings = [Ends.EITHER, Ends.USER, Ends.DEVICE, *(picked[plan.modes.get(name)] for name in requirements.choices)]
    return np.array(meanings, dtype=np.int64)[requirements.ends]


def _nothing(rows: int) -> _Causes:
    none = np.zeros(rows, dtype=np.int64)
    return _Causes(none + _Force.NOT_FOUND, none, none, none)


def _stronger(one: _Causes, other: _Causes, origin: Codes) -> _Causes:
    """Return the stronger cause of each row; equally strong ones of the same origin add up whom they cover."""
    first = one.force <= other.force
    both = (one.force == other.force) & (one.force < _Force.NOT_FOUND)
    if both.any():
        both &= origin[one.row] == origin[other.row]
    return _Causes(
        np.where(first, one.force, other.force),
        np.where(first, one.row, other.row),
        np.where(first, one.others, other.others) + np.where(both, other.others, 0),
        np.where(first, one.example, other.example),
    )


def _names(holders: Holders, members: Codes) -> list[str]:
    """Return the names of some members without spelling out all of them."""
    ends = np.cumsum(holders.piece_count)
    piece = np.searchsorted(ends, members, side="right")
    number = holders.piece_first[piece] + members - (ends - holders.piece_count)[piece]
    numbered = holders.piece_first[piece] != NONE
    stems = holders.piece_stem[piece].tolist()
    return [f"{stem}{n}" if named else stem for stem, n, named in zip(stems, number.tolist(), numbered, strict=True)]


def _sentences(
    plan: Plan, requirements: Requirements, policy: Policy, metric: Metric, at: Codes, causes: _Causes
) -> list[str]:
    register = plan.register
    found = causes.force < _Force.BOTH_COVERED
    named = found & (causes.force > _Force.NO_OTHER_END)
    examples = [""] * len(at)
    for place, name in zip(
        np.flatnonzero(named).tolist(), _names(requirements.holders, causes.example[named]), strict=True
    ):
        examples[place] = name
    origins = _origins(requirements, causes)
    same_end = _SAME_END if policy.base_and_rds_same_metric and (requirements.base_version != NONE).any() else ""
    write = _user_sentence if metric is Metric.USER else _device_sentence
    columns = (register.product[at], register.required[at], register.licence[at], causes.force, causes.others)
    return [
        write(Product(PRODUCTS[product]), VERSIONS[required], force, origin, others, example, same_end)
        + (f" A {VERSIONS[licence]} licence covers {VERSIONS[required]} too." if licence > required else "")
        for product, required, licence, force, others, origin, example in zip(
            *(column.tolist() for column in columns), origins, examples, strict=True
        )
    ]


def _origins(requirements: Requirements, causes: _Causes) -> list[str]:
    if not len(requirements):
        return [""] * len(causes.row)
    return [requirements.origins[origin] for origin in requirements.origin[causes.row].tolist()]


def _user_sentence(
    product: Product, version: str, force: int, origin: str, others: int, example: str, same_end: str
) -> str:
    cal = _cal(product, "Device")
    if force == _Force.NO_OTHER_END:
        return f"Needs {version} for {origin}, from any machine: only the person can be licensed."
    if force == _Force.ONLY_THIS_END:
        return (
            f"Needs {version} for {origin}, from {_and_more(example, others, 'machine')}: only people's licences count."
        )
    if force == _Force.OTHER_HAS_NONE:
        them = ("that machine has", "it") if others == 1 else ("those machines have", "them")
        return (
            f"Needs {version} for {origin}, from {_and_more(example, others, 'machine')}: "
            f"{them[0]} no such {cal}, so the person's licence covers {them[1]}."
        )
    return _weak_sentence(version, force, origin) + same_end


def _device_sentence(
    product: Product, version: str, force: int, origin: str, others: int, example: str, same_end: str
) -> str:
    cal = _cal(product, "User")
    if force == _Force.NO_OTHER_END:
        return f"Needs {version} for {origin}: no person's licence counts here, only the machine can be licensed."
    people = _and_more(example, others, "person", "people")
    if force == _Force.ONLY_THIS_END:
        return f"Needs {version} for {origin}, used by {people}: only machines' licences count."
    if force == _Force.OTHER_HAS_NONE:
        them = ("that person has", "this access") if others == 1 else ("they have", "them all")
        return (
            f"Needs {version} for {origin}, used by {people}: "
            f"{them[0]} no such {cal}, so the machine's licence covers {them[1]}."
        )
    return _weak_sentence(version, force, origin) + same_end


def _weak_sentence(version: str, force: int, origin: str) -> str:
    if force == _Force.BOTH_COVERED:
        return f"Covers {version} for {origin}; the other end holds a licence as well."
    return f"Counted among the holders of {version} or newer."


def _cal(product: Product, end: str) -> str:
    return f"RDS {end} CAL" if product is Product.RDS_CAL else f"{end} CAL"


def _and_more(example: str, others: int, one: str, many: str = "") -> str:
    return (
        example if others <= 1 else f"{example} and {count(others - 1, 'more ' + one, 'more ' + (many or one + 's'))}"
    )
