"""What must be covered, as columns: the accesses that are left after the exemptions.

Holders that are alike are one class with a number of units, never spelled out: a headcount group of 4,000
people and 300 machines is two classes and one row.  In two relations that is exact:

* *every with every* (shared machines): each unit of the user class meets each unit of the device class, so a
  row is covered if all units of one side are;
* *matched* (own machines): unit i meets only unit i, so a row is covered if the units left out on one side
  are held on the other.  A device unit is then the bundle of machines dealt out to one person.

By convention the held units of a user class are its first ones and those of a device class its last ones;
with that, counts alone say whether matched units are covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes


class Ends(IntEnum):
    """Which ends may cover a requirement.  `CHOOSE + k`: the end the plan picks for `choices[k]`."""

    EITHER = 0
    USER = 1
    DEVICE = 2
    CHOOSE = 3


@dataclass(frozen=True, slots=True)
class Holders:
    """Classes of equal holders and the names of their members.

    The members of a class are the concatenation of its pieces: `stem + str(first + i)` for i < count, or the
    stem itself where `first` is `NONE` (then count is 1).  Unit j of a class is its members
    j * unit_size ... (j + 1) * unit_size - 1.
    """

    metric: Codes  # shape (classes,): index into METRICS
    units: Codes  # shape (classes,)
    unit_size: Codes  # shape (classes,): members per unit
    piece_class: Codes  # shape (pieces,), ascending
    piece_stem: NDArray[np.object_]
    piece_first: Codes
    piece_count: Codes

    def __len__(self) -> int:
        return len(self.metric)

    @property
    def members(self) -> Codes:
        """Number of members of each class, shape (classes,)."""
        return self.units * self.unit_size

    def names(self) -> NDArray[np.object_]:
        """Return the name of every member, class by class, shape (sum of members,)."""
        stems = np.repeat(self.piece_stem, self.piece_count)
        firsts = np.repeat(self.piece_first, self.piece_count)
        starts = np.repeat(np.cumsum(self.piece_count) - self.piece_count, self.piece_count)
        numbers = firsts + np.arange(len(stems)) - starts
        numbered = firsts != NONE
        names = stems.copy()
        names[numbered] = stems[numbered] + numbers[numbered].astype(str).astype(object)
        return names


@dataclass(frozen=True, slots=True)
class Requirements:
    """Rows to cover, all columns of shape (rows,); at most one per pair, product and admissible ends.

    `user` and `device` index `holders` or are `NONE`; `product` indexes PRODUCTS; `version` is a rank;
    `ends` is an `Ends`; `base_version` is, on a Remote Desktop row, the rank of the same pair's base
    requirement and `NONE` elsewhere; `origin` indexes `origins`, words for what sets the version.
    """

    holders: Holders
    user: Codes
    device: Codes
    product: Codes
    version: Codes
    ends: Codes
    matched: NDArray[np.bool_]
    base_version: Codes
    origin: Codes
    origins: tuple[str, ...]
    choices: tuple[str, ...]
    """Remote Desktop deployments whose mode the plan picks."""

    def __len__(self) -> int:
        return len(self.user)

    @property
    def pairs(self) -> int:
        """How many single requirements, one per person and machine, the rows stand for."""
        members, units = self.holders.members, self.holders.units
        alone = np.where(self.user == NONE, members[self.device], members[self.user])
        together = np.where(self.matched, members[self.device], members[self.user] * members[self.device])
        return int(np.where((self.user == NONE) | (self.device == NONE), alone, together).sum()) if len(units) else 0
