"""Raw tables: what stands in a file, cell by cell, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.by_content import ByContent


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as `#N/A` in a cell, or a formula without a stored result (`text` says which)."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RawTable(ByContent):
    """One sheet or one file: header texts and, per column, the cells as typed by the file.

    Cells are None (blank), str (as found, untrimmed), int, float, bool, date, datetime or `CellError`.
    Text files give str and None only.  Wholly blank rows are left out; `rows` keeps the numbers Excel shows.
    """

    file: str
    """Name of the file, without folders."""
    sheet: str
    """Name of the sheet as found; for a folder, the file's name without its ending."""
    headers: tuple[str, ...]
    """Trimmed header texts; an empty text where a column has none."""
    header_row: int
    rows: NDArray[np.int64]  # shape (rows,)
    columns: tuple[NDArray[np.object_], ...]  # one per header, each of shape (rows,)
    is_grid: bool = True
    """Whether cells have addresses like B4 (a sheet), or only row and column (csv, parquet)."""


Block = tuple[int, int, int, int]
"""First row, first column, last row and last column of a range of cells, counted from 0."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RawGrid(ByContent):
    """One sheet as it stands, from A1 on: no row is taken for a header yet.  Cells are as in `RawTable`."""

    file: str
    sheet: str
    columns: tuple[NDArray[np.object_], ...]  # each of shape (rows,); row 1 of the sheet comes first
    merged: tuple[Block, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    """Counted from 0."""
    is_hidden: bool = False
    counts_from_1904: bool = False
    """Whether a number that stands for a day counts from 1904."""
