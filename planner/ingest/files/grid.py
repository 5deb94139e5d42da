"""Makes tables of cells: collects the rows of a sheet and numbers the distinct values of each column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from planner.ingest.files.answer import BLANK, PackedColumn, PackedTable, decode, encode
from planner.ingest.tables.raw import CellError

_MAX_JOINED_BYTES = 1 << 30
"""Arrow numbers the letters of a text array in 31 bits."""


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

    def finish(self, before: int, rows: int, marks: Mapping[int, str]) -> PackedColumn:
        """Return the column with blanks before and behind, so that it has so many rows, and the marked errors."""
        given = number(pa.chunked_array(self.batches, pa.string()))
        codes = np.full(rows, BLANK, np.int32)
        codes[before : before + len(given.codes)] = given.codes
        errors = sorted(set(marks.values()))
        for row, text in marks.items():
            codes[row] = len(given.values) + bisect_left(errors, text)
        values = pa.array([encode(CellError(text)) for text in errors], pa.string())
        return PackedColumn(codes, pa.concat_arrays([given.values, values]))


def number(cells: pa.ChunkedArray) -> PackedColumn:
    """Return encoded cells (see `encode`; null is a blank, and so is an empty text) as numbered distinct values."""
    if cells.nbytes < _MAX_JOINED_BYTES:  # to make many small dictionaries agree takes longer
        cells = pa.chunked_array([cells.combine_chunks()], pa.string())
    coded = cells.dictionary_encode().unify_dictionaries()
    if not coded.num_chunks:
        return PackedColumn(np.zeros(0, np.int32), pa.array([], pa.string()))
    values = coded.chunk(0).dictionary
    indices = [chunk.indices.fill_null(BLANK).to_numpy(zero_copy_only=False) for chunk in coded.chunks]
    codes = np.concatenate(indices).astype(np.int32)
    empty = pc.index(values, "s").as_py()
    if empty >= 0:
        codes[codes == empty] = BLANK
    return PackedColumn(codes, values)


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

    def finish(
        self, first_row: int, first_column: int, marks: Mapping[tuple[int, int], str]
    ) -> tuple[PackedColumn, ...]:
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


def filled(column: PackedColumn) -> NDArray[np.bool_]:
    """Return, per row, whether the cell shows anything; text of nothing but blanks shows nothing."""
    shows = np.append(pc.not_equal(pc.utf8_trim_whitespace(column.values), "s").to_numpy(zero_copy_only=False), False)
    return np.asarray(shows.astype(bool)[column.codes])  # BLANK is the last entry


def cell(column: PackedColumn, row: int) -> object:
    """Return one cell's value, None for a blank."""
    code = int(column.codes[row])
    return None if code == BLANK else decode(column.values[code].as_py())


def to_table(file: str, sheet: str, columns: Sequence[PackedColumn], *, is_grid: bool) -> PackedTable | None:
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
    cut = tuple(PackedColumn(column.codes[data], column.values) for column in columns[:width])
    return PackedTable(file, sheet, headers, header + 1, data.astype(np.int64) + 1, cut, is_grid)
