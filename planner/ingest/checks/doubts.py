"""Remarks about what is most likely not meant: prices with VAT or of another unit, groups of the same people.

Nothing of it is wrong for certain, so nothing stops; each is told once, with its count and the first few by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median

from planner.domain import money
from planner.domain.estate import Group
from planner.domain.issue import Location
from planner.domain.offer import Offer
from planner.ingest.checks.market import rows_by_offer
from planner.ingest.tables.log import Log
from planner.ingest.tables.spelling import without_accents
from planner.ingest.tables.table import CleanTable, header_of
from planner.words import joined, say

CHEAP = Fraction(2, 5)
"""A price per licence under this share of the median of like offers is most likely that of something else."""
_NAMED = 5
_VAT = re.compile(
    r"(?<![^\W_])(?:vat|mwst|ust|mehrwertsteuer|umsatzsteuer|tva|iva|btw|ptu|sales tax|brutto|brut|gross|lordo|bruto|"
    r"ttc)(?![^\W_])|(?:incl|inkl)\w*\.?\s*(?:of\s*)?(?:tax|steuer)",
    re.IGNORECASE,
)


def tell_vat(table: CleanTable, log: Log) -> None:
    """Tell of headers and remarks of Offers that speak of value added tax: prices count as without it."""
    for part in table.parts:
        for position, header in enumerate(part.raw.headers):
            if _VAT.search(without_accents(header)):
                log.notice(
                    "CAL-523",
                    header_of(part.raw, part.name, position, header),
                    say(
                        'The header "{header}" speaks of value added tax: prices are taken as without it.',
                        header=header,
                    ),
                    say("Give prices without VAT."),
                    value=header,
                )
    for column in ("note", "channel"):
        rows = [row for row in table.rows() if _VAT.search(without_accents(row.get(column)))]
        if rows:
            log.notice(
                "CAL-523",
                rows[0].where(column),
                say(
                    "Offers speak of value added tax in column {column}: prices are taken as without it (rows: "
                    "{rows}).",
                    column=column,
                    rows=len(rows),
                ),
                say("Give prices without VAT."),
                value=rows[0].found(column),
            )


def tell_cheap_offers(tables: Iterable[CleanTable], offers: Sequence[Offer], currency: str, log: Log) -> None:
    """Tell of offers whose price per licence is far below that of like ones: often a pack size is wrong."""
    places = {offer: rows[0].where("price") for table in tables for offer, rows in rows_by_offer(table).items()}
    like: dict[tuple[object, ...], list[Offer]] = {}
    for offer in offers:
        kind = (offer.product, offer.suite, offer.metric, offer.version, offer.condition)
        like.setdefault((*kind, offer.term_months, offer.has_sa), []).append(offer)
    for same in like.values():
        usual = median(map(_per_licence, same))
        for offer in same:
            price = _per_licence(offer)
            if price < CHEAP * usual:
                less = say(
                    "{price} {currency} per licence, less than 40 % of the {usual}",
                    price=_amount(price),
                    currency=currency,
                    usual=_amount(usual),
                )
                log.notice(
                    "CAL-524",
                    places.get(offer.offer_id, Location()),
                    say(
                        'The offer "{offer_id}" costs {less} that is usual among {same} like offers.',
                        offer_id=offer.offer_id,
                        less=less,
                        same=len(same),
                    ),
                    say("Is price that of a pack, and pack_size the licences in it? Correct the one that is not."),
                )


def _per_licence(offer: Offer) -> Fraction:
    return Fraction(offer.breaks[0].price_minor, offer.pack_size)


def _amount(minor: Fraction) -> str:
    return money.text(round(minor))


def tell_groups(groups: Sequence[Group], place: Location, log: Log) -> None:
    """Tell of groups that look like the same people, and of people without machines."""
    pairs = list(_same_people(groups))
    if pairs:
        people = sum(one.users for one, _ in pairs)
        log.notice(
            "CAL-525",
            place,
            say(
                "Groups that look like the same people, who would count twice: {listed} (people: {people}).",
                listed=_listed(map(_pair, pairs)),
                people=people,
            ),
            say("Groups must not overlap: where they are the same people, give them one row."),
        )
    alone = [group for group in groups if group.users and not group.devices]
    if alone:
        names = _listed(f'"{group.name}"' for group in alone)
        people = sum(group.users for group in alone)
        log.notice(
            "CAL-526",
            place,
            say(
                "Groups of people without machines, where each person needs a User CAL: {names} (people: {people}).",
                names=names,
                people=people,
            ),
            say("Give the number of machines in devices if it is only not known."),
        )


_FEW = 5
"""Groups of fewer people often have as many as another."""
_MOST_ALIKE = 300
"""Of more groups with as many people, names say little."""


def _same_people(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield groups of as many people, at the same time, with names of which one says all that the other does."""
    of_size: dict[int, list[tuple[Group, frozenset[str]]]] = {}
    for group in groups:
        if group.users >= _FEW:
            of_size.setdefault(group.users, []).append((group, _words(group.name)))
    for same in of_size.values():
        for (one, said), (other, also) in combinations(same if len(same) <= _MOST_ALIKE else (), 2):
            if said and also and (said <= also or also <= said) and _may_be_one(one, other):
                yield one, other


def _may_be_one(one: Group, other: Group) -> bool:
    """Tell whether nothing that two groups say keeps them apart: units of the organisation, or their time."""
    units = zip(
        (one.department, one.site, one.cost_centre), (other.department, other.site, other.cost_centre), strict=True
    )
    is_before = one.ends is not None and other.starts is not None and one.ends <= other.starts
    is_after = other.ends is not None and one.starts is not None and other.ends <= one.starts
    return not (is_before or is_after or any(mine and theirs and mine != theirs for mine, theirs in units))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", without_accents(name).casefold()))


def _pair(pair: tuple[Group, Group]) -> str:
    return say('"{name}" and "{name_2}"', name=pair[0].name, name_2=pair[1].name)


def _listed(names: Iterable[str]) -> str:
    """Return names for a sentence; of many only the first few."""
    each = list(names)
    more = say(", and {each} more", each=len(each) - _NAMED) if len(each) > _NAMED else ""
    return joined(", ", each[:_NAMED]) + more
