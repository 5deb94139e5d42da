"""Requirements as few columns, the shape in which holders are merged: who is linked with whom, for what.

What a row asks for, whoever its ends are, is one number; the other columns stay in the requirements until the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.product import PRODUCTS
from planner.domain.requirement import Holders, Requirements
from planner.optimise.smaller.columns import Blocks, Flags, are_sorted, codes, sort_order


@dataclass(frozen=True, slots=True)
class Links:
    """Classes with columns of shape (classes,) and links between them of shape (links,), sorted by user and device."""

    metric: Codes
    units: Codes
    unit_size: Codes
    user: Codes
    device: Codes
    need: Codes  # equal exactly where product, version, ends, waiver, base version and rights are
    matched: Flags
    singled: Flags  # both ends stay as they are, because a waiver may single one out
    row: Codes  # the requirement a link stands for
    member: Codes  # shape (members,): original member of each member, class by class

    def __len__(self) -> int:
        return len(self.metric)

    @staticmethod
    def of(requirements: Requirements, singled: Flags) -> Links:
        """Return the links of requirements as they are; `singled` marks rows whose ends must not be merged."""
        holders, rows = requirements.holders, requirements
        return Links(
            holders.metric,
            holders.units,
            holders.unit_size,
            rows.user,
            rows.device,
            codes(
                *(rows.product, rows.version, rows.ends, rows.waiver),
                *(rows.base_version, rows.has_base_right.astype(np.int64), rows.remote_rights.astype(np.int64)),
            ),
            rows.matched,
            singled,
            np.arange(len(rows)),
            np.arange(holders.members.sum()),
        )._sorted()

    @staticmethod
    def apart(requirements: Requirements, singled: Flags) -> Links:
        """Return links between holders of their own for each product; base versions then mean nothing."""
        holders = requirements.holders
        rows = [np.flatnonzero(requirements.product == product) for product in range(len(PRODUCTS))]
        user, device, old = [], [], []
        classes = 0
        for row in rows:
            ends = requirements.user[row], requirements.device[row]
            number, used = _renumbered(ends, len(holders))
            number[number != NONE] += classes
            user.append(number[ends[0]])
            device.append(number[ends[1]])
            old.append(used)
            classes += len(used)
        row, member_of = np.concatenate(rows), np.concatenate(old)
        return Links(
            holders.metric[member_of],
            holders.units[member_of],
            holders.unit_size[member_of],
            np.concatenate(user),
            np.concatenate(device),
            codes(
                *(requirements.product, requirements.version, requirements.ends, requirements.waiver),
                requirements.remote_rights.astype(np.int64),
            )[row],
            requirements.matched[row],
            singled[row],
            row,
            Blocks.of_lengths(holders.members).rows(member_of),
        )._sorted()

    def merged(self, first: Codes, copy: Codes | None, units: Codes, unit_size: Codes, kept: Flags) -> Links:
        """Return the links after each class has joined class `first` of it, with the links that are kept.

        Members stand in the order of `copy`, shape (classes,), or of the classes: matched units must be of the
        same copy on both sides.
        """
        if (first == np.arange(len(self))).all():
            return self
        number = np.full(len(self) + 1, NONE, dtype=np.int64)
        stays = np.flatnonzero(first == np.arange(len(self)))
        number[stays] = np.arange(len(stays))
        order = sort_order(first) if copy is None else sort_order(first, copy)
        return Links(
            self.metric[stays],
            units[stays],
            unit_size[stays],
            number[self.user[kept]],
            number[self.device[kept]],
            self.need[kept],
            self.matched[kept],
            self.singled[kept],
            self.row[kept],
            self.member[Blocks.of_lengths(self.units * self.unit_size).rows(order)],
        )

    def requirements(self, original: Requirements, *, apart: bool) -> Requirements:
        """Return the links as requirements, given those they came from."""
        none = np.empty(0, dtype=np.int64)
        base = original.base_version[self.row]
        return replace(
            original,
            holders=Holders(self.metric, self.units, self.unit_size, none, np.empty(0, dtype=object), none, none),
            user=self.user,
            device=self.device,
            product=original.product[self.row],
            version=original.version[self.row],
            ends=original.ends[self.row],
            matched=self.matched,
            base_version=np.full_like(base, NONE) if apart else base,
            has_base_right=original.has_base_right[self.row] & (not apart),
            waiver=original.waiver[self.row],
            origin=original.origin[self.row],
            has_remote_right=None if original.has_remote_right is None else original.has_remote_right[self.row],
        )

    def _sorted(self) -> Links:
        if are_sorted(self.user, self.device, self.need):
            return self
        order = sort_order(self.user, self.device, self.need)
        return replace(
            self,
            user=self.user[order],
            device=self.device[order],
            need=self.need[order],
            matched=self.matched[order],
            singled=self.singled[order],
            row=self.row[order],
        )


def _renumbered(ends: Sequence[Codes], count: int) -> tuple[Codes, Codes]:
    """Return new numbers for the classes that occur, `NONE` for others and a missing end, and those that occur.

    One more place at the end of the table is where a missing end (`NONE`) looks.
    """
    occurs = np.zeros(count + 1, dtype=bool)
    for end in ends:
        occurs[end] = True
    occurs[count] = False
    number = np.where(occurs, np.cumsum(occurs) - 1, NONE)
    return number, np.flatnonzero(occurs)
