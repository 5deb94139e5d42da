"""A plan over time in the contract's own words: its periods, who and what is there on a day, and amounts of a day.

A chosen upgrade belongs to a unit: one server, or all servers that are upgraded together.  A `Picked` says on which
day each unit is upgraded; None: not within the horizon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import product as combinations
from typing import NamedTuple

from .estate import (
    SUPPORTED_UNTIL,
    Account,
    Device,
    Estate,
    Group,
    Horizon,
    Lot,
    Offer,
    Policy,
    Scenario,
    Server,
    months_later,
)
from .expand import Demand, Market, exists, find_demand, find_market, server_versions

Picked = Mapping[str, date | None]
Comer = Group | Account | Device
"""What may start and end."""


# -- days -----------------------------------------------------------------------------------------------------


def moved_back(day: date, step: str) -> date:
    """Return the first day of the calendar step that a day is in."""
    first = {"exact": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    first["quarter"] = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first[step]


def moved_on(day: date, step: str) -> date:
    """Return a day that is the first of its calendar step, or else the first day of the next one."""
    first = moved_back(day, step)
    return first if first == day else months_later(first, {"month": 1, "quarter": 3, "year": 12}[step])


@dataclass(frozen=True)
class Ahead:
    """One scenario of an estate, looked at over its horizon."""

    estate: Estate
    policy: Policy
    horizon: Horizon

    @classmethod
    def of(cls, estate: Estate, scenario: Scenario) -> Ahead:
        return cls(estate, scenario.policy, scenario.horizon)

    @property
    def first(self) -> date:
        return self.policy.plan_date

    @property
    def end(self) -> date:
        """First day beyond the horizon."""
        return months_later(self.first, self.horizon.months)

    def is_inside(self, day: date) -> bool:
        return self.first <= day < self.end

    # -- upgrades -----------------------------------------------------------------------------------------

    def units(self) -> dict[str, tuple[Server, ...]]:
        """Return the servers whose upgrade days the plan chooses, by unit."""
        found: dict[str, tuple[Server, ...]] = {}
        for server in self.estate.servers if self.policy.server_upgrades == "as_planned" else ():
            if server.upgrade_choice:
                name = f"={server.upgrade_together}" if server.upgrade_together else server.server_id
                found[name] = (*found.get(name, ()), server)
        return dict(sorted(found.items()))

    def candidates(self, unit: Sequence[Server]) -> tuple[date | None, ...]:
        """Return the days on which a unit may be upgraded."""
        first = max(self.first, unit[0].upgrade_from or self.first)
        until = unit[0].upgrade_until
        stays = until is None or until >= self.end
        limit = self.end if until is None else min(until, self.end)
        days: list[date | None] = []
        day = first
        while day < limit:
            days.append(day)
            day = months_later(first, 3 * len(days))
        if not stays and until is not None:
            days.append(until)
        return (*days, None) if stays else tuple(days)

    def every_pick(self) -> Iterator[Picked]:
        """Yield every way to choose upgrade days."""
        units = self.units()
        for days in combinations(*(self.candidates(unit) for unit in units.values())):
            yield dict(zip(units, days, strict=True))

    def planned_on(self, server: Server) -> date | None:
        """Return the day of a planned upgrade, moved as the step says."""
        if server.upgrade_choice or server.upgrade_on is None or self.policy.server_upgrades == "none":
            return None
        day = moved_back(server.upgrade_on, self.horizon.period_step)
        return None if self._forced and day > self.first else day

    @property
    def _forced(self) -> int:
        """The version that every server is brought to at once; 0: none."""
        return 0 if self.policy.server_upgrades in ("as_planned", "none") else int(self.policy.server_upgrades)

    def upgraded_on(self, server: Server, picked: Picked) -> date | None:
        """Return the day from which a server runs what it is upgraded to."""
        name = f"={server.upgrade_together}" if server.upgrade_together else server.server_id
        if server.upgrade_choice and self.policy.server_upgrades == "as_planned":
            return picked[name]
        planned = self.planned_on(server)
        return self.first if self._is_forced(server) else planned

    def _is_forced(self, server: Server) -> bool:
        """Whether policy brings a server to a newer version than it has by its plan."""
        reached = server.version if self.planned_on(server) is None else server.upgrade_to or server.version
        return self._forced > reached

    def upgrade_cost(self, server: Server, picked: Picked) -> int:
        """Return the present value of what a server's upgrade costs inside the horizon."""
        day, planned = self.upgraded_on(server, picked), self.planned_on(server)
        is_done = planned is not None and planned <= self.first and not self._is_forced(server)
        return 0 if day is None or not day < self.end or is_done else self.present(server.upgrade_cost, day)

    def payments(self, server: Server, picked: Picked) -> Iterator[date]:
        """Yield the days on which keeping a server's old version is paid for."""
        if not server.keep_cost:
            return
        supported = SUPPORTED_UNTIL.get(server.version)
        after = date.fromisoformat(supported) + timedelta(1) if supported else self.first
        first, upgraded = server.keep_cost_from or after, self.upgraded_on(server, picked)
        number, day = 0, first
        while day < self.end:
            if day >= self.first and (upgraded is None or day < upgraded):
                yield day
            number += 1
            day = months_later(first, number * server.keep_cost_months)

    def fixed_cost(self, picked: Picked) -> int:
        """Return the present value of all upgrades, and of all keeping."""
        upgrades = sum(self.upgrade_cost(server, picked) for server in self.estate.servers)
        return upgrades + sum(
            self.present(server.keep_cost, day)
            for server in self.estate.servers
            for day in self.payments(server, picked)
        )

    # -- periods ------------------------------------------------------------------------------------------

    def starts(self) -> tuple[date, ...]:
        """Return the first day of each period."""
        step = self.horizon.period_step
        comers: tuple[Comer, ...] = (*self.estate.groups, *self.estate.accounts, *self.estate.devices)
        days = {moved_back(each.starts, step) for each in comers if each.starts}
        days |= {moved_on(each.ends, step) for each in comers if each.ends}
        days |= {day for server in self.estate.servers if (day := self.planned_on(server))}
        days |= {day for unit in self.units().values() for day in self.candidates(unit) if day}
        for term in {offer.term_months for offer in self.estate.offers if offer.term_months}:
            days |= {months_later(self.first, term * k) for k in range(self.horizon.months // term + 1)}
        return (self.first, *sorted(day for day in days if self.first < day < self.end))

    def there(self, each: Comer, day: date) -> bool:
        """Whether a group, an account or a machine is there on a day."""
        starts, ends = each.starts, each.ends
        step = self.horizon.period_step
        return (starts is None or moved_back(starts, step) <= day) and (ends is None or day < moved_on(ends, step))

    def estate_on(self, day: date, picked: Picked) -> Estate:
        """Return the estate as it is on a day."""
        servers = []
        for server in self.estate.servers:
            upgraded = self.upgraded_on(server, picked)
            has_new = upgraded is not None and upgraded <= day
            version = (server.upgrade_to or server.version) if has_new else server.version
            if self._forced:
                version = max(server_versions(self.estate, self.policy)[0][server.server_id], self._forced)
            servers.append(replace(server, version=version, upgrade_to=None, upgrade_on=None))
        return replace(
            self.estate,
            groups=tuple(replace(g, starts=None, ends=None) for g in self.estate.groups if self.there(g, day)),
            accounts=tuple(replace(a, active=a.active and self.there(a, day)) for a in self.estate.accounts),
            devices=tuple(replace(d, active=d.active and self.there(d, day)) for d in self.estate.devices),
            servers=tuple(servers),
        )

    def demand(self, day: date, picked: Picked) -> Demand:
        """Return what must be covered on a day."""
        return find_demand(self.estate_on(day, picked), replace(self.policy, plan_date=day))

    # -- money --------------------------------------------------------------------------------------------

    def present(self, amount: int, day: date) -> int:
        """Return the present value of an amount of a day."""
        return _times(amount, self.horizon.discount_rate, self.first, day, back=True)

    def price(self, amount: int, condition: str, day: date) -> int:
        """Return what costs so much today on a later day."""
        change = self.horizon.price_change_new if condition == "new" else self.horizon.price_change_used
        return _times(amount, change, self.first, day, back=False)

    def back_from(self, offer: Offer, paid: int, day: date) -> int:
        """Return the present value of what is left of a pack at the end: of its worth, or of its term."""
        if offer.term_months is None:
            return self.present(_rounded(self.horizon.end_value * paid), self.end)
        ends = months_later(day, offer.term_months)
        if self.horizon.subscription_end == "full" or ends <= self.end:
            return 0
        return self.present(_rounded(Decimal(paid) * (ends - self.end).days / (ends - day).days), self.end)

    # -- the market ---------------------------------------------------------------------------------------

    def market(self, demands: Iterable[Demand]) -> Market:
        """Return what may be bought and sold at one day or another, given all demands that may come."""
        listed = list(demands)
        everything = replace(
            listed[0],
            asked=tuple(r for demand in listed for r in demand.asked),
            requirements=tuple(r for demand in listed for r in demand.requirements),
            covered=tuple(r for demand in listed for r in demand.covered),
        )
        whole = {offer.offer_id: offer for offer in self.estate.offers}
        undated = tuple(replace(offer, valid_from=None, valid_until=None) for offer in whole.values())
        policy = replace(self.policy, subscriptions=True)
        found = find_market(replace(self.estate, offers=undated), policy, everything)
        return replace(found, offers=tuple(whole[offer.offer_id] for offer in found.offers))

    def orders_of(self, offer: Offer) -> tuple[Order, ...]:
        """Return the orders of an offer that can be placed: the day, and the periods that they serve."""
        starts, orders = self.starts(), []
        term = offer.term_months
        for number, day in enumerate(starts):
            if (offer.valid_from and day < offer.valid_from) or (offer.valid_until and offer.valid_until < day):
                continue
            if term is None:
                orders.append(Order(number, day, frozenset(range(number, len(starts)))))
                continue
            if day in {months_later(self.first, term * k) for k in range(self.horizon.months // term + 1)}:
                ends = months_later(day, term)
                serves = frozenset(n for n, start in enumerate(starts) if day <= start < ends)
                orders.append(Order(number, day, serves))
        return tuple(orders)

    def lots_on(self, day: date, lots: Sequence[Lot]) -> list[Lot]:
        """Return the lots that are not over on a day."""
        return [lot for lot in lots if lot.ends_on is None or day <= lot.ends_on]


class Order(NamedTuple):
    """A day on which something can be bought, and the periods that it then serves."""

    period: int
    day: date
    serves: frozenset[int]


def present_now(estate: Estate, policy: Policy) -> Estate:
    """Return the estate of a plan for one day, without the people and machines who are not there."""
    day = policy.plan_date
    return replace(
        estate,
        accounts=tuple(replace(a, active=a.active and _exists(a, day)) for a in estate.accounts),
        devices=tuple(replace(d, active=d.active and _exists(d, day)) for d in estate.devices),
        groups=tuple(group for group in estate.groups if exists(group, day)),
    )


def _exists(each: Comer, day: date) -> bool:
    return (each.starts is None or each.starts <= day) and (each.ends is None or day < each.ends)


def _rounded(amount: Decimal) -> int:
    """Round to whole cents, a half upwards."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _times(amount: int, rate: Decimal, first: date, day: date, *, back: bool) -> int:
    """Return an amount after the years between two days at a yearly rate, or before them."""
    with localcontext(prec=60):
        factor = (1 + rate) ** (Decimal((day - first).days) / Decimal("365.25"))
        return _rounded(amount / factor if back else amount * factor)
