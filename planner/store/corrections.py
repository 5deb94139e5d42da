"""Corrects cells of an uploaded inventory, and marks its problems in it.

Both write a new workbook in which every cell keeps its address, so that a problem found later still names the place
where a person finds it.  Looks, formulas and pictures of the upload are not carried over; it stays saved as it was.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from planner.errors import UsageError
from planner.ingest.cells import shown
from planner.ingest.headers import sheet_and_part
from planner.ingest.raw import CellError, RawTable
from planner.ingest.read import read_tables
from planner.ingest.table import column_letters
from planner.store import inventories
from planner.store.database import Store
from planner.store.inventories import SavedInventory

PROBLEMS = "Problems"
MOST_COMMENTS = 2_000
BY_HAND = ("Offers", "Owned", "Headcount", "Servers", "Policy", "Scenarios")
MOST_ROWS_BY_HAND = 2_000
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_EARLIEST = date(1900, 3, 1)
"""Earlier days mean different ones in different programs; they are written as text."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a cell shall hold instead, as somebody would type it."""

    sheet: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """A row that goes; the other rows stay where they are."""

    sheet: str
    row: int


def correct(name: str, content: bytes, changes: Sequence[Correction | Deletion]) -> bytes:
    """Return an inventory with cells corrected and rows deleted, as a workbook (.xlsx).

    Raises UsageError for a cell that is not there, and for a file that is no workbook.
    """
    tables = _read(name, content)
    corrected: dict[int, dict[tuple[int, int], str]] = {}
    deleted: dict[int, set[int]] = {}
    for change in changes:
        table = _find_sheet(tables, change.sheet)
        if isinstance(change, Deletion):
            deleted.setdefault(table, set()).add(change.row)
            continue
        row, column = _place(change.cell)
        known = row == tables[table].header_row or bool(np.isin(row, tables[table].rows))
        if not known or column >= len(tables[table].headers):
            raise UsageError(f"There is no cell {change.sheet}!{change.cell} to correct.")
        corrected.setdefault(table, {})[row, column] = change.value
    return _write(tables, corrected, deleted, {}, ())


def mark(name: str, content: bytes, issues: Sequence[Mapping[str, Any]]) -> bytes:
    """Return an inventory as a workbook (.xlsx) with a sheet of all its problems, and their cells marked."""
    tables = _read(name, content)
    marks: dict[int, dict[tuple[int, int], str]] = {}
    for issue in issues:
        if issue["cell"] and _is_sheet(tables, issue["sheet"]):
            of_sheet = marks.setdefault(_find_sheet(tables, issue["sheet"]), {})
            place, text = _place(issue["cell"]), f"{issue['text']} {issue['remedy']} [{issue['code']}]"
            of_sheet[place] = f"{of_sheet[place]}\n{text}" if place in of_sheet else text
    return _write(tables, {}, {}, marks, issues)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts, to be changed by hand: columns by name, rows as Excel numbers them."""

    name: str
    columns: tuple[str, ...]
    places: tuple[int, ...]
    """Which column of the sheet each of `columns` is, 0 being A."""
    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    """By row, then by column; blank cells are empty."""


def sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an inventory that can be changed by hand, those first that are changed most often.

    There are none where the file is no workbook; sheets that are too long for it, or empty, are left out.
    """
    try:
        tables = _read(name, content)
    except UsageError:
        return ()
    named = {_known_as(table): table for table in tables if 0 < len(table.rows) <= MOST_ROWS_BY_HAND}
    return tuple(_sheet(known, named[known]) for known in BY_HAND if known in named)


def _sheet(known: str, table: RawTable) -> Sheet:
    places = tuple(place for place, header in enumerate(table.headers) if header)
    texts = [[shown(cell) or "" for cell in table.columns[place]] for place in places]
    return Sheet(
        name=known,
        columns=tuple(table.headers[place] for place in places),
        places=places,
        rows=tuple(np.asarray(table.rows).tolist()),
        cells=tuple(zip(*texts, strict=True)),
    )


def edits(sheet: Sheet, edited: Sequence[Sequence[str | None]]) -> tuple[Correction, ...]:
    """Return what somebody changed in the cells of a sheet."""
    return tuple(
        Correction(sheet.name, f"{column_letters(place)}{row}", new or "")
        for row, before, after in zip(sheet.rows, sheet.cells, edited, strict=True)
        for place, old, new in zip(sheet.places, before, after, strict=True)
        if (new or "") != old
    )


def changes(
    issues: Sequence[Mapping[str, Any]], corrected: Sequence[str | None], deleted: Sequence[bool]
) -> tuple[Correction | Deletion, ...]:
    """Return what somebody changed in a list of problems: per problem the corrected cell, and whether its row goes.

    A cell that stands as it was found is no change.
    """
    made: list[Correction | Deletion] = []
    for issue, value, is_deleted in zip(issues, corrected, deleted, strict=True):
        if is_deleted and issue["sheet"] and issue["row"]:
            made.append(Deletion(issue["sheet"], issue["row"]))
        elif (value or "") != (issue["value"] or "") and issue["cell"]:
            made.append(Correction(issue["sheet"], issue["cell"], value or ""))
    return tuple(dict.fromkeys(made))


def save_corrected(
    store: Store, workspace: str, inventory: SavedInventory, made: Sequence[Correction | Deletion]
) -> SavedInventory:
    """Save an inventory with corrections beside the one it was made from."""
    content = correct(inventory.name, inventories.content_of(store, workspace, inventory.id), made)
    return inventories.save(store, workspace, corrected_name(inventory.name), content, made_from=inventory.id)


def marked(store: Store, workspace: str, inventory: SavedInventory, issues: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a saved inventory with its problems marked."""
    return mark(inventory.name, inventories.content_of(store, workspace, inventory.id), issues)


def corrected_name(name: str) -> str:
    """Return what a corrected inventory is called."""
    stem = Path(name).stem.removesuffix(", changed")
    return f"{stem}, changed.xlsx"


def marked_name(name: str) -> str:
    """Return what an inventory with marks is called."""
    return f"{Path(name).stem}, problems marked.xlsx"


def _read(name: str, content: bytes) -> tuple[RawTable, ...]:
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        tables = read_tables(path).tables
    if not tables or not all(table.is_grid for table in tables):
        raise UsageError(
            "The cells of this file cannot be corrected here; correct the file itself and upload it again."
        )
    return tables


def _known_as(table: RawTable) -> str:
    """Return the name by which problems call a sheet."""
    meant = sheet_and_part(table.sheet)
    if meant is None:
        return table.sheet
    name, number = meant
    return f"{name} {number}" if number else name


def _is_sheet(tables: Sequence[RawTable], sheet: str | None) -> bool:
    return any(sheet in (table.sheet, _known_as(table)) for table in tables)


def _find_sheet(tables: Sequence[RawTable], sheet: str) -> int:
    for index, table in enumerate(tables):
        if sheet in (table.sheet, _known_as(table)):
            return index
    raise UsageError(f'There is no sheet "{sheet}" to correct.')


def _place(cell: str) -> tuple[int, int]:
    """Return the row, counted from 1, and the column, counted from 0, of an address such as B4."""
    matched = _ADDRESS.fullmatch(cell)
    if matched is None:
        raise UsageError(f"{cell} is no address of a cell.")
    column = 0
    for letter in matched[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(matched[2]), column - 1


def _write(
    tables: Sequence[RawTable],
    changes: Mapping[int, Mapping[tuple[int, int], str]],
    deleted: Mapping[int, set[int]],
    marks: Mapping[int, Mapping[tuple[int, int], str]],
    issues: Sequence[Mapping[str, Any]],
) -> bytes:
    written = io.BytesIO()
    try:
        with xlsxwriter.Workbook(written, _OPTIONS) as book:
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
                "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
                "text": book.add_format({"num_format": "@"}),
                "marked": book.add_format({"bg_color": "#F8CBAD"}),
            }
            for index, table in enumerate(tables):
                sheet = book.add_worksheet(table.sheet)
                changed, marked = changes.get(index, {}), marks.get(index, {})
                for row, column, value in _cells(table, deleted.get(index, set())):
                    _write_cell(sheet, row, column, changed.get((row, column), value), formats, (row, column) in marked)
                for (row, column), value in changed.items():
                    _write_cell(sheet, row, column, value, formats, False)
                _comment(sheet, marked)
            if issues:
                _list_problems(book.add_worksheet(PROBLEMS), issues, formats)
    except XlsxWriterException as problem:
        raise UsageError(f"The inventory cannot be written as a workbook: {problem}.") from problem
    return written.getvalue()


def _cells(table: RawTable, deleted: set[int]) -> Iterator[tuple[int, int, Any]]:
    """Yield row, column and content of every cell that holds something, headers first, in their order."""
    for column, header in enumerate(table.headers):
        if header:
            yield table.header_row, column, header
    for index, row in enumerate(np.asarray(table.rows).tolist()):
        if row not in deleted:
            for column, cells in enumerate(table.columns):
                if cells[index] is not None:
                    yield row, column, cells[index]


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any], is_marked: bool) -> None:
    look = formats["marked"] if is_marked else None
    match value:
        case CellError():
            # An error stays one; a formula without a stored result has none that could be written.
            error = value.text if value.text.startswith("#") else "#N/A"
            sheet.write_formula(row - 1, column, "=NA()", look, error)
        case bool():
            sheet.write_boolean(row - 1, column, value, look)
        case int() | float():
            sheet.write_number(row - 1, column, value, look)
        case datetime() if value.date() >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value.replace(tzinfo=None), look or formats["moment"])
        case date() if not isinstance(value, datetime) and value >= _EARLIEST:
            sheet.write_datetime(row - 1, column, value, look or formats["date"])
        case "":
            sheet.write_blank(row - 1, column, None, look)
        case _:
            sheet.write_string(row - 1, column, str(value), look or formats["text"])


def _comment(sheet: Any, marked: Mapping[tuple[int, int], str]) -> None:
    """Say at each marked cell what is wrong with it."""
    for (row, column), text in list(marked.items())[:MOST_COMMENTS]:
        sheet.write_comment(row - 1, column, text, {"x_scale": 2, "y_scale": 1.5})


def _list_problems(sheet: Any, issues: Sequence[Mapping[str, Any]], formats: Mapping[str, Any]) -> None:
    columns = {"severity": 10, "sheet": 14, "cell": 8, "column": 18, "value": 18, "text": 70, "remedy": 70, "code": 10}
    for place, (name, width) in enumerate(columns.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["head"])
    for number, issue in enumerate(issues, 1):
        for place, name in enumerate(columns):
            if issue[name] is not None:
                sheet.write_string(number, place, str(issue[name]), formats["text"])
    sheet.freeze_panes(1, 0)
