"""A CSV file to a table.

Two readers give the same cells.  The fast one takes text without irregularities; where a row is shorter or longer
than the header, a line is blank or a quotation mark looks odd, the careful one reads the file again, row by row,
and says exactly what is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from planner.domain.issue import Issue, Location
from planner.ingest.files.answer import PackedColumn, PackedTable
from planner.ingest.files.encodings import is_utf16
from planner.ingest.files.grid import GridBuilder, cell, filled, plain, to_table
from planner.ingest.files.parquet import from_arrow
from planner.ingest.files.problems import NOT_UTF8, OPEN_QUOTE, SEVERAL_LINES, TOO_MANY_FIELDS, Refused, error, notice
from planner.words import say

MAX_FIELD_CHARACTERS = 1_000_000
MAX_LONG_ROWS = 1_000
"""Rows with too many fields that are told one by one; the others are counted."""
_SEPARATORS = (",", ";", "\t", "|")  # in the order of preference where none is more frequent
_TYPE_LINE = b"#TYPE "  # how PowerShell begins what it exports
_HEAD_BYTES = 1 << 20
_SAMPLE_BYTES = 512
_BLOCK_BYTES = 8 << 20
_BATCH_ROWS = 4_000


def read_text(path: Path, name: str, sheet: str) -> Iterator[PackedTable | Issue]:
    """Yield the table of a CSV file, if it has any cell, and what is to be said about its rows.

    Rows are numbered as Excel shows them: a field with a line break inside is still one row.  Raises `Refused` for
    text that is not UTF-8 and for a quotation mark that is never closed.
    """
    where = Location(file=name, sheet=sheet)
    data = path.read_bytes()
    _check_encoding(data, where)
    data = data.removeprefix(codecs.BOM_UTF8)
    data, before = _without_type_line(data)
    separator, skipped = _separator(data)
    data = data[skipped:]
    columns, issues = _read_fast(data, separator), list[Issue]()
    if columns is None:
        columns, issues = _read_carefully(data, separator, where)
    issues += _swallowed_rows(data, separator, columns, where, before)
    if table := to_table(name, sheet, columns, is_grid=False):
        yield replace(table, header_row=table.header_row + before, rows=table.rows + before)
    yield from (_moved(issue, before) for issue in issues)


def _without_type_line(data: bytes) -> tuple[bytes, int]:
    """Return the data without the line in which PowerShell names a type, and how many rows went with it."""
    if not data.startswith(_TYPE_LINE):
        return data, 0
    return data[data.index(b"\n") + 1 if b"\n" in data else len(data) :], 1


def _moved(issue: Issue, rows: int) -> Issue:
    place = issue.location
    return replace(issue, location=replace(place, row=place.row + rows)) if rows and place.row else issue


def _swallowed_rows(
    data: bytes, separator: str, columns: Sequence[PackedColumn], where: Location, before: int
) -> Iterator[Issue]:
    """Tell of texts over several lines that hold the separator: a stray double quote may have swallowed rows."""
    found = []
    for place, column in enumerate(columns if b'"' in data else ()):
        odd = pc.and_(pc.match_substring(column.values, "\n"), pc.match_substring(column.values, separator))
        rows = np.flatnonzero(np.append(odd.to_numpy(zero_copy_only=False), False).astype(bool)[column.codes])
        found += [(int(row), place) for row in rows]
    if not found:
        return
    (row, place), more = min(found), len(found) - 1
    others = say(" So do {more} more.", more=more) if more > 1 else say(" So does one more.") if more else ""
    header = plain(cell(columns[place], _first_filled(columns)))
    first, last = (before + line for line in _lines_of(data, separator, row))
    mark = say("a tab") if separator == "\t" else f'"{separator}"'
    text = say(
        'The text in column "{header}" goes over the lines {first} to {last} and holds the separator, {mark}.{others}',
        header=header,
        first=first,
        last=last,
        mark=mark,
        others=others,
    )
    remedy = say("If it should not, remove the double quote that begins it: the lines are rows of their own.")
    found_at = Location(where.file, where.sheet, row + 1, header or None)
    yield notice(SEVERAL_LINES, found_at, text, remedy)


def _first_filled(columns: Sequence[PackedColumn]) -> int:
    return int(np.argmax(np.logical_or.reduce([filled(column) for column in columns])))


def _lines_of(data: bytes, separator: str, row: int) -> tuple[int, int]:
    """Return the first and the last line of a row, counted from 1."""
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""), delimiter=separator)
    for _ in islice(rows, row):
        pass
    before = rows.line_num
    next(rows, None)
    return before + 1, rows.line_num


def _check_encoding(data: bytes, where: Location) -> None:
    if is_utf16(data[:_SAMPLE_BYTES]):
        raise _not_utf8(where, None, say("The file is text in UTF-16, not in UTF-8"), _POWERSHELL)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        odd = problem.object[problem.start]
        detail = say(
            "The file is not text in UTF-8: line {line} is the first with a wrong byte (0x{odd:02X})",
            line=line,
            odd=odd,
        )
        raise _not_utf8(where, line, detail) from problem


_POWERSHELL = say(" In PowerShell add -Encoding utf8 to Export-Csv.")


def _not_utf8(where: Location, line: int | None, detail: str, more: str = "") -> Refused:
    found = Location(file=where.file, sheet=where.sheet, row=line)
    remedy = say('In Excel choose Save As, type "CSV UTF-8 (comma delimited)".{more}', more=more)
    return Refused(error(NOT_UTF8, found, f"{detail}.", remedy))


def _separator(data: bytes) -> tuple[str, int]:
    """Return the most frequent separator of the header line, and how many bytes a line `sep=;` before it takes."""
    head = data[:_HEAD_BYTES].lstrip(b"\r\n").split(b"\n", 1)[0].strip(b"\r")
    if head[:4].lower() == b"sep=" and len(head) == 5:  # Excel obeys this line and does not show it
        return head[4:].decode(), data.index(b"\n") + 1 if b"\n" in data else len(data)
    outside = b"".join(head.split(b'"')[::2]).decode(errors="replace")
    return max(_SEPARATORS, key=outside.count), 0


def _read_fast(data: bytes, separator: str) -> tuple[PackedColumn, ...] | None:
    """Return the columns, header included; None where the careful reader is needed."""
    width = _width(data, separator)
    if not width or not _is_regular(data, separator.encode()):
        return None
    names = [f"f{index}" for index in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            pa_csv.ParseOptions(delimiter=separator, newlines_in_values=b'"' in data, ignore_empty_lines=False),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid:  # a row of another length
        return None
    return tuple(from_arrow(column) for column in table.columns)


def _width(data: bytes, separator: str) -> int:
    """Return the number of fields of the first row that is not blank."""
    head = data[:_HEAD_BYTES].decode("utf-8", errors="ignore")
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    try:
        return next((len(row) for row in rows if any(field.strip() for field in row)), 0)
    except csv.Error:
        return 0


def _is_regular(data: bytes, separator: bytes) -> bool:
    """Return whether line ends and quotation marks are as programs write them.

    Doubled quotes apart, every mark then stands at one edge of a field, as many at the left as at the right.
    """
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    if b'"' not in data:
        return True
    marked = b"\n" + data.replace(b'""', b"").replace(b"\r\n", b"\n") + b"\n"
    left = marked.count(separator + b'"') + marked.count(b'\n"')
    right = marked.count(b'"' + separator) + marked.count(b'"\n')
    return left == right and left + right == marked.count(b'"')


def _read_carefully(data: bytes, separator: str, where: Location) -> tuple[tuple[PackedColumn, ...], list[Issue]]:
    """Return the columns, header included, and an error per row that has more fields than the header."""
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    rows = csv.reader(lines, delimiter=separator, strict=True)
    grid, long_rows, width, done = GridBuilder(), _LongRows(), _width(data, separator), 0
    try:
        while batch := list(islice(rows, _BATCH_ROWS)):
            numbered = enumerate(batch, start=done + 1)
            long_rows.add((row, fields) for row, fields in numbered if len(fields) > width and any(fields[width:]))
            grid.add([(fields + [""] * (width - len(fields)))[:width] for fields in batch])
            done += len(batch)
    except csv.Error as problem:
        raise _open_quote(where, rows.line_num, str(problem)) from problem
    return grid.finish(0, 0, {}), list(long_rows.issues(width, where))


class _LongRows:
    """Rows with too many fields: the first, and how many there are."""

    def __init__(self) -> None:
        self._first: list[tuple[int, list[str]]] = []
        self._found = self._last = 0

    def add(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Add rows by their numbers."""
        for row, fields in rows:
            self._found, self._last = self._found + 1, row
            if self._found <= MAX_LONG_ROWS:
                self._first.append((row, fields))

    def issues(self, width: int, where: Location) -> Iterator[Issue]:
        """Yield an error per row, and one for all beyond a number that nobody corrects by hand."""
        remedy = say("Put a text that holds the separator in double quotes, or give the extra column a name.")
        for row, fields in self._first:
            found = Location(where.file, where.sheet, row)
            text = say("The row has {fields} fields, but the header has {width}.", fields=len(fields), width=width)
            yield error(TOO_MANY_FIELDS, found, text, remedy, fields[width])
        if (more := self._found - MAX_LONG_ROWS) > 0:
            text = say(
                "{more:,} more rows, the last of them row {last}, have more fields than the header.",
                more=more,
                last=self._last,
            )
            yield replace(error(TOO_MANY_FIELDS, where, text, remedy), stands_for=more)


def _open_quote(where: Location, line: int, detail: str) -> Refused:
    found = Location(file=where.file, sheet=where.sheet, row=line)
    if "field larger" in detail:
        text = say(
            "A field that ends at line {line} or later is longer than {max_field_characters:,} characters.",
            line=line,
            max_field_characters=MAX_FIELD_CHARACTERS,
        )
    elif "end of data" in detail:
        text = say("A field begins with a double quote that is never closed, so the rest of the file is one field.")
    else:
        text = say(
            "In line {line} something stands between the closing double quote of a field and the separator.", line=line
        )
    remedy = say("Close the quotation mark; write a quote inside a text twice.")
    return Refused(error(OPEN_QUOTE, found, text, remedy))
