"""What one scenario may buy from and use: the offers and lots that its policies leave."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer


@dataclass(frozen=True, slots=True)
class Market:
    """Offers that may be bought and lots that may be used, sorted by id, and remarks on what was left out."""

    offers: tuple[Offer, ...]
    lots: tuple[Lot, ...]
    sellable: frozenset[str]
    """owned_ids of the lots that may be sold."""
    notices: tuple[Notice, ...] = ()
    ineligible: tuple[Offer, ...] = ()
    """Used offers, sorted by id, left out only because this buyer had better not buy them."""
    hosts: tuple[tuple[tuple[int, int], int, int, int], ...] = ()
    """What connectors ask for in a case: pool, version rank, hosts that need it or a newer one, and the most there
    may come to be."""
    newest_rds: int | None = None
    """Rank of the newest Remote Desktop CALs that a licence server holds; None: nothing is known of licence servers."""
    barred: frozenset[str] = frozenset()
    """owned_ids of the lots that nobody may use, because no licence server holds them; they may be sold."""
    switchable: frozenset[str] = frozenset()
    """owned_ids of the lots whose licences may change their metric."""
