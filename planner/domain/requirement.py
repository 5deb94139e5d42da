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

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.by_content import ByContent
from planner.domain.estate import NONE, Codes
from planner.domain.product import HOST, PRODUCTS, RDS, WS, Product


class Ends(IntEnum):
    """Which ends may cover a requirement.  `CHOOSE + k`: the end the plan picks for `choices[k]`."""

    EITHER = 0
    USER = 1
    DEVICE = 2
    CHOOSE = 3


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Holders(ByContent):
    """Classes of equal holders and the names of their members.

    The members of a class are the concatenation of its pieces: `stem + str(first + i)` for i < count, or the
    stem itself where `first` is `NONE` (then count is 1).  Unit j of a class is its members
    j * unit_size ... (j + 1) * unit_size - 1.
    """

    metric: Codes  # shape (classes,): index into HOLDER_METRICS
    units: Codes  # shape (classes,)
    unit_size: Codes  # shape (classes,): members per unit
    piece_class: Codes  # shape (pieces,), ascending
    piece_stem: NDArray[np.object_]
    piece_first: Codes
    piece_count: Codes
    period: Codes | None = None
    """Shape (classes,): the period in which a class is there; None: there is one period only."""

    def __len__(self) -> int:
        return len(self.metric)

    @property
    def members(self) -> Codes:
        """Number of members of each class, shape (classes,)."""
        return self.units * self.unit_size

    @property
    def has_several_periods(self) -> bool:
        """Tell whether classes of more than one period are among them."""
        return self.period is not None and len(self.period) > 0 and bool((self.period != self.period[0]).any())

    @property
    def period_of(self) -> Codes:
        """The period of each class, shape (classes,)."""
        return np.zeros(len(self), dtype=np.int64) if self.period is None else self.period

    @property
    def first_member(self) -> Codes:
        """Number of the first member of each class, shape (classes,)."""
        first: Codes = np.cumsum(self.members) - self.members
        return first

    def with_single(self, metric: int, names: list[str]) -> Holders:
        """Return the holders with a class of one member more per name."""
        one, none = np.ones(len(names), dtype=np.int64), np.full(len(names), NONE, dtype=np.int64)
        stems = np.empty(len(names), dtype=object)
        stems[:] = names
        return Holders(
            np.append(self.metric, one * metric),
            np.append(self.units, one),
            np.append(self.unit_size, one),
            np.append(self.piece_class, len(self) + np.arange(len(names))),
            np.append(self.piece_stem, stems),
            np.append(self.piece_first, none),
            np.append(self.piece_count, one),
        )

    def with_numbered(self, metric: int, stem: str, count: int) -> Holders:
        """Return the holders with one class more, whose members are called `stem` and a number from 1 on."""
        return Holders(
            np.append(self.metric, metric),
            np.append(self.units, count),
            np.append(self.unit_size, 1),
            np.append(self.piece_class, len(self)),
            np.append(self.piece_stem, stem),
            np.append(self.piece_first, 1),
            np.append(self.piece_count, count),
        )

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
class Waiver:
    """What can take a requirement away besides a CAL: an administration, a connector, either, each by its place."""

    administration: int = NONE
    connector: int = NONE


@dataclass(frozen=True, slots=True)
class Administration:
    """Servers that so many people or machines may administer without a licence for it."""

    words: str
    free: int


@dataclass(frozen=True, slots=True)
class Connector:
    """An External Connector for one layer of one host, which licenses all external people there."""

    layer: int
    host: str
    holder: int
    """The class of the host."""
    version: int
    """The rank of the newest version that external people reach there."""
    base: int = NONE
    """The connector that must be there too, or `NONE`."""
    period: int = 0


@dataclass(frozen=True, slots=True)
class Waived:
    """What a plan makes of the waivers.

    `freed` has (administration, class of one holder) of everybody who is freed, `connected` the connectors in use.
    """

    freed: tuple[tuple[int, int], ...] = ()
    connected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tied:
    """An owned licence that may not move to another holder yet."""

    owned_id: str
    since: date
    free_on: date
    """The day from which it may move."""
    why_unused: str
    """Why the plan leaves it out; empty where its holder counts as holding it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Requirements(ByContent):
    """Rows to cover, all columns of shape (rows,); at most one per pair, product, admissible ends and waiver.

    `user` and `device` index `holders` or are `NONE`; `product` indexes PRODUCTS; `version` is a rank;
    `ends` is an `Ends`; `base_version` is, on a Remote Desktop row, the rank of the same pair's base
    requirement (the newest, where it has several), and `NONE` where there is none and elsewhere; `has_base_right`
    marks Remote Desktop rows whose person needs no base CAL, because a subscription includes it (there is no base row
    then); `waiver` indexes `waivers` or
    is `NONE`: then nothing but a licence will do; `origin` indexes `origins`, words for what sets the version.
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
    waiver: Codes
    origin: Codes
    origins: tuple[str, ...]
    choices: tuple[str, ...]
    """Remote Desktop deployments whose mode the plan picks."""
    waivers: tuple[Waiver, ...] = ()
    administrations: tuple[Administration, ...] = ()
    connectors: tuple[Connector, ...] = ()
    tied: tuple[Tied, ...] = ()
    """Licences that stay with their holders, sorted by id; what is held so is among the rows."""
    has_remote_right: NDArray[np.bool_] | None = None
    """Shape (rows,): Remote Desktop rows whose person has a subscription for it, so that no licence is needed where
    that end counts; only the rows that ask for something all the same are there.  None: nobody has one."""
    one_sided: tuple[tuple[int, int, int], ...] = ()
    """Product, period and metric: in that period, nobody holds the other metric of that product."""

    def __len__(self) -> int:
        return len(self.user)

    def asks_for(self, product: Product) -> bool:
        """Tell whether licences of a CAL are required."""
        return bool(np.any(self.product == PRODUCTS.index(product)))

    def has_coupled_layers(self) -> bool:
        """Tell whether somebody has both layers to cover, or a right to the base layer and the other one to cover."""
        return bool(np.any(self.base_version != NONE))

    def asks_the_same(self, other: Requirements) -> bool:
        """Tell whether the same holders have the same to cover, whatever sets the versions."""
        return _is_equal(self.holders, other.holders) and _is_equal(self, other, but=("holders", "origin", "origins"))

    @property
    def remote_rights(self) -> NDArray[np.bool_]:
        """Which rows are those of people with a subscription for Remote Desktop, shape (rows,)."""
        return np.zeros(len(self), dtype=bool) if self.has_remote_right is None else self.has_remote_right

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

    def is_administration(self, number: int | None = None) -> NDArray[np.bool_]:
        """Tell which rows one administration, or any, can take away, shape (rows,)."""
        # One more at the end: it is where a row without a waiver (`NONE`) looks.
        of_waiver = np.array([*(waiver.administration for waiver in self.waivers), NONE])[self.waiver]
        found: NDArray[np.bool_] = of_waiver != NONE if number is None else of_waiver == number
        return found

    def connector(self) -> Codes:
        """Return the connector that can take each row away, or `NONE`, shape (rows,)."""
        return np.array([*(waiver.connector for waiver in self.waivers), NONE])[self.waiver]

    def with_hosts(self, connectors: tuple[Connector, ...]) -> Requirements:
        """Return the requirements with a class per host that a connector names, which it then holds."""
        names = sorted({connector.host for connector in connectors})
        number = {name: len(self.holders) + place for place, name in enumerate(names)}
        placed = tuple(replace(each, holder=number[each.host]) for each in connectors)
        return replace(self, holders=self.holders.with_single(HOST, names), connectors=placed)

    def is_waived(self, waived: Waived) -> NDArray[np.bool_]:
        """Tell which rows `waived` takes away, shape (rows,)."""
        gone = np.zeros(len(self), dtype=bool)
        if waived.connected:
            gone |= np.isin(self.connector(), waived.connected)
        for administration, holder in waived.freed:
            gone |= self.is_administration(administration) & ((self.user == holder) | (self.device == holder))
        return gone

    def with_both_modes(self, place: int) -> Requirements:
        """Return the requirements where both kinds of licences count on the deployment at a place of `choices`."""
        code = Ends.CHOOSE + place
        ends = np.where(self.ends == code, int(Ends.EITHER), self.ends)
        ends = np.where(ends > code, ends - 1, ends)
        choices = (*self.choices[:place], *self.choices[place + 1 :])
        return replace(self, ends=ends, choices=choices).newest_of_each()

    def settled(self, waived: Waived) -> Requirements:
        """Return what is left to be covered, one row per pair, product and admissible ends, with no waiver open."""
        if not self.waivers:
            return self
        left = self.without(self.is_waived(waived))
        return replace(left, waiver=np.full_like(left.waiver, NONE)).newest_of_each()

    def newest_of_each(self) -> Requirements:
        """Return the requirements with the newest row only per pair, product, admissible ends and waiver."""
        key = np.column_stack([self.user, self.device, self.product, self.ends, self.waiver])
        order = np.lexsort((-self.version, *key.T))
        is_newest = np.append(True, (key[order][1:] != key[order][:-1]).any(axis=1))[: len(self)]
        gone = np.ones(len(self), dtype=bool)
        gone[order[is_newest]] = False
        return self.without(gone)

    def without(self, gone: NDArray[np.bool_]) -> Requirements:
        """Return the requirements less some rows, given by flags; base versions follow the base rows that stay."""
        if not gone.any():
            return self
        base = self._base_versions_without(gone)
        columns = ("user", "device", "product", "version", "ends", "matched", "has_base_right", "waiver", "origin")
        kept = {name: getattr(self, name)[~gone] for name in columns}
        right = None if self.has_remote_right is None else self.has_remote_right[~gone]
        return replace(self, **kept, base_version=base[~gone], has_remote_right=right)

    def _base_versions_without(self, gone: NDArray[np.bool_]) -> Codes:
        """Return the base versions once some rows are gone; only those of pairs that lose a base row change."""
        pair = (self.user + 1) * (len(self.holders) + 1) + self.device + 1
        is_base = self.product == WS
        changes = (self.product == RDS) & ~self.has_base_right & np.isin(pair, pair[gone & is_base])
        if not changes.any():
            return self.base_version
        stays = np.flatnonzero(is_base & ~gone)
        stays = stays[np.lexsort((self.version[stays], pair[stays]))]
        # The last row of a pair is its newest; before the first pair stands nothing.
        place = np.searchsorted(pair[stays], pair[changes], side="right") - 1
        found = np.append(stays, NONE)[place]
        is_there = (place >= 0) & (pair[found] == pair[changes])
        base = self.base_version.copy()
        base[changes] = np.where(is_there, self.version[found], NONE)
        return base


def _is_equal(mine: Holders | Requirements, theirs: Holders | Requirements, but: tuple[str, ...] = ()) -> bool:
    """Tell whether all columns are equal, except some."""
    names = [each.name for each in fields(mine) if each.name not in but]
    return all(np.array_equal(getattr(mine, name), getattr(theirs, name)) for name in names)
