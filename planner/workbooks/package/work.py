"""What the limited process does with somebody's workbook: looks at it, marks problems in it, corrects cells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.ingest import Refused, schema_of
from planner.workbooks.package.book import Book, SheetEntry
from planner.workbooks.package.form import fill as fill_form
from planner.workbooks.package.form import value_of
from planner.workbooks.package.list_sheet import list_sheet, plain_sheet
from planner.workbooks.package.markup import CannotKeepError, Edit, read
from planner.workbooks.package.notes import NEW_DRAWING, Notes, new_comments, used_blocks, with_boxes
from planner.workbooks.package.sheet import (
    Place,
    RefusedChangeError,
    SheetPart,
    Value,
    address_of,
    place_of,
)
from planner.workbooks.package.tables import rename_headers
from planner.workbooks.problem_list import COLUMNS, SHEET, note_of, rows_of

MOST_NOTES = 2_000
"""So many cells of a sheet get a note; all are coloured and listed."""
MOST_LINKS = 20_000
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def _kept(work: Callable[[Book, Mapping[str, Any]], dict[str, Any]]) -> Callable[[Mapping[str, Any], Path], Any]:
    """Have work done on a book and the book written; what cannot be done without loss is the answer `not_kept`."""

    def done(request: Mapping[str, Any], folder: Path) -> dict[str, Any]:
        try:
            book = Book(Path(request["path"]))
            try:
                answer = work(book, request)
                if book.is_changed:
                    book.write(folder / request["made"])
                return answer
            finally:
                book.package.close()
        except Refused as refused:
            return {"not_kept": refused.issue.text.rstrip(".")}
        except CannotKeepError as problem:
            return {"not_kept": str(problem)}
        except (ValueError, LookupError):  # numbers that are none, references that lead nowhere
            return {"not_kept": "a part of it makes no sense"}

    return done


@_kept
def look(book: Book, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a workbook has that decides what can be kept of it when something is changed."""
    _try_all(book)
    return _features(book)


def _features(book: Book) -> dict[str, Any]:
    names = list(book.package.names())
    return {
        "is_signed": any(name.startswith("_xmlsignatures/") for name in names),
        "has_conversations": any("threadedcomments/" in name for name in names),
        "has_log_of_changes": any("/revisions/" in name for name in names),
        "has_pivot_tables": any("/pivottables/" in name for name in names),
        "has_formulas": book.has_formulas(),
        "protected": book.sheets_with(b"sheetProtection"),
    }


def _try_all(book: Book) -> None:
    """Go once through what a change may touch.  Raises CannotKeepError where something makes no sense."""
    book.styles.as_text()
    for sheet in book.sheets:
        if schema_of(sheet.name) is not None:
            SheetPart(book.package.part(sheet.part), [])


@_kept
def mark(book: Book, request: Mapping[str, Any]) -> dict[str, Any]:
    """Colour the cells of problems, say at each what is wrong, and list all problems; return what `look` does."""
    issues, links, found = request["issues"], dict[int, str](), _features(book)
    by_sheet: dict[str, tuple[SheetEntry, dict[Place, list[str]]]] = {}
    for number, issue in enumerate(issues):
        sheet = book.find(issue["sheet"]) if issue["cell"] and not issue["in_catalogue"] else None
        if sheet is None:
            continue
        _, notes = by_sheet.setdefault(sheet.part, (sheet, {}))
        notes.setdefault(place_of(issue["cell"]), []).append(note_of(issue))
        if len(links) < MOST_LINKS:
            links[number] = f"{_quoted(sheet.name)}!{issue['cell']}"
    for sheet, notes in by_sheet.values():
        _mark_sheet(book, sheet, {place: "\n".join(words) for place, words in notes.items()})
    listed = list_sheet(COLUMNS, rows_of(issues), links, book.styles.as_text(), book.package.spaces["spreadsheet"])
    book.add_sheet(SHEET, listed)
    return found


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _mark_sheet(book: Book, sheet: SheetEntry, notes: Mapping[Place, str]) -> None:
    part = SheetPart(book.package.part(sheet.part), notes)
    edits = part.restyled({place: book.styles.marked(part.style_of(place)) for place in notes})
    edits += _add_notes(book, sheet, part, notes)
    book.package.set(sheet.part, part.apply(edits))


def _add_notes(book: Book, sheet: SheetEntry, part: SheetPart, notes: Mapping[Place, str]) -> list[Edit]:
    """Add notes to the parts that belong to a sheet; return what is to change in the sheet itself."""
    package, there = book.package, book.package.relations(sheet.part)
    talked = {address for one in there if one.kind == "threadedComment" for address in _talked_of(book, one.target)}
    wanted = {place: words for place, words in notes.items() if address_of(place) not in talked}
    chosen = dict(list(wanted.items())[:MOST_NOTES])
    comments = next((one.target for one in there if one.kind == "comments"), None)
    known = Notes(package.part(comments) if comments else new_comments(package.spaces["spreadsheet"]))
    fresh = [place for place in chosen if not known.has(place)]
    edits, drawn = _draw(book, sheet, part, fresh) if fresh else ([], True)
    if not known.is_whole or not drawn or not chosen:
        return edits
    if comments is None:
        comments = book.place("comments{}.xml")
        package.relate(sheet.part, "comments", comments)
        book.declare(comments, "comments")
    package.set(comments, known.with_notes(chosen))
    return edits


def _draw(book: Book, sheet: SheetEntry, part: SheetPart, places: Sequence[Place]) -> tuple[list[Edit], bool]:
    """Draw a box per note; return what is to change in the sheet, and whether that could be done."""
    package = book.package
    refers = part.top("legacyDrawing")
    relation = refers and next((one for one in package.relations(sheet.part) if one.id == refers.get("id")), None)
    if refers is not None and relation is None:
        return [], False
    block = 1 + used_blocks(package.part(name) for name in package.names() if name.endswith(".vml"))
    drawn = with_boxes(package.part(relation.target) if relation else NEW_DRAWING, places, block)
    if drawn is None:
        return [], False
    if relation:
        package.set(relation.target, drawn)
        return [], True
    name = book.place("drawings/vmlDrawing{}.vml")
    package.set(name, drawn)
    package.declare_ending("vml", _DRAWING)
    key = package.relate(sheet.part, "vmlDrawing", name)
    return [part.with_drawing_of_notes(key, package.spaces["relations"])], True


def _talked_of(book: Book, part: str) -> Iterator[str]:
    """Yield the addresses of cells that people have a conversation about; their note belongs to it."""
    return (one.get("ref") or "" for one in read(book.package.part(part)).children)


@_kept
def correct(book: Book, request: Mapping[str, Any]) -> dict[str, Any]:
    """Give cells other contents, empty rows that go, rename and add sheets; return what `look` does."""
    values: dict[str, dict[Place, Value]] = {}
    rows: dict[str, list[int]] = {}
    for sheet, cell, value in request["corrections"]:
        values.setdefault(sheet, {})[place_of(cell)] = value
    for sheet, row in request["deletions"]:
        rows.setdefault(sheet, []).append(row)
    for name in dict.fromkeys([*values, *rows]):
        _correct_sheet(book, name, values.get(name, {}), rows.get(name, []))
    for name, wanted in request["renamings"].items():
        book.rename_sheet(name, wanted)
    for name, added in request["added"].items():
        book.add_sheet(name, plain_sheet(added, book.package.spaces["spreadsheet"]))
    found = _features(book)
    if found["has_formulas"]:
        book.calculate_anew()
    return found


@_kept
def fill(book: Book, request: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in a form, whose row of a line is there for each; return what `look` does."""
    values = {name: value_of(told) for name, told in request["values"].items()}
    lines = [{name: value_of(told) for name, told in line.items()} for line in request["lines"]]
    fill_form(book, values, lines)
    return _features(book)


def _correct_sheet(book: Book, name: str, values: Mapping[Place, Value], rows: Sequence[int]) -> None:
    sheet = book.find(name)
    if sheet is None:
        raise UsageError(f'There is no sheet "{name}" to correct.')
    part = SheetPart(book.package.part(sheet.part), values, whole_rows=rows)
    gone = {cell.place: None for row in rows if row in part.rows for cell in part.rows[row].cells.values()}
    changed: dict[Place, Value] = {place: value for place, value in values.items() if place[0] not in rows} | gone
    edits = _told(sheet, lambda: part.changed(rename_headers(book, sheet, changed), book.styles.quoted))
    if any(cell is not None and cell.formula is not None for cell in map(part.find, changed)):
        book.forget_order_of_calculation()
    book.package.set(sheet.part, part.apply(edits))


def _told(sheet: SheetEntry, change: Callable[[], list[Edit]]) -> list[Edit]:
    try:
        return change()
    except RefusedChangeError as refused:
        raise UsageError(
            f'Sheet "{sheet.name}" cannot be corrected here: {refused}. Correct it in your spreadsheet program and '
            "upload the file again."
        ) from refused
