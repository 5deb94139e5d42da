"""Offers and lots on a later day: what they cost and bring then, what that is worth today, and how long they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from planner.domain.lot import Lot
from planner.domain.money import round_half_up
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import Condition
from planner.domain.scenario import Policy
from planner.timeline.calendar import months_later
from planner.timeline.horizon import Horizon, Period, term_days
from planner.timeline.worth import later_price, present_value


@dataclass(frozen=True, slots=True)
class Dated:
    """What amounts of one period come to under the policies of a horizon."""

    policy: Policy
    horizon: Horizon
    periods: Sequence[Period]
    period: Period

    @property
    def day(self) -> date:
        """The day on which everything is bought and sold in the period."""
        return self.period.starts

    def present(self, amount_minor: int, day: date | None = None) -> int:
        """Return what an amount of the period, or of another day, is worth on the plan's day."""
        return present_value(amount_minor, self.policy.discount_rate, self.horizon.starts, day or self.day)

    def may_begin(self, offer: Offer) -> bool:
        """Tell whether what is offered may begin in the period: licences any time, subscriptions a term "
        "after another."""
        return offer.term_months is None or self.day in term_days(self.horizon, offer.term_months)

    def offer(self, offer: Offer) -> Offer:
        """Return an offer as it is in the period."""
        is_used = offer.condition is Condition.USED
        change = self.policy.price_change_used if is_used else self.policy.price_change_new
        last = None
        if offer.term_months is not None:
            ends = months_later(self.day, offer.term_months)
            last = max(each.number for each in self.periods if self.day <= each.starts < ends)

        def dated(step: PriceBreak) -> PriceBreak:
            price = later_price(step.price_minor, change, self.horizon.starts, self.day)
            back = self._back(price, offer.term_months)
            return replace(
                step,
                price_minor=price,
                present_minor=self.present(price),
                back_minor=self.present(back, self.horizon.ends),
                cash_back_minor=back,
                today_minor=step.price_minor,
            )

        return replace(offer, breaks=tuple(map(dated, offer.breaks)), period=self.period.number, last_period=last)

    def _back(self, price_minor: int, term_months: int | None) -> int:
        """Return what of a pack's price is still there at the end of the horizon."""
        if term_months is None:
            return round_half_up(price_minor * self.policy.end_value)
        ends = months_later(self.day, term_months)
        beyond = (ends - self.horizon.ends).days
        if self.policy.subscription_end == "full" or beyond <= 0:
            return 0
        return round_half_up(price_minor * beyond / Fraction((ends - self.day).days))

    def lot(self, lot: Lot) -> Lot:
        """Return a lot with what one licence brings in the period."""
        brings = later_price(lot.resale_minor, self.policy.price_change_used, self.horizon.starts, self.day)
        return replace(
            lot,
            resale_minor=brings,
            resale_present_minor=self.present(brings),
            resale_today_minor=lot.resale_minor,
        )
