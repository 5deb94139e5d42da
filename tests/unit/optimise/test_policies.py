"""Each policy does what it says, on estates small enough to work out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.domain.estate import RdsMode
from planner.domain.product import Metric, Version
from tests.builders import bought, cheapest_by_direct_model, estate, group, lot, offer, plan_of, policy, server

OFFICE = estate([group("office", 10, 10, "own")])
USER, DEVICE = offer("U", 4500), offer("D", 3500, metric="device")


def total(plan):
    return plan.cost.total


def test_price_breaks_apply_to_the_whole_quantity():
    steps = offer("U", 0, breaks=[(1, 1000), (12, 700)])
    assert bought(plan_of(OFFICE, [steps])) == {"U": 12}, "12 at 7.00 are cheaper than 10 at 10.00"
    dearer = offer("U", 0, breaks=[(1, 1000), (5, 1500), (8, 900)])
    assert total(plan_of(OFFICE, [dearer])) == 9000, "the break paid is the cheapest one reached"


def test_minimum_order_and_stock_bind_the_offer():
    least = offer("U", 0, breaks=[(20, 100)])
    assert bought(plan_of(OFFICE, [least])) == {"U": 20}
    scarce = [offer("A", 1000, stock_packs=4), offer("B", 2000)]
    assert bought(plan_of(OFFICE, scarce)) == {"A": 4, "B": 6}
    assert plan_of(OFFICE, [offer("A", 1000, stock_packs=4)]) is None


def test_newer_owned_licences_serve_older_needs():
    plan = plan_of(OFFICE, [USER], [lot("L25", 4, runs="2025"), lot("L16", 4, runs="2016")])
    assert bought(plan) == {"U": 6}


def test_what_a_purchase_replaces_may_be_sold():
    owned = [lot("L", 10, runs="2022", resale_minor=3000)]
    used = offer("X", 1000, condition="used", runs="2022")
    plan = plan_of(OFFICE, [used], owned)
    assert (total(plan), bought(plan)) == (10 * 1000 - 10 * 3000, {"X": 10})
    assert total(plan_of(OFFICE, [used], owned, policy(sell_surplus=False))) == 0
    kept = [lot("L", 10, runs="2022", resale_minor=3000, transferable=False)]
    assert total(plan_of(OFFICE, [used], kept)) == 0


def test_owned_licences_can_be_left_out():
    assert bought(plan_of(OFFICE, [USER], [lot("L", 10)], policy(use_owned=False))) == {"U": 10}


def test_used_share_counts_all_licences_bought():
    offers = [offer("N", 1000), offer("X", 400, condition="used")]
    plan = plan_of(OFFICE, offers, rules=policy(max_used_share=Fraction("0.25")))
    assert bought(plan) == {"N": 8, "X": 2}
    assert bought(plan_of(OFFICE, offers, rules=policy(allow_used=False))) == {"N": 10}


def test_surplus_new_licences_can_make_room_for_used_ones():
    needs = estate([group("host", 10, 0, rds="2022")])
    offers = [
        offer("base", 10, "ws_cal"),
        offer("new", 20000, "rds_cal"),
        offer("used", 5000, "rds_cal", condition="used"),
    ]
    plan = plan_of(needs, offers, rules=policy(max_used_share=Fraction("0.25")))
    assert bought(plan) == {"base": 30, "used": 10}, "20 spare base CALs cost less than one new RDS CAL"


def test_spare_share_is_rounded_up_at_every_version():
    needs = estate([group("old", 10, 0, server="2019"), group("new", 1, 0, server="2025")])
    offers = [offer("U19", 1000, runs="2019"), offer("U25", 3000, runs="2025")]
    plan = plan_of(needs, offers, rules=policy(spare_share=Fraction("0.1")))
    assert bought(plan) == {"U19": 11, "U25": 2}


@pytest.mark.parametrize(
    ("shares", "packs"),
    [
        ({"rds_device": "0.25"}, {"wu": 4, "rd": 5}),
        ({"rds_device": "0.26"}, {"wu": 4, "rd": 6}),
        ({"ws_user": "0.5", "ws_device": "1"}, {"wu": 6, "rd": 4}),
        ({"rds_user": "1"}, {"wu": 4, "rd": 4}),
    ],
)
def test_a_pool_may_have_a_spare_share_of_its_own(shares, packs):
    """People hold the base CALs, machines those for Remote Desktop; a share of another pool changes nothing."""
    needs = estate([group("g", 4, 4, pattern="own", rds="2022")])
    offers = [
        offer("wu", 1000),
        offer("wd", 4000, metric="device"),
        offer("ru", 9000, "rds_cal"),
        offer("rd", 2000, "rds_cal", "device"),
    ]
    own = {f"spare_share_{pool}": Fraction(share) for pool, share in shares.items()}
    rules = policy(**own)
    plan = plan_of(needs, offers, rules=rules)
    assert bought(plan) == packs
    assert plan.cost.total == cheapest_by_direct_model(needs, offers, rules=rules)
    of_all = policy(spare_share=Fraction("0.5"), spare_share_rds_device=Fraction(0))
    assert bought(plan_of(needs, offers, rules=of_all)) == {"wu": 6, "rd": 4}, "blank is the share of all"


def test_order_cost_and_vendor_limit():
    needs = estate([group("g", 10, 0, rds="2022")])
    offers = [
        offer("A1", 1000, vendor="A"),
        offer("A2", 9000, "rds_cal", vendor="A"),
        offer("B2", 8900, "rds_cal", vendor="B"),
    ]
    assert plan_of(needs, offers).vendors == 2
    plan = plan_of(needs, offers, rules=policy(order_cost=2000))
    assert (plan.vendors, plan.cost.orders) == (1, 2000)
    assert plan_of(needs, offers, rules=policy(max_vendors=1)).vendors == 1
    assert plan_of(needs, offers, rules=policy(excluded_vendors=("B",))).vendors == 1
    assert plan_of(needs, offers, rules=policy(excluded_offers=("A2", "B2"))) is None


def test_budget_is_a_limit_on_prices_paid():
    owned = [lot("L", 10, resale_minor=4000)]
    assert total(plan_of(OFFICE, [offer("X", 100)], owned)) == 1000 - 40000
    held_back = plan_of(OFFICE, [offer("X", 100)], owned, policy(budget=350))
    assert held_back.cost.purchases <= 350
    assert total(held_back) == 300 - 3 * 4000
    assert plan_of(OFFICE, [USER], rules=policy(budget=44999)) is None


def test_minimum_version_binds_purchases_only():
    offers = [offer("U22", 1000), offer("U25", 2000, runs="2025")]
    plan = plan_of(OFFICE, offers, [lot("L", 3)], policy(min_version=Version("2025")))
    assert bought(plan) == {"U25": 7}


def test_metric_policies():
    needs = estate([group("office", 5, 15, "own"), group("shift", 20, 4)])
    assert bought(plan_of(needs, [USER, DEVICE], rules=policy(ws_metrics="user"))) == {"U": 25}
    assert bought(plan_of(needs, [USER, DEVICE], rules=policy(ws_metrics="device"))) == {"D": 19}
    assert bought(plan_of(needs, [USER, DEVICE], rules=policy(ws_metrics="single"))) == {"D": 19}
    alone = estate([group("away", 5, 0)])
    assert plan_of(alone, [USER, DEVICE], rules=policy(ws_metrics="device")) is None


def test_mixing_costs_once_if_both_are_held():
    needs = estate([group("office", 5, 15, "own"), group("shift", 20, 4)])
    cheap = plan_of(needs, [USER, DEVICE], rules=policy(ws_mixing_cost=1000))
    assert (cheap.cost.mixing, cheap.cost.total) == (1000, 37500)
    dear = plan_of(needs, [USER, DEVICE], rules=policy(ws_mixing_cost=100000))
    assert (dear.cost.mixing, dear.cost.total) == (0, 66500)


def test_base_and_remote_at_one_end():
    kiosk = [(f"u{i}", f"k{j}", "H", "rds") for i in range(12) for j in range(3)]
    needs = estate(servers=[server("H", rds_deployment="H")], accesses=kiosk)
    offers = [
        offer("WU", 4500),
        offer("WD", 30000, metric="device"),
        offer("RU", 15000, "rds_cal"),
        offer("RD", 12000, "rds_cal", "device"),
    ]
    apart = plan_of(needs, offers)
    assert bought(apart) == {"WU": 12, "RD": 3}
    together = plan_of(needs, offers, rules=policy(base_and_rds_same_metric=True))
    assert bought(together) == {"WD": 3, "RD": 3}


def test_server_upgrades_lift_versions_and_cost_money():
    old = server("S", "2019", upgrade_cost_minor=50000)
    needs = estate(servers=[old], accesses=[("ann", "pc", "S", "standard")])
    offers = [offer("U19", 1000, runs="2019"), offer("U25", 3000, runs="2025")]
    assert total(plan_of(needs, offers)) == 1000
    lifted = plan_of(needs, offers, rules=policy(server_upgrades="2025"))
    assert (lifted.cost.upgrades, lifted.cost.total, lifted.lower_bound_minor) == (50000, 53000, 53000)


def test_a_mode_is_picked_for_the_whole_deployment():
    accesses = [("ann", "pc1", "H", "rds"), ("ann", "pc2", "H", "rds"), ("bob", "pc3", "H2", "rds")]
    park = [
        server("H", rds_deployment="H", rds_mode=RdsMode.CHOOSE),
        server("H2", rds_deployment="H", rds_mode=RdsMode.CHOOSE),
    ]
    offers = [USER, DEVICE, offer("RU", 10000, "rds_cal"), offer("RD", 9000, "rds_cal", "device")]
    plan = plan_of(estate(servers=park, accesses=accesses), offers)
    assert plan.modes == {"H": Metric.USER}
    assert bought(plan)["RU"] == 2


@pytest.mark.parametrize("rule", ["covered_if_all_users_licensed", "each_needs_device_cal", "exempt"])
def test_network_gear_and_printers(rule):
    accesses = [("ann", "printer", "S", "standard"), ("ann", "switch", "S", "standard"), ("ann", "pc", "S", "standard")]
    needs = estate(servers=[server("S")], accesses=accesses, kinds={"printer": "printer", "switch": "network"})
    plan = plan_of(needs, [USER, DEVICE], rules=policy(peripherals=rule))
    expected = {
        "covered_if_all_users_licensed": {"U": 1},
        "each_needs_device_cal": {"D": 2},
        "exempt": {"D": 1},
    }[rule]
    assert bought(plan) == expected
    gear = policy(peripherals=rule, network_gear="each_needs_device_cal")
    assert total(plan_of(needs, [USER, DEVICE], rules=gear)) == total(plan) + 3500
