"""Collects holder classes and requirement rows, and hands them out as the columns of `Requirements`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.product import METRICS, WS, Metric
from planner.domain.requirement import Ends, Holders, Requirements
from planner.licensing.targets import Layer


@dataclass(frozen=True, slots=True)
class Piece:
    """`count` members named stem + number from `first` on, or the one member named `stem` (first = `NONE`)."""

    stem: str
    first: int
    count: int

    def part(self, start: int, count: int) -> Piece:
        """Return `count` members from position `start` on."""
        return Piece(self.stem, self.first if self.first == NONE else self.first + start, count)


def people_behind(name: str, persons: int) -> Piece:
    """Return the members an id stands for: itself, or as many equals as use the account (rule R2)."""
    return Piece(name, NONE, 1) if persons == 1 else Piece(f"{name}/person/", 1, persons)


def cut(pieces: Sequence[Piece], start: int, count: int) -> list[Piece]:
    """Return the members start ... start + count - 1 of all pieces together."""
    parts, position = [], 0
    for piece in pieces:
        low, high = max(start, position), min(start + count, position + piece.count)
        if low < high:
            parts.append(piece.part(low - position, high - low))
        position += piece.count
    return parts


@dataclass(slots=True)
class HolderTable:
    """Grows class by class and row by row; large parts are added as whole columns."""

    _classes: list[tuple[int, int, int]] = field(default_factory=list)
    _pieces: list[tuple[int, Piece]] = field(default_factory=list)
    _rows: list[Codes] = field(default_factory=list)  # arrays of shape (rows, 8)

    def add_class(self, metric: Metric, pieces: Sequence[Piece], unit_size: int = 1) -> int:
        """Add a class of equal holders and return its index; with no members at all, return `NONE`."""
        members = sum(piece.count for piece in pieces)
        if not members:
            return NONE
        index = len(self._classes)
        self._classes.append((METRICS.index(metric), members // unit_size, unit_size))
        self._pieces.extend((index, piece) for piece in pieces)
        return index

    def add_named(self, metric: Metric, ids: NDArray[np.object_], persons: Codes) -> int:
        """Add one class per id, of as many equals as stand behind it; return the index of the first."""
        first = len(self._classes)
        code = METRICS.index(metric)
        self._classes.extend((code, count, 1) for count in persons.tolist())
        self._pieces.extend(
            (first + i, people_behind(name, count))
            for i, (name, count) in enumerate(zip(ids.tolist(), persons.tolist(), strict=True))
        )
        return first

    def add_layers(self, user: int, device: int, layers: Sequence[Layer], *, matched: bool = False) -> None:
        """Add what a pair of classes needs together; `NONE` for an end that is not there, nothing if neither is."""
        if user == NONE and device == NONE:
            return
        base = next((layer.version for layer in layers if layer.product == WS), NONE)
        rows = [
            (user, device, lay.product, lay.version, lay.ends, matched, NONE if lay.product == WS else base, lay.origin)
            for lay in layers
        ]
        self._rows.append(np.array(rows, dtype=np.int64).reshape(-1, 8))

    def add_rows(self, rows: Codes) -> None:
        """Add rows of shape (rows, 8) in the column order of `Requirements`."""
        self._rows.append(rows)

    def requirements(self, origins: tuple[str, ...], choices: tuple[str, ...]) -> Requirements:
        """Return everything added, with only those deployments left to choose that some row depends on."""
        rows = np.concatenate([np.empty((0, 8), dtype=np.int64), *self._rows])
        user, device, product, version, ends, matched, base, origin = rows.T
        picked = np.unique(ends[ends >= Ends.CHOOSE])
        renumbered = np.where(ends >= Ends.CHOOSE, Ends.CHOOSE + np.searchsorted(picked, ends), ends)
        return Requirements(
            holders=self._holders(),
            user=user,
            device=device,
            product=product,
            version=version,
            ends=renumbered,
            matched=matched.astype(bool),
            base_version=base,
            origin=origin,
            origins=origins,
            choices=tuple(choices[end - Ends.CHOOSE] for end in picked.tolist()),
        )

    def _holders(self) -> Holders:
        table = np.array(self._classes, dtype=np.int64).reshape(-1, 3)
        pieces = [piece for _, piece in self._pieces]
        stems = np.empty(len(pieces), dtype=object)
        stems[:] = [piece.stem for piece in pieces]
        return Holders(
            metric=table[:, 0],
            units=table[:, 1],
            unit_size=table[:, 2],
            piece_class=np.array([index for index, _ in self._pieces], dtype=np.int64),
            piece_stem=stems,
            piece_first=np.array([piece.first for piece in pieces], dtype=np.int64),
            piece_count=np.array([piece.count for piece in pieces], dtype=np.int64),
        )
