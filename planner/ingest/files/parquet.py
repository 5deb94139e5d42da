"""A Parquet file to a table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from planner.domain.issue import Location
from planner.ingest.files.answer import BLANK, PackedColumn, PackedTable, encode
from planner.ingest.files.grid import filled, number
from planner.ingest.files.problems import BOMB, NOT_A_TABLE, Refused, damaged, error
from planner.words import say

MAX_CELLS = 500_000_000
"""Most cells a file may claim to have; packing can make billions of equal cells out of a few bytes."""
MAX_COLUMNS = 2_000


def read_parquet(path: Path, name: str, sheet: str) -> PackedTable | None:
    """Return the table, None where it has no columns.

    The header counts as row 1, as if the file were opened as a sheet.  Raises `Refused` for a damaged file, for
    far too many cells and for columns whose cells are not single values.
    """
    where = Location(file=name, sheet=sheet)
    try:
        with pq.ParquetFile(path) as file:
            _check_size(file.metadata, where)
            _check_types(file.schema_arrow, where)
            data = file.read()
        data.validate(full=True)  # text that is no text would only be noticed later
    except (pa.ArrowException, OSError) as problem:
        if isinstance(problem, MemoryError):
            raise
        raise damaged(where, str(problem)[:200]) from problem
    if not data.num_columns:
        return None
    columns = [_column(data.column(index)) for index in range(data.num_columns)]
    kept = np.flatnonzero(np.logical_or.reduce([filled(column) for column in columns]))
    cut = tuple(PackedColumn(column.codes[kept], column.values) for column in columns)
    headers = tuple(str(header).strip() for header in data.column_names)
    return PackedTable(name, sheet, headers, 1, kept.astype(np.int64) + 2, cut, is_grid=False)


def _check_size(metadata: pq.FileMetaData, where: Location) -> None:
    if metadata.num_columns > MAX_COLUMNS or metadata.num_rows * metadata.num_columns > MAX_CELLS:
        text = say(
            "The file claims {num_rows:,} rows of {num_columns:,} columns, far too many.",
            num_rows=metadata.num_rows,
            num_columns=metadata.num_columns,
        )
        raise Refused(error(BOMB, where, text, say("Split the table into several files.")))


def _check_types(schema: pa.Schema, where: Location) -> None:
    for column in schema:
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_nested(kind) or not _is_single(kind):
            found = Location(file=where.file, sheet=where.sheet, column=column.name)
            text = say(
                'Column "{name}" holds {type}, not one text, number, date or yes/no per row.',
                name=column.name,
                type=column.type,
            )
            raise Refused(error(NOT_A_TABLE, found, text, say("Write the column as plain values.")))


def _is_single(kind: pa.DataType) -> bool:
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    is_other = pa.types.is_temporal(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind)
    return bool(is_text or is_number or is_other)


def _column(cells: pa.ChunkedArray) -> PackedColumn:
    kind = cells.type
    if pa.types.is_null(kind):
        return PackedColumn(np.full(len(cells), BLANK, np.int32), pa.array([], pa.string()))
    if pa.types.is_dictionary(kind):
        cells, kind = cells.cast(kind.value_type), kind.value_type
    if pa.types.is_timestamp(kind):  # pandas writes nanoseconds, Python knows microseconds; times count as UTC
        cells = cells.cast(pa.timestamp("us", tz=kind.tz), safe=False).cast(pa.timestamp("us"))
    elif pa.types.is_decimal(kind) or not _is_plain(kind):
        cells = cells.cast(pa.string())
    return from_arrow(cells)


def _is_plain(kind: pa.DataType) -> bool:
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    return bool(is_number or pa.types.is_date(kind))


def from_arrow(cells: pa.ChunkedArray) -> PackedColumn:
    """Return a column of Arrow values (text, numbers, dates) as numbered distinct values."""
    if not pa.types.is_string(cells.type):
        distinct = cells.unique()
        texts = [None if value is None else encode(value) for value in distinct.to_pylist()]
        places = pc.index_in(cells, distinct)
        cells = pa.chunked_array([pa.array(texts, pa.string()).take(chunk) for chunk in places.chunks], pa.string())
        return number(cells)
    return number(pc.binary_join_element_wise("s", cells, ""))
