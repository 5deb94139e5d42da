"""A table on its way from the reader's process to ours: numbered distinct values instead of cells.

A column is an array of numbers and a list of its distinct values, written as a letter for the type and a text.
So a column of any mixture of types is two plain arrays, which Arrow carries between processes without pickles,
and repeated ids cost four bytes a row.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from planner.ingest.raw import CellError

Codes = NDArray[np.int32]
BLANK = -1
_MAX_JOINED_BYTES = 1 << 30
"""Arrow numbers the letters of a text array in 31 bits."""


@dataclass(frozen=True, slots=True)
class Column:
    """A number per row (BLANK: nothing there) and the distinct values, each a letter for the type and a text."""

    codes: Codes  # shape (rows,)
    values: pa.Array  # strings, see `encode`


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, ready to be sent: `rows` as Excel numbers them, blank rows left out."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    header_row: int
    rows: NDArray[np.int64]
    columns: tuple[Column, ...]
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


def plain(value: object) -> str:
    """Return a cell's value as a header or a message shows it: 2022, not 2022.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.text if isinstance(value, CellError) else str(value).strip()


class _Encoded(dict[tuple[type, object], str]):
    """Remembers what cells are encoded as.  The type is part of the key: 1, 1.0 and True are equal for Python."""

    def __missing__(self, key: tuple[type, object]) -> str:
        text = self[key] = encode(key[1])
        return text


@dataclass(slots=True)
class _ColumnBuilder:
    encoded: _Encoded = field(default_factory=_Encoded)
    batches: list[pa.Array] = field(default_factory=list)

    def add(self, cells: Sequence[object]) -> None:
        types = set(map(type, cells))
        if types == {str}:
            self.batches.append(pc.binary_join_element_wise("s", pa.array(cells, pa.string()), ""))
        else:
            texts = map(self.encoded.__getitem__, zip(map(type, cells), cells, strict=True))
            self.batches.append(pa.array(list(texts), pa.string()))

    def finish(self, before: int, rows: int, marks: Mapping[int, str]) -> Column:
        """Return the column with blanks before and behind, so that it has so many rows, and the marked errors."""
        given = number(pa.chunked_array(self.batches, pa.string()))
        codes = np.full(rows, BLANK, np.int32)
        codes[before : before + len(given.codes)] = given.codes
        errors = sorted(set(marks.values()))
        for row, text in marks.items():
            codes[row] = len(given.values) + bisect_left(errors, text)
        values = pa.array([encode(CellError(text)) for text in errors], pa.string())
        return Column(codes, pa.concat_arrays([given.values, values]))


def number(cells: pa.ChunkedArray) -> Column:
    """Return encoded cells (see `encode`; null is a blank, and so is an empty text) as numbered distinct values."""
    if cells.nbytes < _MAX_JOINED_BYTES:  # to make many small dictionaries agree takes longer
        cells = pa.chunked_array([cells.combine_chunks()], pa.string())
    coded = cells.dictionary_encode().unify_dictionaries()
    if not coded.num_chunks:
        return Column(np.zeros(0, np.int32), pa.array([], pa.string()))
    values = coded.chunk(0).dictionary
    indices = [chunk.indices.fill_null(BLANK).to_numpy(zero_copy_only=False) for chunk in coded.chunks]
    codes = np.concatenate(indices).astype(np.int32)
    empty = pc.index(values, "s").as_py()
    if empty >= 0:
        codes[codes == empty] = BLANK
    return Column(codes, values)


class GridBuilder:
    """Collects the rows of a sheet, batch by batch; blanks are empty texts."""

    def __init__(self) -> None:
        self._columns: list[_ColumnBuilder] = []
        self._rows = 0

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows that are all as wide as those before."""
        columns = list(zip(*rows, strict=True))
        self._columns = self._columns or [_ColumnBuilder() for _ in columns]
        for builder, cells in zip(self._columns, columns, strict=True):
            builder.add(cells)
        self._rows += len(rows)

    def finish(self, first_row: int, first_column: int, marks: Mapping[tuple[int, int], str]) -> tuple[Column, ...]:
        """Return the columns from A on, their cells from row 1 on.

        `first_row` and `first_column` say where the added rows begin, `marks` which cells are errors and which
        (all counted from 0).
        """
        width = max([first_column + len(self._columns), *(column + 1 for _, column in marks)])
        height = max([first_row + self._rows, *(row + 1 for row, _ in marks)])
        builders = [_ColumnBuilder() for _ in range(width)]
        builders[first_column : first_column + len(self._columns)] = self._columns
        by_column: list[dict[int, str]] = [{} for _ in range(width)]
        for (row, column), text in marks.items():
            by_column[column][row] = text
        pairs = zip(builders, by_column, strict=True)
        return tuple(builder.finish(first_row, height, found) for builder, found in pairs)


def filled(column: Column) -> NDArray[np.bool_]:
    """Return, per row, whether the cell shows anything; text of nothing but blanks shows nothing."""
    shows = np.append(pc.not_equal(pc.utf8_trim_whitespace(column.values), "s").to_numpy(zero_copy_only=False), False)
    return np.asarray(shows.astype(bool)[column.codes])  # BLANK is the last entry


def cell(column: Column, row: int) -> object:
    """Return one cell's value, None for a blank."""
    code = int(column.codes[row])
    return None if code == BLANK else decode(column.values[code].as_py())


def to_table(file: str, sheet: str, columns: Sequence[Column], *, is_grid: bool) -> Table | None:
    """Return the table whose header is the first row that is not blank; None for a sheet without any cell.

    Blank rows go, blank columns without a header at the right go; columns keep their place otherwise, so that
    the n-th header is the n-th column of the sheet.
    """
    shown = [filled(column) for column in columns]
    kept = np.flatnonzero(np.logical_or.reduce(shown)) if shown else np.zeros(0, np.int64)
    if not len(kept):
        return None
    width = 1 + max(index for index, shows in enumerate(shown) if shows.any())
    header, data = int(kept[0]), kept[1:]
    headers = tuple(plain(cell(column, header)) for column in columns[:width])
    cut = tuple(Column(column.codes[data], column.values) for column in columns[:width])
    return Table(file, sheet, headers, header + 1, data.astype(np.int64) + 1, cut, is_grid)


def to_batch(table: Table) -> pa.RecordBatch:
    """Return the cells of a table as Arrow carries them: the row numbers, then a dictionary array per column."""
    arrays = [pa.array(table.rows)]
    for column in table.columns:
        indices = pa.array(column.codes, mask=column.codes == BLANK)
        arrays.append(pa.DictionaryArray.from_arrays(indices, column.values))
    names = ["row", *(f"c{index}" for index in range(len(table.columns)))]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def cells_of(array: pa.DictionaryArray) -> NDArray[np.object_]:
    """Return a received column as Python values, None where blank; equal values are one object."""
    values = np.empty(len(array.dictionary) + 1, dtype=object)
    values[:-1] = [decode(text) for text in array.dictionary.to_pylist()]
    codes = array.indices.fill_null(BLANK).to_numpy(zero_copy_only=False)
    return np.asarray(values[codes], dtype=object)  # BLANK is the last entry, which is None
