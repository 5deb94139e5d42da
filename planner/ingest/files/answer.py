"""A table on its way from the reader's process to ours: numbered distinct values instead of cells.

A column is an array of numbers and a list of its distinct values, written as a letter for the type and a text.
So a column of any mixture of types is two plain arrays, which Arrow carries between processes without pickles,
and repeated ids cost four bytes a row.

Our process loads this module each time, so it does without those parts of pyarrow that load slowly: its functions
for computing, and whatever makes it look for pandas (`to_numpy`, for one).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from planner.ingest.tables.raw import CellError

Codes = NDArray[np.int32]
BLANK = -1


@dataclass(frozen=True, slots=True)
class PackedColumn:
    """A number per row (BLANK: nothing there) and the distinct values, each a letter for the type and a text."""

    codes: Codes  # shape (rows,)
    values: pa.Array  # strings, see `encode`


@dataclass(frozen=True, slots=True)
class PackedTable:
    """One sheet, ready to be sent: `rows` as Excel numbers them, blank rows left out."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    header_row: int
    rows: NDArray[np.int64]
    columns: tuple[PackedColumn, ...]
    is_grid: bool


def encode(value: object) -> str:
    """Return the value as a letter for its type and an exact text; what no cell can be becomes text."""
    match value:
        case str():
            return "s" + value
        case bool():
            return "b1" if value else "b0"
        case int():
            return f"i{value}"
        case float() if math.isfinite(value):
            return f"f{value!r}"
        case dt.datetime():
            return "t" + value.isoformat()
        case dt.date():
            return "d" + value.isoformat()
        case CellError():
            return "e" + value.text
        case _:  # a time of day, a duration, a number that is none
            return f"s{value}"


_DECODERS: Mapping[str, Callable[[str], object]] = {
    "s": str,
    "b": lambda text: text == "1",
    "i": int,
    "f": float,
    "t": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "e": CellError,
}


def decode(text: str) -> object:
    """Return the value that `encode` was given."""
    return _DECODERS[text[0]](text[1:])


def to_batch(table: PackedTable) -> pa.RecordBatch:
    """Return the cells of a table as Arrow carries them: the row numbers, then a dictionary array per column.

    The first distinct value of each is an empty text, for blanks: an array without gaps is received as it is.
    """
    arrays = [pa.array(table.rows)]
    for column in table.columns:
        values = pa.concat_arrays([pa.array([""], pa.string()), column.values])
        arrays.append(pa.DictionaryArray.from_arrays(pa.array(column.codes + np.int32(1)), values))
    names = ["row", *(f"c{index}" for index in range(len(table.columns)))]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def write(table: PackedTable, path: Path) -> str:
    """Write the cells of a table to a file; return its name."""
    batch = to_batch(table)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return path.name


def rows_of(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Return the row numbers of a received table."""
    return np.array(np.from_dlpack(batch.column(0)), dtype=np.int64)


def columns_of(batch: pa.RecordBatch) -> tuple[NDArray[np.object_], ...]:
    """Return the columns of a received table as Python values, None where blank; equal values are one object."""
    return tuple(_cells(column) for column in batch.columns[1:])


def _cells(array: pa.DictionaryArray) -> NDArray[np.object_]:
    values = np.empty(len(array.dictionary), dtype=object)
    values[:] = [decode(text) if text else None for text in array.dictionary.to_pylist()]
    return np.asarray(values[np.from_dlpack(array.indices)], dtype=object)
