"""Data frames instead of files: each is a sheet, its columns and cells are read by the rules that hold for a workbook.

A row is numbered as it would be in a sheet, with the header in row 1, so that a problem is found in the frame and in a
file made of it alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.inventory import SourceFile
from planner.ingest.tables.distinct import objects
from planner.ingest.tables.raw import CellError, RawTable

if TYPE_CHECKING:
    import pandas as pd

_FIRST_ROW = 2


def to_raw(sheet: str, frame: pd.DataFrame, file: str) -> RawTable:
    """Return a data frame as what a reader of files would have found; rows without any content are left out."""
    columns = [_cells(frame.iloc[:, place]) for place in range(frame.shape[1])]
    filled = np.zeros(len(frame), dtype=bool)
    for cells in columns:
        filled |= np.fromiter((cell is not None for cell in cells), dtype=bool, count=len(cells))
    rows = np.flatnonzero(filled)
    headers = tuple(str(name).strip() for name in frame.columns)
    return RawTable(
        file, sheet, headers, 1, rows.astype(np.int64) + _FIRST_ROW, tuple(cells[rows] for cells in columns)
    )


def _cells(column: pd.Series[Any]) -> NDArray[np.object_]:
    """Return the cells of a column as a file would hold them: None, text, numbers, yes or no, days."""
    missing = column.isna().to_numpy(dtype=bool)
    cells = objects(column.astype(object).tolist())
    cells[missing] = None
    if set(map(type, cells)) <= {type(None), str, int, float, bool}:
        return cells
    return objects([_cell(cell) for cell in cells])


def _cell(cell: object) -> object:
    match cell:
        case np.generic():
            return _cell(cell.item())
        case None | str() | bool() | int() | float() | CellError():
            return cell if not isinstance(cell, str) else str(cell)
        case datetime():
            plain = cell.replace(tzinfo=None)
            return plain.date() if plain == datetime(plain.year, plain.month, plain.day) else plain
        case date():
            return cell
        case Decimal():
            return int(cell) if cell == cell.to_integral_value() else float(cell)
    return str(cell)


def to_frame(table: RawTable) -> pd.DataFrame:
    """Return what was found in a sheet as a data frame; its index is the row that a spreadsheet shows."""
    import pandas as pd

    index = pd.Index(table.rows, name="row")
    named = [place for place, header in enumerate(table.headers) if header]
    columns = {place: pd.Series(table.columns[place], index=index).infer_objects() for place in named}
    frame = pd.DataFrame(columns, index=index)
    frame.columns = pd.Index([table.headers[place] for place in named], dtype=object)
    return frame


def source_of(name: str, tables: Sequence[RawTable]) -> SourceFile:
    """Return the source of an inventory that came in data frames; the same cells have the same hash."""
    digest = hashlib.sha256()
    for table in sorted(tables, key=lambda each: each.sheet):
        digest.update(f"{table.sheet}\0{table.headers!r}\0{table.rows.tolist()!r}\n".encode())
        for cells in table.columns:
            digest.update(repr(cells.tolist()).encode("utf-8", errors="surrogateescape"))
    return SourceFile(name, digest.hexdigest())


def policy_frame(policies: Mapping[str, object]) -> pd.DataFrame:
    """Return sheet Policy for policies by name."""
    import pandas as pd

    return pd.DataFrame({"name": list(policies), "value": objects([as_typed(value) for value in policies.values()])})


def scenarios_frame(scenarios: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Return sheet Scenarios for scenarios by name, each with its policies by name."""
    import pandas as pd

    policies = list(dict.fromkeys(name for rules in scenarios.values() for name in rules))
    columns: dict[str, Any] = {"scenario": list(scenarios)}
    columns |= {
        name: objects([as_typed(rules[name]) if name in rules else None for rules in scenarios.values()])
        for name in policies
    }
    return pd.DataFrame(columns)


def as_typed(value: object) -> object:
    """Return a policy's value as one would type it in a cell; None is no limit."""
    if value is None:
        return "none"
    if isinstance(value, str | int | float | date):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(each) for each in value)
    return float(value) if hasattr(value, "__float__") else str(value)
