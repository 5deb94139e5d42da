"""Numbers the distinct cells of a column, and finds values among others.

Python's own dictionaries do for an estate of thousands.  For millions of cells pandas is twice as fast, but it takes
longer to load than such an estate to read: it is loaded for long columns only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes

Objects = NDArray[np.object_]
Values = Objects | Sequence[Any]

LONG = 300_000
"""From so many cells on pandas saves more time than loading it takes."""


def objects(values: Any) -> Objects:
    """Return the values as an array of objects, whatever they are."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def factorize(cells: Objects) -> tuple[Codes, Objects]:
    """Return a code per cell (-1 for blank) and the distinct cells in order of appearance.

    Yes/no values are kept apart from the numbers 0 and 1, which compare equal to them.
    """
    number = _number_many if len(cells) >= LONG else _number_few
    if bool not in set(map(type, cells)):
        return number(cells)
    is_bool = np.fromiter((type(cell) is bool for cell in cells), dtype=bool, count=len(cells))
    codes, distinct = number(np.where(is_bool, objects([None]), cells))
    codes[is_bool] = len(distinct) + cells[is_bool].astype(np.int64)
    return codes, np.concatenate([distinct, objects([False, True])])


def _number_few(cells: Objects) -> tuple[Codes, Objects]:
    distinct = [cell for cell in dict.fromkeys(cells) if cell is not None]
    return places(cells, distinct), objects(distinct)


def _number_many(cells: Objects) -> tuple[Codes, Objects]:
    import pandas as pd

    codes, distinct = pd.factorize(cells)
    return codes.astype(np.int64), objects(distinct)


def places(wanted: Values, known: Values) -> Codes:
    """Return where each wanted value stands among the known ones, which are distinct; `NONE` for one that does not."""
    if len(wanted) + len(known) >= LONG:
        import pandas as pd

        return pd.Index(known, dtype=object).get_indexer(pd.Index(wanted, dtype=object)).astype(np.int64)
    place_of = {value: place for place, value in enumerate(known)}
    return np.fromiter(map(place_of.get, wanted, repeat(NONE)), dtype=np.int64, count=len(wanted))
