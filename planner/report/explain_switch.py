"""Why owned licences change their metric, in the plan's lines and in the register."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Plan, Switch
from planner.domain.product import METRICS
from planner.report.usage import Usage
from planner.report.words import count, holders
from planner.words import say


def switch_reason(line: Switch, usage: Usage) -> str:
    """Return the reason of one switch; `usage` counts the plan's register."""
    served = int(usage.of_switched(line.lot).sum())
    many = count(line.quantity, "licence")
    if not served:
        return say(
            "{many} {form} spare per {value}.",
            many=many,
            form=say("becomes") if line.quantity == 1 else say("become"),
            value=line.to.value,
        )
    return say(
        "As per {value}, {many} {form} {holders}.",
        value=line.to.value,
        many=many,
        form=say("serves") if line.quantity == 1 else say("serve"),
        holders=holders(served, line.to),
    )


def with_switches(reasons: NDArray[np.object_], plan: Plan) -> NDArray[np.object_]:
    """Say of whoever holds a switched licence that it was switched."""
    register = plan.register
    # An offer may be called like a lot; lots stand before offers.
    place_of = {each.source_id: place for place, each in reversed(list(enumerate(register.sources)))}
    for line in plan.switches:
        is_of_lot = register.source == place_of[line.lot.owned_id]
        rows = is_of_lot & (register.metric == METRICS.index(line.to))
        reasons[rows] += say(
            " The licence is switched from per {value} to per {value_2}.",
            value=line.lot.metric.value,
            value_2=line.to.value,
        )
    return reasons
