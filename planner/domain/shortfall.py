"""How many licences are missing before anything is bought: what is needed against what is owned, pool by pool."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.plan import PoolPosition
from planner.domain.product import Metric, Product, rank

Pool = tuple[Product, Metric]


def by_pool(pools: Iterable[PoolPosition]) -> dict[Pool, list[PoolPosition]]:
    """Return today's rows of each product and metric, newest version first."""
    rows: dict[Pool, list[PoolPosition]] = {}
    for row in sorted(pools, key=lambda row: -rank(row.version)):
        if row.period == 0:
            rows.setdefault((row.product, row.metric), []).append(row)
    return rows


def missing_today(rows: Iterable[PoolPosition]) -> list[tuple[PoolPosition, int]]:
    """Return, for rows of one pool from the newest version on, how many licences of each version are missing.

    A newer licence may serve an older need, so of every version and newer as many are missing as are needed there
    beyond those owned; what is missing of newer versions helps the older ones too.  No fewer would do, and none
    need be newer.  What no licence server holds (rule R27) is of no use today.
    """
    missing, owned, needed = 0, 0, 0
    found = []
    for row in rows:
        owned, needed = owned + row.owned - row.barred, needed + row.holders
        more = max(needed - owned - missing, 0)
        missing += more
        found.append((row, more))
    return found


def usable(row: PoolPosition, pools: Iterable[PoolPosition]) -> int:
    """Return how many owned licences of a row are good for anybody in its pool."""
    serves = any(
        need.holders and rank(need.version) <= rank(row.version)
        for need in pools
        if (need.product, need.metric, need.period) == (row.product, row.metric, row.period)
    )
    return row.owned - row.barred if serves else 0
