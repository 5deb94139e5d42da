"""Say in words why every line of a plan is there.

Only what the finished plan itself shows is said: who holds what, which access has no other cover, what the
offers cost.  Nothing is guessed about what the optimiser weighed up on the way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.market import Market
from planner.domain.plan import Plan
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.report.explain_purchase import purchase_reason
from planner.report.explain_register import Remark, register_reasons
from planner.report.explain_sale import sale_reason
from planner.report.explain_switch import switch_reason, with_switches
from planner.report.usage import Usage


def explain(plan: Plan, requirements: Requirements, held: NDArray[np.int64], market: Market, policy: Policy) -> Plan:
    """Return the plan with a true reason in words on every purchase, sale and register row.

    `held` has shape (classes, products, versions): how many units of each class of `requirements.holders`
    hold a licence good for that version or newer.  `market` and `policy` are those the plan was made under.
    """
    usage = Usage.of(plan.register)
    bought = (replace(line, reason=purchase_reason(line, plan, usage, market, policy)) for line in plan.purchases)
    remarks = [Remark(lot.remark, lot.is_tied) for lot in market.lots]  # in the order of the register's sources
    remarks += [Remark(line.offer.remark) for line in plan.purchases]
    reasons = register_reasons(plan, requirements, held, policy, remarks)
    return replace(
        plan,
        purchases=tuple(bought),
        sales=tuple(replace(line, reason=sale_reason(line, plan, usage, market, policy)) for line in plan.sales),
        register=replace(plan.register, reason=with_switches(reasons, plan)),
        switches=tuple(replace(line, reason=switch_reason(line, usage)) for line in plan.switches),
    )
