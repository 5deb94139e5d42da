"""One sheet, cleaned: each column as codes into its distinct values, with the way back to the cell.

Sheets have millions of rows but far fewer distinct cells, so each distinct cell is read once and the rows carry
its code.  A sheet in parts (`Access`, `Access 2` ...) is one table; `Table.where` still names the right part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import Codes
from planner.domain.issue import Location
from planner.ingest.schema.sheets import ColumnSpec, Kind, SheetSpec
from planner.ingest.tables.cells import Reader, Unreadable, may_be_damaged, reader_for, shown, trimmed
from planner.ingest.tables.distinct import Objects, factorize, objects
from planner.ingest.tables.log import Log
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.sum_rows import adds_up, begins_like_a_sum, is_remark, is_sum_word
from planner.words import joined, say

BLANK_CELL = say("The cell is blank, but a value is needed.")
BLANK, BAD = -1, -2
"""Codes of cells that are blank, and of cells that could not be read (and have been reported)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file or sheet of a table, and where each column stands in it (0 is column A)."""

    raw: RawTable
    name: str
    """As issues name it: the sheet's own name, with the number of the part from the second on."""
    position_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CleanColumn:
    """One column: `codes` index `values` or are BLANK or BAD; `values` are distinct, in order of appearance."""

    codes: Codes  # shape (rows,)
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CleanTable:
    """A sheet's rows, cleaned.  Sum rows have been reported and left out."""

    sheet: SheetSpec
    parts: tuple[Part, ...]
    part: Codes  # shape (rows,): index into parts
    excel_row: Codes  # shape (rows,)
    raw: Mapping[str, Objects]
    columns: Mapping[str, CleanColumn]
    absent: frozenset[str]
    """Columns that should be there and are not (reported)."""

    def __len__(self) -> int:
        return len(self.excel_row)

    def where(self, row: int, column: str | None = None) -> Location:
        """Return the location of a row (counted from 0 in this table) or of a cell in it."""
        part = self.parts[int(self.part[row])]
        excel_row = int(self.excel_row[row])
        position = part.position_of.get(column) if column else None
        address = f"{column_letters(position)}{excel_row}" if part.raw.is_grid and position is not None else None
        return Location(part.raw.file, part.name, excel_row, column, address)

    @property
    def place(self) -> Location:
        """The sheet as a whole."""
        return Location(self.parts[0].raw.file, self.sheet.name)

    def found(self, row: int, column: str) -> str | None:
        """Return the text of a cell as found, None for a blank one."""
        return shown(self.raw[column][row]) if column in self.raw else None

    def code(self, column: str) -> Codes:
        """Return the codes of a column, all BLANK where the sheet does not have it."""
        clean = self.columns.get(column)
        return clean.codes if clean else np.full(len(self), BLANK, dtype=np.int64)

    def values(self, column: str) -> tuple[Any, ...]:
        """Return the distinct values of a column."""
        clean = self.columns.get(column)
        return clean.values if clean else ()

    def filled(self, column: str) -> Objects:
        """Return the value of every row, the column's default where it is blank, None where it is bad."""
        choices = np.full(len(self.values(column)) + 2, None, dtype=object)
        choices[:-2] = objects(self.values(column))
        choices[BLANK] = self.sheet.by_name[column].default
        return choices[self.code(column)]

    def rows(self, at_most: int | None = None) -> Iterator[CleanRow]:
        """Yield the rows one by one, or the first few of them; for sheets of dozens or thousands."""
        return (CleanRow(self, index) for index in range(len(self))[:at_most])


@dataclass(frozen=True, slots=True)
class CleanRow:
    """One row of a table."""

    table: CleanTable
    index: int

    def _code(self, column: str) -> int:
        clean = self.table.columns.get(column)
        return int(clean.codes[self.index]) if clean else BLANK

    def is_given(self, column: str) -> bool:
        """Whether the cell has a value that could be read."""
        return self._code(column) >= 0

    def is_bad(self, column: str) -> bool:
        """Whether the cell could not be read, or its column is missing; nothing more should be said about it."""
        return self._code(column) == BAD or column in self.table.absent

    def get(self, column: str) -> Any:
        """Return the value of a cell, the column's default where it is blank, None where it is bad."""
        code = self._code(column)
        if code >= 0:
            return self.table.columns[column].values[code]
        return self.table.sheet.by_name[column].default if code == BLANK else None

    def found(self, column: str) -> str | None:
        """Return the text of a cell as found."""
        return self.table.found(self.index, column)

    def where(self, column: str | None = None) -> Location:
        """Return the location of a cell of this row, or of the row."""
        return self.table.where(self.index, column)


MayBeBlank = Callable[[str, CleanTable], NDArray[np.bool_]]
"""Says which rows of a table may leave a required column blank all the same, shape (rows,)."""


def column_letters(position: int) -> str:
    """Return the letters Excel gives a column, 0 being A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def header_of(raw: RawTable, name: str, position: int, column: str) -> Location:
    """Return the location of a header."""
    address = f"{column_letters(position)}{raw.header_row}" if raw.is_grid else None
    return Location(raw.file, name, raw.header_row, column, address)


def clean_table(
    sheet: SheetSpec,
    parts: Sequence[Part],
    absent: frozenset[str],
    log: Log,
    may_be_blank: MayBeBlank | None = None,
) -> CleanTable:
    """Read every cell of a sheet; report sum rows, unreadable cells and blanks where a value is required.

    `may_be_blank` says for a required column which rows may leave it blank all the same (breaks of one offer).
    """
    whole = _join(sheet, parts, absent)
    factors = {key: factorize(whole.raw[key]) for key in sheet.keys if key in whole.raw}
    bare = _without_sum_rows(whole, factors, log)
    if len(bare) < len(whole):
        factors = {}
    columns: dict[str, CleanColumn] = {}
    table = CleanTable(bare.sheet, bare.parts, bare.part, bare.excel_row, bare.raw, columns, bare.absent)
    for column in sheet.columns:
        if column.name in bare.raw:
            raw_codes, distinct = factors.get(column.name) or factorize(bare.raw[column.name])
            columns[column.name] = _clean_column(table, column, raw_codes, distinct, log)
            if not column.unless:
                _require(table, column, log, may_be_blank)
    for column in sheet.columns:
        if column.unless and column.name in columns:
            _require(table, column, log, _has_other)
    return table


def _join(sheet: SheetSpec, parts: Sequence[Part], absent: frozenset[str]) -> CleanTable:
    lengths = [len(part.raw.rows) for part in parts]
    present = [column.name for column in sheet.columns if any(column.name in part.position_of for part in parts)]
    raw = {name: np.concatenate([_cells_of(part, name) for part in parts]) for name in present}
    number = np.repeat(np.arange(len(parts)), lengths)
    return CleanTable(sheet, tuple(parts), number, np.concatenate([part.raw.rows for part in parts]), raw, {}, absent)


def _cells_of(part: Part, name: str) -> Objects:
    if name in part.position_of:
        return part.raw.columns[part.position_of[name]]
    return np.full(len(part.raw.rows), None, dtype=object)


def _without_sum_rows(table: CleanTable, factors: Mapping[str, tuple[Codes, Objects]], log: Log) -> CleanTable:
    """Report rows whose id cell says "total" and the like, and leave them out."""
    is_sum = np.zeros(len(table), dtype=bool)
    for key, (codes, distinct) in factors.items():
        sums = np.append(_say_sum(distinct), False)  # the last one is for blank cells, code -1
        for row in np.flatnonzero(sums[codes] & ~is_sum):
            found = table.found(int(row), key)
            log.error(
                "CAL-117",
                table.where(int(row), key),
                found,
                say('"{value}" looks like a sum row.', value=(found or "").strip()),
                say("Remove the row; totals are counted by the program."),
            )
        is_sum |= sums[codes]
    _find_worded_sums(table, factors, is_sum, log)
    _find_remarks(table, is_sum, log)
    if not is_sum.any():
        return table
    kept = ~is_sum
    raw = {name: cells[kept] for name, cells in table.raw.items()}
    return CleanTable(table.sheet, table.parts, table.part[kept], table.excel_row[kept], raw, {}, table.absent)


def _find_worded_sums(
    table: CleanTable, factors: Mapping[str, tuple[Codes, Objects]], is_sum: NDArray[np.bool_], log: Log
) -> None:
    """Report and mark rows called "Total owned" and the like whose figures are the sum of the rows above."""
    figures = [name for name in table.sheet.sums if name in table.raw]
    for key, (codes, distinct) in factors.items() if figures else ():
        begins = np.array([*map(begins_like_a_sum, distinct), False])  # the last one is for blank cells, code -1
        for row in np.flatnonzero(begins[codes] & ~is_sum):
            above = np.flatnonzero(~is_sum[:row])
            summed = [name for name in figures if adds_up(table.raw[name][row], table.raw[name][above])]
            if not summed:
                continue
            is_sum[row] = True
            at, found = int(row), table.found(int(row), key)
            log.error(
                "CAL-117",
                table.where(at, key),
                found,
                say(
                    '"{value}" looks like a sum row: its {summed}, {found}, is the sum of the rows above.',
                    value=(found or "").strip(),
                    summed=summed[0],
                    found=table.found(at, summed[0]),
                ),
                say("Remove the row; totals are counted by the program. If it is none, give it another name."),
            )


_MOST_REMARKS = 5
"""So many last rows of a list are looked at."""


def _find_remarks(table: CleanTable, is_sum: NDArray[np.bool_], log: Log) -> None:
    """Report and mark last rows that hold nothing but a remark in the place of the id: they are below the list."""
    for number in range(len(table.parts)):
        for row in np.flatnonzero(table.part == number)[: -_MOST_REMARKS - 1 : -1].tolist():
            given = [name for name, cells in table.raw.items() if cells[row] is not None]
            if is_sum[row] or not given:
                continue
            if len(given) > 1 or given[0] not in table.sheet.keys or not is_remark(table.raw[given[0]][row]):
                break
            is_sum[row] = True
            found = table.found(row, given[0])
            log.error(
                "CAL-119",
                table.where(row, given[0]),
                found,
                say(
                    '"{value}" looks like a remark below the list: the rest of the row is blank.',
                    value=(found or "").strip(),
                ),
                say("Delete the row. If it is an id of the list, move its row up."),
            )


def _clean_column(table: CleanTable, column: ColumnSpec, raw_codes: Codes, distinct: Objects, log: Log) -> CleanColumn:
    """Read the distinct cells of a column once and hand the result to the rows."""
    if column.kind in (Kind.ID, Kind.TEXT) and _are_plain(distinct):
        return CleanColumn(raw_codes, tuple(distinct))
    meaning = np.full(len(distinct) + 1, BLANK, dtype=np.int64)  # the last one is for blank cells, code -1
    reader = reader_for(column)
    values, complaints = _read_distinct(distinct, reader, meaning, keep_apart=column.kind is Kind.POLICY)
    codes = meaning[raw_codes]
    for row in np.flatnonzero(codes == BAD) if complaints else ():
        problem = complaints[int(raw_codes[row])]
        at = int(row)
        where, found = table.where(at, column.name), table.found(at, column.name)
        log.error(problem.code, where, found, problem.text, problem.remedy, problem.suggestions)
    return CleanColumn(codes, values)


def _read_distinct(
    distinct: Objects, reader: Reader, meaning: Codes, *, keep_apart: bool
) -> tuple[tuple[Any, ...], dict[int, Unreadable]]:
    """Fill `meaning` with the code of each distinct cell's value; return the values, and complaints by raw code."""
    code_of: dict[Any, int] = {}
    complaints: dict[int, Unreadable] = {}
    for raw_code, cell in enumerate(distinct):
        # Most cells begin with a letter or a digit: only the others can be blank.
        if isinstance(cell, str) and not cell[:1].isalnum() and not trimmed(cell):
            continue
        try:
            value = reader(cell)
        except Unreadable as problem:
            complaints[raw_code] = problem
            meaning[raw_code] = BAD
            continue
        if value is None:  # a word for nothing
            continue
        # 1 and True are one key of a dictionary, but not one policy value.
        key = (type(value), value) if keep_apart else value
        meaning[raw_code] = code_of.setdefault(key, len(code_of))
    return tuple(key[1] for key in code_of) if keep_apart else tuple(code_of), complaints


def _has_other(column: str, table: CleanTable) -> NDArray[np.bool_]:
    """Tell which rows fill the column that is asked for unless this one is filled."""
    filled: NDArray[np.bool_] = table.code(table.sheet.by_name[column].unless) != BLANK
    return filled


def _require(table: CleanTable, column: ColumnSpec, log: Log, may_be_blank: MayBeBlank | None) -> None:
    """Report the blank cells of a required column."""
    if not column.required or column.name in table.absent:
        return
    blank = table.columns[column.name].codes == BLANK
    if may_be_blank is not None and blank.any():
        blank &= ~may_be_blank(column.name, table)
    for row in np.flatnonzero(blank):
        where = table.where(int(row), column.name)
        if column.kind is Kind.PRICE:
            log.error(
                "CAL-107",
                where,
                None,
                say("The price is blank."),
                say("Ask the vendor for the price, or delete the row."),
            )
        else:
            log.error("CAL-101", where, None, BLANK_CELL, what_to_type(column))


def what_to_type(column: ColumnSpec) -> str:
    """Return what is to be done with a blank cell of a required column."""
    if column.words:
        return say("Type one of {value}.", value=joined(", ", column.words))
    if column.unless:
        return say('Type {kind}, or fill the column "{unless}".', kind=column.kind, unless=column.unless)
    return say("Type {kind}.", kind=column.kind) if column.kind is not Kind.TEXT else say("Type it.")


def _are_plain(cells: Objects) -> bool:
    """Tell whether every cell is a text that means itself: nothing to trim, invisible or damaged, no `1001.0`."""
    try:
        return all(map(str.isprintable, cells)) and all(map(_means_itself, cells)) and not may_be_damaged(cells)
    except TypeError:  # not a text
        return False


def _means_itself(text: str) -> bool:
    return text != "" and text == text.strip() and not (text.endswith(".0") and text[:-2].isdigit())


def _say_sum(cells: Objects) -> NDArray[np.bool_]:
    """Return which cells say that their row is a sum of others."""
    return np.fromiter(map(is_sum_word, cells), dtype=bool, count=len(cells))
