"""What one scenario may buy from and use: the offers and lots that its policies leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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
    newest_rds: int | None = None
    """Rank of the newest Remote Desktop CALs that a licence server holds; None: nothing is known of licence servers."""
    barred: frozenset[str] = frozenset()
    """owned_ids of the lots that nobody may use, because no licence server holds them; they may be sold."""
    switchable: frozenset[str] = frozenset()
    """owned_ids of the lots whose licences may change their metric."""
    hosts: tuple[tuple[tuple[int, int], int, int, int], ...] = ()
    """What connectors ask for in a case: pool, version rank, hosts that need it or a newer one, and the most there
    may come to be."""
    order_minor: int | None = None
    """What an order from one vendor costs, as it is worth today; None: what policy order_cost says."""
    later: tuple[Market, ...] = ()
    """The markets of the periods after the first one; each has the offers that may be bought, and the lots that may be
    used and sold, in its own."""

    @property
    def periods(self) -> tuple[Market, ...]:
        """The markets of all periods."""
        return (self, *self.later)

    @property
    def orders(self) -> tuple[Offer, ...]:
        """What may be bought in any period."""
        return self.offers if not self.later else tuple(offer for market in self.periods for offer in market.offers)

    def with_offers(self, kept: Callable[[Offer], bool]) -> Market:
        """Return the market with some of its offers, in every period."""
        offers = tuple(offer for offer in self.offers if kept(offer))
        return replace(self, offers=offers, later=tuple(market.with_offers(kept) for market in self.later))
