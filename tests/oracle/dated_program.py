"""The plain integer program of a plan over time: a level per holder and period, a row per requirement and period.

Beside the enumeration a second answer, for estates of dozens of people with many days to choose from.  A chosen
upgrade asks for more only from its day on, so each row of what it asks for holds where it has been made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import pulp

from .dated import Ahead, Picked, present_now
from .enumerate import POOLS, minimum_total
from .estate import METRICS, PRODUCTS, Estate, Offer, Scenario
from .expand import Demand, Requirement

Key = tuple[str, str, str, int, int]
"""Who holds what: metric, holder, product, level, period."""


@dataclass
class _Rows:
    """An integer program being written down."""

    program: pulp.LpProblem = field(default_factory=lambda: pulp.LpProblem("ahead", pulp.LpMinimize))
    number: int = 0

    def variable(self, most: int | None = 1) -> Any:
        self.number += 1
        return self.program.add_variable(f"v{self.number:06d}", 0, most, pulp.LpInteger)

    def add(self, row: Any) -> None:
        if isinstance(row, bool):
            row = pulp.LpConstraint(pulp.LpAffineExpression(), pulp.LpConstraintGE, None, 0 if row else 1)
        self.program.addConstraint(row)


class Answer(NamedTuple):
    """What a plan over time costs at least, and upgrade days of one such plan."""

    total: int
    days: Picked


class DatedProgram:
    """The program of one scenario."""

    def __init__(self, ahead: Ahead) -> None:
        self.ahead, self.policy, self.rows = ahead, ahead.policy, _Rows()
        self.starts, self.units = ahead.starts(), ahead.units()
        self.never: Picked = dict.fromkeys(self.units)
        self.latest: Picked = {
            name: None if None in days else max(day for day in days if day) for name, days in self.candidates.items()
        }
        self.held: dict[Key, Any] = {}
        self.modes: dict[str, Any] = {}
        self.objective: list[Any] = []

    @cached_property
    def candidates(self) -> dict[str, tuple[date | None, ...]]:
        return {name: self.ahead.candidates(unit) for name, unit in self.units.items()}

    @cached_property
    def chosen(self) -> dict[tuple[str, date | None], Any]:
        """Return the variable of each unit and day: whether it is upgraded then."""
        found = {}
        for name, days in self.candidates.items():
            for day in days:
                found[name, day] = self.rows.variable()
            self.rows.add(pulp.lpSum(found[name, day] for day in days) == 1)
        return found

    @cached_property
    def allowed(self) -> dict[tuple[str, str], Any]:
        """Return, per product and metric, whether it may be held at all."""
        found: dict[tuple[str, str], Any] = {}
        for product, word in zip(PRODUCTS, (self.policy.ws_metrics, self.policy.rds_metrics), strict=True):
            user = self.rows.variable() if word == "single" else None
            for metric in METRICS:
                found[product, metric] = 1 if word in ("any", metric) else 0
            if user is not None:
                found[product, "user"], found[product, "device"] = user, 1 - user
        return found

    def solve(self) -> Answer | None:
        """Return the least total, or None where nothing is feasible."""
        for period in range(len(self.starts)):
            self.add_cover(period)
        self.nest()
        market = self.ahead.market(self.ahead.demand(day, self.latest) for day in self.starts)
        self.add_market(market)
        self.add_mixing()
        self.add_upgrades()
        self.rows.program.setObjective(pulp.lpSum(self.objective))
        self.rows.program.solve(pulp.HiGHS(msg=False, gapRel=0))
        if self.rows.program.sol_status != pulp.LpSolutionOptimal:
            assert self.rows.program.status in (pulp.LpStatusInfeasible, pulp.LpStatusUndefined), "not solved"
            return None
        days = {name: day for (name, day), variable in self.chosen.items() if round(variable.value())}
        return Answer(round(pulp.value(self.rows.program.objective)), days)

    # -- cover --------------------------------------------------------------------------------------------

    def add_cover(self, period: int) -> None:
        """What is asked for whatever is upgraded, and what each upgrade adds where it has been made."""
        day = self.starts[period]
        before = self.ahead.demand(day, self.never)
        self.add_demand(before, before, period, [])
        for name in self.units:
            done = pulp.lpSum(v for (unit, on), v in self.chosen.items() if unit == name and on and on <= day)
            after = self.ahead.demand(day, {**self.never, name: self.ahead.first})
            self.add_demand(after, before, period, [done])
            if self.policy.base_and_rds_same_metric:
                for other in self.units:
                    also = pulp.lpSum(v for (unit, on), v in self.chosen.items() if unit == other and on and on <= day)
                    third = self.ahead.demand(day, {**self.never, other: self.ahead.first})
                    self.add_pairs(after, third, period, [done, also])

    def add_demand(self, demand: Demand, before: Demand, period: int, done: list[Any]) -> None:
        assert not demand.hopeless
        known = set(before.requirements) if done else set()
        for requirement in demand.requirements:
            if requirement not in known and not self.is_subscribed(requirement, demand):
                self.add_clause(requirement, requirement, period, done)
        if self.policy.base_and_rds_same_metric:
            self.add_pairs(demand, before, period, done)
            self.add_pairs(before, demand, period, done)

    def is_subscribed(self, requirement: Requirement, demand: Demand) -> bool:
        return requirement.product == "rds_cal" and requirement.user in demand.subscribed

    def add_pairs(self, one: Demand, other: Demand, period: int, done: list[Any]) -> None:
        """Both licences of a session stand at one end: those of one demand with those of the other."""
        for first in one.requirements:
            if self.is_subscribed(first, one):
                continue
            for second in other.requirements:
                if first[:2] == second[:2] and {first.product, second.product} == set(PRODUCTS):
                    self.add_clause(first, second, period, done)

    def add_clause(self, at_user: Requirement, at_device: Requirement, period: int, done: list[Any]) -> None:
        """The person covers the first requirement or the machine the second, where the upgrades in `done` are made."""
        least = 1 + sum(done) - len(done)
        deployment = at_user.choose or at_device.choose
        for mode in METRICS if deployment else ("",):
            terms = []
            for requirement, metric, holder in (
                (at_user, "user", at_user.user),
                (at_device, "device", at_device.device),
            ):
                counts = requirement.choose is None or mode == metric
                if holder is not None and metric in requirement.ends and counts:
                    terms.append(self.hold(metric, holder, requirement.product, requirement.version, period))
            slack = 1 - self.is_mode(deployment, mode) if deployment else 0
            self.rows.add(pulp.lpSum(terms) + slack >= least)

    def is_mode(self, deployment: str, mode: str) -> Any:
        if deployment not in self.modes:
            self.modes[deployment] = self.rows.variable()
        return self.modes[deployment] if mode == "user" else 1 - self.modes[deployment]

    def hold(self, metric: str, holder: str, product: str, version: int, period: int) -> Any:
        key = (metric, holder, product, version, period)
        if key not in self.held:
            self.held[key] = self.rows.variable()
            self.rows.add(self.held[key] <= self.allowed[product, metric])
        return self.held[key]

    def nest(self) -> None:
        """Who holds a newer level holds the older ones."""
        levels: dict[tuple[str, str, str, int], list[int]] = {}
        for metric, holder, product, version, period in sorted(self.held):
            levels.setdefault((metric, holder, product, period), []).append(version)
        for (metric, holder, product, period), versions in levels.items():
            for older, newer in pairwise(versions):
                lower = self.held[metric, holder, product, older, period]
                self.rows.add(lower >= self.held[metric, holder, product, newer, period])

    def holders(self, product: str, metric: str, level: int, period: int) -> Any:
        """Return how many hold a level or newer."""
        lowest: dict[str, int] = {}
        for at, holder, held, version, when in self.held:
            if (at, held, when) == (metric, product, period) and version >= level:
                lowest[holder] = min(version, lowest.get(holder, version))
        return pulp.lpSum(self.held[metric, holder, product, v, period] for holder, v in sorted(lowest.items()))

    # -- market -------------------------------------------------------------------------------------------

    def add_market(self, market: Any) -> None:
        bought: list[tuple[Offer, frozenset[int], Any]] = []
        spent: list[list[Any]] = [[] for _ in self.starts]
        used, everything = [], []
        for offer in market.offers:
            for order in self.ahead.orders_of(offer):
                packs = self.add_order(offer, order.period, order.day, spent[order.period])
                bought.append((offer, order.serves, packs))
                everything.append(packs * offer.pack_size)
                used += [packs * offer.pack_size] if offer.condition == "used" else []
            if offer.stock is not None:
                self.rows.add(pulp.lpSum(p for o, _, p in bought if o is offer) <= offer.stock)
        for amounts in spent if self.policy.budget is not None else ():
            self.rows.add(pulp.lpSum(amounts) <= self.policy.budget)
        share = self.policy.max_used_share
        if share < 1:
            self.rows.add(share.denominator * pulp.lpSum(used) <= share.numerator * pulp.lpSum(everything))
        sold = self.add_sales(market)
        self.add_supply(market, bought, sold)
        self.add_vendors(bought)

    def add_order(self, offer: Offer, period: int, day: date, spent: list[Any]) -> Any:
        """Return the packs of one order, whose price break is picked, and count what they cost."""
        most = self.most_packs(offer)
        parts = []
        for minimum, price in offer.breaks:
            packs, applies = self.rows.variable(most), self.rows.variable()
            self.rows.add(packs >= minimum * applies)
            self.rows.add(packs <= most * applies)
            paid = self.ahead.price(price, offer.condition, day)
            net = self.ahead.present(paid, day) - self.ahead.back_from(offer, paid, day)
            self.objective.append(net * packs)
            spent.append(paid * packs)
            parts.append((packs, applies))
        self.rows.add(pulp.lpSum(applies for _, applies in parts) <= 1)
        total = pulp.lpSum(packs for packs, _ in parts)
        self.rows.add(total <= most * self.allowed[offer.product, offer.metric])
        return total

    def most_packs(self, offer: Offer) -> int:
        """Packs of one order beyond which no more are worth buying."""
        people = sum(a.persons for a in self.ahead.estate.accounts) + sum(g.users for g in self.ahead.estate.groups)
        machines = len(self.ahead.estate.devices) + sum(g.devices + g.peripherals for g in self.ahead.estate.groups)
        machines += len({access.device_id for access in self.ahead.estate.accesses})
        people += len({access.user_id for access in self.ahead.estate.accesses})
        need = int((people + machines) * (1 + max(self.policy.spare(*pool) for pool in POOLS))) + 1
        need = need * (12 if self.policy.max_used_share < 1 and offer.condition == "new" else 1)
        useful = max(-(-need // offer.pack_size), *(minimum for minimum, _ in offer.breaks))
        return useful if offer.stock is None else min(useful, offer.stock)

    def add_sales(self, market: Any) -> dict[str, list[Any]]:
        """Return what is sold of each lot in each period."""
        found: dict[str, list[Any]] = {}
        for lot in market.lots:
            if lot.owned_id in market.sellable:
                quantities = [self.rows.variable(lot.quantity) for _ in self.starts]
                found[lot.owned_id] = quantities
                self.rows.add(pulp.lpSum(quantities) <= lot.quantity)
                for day, quantity in zip(self.starts, quantities, strict=True):
                    brings = self.ahead.present(self.ahead.price(lot.resale, "used", day), day)
                    self.objective.append(-brings * quantity)
        return found

    def add_supply(self, market: Any, bought: Sequence[Any], sold: dict[str, list[Any]]) -> None:
        needed = sorted({(product, metric, level, t) for metric, _, product, level, t in self.held})
        for product, metric, level, period in needed:
            here = [lot for lot in market.lots if (lot.product, lot.metric) == (product, metric)]
            here = [
                lot for lot in self.ahead.lots_on(self.starts[period], here) if lot.level(self.starts[period]) >= level
            ]
            supply: list[Any] = [lot.quantity for lot in here]
            supply += [-q for lot in here for q in sold.get(lot.owned_id, ())[: period + 1]]
            supply += [
                packs * offer.pack_size
                for offer, serves, packs in bought
                if (offer.product, offer.metric) == (product, metric) and period in serves and offer.level >= level
            ]
            share = 1 + self.policy.spare(product, metric)
            holders = self.holders(product, metric, level, period)
            self.rows.add(share.denominator * pulp.lpSum(supply) >= share.numerator * holders)

    def add_vendors(self, bought: Sequence[tuple[Offer, frozenset[int], Any]]) -> None:
        if self.policy.max_vendors is None and not self.policy.order_cost:
            return
        used: dict[str, Any] = {}
        placed: dict[tuple[str, int], Any] = {}
        for offer, serves, packs in bought:
            key = offer.vendor, min(serves)
            if offer.vendor not in used:
                used[offer.vendor] = self.rows.variable()
            if key not in placed:
                placed[key] = self.rows.variable()
                self.objective.append(self.ahead.present(self.policy.order_cost, self.starts[key[1]]) * placed[key])
                self.rows.add(placed[key] <= used[offer.vendor])
            self.rows.add(packs <= self.most_packs(offer) * placed[key])
        if self.policy.max_vendors is not None:
            self.rows.add(pulp.lpSum(used.values()) <= self.policy.max_vendors)

    def add_mixing(self) -> None:
        for product, cost in zip(PRODUCTS, (self.policy.ws_mixing_cost, self.policy.rds_mixing_cost), strict=True):
            if not cost:
                continue
            mixed = self.rows.variable()
            self.objective.append(cost * mixed)
            for period in range(len(self.starts)):
                both = [self.rows.variable() for _ in METRICS]
                for metric, holds in zip(METRICS, both, strict=True):
                    for (at, _, held, _, when), variable in self.held.items():
                        if (at, held, when) == (metric, product, period):
                            self.rows.add(variable <= holds)
                self.rows.add(mixed >= pulp.lpSum(both) - 1)

    def add_upgrades(self) -> None:
        """Count upgrades and keeping: of the servers that are left alone, and of each unit by its day."""
        chosen = {server.server_id for unit in self.units.values() for server in unit}
        for server in self.ahead.estate.servers:
            if server.server_id not in chosen:
                self.objective.append(self.cost_of(server, self.never))
        for (name, day), variable in self.chosen.items():
            self.objective.append(sum(self.cost_of(server, {name: day}) for server in self.units[name]) * variable)

    def cost_of(self, server: Any, picked: Picked) -> int:
        paid = sum(self.ahead.present(server.keep_cost, day) for day in self.ahead.payments(server, picked))
        return self.ahead.upgrade_cost(server, picked) + paid


def solve_ahead(estate: Estate, scenario: Scenario) -> Answer | None:
    """Return the least total of a scenario in cents with upgrade days, or None where it is infeasible."""
    if not scenario.horizon.months:
        found = minimum_total(present_now(estate, scenario.policy), scenario.policy)
        return None if found is None else Answer(found, {})
    return DatedProgram(Ahead.of(estate, scenario)).solve()
