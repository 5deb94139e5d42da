"""Which source serves whom: counts over a plan's register, so that lines can be explained by it.

The register is counted once; lots and offers may then be asked about one by one, however long it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.domain.estate import Codes
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.plan import Register
from planner.domain.product import (
    HOLDER_METRICS,
    LEVELS,
    METRICS,
    PRODUCTS,
    Condition,
    Metric,
    Product,
    Version,
    layer_of,
)


@dataclass(frozen=True, slots=True)
class Usage:
    """Licences in use, counted."""

    counts: Codes  # shape (products, metrics, sources, versions): rows of the register by their required version
    places: dict[tuple[str, Version, Condition], list[int]]  # the sources called so

    @staticmethod
    def of(register: Register) -> Usage:
        """Count a register."""
        shape = (len(PRODUCTS), len(HOLDER_METRICS), len(register.sources), len(LEVELS))
        counts = np.zeros(shape, dtype=np.int64)
        np.add.at(counts, (register.product, register.metric, register.source, register.required), 1)
        places: dict[tuple[str, Version, Condition], list[int]] = {}
        for place, source in enumerate(register.sources):
            places.setdefault((source.source_id, source.version, source.condition), []).append(place)
        return Usage(counts, places)

    def pool(self, product: Product, metric: Metric) -> Codes:
        """Return how many hold a licence of one pool, by required version, shape (versions,)."""
        total: Codes = self.counts[layer_of(product), HOLDER_METRICS.index(metric)].sum(axis=0)
        return total

    def of_lot(self, lot: Lot) -> Codes:
        """Return how many hold a licence of a lot, by required version, shape (versions,)."""
        return self._of(lot, {(lot.owned_id, lot.version, lot.condition)})

    def of_switched(self, lot: Lot) -> Codes:
        """Return how many hold a licence of a lot that was switched to the other metric, shape (versions,)."""
        place = self.places[lot.owned_id, lot.version, lot.condition][0]  # lots stand before offers
        total: Codes = self.counts[PRODUCTS.index(lot.product), 1 - METRICS.index(lot.metric), place]
        return total

    def of_offer(self, offer: Offer) -> Codes:
        """Return how many hold a licence bought by an offer, by required version, shape (versions,)."""
        return self.of_offers(offer, [offer])

    def of_offers(self, pool: Offer, offers: Iterable[Offer]) -> Codes:
        """Return how many hold a licence bought by some offers in the pool of one of them, shape (versions,)."""
        return self._of(pool, {(offer.offer_id, offer.version, offer.condition) for offer in offers})

    def _of(self, kind: Lot | Offer, names: Iterable[tuple[str, Version, Condition]]) -> Codes:
        """Add up sources.  A lot and an offer may bear one id; the kind of licence tells most of them apart."""
        places = [place for name in names for place in self.places.get(name, ())]
        total: Codes = self.counts[layer_of(kind.product), HOLDER_METRICS.index(kind.metric), places].sum(axis=0)
        return total
