"""Why something is bought in a period of a plan over time: whom it serves, from when on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain import money
from planner.domain.plan import OverTime, Plan, Purchase
from planner.domain.scenario import Policy
from planner.report.words import count, holders
from planner.words import say


def explain_orders(plan: Plan, policy: Policy) -> Plan:
    """Return the plan with a true reason in words on every purchase of every period."""
    if plan.over_time is None:
        return plan
    over_time = plan.over_time
    return replace(
        plan, purchases=tuple(replace(line, reason=_reason(line, over_time, policy)) for line in plan.purchases)
    )


def _reason(line: Purchase, over_time: OverTime, policy: Policy) -> str:
    served = _served(line, over_time)
    starts = [stretch.starts for stretch in over_time.stretches]
    most, now = max(served, default=0), served[line.period]
    text = say("Bought on {starts}: ", starts=starts[line.period])
    if not most:
        text += say("nobody holds one of these licences in this plan; they are spare")
    elif now:
        text += say("{serve} from then on", serve=_serve(now, line))
        text += (
            say(", and {serve} at most, from {starts} on", serve=_serve(most, line), starts=starts[served.index(most)])
            if most > now
            else ""
        )
    else:
        first = next(period for period, number in enumerate(served) if number)
        text += say(
            "nobody needs it before {starts}; then it serves {holders}",
            starts=starts[first],
            holders=holders(served[first], line.offer.metric),
        )
        text += say(", and {serve} at most", serve=_serve(most, line)) if most > served[first] else ""
    spare = line.licences - most
    kept = (
        say("; {spare} of it {form} spare", spare=count(spare, "licence"), form=say("is") if spare == 1 else say("are"))
        if spare and most
        else ""
    )
    term = _term(line, over_time)
    remark = say(" {remark}", remark=line.offer.remark) if line.offer.remark else ""
    return say(
        "{text}{kept}. {price}{term}{remark}",
        text=text,
        kept=kept,
        price=_price(line, policy),
        term=term,
        remark=remark,
    )


def _serve(number: int, line: Purchase) -> str:
    return say("serves {holders}", holders=holders(number, line.offer.metric))


def _served(line: Purchase, over_time: OverTime) -> list[int]:
    """Return how many hold a licence of an order in each period."""
    found = []
    for stretch in over_time.stretches:
        register = stretch.register
        places = [
            number
            for number, source in enumerate(register.sources)
            if source.lot is None and (source.source_id, source.period) == (line.offer.offer_id, line.period)
        ]
        found.append(int(np.isin(register.source, places).sum()))
    return found


def _price(line: Purchase, policy: Policy) -> str:
    price = money.words(line.pack_price_minor, policy.currency)
    size = line.offer.pack_size
    return (
        say("A pack of {size:,} costs {price} then.", size=size, price=price)
        if size > 1
        else say("Each costs {price} then.", price=price)
    )


def _term(line: Purchase, over_time: OverTime) -> str:
    if line.offer.term_months is None:
        return ""
    last = line.offer.last_period
    ends = over_time.stretches[-1].ends if last is None else over_time.stretches[last].ends
    return say(
        " A subscription of {term_months} months, which counts until {ends}.",
        term_months=line.offer.term_months,
        ends=ends,
    )
