"""Which source serves whom: counts over a plan's register, so that lines can be explained by it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Purchase, Register
from planner.domain.product import METRICS, PRODUCTS, Condition, Metric, Product, Version


def pool_rows(register: Register, product: Product, metric: Metric) -> NDArray[np.bool_]:
    """Return which register rows belong to one pool, shape (rows,)."""
    inside: NDArray[np.bool_] = np.equal(register.product, PRODUCTS.index(product))
    inside &= register.metric == METRICS.index(metric)
    return inside


def rows_from(
    register: Register, source_id: str, product: Product, metric: Metric, version: Version, condition: Condition
) -> NDArray[np.bool_]:
    """Return which register rows take their licence from one lot or offer, shape (rows,).

    A lot and an offer may bear the same id; what kind of licence it is tells most of them apart.
    """
    wanted = [
        index
        for index, source in enumerate(register.sources)
        if (source.source_id, source.version, source.condition) == (source_id, version, condition)
    ]
    return pool_rows(register, product, metric) & np.isin(register.source, wanted)


def rows_from_purchases(register: Register, purchases: Iterable[Purchase]) -> NDArray[np.bool_]:
    """Return which register rows take their licence from something bought, shape (rows,)."""
    bought = {(line.offer.offer_id, line.offer.version, line.offer.condition) for line in purchases}
    wanted = [
        index
        for index, source in enumerate(register.sources)
        if (source.source_id, source.version, source.condition) in bought
    ]
    return np.isin(register.source, wanted)
