"""Sets of whole numbers in sorted columns; `np.unique` is many times slower on millions of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import Codes


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the distinct values in ascending order."""
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = np.diff(ordered) != 0
    return ordered[is_first]


def distinct_rows(table: Codes) -> Codes:
    """Return the distinct rows in ascending order, first column first, shape (rows, columns)."""
    ordered = table[np.lexsort(table.T[::-1])]
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = (np.diff(ordered, axis=0) != 0).any(axis=1)
    found: Codes = ordered[is_first]
    return found
