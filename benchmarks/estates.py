"""Made-up estates of any size: offices, shifts, hot desks and a hospital where everybody roams.

The same size and seed give the same estate.  Prices are invented; only their order of magnitude is real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    Accesses,
    AccessKind,
    DeviceKind,
    Estate,
    Machines,
    People,
    Server,
)
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.product import Condition, Metric, Product, Version

SERVERS = tuple(
    Server(f"{role}{version}", Version(version), rds_deployment="farm" if role == "rds" else "")
    for role in ("app", "rds")
    for version in ("2016", "2019", "2022", "2025")
)
_APP = {server.version: i for i, server in enumerate(SERVERS) if not server.rds_deployment}
_RDS = {server.version: i for i, server in enumerate(SERVERS) if server.rds_deployment}
_STANDARD, _REMOTE = ACCESS_KINDS.index(AccessKind.STANDARD), ACCESS_KINDS.index(AccessKind.RDS)

Row = tuple[int, int, int, int]


@dataclass
class _Growing:
    """Accesses so far, and how many people and machines there are."""

    pick: Random
    users: int = 0
    devices: int = 0

    def version(self) -> Version:
        return Version(self.pick.choice(("2016", "2019", "2019", "2022", "2022", "2022", "2025")))

    def rows(self, user: int, device: int, version: Version, *, remote: bool) -> Iterator[Row]:
        yield self.users + user, self.devices + device, _APP[version], _STANDARD
        if remote:
            yield self.users + user, self.devices + device, _RDS[version], _REMOTE


def _office(now: _Growing) -> tuple[int, int, list[Row]]:
    """One person with one to three machines of their own."""
    machines, version, remote = now.pick.choice((1, 1, 2, 2, 3)), now.version(), now.pick.random() < 0.3
    return 1, machines, [row for m in range(machines) for row in now.rows(0, m, version, remote=remote)]


def _shift(now: _Growing) -> tuple[int, int, list[Row]]:
    """Three shifts who share terminals."""
    people, machines, version = now.pick.randint(9, 36), now.pick.randint(3, 10), now.version()
    remote = now.pick.random() < 0.4
    return (
        people,
        machines,
        [r for u in range(people) for m in range(machines) for r in now.rows(u, m, version, remote=remote)],
    )


def _hot_desks(now: _Growing) -> tuple[int, int, list[Row]]:
    """A team whose members use a few of its desks each."""
    people = now.pick.randint(20, 60)
    machines, version = people * 3 // 4, now.version()
    rows = []
    for user in range(people):
        remote = now.pick.random() < 0.2
        for desk in now.pick.sample(range(machines), now.pick.randint(1, 4)):
            rows += now.rows(user, desk, version, remote=remote)
    return people, machines, rows


def _ward(now: _Growing) -> tuple[int, int, list[Row]]:
    """A hospital ward: several versions, and some people who work on the wards before it too."""
    people, machines = now.pick.randint(15, 40), now.pick.randint(8, 20)
    rows: list[Row] = []
    for user in range(people):
        for desk in now.pick.sample(range(machines), now.pick.randint(1, 5)):
            rows += now.rows(user, desk, now.version(), remote=now.pick.random() < 0.2)
        if now.pick.random() < 0.08 and now.devices > machines:
            rows += now.rows(user, -now.pick.randint(1, machines), now.version(), remote=False)
    return people, machines, rows


SHAPES: dict[str, Callable[[_Growing], tuple[int, int, list[Row]]]] = {
    "office": _office,
    "shift": _shift,
    "hot_desks": _hot_desks,
    "ward": _ward,
}
SHARE = {"office": 0.45, "shift": 0.25, "hot_desks": 0.2, "ward": 0.1}
"""Share of the people in each shape of the mixed estate."""


def make_estate(people: int, seed: int, shape: str = "mixed") -> Estate:
    """Return an estate of about so many people, all of one shape or mixed."""
    now = _Growing(Random(seed))
    rows: list[Row] = []
    for name in SHAPES if shape == "mixed" else (shape,):
        until = now.users + people * (SHARE[name] if shape == "mixed" else 1)
        while now.users < until:
            users, devices, more = SHAPES[name](now)
            rows += more
            now.users += users
            now.devices += devices
    table = np.unique(np.array(rows, dtype=np.int64), axis=0)
    workstation = DEVICE_KINDS.index(DeviceKind.WORKSTATION)
    return Estate(
        groups=(),
        servers=SERVERS,
        people=People(_ids("u", now.users), np.ones(now.users, dtype=np.int64), np.ones(now.users, dtype=bool)),
        machines=Machines(_ids("d", now.devices), np.full(now.devices, workstation), np.ones(now.devices, dtype=bool)),
        accesses=Accesses(*table.T, manual=np.zeros(len(table), dtype=bool)),
    )


def _ids(stem: str, count: int) -> np.ndarray:
    ids = np.empty(count, dtype=object)
    ids[:] = [f"{stem}{number:07d}" for number in range(count)]
    return ids


_PRICE = {
    ("ws_cal", "user"): 4800,
    ("ws_cal", "device"): 3750,
    ("rds_cal", "user"): 18100,
    ("rds_cal", "device"): 14500,
}
_AGE = {"2019": 0.62, "2022": 0.85, "2025": 1.0}


def make_market(people: int, seed: int) -> tuple[tuple[Offer, ...], tuple[Lot, ...]]:
    """Return two dozen offers, half of them used with limited stock, half with price breaks, and four lots."""
    pick = Random(seed)
    offers, lots = [], []
    for (product, metric), price in _PRICE.items():
        for version, age in _AGE.items():
            for condition in Condition:
                cents = int(price * age * pick.uniform(0.9, 1.1) * (0.55 if condition is Condition.USED else 1))
                steps = [(1, cents), (people // 20 + 2, int(cents * 0.94)), (people // 4 + 3, int(cents * 0.9))]
                breaks = steps if pick.random() < 0.5 else steps[:1]
                offers.append(
                    Offer(
                        offer_id=f"o{len(offers):03d}",
                        vendor=f"vendor {len(offers) % 6}",
                        product=Product(product),
                        metric=Metric(metric),
                        version=Version(version),
                        condition=condition,
                        breaks=tuple(PriceBreak(minimum, price, price) for minimum, price in breaks),
                        currency="EUR",
                        stock_packs=pick.randint(people // 50 + 1, people // 5 + 2)
                        if condition is Condition.USED
                        else None,
                    )
                )
        resale = pick.choice((0, 600))
        lots.append(
            Lot(f"l{len(lots)}", Product(product), Metric(metric), Version("2019"), people // 10, resale_minor=resale)
        )
    return tuple(offers), tuple(lots)
