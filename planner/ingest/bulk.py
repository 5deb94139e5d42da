"""Looks at millions of distinct cells at once, to spare those that are as usual from being read one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from planner.ingest.sum_rows import SUM_WORDS, is_sum_word

Objects = NDArray[np.object_]

_VISIBLE = r"[\p{L}\p{M}\p{N}\p{P}\p{S}]"
_PLAIN = f"^{_VISIBLE}(?:[ \\p{{L}}\\p{{M}}\\p{{N}}\\p{{P}}\\p{{S}}]*{_VISIBLE})?$"
_WITH_DECIMAL_0 = r"^[0-9]+\.0$"
_LIKE_A_SUM = "(?i)" + "|".join(sorted(SUM_WORDS))


def _as_strings(cells: Objects) -> pa.Array | None:
    """Return the cells as an array of strings, None if one is something else."""
    try:
        return pa.array(cells, type=pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeError):
        return None


def are_plain(cells: Objects) -> bool:
    """Tell whether every cell is a text that means itself: nothing to trim, nothing invisible, no `1001.0`."""
    strings = _as_strings(cells)
    if strings is None:
        return False
    plain = pc.all(pc.match_substring_regex(strings, _PLAIN)).as_py()
    return plain is not False and not pc.any(pc.match_substring_regex(strings, _WITH_DECIMAL_0)).as_py()


def say_sum(cells: Objects) -> NDArray[np.bool_]:
    """Return which cells say that their row is a sum of others."""
    strings = _as_strings(cells)
    if strings is None:
        return np.array([is_sum_word(cell) for cell in cells], dtype=bool)
    says = np.array(pc.match_substring_regex(strings, _LIKE_A_SUM).to_numpy(zero_copy_only=False), dtype=bool)
    for place in np.flatnonzero(says):
        says[place] = is_sum_word(cells[place])
    return says
