"""Nobody holds more than is needed, and everything stays covered."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.domain.product import DEVICE, PRODUCTS, USER, VERSIONS, WS, Version, rank
from planner.optimise.cover.minimal_cover import minimal_cover
from tests.builders import clauses, holders

V19, V22 = rank(Version("2019")), rank(Version("2022"))


def all_held(people):
    held = np.zeros((len(people), len(PRODUCTS), len(VERSIONS)), dtype=np.int64)
    held[:] = people.units[:, None, None]
    return held


def is_cover(people, rules, held):
    for user, product, version, device, _, newer, matched, *_ in rules.rows():
        left_out = people.units[user] - held[user, product, version]
        there = held[device, product, newer]
        if left_out > there if matched else left_out and there < people.units[device]:
            return False
    return (np.diff(held, axis=2) <= 0).all()


def test_a_machine_whose_user_is_covered_needs_nothing():
    people = holders(("user", 1, 1), ("device", 1, 1))
    rules = clauses(((0, WS, V19), (1, WS, V19), False))
    lowered = minimal_cover(people, rules, all_held(people))
    # People are lowered first, given the machines: so here it is the machine that keeps its licence.
    assert lowered[0].sum() == 0
    assert lowered[1, WS].tolist() == [int(version <= V19) for version in range(len(VERSIONS))]


def test_whoever_nobody_asks_for_anything_holds_nothing():
    people = holders(("user", 5, 1))
    assert minimal_cover(people, clauses(), all_held(people)).sum() == 0


def test_a_missing_end_leaves_all_units_to_the_other():
    people = holders(("user", 5, 1))
    rules = clauses(((0, WS, V19), None, False))
    assert minimal_cover(people, rules, all_held(people))[0, WS, : V19 + 1].tolist() == [5] * (V19 + 1)


def test_matched_units_are_lowered_by_what_their_partners_hold():
    people = holders(("user", 5, 1), ("device", 5, 1))
    rules = clauses(((0, WS, V19), (1, WS, V19), True))
    held = all_held(people)
    held[1, WS] = [2] * len(VERSIONS)
    lowered = minimal_cover(people, rules, held)
    assert (lowered[0, WS, V19], lowered[1, WS, V19], lowered[0, WS, V22]) == (3, 2, 0)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_can_be_taken_from_the_result(seed):
    pick = random.Random(seed)
    people = holders(*((pick.choice(["user", "device"]), pick.choice([1, 1, 4]), 1) for _ in range(8)))
    users, devices = (np.flatnonzero(people.metric == metric).tolist() for metric in (USER, DEVICE))
    pairs = [(u, d) for u in users for d in devices if pick.random() < 0.5]
    versions = [pick.choice([V19, V22]) for _ in pairs]
    rules = clauses(*(((u, WS, v), (d, WS, v), False) for (u, d), v in zip(pairs, versions, strict=True)))
    lowered = minimal_cover(people, rules, all_held(people))
    assert is_cover(people, rules, lowered)
    for holder, version in zip(*np.nonzero(lowered[:, WS]), strict=True):
        less = lowered.copy()
        less[holder, WS, version:] = np.minimum(less[holder, WS, version:], less[holder, WS, version] - 1)
        assert not is_cover(people, rules, less)
