"""A sheet written from top to bottom: title, notes, tables; set up to be read on screen and printed on A4.

Rows are written in ascending order only, as the library's low-memory mode demands.  Text goes into cells as
text, whatever it begins with: an id like `=1+1` never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.domain.money import MINOR_PER_MAJOR
from planner.report.excel.style import Kind, Styles, Weight

_A4 = 9
_LINE_HEIGHT, _ROW_PADDING = 13.0, 2.0
_SIDE = 2  # characters a cell's text keeps off its sides
_LONGEST_TEXT = 32_767
_ILLEGAL_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its header, what it holds, and its width in characters, growing up to `most`."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 12
    most: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the result stored with it: minor units in money columns, a plain number elsewhere."""

    text: str
    result: float


Cell = str | int | float | Formula | None


class Book:
    """A workbook in the making: its styles and the names of its sheets."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        self.styles = Styles(workbook)
        self._names: set[str] = set()

    def page(self, name: str, columns: Sequence[Column], *, landscape: bool = True) -> Page:
        """Return a new sheet; its name is made legal and different from all others."""
        return Page(self, self._unique(name), columns, landscape)

    def _unique(self, wanted: str) -> str:
        clean = "".join(char for char in wanted.translate(_ILLEGAL_IN_NAMES) if char.isprintable()).strip(" '")
        name, number = clean[:_NAME_LENGTH].rstrip(" '"), 1
        while name.lower() in self._names:
            number += 1
            ending = f" ({number})"
            name = clean[: _NAME_LENGTH - len(ending)].rstrip(" '") + ending
        self._names.add(name.lower())
        return name


class Page:
    """One sheet.  `row` is the next row to write, counted from 0."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], landscape: bool) -> None:
        self.name, self.columns, self.row = name, tuple(columns), 0
        self.sheet = book.workbook.add_worksheet(name)
        self._styles = book.styles
        self._widths = [column.width for column in columns]
        self._set_up(landscape)

    def _set_up(self, landscape: bool) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&8&A&R&8Page &P of &N")
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, width)

    def address(self, row: int, column: int, *, fixed: bool = False) -> str:
        """Return a cell's address inside this sheet, e.g. `C8` or `$C$8`."""
        return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))

    def reference(self, row: int, column: int) -> str:
        """Return a cell's address for formulas on other sheets."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{self.address(row, column)}"

    def title(self, text: str) -> None:
        """Write the sheet's title."""
        self.sheet.set_row(self.row, 24)
        self.sheet.write_string(self.row, 0, _cut(text), self._styles.of(Weight.TITLE))
        self.row += 1

    def section(self, text: str) -> None:
        """Leave a row free and write a section's title."""
        self.sheet.write_string(self.row + 1, 0, _cut(text), self._styles.of(Weight.SECTION))
        self.row += 2

    def note(self, text: str, weight: Weight = Weight.NOTE) -> None:
        """Write a sentence across all columns."""
        self.across(text, weight, 0)
        self.row += 1

    def across(self, text: str, weight: Weight, first: int) -> None:
        """Write text into the present row from column `first` to the last, in as many lines as it takes."""
        last, style = len(self.columns) - 1, self._style(weight, first)
        # Letters are narrower on average than the digits that widths count; over a long line that is safe to use.
        self._set_height([(text, int(1.1 * sum(self._widths[first:])))])
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.sheet.write_string(self.row, first, _cut(text), style)

    def _style(self, weight: Weight, column: int, kind: Kind = Kind.TEXT) -> Any:
        return self._styles.of(weight, kind, indented=column > 0)

    def _set_height(self, texts: Sequence[tuple[str, int]]) -> None:
        """Make the present row high enough for texts wrapped at their widths; not every program does it itself."""
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, _height(lines))

    def put(self, column: int, text: str, weight: Weight) -> None:
        """Write text into one cell of the present row."""
        self.sheet.write_string(self.row, column, _cut(text), self._style(weight, column))

    def skip(self) -> None:
        """Leave a row free."""
        self.row += 1

    def header(self, *, repeat: bool = True) -> int:
        """Write the columns' titles and return their row; `repeat` keeps them in view and on each printed page."""
        self._set_height([(column.title, width) for column, width in zip(self.columns, self._widths, strict=True)])
        for number, column in enumerate(self.columns):
            style = self._style(Weight.HEADER, number, column.kind)
            self.sheet.write_string(self.row, number, _cut(column.title), style)
        if repeat:
            self.sheet.freeze_panes(self.row + 1, 0)
            self.sheet.repeat_rows(self.row)
        self.row += 1
        return self.row - 1

    def line(self, cells: Sequence[Cell], weight: Weight = Weight.BODY) -> int:
        """Write one row of the table and return its number; money is given in minor units."""
        texts = {number: cell for number, cell in enumerate(cells) if isinstance(cell, str)}
        if weight is Weight.BODY:
            self._grow({number: len(text) for number, text in texts.items()})
            self._set_height([(text, self._widths[number]) for number, text in texts.items()])
        for number, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            self._write(number, cell, column, weight)
        self.row += 1
        return self.row - 1

    def _write(self, number: int, cell: Cell, column: Column, weight: Weight) -> None:
        style = self._style(weight, number, column.kind)
        if cell is None:
            self.sheet.write_blank(self.row, number, None, style)
        elif isinstance(cell, Formula):
            self.sheet.write_formula(self.row, number, cell.text, style, _shown(cell.result, column.kind))
        elif isinstance(cell, str):
            self.sheet.write_string(self.row, number, _cut(cell), style)
        else:
            self.sheet.write_number(self.row, number, _shown(cell, column.kind), style)

    def _grow(self, lengths: Mapping[int, int]) -> None:
        """Widen columns to texts of these lengths, as far as they may."""
        for number, length in lengths.items():
            width = min(length + _SIDE, self.columns[number].most)
            if width > self._widths[number]:
                self._widths[number] = width
                self.sheet.set_column(number, number, width)

    def texts(self, columns: Sequence[Sequence[str]]) -> None:
        """Write many rows of text, given as columns."""
        if not columns[0]:
            return
        self._grow({number: max(map(len, texts)) for number, texts in enumerate(columns)})
        styles = [self._style(Weight.BODY, number) for number in range(len(columns))]
        for cells in zip(*columns, strict=True):
            self._set_height(list(zip(cells, self._widths, strict=True)))
            for number, (cell, style) in enumerate(zip(cells, styles, strict=True)):
                self.sheet.write_string(self.row, number, _cut(cell), style)
            self.row += 1


def _height(lines: int) -> float:
    return _LINE_HEIGHT * lines + _ROW_PADDING


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes at a width in characters, a little on the safe side."""
    room = max(width - _SIDE, 1)
    return sum(max(-(-len(part) // room), 1) for part in text.split("\n"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _shown(value: float, kind: Kind) -> Any:
    return value / MINOR_PER_MAJOR if kind in (Kind.MONEY, Kind.DIFFERENCE) else value
