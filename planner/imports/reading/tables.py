"""A grid with its header row found: columns by name, whatever their order, and days by column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest

from planner.imports.evidence import Origin
from planner.imports.questions import Talk
from planner.imports.reading.cells import text_of
from planner.imports.reading.days import Order, order_of, read_days, shows_both
from planner.imports.reading.grids import Cell, Grid

_ROWS_LOOKED_AT = 2_000


def fold(header: object) -> str:
    """Return a header as it is compared: small letters, blanks and line breaks as one blank, no marks at its end."""
    text = unicodedata.normalize("NFC", str(header if header is not None else ""))
    text = re.sub(r"[\u00ad]|-\s*\n\s*(?=[a-zäöüß])", "", text)
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().rstrip("?:*").strip().casefold()


@dataclass(frozen=True)
class Table:
    """The rows under a header; `place_of` says for our names of columns where in a row they stand."""

    grid: Grid
    header: int
    """Which of the grid's rows is the header."""
    place_of: Mapping[str, int]

    @property
    def file(self) -> str:
        """The file's name."""
        return self.grid.file

    @cached_property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """The rows under the header."""
        return self.grid.rows[self.header + 1 :]

    @cached_property
    def before(self) -> Sequence[Sequence[Cell]]:
        """The rows above the header."""
        return self.grid.rows[: self.header]

    def origin(self, place: int) -> Origin:
        """Return where a row under the header was read."""
        return Origin(self.grid.file, int(self.grid.numbers[self.header + 1 + place]), self.grid.sheet)

    def has(self, name: str) -> bool:
        """Tell whether the file has a column."""
        return name in self.place_of

    def cells(self, name: str) -> list[Cell]:
        """Return the cells of a column, None for each row where there is no such column."""
        if name not in self.place_of:
            return [None] * len(self.rows)
        place = self.place_of[name]
        return [row[place] if place < len(row) else None for row in self.rows]

    def text(self, name: str, place: int) -> str:
        """Return the clean text of one cell; empty where there is no such column."""
        column = self.place_of.get(name)
        row = self.rows[place]
        return text_of(row[column]) if column is not None and column < len(row) else ""

    def texts(self, name: str) -> list[str]:
        """Return the clean texts of a column."""
        return [text_of(cell) for cell in self.cells(name)]

    def records(self, *names: str) -> Iterator[tuple[str, ...]]:
        """Yield the clean texts of columns, row by row."""
        return zip(*(self.texts(name) for name in names), strict=True)

    def days(self, name: str, talk: Talk) -> list[date | None]:
        """Return the days of a column; which part is the month is asked where nothing shows it."""
        cells = self.cells(name)
        if name not in self.place_of:
            return [None] * len(cells)
        header = str(self.grid.rows[self.header][self.place_of[name]]).strip()
        order = order_of(cells) or self._order_of_file
        read = read_days(cells, order)
        if read.undecided:
            answer = self._ask_order(header, cells, talk)
            read = read_days(cells, Order(answer) if answer else None)
        elif read.unread:
            odd = text_of(cells[read.unread[0]])
            rows = tuple(self.origin(place).row for place in read.unread)
            talk.tell(self.grid.name, f'Column "{header}": "{odd}" is no day and counts as blank.', rows)
        return list(read.days)

    def _ask_order(self, header: str, cells: Sequence[Cell], talk: Talk) -> str | None:
        first = next(text_of(cell) for cell in cells if (isinstance(cell, str) and "/" in cell) or "-" in str(cell))
        both = "both orders stand in it" if shows_both(cells) else "no day in it shows which"
        return talk.ask(
            f"dates {self.grid.name}: {header}",
            f'{self.grid.name}, column "{header}": which part of {first} is the month? In this column {both}.',
            "The days of this column count as not known.",
            choices=tuple(Order),
            origins=(self.origin(0),),
        )

    @cached_property
    def _order_of_file(self) -> Order | None:
        """The order that other columns of the file show, where they agree: one program wrote them all."""
        columns = list(zip_longest(*self.rows[:_ROWS_LOOKED_AT]))
        shown = {order_of(cells) for cells in columns} - {None}
        return shown.pop() if len(shown) == 1 and not any(map(shows_both, columns)) else None
