"""Made-up estates over time: joiners and leavers, planned upgrades and upgrades to choose, terms, prices that change.

The people, machines and accesses are those of a shape (`estates.py`), the market one of `markets.py` with licences for
rent besides.  What upgrades and keeping cost is drawn so that deciding is not obvious: about what the licences cost
that an upgrade asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.estates import RUNNING, make_estate
from benchmarks.instances import PLAN_DATE
from benchmarks.markets import make_market
from planner.domain.estate import ALWAYS, Estate, Presence, Server
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import Condition, Metric, Product
from planner.domain.scenario import Scenario
from planner.licensing import rulebook
from planner.timeline.calendar import months_later

_NEWEST = RUNNING[-1]
_QUARTER = 3
_A_LICENCE = 4800
"""About what a base licence costs, in cents."""


@dataclass(frozen=True, slots=True)
class DatedInstance:
    """Names of a made-up problem over time; `inventory` makes it."""

    people: int
    periods: int
    choices: int = 0
    candidates: int = 0
    """Days that each choice has within the horizon, a quarter apart, the last ones before its end."""
    months: int = 36
    shape: str = "mixed"
    market: str = "tight"
    seed: int = 1

    @property
    def days(self) -> tuple[date, ...]:
        """The days after the first one on which something changes; those of choices are the last of them."""
        last = [self.months - _QUARTER * number for number in range(self.candidates, 0, -1)]
        earlier = self.periods - 1 - sum(month > 0 for month in last)
        until = next((month for month in last if month > 0), self.months)
        first = [round(until * (number + 1) / (earlier + 1)) for number in range(earlier)]
        return tuple(months_later(PLAN_DATE, month) for month in (*first, *last) if month > 0)

    def inventory(self, **settings: Any) -> Inventory:
        """Return it as if read from files, with one scenario."""
        pick = Random(f"{self}")
        offers, lots = make_market(self.people, self.seed, self.market)
        policy = rulebook.policy(
            PLAN_DATE,
            horizon_months=self.months,
            discount_rate=Fraction(4, 100),
            price_change_new=Fraction(6, 100),
            price_change_used=Fraction(-3, 100),
            **settings,
        )
        return Inventory(
            source=SourceFile(str(self), ""),
            catalogue=None,
            estate=self._estate(pick),
            offers=(*offers, *_for_rent(offers)),
            lots=lots,
            scenarios=(Scenario("dated", policy),),
            notices=(),
            policy=policy,
        )

    def _estate(self, pick: Random) -> Estate:
        plain = make_estate(self.people, self.seed, self.shape)
        copies = max(2, -(-self.choices // (len(plain.servers) - 2)))
        places = np.random.default_rng([self.people, self.seed, 77])
        machines = _presence(places, len(plain.machines.ids), self.days)
        estate = replace(
            _spread(plain, copies),
            people=replace(plain.people, presence=_presence(places, len(plain.people.ids), self.days)),
            machines=replace(plain.machines, presence=machines),
        )
        return replace(estate, servers=self._servers(estate, pick))

    def _servers(self, estate: Estate, pick: Random) -> tuple[Server, ...]:
        """Return the servers: of those of an old version some to choose, of the others every third planned."""
        reached = np.bincount(estate.accesses.server, minlength=len(estate.servers)).tolist()
        old = [number for number, server in enumerate(estate.servers) if server.version != _NEWEST]
        chosen = set(pick.sample(old, self.choices))
        servers = list(estate.servers)
        for place, number in enumerate(old):
            worth = _A_LICENCE * max(reached[number], 1) // 4
            upgraded = replace(
                servers[number], upgrade_to=_NEWEST, upgrade_cost_minor=int(worth * pick.uniform(0, 0.2))
            )
            if number in chosen:
                first = months_later(PLAN_DATE, self.months - _QUARTER * self.candidates)
                keep_minor = int(worth * pick.uniform(0.05, 0.5))
                servers[number] = replace(
                    upgraded, upgrade_choice=True, upgrade_from=first, keep_cost_minor=keep_minor, keep_cost_from=first
                )
            elif place % 3 == 0 and self.days:
                servers[number] = replace(upgraded, upgrade_on=pick.choice(self.days))
        return tuple(servers)

    def __str__(self) -> str:
        choices = f", {self.choices} choices of {self.candidates} days" if self.choices else ""
        return f"{self.people:,} people, {self.shape}, {self.market}, {self.periods} periods{choices}, seed {self.seed}"


def _spread(plain: Estate, copies: int) -> Estate:
    """Return the estate with so many copies of each server; teams, roughly, have their own one."""
    servers = tuple(
        replace(server, server_id=f"{server.server_id}-{copy}", rds_deployment=server.rds_deployment and f"farm-{copy}")
        for server in plain.servers
        for copy in range(copies)
    )
    accesses = plain.accesses
    server = accesses.server * copies + accesses.user // 37 % copies
    order = np.lexsort((accesses.kind, server, accesses.device, accesses.user))
    moved = replace(accesses, server=server).where(np.ones(len(server), dtype=bool))
    columns = {name: getattr(moved, name)[order] for name in ("user", "device", "server", "kind", "manual")}
    return replace(plain, servers=servers, accesses=replace(moved, **columns))


def _presence(places: np.random.Generator, count: int, days: Sequence[date]) -> Presence | None:
    """Draw who comes and who leaves: one in ten each; every day is one on which somebody does."""
    if not days:
        return None
    number = np.array([day.toordinal() for day in days])

    def drawn(otherwise: int) -> NDArray[np.int64]:
        found = np.where(places.random(count) < _MOVES, places.choice(number, count), otherwise)
        return found.astype(np.int64)

    starts, ends = drawn(ALWAYS[0]), drawn(ALWAYS[1])
    starts[: len(number)] = number[:count]
    return Presence(starts, np.where(ends > starts, ends, ALWAYS[1]))


_MOVES = 0.1


def _for_rent(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return yearly licences of Remote Desktop for people, at two fifths of the new price."""
    bought = next(
        offer
        for offer in offers
        if (offer.product, offer.metric, offer.version) == (Product.RDS_CAL, Metric.USER, _NEWEST)
        and offer.condition is Condition.NEW
    )
    price = bought.breaks[0].price_minor * 2 // (5 * bought.pack_size)
    step = PriceBreak(1, price, price)
    return (replace(bought, offer_id="rent", pack_size=1, breaks=(step,), stock_packs=None, term_months=12),)
