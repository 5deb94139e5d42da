"""Equal holders become one class, and nothing else changes."""

from __future__ import annotations

import random

import pytest

from planner.domain.estate import RdsMode
from planner.licensing import find_requirements
from planner.optimise.reduce import reduce
from tests.builders import cheapest_by_direct_model, estate, group, offer, plan_of, policy, server

PARK = [
    server("s19", "2019"),
    server("s22", "2022"),
    server("farm", "2022", rds_deployment="farm", rds_mode=RdsMode.CHOOSE),
]
OFFERS = [
    offer("WU", 4500, runs="2022"),
    offer("WD", 3500, metric="device", runs="2022", breaks=[(1, 3500), (6, 3200)]),
    offer("WU19", 3000, runs="2019", stock_packs=4),
    offer("RU", 15000, "rds_cal"),
    offer("RD", 12000, "rds_cal", "device"),
]


def classes(accesses, coupled=False, **more):
    requirements = find_requirements(estate(servers=PARK, accesses=accesses, **more), policy())
    return len(requirements.holders), len(reduce(requirements, coupled=coupled).requirements.holders)


def test_people_who_use_the_same_terminals_are_one_class():
    accesses = [(f"u{i}", f"t{j}", "s22", "standard") for i in range(9) for j in range(4)]
    assert classes(accesses) == (13, 2)


def test_offices_that_look_the_same_are_one():
    accesses = [(f"u{i}", f"pc{i}-{j}", "s22", "standard") for i in range(10) for j in range(2)]
    assert classes(accesses) == (30, 2)


def test_other_versions_or_kinds_are_kept_apart():
    accesses = [("a", "pc1", "s22", "standard"), ("b", "pc2", "s19", "standard"), ("c", "pc3", "farm", "rds")]
    assert classes(accesses) == (6, 6)


def test_a_path_is_not_a_star():
    path = [("a", "d1", "s22", "standard"), ("b", "d1", "s22", "standard"), ("b", "d2", "s22", "standard")]
    again = [(f"x{u}", f"x{d}", s, k) for u, d, s, k in path]
    assert classes(path + again) == (8, 4)


def test_people_without_a_known_machine_are_one_class():
    assert classes([(f"u{i}", None, "s22", "standard") for i in range(7)]) == (7, 1)


def random_estate(seed):
    pick = random.Random(seed)
    accesses = []
    for team in range(pick.randint(1, 6)):
        people, machines = pick.randint(1, 4), pick.randint(1, 4)
        for i in range(people):
            for j in pick.sample(range(machines), pick.randint(1, machines)):
                where, kind = pick.choice([("s19", "standard"), ("s22", "standard"), ("farm", "rds")])
                accesses.append((f"u{team}-{i}", f"d{team}-{j}", where, kind))
    shared = {accesses[0][0]: pick.choice([1, 3])}
    groups = [group(f"g{i}", pick.randint(0, 5), pick.randint(0, 6), pick.choice(["own", "shared"])) for i in range(2)]
    return estate(groups, PARK, accesses, persons=shared)


@pytest.mark.parametrize("seed", range(25))
def test_a_plan_costs_the_same_with_and_without(seed):
    """The plan of the reduced requirements is audited on the unreduced ones; the plain model knows no reduction."""
    pick = random.Random(seed)
    rules = policy(
        base_and_rds_same_metric=pick.random() < 0.3,
        ws_metrics=pick.choice(["any", "single"]),
        ws_mixing_cost=pick.choice([0, 2000]),
    )
    inventory = random_estate(seed)
    smaller = plan_of(inventory, OFFERS, rules=rules)
    assert (smaller and smaller.cost.total) == cheapest_by_direct_model(inventory, OFFERS, rules=rules)
