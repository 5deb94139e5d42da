"""Why owned licences change their metric, in the plan's lines and in the register."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Plan, Switch
from planner.domain.product import METRICS
from planner.report.usage import Usage
from planner.report.words import count, holders


def switch_reason(line: Switch, usage: Usage) -> str:
    """Return the reason of one switch; `usage` counts the plan's register."""
    served = int(usage.of_switched(line.lot).sum())
    many = count(line.quantity, "licence")
    if not served:
        return f"{many} {'becomes' if line.quantity == 1 else 'become'} spare per {line.to.value}."
    return f"As per {line.to.value}, {many} {'serves' if line.quantity == 1 else 'serve'} {holders(served, line.to)}."


def with_switches(reasons: NDArray[np.object_], plan: Plan) -> NDArray[np.object_]:
    """Say of whoever holds a switched licence that it was switched."""
    register = plan.register
    # An offer may be called like a lot; lots stand before offers.
    place_of = {each.source_id: place for place, each in reversed(list(enumerate(register.sources)))}
    for line in plan.switches:
        is_of_lot = register.source == place_of[line.lot.owned_id]
        rows = is_of_lot & (register.metric == METRICS.index(line.to))
        reasons[rows] += f" The licence is switched from per {line.lot.metric.value} to per {line.to.value}."
    return reasons
