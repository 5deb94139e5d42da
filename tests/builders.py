"""Small inventories written out in a test, as domain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    RELATIONS,
    Accesses,
    AccessKind,
    DeviceKind,
    Estate,
    Group,
    Machines,
    Pattern,
    People,
    Relation,
    Server,
    Subscriptions,
)
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.plan import Plan
from planner.domain.product import METRICS, Condition, Metric, Product, Version
from planner.domain.requirement import Holders, Requirements, Waived
from planner.domain.scenario import Policy
from planner.licensing import find_market, find_requirements, rulebook, server_versions
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from planner.optimise.cover.clauses import Clauses
from planner.optimise.direct import solve_directly
from planner.optimise.smaller.columns import distinct_rows

DAY = date(2026, 11, 21)


def policy(**values: Any) -> Policy:
    """Both kinds of Remote Desktop CALs count where a test does not say otherwise."""
    return rulebook.policy(DAY, **({"rds_mode_default": "any"} | values))


def version(name: str | None) -> Version | None:
    return None if name is None else Version(name)


def group(name: str, users: int, devices: int, pattern: str = "shared", server: str = "2022", **more: Any) -> Group:
    rds = more.pop("rds", None)
    remote = more.pop("rds_users", users if rds else 0)
    return Group(name, users, devices, Pattern(pattern), Version(server), version(rds), remote, **more)


def server(name: str, runs: str = "2022", **more: Any) -> Server:
    return Server(name, Version(runs), **more)


def column(values: Iterable[str]) -> np.ndarray:
    names = list(values)
    out = np.empty(len(names), dtype=object)
    out[:] = names
    return out


def estate(
    groups: Sequence[Group] = (),
    servers: Sequence[Server] = (),
    accesses: Sequence[tuple[str | None, str | None, str, str]] = (),
    persons: dict[str, int] | None = None,
    kinds: dict[str, str] | None = None,
    two_lists: bool = False,
    subscriptions: dict[str, tuple[str, ...]] | None = None,
    relations: dict[str, str] | None = None,
) -> Estate:
    """Accesses are (user or None, device or None, server or *, kind); ids stand for active people and machines."""
    persons, kinds, has = persons or {}, kinds or {}, subscriptions or {}
    users = sorted({a[0] for a in accesses if a[0]} | set(persons))
    plans = sorted({plan for had in has.values() for plan in had})
    had_by = sorted((users.index(person), plans.index(plan)) for person, had in has.items() for plan in had)
    devices = sorted({a[1] for a in accesses if a[1]} | set(kinds))
    parks = sorted(servers, key=lambda s: s.server_id)
    rows = sorted(
        {
            (
                users.index(u) if u else NONE,
                devices.index(d) if d else NONE,
                EVERY_SERVER if s == "*" else [p.server_id for p in parks].index(s),
                ACCESS_KINDS.index(AccessKind(k)),
            )
            for u, d, s, k in accesses
        }
    )
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Estate(
        groups=tuple(sorted(groups, key=lambda g: g.name)),
        servers=tuple(parks),
        people=People(
            column(users),
            np.array([persons.get(u, 1) for u in users], dtype=np.int64),
            np.ones(len(users), dtype=bool),
        ),
        machines=Machines(
            column(devices),
            np.array([DEVICE_KINDS.index(DeviceKind(kinds.get(d, "workstation"))) for d in devices], dtype=np.int64),
            np.ones(len(devices), dtype=bool),
        ),
        accesses=Accesses(*table.T, manual=np.zeros(len(table), dtype=bool)),
        everybody_everywhere=two_lists,
        relation=np.array(
            [RELATIONS.index(Relation((relations or {}).get(u, "employee"))) for u in users if relations],
            dtype=np.int64,
        ),
        subscriptions=Subscriptions(tuple(plans), *np.array(had_by, dtype=np.int64).reshape(-1, 2).T),
    )


def offer(
    offer_id: str,
    price: int,
    product: str = "ws_cal",
    metric: str = "user",
    runs: str = "2022",
    condition: str = "new",
    vendor: str = "Vendor A",
    breaks: Sequence[tuple[int, int]] = (),
    **more: Any,
) -> Offer:
    """`price` and the prices of `breaks` are in cents per pack; breaks are (min_packs, price)."""
    steps = tuple(PriceBreak(minimum, cents, cents) for minimum, cents in (breaks or [(1, price)]))
    kind = (Product(product), Metric(metric), Version(runs), Condition(condition))
    return Offer(offer_id, vendor, *kind, steps, "EUR", **more)


def lot(
    owned_id: str, quantity: int, product: str = "ws_cal", metric: str = "user", runs: str = "2022", **more: Any
) -> Lot:
    return Lot(owned_id, Product(product), Metric(metric), Version(runs), quantity, **more)


def holders(*classes: tuple[str, int, int]) -> Holders:
    """Classes without names: (metric, units, members per unit)."""
    table = np.array([(METRICS.index(Metric(m)), units, size) for m, units, size in classes], dtype=np.int64)
    none = np.empty(0, dtype=np.int64)
    return Holders(*table.reshape(-1, 3).T, none, np.empty(0, dtype=object), none, none)


Literal = tuple[int, int, int]
"""A class, a product and a version rank."""


def clauses(*rows: tuple[Literal | None, Literal | None, bool]) -> Clauses:
    """Rows are (user literal, device literal, matched); None stands for an end that is not known."""
    nobody = (NONE, NONE, NONE)
    table = np.array([(*(u or nobody), *(d or nobody), matched, 0) for u, d, matched in rows], dtype=np.int64)
    *ends, matched, guard = distinct_rows(table.reshape(-1, 8)).T
    return Clauses(*ends, matched.astype(bool), guard, *[np.full(len(guard), NONE)] * 3)


def plan_of(
    estate: Estate,
    offers: Sequence[Offer],
    lots: Sequence[Lot] = (),
    rules: Policy | None = None,
) -> Plan | None:
    """Return the audited plan, or None where none is possible."""
    found = plan_with_waivers(estate, offers, lots, rules)
    return found and found[0]


def plan_with_waivers(
    estate: Estate,
    offers: Sequence[Offer],
    lots: Sequence[Lot] = (),
    rules: Policy | None = None,
) -> tuple[Plan, Requirements, Waived] | None:
    """Return the audited plan with what had to be covered and what was waived of it, or None without a plan."""
    rules = rules or policy()
    requirements: Requirements = find_requirements(View(estate, rules))
    market = find_market(
        sorted(offers, key=lambda o: o.offer_id), sorted(lots, key=lambda k: k.owned_id), requirements, rules
    )
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    if outcome.choice is None:
        return None
    upgrades = server_versions(View(estate, rules)).upgrade_cost_minor
    left = requirements.settled(outcome.choice.waived)
    plan = make_plan(left, market, rules, outcome.choice, outcome.bound_minor or 0, upgrades)
    assert audit(plan, requirements, market, rules, upgrades) == []
    assert plan.is_proved
    return plan, requirements, outcome.choice.waived


def cheapest_by_direct_model(
    estate: Estate, offers: Sequence[Offer], lots: Sequence[Lot] = (), rules: Policy | None = None
) -> int | None:
    """Return the least total cost by the plain model, solved as a whole; None where no plan is possible."""
    rules = rules or policy()
    requirements = find_requirements(View(estate, rules))
    market = find_market(
        sorted(offers, key=lambda o: o.offer_id), sorted(lots, key=lambda k: k.owned_id), requirements, rules
    )
    cost = solve_directly(requirements, market, rules, Limits())
    return None if cost is None else cost + server_versions(View(estate, rules)).upgrade_cost_minor


def bought(plan: Plan) -> dict[str, int]:
    return {line.offer.offer_id: line.packs for line in plan.purchases}
