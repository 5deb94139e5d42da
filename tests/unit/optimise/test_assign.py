"""Who keeps the licence that is assigned to them today."""

from __future__ import annotations

import numpy as np

from planner.domain.plan import Purchase
from planner.domain.product import VERSIONS, Version, rank
from planner.licensing import find_requirements
from planner.licensing.view import View
from planner.optimise.assign import make_register
from tests.builders import estate, lot, offer, policy, server

PEOPLE = ("ann", "bob", "cat", "dan")


def given(lots, needs="2022", bought=9):
    """Everybody in PEOPLE needs a User CAL; return the source of each one's licence."""
    accesses = [(name, None, "fs", "standard") for name in PEOPLE]
    requirements = find_requirements(View(estate(servers=[server("fs", needs)], accesses=accesses), policy()))
    held = np.zeros((len(PEOPLE), 2, len(VERSIONS)), dtype=np.int64)
    held[:, 0, : rank(Version(needs)) + 1] = 1
    register = make_register(requirements.holders, held, lots, [Purchase(offer("new", 100, runs="2022"), bought)], [])
    used = [register.sources[source].source_id for source in register.source]
    assert all(used.count(each.owned_id) <= each.quantity for each in lots)
    return dict(zip(register.holder.tolist(), used, strict=True))


def test_present_holders_keep_their_licences_wherever_they_stand():
    lots = [lot("L1", 1, assigned_to="dan"), lot("L2", 1, assigned_to="ann"), lot("L3", 1, assigned_to="cat")]
    assert given(lots) == {"ann": "L2", "bob": "new", "cat": "L3", "dan": "L1"}


def test_a_licence_of_somebody_without_need_serves_another():
    assert given([lot("L1", 1, assigned_to="gone")], bought=3)["ann"] == "L1"


def test_nothing_is_swapped_against_another_version():
    lots = [lot("L1", 1, runs="2025", assigned_to="dan"), lot("L2", 2)]
    assert given(lots)["dan"] == "new"


def test_of_two_licences_of_one_person_another_gets_one():
    lots = [lot("L1", 1, assigned_to="dan"), lot("L2", 1, assigned_to="dan")]
    found = given(lots, bought=2)
    assert found["dan"] == "L2"
    assert sorted(found.values()) == ["L1", "L2", "new", "new"]
