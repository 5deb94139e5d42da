"""Fills somebody's own form: cells with names in double braces get values, and the row of a line is there for each.

A cell that holds nothing but a name gets a number or a day where the value is one; within a longer text it is written
out.  Looks stay, also those of single words within a text, and so does everything else in the workbook; results of
formulas that were stored are left out, since they were those of the empty form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.errors import UsageError
from planner.words import joined, say
from planner.workbooks.package.book import Book, SheetEntry
from planner.workbooks.package.markup import Edit, Element, apply, qualified, read, text, with_attribute
from planner.workbooks.package.references import Insertion
from planner.workbooks.package.rows import (
    SheetCell,
    cells_of,
    content,
    formula_edits,
    insert_rows,
    rows_of,
    shared_formulas,
)
from planner.workbooks.package.sheet import MOST_CHARACTERS, address_of

NAME = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LINE = "line."
_FIRST_DAY, _DAYS_UNTIL_1904 = date(1899, 12, 30), 1462
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | Decimal | date | None
Values = Mapping[str, Value]


def value_of(told: Sequence[str]) -> Value:
    """Return a value as JSON carries it: its kind and its text."""
    kind, words = told
    match kind:
        case "number":
            return Decimal(words)
        case "day":
            return date.fromisoformat(words)
        case "nothing":
            return None
    return words


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a cell, and the item of a part that holds it."""

    words: str
    part: bytes = b""
    item: Element | None = None

    @staticmethod
    def of(part: bytes, item: Element) -> _Text:
        """Return the text of an item."""
        return _Text("".join(content(part, run) for run in _runs(item)), part, item)

    def filled_runs(self, values: Values, prefix: str) -> bytes | None:
        """Return the content of the item with values for names, each word as it looks.

        None where all of it looks alike, where a name looks different in its midst, or where it has become too long.
        """
        if self.item is None or self.item.prefix != prefix or self.item.first("r") is None:
            return None
        runs = [(run, content(self.part, run)) for run in _runs(self.item)]
        if sum(len(NAME.findall(words)) for _, words in runs) < len(NAME.findall(self.words)):
            return None
        if len(_written(self.words, values)) > MOST_CHARACTERS:
            return None
        edits = [
            Edit(run.inside, run.close, text(_written(words, values)).encode())
            for run, words in runs
            if NAME.search(words)
        ]
        before = self.part[: self.item.close]
        return apply(before, edits)[self.item.inside :]


def _runs(item: Element) -> Iterator[Element]:
    """Yield what holds the text of an item, without what says how it is pronounced."""
    for child in item.walk():
        if child.local == "t" and (child.parent is None or child.parent.local != "rPh"):
            yield child


@dataclass(slots=True)
class _Sheet:
    """A sheet with names in some of its cells."""

    entry: SheetEntry
    texts: dict[int, _Text]
    """Texts with names, by where their cell begins in the part."""
    model: int | None
    """The row that is there for each line."""


def fill(book: Book, values: Values, lines: Sequence[Values]) -> None:
    """Fill a form.  Raises UsageError with every name that means nothing, and where no row is for lines."""
    strings = _shared_strings(book)
    wrong = list(_elsewhere(book))
    sheets = []
    for entry in book.sheets:
        part = book.package.part(entry.part)
        found = _find(entry, part, read(part), strings, {*values, *lines[0]}, wrong)
        sheets += [found] if found.texts else []
    if wrong:
        raise UsageError(
            say("The form cannot be filled: {value} docs/papers.md lists the names.", value=joined(" ", wrong))
        )
    if not any(sheet.model for sheet in sheets):
        raise UsageError(
            say(
                "The form cannot be filled: no row of it holds names of a line, such as "
                "{{line.description}} and {{line.packs}}. docs/papers.md lists the names."
            )
        )
    for sheet in sheets:
        _fill_sheet(book, sheet, values, lines, strings)
    if book.has_formulas():
        book.calculate_anew()
        book.forget_order_of_calculation()


def _shared_strings(book: Book) -> list[_Text]:
    relation = next((one for one in book.package.relations(book.package.workbook) if one.kind == "sharedStrings"), None)
    if relation is None or not book.package.has(relation.target):
        return []
    part = book.package.part(relation.target)
    return [_Text.of(part, one) for one in read(part).children if one.local == "si"]


def _text_of(part: bytes, cell: Element, strings: Sequence[_Text]) -> _Text:
    if cell.get("t") == "s":
        number = cell.first("v")
        place = int(content(part, number)) if number is not None else -1
        return strings[place] if 0 <= place < len(strings) else _Text("")
    inline = cell.first("is")
    return _Text.of(part, inline) if inline is not None else _Text("")


def _find(
    entry: SheetEntry, part: bytes, root: Element, strings: Sequence[_Text], known: set[str], wrong: list[str]
) -> _Sheet:
    texts, models = dict[int, _Text](), dict[int, str]()
    for number, row in rows_of(root):
        for cell in cells_of(number, row):
            where = f"{entry.name}!{address_of((cell.row, cell.column))}"
            formula = cell.formula
            if formula is not None and NAME.search(content(part, formula)):
                wrong.append(say("{where} is a formula; names are filled in where a cell is a text.", where=where))
                continue
            told = _text_of(part, cell.element, strings)
            names = NAME.findall(told.words)
            if not names:
                continue
            texts[cell.element.start] = told
            wrong += [
                say("{where} holds {{{{{name}}}}}, which means nothing.", where=where, name=name)
                for name in names
                if name not in known
            ]
            if any(name.startswith(_LINE) for name in names):
                models.setdefault(number, where)
    if len(models) > 1:
        wrong.append(
            say(
                "Sheet {name} has names of a line in several rows: {value}; keep one.",
                name=entry.name,
                value=joined(", ", models.values()),
            )
        )
    return _Sheet(entry, texts, next(iter(models), None))


def _elsewhere(book: Book) -> Iterator[str]:
    """Say where names stand that are not in cells: nobody fills them in there."""
    for entry in book.sheets:
        head = read(book.package.part(entry.part)).first("headerFooter")
        if head is not None and b"{{" in book.package.part(entry.part)[head.start : head.end]:
            yield say(
                "The head or foot of sheet {name} holds a name; names are filled in in cells only.", name=entry.name
            )
    for name in sorted(book.package.names()):
        if "/drawings/" in name and name.endswith(".xml"):
            part = book.package.part(name)
            words = "".join(content(part, one) for one in read(part).walk() if one.local == "t" and not one.children)
            for found in NAME.findall(words):
                yield say("A text box holds {{{{{found}}}}}; names are filled in in cells only.", found=found)


def _fill_sheet(book: Book, sheet: _Sheet, values: Values, lines: Sequence[Values], strings: Sequence[_Text]) -> None:
    insertion = Insertion(sheet.entry.name, sheet.model or 1, len(lines) - 1 if sheet.model else 0)
    if insertion.count:
        insert_rows(book, sheet.entry, insertion)
    # Parts before the rows may have become longer, so where cells stand is found anew.
    part = book.package.part(sheet.entry.part)
    root = read(part)
    known = {name for line in lines for name in line} | set(values)
    texts = _find(sheet.entry, part, root, strings, known, []).texts
    filling = _Filling(book, part, texts, shared_formulas(part, root), insertion, sheet.entry.name)
    edits = list[Edit]()
    for number, row in rows_of(root):
        if number != sheet.model:
            edits += filling.row(number, row, values, insertion.row(number), None)
            continue
        whole = part[row.start : row.end]
        copies = [
            apply(whole, _from(row.start, filling.row(number, row, {**values, **line}, number + step, step)))
            for step, line in enumerate(lines)
        ]
        edits.append(Edit(row.start, row.end, b"".join(copies)))
    book.package.set(sheet.entry.part, apply(part, edits))


def _from(start: int, edits: Sequence[Edit]) -> list[Edit]:
    return [Edit(edit.start - start, edit.end - start, edit.content) for edit in edits]


@dataclass(slots=True)
class _Filling:
    """Fills the rows of one sheet."""

    book: Book
    part: bytes
    texts: Mapping[int, _Text]
    shared: dict[int, str]
    insertion: Insertion
    sheet: str

    def row(self, number: int, row: Element, values: Values, after: int, step: int | None) -> list[Edit]:
        """Return the edits of a row that stands in row `after` afterwards; `step`: it is a copy of the model."""
        edits = list[Edit]()
        if after != number:
            tag = self.part[row.start : row.inside]
            edits.append(Edit(row.start, row.inside, with_attribute(tag, "r", after)))
        for cell in cells_of(number, row):
            edits += self._cell(cell, values, after, step)
        return edits

    def _cell(self, cell: SheetCell, values: Values, after: int, step: int | None) -> list[Edit]:
        element, address = cell.element, address_of((after, cell.column))
        if element.start in self.texts:
            return [Edit(element.start, element.end, self._filled(element, self.texts[element.start], values, address))]
        edits = list[Edit]()
        if after != cell.row:
            tag = self.part[element.start : element.inside]
            edits.append(Edit(element.start, element.inside, with_attribute(tag, "r", address)))
        formula = cell.formula
        if formula is None:
            return edits
        if self.insertion.count:
            edits += formula_edits(self.part, cell, self.shared, self._change(step), area=self._area(formula, step))
        stored = element.first("v")
        if stored is not None:
            edits.append(Edit(stored.start, stored.end, b""))
        return edits

    def _change(self, step: int | None) -> Callable[[str], str]:
        if step is None:
            return lambda words: self.insertion.formula(words, self.sheet)
        return lambda words: self.insertion.copied(words, self.sheet, step)

    def _area(self, formula: Element, step: int | None) -> str:
        """Return what a formula fills afterwards that is said to fill an area; nothing for any other."""
        area = formula.get("ref") if formula.get("t") == "array" else None
        if area is None:
            return ""
        if step is None:
            return self.insertion.area(area)
        return re.sub(r"[0-9]+", lambda found: str(int(found[0]) + step), area)

    def _filled(self, cell: Element, told: _Text, values: Values, address: str) -> bytes:
        alone = NAME.fullmatch(told.words.strip())
        value = values[alone[1]] if alone else _written(told.words, values)
        look = int(cell.get("s") or 0)
        if isinstance(value, date):
            value = self._day(value, look)
        name = qualified(cell.prefix, "c")
        if isinstance(value, str) and value.startswith(_LIKE_A_FORMULA):
            look = self.book.styles.quoted(look)
        tag = f'<{name} r="{address}"' + (f' s="{look}"' if look else "")
        if value is None or value == "":
            return f"{tag}/>".encode()
        if isinstance(value, str):
            inner, run = qualified(cell.prefix, "is"), qualified(cell.prefix, "t")
            runs = None if alone else told.filled_runs(values, cell.prefix)
            if runs is None:
                runs = f'<{run} xml:space="preserve">{text(value[:MOST_CHARACTERS])}</{run}>'.encode()
            return b"".join((f'{tag} t="inlineStr"><{inner}>'.encode(), runs, f"</{inner}></{name}>".encode()))
        number = qualified(cell.prefix, "v")
        return f"{tag}><{number}>{value}</{number}></{name}>".encode()

    def _day(self, day: date, look: int) -> str | int:
        """Return a day as the number that a cell with the look of days shows as one, as text for any other."""
        if not self.book.styles.shows_days(look):
            return day.isoformat()
        return (day - _FIRST_DAY).days - (_DAYS_UNTIL_1904 if self.book.counts_from_1904 else 0)


def _written(words: str, values: Values) -> str:
    return NAME.sub(lambda found: _as_text(values[found[1]]), words)


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
