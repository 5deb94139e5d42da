"""What is missing before anything is bought, where newer licences may serve older needs."""

from __future__ import annotations

import pytest

from planner.domain.plan import PoolPosition
from planner.domain.product import Metric, Product, Version
from planner.domain.shortfall import by_pool, missing_today

WS, RDS, USER = Product.WS_CAL, Product.RDS_CAL, Metric.USER


def row(version: str, needed: int, owned: int, product: Product = WS, period: int = 0) -> PoolPosition:
    return PoolPosition(product, USER, Version(version), needed, 0, owned, 0, 0, 0, period)


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([row("2022", 100, 90)], {"2022": 10}),
        ([row("2016", 0, 20), row("2019", 20, 0)], {"2019": 20, "2016": 0}),
        ([row("2019", 20, 0), row("2022", 0, 20)], {"2022": 0, "2019": 0}),
        ([row("2019", 20, 5), row("2022", 10, 12)], {"2022": 0, "2019": 13}),
        ([row("2016", 5, 0), row("2019", 10, 14), row("2022", 10, 4)], {"2022": 6, "2019": 0, "2016": 1}),
        ([row("2019", 3, 0), row("2025", 4, 0)], {"2025": 4, "2019": 3}),
    ],
)
def test_what_is_missing_of_each_version(rows: list[PoolPosition], missing: dict[str, int]):
    (pool,) = by_pool(rows).values()
    assert {str(found.version): number for found, number in missing_today(pool)} == missing


def test_pools_are_apart_and_later_periods_are_not_today():
    rows = [row("2019", 3, 0), row("2022", 1, 5, RDS), row("2022", 7, 0, period=1), row("2022", 2, 0)]
    pools = by_pool(rows)
    assert set(pools) == {(WS, USER), (RDS, USER)}
    assert [(found.version, number) for found, number in missing_today(pools[WS, USER])] == [("2022", 2), ("2019", 3)]
    assert [number for _, number in missing_today(pools[RDS, USER])] == [0]
