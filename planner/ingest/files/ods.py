"""Sheets of an .ods file, with all that is told about them.

The one part with all sheets is followed element by element.  The fast reader of the other formats knows only files
without indentation and with the usual prefixes, takes the names of pictures for text, and leaves out error values and
which rows and columns are hidden.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from planner.domain.issue import Location
from planner.ingest.files.answer import BLANK, PackedColumn, encode
from planner.ingest.files.archive import Archive
from planner.ingest.files.facts import MAX_GRID_CELLS, NO_RESULT, Range, ReadSheet, SheetFacts, address
from planner.ingest.files.grid import number
from planner.ingest.files.problems import damaged, giant, locked
from planner.ingest.tables.raw import CellError
from planner.words import say

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_SPACE}office:1.0": "office",
    f"{_SPACE}table:1.0": "table",
    f"{_SPACE}text:1.0": "text",
    f"{_SPACE}style:1.0": "style",
    f"{_SPACE}drawing:1.0": "draw",
    f"{_SPACE}dr3d:1.0": "dr3d",
    f"{_SPACE}form:1.0": "form",
    f"{_SPACE}presentation:1.0": "presentation",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
"""The usual prefixes; a file may use others."""
_BESIDE = (
    "draw:",
    "dr3d:",
    "form:",
    "presentation:",
    "office:annotation",
    "text:note",
    "text:ruby-text",
    "table:detective",
)
"""What may stand in a cell and is not its text: pictures, controls, comments."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"-?PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_SHOWN_ERROR = re.compile(r"#.+|(?:Err|Fehler):\d+")
_MAX_SPACES = 10_000
_STAND_INS = {0: " ", 1: "\t"}
"""What blanks that do count are kept as until those that do not are gone; no markup can hold these."""


def read_sheets(path: Path, where: Location) -> Iterator[ReadSheet]:
    """Yield the sheets of a file.  Raises `Refused` for what must not be read and for damage."""
    archive = Archive(path, where)
    try:
        if archive.has(_MANIFEST) and b"encryption-data" in archive.read(_MANIFEST):
            raise locked(where)
        archive.check({})
        if not archive.has(_CONTENT):
            raise damaged(where, say('its part "{content}" is missing', content=_CONTENT))
        yield from _follow(archive, where)
    finally:
        archive.close()


def _follow(archive: Archive, where: Location) -> Iterator[ReadSheet]:
    walk = _Walk(where)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        for piece in archive.pieces(_CONTENT):
            parser.Parse(piece, False)
            yield from walk.finished()
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise damaged(where, say('its part "{content}" makes no sense', content=_CONTENT)) from problem
    yield from walk.finished()


@dataclass(slots=True)
class _Cells:
    """The filled cells of one column: row and, in its place, the encoded value."""

    rows: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("i"))
    values: list[str] = field(default_factory=list)

    def packed(self, height: int) -> PackedColumn:
        """Return the column, so many rows high."""
        given = number(pa.chunked_array([pa.array(self.values, pa.string())], pa.string()))
        codes = np.full(height, BLANK, np.int32)
        counts = np.frombuffer(self.counts, np.int32) if self.counts else np.zeros(0, np.int32)
        first = np.frombuffer(self.rows, np.int32) if self.rows else np.zeros(0, np.int32)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        codes[np.repeat(first, counts) + within] = np.repeat(given.codes, counts)
        return PackedColumn(codes, given.values)


class _Walk:
    """Follows the cells of all sheets."""

    def __init__(self, where: Location) -> None:
        self._where = where
        self._done: list[ReadSheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0  # of tables: one may stand in a cell of another
        self._beside = 0  # of elements that are not the text of a cell
        self._encoded: dict[object, str] = {}
        self._known: dict[str, str] = {}
        self._open("", is_hidden=False)

    def finished(self) -> Iterator[ReadSheet]:
        """Yield the sheets that have ended since the last time."""
        done, self._done = self._done, []
        yield from done

    def _open(self, name: str, *, is_hidden: bool) -> None:
        self._name, self._is_hidden, self._facts = name, is_hidden, SheetFacts()
        self._columns: dict[int, _Cells] = {}
        self._row = self._column = self._declared = self._height = self._width = 0
        self._row_repeats = self._column_repeats = 1
        self._hidden_groups = 0
        self._attributes: Mapping[str, str] = {}
        self._lines: list[str] = []
        self._in_cell = self._in_line = False

    def _close(self) -> None:
        if self._facts.refused is not None:
            self._done.append(ReadSheet(self._name, (), self._facts, self._is_hidden))
            return
        columns = tuple(self._columns.get(place, _Cells()).packed(self._height) for place in range(self._width))
        self._done.append(ReadSheet(self._name, columns, self._facts, self._is_hidden))

    def _usual(self, name: str) -> str:
        """Return a name with its usual prefix."""
        usual = self._known.get(name)
        if usual is None:
            space, _, local = name.rpartition(" ")
            usual = self._known[name] = f"{_PREFIXES.get(space, '?')}:{local}"
        return usual

    def start(self, full_name: str, given: Mapping[str, str]) -> None:
        """Enter an element."""
        name = self._usual(full_name)
        if self._beside or (self._depth and name.startswith(_BESIDE)):
            self._beside += 1
            return
        attributes = {self._usual(key): value for key, value in given.items()}
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                is_hidden = attributes.get("table:style-name") in self._hidden_styles
                self._open(attributes.get("table:name", ""), is_hidden=is_hidden)
        elif self._depth == 1:
            self._start_inside(name, attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "table:table-row":
                self._row_repeats, self._column = _number(attributes, "table:number-rows-repeated"), 0
                if self._hidden_groups or attributes.get("table:visibility", "visible") != "visible":
                    # Rows beyond the data are often hidden up to the last one of the sheet.
                    self._facts.hidden_rows.extend(range(self._row, self._row + min(self._row_repeats, 1 << 20)))
            case "table:table-row-group" | "table:table-column-group":
                self._hidden_groups += attributes.get("table:display") == "false" or self._hidden_groups > 0
            case "table:table-column":
                repeats = _number(attributes, "table:number-columns-repeated")
                if self._hidden_groups or attributes.get("table:visibility", "visible") != "visible":
                    self._facts.hidden_columns.append((self._declared, self._declared + repeats - 1))
                self._declared += repeats
            case "table:table-cell" | "table:covered-table-cell":
                self._column_repeats = _number(attributes, "table:number-columns-repeated")
                self._attributes, self._lines, self._in_cell = attributes, [], True
            case "text:p" | "text:h" if self._in_cell:
                self._lines.append("")
                self._in_line = True
            case "text:s" if self._in_line:
                self._lines[-1] += "\0" * min(_number(attributes, "text:c"), _MAX_SPACES)
            case "text:tab" if self._in_line:
                self._lines[-1] += "\1"
            case "text:line-break" if self._in_line:
                self._lines.append("")

    def text(self, text: str) -> None:
        """Take text; only that of a paragraph in a cell matters."""
        if self._in_line and not self._beside:
            self._lines[-1] += text

    def end(self, full_name: str) -> None:
        """Leave an element."""
        if self._beside:
            self._beside -= 1
            return
        name = self._usual(full_name)
        if name == "table:table":
            self._depth -= 1
            if self._depth == 0:
                self._close()
        elif self._depth == 1:
            self._end_inside(name)

    def _end_inside(self, name: str) -> None:
        match name:
            case "table:table-row":
                self._row += self._row_repeats
            case "table:table-row-group" | "table:table-column-group":
                self._hidden_groups = max(self._hidden_groups - 1, 0)
            case "table:table-cell" | "table:covered-table-cell":
                self._end_cell()
                self._in_cell = self._in_line = False
                self._column += self._column_repeats
            case "text:p" | "text:h":
                self._in_line = False

    def _end_cell(self) -> None:
        if "table:number-columns-spanned" in self._attributes or "table:number-rows-spanned" in self._attributes:
            self._note_merge()
        value = _value_of(self._attributes, self._lines)
        if value is None or value == "" or self._facts.refused is not None:
            return
        last_column = self._column + self._column_repeats - 1
        self._height = max(self._height, self._row + self._row_repeats)
        self._width = max(self._width, last_column + 1)
        if self._height * self._width > MAX_GRID_CELLS:
            where = Location(file=self._where.file, sheet=self._name)
            self._facts.refused = giant(
                where, say("it reaches to cell {address}", address=address(self._height - 1, self._width - 1))
            )
            self._columns = {}
            return
        text = self._encode(value)
        for column in range(self._column, last_column + 1):
            cells = self._columns.setdefault(column, _Cells())
            cells.rows.append(self._row)
            cells.counts.append(self._row_repeats)
            cells.values.append(text)

    def _note_merge(self) -> None:
        rows, columns = (_number(self._attributes, f"table:number-{what}-spanned") for what in ("rows", "columns"))
        if rows > 1 or columns > 1:
            bottom, right = self._row + rows - 1, self._column + columns - 1
            self._facts.merged.append(Range(self._row, self._column, bottom, right))

    def _encode(self, value: object) -> str:
        """Return the value as it is sent on; equal ones are one text."""
        key = (type(value), value)
        text = self._encoded.get(key)
        if text is None:
            text = self._encoded[key] = encode(value)
        return text


def _value_of(attributes: Mapping[str, str], lines: list[str]) -> object:
    """Return what a cell holds, None for nothing; it is text unless it says otherwise."""
    kind = attributes.get("office:value-type", "")
    shown = "\n".join(_BLANKS.sub(" ", line).strip(" ").translate(_STAND_INS) for line in lines)
    has_formula = "table:formula" in attributes
    if attributes.get("calcext:value-type") == "error" or (
        has_formula and kind in ("string", "") and _SHOWN_ERROR.fullmatch(shown)
    ):
        return CellError(shown.strip() or "#VALUE!")
    if has_formula and not kind and not shown:
        return CellError(NO_RESULT)
    try:
        return _typed(kind, attributes, shown)
    except (ValueError, KeyError):
        return shown


def _typed(kind: str, attributes: Mapping[str, str], shown: str) -> object:
    """Return the value of a cell of some kind.  Raises ValueError or KeyError where it does not say one."""
    match kind:
        case "float" | "percentage" | "currency":
            return float(attributes["office:value"])
        case "date":
            text = attributes["office:date-value"]
            return dt.date.fromisoformat(text) if "T" not in text else dt.datetime.fromisoformat(text[:26])
        case "boolean":
            return attributes["office:boolean-value"] == "true"
        case "time":
            found = _DURATION.fullmatch(attributes["office:time-value"])
            hours, minutes, seconds = map(int, found.groups()) if found else (0, 0, 0)
            return str(dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)) if found else shown
        case "string":
            return attributes.get("office:string-value", shown)
    return shown


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name)
    return int(text[:9]) if text is not None and text.isdecimal() else 1
