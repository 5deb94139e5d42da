"""The cheapest plan over several periods with all upgrades decided, looking at few of the periods at a time.

What is bought in one period serves the later ones, so mostly a few periods decide: whoever supplies them supplies the
others too.  Leaving the cover of a period out asks for less, so what is proved of some periods holds for all.  So the
periods that look heaviest are planned; each other one is then covered with what that plan has at hand, and where that
cannot be done the period is looked at too, until every one is covered.  The plan is then as cheap as any can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import inf

import numpy as np

from planner.domain.estate import Codes
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.product import METRICS
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.errors import SolverError
from planner.optimise.choice import Choice
from planner.optimise.cover.minimal_cover import minimal_cover
from planner.optimise.market.dominated import without_dominated
from planner.optimise.market.model import is_held, period_of
from planner.optimise.market.tiebreak import best_purchases
from planner.optimise.proof.cases import BOTH, Case
from planner.optimise.proof.prepare import Prepared, Variant
from planner.optimise.solve import Cheapest, find_cheapest_of, holder_counts, priced_root, total_cost
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus

_GRACE_S = 2.0
"""So long a period may be looked for a cover when the time is up."""


@dataclass(frozen=True, slots=True)
class Found:
    """How a search ended: what is proved, and the best plan with what it costs."""

    status: SolveStatus
    bound: int | None = None
    value: float = inf
    choice: Choice | None = None


@dataclass
class Decided:
    """The search for the cheapest plan of one variant with nothing open."""

    variant: Variant
    policy: Policy
    clock: Clock

    def solve(self, below: float) -> Found:
        """Return the cheapest plan below a value."""
        looked_at, best = self._first_periods(), Found(SolveStatus.STOPPED_EMPTY)
        while True:
            least = min(below, best.value)
            found = find_cheapest_of([self._looking_at(looked_at)], self.policy, self.clock.left, total_cost, least)
            if found.held is None:
                return _concluded(best, found)
            filled = self._filled(sorted(looked_at), found)
            if not filled.missing:
                return Found(found.status, found.bound, found.value, self._choice(filled, found))
            best = self._bought_for(filled, found, best)
            if self.clock.is_over:
                return replace(best, bound=found.bound)
            weight = {period: _weight(self._parts[period].reduction.requirements) for period in filled.missing}
            looked_at |= {min(filled.missing), max(sorted(weight), key=lambda period: weight[period])}

    @property
    def _parts(self) -> tuple[Prepared, ...]:
        return self.variant.prepared.parts

    def _looking_at(self, periods: set[int]) -> Variant:
        market = without_dominated(self.variant.market, self.policy, periods)
        return replace(self.variant, prepared=self.variant.prepared.looking_at(sorted(periods)), market=market)

    def _first_periods(self) -> set[int]:
        """Return as few periods as give the bound that all of them give; all where waivers or licences that may change
        their metric bring periods together."""
        everything = set(range(len(self._parts)))
        if any(part.original.waivers for part in self._parts) or any(m.switchable for m in self.variant.market.periods):
            return everything
        found = priced_root(self._looking_at(everything), self.policy)
        if found is None:
            return everything
        paid = Counter[int]()
        for (pool, _), price in zip(found[0].rows, found[1].prices.tolist(), strict=True):
            paid[period_of(pool)[0]] += price if pool[0] >= 0 else 0
        kept = {period for period, price in paid.items() if price and period >= 0}
        for period in sorted(kept, key=lambda each: (paid[each], each)):
            without = kept - {period}
            if without and not self.clock.is_over:
                fewer = priced_root(self._looking_at(without), self.policy)
                if fewer is not None and fewer[1].bound >= found[1].bound - 1:
                    kept = without
        weight = [_weight(part.reduction.requirements) for part in self._parts]
        return kept or {weight.index(max(weight))}

    def _filled(self, looked_at: Sequence[int], found: Cheapest) -> _Filled:
        """Cover the periods that were not looked at with what a plan for the others has at hand."""
        assert found.held is not None
        requirements = found.case.requirements
        minimal = minimal_cover(requirements.holders, found.case.clauses(), found.held)
        filled = _Filled.of(looked_at, self._parts, minimal, found.case)
        if len(looked_at) == len(self._parts):
            return filled
        counts = holder_counts(requirements.holders, minimal)
        cost = found.value - found.case.extra
        packs, sold, _ = best_purchases(found.case.offers(), self.policy, counts, known=cost, any_will_do=True)
        for period in range(len(self._parts)):
            if period not in filled.held:
                at_hand = _at_hand(self.variant.market, period, packs, sold)
                self._fill(filled, period, at_hand, found.case)
        return filled

    def _fill(self, filled: _Filled, period: int, at_hand: Market, case: Case) -> None:
        cover = self._covered(filled, period, at_hand, case)
        if cover is None:
            filled.missing.add(period)
            filled.at_hand[period] = at_hand
        else:
            filled.held[period] = cover

    def _covered(self, filled: _Filled, period: int, market: Market, case: Case) -> Codes | None:
        """Return a cover of one period that a market of its own supplies; None: there is none."""
        reduction = self._parts[period].reduction
        requirements = filled.with_modes(reduction.requirements)
        large = tuple(k for k in reduction.large if requirements.choices[k] not in filled.modes)
        part = Prepared(requirements, replace(reduction, requirements=requirements, large=large))
        policy = _of_one_period(case)
        limits = self.clock.left
        if self.clock.is_over:  # a plan that some periods have is not thrown away
            limits = Limits(_GRACE_S)
        found = find_cheapest_of([Variant(part, market)], policy, limits, total_cost)
        if found.held is None:
            return None
        filled.modes = dict(zip(requirements.choices, found.case.modes, strict=True)) | filled.modes
        return minimal_cover(requirements.holders, found.case.clauses(), found.held)

    def _bought_for(self, filled: _Filled, found: Cheapest, best: Found) -> Found:
        """Return the better of the best plan and one that buys for the missing periods as if each stood alone."""
        covers = dict(filled.held)
        for period in sorted(filled.missing):
            at_hand = replace(filled.at_hand[period], offers=_on_offer(self.variant.market, period))
            cover = self._covered(filled, period, at_hand, found.case)
            if cover is None:
                return best
            covers[period] = cover
        whole = replace(filled, held=covers)
        try:
            choice = self._choice(whole, found, knows_cost=False)
        except SolverError:  # such as where a budget does not allow that much
            return best
        value = found.case.extra + _paid(self.variant.market, self.policy, choice)
        return Found(SolveStatus.FEASIBLE, found.bound, value, choice) if value < best.value else best

    def _choice(self, filled: _Filled, found: Cheapest, *, knows_cost: bool = True) -> Choice:
        """Return the best purchases for the holders of all periods, and these as the estate has them."""
        whole = self.variant.prepared
        held = np.concatenate([filled.held[period] for period in range(len(self._parts))])
        holders = whole.reduction.requirements.holders
        modes = tuple(filled.modes[name] for name in whole.original.choices)
        waived = found.case.waivers.waived
        case = replace(found.case, market=without_dominated(self.variant.market, self.policy))
        cost = found.value - found.case.extra if knows_cost else None
        packs, sold, switched = best_purchases(
            case.offers(), self.policy, holder_counts(holders, held), self.clock, cost, any_will_do=not knows_cost
        )
        return whole.reduction.restore(Choice(held, packs, sold, modes, switched, waived))


@dataclass(slots=True)
class _Filled:
    """Covers by period, the modes that go with them, and the periods that have none."""

    held: dict[int, Codes]
    modes: dict[str, int]
    missing: set[int] = field(default_factory=set)
    at_hand: dict[int, Market] = field(default_factory=dict)
    """What the missing periods have."""

    @staticmethod
    def of(looked_at: Sequence[int], parts: Sequence[Prepared], held: Codes, case: Case) -> _Filled:
        """Return the covers of the periods that were looked at."""
        ends = np.cumsum([len(parts[period].reduction.requirements.holders) for period in looked_at])
        covers = dict(zip(looked_at, np.split(held, ends[:-1]), strict=True))
        return _Filled(covers, dict(zip(case.requirements.choices, case.modes, strict=True)))

    def with_modes(self, requirements: Requirements) -> Requirements:
        """Return requirements with the modes that are picked."""
        ends = requirements.ends
        for place, name in enumerate(requirements.choices):
            if name in self.modes:
                end = Ends.USER if self.modes[name] == 0 else Ends.DEVICE
                ends = np.where(requirements.ends == Ends.CHOOSE + place, end, ends)
        return replace(requirements, ends=ends)


def _weight(requirements: Requirements) -> int:
    """Return how many members are asked for licences, roughly."""
    holders = requirements.holders
    return int((holders.units * holders.unit_size).sum())


def _of_one_period(case: Case) -> Policy:
    """Return the policy under which one more period is covered: no metric that the plan does not hold for free."""
    answers, policy = dict(case.answers), case.policy
    rules = [policy.ws_metrics, policy.rds_metrics]
    for product, rate in enumerate((policy.ws_mixing_cost, policy.rds_mixing_cost)):
        if ("single", product) in answers:
            rules[product] = METRICS[answers["single", product]].value
        elif rate and rules[product] == "any" and answers.get(("mixing", product)) != BOTH:
            rules[product] = "single"
    return replace(
        policy,
        ws_metrics=rules[0],
        rds_metrics=rules[1],
        ws_mixing_cost=0,
        rds_mixing_cost=0,
        budget=None,
        max_vendors=None,
        max_used_share=Fraction(1),
        order_cost=0,
    )


def _on_offer(market: Market, period: int) -> tuple[Offer, ...]:
    """Return what may be bought for one period, as if it stood alone; each offer once, at its first price."""
    at, found = market.periods[period], dict[str, Offer]()
    for offer in market.orders:
        if offer.serves(period) and is_held(offer, at):
            found.setdefault(offer.offer_id, replace(offer, period=0, last_period=None))
    return tuple(found[name] for name in sorted(found))


def _paid(market: Market, policy: Policy, choice: Choice) -> int:
    """Return what purchases cost less what sales bring in."""
    orders = [offer for offer in market.orders if offer.order in choice.packs]
    packs = sum(choice.packs[each.order] * each.break_for(choice.packs[each.order]).net_minor for each in orders)
    placed = {(each.period, each.vendor) for each in orders}
    rates = [policy.order_cost if each.order_minor is None else each.order_minor for each in market.periods]
    brings = sum(
        choice.sold.get((period, lot.owned_id), 0) * lot.resale_value_minor
        for period, each in enumerate(market.periods)
        for lot in each.lots
    )
    return packs + sum(rates[period] for period, _ in placed) - brings


def _concluded(best: Found, found: Cheapest) -> Found:
    """Return how the search ended that found nothing better than the best plan, which may not be there."""
    if best.choice is None:
        return Found(found.status, found.bound)
    if found.status is SolveStatus.INFEASIBLE:
        return Found(SolveStatus.OPTIMAL, int(best.value), best.value, best.choice)
    return replace(best, bound=max(found.bound, best.bound or 0))


def _at_hand(
    market: Market, period: int, packs: Mapping[tuple[int, str], int], sold: Mapping[tuple[int, str], int]
) -> Market:
    """Return what a plan has in a period as a market of lots, in which nothing is bought or sold."""
    at = market.periods[period]
    gone = Counter[str]()
    for (number, name), quantity in sold.items():
        gone[name] += quantity * (number <= period)
    lots = [replace(lot, quantity=lot.quantity - gone[lot.owned_id]) for lot in at.lots]
    bought = [
        Lot(
            owned_id=f"\0{offer.period} {offer.offer_id}",
            product=offer.product,
            metric=offer.metric,
            version=offer.version,
            quantity=packs[offer.order] * offer.pack_size,
            with_assurance=offer.with_assurance,
        )
        for offer in market.orders
        if offer.order in packs and offer.serves(period) and is_held(offer, at)
    ]
    return replace(at, offers=(), lots=(*lots, *bought), sellable=frozenset(), later=())
