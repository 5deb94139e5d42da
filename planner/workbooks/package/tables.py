"""The areas of a sheet that Excel calls tables: their columns are called as the cells above them say."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from planner.words import say
from planner.workbooks.package.book import Book, SheetEntry
from planner.workbooks.package.markup import Edit, apply, read, with_attribute
from planner.workbooks.package.sheet import Place, RefusedChangeError, Value, ends_of


def rename_headers(book: Book, sheet: SheetEntry, values: Mapping[Place, Value]) -> dict[Place, Value]:
    """Have the tables of a sheet call their columns as its changed cells do; return the cells, headers as texts.

    A table whose names and cells differ would be taken for damaged.  Raises RefusedChangeError where a column would
    have no name of its own, and where a formula uses the name it has.
    """
    changed = dict(values)
    for relation in book.package.relations(sheet.part):
        if relation.kind == "table":
            _rename(book, relation.target, changed)
    return changed


def _rename(book: Book, name: str, values: dict[Place, Value]) -> None:
    part = book.package.part(name)
    root = read(part)
    listed, reference = root.first("tableColumns"), root.get("ref")
    if listed is None or reference is None or root.get("headerRowCount") == "0":
        return
    (top, left), (_, right) = ends_of(reference)
    edits = []
    for place, value in values.items():
        if place[0] != top or not left <= place[1] <= right or place[1] - left >= len(listed.children):
            continue
        column, table = listed.children[place[1] - left], root.get("displayName") or ""
        words, before = "" if value is None else str(value), column.get("name") or ""
        others = {(one.get("name") or "").casefold() for one in listed.children if one is not column}
        if not words.strip() or words.casefold() in others:
            raise RefusedChangeError(say('a column of the table "{table}" would have no name of its own', table=table))
        if _is_used(book, before):
            raise RefusedChangeError(
                say('formulas use the column "{before}" of the table "{table}" by its name', before=before, table=table)
            )
        tag = part[column.start : column.inside]
        edits.append(Edit(column.start, column.inside, with_attribute(tag, "name", words)))
        values[place] = words
    if edits:
        book.package.set(name, apply(part, edits))


def _is_used(book: Book, column: str) -> bool:
    """Whether a formula anywhere names a column of a table."""
    escaped = "".join(f"'{letter}" if letter in "[]#'" else letter for letter in column)
    wanted = f"[{quoteattr(escaped)[1:-1]}]".encode()
    return any(wanted in book.package.part(name) for name in book.package.names() if name.endswith(".xml"))
