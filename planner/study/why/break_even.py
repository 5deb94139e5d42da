"""At which price another plan becomes the cheapest: exactly, by planning at a handful of prices.

While a price moves by d, the cost of a fixed plan moves along a straight line, by d times what it buys.  The least
cost of all plans is the lower edge of those lines, so it bends one way only.  Begin far out; the plan found there
crosses the line of the present plan nearer by; plan there again.  Each step comes nearer, and where the present plan
is still the cheapest it stays so all the way, because of the bend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan
from planner.study.why.replanning import Replanner
from planner.words import say

_FAR = 10
"""How many times the dearest price is far enough; a plan that holds there is said to hold at least so far."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How far prices may move in one direction while the plan stays the cheapest.

    `shift` is in minor units, the last one at which the plan still is the cheapest; None: the time did not suffice to
    tell.  `beyond` is a plan that is cheaper further on; None: the plan holds as far as was looked.
    """

    shift: int | None
    beyond: Plan | None = None

    @property
    def is_known(self) -> bool:
        """Whether the time sufficed."""
        return self.shift is not None


@dataclass(frozen=True, slots=True)
class Moving:
    """The prices that move together: by so many units of the shift per pack of each offer."""

    units: Mapping[str, int]

    def bought(self, plan: Plan) -> int:
        """Return the units a plan buys: what its cost moves by per minor unit of the shift."""
        return sum(self.units.get(line.offer.offer_id, 0) * line.packs for line in plan.purchases)

    def moved(self, market: Market, shift: int) -> Market:
        """Return the market at other prices."""
        return replace(
            market,
            offers=tuple(_moved(each, shift * self.units.get(each.offer_id, 0)) for each in market.offers),
        )

    def prices(self, offers: Sequence[Offer]) -> list[tuple[int, int]]:
        """Return price per pack and units per pack of the breaks that can be reached of the offers that move."""
        return [
            (step.price_minor, self.units[offer.offer_id])
            for offer in offers
            for step in offer.breaks
            if offer.offer_id in self.units and (offer.stock_packs is None or step.min_packs <= offer.stock_packs)
        ]

    def lowest(self, offers: Sequence[Offer]) -> int:
        """Return the largest shift below nought that leaves no price below nought."""
        return -min((price // units for price, units in self.prices(offers)), default=0)

    def up(self, replanner: Replanner, plan: Plan) -> Edge:
        """Return how much dearer they may get."""
        far = max((-(-price // units) for price, units in self.prices(replanner.offers)), default=0)
        return self._edge(replanner, plan, max(_FAR * far, 1), say("looking for the price that is too dear"))

    def down(self, replanner: Replanner, plan: Plan) -> Edge:
        """Return how much cheaper they may get, as a shift below nought; no price gets below nought."""
        far = self.lowest(replanner.offers)
        return self._edge(replanner, plan, far, say("looking for the price at which more of it is worth while"))

    def _edge(self, replanner: Replanner, plan: Plan, shift: int, words: str) -> Edge:
        bought, beyond = self.bought(plan), None
        while shift:
            found = self.at(replanner, shift, words)
            if found is None:
                return Edge(None)
            if found.cost.total == plan.cost.total + shift * bought:
                break
            beyond, others = found, self.bought(found)
            # Where the two lines meet; the shift is whole, so the next one towards nought.
            present = found.cost.total - shift * others
            steps = (present - plan.cost.total) // abs(bought - others)
            shift = steps if shift > 0 else -steps
        return Edge(shift, beyond)

    def at(self, replanner: Replanner, shift: int, words: str) -> Plan | None:
        """Return the cheapest plan at other prices, which its cost is at; None where it was not proved in time."""
        return replanner.with_market(lambda market: self.moved(market, shift), words).proved


def _moved(offer: Offer, by_minor: int) -> Offer:
    breaks = tuple(replace(step, price_minor=step.price_minor + by_minor) for step in offer.breaks)
    return replace(offer, breaks=breaks) if by_minor else offer
