"""What must be covered, for each way of giving data and each policy that changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.estate import NONE, RdsMode
from planner.domain.plan import DataLevel
from planner.domain.product import LEVELS, METRICS, PRODUCTS, VERSIONS, Version
from planner.domain.requirement import Ends
from planner.licensing import data_level, find_market, find_requirements, server_versions
from planner.licensing.notices import NOT_ON_SALE
from planner.licensing.rules.r19_newest_server_sets_version import LATER_UPGRADES
from planner.licensing.rules.r47_rds_subscriptions import SUBSCRIPTIONS
from planner.licensing.view import View
from tests.builders import DAY, estate, group, lot, offer, policy, server


def spelled_out(requirements):
    """Every single requirement as (person, machine, product, version, ends)."""
    holders = requirements.holders
    names = holders.names()
    sizes = holders.members
    starts = np.cumsum(sizes) - sizes

    def members(holder):
        return [None] if holder == NONE else list(names[starts[holder] : starts[holder] + sizes[holder]])

    rows = set()
    for i in range(len(requirements)):
        users, devices = members(requirements.user[i]), members(requirements.device[i])
        kind = (PRODUCTS[requirements.product[i]], LEVELS[requirements.version[i]], int(requirements.ends[i]))
        if requirements.matched[i]:
            size = len(devices) // len(users)
            pairs = [(users[j // size], device) for j, device in enumerate(devices)]
        else:
            pairs = [(user, device) for user in users for device in devices]
        assert not rows & {(*pair, *kind) for pair in pairs}
        rows |= {(*pair, *kind) for pair in pairs}
    assert len(rows) == requirements.pairs
    return rows


def needs(inventory, **rules):
    return spelled_out(find_requirements(View(inventory, policy(**rules))))


def pairs(rows, product="ws_cal"):
    return {(user, device) for user, device, layer, _, _ in rows if layer == product}


def test_one_requirement_per_pair_at_the_newest_version():
    park = [server("old", "2016"), server("new", "2022"), server("R2", "2012")]
    accesses = [("ann", "pc", s, "standard") for s in ("old", "new", "R2")] + [("ann", None, "old", "standard")]
    assert needs(estate(servers=park, accesses=accesses)) == {
        ("ann", "pc", "ws_cal", "2022", 0),
        ("ann", None, "ws_cal", "2016", int(Ends.USER)),
    }


def test_remote_desktop_counts_for_the_base_layer_too():
    park = [server("host", "2025", rds_deployment="host"), server("files", "2019")]
    accesses = [("ann", "pc", "host", "rds"), ("ann", "pc", "files", "standard")]
    rows = needs(estate(servers=park, accesses=accesses))
    assert rows == {("ann", "pc", "ws_cal", "2025", 0), ("ann", "pc", "rds_cal", "2025", 0)}


def test_star_means_every_server_of_the_kind():
    park = [server("a", "2016"), server("b", "2025"), server("h", "2019", rds_deployment="h")]
    assert needs(estate(servers=park, accesses=[("ann", "pc", "*", "standard")])) == {
        ("ann", "pc", "ws_cal", "2025", 0)
    }
    assert needs(estate(servers=park, accesses=[("ann", "pc", "*", "rds")])) == {
        ("ann", "pc", "ws_cal", "2019", 0),
        ("ann", "pc", "rds_cal", "2019", 0),
    }


def test_modes_make_separate_requirements():
    park = [
        server("u", "2022", rds_mode=RdsMode.USER),
        server("d", "2019", rds_mode=RdsMode.DEVICE),
        server("c", "2025", rds_mode=RdsMode.CHOOSE),
        server("c2", "2016", rds_deployment="c"),
    ]
    inventory = estate(servers=park, accesses=[("ann", "pc", s.server_id, "rds") for s in park])
    remote = {row[3:] for row in needs(inventory) if row[2] == "rds_cal"}
    assert remote == {("2022", int(Ends.USER)), ("2019", int(Ends.DEVICE)), ("2025", int(Ends.CHOOSE))}
    assert find_requirements(View(inventory, policy())).choices == ("c",)
    assert {row[3:] for row in needs(inventory, rds_mode_strict=False) if row[2] == "rds_cal"} == {("2025", 0)}


def test_people_behind_a_shared_account():
    rows = needs(estate(servers=[server("S")], accesses=[("till", "pos", "S", "standard")], persons={"till": 3}))
    assert pairs(rows) == {(f"till/person/{i}", "pos") for i in (1, 2, 3)}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, {("ann", "pc"), ("ann", "mfp"), (None, "clock")}),
        ({"peripherals": "each_needs_device_cal"}, {("ann", "pc"), (None, "mfp"), (None, "clock")}),
        ({"peripherals": "exempt"}, {("ann", "pc")}),
        ({"network_gear": "each_needs_device_cal"}, {("ann", "pc"), ("ann", "mfp"), (None, "clock"), (None, "switch")}),
    ],
)
def test_peripherals_and_network_gear(rules, expected):
    kinds = {"mfp": "printer", "clock": "time_clock", "switch": "network", "sql": "licensed_server"}
    accesses = [("ann", m, "S", "standard") for m in ("pc", "mfp", "switch", "sql")] + [
        (None, "clock", "S", "standard")
    ]
    assert pairs(needs(estate(servers=[server("S")], accesses=accesses, kinds=kinds), **rules)) == expected


def test_shared_group():
    rows = needs(estate([group("g", 3, 2, peripherals=1, server="2019", rds="2022", rds_users=2)]))
    users, machines = [f"g/user/{i}" for i in (1, 2, 3)], ["g/device/1", "g/device/2"]
    base = {(u, m, "ws_cal", "2022" if u != "g/user/3" else "2019", 0) for u in users for m in machines}
    remote = {(u, m, "rds_cal", "2022", 0) for u in users[:2] for m in machines}
    printer = {(u, "g/peripheral/1", "ws_cal", "2019", 0) for u in users}
    assert rows == base | remote | printer


def test_own_machines_are_dealt_out_in_order():
    rows = needs(estate([group("g", 3, 5, "own", rds="2022", rds_users=1)]))
    dealt = {1: [1, 2], 2: [3, 4], 3: [5]}
    assert pairs(rows) == {(f"g/user/{u}", f"g/device/{d}") for u, ds in dealt.items() for d in ds}
    assert pairs(rows, "rds_cal") == {("g/user/1", "g/device/1"), ("g/user/1", "g/device/2")}
    few = needs(estate([group("g", 3, 1, "own", rds="2022", rds_users=2)]))
    assert pairs(few) == {("g/user/1", "g/device/1"), ("g/user/2", None), ("g/user/3", None)}
    assert pairs(few, "rds_cal") == {("g/user/1", "g/device/1"), ("g/user/2", None)}


def test_machines_without_people_are_unattended():
    rows = needs(estate([group("g", 0, 2, server="2019", rds="2022", peripherals=1)]))
    assert pairs(rows) == {(None, "g/device/1"), (None, "g/device/2"), (None, "g/peripheral/1")}
    assert pairs(rows, "rds_cal") == {(None, "g/device/1"), (None, "g/device/2")}
    assert {row[3] for row in rows if row[1] == "g/peripheral/1"} == {"2019"}


def test_groups_exist_from_start_until_the_day_before_the_end():
    gone, present = replace(group("a", 1, 1), ends=DAY), replace(group("b", 1, 1), starts=DAY)
    assert {user for user, *_ in needs(estate([gone, present]))} == {"b/user/1"}


def test_two_lists_mean_everybody_everywhere():
    park = [server("a", "2025"), server("h", "2019", rds_deployment="h")]
    inventory = estate(
        servers=park, persons={"ann": 1, "till": 2}, kinds={"pc": "laptop", "mfp": "printer"}, two_lists=True
    )
    rows = needs(inventory)
    people = {"ann", "till/person/1", "till/person/2"}
    assert pairs(rows) == pairs(rows, "rds_cal") == {(p, m) for p in people for m in ("pc", "mfp")}
    assert {row[3] for row in rows if row[2] == "ws_cal"} == {"2025"}
    assert data_level(View(inventory, policy())) is DataLevel.UPPER_BOUND
    own = spelled_out(find_requirements(View(inventory, policy(peripherals="exempt")), dealt_out=True))
    assert pairs(own) == {("ann", "pc"), ("till/person/1", None), ("till/person/2", None)}


def test_server_versions_on_the_day():
    done = server("done", "2016", upgrade_to=Version("2022"), upgrade_on=DAY, upgrade_cost_minor=7)
    later = server("later", "2016", upgrade_to=Version("2025"), upgrade_on=date(2030, 1, 1), upgrade_cost_minor=11)
    park = (done, later)

    def versions(**rules):
        found = server_versions(View(estate(servers=park), policy(**rules)))
        return [VERSIONS[r] for r in found.ranks], found.upgrade_cost_minor, [n.code for n in found.notices]

    assert versions() == (["2022", "2016"], 0, [LATER_UPGRADES.code])
    assert versions(server_upgrades="none") == (["2016", "2016"], 0, [])
    assert versions(server_upgrades="2019") == (["2022", "2019"], 11, [])
    assert versions(server_upgrades="2025") == (["2025", "2025"], 18, [])
    lifted = needs(estate([group("g", 1, 1, server="2016", rds="2019")]), server_upgrades="2022")
    assert {row[3] for row in lifted} == {"2022"}


def test_the_market_leaves_out_what_cannot_or_may_not_be_bought():
    requirements = find_requirements(View(estate([group("g", 5, 5, server="2019")]), policy()))
    offers = [
        offer("good", 1),
        offer("late", 1, valid_from=date(2027, 1, 1)),
        offer("old", 1, runs="2016"),
        offer("over", 1, valid_until=date(2026, 11, 20)),
        offer("rds", 1, "rds_cal"),
        offer("short", 0, breaks=[(5, 1)], stock_packs=4),
        offer("term", 1, term_months=12),
        offer("used", 1, condition="used"),
    ]

    def market(**rules):
        return find_market(offers, [lot("L", 1, resale_minor=1)], requirements, policy(**rules))

    assert [o.offer_id for o in market().offers] == ["good", "used"]
    assert {n.code for n in market().notices} == {NOT_ON_SALE.code, SUBSCRIPTIONS.code}
    assert [o.offer_id for o in market(allow_used=False).offers] == ["good"]
    assert market(ws_metrics="device").offers == ()
    assert market(min_version=Version("2025")).offers == ()
    assert market().sellable == {"L"}
    assert market(use_owned=False).lots == ()
    assert market(sell_surplus=False).sellable == frozenset()


def test_codes_of_metrics_follow_the_tables():
    requirements = find_requirements(View(estate([group("g", 2, 3)]), policy()))
    assert [METRICS[m] for m in requirements.holders.metric] == ["device", "user"]
