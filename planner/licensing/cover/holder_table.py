"""Collects holder classes and requirement rows, and hands them out as the columns of `Requirements`.

Groups are added one by one, named people and machines as whole columns: nothing here goes through them singly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.holder_origin import SHARED_ACCOUNT
from planner.domain.product import METRICS, WS, Metric
from planner.domain.requirement import Administration, Ends, Holders, Requirements, Waiver
from planner.licensing.cover.targets import Layer

_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Members:
    """Names of holders, in the columns that `Holders` describes; all of shape (pieces,)."""

    stem: NDArray[np.object_]
    first: Codes
    count: Codes

    @staticmethod
    def numbered(stem: str, count: int) -> Members:
        """Return the members stem + 1 ... stem + count."""
        return Members(np.array([stem], dtype=object), _codes(1), _codes(count))

    @staticmethod
    def behind(ids: NDArray[np.object_], persons: Codes) -> Members:
        """Return the members ids stand for: each itself, or as many equals as use the account (rule R2)."""
        stem, is_shared = ids.copy(), persons != 1
        stem[is_shared] = stem[is_shared] + SHARED_ACCOUNT
        return Members(stem, np.where(is_shared, 1, NONE), persons)

    def __len__(self) -> int:
        return int(self.count.sum())

    def singled_out(self, chosen: NDArray[np.bool_], most: int) -> tuple[Members, Codes]:
        """Return the members with the first `most` of each chosen piece as pieces of their own, and the pieces of each.

        A piece that is not chosen, or names no more than one, stays as it is.
        """
        alone = np.where(chosen & (self.first != NONE), np.minimum(self.count - 1, most), 0)
        pieces = alone + 1
        of_piece = np.repeat(np.arange(len(self.stem)), pieces)
        place = np.arange(len(of_piece)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        first = self.first[of_piece]
        first = np.where(first == NONE, NONE, first + place)
        count = np.where(place < alone[of_piece], 1, self.count[of_piece] - alone[of_piece])
        return Members(self.stem[of_piece], first, count), pieces

    def part(self, start: int, count: int) -> Members:
        """Return the members at positions start ... start + count - 1."""
        ends = np.cumsum(self.count)
        starts = ends - self.count
        low, high = np.maximum(starts, start), np.minimum(ends, start + count)
        first = np.where(self.first == NONE, NONE, self.first + low - starts)
        kept = low < high
        return Members(self.stem[kept], first[kept], (high - low)[kept])


class RequirementRows(NamedTuple):
    """Columns of requirement rows, as `Requirements` describes them; all of shape (rows,)."""

    user: Codes
    device: Codes
    product: Codes
    version: Codes
    ends: Codes
    matched: NDArray[np.bool_]
    base_version: Codes
    has_base_right: NDArray[np.bool_]
    waiver: Codes
    origin: Codes


@dataclass(slots=True)
class HolderTable:
    """Grows class by class and row by row; large parts are added as whole columns."""

    _length: int = 0
    _classes: list[tuple[Codes, Codes, Codes]] = field(default_factory=list)  # metric, units, unit size
    _pieces: list[tuple[Codes, Members]] = field(default_factory=list)  # the class of each piece
    _rows: list[tuple[int, ...]] = field(default_factory=list)  # in the order of `RequirementRows`
    _columns: list[RequirementRows] = field(default_factory=list)

    def add_class(self, metric: Metric, members: Members, unit_size: int = 1) -> int:
        """Add a class of equal holders and return its index; with no members at all, return `NONE`."""
        if not len(members):
            return NONE
        piece_class = np.full(len(members.stem), self._length)
        return self._add(metric, _codes(len(members) // unit_size), unit_size, piece_class, members)

    def add_named(self, metric: Metric, members: Members) -> int:
        """Add one class per piece of the members, of as many equals as it names; return the index of the first."""
        return self._add(metric, members.count, 1, self._length + np.arange(len(members.stem)), members)

    def _add(self, metric: Metric, units: Codes, unit_size: int, piece_class: Codes, members: Members) -> int:
        first = self._length
        self._classes.append((np.full_like(units, METRICS.index(metric)), units, np.full_like(units, unit_size)))
        self._pieces.append((piece_class, members))
        self._length += len(units)
        return first

    def add_layers(
        self, user: int, device: int, layers: Sequence[Layer], *, matched: bool = False, has_base_right: bool = False
    ) -> None:
        """Add what a pair of classes needs together; `NONE` for an end that is not there, nothing if neither is.

        Where the people have the right to the base layer, the pair needs the other layers only.
        """
        if user == NONE and device == NONE:
            return
        base = max((layer.version for layer in layers if layer.product == WS), default=NONE)
        self._rows.extend(
            (
                *(user, device, lay.product, lay.version, lay.ends, matched),
                *(NONE if lay.product == WS else base, has_base_right, lay.waiver, lay.origin),
            )
            for lay in layers
            if lay.product != WS or not has_base_right
        )

    def add_rows(self, rows: RequirementRows) -> None:
        """Add rows as whole columns."""
        self._columns.append(rows)

    def requirements(
        self,
        origins: tuple[str, ...],
        choices: tuple[str, ...],
        waivers: tuple[Waiver, ...] = (),
        administrations: tuple[Administration, ...] = (),
    ) -> Requirements:
        """Return everything added, with only those deployments left to choose that some row depends on."""
        rows = self._all_rows()
        picked = np.unique(rows.ends[rows.ends >= Ends.CHOOSE])
        columns = rows._asdict()
        if len(picked):
            renumbered = Ends.CHOOSE + np.searchsorted(picked, rows.ends)
            columns["ends"] = np.where(rows.ends >= Ends.CHOOSE, renumbered, rows.ends)
        return Requirements(
            holders=self._holders(),
            **columns,
            origins=origins,
            choices=tuple(choices[end - Ends.CHOOSE] for end in picked.tolist()),
            waivers=waivers,
            administrations=administrations,
        )

    def _all_rows(self) -> RequirementRows:
        """Return the rows added one by one, then those added as columns."""
        parts = list(self._columns)
        if self._rows or not parts:
            columns = np.array(self._rows, dtype=np.int64).reshape(-1, len(RequirementRows._fields)).T.copy()
            one_by_one = RequirementRows(*columns)
            flags = {name: getattr(one_by_one, name).astype(bool) for name in ("matched", "has_base_right")}
            parts.insert(0, one_by_one._replace(**flags))
        return RequirementRows(*(_joined(column) for column in zip(*parts, strict=True)))

    def _holders(self) -> Holders:
        none = Members(np.empty(0, dtype=object), _codes(), _codes())
        metric, units, unit_size = zip(*(self._classes or [(_codes(),) * 3]), strict=True)
        piece_class, members = zip(*(self._pieces or [(_codes(), none)]), strict=True)
        return Holders(
            metric=_joined(metric),
            units=_joined(units),
            unit_size=_joined(unit_size),
            piece_class=_joined(piece_class),
            piece_stem=_joined([each.stem for each in members]),
            piece_first=_joined([each.first for each in members]),
            piece_count=_joined([each.count for each in members]),
        )


def _codes(*values: int) -> Codes:
    return np.array(values, dtype=np.int64)


def _joined(parts: Sequence[NDArray[_T]]) -> NDArray[_T]:
    """Return columns one after the other; a single one, possibly of millions, is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
