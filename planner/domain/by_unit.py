"""Which department, site and cost centre holds how many licences, and what the bought ones among them cost.

A licence goes to its holder's unit.  That of a machine without a unit goes to the units of the people who use the
machine, in equal parts.  Parts are added up as fractions; at the end whole licences and whole cents are dealt out, the
last ones to the largest remainders, so that every column adds up to what the plan says, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from planner.domain.estate import NONE, Codes, Estate
from planner.domain.holder_origin import CodedTexts, Origins, states
from planner.domain.plan import Plan, UnitLine
from planner.domain.requirement import Requirements

UNITS = ("department", "site", "cost_centre")


def by_unit(plan: Plan, requirements: Requirements, estate: Estate) -> tuple[UnitLine, ...]:
    """Return the licences of a plan by each kind of unit that the inventory states, units by their names.

    After the units come what is held where no unit is stated, and what is bought and held by nobody.
    """
    kinds = [kind for kind in UNITS if states(estate, kind)]
    if not kinds:
        return ()
    origins = Origins.of(plan.register.member, requirements.holders, estate)
    return tuple(line for kind in kinds for line in _lines(kind, plan, origins, estate))


@dataclass(slots=True)
class _Shares:
    """What falls to one unit, in fractions of licences and of cents."""

    held: Fraction = Fraction(0)
    bought: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)


def _lines(kind: str, plan: Plan, origins: Origins, estate: Estate) -> Iterator[UnitLine]:
    units = origins.particular(estate, kind)
    parts = _parts(units, plan.register.source, origins, estate, kind)
    shares = {unit: _Shares() for _, unit in sorted(parts)}
    spare, price = _Shares(), _prices(plan)
    in_use = dict.fromkeys(price, Fraction(0))
    for (source, unit), part in sorted(parts.items()):
        shares[unit].held += part
        if source in price:
            shares[unit].bought += part
            shares[unit].cost += part * price[source].each
            in_use[source] += part
    for source, line in price.items():
        spare.bought += line.licences - in_use[source]
        spare.cost += (line.licences - in_use[source]) * line.each
    order = [*sorted(filter(None, shares)), *([""] if "" in shares else [])]
    rows = [shares[unit] for unit in order] + [spare] * (spare.bought > 0)
    figures = [whole_parts([getattr(row, name) for row in rows]) for name in ("held", "bought", "cost")]
    for place, (held, bought, cost) in enumerate(zip(*figures, strict=True)):
        is_spare = place == len(order)
        yield UnitLine(kind, "" if is_spare else order[place], held, bought, cost, is_spare)


@dataclass(frozen=True, slots=True)
class _Bought:
    """The licences of a purchase line, and what each costs, in parts of cents."""

    licences: int
    each: Fraction


def _prices(plan: Plan) -> dict[int, _Bought]:
    """Return the purchase lines by the source that the register calls them; sources that are bought are in order."""
    bought = [number for number, source in enumerate(plan.register.sources) if source.lot is None]
    return {
        number: _Bought(line.licences, Fraction(line.cost_minor, line.licences))
        for number, line in zip(bought, plan.purchases, strict=True)
    }


def whole_parts(parts: Sequence[Fraction]) -> list[int]:
    """Return whole numbers near some parts whose sum is whole, with the same sum.

    Each is rounded down, and what is left goes to the largest remainders, of equal ones to the first.
    """
    whole = [part.numerator // part.denominator for part in parts]
    left = sum(parts, Fraction(0)) - sum(whole)
    if left.denominator != 1:
        raise ValueError(f"the parts add up to {left} more than a whole number")
    by_remainder = sorted(range(len(parts)), key=lambda place: (whole[place] - parts[place], place))
    for place in by_remainder[: int(left)]:
        whole[place] += 1
    return whole


def _parts(
    units: CodedTexts, source: Codes, origins: Origins, estate: Estate, kind: str
) -> Mapping[tuple[int, str], Fraction]:
    """Return how many licences of each source fall to each unit."""
    is_blank = np.array([not text for text in units.texts], dtype=bool)[units.codes]
    shared = np.flatnonzero(is_blank & (origins.machine != NONE))
    users = _Users.of(np.unique(origins.machine[shared]), estate, kind) if len(shared) else None
    found: dict[tuple[int, str], Fraction] = {}

    def add(key: tuple[int, str], part: Fraction) -> None:
        found[key] = found.get(key, Fraction(0)) + part

    if users is not None:
        shared = shared[users.count[origins.machine[shared]] > 0]
        for each, unit, part in users.divided(source[shared], origins.machine[shared]):
            add((each, unit), part)
    whole = np.ones(len(source), dtype=bool)
    whole[shared] = False
    pairs, numbers = np.unique(source[whole] * len(units.texts) + units.codes[whole], return_counts=True)
    for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
        each, code = divmod(pair, len(units.texts))
        add((each, units.texts[code]), Fraction(number))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Users:
    """The units of the people who use machines: a row per machine and unit, by machine."""

    units: Sequence[str]
    unit: Codes  # shape (rows,): index into `units`
    people: Codes  # shape (rows,): how many people of the unit use the machine
    first: Codes  # shape (machines,): the machine's first row
    count: Codes  # shape (machines,): how many rows it has

    @staticmethod
    def of(machines: Codes, estate: Estate, kind: str) -> _Users:
        """Return the units of the people who use some machines; with two lists, everybody uses every machine."""
        people, known = estate.people, getattr(estate.people.particulars, kind)
        units = ["", *(known.values.tolist() if known is not None else ())]
        unit_of = np.zeros(len(people.ids), dtype=np.int64) if known is None else known.code.astype(np.int64) + 1
        if estate.everybody_everywhere:
            user = np.flatnonzero(people.active)
            key = unit_of[user]
        else:
            user, device = _pairs(machines, estate)
            key = device * len(units) + unit_of[user]
        rows, place = np.unique(key, return_inverse=True)
        numbers = np.zeros(len(rows), dtype=np.int64)
        np.add.at(numbers, place.reshape(-1), people.persons[user])
        device, unit = np.divmod(rows, len(units))
        if estate.everybody_everywhere:
            everywhere = np.zeros(len(estate.machines.ids), dtype=np.int64)
            return _Users(units, unit, numbers, everywhere, everywhere + len(rows))
        every = np.arange(len(estate.machines.ids))
        first = np.searchsorted(device, every)
        return _Users(units, unit, numbers, first, np.searchsorted(device, every, side="right") - first)

    def divided(self, source: Codes, machine: Codes) -> Iterator[tuple[int, str, Fraction]]:
        """Yield what falls to each unit of licences of machines, by their source; equal parts are added up first."""
        count, first = self.count[machine], self.first[machine]
        row = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())
        people = np.append(0, np.cumsum(self.people))
        users = people[first + count] - people[first]
        columns = np.stack([np.repeat(source, count), self.unit[row], np.repeat(users, count)])
        kinds, place = np.unique(columns, axis=1, return_inverse=True)
        parts = np.zeros(kinds.shape[1], dtype=np.int64)
        np.add.at(parts, place.reshape(-1), self.people[row])
        for (each, unit, all_users), part in zip(kinds.T.tolist(), parts.tolist(), strict=True):
            yield each, self.units[unit], Fraction(part, all_users)


def _pairs(machines: Codes, estate: Estate) -> tuple[Codes, Codes]:
    """Return the person and the machine of every pair that meets at some machines, each pair once."""
    accesses, people = estate.accesses, len(estate.people.ids)
    wanted = np.zeros(len(estate.machines.ids) + 1, dtype=bool)
    wanted[machines] = True
    rows = wanted[accesses.device] & (accesses.user != NONE)
    device, user = np.divmod(np.unique(accesses.device[rows] * people + accesses.user[rows]), max(people, 1))
    return user, device
