"""Make the requirements smaller without changing what any plan costs: equal holders become one class.

Three steps, each exact, each keeping the way back to the members (docs/decisions/0014-equal-holders.md):

* *Apart*: unless policy couples them, each product is planned for holders of its own.
* *Twins*: classes on one side that meet the same partners with the same needs.  A twin must hold a licence
  exactly where some partner does not, so in a minimal cover twins hold the same: they become one class.
* *Equal components*: connected components that are the same but for names, copies of each other.  Writing c for the
  number of copies in which a holder of the component is covered, a requirement asks for c_user + c_device >= copies.
  Counts that satisfy all these rows are always made by real covers: give the user its licence in the first c_user
  copies and the device in the last c_device ones; copy i is then covered, since i < c_user or i >= copies - c_device.
  So m copies are one component whose classes have m units, matched unit by unit.  A mode that the plan picks is the
  same in all copies, so those are told apart in which other requirements stand beside such a one; where all are
  such, everybody on one side holds a licence, and which copy it is does not matter.  A *large* deployment's mode is
  known before anything else, so its copies are copies.

Each step is taken once: a class that joins its twin takes away only links that its twin has too, so classes of the
other side that differed still differ; and no member of a copy has a twin.

Knows nothing of prices, policies or solvers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, RDS, USER
from planner.domain.requirement import Ends, Requirements, Waived
from planner.optimise.choice import Choice, member_levels
from planner.optimise.smaller.columns import Blocks, Flags, codes, first_equal, mixed, sort_order, sums
from planner.optimise.smaller.equal_components import find_equal_components
from planner.optimise.smaller.links import Links


@dataclass(frozen=True, slots=True)
class Reduction:
    """Smaller requirements, and where the members of their classes stand in the original ones."""

    requirements: Requirements
    original: Requirements
    member: Codes  # shape (members,): original member of each member of the reduced holders
    large: tuple[int, ...] = ()
    """Deployments of so many that each answer about their mode is looked into apart."""

    def restore(self, choice: Choice) -> Choice:
        """Return a choice for the reduced requirements as one for the original ones."""
        holders = self.original.holders
        found = member_levels(self.requirements.holders, choice.held)
        # All members of a unit hold the same, so its first one speaks for it.
        first_of_unit = Blocks.of_lengths(np.repeat(holders.unit_size, holders.units)).start
        class_of_unit = np.repeat(np.arange(len(holders)), holders.units)
        restored = np.zeros((len(holders), *choice.held.shape[1:]), dtype=np.int64)
        for product in range(restored.shape[1]):
            # A member stands in one class per product that is planned apart, and holds nothing of others there.
            holds = found[:, product] != NONE
            level = np.full(int(holders.members.sum()), NONE, dtype=np.int64)
            level[self.member[holds]] = found[holds, product]
            level = level[first_of_unit]
            for version in range(restored.shape[2]):
                served = class_of_unit[level >= version]
                restored[:, product, version] = np.bincount(served, minlength=len(holders))
        for number in choice.waived.connected:
            connector = self.original.connectors[number]
            restored[connector.holder, connector.layer, : connector.version + 1] = 1
        return replace(choice, held=restored, waived=self._restore_waived(choice.waived))

    def _restore_waived(self, waived: Waived) -> Waived:
        """Name the classes that are freed by their places in the original holders; each has one member."""
        if not waived.freed:
            return waived
        first = self.requirements.holders.first_member
        ends = np.cumsum(self.original.holders.members)
        freed = ((a, int(np.searchsorted(ends, self.member[first[h]], side="right"))) for a, h in waived.freed)
        return replace(waived, freed=tuple(sorted(freed)))


def reduce(requirements: Requirements, *, coupled: bool) -> Reduction:
    """Return smaller requirements with the same costs; takes a few sorts of the rows.

    Unless products are `coupled` by a policy that wants them licensed at the same end, who holds which licence of
    one says nothing about the other: then each product gets holders of its own, of which more are alike.
    """
    singled = requirements.is_administration()
    links = Links.of(requirements, singled) if coupled else Links.apart(requirements, singled)
    for side in (USER, DEVICE):
        links = _merge_twins(links, side)
    large = large_deployments(requirements)
    is_picked = (requirements.ends >= Ends.CHOOSE) & ~np.isin(requirements.ends - Ends.CHOOSE, large)
    links = _merge_copies(links, is_picked)
    return Reduction(links.requirements(requirements, apart=not coupled), requirements, links.member, large)


_LARGE = 8
"""A deployment is large if at least one part in so many of all needs for Remote Desktop are its own."""


def large_deployments(requirements: Requirements) -> tuple[int, ...]:
    """Return the deployments, of those whose mode is picked, that are large."""
    members = np.append(requirements.holders.members, 0)
    is_remote = requirements.product == RDS
    asked = np.where(is_remote, members[requirements.user] + members[requirements.device], 0)
    shares = [int(asked[requirements.ends == Ends.CHOOSE + k].sum()) for k in range(len(requirements.choices))]
    return tuple(k for k, share in enumerate(shares) if share * _LARGE >= max(int(asked.sum()), 1))


def alike(requirements: Requirements) -> Codes:
    """Return a number per class, the same for classes of single holders that could change places, shape (classes,)."""
    links = Links.of(requirements, np.zeros(len(requirements), dtype=bool))
    for side in (USER, DEVICE):
        links = _merge_twins(links, side)
    links = _merge_copies(links, requirements.ends >= Ends.CHOOSE)
    members = requirements.holders.members
    number = np.empty(int(members.sum()), dtype=np.int64)
    number[links.member] = np.repeat(np.arange(len(links)), links.units * links.unit_size)
    found: Codes = number[np.cumsum(members) - members]
    return found


def _merge_twins(links: Links, side: int) -> Links:
    """Make one class of the classes on one side that meet the same partners with the same needs."""
    mine, partner = (links.user, links.device) if side == USER else (links.device, links.user)
    count = len(links)
    link = codes(partner, links.need)
    may = links.unit_size == 1
    may[mine[links.matched | links.singled]] = False
    linked = np.zeros(count, dtype=bool)
    linked[mine[mine != NONE]] = True

    def is_same(these: Codes, those: Codes) -> Flags:
        compared = np.zeros(count + 1, dtype=bool)  # the last place is for a missing end
        compared[these] = compared[those] = True
        chosen = np.flatnonzero(compared[mine])
        # Links are sorted by user and device, so those of one end are in the order of the other.
        chosen = chosen[sort_order(mine[chosen])]
        return Blocks.of(mine[chosen], count).are_same(link[chosen], these, those)

    first = first_equal(sums(mixed(link), mine, count), may & linked, is_same)
    # Partners keep their links with the first twin only; the others' links are the same.
    kept = np.append(first == np.arange(count), True)[mine]
    units = np.bincount(first, weights=links.units, minlength=count).astype(np.int64)
    return links.merged(first, None, units, links.unit_size, kept)


def _merge_copies(links: Links, is_picked: Flags) -> Links:
    """Make one component, with as many units, of the components that are the same but for names.

    `is_picked`, shape (requirements,), marks rows of deployments whose mode is picked.
    """
    if not len(links):
        return links
    copies = find_equal_components(links, is_picked[links.row])
    end = np.where(links.user == NONE, links.device, links.user)
    is_copied = copies.count > 1
    units = np.where(is_copied, copies.count, links.units)
    unit_size = np.where(is_copied, links.units, links.unit_size)
    matched = links.matched | (is_copied[end] & (links.user != NONE) & (links.device != NONE))
    kept = copies.first[end] == end
    return replace(links, matched=matched).merged(copies.first, copies.component, units, unit_size, kept)
