"""From a choice for all periods to a plan over time: a register per period, lines, positions and costs.

In each period those licences are given out that are there in it: owned, bought until then and still running, less
what is sold until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.domain.cost import cash_of, cost_of
from planner.domain.market import Market
from planner.domain.plan import OverTime, Plan, PoolPosition, Purchase, Sale, ServerUpgrade, Stretch, Switch
from planner.domain.product import METRICS, Metric, Product
from planner.domain.requirement import Requirements, Waived
from planner.domain.scenario import Policy
from planner.optimise.assign import make_register, positions
from planner.optimise.choice import Choice
from planner.optimise.market.model import is_held, switched_since
from planner.timeline.horizon import Period


def make_plan_over_time(
    parts: Sequence[Requirements],
    choices: Sequence[str],
    market: Market,
    policy: Policy,
    choice: Choice,
    bound_minor: int,
    periods: Sequence[Period],
    upgrades: Sequence[ServerUpgrade],
) -> Plan:
    """Return the plan of a choice for all periods, without reasons in words.

    `parts` are the requirements of each period, `choices` the deployments whose mode is picked.  `bound_minor` leaves
    out what `upgrades` cost, which the plan's bound includes.
    """
    purchases = tuple(
        Purchase(offer, choice.packs[offer.order], offer.period)
        for offer in sorted(market.orders, key=lambda o: (o.vendor, o.offer_id, o.period))
        if offer.order in choice.packs
    )
    sales = tuple(
        Sale(lot, choice.sold[period, lot.owned_id], period)
        for period, each in enumerate(market.periods)
        for lot in each.lots
        if (period, lot.owned_id) in choice.sold
    )
    stretches, pools = _stretches(parts, market, choice, periods, purchases, sales)
    upgrading, keeping = sum(each.cost_minor for each in upgrades), sum(each.keeping_minor for each in upgrades)
    cost = cost_of(
        purchases,
        sales,
        _most_held(pools),
        policy,
        upgrading,
        per_order=_per_order(market, policy),
        keeping_minor=keeping,
    )
    cash = replace(
        cash_of(cost, purchases, sales, policy),
        upgrades=sum(each.cash_cost_minor for each in upgrades),
        keeping=sum(each.cash_keeping_minor for each in upgrades),
    )
    lots = {lot.owned_id: lot for each in market.periods for lot in each.lots}
    return Plan(
        cost=cost,
        lower_bound_minor=bound_minor + upgrading + keeping,
        purchases=purchases,
        sales=tuple(sorted(sales, key=lambda line: (line.lot.owned_id, line.period))),
        pools=tuple(pools),
        register=stretches[0].register,
        modes={name: METRICS[mode] for name, mode in zip(choices, choice.modes, strict=True)},
        requirements=sum(part.pairs for part in parts),
        over_time=OverTime(tuple(stretches), tuple(upgrades), cash),
        switches=tuple(Switch(lots[name], number) for name, number in sorted(choice.switched.items())),
        freed=stretches[0].freed,
    )


def _stretches(
    parts: Sequence[Requirements],
    market: Market,
    choice: Choice,
    periods: Sequence[Period],
    purchases: Sequence[Purchase],
    sales: Sequence[Sale],
) -> tuple[list[Stretch], list[PoolPosition]]:
    """Return who holds what in each period, and the positions of all periods."""
    stretches, pools = list[Stretch](), list[PoolPosition]()
    since = switched_since(market)
    first = np.cumsum([0, *(len(part.holders) for part in parts)])
    for period, part in zip(periods, parts, strict=True):
        number, at = period.number, market.periods[period.number]
        waived = waived_in(parts, number, choice.waived)
        left = part.settled(waived)
        there = tuple(line for line in purchases if line.offer.serves(number) and is_held(line.offer, at))
        gone = sold_until(sales, at, number)
        lots = {lot.owned_id: lot for lot in at.lots}
        switches = tuple(
            Switch(lots[name], quantity)
            for name, quantity in sorted(choice.switched.items())
            if name in lots and since[name] <= number
        )
        register = make_register(
            left.holders,
            choice.held[first[number] : first[number + 1]],
            at.lots,
            there,
            gone,
            switches=switches,
            barred=at.barred,
            period=number,
            before=stretches[-1].register if stretches else None,
        )
        member = part.holders.first_member
        freed = tuple((administration, int(member[holder])) for administration, holder in waived.freed)
        stretches.append(Stretch(number, period.starts, period.ends, register, part, freed))
        pools += positions(register, at, there, gone, switches)
    return stretches, pools


def there_in(plan: Plan, market: Market, period: int) -> Plan:
    """Return a plan over time as it stands in one period, like one of that day."""
    assert plan.over_time is not None
    at, stretch, since = market.periods[period], plan.over_time.stretches[period], switched_since(market)
    return replace(
        plan,
        purchases=tuple(line for line in plan.purchases if line.offer.serves(period) and is_held(line.offer, at)),
        sales=tuple(line for line in plan.sales if line.period == period),
        switches=tuple(line for line in plan.switches if since[line.lot.owned_id] <= period),
        pools=tuple(row for row in plan.pools if row.period == period),
        register=stretch.register,
        freed=stretch.freed,
        over_time=None,
    )


def sold_until(sales: Sequence[Sale], at: Market, period: int) -> tuple[Sale, ...]:
    """Return what is sold until a period of the lots that are there in it, one line each."""
    sold = Counter[str]()
    for line in sales:
        if line.period <= period:
            sold[line.lot.owned_id] += line.quantity
    return tuple(Sale(lot, sold[lot.owned_id], period) for lot in at.lots if sold[lot.owned_id])


def waived_in(parts: Sequence[Requirements], period: int, waived: Waived) -> Waived:
    """Return what of the waivers of all periods is of one, numbered as in it."""
    before = parts[:period]
    holder = sum(len(part.holders) for part in before)
    administration = sum(len(part.administrations) for part in before)
    connector = sum(len(part.connectors) for part in before)
    here = parts[period]
    return Waived(
        freed=tuple(
            (number - administration, who - holder)
            for number, who in waived.freed
            if 0 <= number - administration < len(here.administrations)
        ),
        connected=tuple(
            number - connector for number in waived.connected if 0 <= number - connector < len(here.connectors)
        ),
    )


def _per_order(market: Market, policy: Policy) -> dict[int, int]:
    return {
        period: policy.order_cost if each.order_minor is None else each.order_minor
        for period, each in enumerate(market.periods)
    }


def _most_held(pools: Sequence[PoolPosition]) -> dict[tuple[Product, Metric], int]:
    """Return holders per product and metric, both metrics of a product only where a period has both."""
    held: dict[tuple[Product, int], Counter[Metric]] = {}
    for row in pools:
        held.setdefault((row.product, row.period), Counter())[row.metric] += row.holders
    found: dict[tuple[Product, Metric], int] = {}
    for product in sorted({product for product, _ in held}):
        of_product = [metrics for (each, _), metrics in sorted(held.items()) if each == product]
        mixed = [metrics for metrics in of_product if all(metrics[metric] for metric in METRICS)]
        found |= {(product, metric): number for metric, number in (mixed or of_product)[0].items()}
    return found
