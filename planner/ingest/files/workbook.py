"""A workbook to tables: the fast reader gives the values, the scan of its format what that reader leaves out.

The formats .xls and .ods have readers of their own, which leave nothing out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from planner.domain.issue import Issue, Location
from planner.ingest.files import ods, ole, xls, xlsb, xlsx
from planner.ingest.files.answer import PackedColumn, PackedTable
from planner.ingest.files.facts import Range, ReadSheet, SheetFacts, address, column_letters
from planner.ingest.files.grid import GridBuilder, cell, filled, plain, to_table
from planner.ingest.files.kind import FileFormat
from planner.ingest.files.problems import (
    DAMAGED,
    HIDDEN,
    HIDDEN_PARTS,
    MERGED,
    PARTLY,
    Refused,
    damaged,
    error,
    giant,
    locked,
    notice,
)
from planner.words import joined, say

_ENDINGS = {
    FileFormat.XLSX: (".xlsx", ".xlsm"),
    FileFormat.XLSB: (".xlsb",),
}
_WHOLE = {FileFormat.XLS: xls.read_sheets, FileFormat.ODS: ods.read_sheets}
_BATCH_ROWS = 4_000


def read_workbook(path: Path, name: str, kind: FileFormat) -> Iterator[PackedTable | Issue]:
    """Yield the tables of a workbook and what is to be said about them.  Raises `Refused` if none can be read."""
    for found in read_sheets(path, name, kind):
        if isinstance(found, Issue):
            yield found
        else:
            yield from _tell(Location(file=name, sheet=found.name), found)


def read_sheets(path: Path, name: str, kind: FileFormat) -> Iterator[ReadSheet | Issue]:
    """Yield the sheets of a workbook as they stand, and why some are not read.  Raises `Refused` if none can be."""
    where = Location(file=name)
    if kind in _WHOLE:
        yield from _read_whole(path, kind, where)
        return
    facts, copy = _scan(path, kind, where)
    yield from _read_all(_open(path, copy, kind, where), where, facts)


def _read_whole(path: Path, kind: FileFormat, where: Location) -> Iterator[ReadSheet | Issue]:
    """Yield what the format's own reader finds; an .xls file that it stumbles over the fast one reads, if it can."""
    try:
        sheets = list(_WHOLE[kind](path, where))
    except Refused as refused:
        if kind is not FileFormat.XLS or refused.issue.code != DAMAGED:
            raise
        yield from _read_damaged(path, where, refused)
        return
    for found in sheets:
        yield found.facts.refused.issue if found.facts.refused is not None else found


def _read_damaged(path: Path, where: Location, refused: Refused) -> Iterator[ReadSheet | Issue]:
    """Yield what the fast reader finds, which looks at less.  Raises what was wrong where it finds nothing."""
    try:
        ole.check_chains(path, where)  # the fast reader trusts them
        found = list(_read_all(_open(path, path.read_bytes(), FileFormat.XLS, where), where, {}))
    except Refused:
        raise refused from None
    if not any(isinstance(each, ReadSheet) and each.columns for each in found):
        raise refused
    yield from found
    text = say(
        "Parts of the file make no sense; its cells were read, but error values and what is hidden are not told."
    )
    yield notice(PARTLY, where, text, say("Open it in Excel and save it as .xlsx."))


def _read_all(book: CalamineWorkbook, where: Location, facts: Mapping[str, SheetFacts]) -> Iterator[ReadSheet | Issue]:
    """Yield what stands in the sheets of a workbook that the fast reader has opened."""
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        in_sheet = Location(file=where.file, sheet=sheet.name)
        try:
            is_hidden = sheet.visible != SheetVisibleEnum.Visible
            yield _read_sheet(book, in_sheet, facts.get(sheet.name, SheetFacts()), is_hidden)
        except Refused as refused:
            yield refused.issue


def _scan(path: Path, kind: FileFormat, where: Location) -> tuple[Mapping[str, SheetFacts], bytes | None]:
    """Return the facts per sheet, and a copy to read in the place of a file that is unusual."""
    if kind is FileFormat.XLSX:
        return xlsx.scan(path, where)
    return xlsb.scan(path, where), None


def _open(path: Path, copy: bytes | None, kind: FileFormat, where: Location) -> CalamineWorkbook:
    try:
        if copy is not None:
            return CalamineWorkbook.from_filelike(io.BytesIO(copy))
        if path.suffix.lower() in _ENDINGS[kind]:
            return CalamineWorkbook.from_path(str(path))
        return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))  # goes by content, not by the ending
    except BaseException as problem:
        raise _refusal(problem, where) from problem


def _refusal(problem: BaseException, where: Location) -> BaseException:
    """Return what to raise for a failure of the fast reader; its panics are no ordinary exceptions."""
    if isinstance(problem, PasswordError):
        return locked(where)
    if isinstance(problem, (MemoryError, KeyboardInterrupt, SystemExit)):
        return problem
    if "limit exceeded" in str(problem):
        return giant(where, say("it has too many cells"))
    return damaged(where, say("its parts do not hang together ({problem})", problem=str(problem)[:200]))


def _read_sheet(book: CalamineWorkbook, where: Location, facts: SheetFacts, is_hidden: bool) -> ReadSheet:
    assert where.sheet is not None
    if facts.refused is not None:
        raise facts.refused
    try:
        sheet = book.get_sheet_by_name(where.sheet)
        columns = _columns(sheet, facts.marks)
        facts.merged.extend(Range(*top, *bottom) for top, bottom in sheet.merged_cell_ranges or ())
    except BaseException as problem:
        raise _refusal(problem, where) from problem
    return ReadSheet(where.sheet, columns, facts, is_hidden)


def _tell(where: Location, sheet: ReadSheet) -> Iterator[PackedTable | Issue]:
    """Yield the table of a sheet, and what is to be said about it."""
    assert where.file is not None
    table = to_table(where.file, sheet.name, sheet.columns, is_grid=True)
    if table is None:
        return
    yield table
    yield from _merged_issues(where, table, sheet.columns, sheet.facts.merged)
    yield from _hidden_issues(where, table, sheet.facts)
    if sheet.is_hidden:
        text = say('Sheet "{sheet}" is hidden and was read like the others.', sheet=where.sheet)
        yield notice(HIDDEN, where, text, say("Delete it if it should not count."))


def _columns(sheet: CalamineSheet, marks: Mapping[tuple[int, int], str]) -> tuple[PackedColumn, ...]:
    """Return the cells from A1 on.

    The reader leaves out empty columns at the left, and perhaps empty rows at the top, so the place of its rows is
    counted back from the last cell, which it tells.
    """
    grid, height, width = GridBuilder(), 0, 0
    rows = sheet.iter_rows()
    while batch := list(islice(rows, _BATCH_ROWS)):
        grid.add(batch)
        height, width = height + len(batch), len(batch[0])
    if not height and not marks:
        return ()
    last_row, last_column = sheet.end or (height - 1, width - 1)
    return grid.finish(last_row + 1 - height, last_column + 1 - width, marks)


def _merged_issues(
    where: Location, table: PackedTable, columns: tuple[PackedColumn, ...], merged: list[Range]
) -> Iterator[Issue]:
    """Yield an error per merged range that holds a value of the table."""
    titled = [bool(header) for header in table.headers]
    for block in sorted(set(merged), key=lambda block: (block.top, block.left)):
        if block.bottom < table.header_row - 1 or not any(titled[block.left : block.right + 1]):
            continue
        if block.top == table.header_row - 1 and block.right > block.left and sum(titled) == 1:
            continue  # a title above the header, which is told of as such
        value = _value_at(columns, block.top, block.left)
        if value is None:
            continue
        found = Location(
            where.file, where.sheet, block.top + 1, table.headers[block.left] or None, address(block.top, block.left)
        )
        text = say(
            'The cells {block} are merged: only the first has the value "{value}", the others are blank.',
            block=block,
            value=value,
        )
        yield error(MERGED, found, text, say("Unmerge them and fill in every cell."), value)


def _hidden_issues(where: Location, table: PackedTable, facts: SheetFacts) -> Iterator[Issue]:
    """Yield a notice about hidden rows of the table, and one about hidden columns that have a header."""
    rows = table.rows[np.isin(table.rows - 1, facts.hidden_rows)].tolist()
    is_hidden = np.zeros(len(table.headers), dtype=bool)
    for first, last in facts.hidden_columns:
        is_hidden[max(first, 0) : last + 1] = True
    names = [
        say('{column_letters} ("{header}")', column_letters=column_letters(place), header=header)
        for place, header in enumerate(table.headers)
        if header and is_hidden[place]
    ]
    remedy = say("Delete what should not count; a filter does not leave rows out.")
    if rows:
        text = say(
            "Hidden rows were read like the others (rows: {rows}, the first is row {rows_2}).",
            rows=len(rows),
            rows_2=rows[0],
        )
        yield notice(HIDDEN_PARTS, where, text, remedy)
    if names:
        yield notice(
            HIDDEN_PARTS,
            where,
            say("Hidden columns were read like the others: {value}.", value=joined(", ", names)),
            remedy,
        )


def _value_at(columns: tuple[PackedColumn, ...], row: int, column: int) -> str | None:
    if column >= len(columns) or row >= len(columns[column].codes) or not filled(columns[column])[row]:
        return None
    return plain(cell(columns[column], row))
