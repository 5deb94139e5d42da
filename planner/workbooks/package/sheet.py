"""The part of one sheet: some of its cells get another look or another content, all others keep their bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from planner.words import say
from planner.workbooks.package.formulas import column_letters, column_number, moved
from planner.workbooks.package.markup import (
    CannotKeepError,
    Edit,
    apply,
    make_parser,
    opening,
    parse,
    qualified,
    split_name,
    text,
    with_attribute,
)

Place = tuple[int, int]
"""Row, counted from 1, and column, counted from 0."""
Value = str | float | None
MOST_CHARACTERS = 32_767
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LIKE_A_FORMULA = ("=", "+", "-", "@")
_BEFORE_NOTES = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing",
)  # fmt: skip
"""What the schema has before the reference to the drawing of notes."""


class RefusedChangeError(Exception):
    """A cell cannot be changed here; the words say why."""


def place_of(address: str) -> Place:
    """Return the row, from 1, and the column, from 0, of an address such as B4."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise CannotKeepError(say("it has a cell called {address}", address=address[:20]))
    return int(found[2]), column_number(found[1])


def address_of(place: Place) -> str:
    """Return an address such as B4."""
    return f"{column_letters(place[1])}{place[0]}"


@dataclass(slots=True)
class Formula:
    """The formula of a cell: its kind, the cells it is for, its group, its text, and its bytes."""

    kind: str
    reference: str
    group: str
    start: int
    words: list[str] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class Cell:
    """A cell as it stands in the part."""

    place: Place
    attributes: Mapping[str, str]
    start: int
    end: int = 0
    formula: Formula | None = None

    @property
    def style(self) -> int:
        """The number of its look."""
        given = self.attributes.get("s", "0")
        return int(given) if given.isdecimal() else 0


@dataclass(slots=True)
class Row:
    """A row of which cells are wanted, and where a cell that is missing would stand."""

    number: int
    attributes: Mapping[str, str]
    start: int
    inside: int
    close: int = 0
    is_empty: bool = False
    cells: dict[int, Cell] = field(default_factory=dict)
    columns: list[tuple[int, int]] = field(default_factory=list)
    """Column and beginning of each of its cells, in their order."""


class SheetPart:
    """A sheet, searched once for the cells that are wanted."""

    def __init__(self, part: bytes, wanted: Iterable[Place], *, whole_rows: Iterable[int] = ()) -> None:
        self.part = part
        self.rows: dict[int, Row] = {}
        self.formulas: list[tuple[Place, Formula]] = []
        """All of the sheet that stand for more than one cell."""
        self.has_formulas = False
        self.tops: list[tuple[str, Mapping[str, str], int, int]] = []
        """What stands in the sheet directly: name, attributes, beginning and end."""
        self.prefix = ""
        self.column_styles: list[tuple[int, int, str]] = []
        self._wanted_rows = sorted({row for row, _ in wanted} | set(whole_rows))
        self._after: dict[int, int] = {}
        """Where a wanted row that is missing would begin."""
        self._data = (0, 0, False)  # where the content of sheetData begins and ends, and whether it has none
        _Search(self).run()

    def begin_row(self, number: int, attributes: Mapping[str, str], start: int) -> Row | None:
        """Take note of a row; return it if cells of it are wanted."""
        while self._wanted_rows and self._wanted_rows[0] < number:
            self._after[self._wanted_rows.pop(0)] = start
        if not self._wanted_rows or self._wanted_rows[0] != number:
            return None
        self._wanted_rows.pop(0)
        row = self.rows[number] = Row(number, attributes, start, start + len(opening(self.part, start)))
        row.is_empty = self.part[row.inside - 2 : row.inside] == b"/>"
        return row

    def end_data(self, start: int, close: int) -> None:
        """Take note of where the rows end."""
        inside = start + len(opening(self.part, start))
        is_empty = self.part[inside - 2 : inside] == b"/>"
        self._data = (start, inside if is_empty else close, is_empty)
        for number in self._wanted_rows:
            self._after[number] = self._data[1]
        self._wanted_rows = []

    def find(self, place: Place) -> Cell | None:
        """Return a wanted cell, None where there is none."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def style_of(self, place: Place) -> int:
        """Return the number of the look of a cell, also of one that is not there."""
        cell, row = self.find(place), self.rows.get(place[0])
        if cell is not None:
            return cell.style
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return int(row.attributes.get("s", "0"))
        styles = (style for first, last, style in self.column_styles if first <= place[1] + 1 <= last)
        return int(next(styles, "0"))

    def restyled(self, styles: Mapping[Place, int]) -> list[Edit]:
        """Return the edits that give cells another look; cells that are not there are made, without content."""
        edits, made = [], dict[Place, bytes]()
        for place, style in styles.items():
            cell = self.find(place)
            if cell is None:
                made[place] = self._cell(place, style, None)
                continue
            tag = opening(self.part, cell.start)
            edits.append(Edit(cell.start, cell.start + len(tag), with_attribute(tag, "s", style)))
        return [*edits, *self._inserted(made)]

    def changed(self, values: Mapping[Place, Value], quoted: Callable[[int], int]) -> list[Edit]:
        """Return the edits that give cells another content, None for none; their looks stay.

        `quoted` turns a look into one that keeps a text from becoming a formula when somebody edits it.
        Raises RefusedChangeError for a cell whose formula stands for other cells, too.
        """
        edits, made, moving = [], dict[Place, bytes](), dict[str, list[Place]]()
        for place, value in values.items():
            self._check_block(place)
            cell, style = self.find(place), self.style_of(place)
            if isinstance(value, str) and value.startswith(_LIKE_A_FORMULA):
                style = quoted(style)
            if cell is None:
                if value is not None:
                    made[place] = self._cell(place, style, value)
                continue
            edits.append(Edit(cell.start, cell.end, self._cell(place, style, value)))
            if cell.formula is not None and cell.formula.kind == "shared" and cell.formula.reference:
                moving.setdefault(cell.formula.group, []).append(place)
        return [*edits, *self._inserted(made), *self._handed_on(moving, set(values))]

    def _check_block(self, place: Place) -> None:
        for _, formula in self.formulas:
            if formula.kind in ("array", "dataTable") and formula.reference:
                top, bottom = ends_of(formula.reference)
                is_inside = top[0] <= place[0] <= bottom[0] and top[1] <= place[1] <= bottom[1]
                if is_inside and top != bottom:
                    raise RefusedChangeError(
                        say(
                            "{address_of} is one of the cells {reference}, which one formula fills together",
                            address_of=address_of(place),
                            reference=formula.reference,
                        )
                    )

    def _handed_on(self, moving: Mapping[str, list[Place]], gone: set[Place]) -> list[Edit]:
        """Return the edits that give the text of a shared formula to the next of its cells."""
        edits = []
        for group, places in moving.items():
            members = [(place, one) for place, one in self.formulas if one.kind == "shared" and one.group == group]
            origin, model = next((place, one) for place, one in members if place in places)
            heirs = [(place, one) for place, one in members if place not in gone and not one.reference]
            if not heirs:
                continue
            place, formula = heirs[0]
            words = moved("".join(model.words), place[0] - origin[0], place[1] - origin[1])
            tag = opening(self.part, formula.start)
            name = tag[1:].split(None, 1)[0].rstrip(b"/>")
            last = (max(at[0] for at, _ in heirs), max(at[1] for at, _ in heirs))
            first = (min(at[0] for at, _ in heirs), min(at[1] for at, _ in heirs))
            full = with_attribute(tag, "ref", f"{address_of(first)}:{address_of(last)}")
            full = full[:-2].rstrip() + b">" if full.endswith(b"/>") else full
            content = full + text(words).encode() + b"</" + name + b">"
            edits.append(Edit(formula.start, formula.end, content))
        return edits

    def _cell(self, place: Place, style: int, value: Value) -> bytes:
        name = qualified(self.prefix, "c")
        tag = f'<{name} r="{address_of(place)}"' + (f' s="{style}"' if style else "")
        if value is None or value == "":
            return f"{tag}/>".encode()
        if isinstance(value, str):
            inner, words = qualified(self.prefix, "is"), qualified(self.prefix, "t")
            content = f'<{inner}><{words} xml:space="preserve">{text(value)}</{words}></{inner}>'
            return f'{tag} t="inlineStr">{content}</{name}>'.encode()
        number = qualified(self.prefix, "v")
        return f"{tag}><{number}>{value!r}</{number}></{name}>".encode()

    def _inserted(self, made: Mapping[Place, bytes]) -> list[Edit]:
        """Return the edits that put cells where none are, each in its order among the others."""
        by_row: dict[int, list[tuple[int, bytes]]] = {}
        for place, content in sorted(made.items()):
            by_row.setdefault(place[0], []).append((place[1], content))
        edits, rows = [], dict[int, bytes]()
        name = qualified(self.prefix, "row").encode()
        for number, cells in by_row.items():
            row = self.rows.get(number)
            if row is None:
                content = b"".join(content for _, content in cells)
                rows[number] = b'<%b r="%d">%b</%b>' % (name, number, content, name)
            elif row.is_empty:
                tag = self.part[row.start : row.inside][:-2].rstrip() + b">"
                content = b"".join(content for _, content in cells)
                edits.append(Edit(row.start, row.inside, tag + content + b"</" + name + b">"))
            else:
                for column, content in cells:
                    after = bisect_left(row.columns, (column, 0))
                    at = row.columns[after][1] if after < len(row.columns) else row.close
                    edits.append(Edit(at, at, content))
        return [*edits, *self._inserted_rows(rows)]

    def _inserted_rows(self, rows: Mapping[int, bytes]) -> list[Edit]:
        start, end, is_empty = self._data
        if rows and is_empty:
            name = qualified(self.prefix, "sheetData").encode()
            return [Edit(start, end, b"<%b>%b</%b>" % (name, b"".join(rows.values()), name))]
        return [Edit(self._after[number], self._after[number], content) for number, content in rows.items()]

    def with_drawing_of_notes(self, relation: str, space: str) -> Edit:
        """Return the edit that refers to the drawing of notes, in the place the schema has for it."""
        at = max(end for local, _, _, end in self.tops if local in _BEFORE_NOTES)
        name = qualified(self.prefix, "legacyDrawing")
        return Edit(at, at, f'<{name} xmlns:r="{space}" r:id="{relation}"/>'.encode())

    def top(self, local: str) -> Mapping[str, str] | None:
        """Return the attributes of what stands in the sheet directly, by their names without namespace."""
        found = next((attributes for name, attributes, _, _ in self.tops if name == local), None)
        return None if found is None else {split_name(key)[1]: value for key, value in found.items()}

    def apply(self, edits: Iterable[Edit]) -> bytes:
        """Return the part with edits."""
        return apply(self.part, edits)


def ends_of(reference: str) -> tuple[Place, Place]:
    """Return the first and the last cell of a block such as B4:C9."""
    first, _, last = reference.partition(":")
    return place_of(first), place_of(last or first)


class _Search:
    """Walks once through a sheet and tells it what stands where."""

    def __init__(self, sheet: SheetPart) -> None:
        self._sheet = sheet
        self._parser = make_parser(sheet.part)
        self._depth = 0
        self._row_number, self._column = 0, -1
        self._address: str | None = None
        self._row: Row | None = None
        self._cell: Cell | None = None
        self._formula: Formula | None = None
        self._in_data = False
        self._top: tuple[str, Mapping[str, str], int] = ("", {}, 0)

    def run(self) -> None:
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        parse(self._parser, self._sheet.part)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        local = split_name(name)[1]
        if self._in_data:
            if self._depth == 4 and local == "c":
                self._start_cell(attributes)
            elif self._depth == 3 and local == "row":
                number = attributes.get("r", "")
                self._row_number = int(number) if number.isdecimal() else self._row_number + 1
                self._column = -1
                self._row = self._sheet.begin_row(self._row_number, attributes, self._parser.CurrentByteIndex)
            elif self._depth == 5 and local == "f":
                self._start_formula(attributes)
        elif self._depth == 2:
            self._top = (local, attributes, self._parser.CurrentByteIndex)
            self._in_data = local == "sheetData"
        elif self._depth == 1:
            self._sheet.prefix = split_name(name)[2]
        elif self._depth == 3 and local == "col" and attributes.get("style"):
            bounds = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            self._sheet.column_styles.append((*bounds, attributes["style"]))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("r")
        # Most cells are passed by, so their addresses are only understood where one of them has a formula.
        self._address, self._column = address, self._column + 1
        if self._row is not None:
            self._know_column()
            at = self._parser.CurrentByteIndex
            self._cell = Cell((self._row_number, self._column), attributes, at)
            self._row.columns.append((self._column, at))
            self._row.cells[self._column] = self._cell

    def _know_column(self) -> None:
        if self._address:
            self._column = place_of(self._address)[1]

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        self._sheet.has_formulas = True
        kind = attributes.get("t", "normal")
        if kind == "normal" and self._cell is None:
            return
        found = Formula(kind, attributes.get("ref", ""), attributes.get("si", ""), self._parser.CurrentByteIndex)
        if kind != "normal":
            self._know_column()
            self._sheet.formulas.append(((self._row_number, self._column), found))
        if self._cell is not None:
            self._cell.formula = found
        self._formula = found
        self._parser.CharacterDataHandler = found.words.append

    def _end(self, name: str) -> None:
        if self._in_data:
            if self._depth == 5 and self._formula is not None:
                self._parser.CharacterDataHandler = None
                self._formula.end = self._end_of(self._formula.start)
                self._formula = None
            elif self._depth == 4 and self._cell is not None:
                self._cell.end = self._end_of(self._cell.start)
                self._cell = None
            elif self._depth == 3 and self._row is not None:
                self._row.close = self._parser.CurrentByteIndex
                self._row = None
        if self._depth == 2:
            local, attributes, start = self._top
            if self._in_data:
                self._sheet.end_data(start, self._parser.CurrentByteIndex)
                self._in_data = False
            self._sheet.tops.append((local, attributes, start, self._end_of(start)))
        self._depth -= 1

    def _end_of(self, start: int) -> int:
        """Return where the element that ends now, and began at a place, ends."""
        part, tag = self._sheet.part, opening(self._sheet.part, start)
        if tag.endswith(b"/>"):
            return start + len(tag)
        return part.index(b">", self._parser.CurrentByteIndex) + 1
