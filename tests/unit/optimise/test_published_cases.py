"""Worked examples that were published with their answers, through the library.

They come from the licensing rulebook's brute-forced vectors; prices there are invented, in whole euros.
"""

from __future__ import annotations

from planner.domain.estate import RdsMode
from tests.builders import bought, estate, group, lot, offer, plan_of, policy, server

USER = offer("U", 4500)
DEVICE = offer("D", 3500, metric="device")


def test_shift_workers_share_ten_terminals():
    plan = plan_of(estate([group("shift", 30, 10)]), [USER, DEVICE])
    assert (plan.cost.total, bought(plan)) == (35000, {"D": 10})


def test_offices_and_shifts_mix_metrics():
    plan = plan_of(estate([group("office", 5, 15, "own"), group("shift", 20, 4)]), [USER, DEVICE])
    assert (plan.cost.total, bought(plan)) == (36500, {"U": 5, "D": 4})


def _laptops_and_a_terminal():
    people = ("ann", "bob", "cy")
    own = [(who, f"laptop-{who}", "S", "standard") for who in people]
    return estate(servers=[server("S")], accesses=own + [(who, "terminal", "S", "standard") for who in people])


def test_own_laptops_and_one_terminal():
    assert plan_of(_laptops_and_a_terminal(), [USER, DEVICE]).cost.total == 13500
    cheap_device = offer("D", 2000, metric="device")
    assert plan_of(_laptops_and_a_terminal(), [USER, cheap_device]).cost.total == 8000


def test_one_shift_worker_has_a_laptop_too():
    rows = [(who, machine, "S", "standard") for who in "abcd" for machine in ("t1", "t2")]
    plan = plan_of(estate(servers=[server("S")], accesses=[*rows, ("a", "laptop", "S", "standard")]), [USER, DEVICE])
    assert (plan.cost.total, bought(plan)) == (10500, {"D": 3})


def test_old_licences_do_not_open_newer_servers():
    needs = estate([group("office", 20, 0, server="2019")])
    plan = plan_of(needs, [offer("U", 4500, runs="2019")], [lot("L", 20, runs="2016")])
    assert bought(plan) == {"U": 20}


def test_a_new_domain_controller_lifts_everybody():
    needs = estate([group("office", 100, 100, "own", server="2025")])
    plan = plan_of(needs, [offer("U", 4500, runs="2025")], [lot("L", 100, runs="2019")])
    assert bought(plan) == {"U": 100}


def test_remote_desktop_is_a_second_layer():
    needs = estate([group("staff", 40, 40, "own", rds="2022", rds_users=12)])
    offers = [USER, offer("R", 15000, "rds_cal")]
    assert bought(plan_of(needs, offers)) == {"U": 40, "R": 12}


def _packs(single: int):
    return [offer("P10", 90000, pack_size=10), offer("P5", 48000, pack_size=5), offer("P1", single)]


def test_packs_are_whole():
    assert bought(plan_of(estate([group("g", 12, 0)]), _packs(10500))) == {"P10": 1, "P1": 2}
    assert bought(plan_of(estate([group("g", 12, 0)]), _packs(25000))) == {"P10": 1, "P5": 1}


def test_a_tie_goes_to_more_licences():
    plan = plan_of(estate([group("g", 9, 0)]), _packs(10500))
    assert (plan.cost.total, bought(plan)) == (90000, {"P10": 1})


def _remote_shift(mode: str):
    shared = [(f"u{i:02d}", f"t{j}", "H", "rds") for i in range(30) for j in range(10)]
    own = [(f"u{i:02d}", f"home-{i}-{j}", "H", "rds") for i in range(5) for j in range(2)]
    return estate(servers=[server("H", rds_deployment="H", rds_mode=RdsMode(mode))], accesses=shared + own)


def _remote_licences(mode: str, **rules):
    offers = [USER, DEVICE, offer("RU", 10000, "rds_cal"), offer("RD", 10000, "rds_cal", "device")]
    plan = plan_of(_remote_shift(mode), offers, rules=policy(**rules))
    lines = [line for line in plan.purchases if line.offer.product == "rds_cal"]
    return sum(line.licences for line in lines)


def test_a_deployment_has_one_mode():
    assert _remote_licences("user") == 30
    assert _remote_licences("device") == 20
    assert _remote_licences("any") == 15
    assert _remote_licences("choose") == 20
    assert _remote_licences("user", rds_mode_strict=False) == 15


def test_printers_follow_the_policy():
    shift = [group("shift", 30, 10, peripherals=2)]
    assert bought(plan_of(estate(shift), [USER, DEVICE])) == {"D": 12}
    assert bought(plan_of(estate(shift), [USER, DEVICE], rules=policy(peripherals="exempt"))) == {"D": 10}
    assert bought(plan_of(estate(shift), [USER, DEVICE], rules=policy(ws_metrics="user"))) == {"U": 30}
