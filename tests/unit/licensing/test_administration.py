"""Rule R10: two people or machines may administer without a base CAL, and the plan says who."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.estate import NONE
from planner.domain.requirement import Waived
from planner.licensing import find_requirements, freed_notices
from planner.licensing.view import View
from tests.builders import estate, offer, plan_of, policy, server

U, D = offer("U", 45), offer("D", 35, metric="device")
PER_SERVER = policy(ws_admin_scope="server")


def administering(*pairs, servers=("S",), kind="admin"):
    return [(user, machine, name, kind) for user, machine in pairs for name in servers]


def cost(accesses, rules=None, servers=("S",), offers=(U, D), **more):
    plan = plan_of(estate((), [server(name) for name in servers], accesses, **more), offers, rules=rules)
    assert plan is not None
    return plan.cost.total


TEN = [(f"a{i}", f"pc{i}") for i in range(10)]


def test_ten_administrators_owe_eight_licences():
    assert cost(administering(*TEN)) == 8 * 35
    assert cost(administering(*TEN, kind="standard")) == 10 * 35


def test_a_jump_machine_is_the_best_thing_to_free():
    jump = [(user, "jump") for user, _ in TEN]
    assert cost(administering(*jump)) == 0
    assert cost(administering(*jump), offers=(U,)) == 0
    assert cost(administering(*jump, *TEN)) == 9 * 35


def test_other_accesses_of_those_who_are_freed_count():
    """Three administrators, of whom two do ordinary work too: freeing those would save nothing."""
    office = administering(("ann", "pc1"), ("bob", "pc2"), kind="standard")
    assert cost([*office, *administering(("ann", "jump"), ("bob", "jump"), ("cem", "jump"))], offers=(U,)) == 2 * 45
    assert cost([*office, *administering(("cem", "pc3"))], offers=(U,)) == 2 * 45


def test_an_ordinary_access_of_the_same_pair_is_enough_unless_older():
    both = [*administering(("ann", "pc")), *administering(("ann", "pc"), kind="standard")]
    found = find_requirements(View(estate((), [server("S")], both), policy()))
    assert (len(found), found.waiver.tolist()) == (1, [NONE])
    newer = [("ann", "pc", "old", "standard"), ("ann", "pc", "new", "admin")]
    found = find_requirements(View(estate((), [server("old", "2019"), server("new", "2025")], newer), policy()))
    assert sorted(found.waiver.tolist()) == [NONE, 0]
    assert found.settled(Waived()).version.tolist() == [5]
    assert found.settled(Waived(((0, int(found.user[0])),))).version.tolist() == [3]


def test_people_behind_one_account_are_freed_singly():
    plan = plan_of(estate((), [server("S")], [("till", None, "S", "admin")], persons={"till": 5}), [U])
    assert plan is not None
    assert plan.register.holder.tolist() == [f"till/person/{i}" for i in (3, 4, 5)]
    assert plan_of(estate((), [server("S")], [("till", None, "S", "admin")], persons={"till": 2}), [U]).purchases == ()


@pytest.mark.parametrize(("rules", "total"), [(policy(), 4 * 45), (PER_SERVER, 2 * 45)])
def test_two_in_all_or_two_per_server(rules, total):
    accesses = [
        *administering(("a1", None), ("a2", None), ("a3", None)),
        *administering(("b1", None), ("b2", None), ("b3", None), servers="T"),
    ]
    assert cost(accesses, rules, "ST", offers=(U,)) == total


def test_servers_that_the_same_people_administer_free_the_same():
    accesses = administering(*TEN, servers="ST")
    found = find_requirements(View(estate((), [server("S"), server("T")], accesses), PER_SERVER))
    assert [each.words for each in found.administrations] == ["servers S, T"]
    assert cost(accesses, PER_SERVER, "ST") == cost(accesses, policy(), "ST") == 8 * 35


def test_a_machine_with_a_licence_of_its_own_is_freed_itself():
    gear = {"switch": "network"}
    rules = policy(network_gear="each_needs_device_cal")
    assert cost(administering(("ann", "switch"), ("bob", "switch")), rules, kinds=gear) == 0
    assert (
        cost(
            administering(("ann", "switch"), ("ann", "s2"), ("ann", "s3")),
            rules,
            kinds={**gear, "s2": "network", "s3": "network"},
        )
        == 35
    )


def test_both_layers_at_one_end_look_at_what_is_not_waived():
    """The base access of administration is newer than that of the session; freed, it no longer counts."""
    servers = [server("farm", "2019"), server("new", "2025")]
    accesses = [("ann", "pc", "farm", "rds"), ("ann", "pc", "new", "admin")]
    offers = [offer("U", 45, runs="2025"), offer("O", 20, runs="2019"), offer("R", 90, "rds_cal", runs="2019")]
    rules = policy(base_and_rds_same_metric=True)
    assert plan_of(estate((), servers, accesses), offers, rules=rules).cost.total == 110
    standard = [(*access[:3], access[3].replace("admin", "standard")) for access in accesses]
    assert plan_of(estate((), servers, standard), offers, rules=rules).cost.total == 135


def test_the_notice_names_who_is_freed_and_counts_what_that_leaves_out():
    found = find_requirements(View(estate((), [server("S")], administering(*TEN[:4])), policy()))
    (notice,) = freed_notices(found, Waived(((0, 0), (0, 1))))
    assert notice.code == "CAL-640"
    assert "(rule R10): a0, a1. They need none" in notice.text
    assert "left out: 2 of 4" in notice.text
    (notice,) = freed_notices(found, Waived())
    assert notice.code == "CAL-641"
    assert "machine: 4)" in notice.text
    assert freed_notices(replace(found, waivers=(), waiver=found.waiver * 0 - 1), Waived()) == ()
