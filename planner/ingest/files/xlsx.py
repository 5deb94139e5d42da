"""Looks through the parts of an .xlsx or .xlsm file for what the fast reader leaves out.

Sheets are searched as bytes, not parsed: parsing two million cells would take longer than reading them.  Only
pieces that have a formula or an error value are taken apart cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from planner.domain.issue import Location
from planner.ingest.files.archive import Archive
from planner.ingest.files.facts import (
    MAX_DECLARED_CELLS,
    NO_RESULT,
    SheetFacts,
    check_extent,
    column_number,
)
from planner.ingest.files.problems import damaged

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
        self._where = where
        self._pending = b""
        self._in_detail: bool | None = None  # cells without addresses must all be counted
        self._is_odd = False  # with prefixes, or other quotes or blanks than programs write
        self._row, self._column = -1, -1

    def feed(self, piece: bytes) -> None:
        """Take the next bytes; whole rows are searched, the rest waits."""
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
        self._search(self._pending)

    def _search(self, piece: bytes) -> None:
        if self._in_detail is None:
            self._look_at_start(piece)
        self.is_far = self.is_far or self._is_odd or _FAR.search(piece) is not None
        if b"hidden" in piece:
            self._find_hidden(piece)
        has_formula = (b"<f" in piece or self._is_odd) and _FORMULA.search(piece) is not None
        if self._in_detail or self._is_odd or has_formula or b't="e"' in piece:
            self._take_apart(piece)

    def _look_at_start(self, piece: bytes) -> None:
        """Learn from the first rows how the program that wrote the sheet writes."""
        if found := _DIMENSION.search(piece):
            check_extent(self._where, int(found[2][:9]) - 1, column_number(found[1][:4]), MAX_DECLARED_CELLS)
        row, cell = _ROW_OPENS.search(piece), _CELL_OPENS.search(piece)
        if row and cell:
            self._in_detail = not (_ROW_NUMBER.search(row[0]) and _REFERENCE.search(cell[0]))
            self._is_odd = not (row[0].startswith(b"<row") and _PLAIN_CELL.match(cell[0]))

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


def _mark_of(cell: bytes, content: bytes) -> str | None:
    value = _VALUE.search(content)
    text = value[1].decode("utf-8", errors="replace").strip() if value else ""
    if _ERROR_TYPE.search(cell):
        return text or "#VALUE!"
    if text or not _FORMULA.search(content):
        return None
    # An empty text is a result, but only if it is stored as one.
    return None if value and _TEXT_TYPE.search(cell) else NO_RESULT


def _check_real_extent(archive: Archive, part: str, where: Location) -> None:
    """Raise `Refused` if the filled cells reach absurdly far, whatever the sheet declares."""
    row = column = 0
    tail = b""
    for piece in archive.pieces(part):
        piece = tail + piece.replace(b"\0", b"")
        references = _REFERENCE.findall(piece)
        if references:
            row = max(row, max(int(number[:9]) for _, number in references) - 1)
            column = max(column, *(column_number(letters[:4]) for letters in {letters for letters, _ in references}))
        tail = piece[-32:]
    check_extent(where, row, column)


def scan(path: Path, where: Location) -> Mapping[str, SheetFacts]:
    """Check the archive and return the facts per sheet name.  Raises `Refused` for what must not be read."""
    archive = Archive(path, where)
    try:
        parts = {part: name for name, part in sheet_parts(archive, where) if archive.has(part)}
        scans = {part: SheetScan(_in_sheet(where, name)) for part, name in parts.items()}
        archive.check(scans)
        for part, found in scans.items():
            if found.is_far:
                _check_real_extent(archive, part, _in_sheet(where, parts[part]))
        return {name: scans[part].facts for part, name in parts.items()}
    finally:
        archive.close()


def _in_sheet(where: Location, name: str) -> Location:
    return Location(file=where.file, sheet=name)


def sheet_parts(archive: Archive, where: Location) -> Iterator[tuple[str, str]]:
    """Yield name and part (in lower case) of every sheet.  Raises `Refused` where the list makes no sense."""
    part_of = relations(archive, "xl/_rels/workbook.xml.rels", where)
    for element in _parse(archive, "xl/workbook.xml", where).iter():
        if _local(element.tag) != "sheet":
            continue
        name, part = element.get("name"), part_of.get(_relation_id(element))
        if name is None or part is None:
            raise damaged(where, "its list of sheets does not hang together")
        yield name, part


def relations(archive: Archive, part: str, where: Location) -> dict[str, str]:
    """Return the parts (in lower case) that a workbook refers to, by the id of the relation."""
    found = {}
    for element in _parse(archive, part, where).iter():
        target, key = element.get("Target"), element.get("Id")
        if target is not None and key is not None:
            found[key] = _resolve(target)
    return found


def _resolve(target: str) -> str:
    target = target.replace("\\", "/").lower()
    steps: list[str] = []
    for step in PurePosixPath("xl", target).parts:  # an absolute target stays absolute
        if step == ".." and steps:
            steps.pop()
        elif step not in ("/", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def _relation_id(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == "id"), "")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _parse(archive: Archive, part: str, where: Location) -> Element:
    try:
        root: Element = fromstring(archive.read(part))
    except (ParseError, ValueError, LookupError) as problem:
        raise damaged(where, f'its part "{part}" makes no sense') from problem
    return root
