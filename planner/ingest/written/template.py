"""Writes inventories as workbooks: the blank template, and filled ones of the same look.

Header comments, drop-downs and examples come from the schema and the table of policies, so the template can
never ask for something else than the reader accepts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter

from planner.domain.product import VERSIONS
from planner.domain.setting import PolicyKind, Setting
from planner.ingest.schema.describe import allowed_of, default_of, policy_allowed, policy_default
from planner.ingest.schema.sheets import POLICY, SCENARIOS, SHEETS, ColumnSpec, Kind, SheetSpec
from planner.licensing.rulebook import SETTINGS

LAST_ROW = 1_048_575
_TITLE = "Read me"
# A fixed day in the file's properties: the same content gives the same bytes.
_MADE_ON = datetime(2026, 1, 1)

_READ_ME = (
    "This workbook tells CAL Planner who uses which Windows servers, what is owned, and what can be bought.",
    "",
    "Fill the sheets that apply and leave the others empty or delete them. Row 2 of each sheet is an example: "
    "overwrite or delete it.",
    "You need at least Headcount (numbers of people and machines), or Access with Servers (who uses which machine), "
    "or Users, Devices and Servers as lists.",
    "Columns with a dark header are required. Point at a header to see what it means and what may stand in it.",
    "Dates are written as YYYY-MM-DD, amounts like 38.50, several names in one cell with ; between them.",
    "Run the command cal-planner check on the file: it names everything that is wrong, with sheet, row and column.",
    "This page is not read by the program.",
)


@dataclass(frozen=True, slots=True)
class _Head:
    """One column as the workbook shows it."""

    name: str
    comment: str
    required: bool
    choices: tuple[str, ...]
    kind: Kind | PolicyKind
    example: object = None


def write_template(path: Path) -> None:
    """Write a workbook with every sheet, its columns explained, and one filled example row each."""
    examples = {sheet.name: [_example(sheet)] for sheet in SHEETS}
    _write(path, examples, {})


def write_inventory(
    path: Path,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    notes: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> None:
    """Write a filled inventory: rows by sheet, each row a mapping from column to value; absent or None is blank.

    `notes` are rows of further sheets, each under its header, which no reader of inventories takes for one.
    Raises KeyError for a sheet or a column that does not exist.
    """
    for name, rows in tables.items():
        known = {head.name for head in _heads(_SHEET[name])}
        unknown = {column for row in rows for column in row} - known
        if unknown:
            raise KeyError(f"sheet {name} has no column {', '.join(sorted(unknown))}")
    _write(path, tables, notes or {})


_SHEET = {sheet.name: sheet for sheet in SHEETS}


def _example(sheet: SheetSpec) -> dict[str, object]:
    return {head.name: head.example for head in _heads(sheet) if head.example is not None}


def _heads(sheet: SheetSpec) -> list[_Head]:
    heads = [_head(sheet, column) for column in sheet.columns]
    if sheet is SCENARIOS:
        heads += [_policy_head(spec) for spec in SETTINGS if spec.everywhere]
    return heads


def _head(sheet: SheetSpec, column: ColumnSpec) -> _Head:
    comment = f"{column.meaning}\nAllowed: {allowed_of(column)}.\n"
    unless = f", unless {column.unless} is given" if column.unless else ""
    comment += f"Required{unless}." if column.required else f"Blank: {default_of(column)}."
    choices = _choices(column)
    if sheet is POLICY and column.name == "name":
        choices = tuple(spec.name for spec in SETTINGS)
    return _Head(column.name, comment, column.required, choices, column.kind, column.example)


def _choices(column: ColumnSpec) -> tuple[str, ...]:
    if column.kind is Kind.YES_NO:
        return ("yes", "no")
    if column.kind is Kind.DATE:
        return tuple(day.isoformat() for day in column.proposed)
    if column.kind is Kind.WORDS:  # a drop-down would admit no more than one
        return ()
    return tuple(VERSIONS) if column.kind is Kind.VERSION else tuple(map(str, column.words))


def _policy_head(spec: Setting[Any]) -> _Head:
    comment = (
        f"{spec.meaning}\nAllowed: {policy_allowed(spec)}.\nDefault: {policy_default(spec)}. Blank: as in sheet Policy."
    )
    choices = spec.choices if spec.kind is PolicyKind.CHOICE else ()
    if spec.kind is PolicyKind.YES_NO:
        choices = ("yes", "no")
    elif spec.kind is PolicyKind.VERSION:
        choices = tuple(VERSIONS)
    return _Head(spec.name, comment, False, tuple(map(str, choices)), spec.kind)


def _write(
    path: Path,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    notes: Mapping[str, Sequence[Sequence[object]]],
) -> None:
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True,  # the parts as files would have their times set, which confined processes may not do
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "CAL Planner inventory", "created": _MADE_ON})
        formats = _formats(book)
        page = book.add_worksheet(_TITLE)
        page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        page.write_column(0, 0, ("CAL Planner inventory", "", *_READ_ME))
        for sheet in SHEETS:
            _write_sheet(book.add_worksheet(sheet.name), _heads(sheet), tables.get(sheet.name, ()), formats)
        for name, rows in notes.items():
            _write_notes(book.add_worksheet(name), rows, formats)


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bottom": 1, "valign": "top"}
    return {
        "required": book.add_format(head | {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        "optional": book.add_format(head | {"bg_color": "#DDEBF7"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "text": book.add_format({"num_format": "@"}),
    }


_AMOUNTS = (Kind.MONEY, Kind.PRICE, PolicyKind.MONEY)
# Columns whose cells stay text when typed into Excel, so that 00123 keeps its zeros and 1-2 does not become a date.
_TEXTS = (
    Kind.ID,
    Kind.TEXT,
    Kind.NAMES,
    Kind.IDS,
    Kind.WORDS,
    Kind.PROOF,
    Kind.VERSION,
    PolicyKind.NAMES,
    PolicyKind.PROOF,
    PolicyKind.TEXT,
)


def _write_sheet(
    page: Any, heads: Sequence[_Head], rows: Sequence[Mapping[str, object]], formats: Mapping[str, Any]
) -> None:
    page.freeze_panes(1, 1)
    for place, head in enumerate(heads):
        page.write_string(0, place, head.name, formats["required" if head.required else "optional"])
        page.write_comment(0, place, head.comment, {"x_scale": 2.6, "y_scale": 1.6, "author": "CAL Planner"})
        values = [row.get(head.name) for row in rows]
        width = max([len(head.name), *(len(str(value)) for value in values if value is not None)])
        page.set_column(place, place, min(width + 3, 48), formats.get(_look(head)))
        if head.choices:
            rule = {"validate": "list", "source": _source(head.choices), "ignore_blank": True, "error_type": "warning"}
            is_proposal = head.kind is Kind.DATE
            page.data_validation(1, place, LAST_ROW, place, rule | {"show_error": not is_proposal})
        for number, value in enumerate(values, start=1):
            _write_cell(page, number, place, value, formats, _look(head))


def _write_notes(page: Any, rows: Sequence[Sequence[object]], formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place in range(max(map(len, rows), default=0)):
        width = max(len(str(row[place])) for row in rows[:1000] if place < len(row))
        page.set_column(place, place, min(width + 2, 90))
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if number:
                _write_cell(page, number, place, value, formats, "")
            else:
                page.write_string(0, place, str(value), formats["optional"])


_LONGEST_LIST = 255


def _source(choices: tuple[str, ...]) -> list[str]:
    """Return as many words as a drop-down can hold; the check knows them all."""
    fitting = list(choices)
    while len(",".join(fitting)) > _LONGEST_LIST:
        fitting.pop()
    return fitting


def _look(head: _Head) -> str:
    if head.kind in _AMOUNTS:
        return "amount"
    if head.kind in (Kind.DATE, PolicyKind.DATE):
        return "date"
    return "text" if head.kind in _TEXTS else ""


def _write_cell(page: Any, row: int, place: int, value: object, formats: Mapping[str, Any], look: str) -> None:
    style = formats.get(look)
    match value:
        case None | "":
            return
        case bool():
            page.write_string(row, place, "yes" if value else "no", style)
        case date():
            page.write_datetime(row, place, datetime(value.year, value.month, value.day), formats["date"])
        case int() | float() | Decimal() | Fraction() if look != "text":
            page.write_number(row, place, float(value), style)
        case str() if look == "amount":
            page.write_number(row, place, float(Decimal(value)), style)
        case list() | tuple():
            page.write_string(row, place, "; ".join(map(str, value)), style)
        case _:
            page.write_string(row, place, str(value), style)
