"""What a budget that is too small buys first: what leaves the least amount of licences missing, at given prices.

The plain model of the scenario with licences that may be missing: first the amount of what is missing is made least,
then what is paid for the purchases that leave no more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planner.domain.scenario import Policy
from planner.optimise.direct import build
from planner.optimise.market.model import Pool
from planner.optimise.proof.prepare import Variant
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus, solve
from planner.optimise.solvers.program import total, whole


@dataclass(frozen=True, slots=True)
class FirstBuys:
    """Packs by offer, and the licences that are missing all the same, by layer, metric and level."""

    packs: Mapping[str, int]
    missing: Mapping[tuple[int, int, int], int]


def first_buys(variant: Variant, policy: Policy, price_of: Mapping[Pool, int], limits: Limits) -> FirstBuys | None:
    """Return what to buy within the policy's budget; None where the time ends before that is proved.

    `price_of` gives the price of a missing licence per pool, in whole units of any one size.
    """
    clock = Clock(limits)
    model = build(variant.prepared.reduction.requirements, variant.market, policy, with_shortage=True)
    short = total(price_of[key[:2]] * value for key, value in model.market.missing.items())
    model.problem.minimise(short)
    if solve(model.problem, replace(clock.left, gap=0.0)).status is not SolveStatus.OPTIMAL:
        return None
    program = model.problem
    program += short <= whole(short)
    program.minimise(model.market.purchases)
    if solve(model.problem, replace(clock.left, gap=0.0)).status is not SolveStatus.OPTIMAL:
        return None
    packs = {offer_id: whole(value) for (_, offer_id), value in model.market.packs.items()}
    missing = {key: whole(value) for key, value in model.market.missing.items()}
    return FirstBuys(
        {name: number for name, number in packs.items() if number},
        {key: number for key, number in missing.items() if number},
    )
