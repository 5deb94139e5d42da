"""Names over time: whoever has a licence keeps it from one period to the next, as far as that is possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.plan import Register, RegisterSource


def keep_as_before(
    before: Register,
    pool: tuple[int, int],
    names: NDArray[np.object_],
    given: Codes,
    sources: Sequence[RegisterSource],
) -> None:
    """Let holders keep what they had, swapping it against licences of the same version; changes `given`.

    `given` has the source of each of the holders `names`.  Licences that are assigned to somebody stay with them.
    """
    had = _had(before, pool, names, sources)
    stays = np.array([source.lot is None or not source.lot.assigned_to for source in sources], dtype=bool)
    level = np.array([source.level for source in sources], dtype=np.int64)
    movable = stays[given]
    for each in np.unique(level[given[movable]]).tolist():
        rows = np.flatnonzero(movable & (level[given] == each))
        left = np.bincount(given[rows], minlength=len(sources))
        waiting = np.ones(len(rows), dtype=bool)
        for source in np.flatnonzero(left).tolist():
            keeping = np.flatnonzero(had[rows] == source)[: left[source]]
            given[rows[keeping]] = source
            waiting[keeping] = False
            left[source] -= len(keeping)
        given[rows[waiting]] = np.repeat(np.arange(len(sources)), left)


def _had(
    before: Register, pool: tuple[int, int], names: NDArray[np.object_], sources: Sequence[RegisterSource]
) -> Codes:
    """Return the source, as it is numbered now, that each holder had before, or `NONE`, shape (holders,)."""
    place = {(source.source_id, source.period): number for number, source in enumerate(sources)}
    number = np.array([place.get((s.source_id, s.period), NONE) for s in before.sources], dtype=np.int64)
    rows = np.flatnonzero((before.product == pool[0]) & (before.metric == pool[1]))
    source_of = dict(zip(before.holder[rows].tolist(), number[before.source[rows]].tolist(), strict=True))
    return np.array([source_of.get(name, NONE) for name in names.tolist()], dtype=np.int64)
