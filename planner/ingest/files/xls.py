"""Looks through the sheets of an .xls file for error values, record by record."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files import ole
from planner.ingest.files.facts import ERROR_OF_CODE, SheetFacts
from planner.ingest.files.problems import damaged, locked

_BEGIN, _END, _FORMULA, _ENCRYPTED, _SHEET, _ERROR = 0x0809, 0x000A, 0x0006, 0x002F, 0x0085, 0x0205


def scan(path: Path, where: Location) -> Mapping[str, SheetFacts]:
    """Return the facts per sheet name; merged ranges are left to the fast reader.

    Raises `Refused` for a password and for a damaged file.
    """
    data = ole.read_stream(path, ("Workbook", "Book"), where)
    try:
        kinds = {kind for kind, _, _ in _records(data, 0)}
        if _ENCRYPTED in kinds:
            raise locked(where)
        return {name: _facts(data, begin) for name, begin in _sheets(data)}
    except (struct.error, IndexError, UnicodeDecodeError) as problem:
        raise damaged(where, "a record breaks off") from problem


def _records(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, begin and size of the records up to the end of the section; a chart may stand inside it."""
    header, depth = struct.Struct("<HH").unpack_from, 0
    while at + 4 <= len(data):
        kind, size = header(data, at)
        at += 4
        yield kind, at, size
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        at += size


def _sheets(data: bytes) -> Iterator[tuple[str, int]]:
    """Yield name and begin of every sheet."""
    (version,) = struct.unpack_from("<H", data, 4)
    for kind, at, size in _records(data, 0):
        if kind != _SHEET:
            continue
        begin, _, length = struct.unpack_from("<IHB", data, at)
        if version < 0x0600:  # Excel 95 and before
            yield data[at + 7 : at + 7 + length].decode("latin-1"), begin
        else:
            is_wide = data[at + 7] & 1
            name = data[at + 8 : min(at + size, at + 8 + length * (1 + is_wide))]
            yield name.decode("utf-16-le" if is_wide else "latin-1"), begin


def _facts(data: bytes, begin: int) -> SheetFacts:
    facts = SheetFacts()
    for kind, at, _ in _records(data, begin):
        if kind == _ERROR and data[at + 7]:
            code = data[at + 6]
        elif kind == _FORMULA and data[at + 12 : at + 14] == b"\xff\xff" and data[at + 6] == 2:
            code = data[at + 8]
        else:
            continue
        row, column = struct.unpack_from("<HH", data, at)
        facts.marks[row, column] = ERROR_OF_CODE.get(code, "#VALUE!")
    return facts
