"""Every cost figure of a plan, each defined once, as a pure function of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.plan import Cost, Purchase, Sale
from planner.domain.product import METRICS, PRODUCTS, Metric, Product
from planner.domain.scenario import Policy


def purchases_minor(purchases: Iterable[Purchase]) -> int:
    """What is paid for packs, as it is worth on the plan's day."""
    return sum(line.value_minor for line in purchases)


def orders_minor(purchases: Iterable[Purchase], policy: Policy, per_order: Mapping[int, int] | None = None) -> int:
    """What placing orders costs: once per vendor ordered from in a period, whatever the products.

    `per_order` gives what an order costs in each period, if that is not what the policy says.
    """
    placed = {(line.offer.period, line.offer.vendor) for line in purchases}
    return sum(policy.order_cost if per_order is None else per_order[period] for period, _ in placed)


def sales_minor(sales: Iterable[Sale]) -> int:
    """What sales bring in, as it is worth on the plan's day."""
    return sum(line.value_minor for line in sales)


def cash_of(present: Cost, purchases: Iterable[Purchase], sales: Iterable[Sale], policy: Policy) -> Cost:
    """Return what a plan with these lines costs as it is paid; `present` is its cost as it is worth on its day.

    Upgrades and keeping of servers are not known here, and are left out.
    """
    lines = tuple(purchases)
    return Cost(
        purchases=sum(line.cost_minor for line in lines),
        orders=orders_minor(lines, policy),
        mixing=present.mixing,
        upgrades=0,
        sales=sum(line.proceeds_minor for line in sales),
        end_value=sum(line.packs * line.offer.break_for(line.packs).cash_back_minor for line in lines),
    )


def mixing_minor(holders: Mapping[tuple[Product, Metric], int], policy: Policy) -> int:
    """What mixing costs: once per product of which a person and a machine hold a licence."""
    rates = {Product.WS_CAL: policy.ws_mixing_cost, Product.RDS_CAL: policy.rds_mixing_cost}
    is_mixed = {product: all(holders.get((product, metric), 0) for metric in METRICS) for product in PRODUCTS}
    return sum(rates[product] for product in PRODUCTS if is_mixed[product])


def cost_of(
    purchases: Iterable[Purchase],
    sales: Iterable[Sale],
    holders: Mapping[tuple[Product, Metric], int],
    policy: Policy,
    upgrades_minor: int,
    *,
    per_order: Mapping[int, int] | None = None,
    keeping_minor: int = 0,
) -> Cost:
    """Return the cost of a plan with these lines and so many holders per product and metric."""
    lines = tuple(purchases)
    return Cost(
        purchases=purchases_minor(lines),
        orders=orders_minor(lines, policy, per_order),
        mixing=mixing_minor(holders, policy),
        upgrades=upgrades_minor,
        sales=sales_minor(sales),
        keeping=keeping_minor,
        end_value=sum(line.back_minor for line in lines),
    )
