"""At which price another plan becomes the cheapest: exactly, by planning at a handful of prices.

While a price moves by d, the cost of a fixed plan moves along a straight line, by d times what it buys.  The least
cost of all plans is the lower edge of those lines, so it bends one way only.  Begin far out; the plan found there
crosses the line of the present plan nearer by; plan there again.  Each step comes nearer, and where the present plan
is still the cheapest it stays so all the way, because of the bend.  Plans that are wanted at prices on the way are
steps too, and where the present plan holds they need not be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

    def up(self, replanner: Replanner, plan: Plan, on_the_way: Iterable[int] = ()) -> Found:
        """Return how much dearer they may get, and the cheapest plans at the shifts `on_the_way`."""
        far = max((-(-price // units) for price, units in self.prices(replanner.offers)), default=0)
        words = say("looking for the price that is too dear")
        return _Search(self, replanner, plan, words).found(max(_FAR * far, 1), on_the_way)

    def down(self, replanner: Replanner, plan: Plan, on_the_way: Iterable[int] = ()) -> Found:
        """Return the same for getting cheaper, as shifts below nought; no price gets below nought."""
        words = say("looking for the price at which more of it is worth while")
        return _Search(self, replanner, plan, words).found(self.lowest(replanner.offers), on_the_way)

    def at(self, replanner: Replanner, shift: int, words: str) -> Plan | None:
        """Return the cheapest plan at other prices, which its cost is at; None where it was not proved in time."""
        return replanner.with_market(lambda market: self.moved(market, shift), words).proved


@dataclass(frozen=True, slots=True)
class Found:
    """How far prices may move in one direction, and the cheapest plans at shifts on the way that were asked for.

    A shift at which the time did not suffice is left out.
    """

    edge: Edge
    plans: Mapping[int, tuple[int, Plan]]
    """By shift what the plan costs there, and the plan."""


@dataclass(slots=True)
class _Search:
    """The search in one direction: the plan holds up to shift `holds`, and no further than to `ends`."""

    moving: Moving
    replanner: Replanner
    plan: Plan
    words: str
    holds: int = 0
    ends: int | None = None
    beyond: Plan | None = None
    steps: int = 0
    is_lost: bool = False
    """Whether the time did not suffice for a plan that the edge needs."""

    def found(self, far: int, on_the_way: Iterable[int]) -> Found:
        """Search as far as `far`; of the shifts on the way those farthest out come first, for they cut most off."""
        plans: dict[int, tuple[int, Plan]] = {}
        for shift in sorted(on_the_way, key=abs, reverse=True):
            while self._may_hold_at(shift):
                self._look_at(self._end)
            if abs(shift) <= abs(self.holds):
                plans[shift] = self._cost_of_plan(shift), self.plan
            elif (found := self._look_at(shift, is_end=False)) is not None:
                plans[shift] = found.cost.total, found
        if self.ends is None and not self.is_lost:
            self.ends = far
        while self._is_open:
            self._look_at(self._end)
        return Found(Edge(None) if self.is_lost else Edge(self.holds, self.beyond), plans)

    def _cost_of_plan(self, shift: int) -> int:
        return self.plan.cost.total + shift * self.moving.bought(self.plan)

    @property
    def _end(self) -> int:
        assert self.ends is not None  # asked for only where there is one
        return self.ends

    @property
    def _is_open(self) -> bool:
        return self.ends is not None and self.ends != self.holds and not self.is_lost

    def _may_hold_at(self, shift: int) -> bool:
        """Tell whether it is open if the plan holds at a shift, though an end of it is known."""
        return self._is_open and abs(self.holds) < abs(shift) <= abs(self._end)

    def _look_at(self, shift: int, *, is_end: bool = True) -> Plan | None:
        """Plan at a shift, and learn from it; None where the time did not suffice."""
        self.steps += 1
        words = say("{words}, step {number}", words=self.words, number=self.steps)
        found = self.moving.at(self.replanner, shift, words)
        if found is None:
            self.is_lost = self.is_lost or is_end
            return None
        bought, others = self.moving.bought(self.plan), self.moving.bought(found)
        if found.cost.total == self._cost_of_plan(shift):
            self.holds = shift
            return found
        # Where the two lines meet; the shift is whole, so the next one towards nought.
        present = found.cost.total - shift * others
        steps = (present - self.plan.cost.total) // abs(bought - others)
        meets = steps if shift > 0 else -steps
        if self.ends is None or abs(meets) < abs(self.ends) or is_end:
            self.ends, self.beyond = meets, found
        return found


def _moved(offer: Offer, by_minor: int) -> Offer:
    breaks = tuple(replace(step, price_minor=step.price_minor + by_minor) for step in offer.breaks)
    return replace(offer, breaks=breaks) if by_minor else offer
