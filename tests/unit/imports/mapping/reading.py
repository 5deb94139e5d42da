"""Workbooks of the tests as the import reads them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from planner.imports.mapping.lists import ListFound, find_lists
from planner.imports.reading.grids import Cell, Grid, read_files


def grids_of(path: Path) -> list[Grid]:
    """Return the sheets of a workbook that can be seen."""
    with ExitStack() as stack:
        return read_files([path], (), {}, stack).grids


def lists_of(path: Path) -> list[ListFound]:
    """Return the lists of a workbook."""
    return [found for grid in grids_of(path) for found in find_lists(grid)]


def grid(rows: Sequence[Sequence[Cell]], sheet: str = "Tabelle1", **more: Any) -> Grid:
    """Return a sheet of these rows; a row of nothing is a blank one."""
    filled = [place for place, row in enumerate(rows) if any(cell is not None for cell in row)]
    numbers = [place + 1 for place in filled]
    return Grid("liste.xlsx", sheet, [rows[place] for place in filled], numbers, "", Path("liste.xlsx"), **more)
