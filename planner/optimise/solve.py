"""From requirements and market to a decided plan with its proof: cases, search, second opinion, minimal, ties."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, inf
from typing import Any

import numpy as np

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.product import METRICS, PRODUCTS
from planner.domain.requirement import Holders, Waived
from planner.domain.scenario import Policy
from planner.optimise.choice import Choice, Outcome
from planner.optimise.cover.minimal_cover import minimal_cover
from planner.optimise.market.dominated import without_dominated
from planner.optimise.market.model import PRICE_UNIT, MarketModel, Pool, in_period
from planner.optimise.market.tiebreak import best_purchases
from planner.optimise.proof.bounds import Objective, Priced, PriceRelaxation
from planner.optimise.proof.cases import Answer, Case
from planner.optimise.proof.prepare import Prepared, Variant
from planner.optimise.proof.search import Best, Search
from planner.optimise.proof.waivers import Answers, Question, counted, needed
from planner.optimise.solvers.cp_sat import Opinion, nothing_below
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus


def total_cost(model: MarketModel) -> Any:
    """The usual objective: what is paid less what sales bring in."""
    return model.cost


def solve_scenario(prepared: Prepared, market: Market, policy: Policy, limits: Limits) -> Outcome:
    """Return the cheapest plan, or the best one found within `limits`, with its proved lower bound.

    The bound leaves out the cost of server upgrades, which no decision changes.
    """
    return solve_variants((Variant(prepared, market),), policy, limits)


def solve_variants(variants: Sequence[Variant], policy: Policy, limits: Limits) -> Outcome:
    """Return the cheapest plan of any variant, as `solve_scenario` does for one."""
    clock = Clock(limits)
    variants = [replace(each, market=without_dominated(each.market, policy)) for each in variants]
    found = find_cheapest_of(variants, policy, limits, total_cost)
    if found.held is None:
        return Outcome(found.status)
    variant = found.variant or variants[0]
    prepared = variant.prepared
    holders = prepared.reduction.requirements.holders
    held = minimal_cover(holders, found.case.clauses(), found.held)
    waived = needed(found.case.requirements, policy, found.case.waivers.waived, held)
    packs, sold, switched = best_purchases(
        found.case.offers(), policy, holder_counts(holders, held), clock, found.value - found.case.extra
    )
    choice = prepared.reduction.restore(Choice(held, packs, sold, found.case.modes, switched, waived))
    return Outcome(found.status, choice, found.bound, found.case.variant, variant.tag)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """How a search ended: holders, case and value of the best plan, and the least value any plan can have."""

    status: SolveStatus
    case: Case
    held: Codes | None = None  # shape (classes, products, versions), of the reduced requirements
    value: int = 0
    bound: int = 0
    variant: Variant | None = None
    """The variant of the case."""


def find_cheapest(prepared: Prepared, market: Market, policy: Policy, limits: Limits, objective: Objective) -> Cheapest:
    """Return the holders of a plan whose objective is least, which need not be its cost."""
    return find_cheapest_of((Variant(prepared, market),), policy, limits, objective)


def find_cheapest_of(
    variants: Sequence[Variant], policy: Policy, limits: Limits, objective: Objective, below: float = inf
) -> Cheapest:
    """Return the holders of a plan of any variant whose objective is least, what the variant costs included.

    Only a plan `below` a value is of interest; without one, the bound tells how much of that is proved.
    """
    clock, best = Clock(limits), Best(below)
    cases = _Cases(variants, policy, objective)
    while cases.bound < best.cost and not (clock.is_over or clock.is_near(best.cost, cases.bound)):
        cases.look_into_next(best, clock)
        clock.tell(best.cost, min(cases.bound, best.cost))
    bound = min(cases.bound, best.cost)
    if best.cost <= bound:
        bound = min(_second_bound(cases.searches, best, clock), best.cost)
    if best.decide is None:
        status = SolveStatus.INFEASIBLE if bound >= below else SolveStatus.STOPPED_EMPTY
        return Cheapest(status, cases.root, bound=0 if bound == inf else int(bound))
    status = SolveStatus.OPTIMAL if bound == best.cost else SolveStatus.FEASIBLE
    case, held = best.decide()
    return Cheapest(status, case, held, int(best.cost), int(bound), cases.variants[case.variant])


def priced_root(variant: Variant, policy: Policy) -> tuple[PriceRelaxation, Priced] | None:
    """Return the relaxation and the prices of a variant with all its questions open; None: no plan is possible."""
    return _Cases([variant], policy, total_cost).priced(open_case(variant, policy))


def open_case(variant: Variant, policy: Policy) -> Case:
    """Return the case of a variant in which nothing is answered, and what may be waived is not asked for."""
    root = _root(variant, policy, 0)
    return root if root.question().is_answered else replace(root, asks_all=False)


def _second_bound(searches: Sequence[Search], best: Best, clock: Clock) -> float:
    """Return what is proved without those programs that the second solver does not confirm; all confirmed: infinity.

    Where the second solver knows a better plan, that is the best one from then on.
    """
    bound = inf
    for search in searches:
        for leaf in search.leaves:
            left, found = clock.left, list[int]()
            below = best.to_undercut(search.case)
            opinion = nothing_below(leaf.program, below, left.time_limit_s, left.should_stop, found.extend)
            is_plan = not found or search.adopt(leaf, found, best)
            if opinion not in (Opinion.AGREES, Opinion.KNOWS_BETTER) or not is_plan:
                bound = min(bound, leaf.exact)
    return bound


def _most_proceeds(market: Market) -> int:
    """Return what selling everything would bring in: no plan costs less than nothing but that."""
    most: dict[str, int] = {}
    for each in market.periods:
        for lot in each.lots:
            if lot.owned_id in each.sellable:
                most[lot.owned_id] = max(most.get(lot.owned_id, 0), lot.resale_value_minor * lot.quantity)
    return sum(most.values())


def _root(variant: Variant, policy: Policy, number: int) -> Case:
    """Return the case of a variant in which nothing is answered."""
    reduction = variant.prepared.reduction
    return Case(
        reduction.requirements,
        variant.market,
        policy,
        variant=number,
        variant_minor=variant.cost_minor,
        waivers=Answers(counted=counted(reduction.requirements, coupled=policy.base_and_rds_same_metric)),
        large=reduction.large,
    )


@dataclass(frozen=True, slots=True)
class _Pricing:
    """The relaxation of a case, and the prices at which its market and holders agree."""

    relaxation: PriceRelaxation
    priced: Priced

    @property
    def bound(self) -> Fraction:
        """What these prices prove."""
        return self.priced.bound

    def bound_with(self, answers: Sequence[Answer]) -> Fraction | None:
        """Return what is proved with some more answers, without looking into that case; None if nothing is left."""
        decisions = self.relaxation.decisions(answers)
        if not decisions:
            return self.bound
        if any(kind == "mode" for (kind, _), _ in answers):
            priced = self.relaxation.converge(decisions)
            return None if priced is None else max(self.bound, priced.bound)
        quick = self.relaxation.bound(decisions)
        return None if quick is None else max(self.bound, quick[0])


class _Cases:
    """Cases and the searches through them, in the order of their bounds."""

    def __init__(self, variants: Sequence[Variant], policy: Policy, objective: Objective) -> None:
        roots = [_root(each, policy, i) for i, each in enumerate(variants)]
        self.root = roots[0]
        self.searches: list[Search] = []
        self.variants, self._objective, self._policy = list(variants), objective, policy
        self._open: list[tuple[float, int, Case | Search]] = [
            (root.extra - _most_proceeds(root.market), i - len(roots), root) for i, root in enumerate(roots)
        ]
        heapq.heapify(self._open)
        self._count = 0
        self._begun: set[Hashable] = set()
        self._known: dict[Hashable, _Pricing | None] = {}

    @property
    def bound(self) -> float:
        """The least a plan of any case can cost."""
        return self._open[0][0] if self._open else inf

    def look_into_next(self, best: Best, clock: Clock) -> None:
        """Go on with the most promising search, or split the most promising case, or begin its search."""
        bound, _, each = heapq.heappop(self._open)
        if isinstance(each, Search):
            self._push(max(bound, each.advance(best, clock, self.bound)), each)
            return
        answers = self.variants[each.variant].answers
        if answers is not None:
            self._split_variant(bound, each, answers())
            return
        question = each.question()
        if each.parts():
            self._split(bound, each if question.is_answered else replace(each, asks_all=False))
        elif question.is_answered:
            self._begin(bound, each, best, clock)
        else:
            self._split_by_waivers(bound, each, question, best, clock)

    def _split(self, bound: float, each: Case) -> None:
        """Split a case by the answers to the next question, as far as they leave a plan possible."""
        pricing = self._priced(each, has_parts=True)
        if pricing is None:
            return
        for part in each.parts(pricing.relaxation.likely_modes(pricing.priced)):
            least = pricing.bound_with(part.answers[len(each.answers) :])
            if least is not None:
                self._push(max(bound, ceil(least) + part.extra), replace(part, asks_all=True))

    def _split_variant(self, bound: float, each: Case, answers: Sequence[Variant]) -> None:
        """Split a variant with something open; what licences cost at least in it they cost with every answer."""
        priced = self._priced(each if each.question().is_answered else replace(each, asks_all=False))
        if priced is None:
            return
        for answer in answers:
            answer = replace(answer, market=without_dominated(answer.market, self._policy))
            self.variants.append(answer)
            root = _root(answer, self._policy, len(self.variants) - 1)
            self._push(max(bound, ceil(priced.bound) + root.extra), root)

    def _begin(self, bound: float, each: Case, best: Best, clock: Clock) -> None:
        """Begin the search through a case without open questions, unless that has been done."""
        key = (each.variant, each.key())
        if key in self._begun:
            return
        self._begun.add(key)
        learned = self.variants[each.variant].prepared.learned(each)
        if learned is not None:
            pricing = self._known.get((*key, each.waivers.refused))
            start = (pricing.relaxation, pricing.priced) if pricing else None
            search = Search(each, learned, self._objective, start)
            self.searches.append(search)
            self._push(max(bound, search.begin(best, clock, min(bound, self.bound))), search)

    def _split_by_waivers(self, bound: float, each: Case, question: Question, best: Best, clock: Clock) -> None:
        """Split a case by the next answer about waivers; the first one of all is answered as looks best at once."""
        found = self._priced(each)
        paid = np.zeros(len(each.requirements), dtype=np.int64)
        is_cost = self._objective is total_cost
        cost = each.connector_costs() if is_cost else [0] * len(each.requirements.connectors)
        if found:
            clauses, prices, learned = each.clauses(), found.priced.prices, found.relaxation.learned
            paid = each.paid_by_open_rows(clauses, learned.graph.paid_by(clauses, prices, learned.cover(prices)))
        else:
            found = self._priced(replace(each, asks_all=False))
            if found is None:
                return
        if best.cost == inf:
            self._begin(bound, replace(each, waivers=question.likely(paid, cost)), best, clock)
        for branch in question.branches(paid, cost):
            least = ceil(found.bound - Fraction(branch.saving, PRICE_UNIT)) + each.extra
            self._push(max(bound, least), replace(each, waivers=branch.answers))

    def _priced(self, each: Case, *, has_parts: bool = False) -> _Pricing | None:
        """Return the prices of a case and the bound they prove; None if nothing can cover it.

        Cases that ask the same of covers and market share them; those in which something is waived are too many.
        """
        key = each.variant, each.key(), each.waivers.refused
        if key in self._known:
            return self._known[key]
        found = self._price(each, has_parts=has_parts)
        if each.waivers.waived == Waived():
            self._known[key] = found
        return found

    def priced(self, each: Case) -> tuple[PriceRelaxation, Priced] | None:
        """Return the relaxation of a case and its prices; None if nothing can cover it."""
        found = self._priced(each)
        return None if found is None else (found.relaxation, found.priced)

    def _price(self, each: Case, *, has_parts: bool) -> _Pricing | None:
        learned = self.variants[each.variant].prepared.learned(each)
        if learned is None:
            return None
        relaxation = PriceRelaxation(learned, each.offers(), each.policy, self._objective, knows_ends=has_parts)
        priced = relaxation.converge({})
        return None if priced is None else _Pricing(relaxation, priced)

    def _push(self, bound: float, each: Case | Search) -> None:
        self._count += 1
        heapq.heappush(self._open, (bound, self._count, each))


def holder_counts(holders: Holders, held: Codes) -> dict[tuple[Pool, int], int]:
    """Return, per pool and version rank that is some holder's newest, the members that hold it or a newer one."""
    counts, period_of = {}, holders.period_of
    for period in range(int(period_of.max(initial=0)) + 1):
        for product in range(len(PRODUCTS)):
            for metric in range(len(METRICS)):
                side = (holders.metric == metric) & (period_of == period)
                at_or_above = (held[side, product, :] * holders.unit_size[side, None]).sum(axis=0)
                exactly = at_or_above - np.append(at_or_above[1:], 0)
                for version in np.flatnonzero(exactly).tolist():
                    counts[in_period((product, metric), period), version] = int(at_or_above[version])
    return counts
