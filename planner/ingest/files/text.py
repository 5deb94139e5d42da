"""A CSV file to a table.

Two readers give the same cells.  The fast one takes text without irregularities; where a row is shorter or longer
than the header, a line is blank or a quotation mark looks odd, the careful one reads the file again, row by row,
and says exactly what is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from planner.domain.issue import Issue, Location
from planner.ingest.files.answer import PackedColumn, PackedTable
from planner.ingest.files.grid import GridBuilder, to_table
from planner.ingest.files.parquet import from_arrow
from planner.ingest.files.problems import NOT_UTF8, OPEN_QUOTE, TOO_MANY_FIELDS, Refused, error

MAX_FIELD_CHARACTERS = 1_000_000
MAX_LONG_ROWS = 1_000
"""Rows with too many fields that are told one by one; the others are counted."""
_SEPARATORS = (",", ";", "\t")  # in the order of preference where none is more frequent
_HEAD_BYTES = 1 << 20
_BLOCK_BYTES = 8 << 20
_BATCH_ROWS = 4_000


def read_text(path: Path, name: str, sheet: str) -> Iterator[PackedTable | Issue]:
    """Yield the table of a CSV file, if it has any cell, and an error per row that has too many fields.

    Rows are numbered as Excel shows them: a field with a line break inside is still one row.  Raises `Refused` for
    text that is not UTF-8 and for a quotation mark that is never closed.
    """
    where = Location(file=name, sheet=sheet)
    data = path.read_bytes()
    _check_encoding(data, where)
    data = data.removeprefix(codecs.BOM_UTF8)
    separator, skipped = _separator(data)
    data = data[skipped:]
    columns, issues = _read_fast(data, separator), list[Issue]()
    if columns is None:
        columns, issues = _read_carefully(data, separator, where)
    if table := to_table(name, sheet, columns, is_grid=False):
        yield table
    yield from issues


def _check_encoding(data: bytes, where: Location) -> None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _not_utf8(where, None, "The file is text in UTF-16, not in UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        odd = problem.object[problem.start]
        detail = f"The file is not text in UTF-8: line {line} is the first with a wrong byte (0x{odd:02X})"
        raise _not_utf8(where, line, detail) from problem


def _not_utf8(where: Location, line: int | None, detail: str) -> Refused:
    found = Location(file=where.file, sheet=where.sheet, row=line)
    remedy = 'In Excel choose Save As, type "CSV UTF-8 (comma delimited)".'
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
    grid, long_rows, width, done = GridBuilder(), list[tuple[int, list[str]]](), _width(data, separator), 0
    try:
        while batch := list(islice(rows, _BATCH_ROWS)):
            numbered = enumerate(batch, start=done + 1)
            long_rows += [(row, fields) for row, fields in numbered if len(fields) > width and any(fields[width:])]
            grid.add([(fields + [""] * (width - len(fields)))[:width] for fields in batch])
            done += len(batch)
    except csv.Error as problem:
        raise _open_quote(where, rows.line_num, str(problem)) from problem
    return grid.finish(0, 0, {}), list(_long_row_issues(long_rows, width, where))


def _long_row_issues(long_rows: list[tuple[int, list[str]]], width: int, where: Location) -> Iterator[Issue]:
    """Yield an error per row, and one for all beyond a number that nobody corrects by hand."""
    remedy = "Put a text that holds the separator in double quotes, or give the extra column a name."
    for row, fields in long_rows[:MAX_LONG_ROWS]:
        found = Location(where.file, where.sheet, row)
        text = f"The row has {len(fields)} fields, but the header has {width}."
        yield error(TOO_MANY_FIELDS, found, text, remedy, fields[width])
    if (more := len(long_rows) - MAX_LONG_ROWS) > 0:
        text = f"{more:,} more rows, the last of them row {long_rows[-1][0]}, have more fields than the header."
        yield error(TOO_MANY_FIELDS, where, text, remedy)


def _open_quote(where: Location, line: int, detail: str) -> Refused:
    found = Location(file=where.file, sheet=where.sheet, row=line)
    if "field larger" in detail:
        text = f"A field that ends at line {line} or later is longer than {MAX_FIELD_CHARACTERS:,} characters."
    elif "end of data" in detail:
        text = "A field begins with a double quote that is never closed, so the rest of the file is one field."
    else:
        text = f"In line {line} something stands between the closing double quote of a field and the separator."
    remedy = "Close the quotation mark; write a quote inside a text twice."
    return Refused(error(OPEN_QUOTE, found, text, remedy))
