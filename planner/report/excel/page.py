"""A sheet written from top to bottom: title, notes, tables; set up to be read on screen and printed on A4.

Rows are written in ascending order only, as the library's low-memory mode demands.  Text goes into cells as
text, whatever it begins with: an id like `=1+1` never becomes a formula.

Columns grow with their texts only as far as the printed page stays readable; longer texts wrap, and rows are
as high as their texts need, since not every program fits them itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.domain.money import MINOR_PER_MAJOR
from planner.report.excel.lines import lines_needed
from planner.report.excel.style import ColumnKind, Styles, Weight, font_size
from planner.words import say, shown

_A4 = 9
_LINE_HEIGHT, _ROW_PADDING, _HIGHEST_ROW = 13.0, 2.0, 409.0
_SIDE = 2  # characters a cell's text keeps off its sides
_PAGE_WIDTH = 160
"""Characters that columns grow to in all: so many are printed across A4 at about 8 points."""
_WIDEST_NUMBER = 26
_USUAL_SIZE = font_size(Weight.BODY)
_LABELLED = (Weight.EXTRA, Weight.GROUP, Weight.SUBTOTAL, Weight.TOTAL)
_LONGEST_TEXT = 32_767
_ILLEGAL_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NAME_LENGTH = 31


@dataclass(frozen=True, slots=True)
class PageColumn:
    """One column of a sheet: its header, what it holds, and its width in characters, growing up to `most`."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 12
    most: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the result stored with it: minor units in money columns, a plain number elsewhere."""

    text: str
    result: float


Cell = str | int | float | Formula | None


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that remembers how texts are written: a register has few different ones, thousands of times."""

    fh: Any

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[str, int], str] = {}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell).__name__ != "String" or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        key = cell.string, id(cell.format)
        if key not in self._written:
            if len(self._written) >= _MOST_WRITTEN:
                self._written.clear()
            self._written[key] = self._as_first_cell(cell).removeprefix('<c r="A1"')
        self.fh.write(f'<c r="{xl_rowcol_to_cell(row, col)}"{self._written[key]}')

    def _as_first_cell(self, cell: Any) -> str:
        """Return what the library writes for a cell that stands in A1."""
        fh, self.fh = self.fh, StringIO()
        try:
            super()._write_cell(0, 0, cell)
            return str(self.fh.getvalue())
        finally:
            self.fh = fh


_MOST_WRITTEN = 10_000


class Book:
    """A workbook in the making: its styles and the names of its sheets."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        self.styles = Styles(workbook)
        self._names: set[str] = set()

    def page(self, name: str, columns: Sequence[PageColumn], *, landscape: bool = True) -> Page:
        """Return a new sheet; its name is made legal and different from all others."""
        return Page(self, self._unique(shown(name)), columns, landscape)

    def _unique(self, wanted: str) -> str:
        clean = "".join(char for char in wanted.translate(_ILLEGAL_IN_NAMES) if char.isprintable()).strip(" '")
        name, number = clean[:_NAME_LENGTH].rstrip(" '"), 1
        while name.lower() in self._names:
            number += 1
            ending = say(" ({number})", number=number)
            name = clean[: _NAME_LENGTH - len(ending)].rstrip(" '") + ending
        self._names.add(name.lower())
        return name


class Page:
    """One sheet.  `row` is the next row to write, counted from 0."""

    def __init__(self, book: Book, name: str, columns: Sequence[PageColumn], landscape: bool) -> None:
        self.name, self.row = name, 0
        self.columns = tuple(replace(column, title=shown(column.title)) for column in columns)
        self.sheet = book.workbook.add_worksheet(name, worksheet_class=_Sheet)
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
        sheet.set_footer(say("&L&8&A&R&8Page &P of &N"))
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, width)

    def address(self, row: int, column: int, *, fixed: bool = False) -> str:
        """Return a cell's address inside this sheet, e.g. `C8` or `$C$8`."""
        return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))

    def reference(self, row: int, column: int) -> str:
        """Return a cell's address for formulas on other sheets."""
        quoted = self.name.replace("'", "''")
        return say("'{quoted}'!{address}", quoted=quoted, address=self.address(row, column))

    def title(self, text: str) -> None:
        """Write the sheet's title."""
        text = shown(text)
        self.sheet.set_row(self.row, 24)
        self.sheet.write_string(self.row, 0, _cut(text), self._styles.of(Weight.TITLE))
        self.row += 1

    def section(self, text: str) -> None:
        """Leave a row free and write a section's title."""
        text = shown(text)
        self.sheet.write_string(self.row + 1, 0, _cut(text), self._styles.of(Weight.SECTION))
        self.row += 2

    def note(self, text: str, weight: Weight = Weight.NOTE) -> None:
        """Write a sentence across all columns."""
        self.across(text, weight, 0)
        self.row += 1

    def across(self, text: str, weight: Weight, first: int, last: int | None = None) -> None:
        """Write text into the present row from column `first` to `last`, in as many lines as it takes."""
        text = shown(text)
        last = len(self.columns) - 1 if last is None else last
        style = self._style(weight, first)
        if last > first:
            self._set_height([(text, sum(self._widths[first : last + 1]))], font_size(weight))
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.sheet.write_string(self.row, first, _cut(text), style)

    def _style(self, weight: Weight, column: int, kind: ColumnKind = ColumnKind.TEXT) -> Any:
        return self._styles.of(weight, kind, indented=column > 0)

    def _set_height(self, texts: Sequence[tuple[str, int]], size: float = _USUAL_SIZE) -> None:
        """Make the present row high enough for texts, each wrapped at its width in characters of usual size."""
        scale = size / _USUAL_SIZE
        self._set_lines(max((lines_needed(text, (width - _SIDE) / scale) for text, width in texts), default=1), scale)

    def _set_lines(self, lines: int, scale: float = 1.0) -> None:
        """Make the present row high enough for so many lines."""
        if lines > 1:
            self.sheet.set_row(self.row, min(_LINE_HEIGHT * scale * lines + _ROW_PADDING, _HIGHEST_ROW))

    def fit(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Widen the columns for rows that are still to be written, so that what is written before knows the widths."""
        for cells in map(_as_shown, rows):
            self._grow({number: len(cell) for number, cell in enumerate(cells) if isinstance(cell, str)})

    def put(self, column: int, text: str, weight: Weight) -> None:
        """Write text into one cell of the present row."""
        self.sheet.write_string(self.row, column, _cut(shown(text)), self._style(weight, column))

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
        cells = _as_shown(cells)
        if weight is Weight.BODY:
            self.fit([cells])
            self._set_height([(cell, self._widths[at]) for at, cell in enumerate(cells) if isinstance(cell, str)])
        self._widen_for_numbers(cells)
        for number, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            self._write(number, cell, column, weight)
        if weight in _LABELLED and isinstance(cells[0], str):
            self._label(cells[0], weight, cells)
        self.row += 1
        return self.row - 1

    def _label(self, text: str, weight: Weight, cells: Sequence[Cell]) -> None:
        """Write a row's label across the empty cells beside it where its own column is too narrow."""
        last = next((number for number, cell in enumerate(cells) if number and cell is not None), len(cells)) - 1
        if last > 0 and len(text) > self._widths[0] - _SIDE:
            self.across(text, weight, 0, last)

    def _write(self, number: int, cell: Cell, column: PageColumn, weight: Weight) -> None:
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
        """Widen columns to texts of these lengths, as far as they may and the page has room."""
        for number, length in lengths.items():
            room = _PAGE_WIDTH - sum(self._widths)
            self._widen(number, min(length + _SIDE, self.columns[number].most, self._widths[number] + room))

    def _widen_for_numbers(self, cells: Sequence[Cell]) -> None:
        """Widen columns to their numbers, whatever the page: a number too long for its cell shows as #####."""
        for number, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
            value = cell.result if isinstance(cell, Formula) else cell
            if isinstance(value, int | float) and column.kind is not ColumnKind.SHARE:
                places = 2 if column.kind in (ColumnKind.MONEY, ColumnKind.DIFFERENCE) else 0
                self._widen(number, min(len(f"{_shown(value, column.kind):+,.{places}f}") + 1, _WIDEST_NUMBER))

    def _widen(self, number: int, width: int) -> None:
        if width > self._widths[number]:
            self._widths[number] = width
            self.sheet.set_column(number, number, width)

    def texts(self, columns: Sequence[Sequence[str]]) -> None:
        """Write many rows of text, given as columns."""
        if not columns[0]:
            return
        columns = [[shown(text) for text in column] for column in columns]
        self._grow({number: max(map(len, texts)) for number, texts in enumerate(columns)})
        styles = [self._style(Weight.BODY, number) for number in range(len(columns))]
        for cells, lines in zip(zip(*columns, strict=True), self._lines(columns), strict=True):
            self._set_lines(lines)
            for number, (cell, style) in enumerate(zip(cells, styles, strict=True)):
                if cell:
                    self.sheet.write_string(self.row, number, _cut(cell), style)
                else:
                    self.sheet.write_blank(self.row, number, None, style)
            self.row += 1

    def _lines(self, columns: Sequence[Sequence[str]]) -> Iterable[int]:
        """Return how many lines each row of texts takes; many texts occur on many rows."""
        lines = []
        for texts, width in zip(columns, self._widths, strict=True):
            of_text = {text: lines_needed(text, width - _SIDE) for text in set(texts)}
            lines.append([of_text[text] for text in texts])
        return map(max, *lines) if len(lines) > 1 else lines[0]


def _as_shown(cells: Sequence[Cell]) -> list[Cell]:
    return [shown(cell) if isinstance(cell, str) else cell for cell in cells]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _shown(value: float, kind: ColumnKind) -> Any:
    return value / MINOR_PER_MAJOR if kind in (ColumnKind.MONEY, ColumnKind.DIFFERENCE) else value
