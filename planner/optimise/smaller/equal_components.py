"""Find the connected components that are the same but for names.

The members of a component are told apart by *colours*: at first what they are, then, round after round, what they
were and what they are linked with.  Once all colours of a component differ, they put its members into an order that
does not depend on names; components whose links are the same in that order are equal.

A component unlike all others in the sum of its colours equals no other and is left alone at once, so one giant
component costs one look.  Members whom rounds do not tell apart, like the two ends of a chain, mirror each other:
one of them, whichever it is, gets a colour of its own.  Whatever colours propose, the links decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.domain.estate import NONE, Codes
from planner.optimise.smaller.columns import (
    Blocks,
    Flags,
    Hashes,
    codes,
    first_equal,
    is_repeated,
    mixed,
    sort_order,
    sums,
)
from planner.optimise.smaller.links import Links

_EFFORT = 10
"""Rounds over all links.  Most components leave early, so there may be many more rounds over the others."""
_LINKS_PER_ROUND = 10_000
"""A round costs at least as much as looking at so many links."""
_LEAST_ROUNDS = 500
"""Rounds that a small estate may take in any case."""


@dataclass(frozen=True, slots=True)
class EqualComponents:
    """Columns of shape (classes,)."""

    component: Codes  # numbered by first appearance
    first: Codes  # the same class in the first of the equal components
    count: Codes  # how many components are equal to this one


def find_equal_components(links: Links, is_picked: Flags) -> EqualComponents:
    """Return components and how many are equal; classes and links that are matched already have none.

    Nor have components in which some links, but not all, are those of a mode that is picked, shape (links,).
    """
    component = _components(links)
    of_link = component[np.where(links.user == NONE, links.device, links.user)]
    may = np.ones(int(component.max(initial=NONE)) + 1, dtype=bool)
    may[component[links.unit_size > 1]] = False
    may[of_link[links.matched | links.singled]] = False
    picks = np.zeros(len(may), dtype=bool)
    picks[of_link[is_picked]] = True
    may[of_link[~is_picked & picks[of_link]]] = False
    place = _places(links, component, of_link, may)
    may[component[place == NONE]] = False
    ordered = _Ordered.of(links, component, of_link, place, may)
    original = first_equal(ordered.hashes, may, ordered.are_same)
    first = np.arange(len(links))
    chosen = np.flatnonzero(may[component])
    first[chosen] = ordered.class_at[ordered.classes.start[original[component[chosen]]] + place[chosen]]
    return EqualComponents(component, first, np.bincount(original)[original[component]])


@dataclass(frozen=True, slots=True)
class _Ordered:
    """What components consist of, in an order that does not depend on names; blocks are of components."""

    class_at: Codes
    classes: Blocks
    kind: Codes  # what the class there is
    links: Blocks
    link: Codes  # which places it links, and what for
    hashes: Hashes

    @staticmethod
    def of(links: Links, component: Codes, of_link: Codes, place: Codes, may: Flags) -> _Ordered:
        """Return the components that `may`, given the place of each of their classes."""
        count = len(may)
        chosen = np.flatnonzero(may[component])
        classes = Blocks.of_lengths(np.bincount(component[chosen], minlength=count))
        class_at = np.empty_like(chosen)
        class_at[classes.start[component[chosen]] + place[chosen]] = chosen
        kind = codes(links.metric, links.units)[class_at]
        rows = np.flatnonzero(may[of_link])
        place_of = np.append(place, NONE)  # one more, where a missing end looks
        link = codes(place_of[links.user[rows]], place_of[links.device[rows]], links.need[rows])
        order = sort_order(of_link[rows], link)
        link, at = link[order], of_link[rows][order]
        hashes = sums(mixed(link), at, count)
        hashes += sums(mixed(mixed(kind) + place[class_at].astype(np.uint64)), component[class_at], count)
        return _Ordered(class_at, classes, kind, Blocks.of(at, count), link, hashes)

    def are_same(self, these: Codes, those: Codes) -> Flags:
        """Tell, pair by pair of components, whether they are the same but for names."""
        return self.classes.are_same(self.kind, these, those) & self.links.are_same(self.link, these, those)


def _components(links: Links) -> Codes:
    """Return the connected component of each class, numbered by first appearance."""
    count = len(links)
    both = (links.user != NONE) & (links.device != NONE)
    user, device = links.user[both], links.device[both]
    start = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(user, minlength=count), out=start[1:])  # links are sorted by user
    edges = csr_array((np.ones(len(user)), device, start), shape=(count, count))
    labels: Codes = connected_components(edges, directed=False)[1]
    seen = np.empty(int(labels.max(initial=NONE)) + 1, dtype=np.int64)
    seen[labels[::-1]] = np.arange(count)[::-1]  # what is written last stays: the first appearance
    number = np.empty_like(seen)
    number[np.argsort(seen)] = np.arange(len(seen))
    return number[labels]


def _places(links: Links, component: Codes, of_link: Codes, may: Flags) -> Codes:
    """Return the place of each class in its component by colour, or NONE: its component is alone or too alike."""
    place = np.full(len(links), NONE, dtype=np.int64)
    part = _Part.of(links, component, of_link).only(may)
    effort = max(_EFFORT * len(links.user), _LEAST_ROUNDS * _LINKS_PER_ROUND)
    while len(part.told) and effort >= 0:
        effort -= max(len(part.user), _LINKS_PER_ROUND)
        part = part.only(is_repeated(part.signature()))
        order, is_alike = part.by_colour()
        is_mixed_up = np.zeros(len(part.told), dtype=bool)
        is_mixed_up[part.component[order[is_alike]]] = True
        blocks = Blocks.of(part.component[order], len(part.told))
        there = np.flatnonzero(~is_mixed_up[part.component[order]])
        place[part.name[order[there]]] = there - blocks.start[part.component[order[there]]]
        part = part.with_one_told_apart(order, is_alike).only(is_mixed_up).refined()
    return place


@dataclass(frozen=True, slots=True)
class _Part:
    """Some components with all their classes and links, numbered anew."""

    name: Codes  # shape (classes,): their numbers among all classes
    component: Codes
    colour: Hashes
    user: Codes  # shape (links,)
    device: Codes
    need: Hashes
    of_link: Codes
    told: Codes  # shape (components,): how many colours there were a round ago

    @staticmethod
    def of(links: Links, component: Codes, of_link: Codes) -> _Part:
        """Return all components, with what each class is as its colour."""
        colour = mixed(codes(links.metric, links.units))
        told = np.zeros(int(component.max(initial=NONE)) + 1, dtype=np.int64)
        return _Part(
            np.arange(len(links)), component, colour, links.user, links.device, mixed(links.need), of_link, told
        )

    def only(self, kept: Flags) -> _Part:
        """Return some components, given by flags of shape (components,)."""
        if kept.all():
            return self
        classes, links = np.flatnonzero(kept[self.component]), np.flatnonzero(kept[self.of_link])
        component = np.cumsum(kept) - 1
        number = np.full(len(self.component) + 1, NONE, dtype=np.int64)  # the last place is for a missing end
        number[classes] = np.arange(len(classes))
        return _Part(
            self.name[classes],
            component[self.component[classes]],
            self.colour[classes],
            number[self.user[links]],
            number[self.device[links]],
            self.need[links],
            component[self.of_link[links]],
            self.told[kept],
        )

    def signature(self) -> Hashes:
        """Return a hash per component that equal components share, shape (components,)."""
        count = len(self.told)
        return sums(mixed(self.colour), self.component, count) + sums(self._seen(), self.of_link, count)

    def refined(self) -> _Part:
        """Return the part with colours that also say what classes are linked with."""
        seen, count = self._seen(), len(self.colour)
        return replace(
            self, colour=mixed(mixed(self.colour) + sums(seen, self.user, count) + sums(seen, self.device, count))
        )

    def _seen(self) -> Hashes:
        """Return a hash per link: the colours of both ends, and what for."""
        colour = np.append(self.colour, np.uint64(0))  # the last one is for a missing end
        return mixed(colour[self.user] * np.uint64(3) + colour[self.device] * np.uint64(5) + self.need)

    def by_colour(self) -> tuple[Codes, Flags]:
        """Return the classes by component and colour, and which of them have the colour of the one before."""
        bits = np.uint64(len(self.told).bit_length())
        key = (self.component.astype(np.uint64) << (np.uint64(64) - bits)) | (self.colour >> bits)
        order = np.argsort(key, kind="stable")
        is_alike = np.zeros(len(order), dtype=bool)
        is_alike[1:] = key[order[1:]] == key[order[:-1]]
        return order, is_alike

    def with_one_told_apart(self, order: Codes, is_alike: Flags) -> _Part:
        """Give one class a colour of its own in each component where the last round found no new colours."""
        told = np.bincount(self.component[order[~is_alike]], minlength=len(self.told))
        alike = np.flatnonzero(is_alike)
        component = self.component[order[alike]]
        chosen = np.ones(len(alike), dtype=bool)
        chosen[1:] = component[1:] != component[:-1]
        chosen &= (told == self.told)[component]
        colour = self.colour.copy()
        one = order[alike[chosen] - 1]
        colour[one] = mixed(colour[one])
        return replace(self, colour=colour, told=told)
