"""Equal holders become one class, and nothing else changes."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.estate import RdsMode
from planner.domain.product import USER, VERSIONS, WS, rank
from planner.licensing import find_requirements
from planner.licensing.view import View
from planner.optimise.choice import Choice
from planner.optimise.smaller import equal_components
from planner.optimise.smaller import reduce as reduction
from planner.optimise.smaller.reduce import reduce
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
ROW_COLUMNS = ("user", "device", "product", "version", "ends", "matched", "base_version", "has_base_right", "origin")


def classes(accesses, coupled=False, **more):
    requirements = find_requirements(View(estate(servers=PARK, accesses=accesses, **more), policy()))
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


def test_every_kind_of_office_is_one_however_many_kinds_there_are():
    """Which side comes first in a kind's order used to differ from kind to kind; half of them stayed apart then."""
    accesses = [
        (f"u{machines}{where}{i}", f"pc{machines}{where}{i}-{j}", where, "standard")
        for machines in range(1, 6)
        for where in ("s19", "s22")
        for i in range(3)
        for j in range(machines)
    ]
    assert classes(accesses) == (120, 20)


def test_colleagues_who_mirror_each_other_do_not_hide_that_offices_look_the_same():
    """Two people with a machine each and one in common: nothing tells the two apart."""
    accesses = [
        (f"u{office}-{i}", f"d{office}-{j}", "s22", "standard")
        for office in range(4)
        for i, j in ((0, 0), (0, "both"), (1, 1), (1, "both"))
    ]
    assert classes(accesses) == (20, 5)


@pytest.mark.parametrize("length", [2, 9, 40])
def test_long_chains_that_look_the_same_are_one(length):
    accesses = [
        (f"u{chain}-{i}", f"d{chain}-{j}", "s22", "standard")
        for chain in range(3)
        for i in range(length)
        for j in (i, i + 1)
    ]
    assert classes(accesses) == (3 * (2 * length + 1), 2 * length + 1)


def test_everybody_on_the_same_ten_machines_is_one_class():
    accesses = [(f"u{i}", f"t{j}", ("s19", "s22")[j % 2], "standard") for i in range(50) for j in range(10)]
    assert classes(accesses) == (60, 3)


def test_each_product_finds_its_own_equals():
    """On the base layer all people and both terminals are equal, on the other the people of a terminal."""
    accesses = [(f"u{i}", f"t{j}", "s22", "standard") for i in range(6) for j in range(2)]
    accesses += [(f"u{i}", f"t{i % 2}", "farm", "rds") for i in range(6)]
    assert classes(accesses) == (8, 4)


@pytest.mark.parametrize("coupled", [False, True])
def test_the_order_of_rows_changes_nothing(coupled):
    requirements = find_requirements(View(random_estate(7), policy()))
    shuffled = np.random.default_rng(1).permutation(len(requirements))
    columns = {name: getattr(requirements, name)[shuffled] for name in ROW_COLUMNS}
    one, other = (reduce(r, coupled=coupled) for r in (requirements, replace(requirements, **columns)))
    assert one.member.tolist() == other.member.tolist()
    for name in ROW_COLUMNS:
        if name != "origin":
            assert getattr(one.requirements, name).tolist() == getattr(other.requirements, name).tolist()


@pytest.mark.parametrize("module", [reduction, equal_components])
@pytest.mark.parametrize("seed", range(5))
def test_hashes_only_propose(monkeypatch, module, seed):
    """With hashes that nearly always clash, less may be found to be equal, but nothing wrong."""
    inventory, rules = random_estate(seed), policy()
    expected = plan_of(inventory, OFFERS, rules=rules)
    monkeypatch.setattr(module, "mixed", lambda numbers: numbers.astype(np.uint64) % np.uint64(2))
    found = plan_of(inventory, OFFERS, rules=rules)
    assert (found and found.cost.total) == (expected and expected.cost.total)


def test_a_choice_is_restored_to_the_members_it_was_made_for():
    """Three people share an account on two terminals, four offices have a machine each; all hold by the user."""
    accesses = [("team", f"t{j}", "s22", "standard") for j in range(2)]
    accesses += [(f"u{i}", f"pc{i}", "s19", "standard") for i in range(4)]
    requirements = find_requirements(View(estate(servers=PARK, accesses=accesses, persons={"team": 3}), policy()))
    reduced = reduce(requirements, coupled=False)
    rows = reduced.requirements
    held = np.zeros((len(rows.holders), 2, len(VERSIONS)), dtype=np.int64)
    for user, product, version in zip(rows.user, rows.product, rows.version, strict=True):
        held[user, product, : version + 1] = rows.holders.units[user]
    restored = reduced.restore(Choice(held, {}, {}, ())).held
    is_user = requirements.holders.metric == USER
    assert (restored[~is_user] == 0).all()
    newest = [(int(units[WS].max()), int((units[WS] > 0).sum()) - 1) for units in restored[is_user]]
    assert sorted(newest) == [(1, rank("2019"))] * 4 + [(3, rank("2022"))]


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
