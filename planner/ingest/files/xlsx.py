"""Looks through the parts of an .xlsx or .xlsm file for what the fast reader leaves out.

Sheets are searched as bytes, not parsed: parsing two million cells would take longer than reading them.  Only
pieces that have a formula or an error value are taken apart cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from planner.domain.issue import Location
from planner.ingest.files.archive import Archive
from planner.ingest.files.facts import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_DECLARED_CELLS,
    NO_RESULT,
    Range,
    SheetFacts,
    check_extent,
    column_number,
)
from planner.ingest.files.layout import CELL_OR_RANGE, REFERENCED, layout_of, usual_copy
from planner.ingest.files.problems import Refused

_MAX_PENDING = 64 << 20  # bytes kept while waiting for the end of a row
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?\bref\s*=\s*["'][^"':]*:?([A-Z]+)(\d+)["']""")
_FAR = re.compile(rb""" r="(?:[A-Za-z]{2}|[A-Za-z]\d{7})""")
"""A cell beyond column Z or row 999,999: only then it is worth finding out how large the sheet is."""
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_ERROR_TYPE = re.compile(rb"""\bt\s*=\s*["']e["']""")
_TEXT_TYPE = re.compile(rb"""\bt\s*=\s*["']str["']""")
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_EMPTY_VALUE = re.compile(rb"<(?:\w+:)?v\s*/>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(?:row\b([^>]*)>|c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>))", re.DOTALL)
_ROW_OPENS = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_PLAIN_CELL = re.compile(rb"""<c(?: \w+="[^"']*")*\s?/?>$""")
_ROW_OR_COLUMN = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_FIRST_AND_LAST = re.compile(rb"""\b(min|max)\s*=\s*["'](\d+)["']""")
_CELL_OPENS = re.compile(rb"<(?:\w+:)?c\b[^>]*>")


class SheetScan:
    """Collects the facts about one sheet from the pieces of its part."""

    def __init__(self, where: Location) -> None:
        self.facts = SheetFacts()
        self.is_far = False
        """Whether the sheet may be large, so that its extent must be found."""
        self.has_odd_ranges = False
        """Whether the sheet names a range in a way that the fast reader does not know."""
        self._where = where
        self._pending = b""
        self._in_detail: bool | None = None  # cells without addresses must all be counted
        self._is_odd = False  # with prefixes, or other quotes or blanks than programs write
        self._row, self._column = -1, -1

    def feed(self, piece: bytes) -> None:
        """Take the next bytes; whole rows are searched, the rest waits.  Of a sheet that is not read nothing is."""
        if self.facts.refused is not None:
            return
        piece = self._pending + (piece.replace(b"\0", b"") if b"\0" in piece else piece)
        cut = max(piece.rfind(b"</row>"), piece.rfind(b":row>")) + 1
        if not cut and len(piece) < _MAX_PENDING:
            self._pending = piece
            return
        cut = cut or len(piece)
        self._search(piece[:cut])
        self._pending = piece[cut:]

    def close(self) -> None:
        """Search what is left."""
        if self.facts.refused is None:
            self._search(self._pending)

    def _search(self, piece: bytes) -> None:
        if self._in_detail is None:
            self._look_at_start(piece)
        self.is_far = self.is_far or self._is_odd or _FAR.search(piece) is not None
        if b"hidden" in piece:
            self._find_hidden(piece)
        if b"mergeCell " in piece or b"dimension " in piece:
            self._find_odd_ranges(piece)
        has_formula = (b"<f" in piece or self._is_odd) and _FORMULA.search(piece) is not None
        if self._in_detail or self._is_odd or has_formula or b't="e"' in piece:
            self._take_apart(piece)

    def _look_at_start(self, piece: bytes) -> None:
        """Learn from the first rows how the program that wrote the sheet writes."""
        if found := _DIMENSION.search(piece):
            try:
                check_extent(self._where, int(found[2][:9]) - 1, column_number(found[1][:4]), MAX_DECLARED_CELLS)
            except Refused as refused:
                self.facts.refused = refused
        row, cell = _ROW_OPENS.search(piece), _CELL_OPENS.search(piece)
        if row and cell:
            self._in_detail = not (_ROW_NUMBER.search(row[0]) and _REFERENCE.search(cell[0]))
            self._is_odd = not (row[0].startswith(b"<row") and _PLAIN_CELL.match(cell[0]))

    def _find_odd_ranges(self, piece: bytes) -> None:
        """Note merges of whole rows or columns, and whether any range is written oddly."""
        for kind, reference in REFERENCED.findall(piece):
            if CELL_OR_RANGE.fullmatch(reference):
                continue
            self.has_odd_ranges = True
            if kind == b"mergeCell" and (merged := _range_of(reference)):
                self.facts.merged.append(merged)

    def _find_hidden(self, piece: bytes) -> None:
        """Note hidden rows that say their number, and hidden columns."""
        for kind, attributes in _ROW_OR_COLUMN.findall(piece):
            if not _HIDDEN.search(attributes):
                continue
            if kind == b"col":
                ends = {name: int(number[:9]) - 1 for name, number in _FIRST_AND_LAST.findall(attributes)}
                if len(ends) == 2:
                    self.facts.hidden_columns.append((ends[b"min"], ends[b"max"]))
            elif number := _ROW_NUMBER.search(attributes):
                self.facts.hidden_rows.append(int(number[1][:9]) - 1)

    def _take_apart(self, piece: bytes) -> None:
        for found in _ROW_OR_CELL.finditer(piece):
            row, cell, content = found.groups()
            if row is not None:
                number = _ROW_NUMBER.search(row)
                self._row = int(number[1][:9]) - 1 if number else self._row + 1
                self._column = -1
                continue
            if reference := _REFERENCE.search(cell):
                self._row, self._column = int(reference[2][:9]) - 1, column_number(reference[1][:4])
            else:
                self._column += 1
            if mark := _mark_of(cell, content or b""):
                self.facts.marks[self._row, self._column] = mark


_CORNER = re.compile(rb"\$?([A-Za-z]{0,3})\$?(\d{0,7})")


def _range_of(reference: bytes) -> Range | None:
    """Return the range that is written as whole rows (`1:1`), whole columns (`A:A`) or with dollar signs."""
    first, _, last = reference.partition(b":")
    corners = [_CORNER.fullmatch(first), _CORNER.fullmatch(last or first)]
    if not all(corner and (corner[1] or corner[2]) for corner in corners):
        return None
    (left, top), (right, bottom) = [(corner[1], corner[2]) for corner in corners if corner]
    return Range(
        int(top) - 1 if top else 0,
        column_number(left) if left else 0,
        int(bottom) - 1 if bottom else LAST_ROW,
        column_number(right) if right else LAST_COLUMN,
    )


def _mark_of(cell: bytes, content: bytes) -> str | None:
    value = _VALUE.search(content)
    text = value[1].decode("utf-8", errors="replace").strip() if value else ""
    if _ERROR_TYPE.search(cell):
        return text or "#VALUE!"
    if text or not _FORMULA.search(content):
        return None
    # An empty text is a result, but only if it is stored as one.
    is_stored = value or _EMPTY_VALUE.search(content)
    return None if is_stored and _TEXT_TYPE.search(cell) else NO_RESULT


def _too_far(archive: Archive, part: str, where: Location) -> Refused | None:
    """Return why a sheet is not read whose filled cells reach absurdly far, whatever it declares."""
    row = column = 0
    tail = b""
    for piece in archive.pieces(part):
        piece = tail + piece.replace(b"\0", b"")
        references = _REFERENCE.findall(piece)
        if references:
            row = max(row, max(int(number[:9]) for _, number in references) - 1)
            column = max(column, *(column_number(letters[:4]) for letters in {letters for letters, _ in references}))
        tail = piece[-32:]
    try:
        check_extent(where, row, column)
    except Refused as refused:
        return refused
    return None


def scan(path: Path, where: Location) -> tuple[Mapping[str, SheetFacts], bytes | None]:
    """Check the archive and return the facts per sheet name, and a copy to read where the file itself is unusual.

    Raises `Refused` for what must not be read.
    """
    archive = Archive(path, where)
    try:
        layout = layout_of(archive, where)
        parts = {sheet.part: sheet.name for sheet in layout.sheets if archive.has(sheet.part)}
        scans = {part: SheetScan(_in_sheet(where, name)) for part, name in parts.items()}
        archive.check(scans)
        for part, found in scans.items():
            found.facts.counts_from_1904 = layout.counts_from_1904
            if found.is_far and found.facts.refused is None:
                found.facts.refused = _too_far(archive, part, _in_sheet(where, parts[part]))
        unusual = {name for part, name in parts.items() if scans[part].has_odd_ranges}
        copy = None if layout.is_usual and not unusual else usual_copy(archive, layout, unusual)
        return {name: scans[part].facts for part, name in parts.items()}, copy
    finally:
        archive.close()


def _in_sheet(where: Location, name: str) -> Location:
    return Location(file=where.file, sheet=name)
