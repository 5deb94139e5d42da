"""What foresight is worth: a plan over time beside plans without it, and what each of its upgrades means for licences.

Upgrades keep the days of the plan throughout.  "Everything today" is the cheapest plan that orders on the first day
only.  "Nothing before it is needed" orders on each day what is cheapest for that day alone; what is sold is then
decided with everything in view.  An upgrade is judged by the cheapest plan, over the same periods, in which its servers
stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Alternative, Otherwise, Plan, PlanStatus, Restriction, UpgradeEffect
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.optimise import SolveStatus, Variant, solve_over_periods, solve_variants
from planner.planning.checked_over_time import CheckedOverTime, solve_over_time, solve_variant
from planner.planning.over_time import Days, ScenarioOverTime
from planner.planning.time_budget import TimeBudget
from planner.timeline.upgrades import UpgradeChoice, with_days

_MOST_EFFECTS = 12
"""So many upgrades are judged, the earliest first."""
_MADE_UP = "\0bought before "


@dataclass(frozen=True, slots=True)
class Foresight:
    """Plans once more what a plan over time is compared with, in what is left of its time."""

    best: CheckedOverTime
    time_budget: TimeBudget

    @property
    def scenario(self) -> ScenarioOverTime:
        """The scenario of the plan."""
        return self.best.scenario

    @property
    def variant(self) -> Variant:
        """The scenario with the plan's upgrade days."""
        return self.scenario.variant(self.best.days)

    def alternatives(self) -> tuple[Alternative, ...]:
        """Return what the scenario costs without foresight; what is not known is left out."""
        if len(self.scenario.calendar.periods) < 2 or self.time_budget.run.is_stopped:
            return ()
        return tuple(filter(None, (self.everything_today(), self.nothing_early())))

    def everything_today(self) -> Alternative | None:
        """Return the cheapest plan that orders on the first day only."""
        only_now = self.variant.market.with_offers(lambda offer: offer.period == 0)
        restricted = replace(self.variant, market=only_now)
        run, limits = self.time_budget.run, self.time_budget.limits
        solved = solve_variant(self.scenario, restricted, self.best.days, run, limits)
        found = solved.best.plan.cost.total if solved.best else None
        return _alternative(Restriction.EVERYTHING_TODAY, solved.status, found)

    def nothing_early(self) -> Alternative | None:
        """Return what it costs to order on each day what is cheapest for that day alone; None: not known."""
        orders = self._day_by_day()
        if orders is None:
            return None
        if not orders.is_possible:
            return Alternative(Restriction.NOTHING_EARLY, PlanStatus.INFEASIBLE)
        policy = self.scenario.policy
        vendors = {offer.vendor for offer, _ in orders.bought}
        if policy.max_vendors is not None and len(vendors) > policy.max_vendors:
            return None
        markets = self.variant.market.periods
        later = [replace(m, offers=(), lots=(*m.lots, *orders.lots_in(n)), later=()) for n, m in enumerate(markets)]
        fixed = replace(self.variant, market=replace(later[0], later=tuple(later[1:])))
        outcome = solve_over_periods(fixed, policy, self.time_budget.limits)
        if outcome.status is not SolveStatus.OPTIMAL or outcome.bound_minor is None:
            return None
        total = outcome.bound_minor + orders.cost_minor(markets, policy.order_cost)
        return Alternative(Restriction.NOTHING_EARLY, PlanStatus.OPTIMAL, total)

    def _day_by_day(self) -> _Orders | None:
        orders = _Orders([])
        parts, policies = self.variant.prepared.parts, self.scenario.policies
        for period, market in enumerate(self.variant.market.periods):
            offers = tuple(filter(None, (orders.left_of(offer) for offer in market.offers)))
            lots = (*market.lots, *orders.lots_in(period))
            alone = replace(market, offers=offers, lots=lots, later=(), sellable=frozenset())
            day = Variant(parts[period], alone)
            outcome = solve_variants([day], policies[period], self.time_budget.limits)
            if outcome.status is SolveStatus.INFEASIBLE:
                return replace(orders, is_possible=False)
            if outcome.status is not SolveStatus.OPTIMAL or outcome.choice is None:
                return None
            packs = outcome.choice.packs
            orders.bought.extend((o, packs[0, o.offer_id]) for o in market.offers if (0, o.offer_id) in packs)
        return orders

    def effects(self) -> tuple[UpgradeEffect, ...]:
        """Return what each upgrade that lies ahead means, and what each one that is left out would; kept ones last."""
        found = list[UpgradeEffect]()
        for on, servers in self._upgrades():
            if len(found) == _MOST_EFFECTS or self.time_budget.run.is_stopped:
                break
            found.append(self._left_out(servers) if on is None else self._effect(on, servers))
        return tuple(found)

    def _upgrades(self) -> list[tuple[date | None, tuple[str, ...]]]:
        """Return the upgrades by their day, choices that are left out last."""
        scenario, plan = self.scenario, self.best.plan
        assert plan.over_time is not None
        is_planned = scenario.policy[SERVER_UPGRADES] == "as_planned"
        first = scenario.calendar.horizon.starts
        ahead = {
            line.server_id: line.on
            for line in plan.over_time.upgrades
            if is_planned and (line.is_chosen or (line.on is not None and line.on > first))
        }
        together = [choice.servers for choice in scenario.calendar.choices]
        alone = [(name,) for name in ahead if not any(name in servers for servers in together)]
        found = [(ahead[servers[0]], servers) for servers in (*together, *alone)]
        return sorted(found, key=lambda one: (one[0] or date.max, one[1]))

    def _effect(self, on: date, servers: tuple[str, ...]) -> UpgradeEffect:
        """Return what an upgrade means: the plan beside the cheapest one without it."""
        other = _without(self.scenario, self.best, servers)
        without = self._proved(other)
        if without is None:
            return UpgradeEffect(servers, on, None)
        more = _licences_minor(self.best.plan) - _licences_minor(without.plan)
        used, used_without = (_lots_in_use(plan) for plan in (self.best.plan, without.plan))
        otherwise = self._otherwise(other, without, servers, None)
        return UpgradeEffect(servers, on, more, (used_without - used).total(), otherwise)

    def _left_out(self, servers: tuple[str, ...]) -> UpgradeEffect:
        """Return what an upgrade would mean that the plan leaves out, on the best of its days."""
        other = _upgraded(self.scenario, self.best, servers)
        found = self._proved(other) if other else None
        if other is None or found is None:
            return UpgradeEffect(servers, None, None)
        return UpgradeEffect(servers, None, None, otherwise=self._otherwise(other, found, servers, found.days[0]))

    def _otherwise(
        self, other: ScenarioOverTime, found: CheckedOverTime, servers: Sequence[str], on: date | None
    ) -> Otherwise:
        """Return what another plan costs more, in which only some servers are upgraded otherwise."""
        here, there = (
            _own_costs(one, days, servers) for one, days in ((self.scenario, self.best.days), (other, found.days))
        )
        licences = _licences_minor(found.plan) - _licences_minor(self.best.plan)
        return Otherwise(on, licences, there[0] - here[0], there[1] - here[1])

    def _proved(self, other: ScenarioOverTime) -> CheckedOverTime | None:
        """Return the cheapest plan of another scenario; None where it, or the plan itself, is not proved."""
        if not self.best.plan.is_proved:
            return None
        solved = solve_over_time(other, self.time_budget.run, self.time_budget.limits, "")
        return solved.best if solved.status is SolveStatus.OPTIMAL else None


def with_foresight(plan: Plan, beside: Foresight) -> Plan:
    """Return a plan over time with what it is compared with."""
    if plan.over_time is None:
        return plan
    over_time = replace(plan.over_time, alternatives=beside.alternatives(), effects=beside.effects())
    return replace(plan, over_time=over_time)


@dataclass(frozen=True, slots=True)
class _Orders:
    """What was ordered day by day, each order at the prices of its day."""

    bought: list[tuple[Offer, int]]
    is_possible: bool = True

    def left_of(self, offer: Offer) -> Offer | None:
        """Return an offer as it can be ordered for one day alone, with what is left of its stock."""
        stock = offer.stock_packs
        if stock is not None:
            stock -= sum(packs for other, packs in self.bought if other.offer_id == offer.offer_id)
            if stock < min(each.min_packs for each in offer.breaks):
                return None
        return replace(offer, stock_packs=stock, period=0, last_period=None)

    def lots_in(self, period: int) -> Iterator[Lot]:
        """Yield what was bought and counts in a period, as licences that are there and cannot be sold."""
        for number, (offer, packs) in enumerate(self.bought):
            if offer.serves(period):
                yield Lot(
                    owned_id=f"{_MADE_UP}{number:06d}",
                    product=offer.product,
                    metric=offer.metric,
                    version=offer.version,
                    quantity=packs * offer.pack_size,
                    with_assurance=offer.with_assurance,
                )

    def cost_minor(self, markets: Sequence[Market], order_cost_minor: int) -> int:
        """Return what all orders cost, as it is worth on the plan's day."""
        packs = sum(packs * offer.break_for(packs).net_minor for offer, packs in self.bought)
        placed = {(offer.period, offer.vendor) for offer, _ in self.bought}
        per_order = [order_cost_minor if market.order_minor is None else market.order_minor for market in markets]
        return packs + sum(per_order[period] for period, _ in placed)


def _alternative(restriction: Restriction, status: SolveStatus, total_minor: int | None) -> Alternative | None:
    if status is SolveStatus.INFEASIBLE:
        return Alternative(restriction, PlanStatus.INFEASIBLE)
    if total_minor is None:
        return None
    is_proved = status is SolveStatus.OPTIMAL
    return Alternative(restriction, PlanStatus.OPTIMAL if is_proved else PlanStatus.FEASIBLE, total_minor)


def _without(scenario: ScenarioOverTime, best: CheckedOverTime, servers: Sequence[str]) -> ScenarioOverTime:
    """Return a scenario with the same periods and all upgrade days of a plan, but for some servers that stay."""
    return _with_days_of(scenario, best, dict.fromkeys(servers))


def _upgraded(scenario: ScenarioOverTime, best: CheckedOverTime, servers: tuple[str, ...]) -> ScenarioOverTime | None:
    """Return the same but for some servers that are upgraded, on whichever of their days is the best; None: no day."""
    (choice,) = (choice for choice in scenario.calendar.choices if choice.servers == servers)
    days = tuple(day for day in choice.days if day is not None)
    return _with_days_of(scenario, best, {}, replace(choice, days=days)) if days else None


def _with_days_of(
    scenario: ScenarioOverTime, best: CheckedOverTime, changed: Mapping[str, date | None], *open_choices: UpgradeChoice
) -> ScenarioOverTime:
    """Return a scenario with the periods and upgrade days of a plan, but for what is changed or left to choose."""
    calendar = scenario.calendar
    is_open = {server_id for choice in open_choices for server_id in choice.servers}
    decided = {name: day for name, day in {**scenario.decided(best.days), **changed}.items() if name not in is_open}
    park = (
        replace(server, upgrade_choice=server.server_id in is_open)
        for server in with_days(calendar.estate.servers, decided)
    )
    other = ScenarioOverTime(scenario.inventory, scenario.policy, scenario.shared)
    other.calendar = replace(calendar, estate=replace(calendar.estate, servers=tuple(park)), choices=open_choices)
    return other


def _own_costs(scenario: ScenarioOverTime, days: Days, servers: Sequence[str]) -> tuple[int, int]:
    """Return what upgrading some servers costs, and what keeping them does, as it is worth on the plan's day."""
    lines = [line for line in scenario.upgrades(days) if line.server_id in servers]
    return sum(line.cost_minor for line in lines), sum(line.keeping_minor for line in lines)


def _licences_minor(plan: Plan) -> int:
    return plan.cost.total - plan.cost.upgrades - plan.cost.keeping


def _lots_in_use(plan: Plan) -> Counter[str]:
    """Return how many licences of each lot are in use at the end of the horizon."""
    assert plan.over_time is not None
    register = plan.over_time.stretches[-1].register
    used = Counter(register.source.tolist())
    return Counter(
        {each.source_id: used[number] for number, each in enumerate(register.sources) if each.lot is not None}
    )
