"""The lists on a sheet that somebody keeps by hand: where each begins, what its columns are called, which rows count.

Above a list stand titles, in its header names may be merged over several columns or go over two rows, between its rows
stand sums and headings, below it a legend.  All that is left out is told with its row; nothing that has a name, a
logon, a serial number or the like in it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.imports.mapping import vocabulary
from planner.imports.mapping.fields import IDS, NOTHING, Holds
from planner.imports.reading.cells import text_of
from planner.imports.reading.days import read_days
from planner.imports.reading.grids import Cell, Grid

_ROWS_LOOKED_AT = 25
"""So many filled rows are searched for the first header."""
_MANY = 3
"""So many known names make a header of a row below another list."""
_COUNT = re.compile(r"\d{1,7}(?:[.,]\d+)?")
_LONG = 60
"""So many letters are a sentence and no name."""


class Why(StrEnum):
    """Why a row is no data."""

    TITLE = "above the header"
    HEADING = "a heading between the rows"
    SUM = "a sum of other rows"
    REMARK = "a remark or a legend"
    AGAIN = "the header once more"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was left out, what it begins with, and why."""

    row: int
    text: str
    why: Why


@dataclass(frozen=True)
class ListFound:
    """One list: its header and the rows that count, with merged cells filled in."""

    grid: Grid
    """The header as the first row, then the data rows, each with its number."""
    headers: tuple[str, ...]
    """As they stand in the header row, on one line; empty where a column has none."""
    groups: tuple[str, ...]
    """What stands above each header, over several columns; empty where nothing does."""
    left_out: tuple[LeftOut, ...]
    hidden: tuple[int, ...] = ()
    """Numbers of data rows that are hidden on the sheet."""
    filled: int = 0
    """How many cells got the value of the merged cell they are in."""
    day: date | None = None
    """The day that a title above the list gives, `Stand: 12.01.2026`."""

    @property
    def header_row(self) -> int:
        """Number of the header's row."""
        return int(self.grid.numbers[0])

    @property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """The data rows."""
        return self.grid.rows[1:]

    def column(self, place: int) -> list[Cell]:
        """Return the cells of a column, counted from 0."""
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class _Line:
    """One row of the sheet: its number, its cells as they stand, and the same with merged cells filled in."""

    number: int
    cells: Sequence[Cell]
    filled: Sequence[Cell]

    @property
    def texts(self) -> list[str]:
        return [text_of(cell) for cell in self.cells]


def find_lists(grid: Grid) -> list[ListFound]:
    """Return the lists of a sheet, one below the other; none where no row looks like a header."""
    lines = _lines(grid)
    starts = list(_headers(lines))
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    begins = [_title_above(lines, last, end) for (_, last), end in zip(starts, ends, strict=False)]
    found = [_list_at(grid, lines, *start, end) for start, end in zip(starts, begins, strict=True)]
    for place, (begin, end) in enumerate(zip(begins, ends, strict=False)):
        above_next = (LeftOut(line.number, _begin(line), Why.TITLE) for line in lines[begin:end])
        found[place] = replace(found[place], left_out=(*found[place].left_out, *above_next))
    if found:  # what stands above a further list is told with the one before
        titles = [LeftOut(line.number, _begin(line), Why.TITLE) for line in lines[: starts[0][0]]]
        day = _day_in(lines[: starts[0][0]])
        found[0] = replace(found[0], left_out=(*titles, *found[0].left_out))
        found = [replace(each, day=day) for each in found]
    return found


def _title_above(lines: Sequence[_Line], last: int, end: int) -> int:
    """Return where the title of the list that begins at `end` begins: one cell, with a blank row above it."""
    if end == len(lines) or end - 1 <= last:
        return end
    line, before = lines[end - 1], lines[end - 2]
    is_title = sum(map(bool, line.texts)) == 1 and line.number > before.number + 1
    return end - 1 if is_title else end


_DAY = re.compile(r"(?<!\d)(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})(?!\d)")


def _day_in(lines: Sequence[_Line]) -> date | None:
    """Return the newest day that titles give, where it is written so that it can be read one way only."""
    texts = [text for line in lines for text in line.texts]
    days = read_days([found[0] for text in texts for found in _DAY.finditer(text)], None).days
    return max((day for day in days if day), default=None)


def _lines(grid: Grid) -> list[_Line]:
    width = max((len(row) for row in grid.rows), default=0)
    merged = _Merged(grid)
    lines = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        cells = [*row, *[None] * (width - len(row))]
        lines.append(_Line(int(number), cells, merged.fill(int(number) - 1, cells)))
    return lines


class _Merged:
    """The merged ranges of a sheet; a range of one column gives its value to all of its rows."""

    def __init__(self, grid: Grid) -> None:
        self.blocks = grid.merged
        self._row_of = {int(number) - 1: place for place, number in enumerate(grid.numbers)}
        self._at: dict[int, list[tuple[int, Cell]]] = {}
        for top, left, bottom, right in self.blocks:
            if bottom > top and top in self._row_of:
                row = grid.rows[self._row_of[top]]
                value = row[left] if left < len(row) else None
                for below in range(top + 1, min(bottom, top + 100_000) + 1):
                    self._at.setdefault(below, []).extend((place, value) for place in range(left, right + 1)[:1])

    def fill(self, row: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return the cells of a row, counted from 0, with what ranges above give to it."""
        if row not in self._at:
            return cells
        filled = list(cells)
        for place, value in self._at[row]:
            if place < len(filled) and filled[place] is None:
                filled[place] = value
        return filled


def _known(texts: Sequence[str]) -> tuple[int, Holds]:
    """Return how many different fields of one kind of list a row names, and of which."""
    headers = [vocabulary.clean_header(text) for text in texts if text and len(text) <= _LONG]
    scored = []
    for holds in Holds:
        if holds is not Holds.NOTHING:
            words = vocabulary.headers_of(holds)
            fields = {field for header in headers if (field := words.find(header)) is not None}
            scored.append((len(fields), len(fields - {NOTHING}), holds))
    most, _, holds = max(scored, key=lambda each: each[:2])
    return most, holds


def _headers(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Yield for each header its first line and its last: names under merged ones stand in a row of their own."""
    scores = [_known(line.texts)[0] if _is_all_text(line) else 0 for line in lines[:_ROWS_LOOKED_AT]]
    first = _first_header(lines, scores)
    if first is None:
        first = next((place for place, line in enumerate(lines[:_ROWS_LOOKED_AT]) if _may_be_header(lines, place)), -1)
        if first < 0:
            return
    last = _last_of_header(lines, first)
    yield first, last
    said = _folded(lines[first])
    for place in range(last + 1, len(lines)):
        line = lines[place]
        filled = sum(map(bool, line.texts))
        if filled >= _MANY and _is_all_text(line) and _folded(line) != said:
            count, _ = _known(line.texts)
            if count >= _MANY and count * 10 >= filled * 6:
                last = _last_of_header(lines, place)
                said = _folded(line)
                yield place, last


def _first_header(lines: Sequence[_Line], scores: Sequence[int]) -> int | None:
    """Return the first row that names several fields; a row of groups has its headers, which are more, below it."""
    best = max(scores, default=0)
    for place, score in enumerate(scores):
        is_followed = place + 1 < len(scores) and lines[place + 1].number == lines[place].number + 1
        if is_followed and scores[place + 1] > score:
            continue
        if score >= 2 and (score == best or score * 2 >= sum(map(bool, lines[place].texts))):
            return place
    return None


def _folded(line: _Line) -> list[str]:
    return [vocabulary.clean_header(text).casefold() for text in line.texts]


def _is_all_text(line: _Line) -> bool:
    return all(isinstance(cell, str) for cell in line.cells if cell is not None)


def _may_be_header(lines: Sequence[_Line], place: int) -> bool:
    """Tell whether a row of names nobody knows is a header: two different short texts or more, and rows below it."""
    texts = [text for text in lines[place].texts if text]
    below = lines[place + 1 : place + 3]
    return (
        len(texts) >= 2
        and len(set(texts)) == len(texts)
        and all(len(text) <= _LONG for text in texts)
        and _is_all_text(lines[place])
        and bool(below)
        and all(sum(map(bool, line.texts)) >= 2 for line in below)
    )


def _last_of_header(lines: Sequence[_Line], first: int) -> int:
    """Return the last line of a header: the next one where names stand there only under merged or blank ones."""
    if first + 1 >= len(lines) or lines[first + 1].number != lines[first].number + 1:
        return first
    above, below = lines[first].texts, lines[first + 1].texts
    under = [place for place, text in enumerate(below) if text]
    own = [place for place, text in enumerate(above) if text]
    if not under or len(under) >= len(own) + 3 or not _is_all_text(lines[first + 1]):
        return first
    only_under = all(not above[place] or (place + 1 < len(above) and not above[place + 1]) for place in under)
    leaves_others = any(place not in under for place in own)
    return first + 1 if only_under and leaves_others and len(under) < len(own) + 3 and _spans(above, under) else first


def _spans(above: Sequence[str], under: Sequence[int]) -> bool:
    """Tell whether the names below stand side by side under one name above."""
    return len(under) >= 2 and not any(above[place] for place in under[1:] if place - 1 in under)


def _list_at(grid: Grid, lines: Sequence[_Line], first: int, last: int, end: int) -> ListFound:
    headers, groups = _names(grid, lines, first, last)
    width = max((place + 1 for line in lines[first:end] for place, cell in enumerate(line.filled) if cell is not None))
    holds = _known(lines[first].texts)[1]
    ids = _id_places(headers, holds)
    kept, left_out = [], list[LeftOut]()
    said = _folded(lines[first])
    for line in lines[last + 1 : end]:
        why = _why_no_data(line, ids, said)
        if why is None:
            kept.append(line)
        else:
            left_out.append(LeftOut(line.number, _begin(line), why))
    rows: list[Sequence[Cell]] = [headers[:width], *(line.filled[:width] for line in kept)]
    numbers = [lines[first].number, *(line.number for line in kept)]
    hidden = frozenset(grid.hidden_rows)
    return ListFound(
        replace(grid, rows=rows, numbers=numbers, merged=(), hidden_rows=()),
        headers[:width],
        groups[:width],
        tuple(left_out),
        tuple(line.number for line in kept if line.number - 1 in hidden),
        sum(
            one is None and other is not None
            for line in kept
            for one, other in zip(line.cells, line.filled, strict=True)
        ),
    )


def _names(grid: Grid, lines: Sequence[_Line], first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the name of each column and the name over it, from a header and what is merged above or below it."""
    spread = _spread(grid, lines, first)
    headers = [vocabulary.clean_header(text) for text in lines[first].texts]
    groups = [""] * len(headers)
    if last > first:
        below = [vocabulary.clean_header(text) for text in lines[last].texts]
        over = _carried(headers)
        groups = [over[place] if text else "" for place, text in enumerate(below)]
        headers = [text or headers[place] for place, text in enumerate(below)]
    elif first > 0 and lines[first - 1].number == lines[first].number - 1:
        above = [vocabulary.clean_header(text) for text in spread]
        is_title = sum(map(bool, lines[first - 1].texts)) == 1 and sum(map(bool, headers)) > 2
        if not is_title:
            groups = [text if headers[place] else "" for place, text in enumerate(above)]
            headers = [header or above[place] for place, header in enumerate(headers)]
    return tuple(headers), tuple(groups)


def _spread(grid: Grid, lines: Sequence[_Line], first: int) -> list[str]:
    """Return the texts of the row above a header, each over all columns of the merged range it stands in."""
    if first == 0:
        return []
    line = lines[first - 1]
    texts = line.texts
    for top, left, bottom, right in grid.merged:
        if top <= line.number - 1 <= bottom and left < len(texts):
            for place in range(left, min(right + 1, len(texts))):
                texts[place] = texts[left]
    return texts


def _carried(headers: Sequence[str]) -> list[str]:
    """Return names, each carried on over the blank ones behind it."""
    carried, last = [], ""
    for header in headers:
        last = header or last
        carried.append(last)
    return carried


def _id_places(headers: Sequence[str], holds: Holds) -> Mapping[int, str]:
    """Return the columns whose cells make a row one of the list, and the fields they are."""
    words = vocabulary.headers_of(holds)
    found = {place: field for place, header in enumerate(headers) if header and (field := words.find(header))}
    return {place: field for place, field in found.items() if field in IDS[holds]}


def _why_no_data(line: _Line, ids: Mapping[int, str], said: Sequence[str]) -> Why | None:
    """Return why a row is no data, None where it is.

    A sum or a legend begins with a word for it, and has nothing else in the columns that name the row's thing; of a sum
    numbers may stand there, where little else does.
    """
    filled = [(place, text) for place, text in enumerate(line.texts) if text]
    if not filled:
        return Why.REMARK if any(cell is not None for cell in line.cells) else Why.HEADING
    if _folded(line) == list(said):
        return Why.AGAIN
    numbers = sum(_COUNT.fullmatch(text) is not None for _, text in filled)
    for place, text in filled[:2]:
        others = [line.texts[other] for other in ids if other != place and line.texts[other]]
        if any(_COUNT.fullmatch(other) is None or len(filled) > numbers + 1 for other in others):
            continue
        if vocabulary.beginnings("row", "sum").match(text.casefold()):
            return Why.SUM
        if vocabulary.beginnings("row", "legend").match(text.casefold()) and len(filled) <= 2:
            return Why.REMARK
    if len(filled) == 1 and len(said) > 1:
        place, text = filled[0]
        if len(text) > _LONG or text.endswith(":") or " = " in text:
            return Why.REMARK
        if ids and place not in ids:
            return Why.HEADING
    return None


def _begin(line: _Line) -> str:
    text = next((text for text in line.texts if text), "")
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
