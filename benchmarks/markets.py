"""Made-up offers, owned licences and policies that grow with the number of people.

Prices are invented; only their order of magnitude is real.  The same kind, size and seed give the same market.
In every market one vendor sells new licences of the newest version without limit, so that any estate can be licensed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import CONNECTORS, METRICS, PRODUCTS, Condition, Metric, Product, Version

__all__ = ["MARKETS", "POLICIES", "make_market"]

Market = tuple[tuple[Offer, ...], tuple[Lot, ...]]

_PRICE = {
    (Product.WS_CAL, Metric.USER): 4800,
    (Product.WS_CAL, Metric.DEVICE): 3750,
    (Product.RDS_CAL, Metric.USER): 18100,
    (Product.RDS_CAL, Metric.DEVICE): 14500,
    (Product.WS_CONNECTOR, Metric.HOST): 201900,
    (Product.RDS_CONNECTOR, Metric.HOST): 762000,
}
"""Cents for one new licence of the newest version."""
_POOLS = tuple((product, metric) for product in PRODUCTS for metric in METRICS)
_AGE = {Version("2019"): 0.62, Version("2022"): 0.85, Version("2025"): 1.0}
"""What an older version costs, as a share of the newest."""
_OLD, *_, _NEW = _AGE
_USED = 0.55
_DISTRIBUTOR = "Vendor A"
"""Sells every product new."""


@dataclass(slots=True)
class _Growing:
    """The offers and lots so far; numbers of licences are drawn as shares of the people."""

    pick: Random
    people: int
    offers: list[Offer]
    lots: list[Lot]

    def licences(self, low: float, high: float) -> int:
        """Draw a number of licences between two shares of the people, at least one."""
        return max(1, round(self.people * self.pick.uniform(low, high)))

    def offer(
        self,
        pool: tuple[Product, Metric],
        version: Version,
        condition: Condition,
        vendor: str,
        *,
        pack: int = 1,
        steps: Sequence[tuple[int, float]] = ((1, 1.0),),
        stock: int | None = None,
        is_near: bool = False,
    ) -> None:
        """Add an offer whose `steps` are (licences from which on, share of the price); `stock` is in licences.

        One that `is_near` costs what all others of its version do, but for its steps.
        """
        price = _PRICE[pool] * _AGE[version] * (1.0 if is_near else self.pick.uniform(0.9, 1.1)) * pack
        if not is_near:
            price *= (_USED if condition is Condition.USED else 1) * {1: 1, 5: 0.98, 10: 0.97, 20: 0.96, 50: 0.95}[pack]
        breaks = list[PriceBreak]()
        for licences, share in steps:
            packs = max(-(-licences // pack), breaks[-1].min_packs + 1 if breaks else 1)
            breaks.append(PriceBreak(packs, round(price * share), round(price * share)))
        packs_left = None if stock is None else max(stock // pack, 1)
        name = f"o{len(self.offers):03d}"
        self.offers.append(
            Offer(name, vendor, *pool, version, condition, tuple(breaks), "EUR", pack, stock_packs=packs_left)
        )

    def lot(self, pool: tuple[Product, Metric], version: Version, quantity: int, resale_minor: int) -> None:
        """Add owned licences."""
        self.lots.append(Lot(f"l{len(self.lots):02d}", *pool, version, quantity, resale_minor=resale_minor))


def _plain(now: _Growing) -> None:
    for pool in _POOLS:
        for version in _AGE:
            for vendor in (_DISTRIBUTOR, "Vendor B"):
                now.offer(pool, version, Condition.NEW, vendor)
            now.offer(pool, version, Condition.USED, "Vendor C", stock=now.licences(0.02, 0.15))
        now.offer(pool, _NEW, Condition.USED, "Vendor D", stock=now.licences(0.02, 0.15))
        now.lot(pool, _OLD, now.people // 20 + 1, 0)


def _tight(now: _Growing) -> None:
    for pool in _POOLS:
        for version in _AGE:
            breaks = [now.pick.random() < 0.5 for _ in Condition]
            pack = now.pick.choice((1, 1, 5, 20))
            now.offer(pool, version, Condition.NEW, _DISTRIBUTOR, pack=pack, steps=_discounts(now, breaks[0]))
            stock, broker = now.licences(0.01, 0.1), f"Vendor {now.pick.choice('BCDEF')}"
            now.offer(pool, version, Condition.USED, broker, stock=stock, steps=_discounts(now, breaks[1]))
        now.lot(pool, _OLD, now.people // 10 + 1, now.pick.choice((0, 600)))


def _discounts(now: _Growing, has_breaks: bool) -> Sequence[tuple[int, float]]:
    steps = ((1, 1.0), (now.people // 20 + 2, 0.94), (now.people // 4 + 3, 0.9))
    return steps if has_breaks else steps[:1]


def _hundred_offers(now: _Growing) -> None:
    for pool in _POOLS:
        now.offer(pool, _NEW, Condition.NEW, _DISTRIBUTOR, steps=_many_discounts(now, 1))
        for _ in range(24):
            condition = now.pick.choice(tuple(Condition))
            stock = now.licences(0.003, 0.05) if condition is Condition.USED else None
            least = now.pick.choice((1, 1, 10, max(10, now.people // 50)))
            now.offer(
                pool,
                now.pick.choice(tuple(_AGE)),
                condition,
                f"Vendor {now.pick.choice('ABCDEFGHIJKL')}",
                pack=now.pick.choice((1, 1, 1, 5, 10, 20, 50)),
                steps=_many_discounts(now, min(least, stock or least)),
                stock=stock,
            )
        for version, resale in ((_OLD, now.pick.choice((0, 600))), (Version("2022"), now.pick.choice((0, 900)))):
            now.lot(pool, version, now.licences(0.02, 0.1), resale)


def _many_discounts(now: _Growing, least: int) -> Sequence[tuple[int, float]]:
    """One to five steps; the first is the minimum order."""
    starts = sorted(now.licences(0.01, 0.5) + least for _ in range(now.pick.randint(0, 4)))
    return [(start, 1 - 0.03 * number) for number, start in enumerate([least, *starts])]


def _near_ties(now: _Growing) -> None:
    """New licences of many vendors within a percent of each other, most of them from a minimum order on."""
    for pool in _POOLS:
        now.offer(pool, _NEW, Condition.NEW, _DISTRIBUTOR)
        for number in range(24):
            least = now.pick.choice((1, 10, max(10, now.people // 50), max(20, now.people // 20)))
            now.offer(
                pool,
                now.pick.choice(tuple(_AGE)),
                Condition.NEW,
                f"Vendor {'ABCDEFGHIJKL'[number % 12]}",
                pack=now.pick.choice((1, 1, 5, 10, 20)),
                steps=[(least, 0.85 + 0.01 * now.pick.random())],
                is_near=True,
            )
        now.lot(pool, _OLD, now.licences(0.02, 0.1), now.pick.choice((0, 600)))


def _connectors(now: _Growing) -> None:
    _tight(now)
    for product in CONNECTORS:
        now.offer((product, Metric.HOST), _NEW, Condition.NEW, _DISTRIBUTOR)


MARKETS: dict[str, Callable[[_Growing], None]] = {
    "plain": _plain,
    "tight": _tight,
    "hundred_offers": _hundred_offers,
    "near_ties": _near_ties,
    "connectors": _connectors,
}
"""plain: ten offers a pool, no price breaks, nothing worth selling.  tight: price breaks on half the offers, little
used stock, packs, resale.  hundred_offers: up to five breaks each, minimum orders, packs, two lots a pool.
near_ties: 24 new offers a pool, those of a version within a percent, minimum orders.  connectors: tight, and External
Connectors."""


def make_market(people: int, seed: int, kind: str = "tight") -> Market:
    """Return offers and lots for an estate of so many people.  Raises KeyError for a kind that is not in `MARKETS`."""
    now = _Growing(Random(f"{kind}/{people}/{seed}"), people, [], [])
    MARKETS[kind](now)
    return tuple(now.offers), tuple(now.lots)


POLICIES: dict[str, Callable[[int], dict[str, Any]]] = {
    "default": lambda people: {},
    "new_only": lambda people: {"allow_used": False},
    "few_vendors": lambda people: {"max_vendors": 2},
    "order_costs": lambda people: {"order_cost": 100 * people},
    "budget": lambda people: {"budget": 25_000 * people},
    "no_money": lambda people: {"budget": 20 * people},
    "single_metric": lambda people: {"ws_metrics": "single", "rds_metrics": "single"},
    "same_metric": lambda people: {"base_and_rds_same_metric": True},
    "used_share": lambda people: {"max_used_share": Fraction(1, 5)},
    "mixing": lambda people: {"ws_mixing_cost": 700 * people, "rds_mixing_cost": 700 * people},
    "spare": lambda people: {"spare_share": Fraction(1, 20)},
    "spare_by_pool": lambda people: {
        "spare_share_ws_user": Fraction(7, 100),
        "spare_share_ws_device": Fraction(3, 100),
        "spare_share_rds_user": Fraction(9, 100),
    },
    "admin_by_server": lambda people: {"ws_admin_scope": "server"},
    "admin_by_server_same_metric": lambda people: {"ws_admin_scope": "server", "base_and_rds_same_metric": True},
    "everything": lambda people: {
        "max_vendors": 3,
        "order_cost": 50 * people,
        "max_used_share": Fraction(1, 4),
        "ws_mixing_cost": 700 * people,
        "spare_share": Fraction(1, 50),
    },
}
"""Settings by name, as keyword arguments of `Policy` for an estate of so many people; amounts (cents) grow with it.

`budget` is more than any shape costs, so it is there without binding; `no_money` is too little for nearly all."""
