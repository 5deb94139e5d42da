"""Puts rows into a sheet: everything below moves down, wherever in the workbook it is referred to.

Only what has to be different is changed, in its bytes; what nobody here has heard of stays as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.words import joined, say
from planner.workbooks.package.book import Book, SheetEntry
from planner.workbooks.package.formulas import moved
from planner.workbooks.package.markup import (
    CannotKeepError,
    Edit,
    Element,
    apply,
    read,
    split_name,
    text,
    with_attribute,
)
from planner.workbooks.package.references import Insertion
from planner.workbooks.package.sheet import address_of, place_of

_FORMULAS = ("formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_FORMULA_ATTRIBUTES = ("location", "linkedCell", "listFillRange", "fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")
_AREAS, _CELLS = ("sqref", "ref"), ("activeCell", "topLeftCell")
_VML = re.compile(rb"(<x:(Anchor|Row|FmlaLink|FmlaRange|FmlaMacro)>)([^<]*)(</x:)")
_ONE_LINE = ("mergeCell", "hyperlink")
"""What stands for the model's row and is there once more for each of its copies."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a sheet that is read as a whole."""

    element: Element
    row: int
    column: int

    @property
    def formula(self) -> Element | None:
        """Its formula."""
        return self.element.first("f")


def content(part: bytes, element: Element) -> str:
    """Return the text of an element without others in it."""
    return html.unescape(part[element.inside : element.close].decode("utf-8"))


def rows_of(root: Element) -> Iterator[tuple[int, Element]]:
    """Yield the rows of a sheet with their numbers."""
    data, number = root.first("sheetData"), 0
    for row in data.children if data is not None else ():
        given = row.get("r")
        number = int(given) if given else number + 1
        yield number, row


def cells_of(number: int, row: Element) -> Iterator[SheetCell]:
    """Yield the cells of a row."""
    column = -1
    for cell in row.children:
        if cell.local == "c":
            given = cell.attributes.get("r")
            column = place_of(given)[1] if given else column + 1
            yield SheetCell(cell, number, column)


def shared_formulas(part: bytes, root: Element) -> dict[int, str]:
    """Return the full text of formulas that are written once for several cells, by where they stand in the part."""
    models: dict[str, tuple[SheetCell, str]] = {}
    found: dict[int, str] = {}
    for number, row in rows_of(root):
        for cell in cells_of(number, row):
            formula = cell.formula
            if formula is None or formula.get("t") != "shared":
                continue
            group = formula.get("si") or ""
            if not formula.is_empty and content(part, formula).strip():
                models[group] = (cell, content(part, formula))
            if group not in models:
                raise CannotKeepError(say("a shared formula is written nowhere"))
            model, words = models[group]
            found[formula.start] = moved(words, cell.row - model.row, cell.column - model.column)
    return found


def insert_rows(book: Book, sheet: SheetEntry, insertion: Insertion) -> None:
    """Have every part of a workbook but the rows of the sheet itself refer to where rows stand afterwards."""
    package = book.package
    for other in book.sheets:
        part = package.part(other.part)
        is_same = other is sheet
        if is_same or _speaks_of(part, insertion.sheet):
            package.set(other.part, _changed_sheet(part, other.name, insertion, is_same=is_same))
    root = read(package.part(package.workbook))
    package.set(package.workbook, _changed(package.part(package.workbook), root, None, insertion, is_same=False))
    for name in list(package.names()):
        if "/charts/" in name and name.endswith(".xml"):
            _rewrite(book, name, None, insertion, is_same=False)
        elif "/pivotcache/" in name and name.endswith(".xml"):
            _rewrite_pivot(book, name, insertion)
    for relation in package.relations(sheet.part):
        if relation.kind in ("table", "comments", "threadedComment", "pivotTable"):
            _rewrite(book, relation.target, sheet.name, insertion, is_same=True)
        elif relation.kind == "drawing":
            _move_drawing(book, relation.target, insertion)
        elif relation.kind == "vmlDrawing":
            package.set(relation.target, _moved_boxes(package.part(relation.target), sheet.name, insertion))
        elif relation.kind == "ctrlProp":
            _rewrite(book, relation.target, sheet.name, insertion, is_same=False)


def _speaks_of(part: bytes, sheet: str) -> bool:
    names = {sheet, sheet.replace("'", "''")}
    return any(html.escape(name, quote=False).encode() in part or name.encode() in part for name in names)


def _rewrite(book: Book, name: str, home: str | None, insertion: Insertion, *, is_same: bool) -> None:
    part = book.package.part(name)
    changed = _changed(part, read(part), home, insertion, is_same=is_same)
    if changed != part:
        book.package.set(name, changed)


def _changed(part: bytes, root: Element, home: str | None, insertion: Insertion, *, is_same: bool) -> bytes:
    return apply(part, _edits(part, root, home, insertion, is_same=is_same))


def _changed_sheet(part: bytes, name: str, insertion: Insertion, *, is_same: bool) -> bytes:
    """Return a sheet with references that hold afterwards; its own rows are for whoever copies the model."""
    root = read(part)
    edits = list[Edit]()
    for top in root.children:
        if top.local != "sheetData":
            edits += _edits(part, top, name, insertion, is_same=is_same)
    if not is_same:
        shared = shared_formulas(part, root)
        for number, row in rows_of(root):
            for cell in cells_of(number, row):
                edits += formula_edits(part, cell, shared, lambda words: insertion.formula(words, name))
    return apply(part, edits)


def formula_edits(
    part: bytes, cell: SheetCell, shared: dict[int, str], change: Callable[[str], str], *, area: str = ""
) -> list[Edit]:
    """Return the edit that changes a formula; one that several cells share is written out.

    `area` is what a formula that fills an area fills afterwards, where that is another one.
    """
    formula = cell.formula
    if formula is None:
        return []
    kind = formula.get("t") or "normal"
    if kind == "dataTable":
        raise CannotKeepError(say("it has a data table of several operations"))
    words = shared.get(formula.start) or content(part, formula)
    after = change(words)
    if kind != "shared" and after == words and not area:
        return []
    tag = part[formula.start : formula.inside]
    name = tag[1:].split(None, 1)[0].rstrip(b"/>")
    if kind == "shared":
        tag = b"<" + name + b">"
    elif area:
        tag = with_attribute(tag, "ref", area)
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    return [Edit(formula.start, formula.end, tag + text(after).encode() + b"</" + name + b">")]


def _edits(part: bytes, root: Element, home: str | None, insertion: Insertion, *, is_same: bool) -> Iterator[Edit]:
    for element in root.walk():
        if is_same and element.local in _ONE_LINE:
            yield from _of_one_line(part, element, insertion)
        elif is_same and element.local == "mergeCells":
            yield from _count_of_merged(part, element, insertion)
        else:
            yield from _tag_edit(part, element, home, insertion, is_same=is_same)
        if element.is_empty or element.children:
            continue
        if element.local in _FORMULAS:
            yield from _text_edit(part, element, lambda words: insertion.formula(words, home))
        elif is_same and element.local == "sqref":
            yield from _text_edit(part, element, insertion.areas)
        elif is_same and element.local == "row" and _is_mark(element):
            yield from _text_edit(part, element, lambda words: str(insertion.mark(int(words))))


def _text_edit(part: bytes, element: Element, change: Callable[[str], str]) -> Iterator[Edit]:
    before = content(part, element)
    after = change(before)
    if after != before:
        yield Edit(element.inside, element.close, text(after).encode())


def _tag_edit(
    part: bytes, element: Element, home: str | None, insertion: Insertion, *, is_same: bool
) -> Iterator[Edit]:
    tag = before = part[element.start : element.inside]
    for key, value in element.attributes.items():
        name = split_name(key)[1]
        after = _attribute(element, name, value, home, insertion, is_same=is_same)
        if after != value:
            tag = with_attribute(tag, name, after)
    if tag != before:
        yield Edit(element.start, element.inside, tag)


def _attribute(
    element: Element, name: str, value: str, home: str | None, insertion: Insertion, *, is_same: bool
) -> str:
    if name in _FORMULA_ATTRIBUTES or (name == "val" and element.local == "cfvo" and element.get("type") == "formula"):
        return insertion.formula(value, home)
    if not is_same:
        return value
    if name in _AREAS:
        is_single = element.local in ("comment", "threadedComment")
        return insertion.cell(value) if is_single else insertion.areas(value)
    if name in _CELLS:
        return insertion.cell(value)
    if name == "id" and element.local == "brk" and element.parent is not None and element.parent.local == "rowBreaks":
        return str(int(value) + insertion.count if int(value) >= insertion.model else int(value))
    return value


def _is_on_model(reference: str, insertion: Insertion) -> bool:
    first, _, last = reference.partition(":")
    return place_of(first)[0] == place_of(last or first)[0] == insertion.model


def _of_one_line(part: bytes, element: Element, insertion: Insertion) -> Iterator[Edit]:
    reference = element.get("ref") or ""
    if not _is_on_model(reference, insertion):
        yield from _tag_edit(part, element, None, insertion, is_same=True)
        return
    tag, rest = part[element.start : element.inside], part[element.inside : element.end]
    copies = [with_attribute(tag, "ref", _moved_down(reference, step)) + rest for step in range(1, insertion.count + 1)]
    yield Edit(element.end, element.end, b"".join(copies))


def _moved_down(reference: str, step: int) -> str:
    ends = []
    for end in reference.split(":"):
        row, column = place_of(end)
        ends.append(address_of((row + step, column)))
    return ":".join(ends)


def _count_of_merged(part: bytes, element: Element, insertion: Insertion) -> Iterator[Edit]:
    given = element.get("count")
    more = sum(_is_on_model(child.get("ref") or "", insertion) for child in element.children) * insertion.count
    if given and given.isdecimal() and more:
        tag = part[element.start : element.inside]
        yield Edit(element.start, element.inside, with_attribute(tag, "count", int(given) + more))


def _is_mark(element: Element) -> bool:
    return element.parent is not None and element.parent.local in ("from", "to")


def _move_drawing(book: Book, name: str, insertion: Insertion) -> None:
    part = book.package.part(name)
    edits = list[Edit]()
    for anchor in read(part).children:
        ends = [one for one in (anchor.first("from"), anchor.first("to")) if one is not None]
        marks = [row for end in ends if (row := end.first("row")) is not None]
        if not marks or anchor.get("editAs") == "absolute":
            continue
        starts_below = int(content(part, marks[0])) >= insertion.model
        if anchor.get("editAs") == "oneCell" and not starts_below:
            continue
        for mark in marks:
            edits += _text_edit(part, mark, lambda words: str(insertion.mark(int(words))))
    if edits:
        book.package.set(name, apply(part, edits))


def _moved_boxes(part: bytes, home: str, insertion: Insertion) -> bytes:
    """Return an old drawing of notes and buttons with its anchors and links moved."""

    def change(found: re.Match[bytes]) -> bytes:
        kind, words = found[2].decode(), html.unescape(found[3].decode("utf-8"))
        if kind == "Anchor":
            numbers = [int(one) for one in words.split(",")]
            if len(numbers) == 8:
                numbers[2], numbers[6] = insertion.mark(numbers[2]), insertion.mark(numbers[6])
                words = joined(", ", map(str, numbers))
        elif kind == "Row":
            words = str(insertion.mark(int(words)))
        else:
            words = insertion.formula(words, home)
        return found[1] + html.escape(words, quote=False).encode() + found[4]

    return _VML.sub(change, part)


def _rewrite_pivot(book: Book, name: str, insertion: Insertion) -> None:
    part = book.package.part(name)
    edits = [
        Edit(one.start, one.inside, with_attribute(part[one.start : one.inside], "ref", insertion.area(reference)))
        for one in read(part).walk()
        if one.local == "worksheetSource"
        and (one.get("sheet") or "").casefold() == insertion.sheet.casefold()
        and (reference := one.get("ref"))
    ]
    if edits:
        book.package.set(name, apply(part, edits))
