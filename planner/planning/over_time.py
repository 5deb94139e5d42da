"""A scenario with a horizon: its periods, what must be covered and may be bought in each, and what upgrades cost.

The estate of a period is what is there on its first day; rules see it like any other, on that day.  Which days upgrades
have is decided one choice after the other: while a choice is open, its servers count as never upgraded, which asks for
no more licences in any period than any of its days, and the least that its own upgrade and keeping can cost is counted.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property, partial

import numpy as np

from planner.domain.estate import ALWAYS, Codes, Estate, Presence, Server
from planner.domain.inventory import Inventory
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.plan import ServerUpgrade
from planner.domain.product import VERSION_BY_SPELLING, Version, rank
from planner.domain.scenario import Policy
from planner.licensing import (
    Asked,
    Owned,
    Use,
    find_market,
    find_owned,
    find_requirements,
    licence_limit,
    requirement_policies,
    server_versions,
    using,
)
from planner.licensing.notices import NOT_ON_SALE
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.licensing.rules.r47_rds_subscriptions import SUBSCRIPTIONS, SUBSCRIPTIONS_ALLOWED
from planner.licensing.view import View
from planner.optimise import Choices, Prepared, Variant
from planner.timeline.calendar import Step, moved_back, moved_forward
from planner.timeline.dated import Dated
from planner.timeline.horizon import Horizon, Period, periods_of, term_days
from planner.timeline.upgrades import (
    Payment,
    Stay,
    UpgradeChoice,
    choices_of,
    in_steps,
    keeping,
    put_off,
    stays_of,
    with_days,
)
from planner.timeline.worth import present_value
from planner.words import say

Days = tuple[date | None, ...]
"""The days decided for the first choices; those after them are open."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of a scenario, what there is to choose, and the estate with its days in their steps."""

    horizon: Horizon
    periods: tuple[Period, ...]
    choices: tuple[UpgradeChoice, ...]
    estate: Estate

    @staticmethod
    def of(inventory: Inventory, policy: Policy) -> Calendar:
        """Return the calendar of a scenario."""
        horizon = Horizon.of(policy.plan_date, policy.horizon_months)
        servers = put_off(inventory.estate.servers, policy.plan_date, policy.upgrades_later_months)
        estate = _in_steps(replace(inventory.estate, servers=servers), Step(policy.period_step))
        follows_plan = policy[SERVER_UPGRADES] == "as_planned"
        choices = choices_of(estate.servers, horizon) if follows_plan else ()
        days = _comings_and_goings(estate)
        if follows_plan:
            days |= {server.upgrade_on for server in estate.servers if server.upgrade_on and server.upgrade_to}
        days |= {day for choice in choices for day in choice.days if day}
        terms = {offer.term_months for offer in inventory.offers if offer.term_months}
        days |= {day for term in terms for day in term_days(horizon, term)}
        return Calendar(horizon, periods_of(horizon, days), choices, estate)


def _comings_and_goings(estate: Estate) -> set[date]:
    """Return the days on which a group, a person or a machine comes or goes."""
    days = {day for group in estate.groups for day in (group.starts, group.ends) if day}
    for holders in (estate.people, estate.machines):
        if holders.presence is not None:
            days |= set[date]().union(*holders.presence.days())
    return days


def _in_steps(estate: Estate, step: Step) -> Estate:
    """Return the estate with starts and upgrades moved back to the first day of their step, and ends forward."""
    if step is Step.EXACT:
        return estate
    groups = tuple(
        replace(
            group,
            starts=moved_back(group.starts, step) if group.starts else None,
            ends=moved_forward(group.ends, step) if group.ends else None,
        )
        for group in estate.groups
    )
    return replace(
        estate,
        groups=groups,
        servers=in_steps(estate.servers, step),
        people=replace(estate.people, presence=_presence_in_steps(estate.people.presence, step)),
        machines=replace(estate.machines, presence=_presence_in_steps(estate.machines.presence, step)),
    )


def _presence_in_steps(presence: Presence | None, step: Step) -> Presence | None:
    if presence is None:
        return None

    def moved(column: Codes, back: bool) -> Codes:
        days, place = np.unique(column, return_inverse=True)
        move = moved_back if back else moved_forward
        known = [move(date.fromordinal(d), step).toordinal() if ALWAYS[0] < d < ALWAYS[1] else d for d in days.tolist()]
        return np.array(known, dtype=np.int64)[place]

    return Presence(moved(presence.starts, back=True), moved(presence.ends, back=False))


@dataclass(slots=True, eq=False)
class Shared:
    """What scenarios with a horizon have in common: requirements made small, of single periods and of all together."""

    prepared: dict[Hashable, Prepared] = field(default_factory=dict)
    joined: dict[Hashable, Prepared] = field(default_factory=dict)


class ScenarioOverTime:
    """One scenario with a horizon; hands out its variants, one for each way to decide on upgrades."""

    def __init__(self, inventory: Inventory, policy: Policy, shared: Shared) -> None:
        self.inventory, self.shared = inventory, shared
        self.policy = policy.having(**{SUBSCRIPTIONS_ALLOWED.name: True})
        self.calendar = Calendar.of(inventory, policy)
        self._markets: dict[Hashable, Market] = {}
        self._there: dict[date, Estate] = {}
        self._variants: dict[Days, Variant] = {}
        self._parts: dict[tuple[int, frozenset[int]], Prepared] = {}

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies of each period, whose day is its first one."""
        return tuple(self.policy.having(plan_date=period.starts) for period in self.calendar.periods)

    def days_of(self, tag: Hashable) -> Days:
        """Return the days that a variant's tag stands for."""
        return next(days for days in self._variants if days == tag)

    def root(self) -> Variant:
        """Return the scenario with all choices open, or as it is where there are none."""
        return self.variant(())

    def variant(self, days: Days) -> Variant:
        """Return the scenario with the first choices decided."""
        if days not in self._variants:
            self._variants[days] = self._make(days)
        return self._variants[days]

    def _make(self, days: Days) -> Variant:
        views = self.views(days)
        owned = [find_owned(self.inventory.lots, view, _newest(view)) for view in views]
        found = [self._prepared(view, each) for view, each in zip(views, owned, strict=True)]
        key, parts = tuple(key for key, _ in found), [prepared for _, prepared in found]
        if key not in self.shared.joined:
            self.shared.joined[key] = Prepared.joined(parts)
        market = self._market(views, owned, parts)
        is_open = len(days) < len(self.calendar.choices)
        answers, choices = (partial(self._answers, days), self._choices()) if is_open else (None, None)
        return Variant(self.shared.joined[key], market, self._least_cost(days), days, answers, choices)

    def _answers(self, days: Days) -> Sequence[Variant]:
        """Return the variants for each day of the next choice."""
        return [self.variant((*days, day)) for day in self.calendar.choices[len(days)].days]

    def _choices(self) -> Choices:
        """Return how the upgrades may be decided that there is a choice for."""
        choices, periods = self.calendar.choices, self.calendar.periods
        by_id = {server.server_id: server for server in self.calendar.estate.servers}
        return Choices(
            tuple(
                tuple(sum(_cost(self.upgrade(by_id[name], day)) for name in each.servers) for day in each.days)
                for each in choices
            ),
            tuple(
                tuple(sum(day is None or period.starts < day for period in periods) for day in each.days)
                for each in choices
            ),
            self._part,
            lambda picked: self.variant(tuple(each.days[place] for each, place in zip(choices, picked, strict=True))),
        )

    def _part(self, period: int, done: frozenset[int]) -> Prepared:
        """Return what a period asks for with some of the upgrades done that there is a choice for."""
        if (period, done) not in self._parts:
            first = self.policy.plan_date
            days = tuple(first if number in done else None for number in range(len(self.calendar.choices)))
            view = self._view(self.policies[period], self._servers(days))
            self._parts[period, done] = self._prepared(view, find_owned(self.inventory.lots, view, _newest(view)))[1]
        return self._parts[period, done]

    def views(self, days: Days) -> list[View]:
        """Return the estate of each period as its policies see it."""
        servers = self._servers(days)
        return [self._view(policy, servers) for policy in self.policies]

    def _servers(self, days: Days) -> tuple[Server, ...]:
        servers = with_days(self.calendar.estate.servers, self.decided(days))
        is_forced = self.policy[SERVER_UPGRADES] not in ("as_planned", "none")
        if is_forced:  # what is planned for later does not happen besides
            servers = tuple(_without_later_upgrade(server, self.policy.plan_date) for server in servers)
        return servers

    def _view(self, policy: Policy, servers: tuple[Server, ...]) -> View:
        return View(replace(self._on(policy.plan_date), servers=servers), policy)

    def decided(self, days: Days) -> Mapping[str, date | None]:
        """Return the day of each server that there is a choice for, none for those still open."""
        known = [*days, *[None] * (len(self.calendar.choices) - len(days))]
        return {
            server_id: day
            for choice, day in zip(self.calendar.choices, known, strict=True)
            for server_id in choice.servers
        }

    def _on(self, day: date) -> Estate:
        if day not in self._there:
            self._there[day] = self.calendar.estate.on(day)
        return self._there[day]

    def _prepared(self, view: View, owned: Owned) -> tuple[Hashable, Prepared]:
        """Return the requirements of a period made small; periods and scenarios that ask for the same share them."""
        recent = using(owned.recent, ())
        limit = licence_limit(view)
        if limit is not None:
            recent = tuple(each if limit.admits(each) else replace(each, use=Use.IDLE) for each in recent)
        same_day = view.policy.having(plan_date=self.policy.plan_date)
        key = (
            requirement_policies(same_day),
            tuple(view.find(server_versions).ranks.tolist()),
            tuple(group.name for group in view.estate.groups if group.exists_on(view.policy.plan_date)),
            *(holders.active.tobytes() for holders in (view.estate.people, view.estate.machines)),
            recent,
            view.policy.base_and_rds_same_metric,
        )
        if key not in self.shared.prepared:
            self.shared.prepared[key] = Prepared.of(find_requirements(view, recent), view.policy)
        return key, self.shared.prepared[key]

    def _market(self, views: Sequence[View], owned: Sequence[Owned], parts: Sequence[Prepared]) -> Market:
        """Return the markets of all periods; an offer is there where some period could use it."""
        asked = Asked.of([part.original for part in parts], self.policy)
        first, *later = (
            self._market_of(period, view, each, part, asked)
            for period, view, each, part in zip(self.calendar.periods, views, owned, parts, strict=True)
        )
        return replace(first, later=tuple(later))

    def _market_of(self, period: Period, view: View, owned: Owned, part: Prepared, asked: Asked) -> Market:
        limit = licence_limit(view)
        key = (period.number, limit, tuple(sorted(asked.needed.items())), asked.assured, owned.lots, part.original.tied)
        if key not in self._markets:
            dated = Dated(self.policy, self.calendar.horizon, self.calendar.periods, period)
            offers = [offer for offer in self.inventory.offers if dated.may_begin(offer)]
            market = find_market(offers, owned.lots, part.original, view.policy, limit, asked)
            self._markets[key] = replace(
                market,
                offers=tuple(map(dated.offer, market.offers)),
                lots=tuple(map(dated.lot, market.lots)),
                order_minor=dated.present(self.policy.order_cost),
                notices=(*owned.notices, *market.notices),
            )
        return self._markets[key]

    def _least_cost(self, days: Days) -> int:
        """Return what upgrades and keeping cost with the choices decided, at least, as it is worth on "
        "the plan's day."""
        chosen = {choice.servers: choice.days for choice in self.calendar.choices[len(days) :]}
        decided, total = self.decided(days), 0
        open_servers = {server_id for servers in chosen for server_id in servers}
        by_id = {server.server_id: server for server in self.calendar.estate.servers}
        for server in by_id.values():
            if server.server_id not in open_servers:
                total += _cost(self.upgrade(server, decided.get(server.server_id)))
        for servers, possible in chosen.items():
            total += min(sum(_cost(self.upgrade(by_id[s], day)) for s in servers) for day in possible)
        return total

    def upgrades(self, days: Days) -> tuple[ServerUpgrade, ...]:
        """Return what becomes of every server that is upgraded, may be, or costs something to keep."""
        decided = self.decided(days)
        found = (self.upgrade(server, decided.get(server.server_id)) for server in self.calendar.estate.servers)
        return tuple(each for each in found if each.on or each.is_chosen or each.cash_keeping_minor or each.to)

    def upgrade(self, server: Server, chosen: date | None) -> ServerUpgrade:
        """Return what becomes of one server, with the day chosen for it where there is a choice."""
        policy, horizon = self.policy, self.calendar.horizon
        is_chosen = server.upgrade_choice and policy[SERVER_UPGRADES] == "as_planned"
        upgraded_on, to = (chosen, server.upgrade_to) if is_chosen else self._planned(server)
        paid_on = upgraded_on if upgraded_on and self._is_paid(server, upgraded_on, is_chosen=is_chosen) else None
        upgrading = [Payment(paid_on, server.upgrade_cost_minor)] if paid_on else []
        kept = [] if server.owner else keeping(server, horizon, upgraded_on)
        return ServerUpgrade(
            server.server_id,
            server.version,
            to,
            upgraded_on if upgraded_on and upgraded_on < horizon.ends else None,
            is_chosen,
            self._present(upgrading),
            self._present(kept),
            sum(each.amount_minor for each in upgrading),
            sum(each.amount_minor for each in kept),
            tuple((each.day, each.amount_minor) for each in kept),
        )

    def stays(self, days: Days) -> tuple[Stay, ...]:
        """Return which versions the organisation's own servers run when."""
        decided, found = self.decided(days), list[Stay]()
        for server in self.calendar.estate.servers:
            if not server.owner:
                line = self.upgrade(server, decided.get(server.server_id))
                found.extend(stays_of(server, self.calendar.horizon, line.on, line.to))
        return tuple(found)

    def _planned(self, server: Server) -> tuple[date | None, Version | None]:
        """Return when a server without a choice is upgraded, and to what, under policy server_upgrades."""
        rule, day = self.policy[SERVER_UPGRADES], server.upgrade_on if server.upgrade_to else None
        if rule == "none" or (server.upgrade_choice and rule == "as_planned"):
            return None, None
        if rule == "as_planned":
            return day, server.upgrade_to
        forced, is_done = VERSION_BY_SPELLING[rule], day is not None and day <= self.policy.plan_date
        runs = server.upgrade_to if is_done and server.upgrade_to else server.version
        if rank(runs) < rank(forced):
            return self.policy.plan_date, forced
        return (day, server.upgrade_to) if is_done else (None, None)

    def _is_paid(self, server: Server, day: date, *, is_chosen: bool) -> bool:
        """Tell whether an upgrade costs something here: inside the horizon, and if merely planned, still to come."""
        if server.owner or day not in self.calendar.horizon:
            return False
        forced = VERSION_BY_SPELLING.get(self.policy[SERVER_UPGRADES])
        if is_chosen or day > self.policy.plan_date:
            return True
        is_done = server.upgrade_on is not None and server.upgrade_on <= self.policy.plan_date
        runs = server.upgrade_to if is_done and server.upgrade_to else server.version
        return forced is not None and rank(runs) < rank(forced)

    def _present(self, payments: Iterable[Payment]) -> int:
        policy = self.policy
        return sum(
            present_value(each.amount_minor, policy.discount_rate, policy.plan_date, each.day) for each in payments
        )


def _cost(upgrade: ServerUpgrade) -> int:
    return upgrade.cost_minor + upgrade.keeping_minor


def _without_later_upgrade(server: Server, day: date) -> Server:
    is_later = server.upgrade_on is None or server.upgrade_on > day
    return replace(server, upgrade_to=None, upgrade_on=None) if is_later else server


def _newest(view: View) -> int | None:
    limit = licence_limit(view)
    return None if limit is None else limit.newest


def market_notices(market: Market) -> tuple[Notice, ...]:
    """Return what the markets of the periods leave out, once each; not what is on sale in another one."""
    found: dict[Notice, None] = {}
    for each in market.periods:
        found |= {notice: None for notice in each.notices if notice.code not in (NOT_ON_SALE.code, SUBSCRIPTIONS.code)}
    return tuple(found)


def assumptions_over_time(policy: Policy, horizon: Horizon) -> tuple[str, ...]:
    """Say what a plan takes for granted about prices and money in later years."""

    def change(rate: Fraction) -> str:
        return say("change by {rate:g} % a year", rate=float(rate) * 100) if rate else say("stay as they are")

    prices = say(
        "The plan looks ahead until {ends}. Prices of new licences {change}, prices of used ones "
        "{change_2}; later amounts count as they are worth on the plan's day, at {discount_rate:g} "
        "% a year.",
        ends=horizon.ends,
        change=change(policy.price_change_new),
        change_2=change(policy.price_change_used),
        discount_rate=float(policy.discount_rate) * 100,
    )
    worth = say(
        "Licences without an end are still worth {end_value:g} % of their price at its end.",
        end_value=float(policy.end_value) * 100,
    )
    return (prices, worth) if policy.end_value else (prices,)
