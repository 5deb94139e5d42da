"""Where something stands in a file, in the words and addresses that problems use, and which kind of cell it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.issue import Location
from planner.ingest.checks.policies import POLICY_BY_FOLD
from planner.ingest.files.problems import FILE_PROBLEMS
from planner.ingest.schema.problems import DATA_PROBLEMS
from planner.ingest.schema.sheets import SCENARIOS, SHEET_BY_NAME, Kind
from planner.ingest.tables.cells import Unreadable, read_exchange_rate, reader_for
from planner.ingest.tables.headers import match_columns
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.sheet_names import schema_of
from planner.ingest.tables.table import BLANK_CELL, column_letters, what_to_type

CODES_OF_UNREAD_FILES = frozenset(problem.code for problem in FILE_PROBLEMS)
"""The codes of problems with a file as a whole: where one is an error, not everything in the file was read."""
TITLES = {problem.code: problem.title for problem in (*FILE_PROBLEMS, *DATA_PROBLEMS)}
"""What kinds of problems are called, by their codes."""


def cell_of(tables: Sequence[RawTable], place: Location) -> str | None:
    """Return the address of a cell, also where its file has none: the one it would have in a workbook."""
    if place.cell is not None or place.row is None or place.column is None:
        return place.cell
    of_file = [table for table in tables if table.file == place.file]
    sheet = schema_of(of_file[0].sheet) if len(of_file) == 1 else None
    if sheet is None:
        return None
    headers = of_file[0].headers
    position = _positions(headers, sheet).get(place.column)
    if position is None and place.column in headers:
        position = headers.index(place.column)
    return None if position is None else f"{column_letters(position)}{place.row}"


def kinds_of(table: RawTable) -> tuple[Kind, ...]:
    """Return what kind of cells each column of a table has; text where nothing is known of it."""
    sheet = schema_of(table.sheet)
    if sheet is None:
        return (Kind.TEXT,) * len(table.headers)
    columns = SHEET_BY_NAME[sheet].by_name
    named = {place: name for name, place in _positions(table.headers, sheet).items()}
    return tuple(
        columns[named[place]].kind if named.get(place) in columns else Kind.TEXT for place in range(len(table.headers))
    )


def places_of(table: RawTable) -> Mapping[str, int]:
    """Return where the columns of a sheet of an inventory stand in a table, by their names; of other sheets none."""
    sheet = schema_of(table.sheet)
    return _positions(table.headers, sheet) if sheet else {}


def cell_problem(sheet: str, column: str, text: str) -> Unreadable | None:
    """Return what is wrong with a text as a cell of a column, None where nothing is or the column is not known."""
    schema = SHEET_BY_NAME.get(schema_of(sheet) or "")
    spec = schema.by_name.get(column) if schema else None
    if spec is None:
        return None
    if not text.strip():
        is_needed = spec.required and not spec.unless
        return Unreadable("CAL-101", BLANK_CELL, what_to_type(spec)) if is_needed else None
    try:
        reader_for(spec)(text)
    except Unreadable as problem:
        return problem
    return None


def rate_problem(text: str) -> Unreadable | None:
    """Return what is wrong with a text as a rate of exchange, None where nothing is."""
    try:
        read_exchange_rate(text)
    except Unreadable as problem:
        return problem
    return None


def _positions(headers: tuple[str, ...], sheet: str) -> Mapping[str, int]:
    schema = SHEET_BY_NAME[sheet]
    return match_columns(headers, schema, POLICY_BY_FOLD if schema is SCENARIOS else None).position_of
