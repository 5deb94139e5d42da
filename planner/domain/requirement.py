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

from dataclasses import dataclass, fields
from datetime import date
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
        return self.names_of(np.arange(self.piece_count.sum()))

    def names_of(self, members: Codes) -> NDArray[np.object_]:
        """Return the names of some members, in their order; the others are not spelled out."""
        ends = np.cumsum(self.piece_count)
        piece = np.searchsorted(ends, members, side="right")
        names = self.piece_stem[piece]
        numbered = np.flatnonzero(self.piece_first[piece] != NONE)
        if len(numbered):
            number = (self.piece_first - ends + self.piece_count)[piece[numbered]] + members[numbered]
            names[numbered] = [f"{stem}{n}" for stem, n in zip(names[numbered], number.tolist(), strict=True)]
        return names


@dataclass(frozen=True, slots=True)
class Tied:
    """An owned licence that may not move to another holder yet."""

    owned_id: str
    since: date
    free_on: date
    """The day from which it may move."""
    why_unused: str
    """Why the plan leaves it out; empty where its holder counts as holding it."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """Rows to cover, all columns of shape (rows,); at most one per pair, product and admissible ends.

    `user` and `device` index `holders` or are `NONE`; `product` indexes PRODUCTS; `version` is a rank;
    `ends` is an `Ends`; `base_version` is, on a Remote Desktop row, the rank of the same pair's base
    requirement, and `NONE` where there is none and elsewhere; `has_base_right` marks Remote Desktop rows whose person
    needs no base CAL, because a subscription includes it (there is no base row then); `origin` indexes `origins`,
    words for what sets the version.
    """

    holders: Holders
    user: Codes
    device: Codes
    product: Codes
    version: Codes
    ends: Codes
    matched: NDArray[np.bool_]
    base_version: Codes
    has_base_right: NDArray[np.bool_]
    origin: Codes
    origins: tuple[str, ...]
    choices: tuple[str, ...]
    """Remote Desktop deployments whose mode the plan picks."""
    tied: tuple[Tied, ...] = ()
    """Licences that stay with their holders, sorted by id; what is held so is among the rows."""

    def __len__(self) -> int:
        return len(self.user)

    def asks_the_same(self, other: Requirements) -> bool:
        """Tell whether the same holders have the same to cover, whatever sets the versions."""
        return _is_equal(self.holders, other.holders) and _is_equal(self, other, but=("holders", "origin", "origins"))

    @property
    def pairs(self) -> int:
        """How many single requirements, one per person and machine, the rows stand for."""
        members = self.holders.members
        if not len(members):
            return 0
        # A missing end (`NONE`) looks up the last class; what it finds there is not used.
        users = np.where(self.user == NONE, 1, members[self.user])
        users[self.matched & (self.device != NONE)] = 1  # each machine meets one person
        machines = np.where(self.device == NONE, 1, members[self.device])
        return int(users @ machines)


def _is_equal(mine: Holders | Requirements, theirs: Holders | Requirements, but: tuple[str, ...] = ()) -> bool:
    """Tell whether all columns are equal, except some."""
    names = [each.name for each in fields(mine) if each.name not in but]
    return all(np.array_equal(getattr(mine, name), getattr(theirs, name)) for name in names)
