"""Every cost figure of a plan, each defined once, as a pure function of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.plan import Cost, Purchase, Sale
from planner.domain.product import METRICS, PRODUCTS, Metric, Product
from planner.domain.scenario import Policy


def purchases_minor(purchases: Iterable[Purchase]) -> int:
    """What is paid for packs."""
    return sum(line.cost_minor for line in purchases)


def orders_minor(purchases: Iterable[Purchase], policy: Policy) -> int:
    """What placing orders costs: once per vendor ordered from, whatever the products."""
    return policy.order_cost * len({line.offer.vendor for line in purchases})


def sales_minor(sales: Iterable[Sale]) -> int:
    """What sales bring in."""
    return sum(line.proceeds_minor for line in sales)


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
) -> Cost:
    """Return the cost of a plan with these lines and so many holders per product and metric."""
    lines = tuple(purchases)
    return Cost(
        purchases=purchases_minor(lines),
        orders=orders_minor(lines, policy),
        mixing=mixing_minor(holders, policy),
        upgrades=upgrades_minor,
        sales=sales_minor(sales),
    )
