"""Looks through an .ods file for error values, formulas without results and merged ranges.

The one part with all sheets is searched as bytes first; only where something of the kind occurs is it parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from planner.domain.issue import Location
from planner.ingest.files.archive import Archive
from planner.ingest.files.facts import NO_RESULT, Range, SheetFacts
from planner.ingest.files.problems import damaged, locked

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_SIGNS = (b"-spanned=", b":formula=", b'value-type="error"')
_MAX_REPEATED = 10_000
"""Cells of one repeated error that are marked one by one; more only repeat the same message."""


class _SignScan:
    """Finds out whether anything of interest occurs at all."""

    def __init__(self) -> None:
        self.found = False
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        """Take the next bytes."""
        text = self._tail + piece
        self.found = self.found or any(sign in text for sign in _SIGNS)
        self._tail = text[-32:]

    def close(self) -> None:
        """Nothing is left to do."""


class _Walk:
    """Follows the cells of all sheets."""

    def __init__(self) -> None:
        self.facts: dict[str, SheetFacts] = {}
        self._sheet = SheetFacts()
        self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1
        self._is_error, self._text = False, ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Enter an element."""
        match name:
            case "table:table":
                self._sheet = self.facts.setdefault(attributes.get("table:name", ""), SheetFacts())
                self._row = 0
            case "table:table-row":
                self._row_repeats, self._column = _number(attributes, "table:number-rows-repeated"), 0
            case "table:table-cell" | "table:covered-table-cell":
                self._column_repeats = _number(attributes, "table:number-columns-repeated")
                self._start_cell(attributes)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._is_error, self._text = attributes.get("calcext:value-type") == "error", ""
        rows = _number(attributes, "table:number-rows-spanned")
        columns = _number(attributes, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            bottom, right = self._row + rows - 1, self._column + columns - 1
            self._sheet.merged.append(Range(self._row, self._column, bottom, right))
        if "table:formula" in attributes and "office:value-type" not in attributes and not self._is_error:
            self._mark(NO_RESULT)

    def text(self, text: str) -> None:
        """Take text; only that of an error matters."""
        if self._is_error:
            self._text += text

    def end(self, name: str) -> None:
        """Leave an element."""
        match name:
            case "table:table-row":
                self._row += self._row_repeats
            case "table:table-cell" | "table:covered-table-cell":
                if self._is_error:
                    self._mark(self._text.strip() or "#VALUE!")
                self._is_error = False
                self._column += self._column_repeats

    def _mark(self, text: str) -> None:
        for place in self._places():
            self._sheet.marks[place] = text

    def _places(self) -> Iterator[tuple[int, int]]:
        columns = min(self._column_repeats, _MAX_REPEATED)
        for row in range(self._row, self._row + min(self._row_repeats, max(1, _MAX_REPEATED // columns))):
            for column in range(self._column, self._column + columns):
                yield row, column


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text[:9]) if text.isdecimal() else 1


def scan(path: Path, where: Location) -> Mapping[str, SheetFacts]:
    """Check the archive and return the facts per sheet name.  Raises `Refused` for what must not be read."""
    archive = Archive(path, where)
    try:
        if archive.has(_MANIFEST) and b"encryption-data" in archive.read(_MANIFEST):
            raise locked(where)
        signs = _SignScan()
        archive.check({_CONTENT: signs})
        return _walk(archive, where) if signs.found else {}
    finally:
        archive.close()


def _walk(archive: Archive, where: Location) -> Mapping[str, SheetFacts]:
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        for piece in archive.pieces(_CONTENT):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise damaged(where, f'its part "{_CONTENT}" makes no sense') from problem
    return walk.facts
