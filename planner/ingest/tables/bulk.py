"""Looks at all distinct cells of a column, to spare those that are as usual from being read one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.ingest.tables.cells import may_be_damaged
from planner.ingest.tables.distinct import Objects
from planner.ingest.tables.sum_rows import is_sum_word


def are_plain(cells: Objects) -> bool:
    """Tell whether every cell is a text that means itself: nothing to trim, invisible or damaged, no `1001.0`."""
    try:
        return all(map(str.isprintable, cells)) and all(map(_means_itself, cells)) and not may_be_damaged(cells)
    except TypeError:  # not a text
        return False


def _means_itself(text: str) -> bool:
    return text != "" and text == text.strip() and not (text.endswith(".0") and text[:-2].isdigit())


def say_sum(cells: Objects) -> NDArray[np.bool_]:
    """Return which cells say that their row is a sum of others."""
    return np.fromiter(map(is_sum_word, cells), dtype=bool, count=len(cells))
