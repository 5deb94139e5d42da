"""Random inputs of the optimiser, each named by a seed: clauses few enough to try all covers, and whole scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np

from planner.domain.estate import Codes, Estate, RdsMode
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.product import RDS, WS
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy
from planner.licensing import find_market, find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared
from planner.optimise.cover.clauses import Clauses
from planner.optimise.direct import solve_directly
from planner.optimise.proof.bounds import Learned, PriceRelaxation
from planner.optimise.proof.cases import Case
from planner.optimise.solve import total_cost
from tests.builders import Literal, clauses, estate, group, holders, lot, offer, policy, server
from tests.unit.optimise.brute_force import is_small

Row = tuple[Literal | None, Literal | None, bool]
Class = tuple[str, int, int]
RANKS = (2, 3, 5)


def tangle(seed: int, kinds: tuple[str, ...] = ("shared", "shared", "matched", "odd")) -> tuple[Holders, Clauses]:
    """Return two small teams, each of one of the `kinds`, with several versions and some ends unknown."""
    pick = Random(seed)
    while True:
        classes: list[Class] = []
        rows: list[Row] = []
        for _ in range(2):
            _add_team(pick, pick.choice(kinds), classes, rows)
        found = holders(*classes), clauses(*rows)
        if is_small(*found):
            return found


def _add_team(pick: Random, kind: str, classes: list[Class], rows: list[Row]) -> None:
    """Add classes and rows: `shared` all-or-none, `matched` unit by unit, `odd` matched with a shared machine."""
    units = 0 if kind == "shared" else pick.randint(2, 3)
    users = _add_classes(pick, "user", units, classes)
    devices = _add_classes(pick, "device", units, classes)
    pairs = [(u, d, kind != "shared") for u in users for d in devices if pick.random() < 0.8]
    if kind == "odd":
        classes.append(("device", pick.randint(1, 2), 1))
        pairs += [(u, len(classes) - 1, False) for u in users]
    for u, d, matched in pairs:
        for _ in range(pick.choice((1, 1, 2))):
            (product, rank), (other, rank_there) = _kind(pick), _kind(pick)
            same = pick.random() < 0.8  # at the other end another licence counts, as where both layers go together
            end = (d, product, rank) if same else (d, other, rank_there)
            rows.append(((u, product, rank), end, matched))
    if pick.random() < 0.3:
        rows.append(((pick.choice(users), *_kind(pick)), None, False))
    if pick.random() < 0.3:
        rows.append((None, (pick.choice(devices), *_kind(pick)), False))


def _add_classes(pick: Random, metric: str, units: int, classes: list[Class]) -> list[int]:
    first = len(classes)
    classes.extend((metric, units or pick.randint(1, 2), pick.randint(1, 2)) for _ in range(pick.randint(1, 2)))
    return list(range(first, len(classes)))


def _kind(pick: Random) -> tuple[int, int]:
    return pick.choice((WS, WS, RDS)), pick.choice(RANKS)


def prices(seed: int, count: int, most: int = 9) -> Codes:
    """Return whole prices, many of them equal or nothing."""
    pick = Random(seed)
    return np.array([pick.choice((0, pick.randint(1, most))) for _ in range(count)], dtype=np.int64)


@dataclass(frozen=True)
class Problem:
    """A whole scenario of a dozen people."""

    requirements: Requirements
    market: Market
    policy: Policy
    prepared: Prepared

    @property
    def case(self) -> Case:
        return Case(self.prepared.reduction.requirements, self.market, self.policy)

    def learned(self) -> Learned:
        """Return nothing learned yet."""
        learned = Prepared(self.requirements, self.prepared.reduction).learned(self.case)
        assert learned is not None
        return learned

    def relaxation(self, learned: Learned | None = None, **more: Any) -> PriceRelaxation:
        return PriceRelaxation(learned or self.learned(), self.market, self.policy, total_cost, **more)

    def cheapest(self) -> int | None:
        """Return what the plain model finds."""
        return solve_directly(self.requirements, self.market, self.policy, Limits())


PARK = (server("s19", "2019"), server("s22", "2022"), server("farm", "2022", rds_deployment="farm"))
CHOOSING = server("pick", "2019", rds_deployment="pick", rds_mode=RdsMode.CHOOSE)


@cache
def problem(seed: int, **rules: Any) -> Problem:
    """Return the scenario of a seed; `rules` are policies on top of those that are drawn."""
    pick = Random(seed)
    return pose(_estate(pick), _offers(pick), _lots(pick), policy(**{**_rules(pick), **rules}))


@cache
def problem_with_questions(seed: int) -> Problem:
    """Return a scenario that asks for modes, single metrics or a price of mixing."""
    pick = Random(seed)
    inventory = _estate(pick, (*PARK, CHOOSING))
    rules: dict[str, Any] = {"ws_metrics": pick.choice(("any", "single")), "ws_mixing_cost": pick.choice((0, 3000))}
    rules |= {"rds_metrics": pick.choice(("any", "single")), "rds_mixing_cost": pick.choice((0, 9000))}
    return pose(inventory, _offers(pick), _lots(pick), policy(**{**_rules(pick), **rules}))


def pose(inventory: Estate, offers: list[Offer], lots: list[Lot], rules: Policy) -> Problem:
    requirements = find_requirements(View(inventory, rules))
    market = find_market(
        sorted(offers, key=lambda o: o.offer_id), sorted(lots, key=lambda k: k.owned_id), requirements, rules
    )
    return Problem(requirements, market, rules, Prepared.of(requirements, rules))


def _estate(pick: Random, park: tuple[Any, ...] = PARK) -> Estate:
    accesses: list[tuple[str | None, str | None, str, str]] = []
    for team in range(pick.randint(1, 3)):
        people, machines = pick.randint(1, 5), pick.randint(1, 5)
        for i in range(people):
            for j in pick.sample(range(machines), pick.randint(1, machines)):
                where = pick.choice(park)
                accesses.append(
                    (f"u{team}-{i}", f"d{team}-{j}", where.server_id, "rds" if where.rds_deployment else "standard")
                )
    own = group("own", pick.randint(0, 4), pick.randint(0, 6), "own", peripherals=pick.randint(0, 1))
    return estate([own], park, accesses)


def _offers(pick: Random) -> list[Offer]:
    found = []
    for product, factor in (("ws_cal", 1), ("rds_cal", 3)):
        for metric, price in (("user", 4500), ("device", 3600)):
            for runs, age in (("2019", 70), ("2022", 100)):
                cents = price * factor * age * pick.randint(90, 110) // 10_000
                name = f"{product}-{metric}-{runs}"
                steps = [(1, cents), (pick.randint(3, 6), cents * 9 // 10)] if pick.random() < 0.5 else []
                found.append(offer(f"new-{name}", cents, product, metric, runs, breaks=steps))
                if pick.random() < 0.5:
                    size, stock = pick.choice((1, 1, 5)), pick.randint(1, 4)
                    used = {"condition": "used", "vendor": "Vendor B", "stock_packs": stock, "pack_size": size}
                    found.append(offer(f"used-{name}", cents * size * 6 // 10, product, metric, runs, **used))
    return found


def _lots(pick: Random) -> list[Lot]:
    some: dict[str, Any] = {"metric": pick.choice(("user", "device")), "runs": pick.choice(("2019", "2022"))}
    return [lot("L", pick.randint(0, 9), resale_minor=pick.choice((0, 0, 1500)), **some)]


def _rules(pick: Random) -> dict[str, Any]:
    rules: dict[str, tuple[Any, ...]] = {
        "order_cost": (2000,),
        "max_vendors": (1,),
        "max_used_share": (Fraction(1, 4), Fraction(1, 2)),
        "spare_share": (Fraction(1, 10),),
        "base_and_rds_same_metric": (True,),
        "budget": (20_000, 60_000, 120_000),
    }
    return {name: pick.choice(rules[name]) for name in pick.sample(sorted(rules), pick.randint(0, 2))}
