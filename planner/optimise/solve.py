"""From requirements and market to a decided plan with its proof: solve, make the cover minimal, break ties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import Codes
from planner.domain.market import Market
from planner.domain.product import DEVICE, METRICS, PRODUCTS, USER
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy
from planner.optimise.choice import Choice, Outcome
from planner.optimise.clauses import Clauses, metric_rules
from planner.optimise.direct import build
from planner.optimise.market_model import Pool
from planner.optimise.minimal import minimal_cover
from planner.optimise.solver import Limits, SolveStatus, solve, whole
from planner.optimise.tiebreak import best_purchases


def solve_scenario(requirements: Requirements, market: Market, policy: Policy, limits: Limits) -> Outcome:
    """Return the cheapest plan, or the best one found within `limits`, with its proved lower bound.

    The bound leaves out the cost of server upgrades, which no decision changes.
    """
    model = build(requirements, market, policy)
    run = solve(model.problem, limits)
    if run.status in (SolveStatus.INFEASIBLE, SolveStatus.STOPPED_EMPTY):
        return Outcome(run.status)
    modes = tuple(USER if whole(mode) else DEVICE for mode in model.modes)
    held = minimal_cover(
        requirements.holders, model.clauses, model.held_units(requirements.holders), _guards_met(model.clauses, modes)
    )
    counts = holder_counts(requirements.holders, held)
    packs, sold = best_purchases(_picked_market(market, policy, counts), policy, counts)
    bound = _least_cost(market) if run.bound is None else max(run.bound, _least_cost(market))
    return Outcome(run.status, Choice(held, packs, sold, modes), bound)


def _guards_met(clauses: Clauses, modes: tuple[int, ...]) -> Codes:
    """Return 1 for every clause that holds because of the mode picked, shape (clauses,)."""
    met_by = np.array([0, *(1 if mode == DEVICE else -1 for mode in modes)], dtype=np.int64)
    met: Codes = ((clauses.guard != 0) & (np.sign(clauses.guard) == met_by[np.abs(clauses.guard)])).astype(np.int64)
    return met


def holder_counts(holders: Holders, held: Codes) -> dict[tuple[Pool, int], int]:
    """Return, per pool and version rank that is some holder's newest, the members that hold it or a newer one."""
    counts = {}
    for product in range(len(PRODUCTS)):
        for metric in range(len(METRICS)):
            side = holders.metric == metric
            at_or_above = (held[side, product, :] * holders.unit_size[side, None]).sum(axis=0)
            exactly = at_or_above - np.append(at_or_above[1:], 0)
            for version in np.flatnonzero(exactly).tolist():
                counts[(product, metric), version] = int(at_or_above[version])
    return counts


def _picked_market(market: Market, policy: Policy, counts: dict[tuple[Pool, int], int]) -> Market:
    """Leave out offers of the metric that a single-metric product did not pick."""
    held_pools = {pool for pool, _ in counts}
    single = {PRODUCTS[p] for p, rule in enumerate(metric_rules(policy)) if rule == "single"}
    offers = tuple(
        offer
        for offer in market.offers
        if offer.product not in single
        or (PRODUCTS.index(offer.product), 1 - METRICS.index(offer.metric)) not in held_pools
    )
    return replace(market, offers=offers)


def _least_cost(market: Market) -> int:
    """Return a bound that needs no solver: nothing bought, everything sold that may be."""
    return -sum(lot.quantity * lot.resale_minor for lot in market.lots if lot.owned_id in market.sellable)
