"""Checks that concern ids whatever the sheet: repeated, differing only in case, unknown, made by rule.

Everything runs over distinct ids or over arrays; Python loops only over what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner.domain.estate import NONE, Codes
from planner.domain.issue import Location
from planner.ingest.tables.alike import looks, may_look_alike, odd_character
from planner.ingest.tables.cells import without_zeros
from planner.ingest.tables.distinct import objects, places
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanTable
from planner.words import say

MAX_COMPARISONS = 50_000_000
"""So many pairs of ids are compared for suggestions; after that unknown ids are reported without one."""


def address(where: Location) -> str:
    """Return a place for the middle of a sentence: `Devices!A9`, or `Devices, row 9`."""
    return f"{where.sheet}!{where.cell}" if where.cell else say("{sheet}, row {row}", sheet=where.sheet, row=where.row)


def first_rows(codes: Codes, count: int) -> Codes:
    """Return the first row of each code, shape (count,)."""
    first = np.full(count, -1, dtype=np.int64)
    rows = np.flatnonzero(codes >= 0)[::-1]
    first[codes[rows]] = rows
    return first


def check_unique(table: CleanTable, column: str, log: Log) -> None:
    """Report repeated ids at the later row, naming the first."""
    codes = table.code(column)
    first = first_rows(codes, len(table.values(column)))
    rows = np.flatnonzero(codes >= 0)
    for row in rows[first[codes[rows]] != rows]:
        at = int(row)
        earlier = table.where(int(first[codes[at]]), column)
        log.error(
            "CAL-202",
            table.where(at, column),
            table.found(at, column),
            say(
                '"{values}" stands here again; first at {address}.',
                values=table.values(column)[int(codes[at])],
                address=address(earlier),
            ),
            say("Keep one of the two rows, or correct the id."),
        )


def check_case(table: CleanTable, column: str, log: Log) -> None:
    """Report ids that differ from an earlier one of the column only in upper and lower case."""
    values = table.values(column)
    if len({value.casefold() for value in values}) == len(values):
        return
    first = first_rows(table.code(column), len(values))
    earliest: dict[str, int] = {}
    for code in sorted(range(len(values)), key=lambda code: int(first[code])):
        earlier = earliest.setdefault(values[code].casefold(), code)
        if earlier != code:
            at, before = int(first[code]), table.where(int(first[earlier]), column)
            _report_case(log, table.where(at, column), table.found(at, column), values[code], values[earlier], before)


def _report_case(log: Log, where: Location, found: str | None, value: str, earlier: str, before: Location) -> None:
    log.error(
        "CAL-203",
        where,
        found,
        say(
            '"{value}" differs only in upper and lower case from "{earlier}" ({address}).',
            value=value,
            earlier=earlier,
            address=address(before),
        ),
        say("Write the id the same way everywhere, or give the two different ids."),
        (earlier,),
    )


def check_alike(table: CleanTable, column: str, log: Log) -> None:
    """Report ids that look like an earlier one of the column but are written with other characters."""
    values = table.values(column)
    if not may_look_alike(values):
        return
    first = first_rows(table.code(column), len(values))
    earliest: dict[str, int] = {}
    for code in sorted(range(len(values)), key=lambda code: int(first[code])):
        earlier = earliest.setdefault(looks(values[code]).casefold(), code)
        # What differs in case only has been reported.
        if earlier == code or values[code].casefold() == values[earlier].casefold():
            continue
        at, before = int(first[code]), table.where(int(first[earlier]), column)
        here, there = odd_character(values[code], values[earlier]), odd_character(values[earlier], values[code])
        odd = say(" (here: {here})", here=here) if here else say(" (there: {there})", there=there) if there else ""
        log.error(
            "CAL-215",
            table.where(at, column),
            table.found(at, column),
            say(
                '"{values}" looks the same as "{values_2}" ({address}), but is written with other characters{odd}.',
                values=values[code],
                values_2=values[earlier],
                address=address(before),
                odd=odd,
            ),
            say("Write the id the same way everywhere, or give the two different ids."),
            (values[earlier],),
        )


def check_person_case(users: CleanTable, log: Log) -> None:
    """Report people whose ids differ only in case, where a person_id is one of the two."""
    people = users.filled("person_id")
    accounts = users.filled("user_id")
    names = {person or account for person, account in zip(people, accounts, strict=True)} - {None}
    if len({name.casefold() for name in names}) == len(names):
        return
    earliest: dict[str, tuple[str, int]] = {}
    for row, (person, account) in enumerate(zip(people, accounts, strict=True)):
        name = person or account
        if name is None:
            continue
        earlier, before = earliest.setdefault(name.casefold(), (name, row))
        if earlier != name and (person or people[before]):
            column = "person_id" if person else "user_id"
            first = users.where(before, "person_id" if people[before] else "user_id")
            _report_case(log, users.where(row, column), users.found(row, column), name, earlier, first)


@dataclass(slots=True)
class Known:
    """The ids that a sheet gives, and the nearest of them to a mistyped one."""

    table: CleanTable
    column: str
    compared: int = 0
    folded: tuple[str, ...] = ()
    alike: dict[str, int] | None = None
    """The first id, by its code, that has this text once what the eye does not see is left out."""
    by_number: dict[str, int] | None = None
    """The first id, by its code, that has this text without case and leading zeros."""
    first: Codes | None = None
    """The row each id stands in first."""

    def closest(self, wrong: str) -> tuple[str, str]:
        """Return the id nearest to a wrong one and `Closest is "KSK-009" (Devices!A9).`, nothing where none is near."""
        ids = self.table.values(self.column)
        if self.alike is None or self.by_number is None:
            self.alike = _first_by(looks, ids)
            self.by_number = _first_by(_without_case_and_zeros, ids)
        same = self.alike.get(looks(wrong))
        if same is not None:
            return ids[same], say(
                'It looks the same as "{ids}" ({place}), but is written with other characters.',
                ids=ids[same],
                place=self._place(same),
            )
        padded = self.by_number.get(_without_case_and_zeros(wrong))
        if padded is not None:
            return ids[padded], say('Closest is "{ids}" ({place}).', ids=ids[padded], place=self._place(padded))
        self.compared += len(ids)
        if self.compared > MAX_COMPARISONS:
            return "", ""
        self.folded = self.folded or tuple(known.casefold() for known in ids)
        best = process.extractOne(wrong.casefold(), self.folded, scorer=OSA.normalized_similarity, score_cutoff=0.6)
        if best is None:
            return "", ""
        return ids[best[2]], say('Closest is "{ids}" ({place}).', ids=ids[best[2]], place=self._place(best[2]))

    def _place(self, code: int) -> str:
        """Return where the id of a code stands first."""
        if self.first is None:  # looked up for every id that lost its zeros, which may be all of them
            self.first = first_rows(self.table.code(self.column), len(self.table.values(self.column)))
        return address(self.table.where(int(self.first[code]), self.column))


def _without_case_and_zeros(name: str) -> str:
    return without_zeros(name.casefold())


def _first_by(shorten: Callable[[str], str], ids: Sequence[str]) -> dict[str, int]:
    return {shorten(ids[code]): code for code in reversed(range(len(ids)))}


def check_known(
    table: CleanTable, column: str, known: Known, log: Log, also: Iterable[str] = (), thing: str = say("add it there")
) -> None:
    """Report ids of `table` that the known ones and `also` do not have."""
    values = table.values(column)
    if not values:
        return
    is_unknown = places(values, known.table.values(known.column)) == NONE
    is_unknown &= ~np.isin(np.arange(len(values)), [values.index(other) for other in also if other in values])
    codes = table.code(column)
    hints: dict[int, tuple[str, str]] = {}
    for row in np.flatnonzero(np.append(is_unknown, [False, False])[codes]):
        at, code = int(row), int(codes[row])
        if code not in hints:
            hints[code] = known.closest(values[code])
        near, hint = hints[code]
        remedy = say("{hints} Correct the id or {thing}.", hints=hint, thing=thing).strip()
        text = say('"{values}" is not in sheet "{name}".', values=values[code], name=known.table.sheet.name)
        meant = (near,) if near else ()
        log.error("CAL-201", table.where(at, column), table.found(at, column), text, remedy, meant)


def check_known_lists(
    table: CleanTable, column: str, known: Known, log: Log, also: Iterable[str] = (), thing: str = say("add it there")
) -> None:
    """The same as `check_known` for a column of lists."""
    lists = table.values(column)
    named = objects(sorted({each for names in lists for each in names}))
    unknown = set(named[places(named, known.table.values(known.column)) == NONE]) - set(also)
    wrong = [[name for name in names if name in unknown] for names in lists]
    for row in rows_where(np.append([bool(names) for names in wrong], [False, False]).astype(bool)[table.code(column)]):
        code = int(table.code(column)[row])
        for name in wrong[code]:
            near, hint = known.closest(name)
            # One cell holds them all, so it is only told what it may say where the others are right.
            mended = "; ".join(near if one == name else one for one in lists[code])
            log.error(
                "CAL-201", table.where(row, column), table.found(row, column),
                say('"{name}" is not in sheet "{name_2}".', name=name, name_2=known.table.sheet.name),
                say("{closest} Correct the id or {thing}.", closest=hint, thing=thing).strip(),
                (mended,) if near and len(wrong[code]) == 1 else (),
            )  # fmt: skip


_MADE = re.compile(r"(.*)/(person|user|device|peripheral)/([1-9]\d*)", re.DOTALL)


def check_made_ids(table: CleanTable, column: str, makes: Mapping[tuple[str, str], int], log: Log) -> None:
    """Report given ids that equal an id the program makes.

    `makes` says how many ids a stem gets: ("till1", "person") -> 6 stands for till1/person/1 ... till1/person/6.
    """
    if not makes:
        return
    values = table.values(column)
    for code, value in enumerate(values):
        made = _MADE.fullmatch(value) if "/" in value else None
        if made is None or int(made[3]) > makes.get((made[1], made[2]), 0):
            continue
        row = int(np.argmax(table.code(column) == code))
        log.error(
            "CAL-205",
            table.where(row, column),
            table.found(row, column),
            say('"{value}" is the name the program itself gives to a member of "{made}".', value=value, made=made[1]),
            say("Give it another id."),
        )


def is_made(name: str, makes: Mapping[tuple[str, str], int]) -> bool:
    """Tell whether the program makes this id."""
    made = _MADE.fullmatch(name)
    return made is not None and int(made[3]) <= makes.get((made[1], made[2]), 0)


def rows_where(mask: NDArray[np.bool_]) -> Sequence[int]:
    """Return the rows a mask marks, as plain ints."""
    return [int(row) for row in np.flatnonzero(mask)]
