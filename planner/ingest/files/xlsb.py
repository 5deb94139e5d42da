"""Looks through the sheets of an .xlsb file for errors, merged ranges and what is hidden, record by record."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files.archive import MAX_UNPACKED_BYTES, Archive
from planner.ingest.files.facts import ERROR_OF_CODE, Range, SheetFacts, check_extent
from planner.ingest.files.layout import relations
from planner.ingest.files.problems import Refused, damaged

_ROW, _ERROR, _FORMULA_ERROR, _COLUMNS, _SHEET, _MERGED = 0, 3, 11, 60, 156, 176
_ROW_IS_HIDDEN = 0x10
_FILLED = range(2, 12)  # cells with a value, typed or computed
_MAX_BYTES = MAX_UNPACKED_BYTES // 4


def scan(path: Path, where: Location) -> Mapping[str, SheetFacts]:
    """Check the archive and return the facts per sheet name.  Raises `Refused` for what must not be read."""
    archive = Archive(path, where)
    try:
        archive.check({})
        part_of = relations(archive, "xl/_rels/workbook.bin.rels", where)
        sheets = [(name, part_of[key].part) for name, key in _sheets(archive.read("xl/workbook.bin")) if key in part_of]
        return {
            name: _facts(archive.read(part, _MAX_BYTES), Location(file=where.file, sheet=name))
            for name, part in sheets
            if archive.has(part)
        }
    except (struct.error, IndexError, UnicodeDecodeError) as problem:
        raise damaged(where, "a record breaks off") from problem
    finally:
        archive.close()


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, begin and size of every record; kind and size are written seven bits to the byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | data[at] << 7
            at += 1
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, at, size
        at += size


def _sheets(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and relation id of every sheet."""
    for kind, at, _ in _records(data):
        if kind == _SHEET:
            key, end = _text(data, at + 8)
            yield _text(data, end)[0], key


def _text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end


def _facts(data: bytes, where: Location) -> SheetFacts:
    facts, row, last_column = SheetFacts(), 0, 0
    integer = struct.Struct("<I").unpack_from
    for kind, at, _ in _records(data):
        if kind == _ROW:
            (row,) = integer(data, at)
            if data[at + 11] & _ROW_IS_HIDDEN:
                facts.hidden_rows.append(row)
        elif kind == _COLUMNS:
            if data[at + 16] & 1:
                first, last = struct.unpack_from("<2I", data, at)
                facts.hidden_columns.append((first, last))
        elif kind in _FILLED:
            (column,) = integer(data, at)
            last_column = max(last_column, column)
            if kind in (_ERROR, _FORMULA_ERROR):
                facts.marks[row, column] = ERROR_OF_CODE.get(data[at + 8], "#VALUE!")
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", data, at)
            facts.merged.append(Range(top, left, bottom, right))
    try:
        check_extent(where, row, last_column)
    except Refused as refused:
        facts.refused = refused
    return facts
