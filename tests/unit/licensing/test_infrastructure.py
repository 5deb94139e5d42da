"""Rule R7: whoever has an access that counts reaches the servers for sign-in, names, addresses and printing too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.estate import Infrastructure
from planner.domain.requirement import Ends
from planner.licensing import assumptions, find_requirements, implied_accesses
from planner.licensing.counting.essentials_cap import over_the_cap
from planner.licensing.rules.r07_infrastructure import INFRASTRUCTURE, LEASES
from planner.licensing.view import View
from tests.builders import estate, group, policy, server
from tests.unit.licensing.test_requirements import needs

FILES = server("files", "2019")
DIRECTORY = server("dc", "2025", infrastructure=(Infrastructure.DIRECTORY, Infrastructure.DNS))
ADDRESSES = server("dhcp", "2022", infrastructure=(Infrastructure.DHCP,))
ALL = [("ann", "pc", "files", "standard"), ("bob", None, "files", "standard"), (None, "clock", "files", "standard")]


def told(inventory, **rules):
    return {notice.code: notice.text for notice in implied_accesses(View(inventory, policy(**rules)))}


def test_two_readings_differ_by_the_version_of_every_access():
    inventory = estate(servers=[FILES, DIRECTORY], accesses=ALL)
    without = needs(inventory, count_infrastructure_access=False)
    assert without == {
        ("ann", "pc", "ws_cal", "2019", 0),
        ("bob", None, "ws_cal", "2019", int(Ends.USER)),
        (None, "clock", "ws_cal", "2019", int(Ends.DEVICE)),
    }
    assert needs(inventory) == {(user, machine, product, "2025", ends) for user, machine, product, _, ends in without}


def test_no_rows_are_added_and_the_server_is_named():
    with_it = find_requirements(View(estate(servers=[FILES, DIRECTORY], accesses=ALL), policy()))
    without = find_requirements(View(estate(servers=[FILES], accesses=ALL), policy()))
    assert len(with_it) == len(without) == 3
    assert {with_it.origins[origin] for origin in with_it.origin.tolist()} == {"server dc"}


def test_an_older_directory_changes_nothing():
    old = replace(DIRECTORY, version=FILES.version)
    inventory = estate(servers=[FILES, old], accesses=ALL)
    assert needs(inventory) == needs(estate(servers=[FILES], accesses=ALL))
    assert "for that alone: 0)" in told(inventory)[INFRASTRUCTURE.code]


@pytest.mark.parametrize(
    ("kind", "more", "is_brought"),
    [
        ("standard", {}, True),
        ("standard", {"licensing": "payg"}, True),
        ("standard", {"workload": "hpc"}, True),
        ("web_internal", {}, True),
        ("web_public", {}, False),
        ("standard", {"workload": "web_public"}, False),
        ("standard", {"owner": "Partner Ltd"}, False),
    ],
)
def test_which_accesses_bring_one_to_the_directory(kind, more, is_brought):
    inventory = estate(servers=[server("app", "2012", **more), DIRECTORY], accesses=[("ann", "pc", "app", kind)])
    assert (needs(inventory) == {("ann", "pc", "ws_cal", "2025", 0)}) == is_brought


def test_signing_in_is_a_part_of_administration():
    inventory = estate(servers=[FILES, DIRECTORY], accesses=[("ann", "pc", "files", "admin")])
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2019", 0)}


def test_what_a_person_hands_on_brings_nothing():
    inventory = estate(servers=[FILES, DIRECTORY], accesses=ALL)
    by_hand = replace(inventory, accesses=replace(inventory.accesses, manual=np.ones(3, dtype=bool)))
    assert needs(by_hand) == set()


def test_remote_desktop_is_raised_in_the_base_layer_alone():
    host = server("host", "2019", rds_deployment="host")
    inventory = estate(servers=[host, DIRECTORY], accesses=[("ann", "pc", "host", "rds")])
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2025", 0), ("ann", "pc", "rds_cal", "2019", 0)}
    requirements = find_requirements(View(inventory, policy()))
    assert sorted(requirements.base_version.tolist()) == [-1, 5]


def test_a_directory_that_needs_no_base_cal_raises_nobody():
    payg = replace(DIRECTORY, licensing="payg")
    inventory = estate(servers=[FILES, payg], accesses=ALL)
    assert needs(inventory) == needs(estate(servers=[FILES], accesses=ALL))


def test_machines_without_an_access_need_a_cal_for_their_address():
    kinds = {"guest": "phone", "spare": "laptop", "sql": "licensed_server", "switch": "network"}
    inventory = estate(servers=[FILES, ADDRESSES], accesses=[("ann", "pc", "files", "standard")], kinds=kinds)
    alone = {(None, name, "ws_cal", "2022", int(Ends.EITHER)) for name in ("guest", "spare")}
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2022", 0)} | alone
    strict = needs(inventory, network_gear="each_needs_device_cal")
    assert strict - needs(inventory) == {(None, "switch", "ws_cal", "2022", int(Ends.EITHER))}
    assert needs(inventory, count_infrastructure_access=False) == {("ann", "pc", "ws_cal", "2019", 0)}
    text = told(inventory)[LEASES.code]
    assert "(machines: 2)" in text
    assert "(accesses: 1)" in text
    assert "Letting a router give addresses" in text


def test_without_listed_accesses_nothing_is_brought():
    inventory = estate(groups=[group("g", 2, 2)], servers=[ADDRESSES], kinds={"spare": "laptop"})
    assert {row[0] for row in needs(inventory)} == {"g/user/1", "g/user/2"}
    assert told(inventory) == {}


def test_everybody_reaches_everything_already_in_two_lists():
    inventory = estate(servers=[FILES, ADDRESSES], persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True)
    assert needs(inventory) == needs(inventory, count_infrastructure_access=False)
    assert told(inventory) == {}


def test_both_readings_are_told():
    inventory = estate(servers=[FILES, DIRECTORY], accesses=ALL)
    assert told(inventory)[INFRASTRUCTURE.code].endswith(
        "(servers: dc (directory; dns); accesses they come with: 3; of these, need a CAL or a newer one for that "
        "alone: 3)."
    )
    left_out = told(inventory, count_infrastructure_access=False)[INFRASTRUCTURE.code]
    assert left_out.endswith("(servers: dc (directory; dns); accesses that would come with others: 3).")
    for reading, word in ((True, "reaches"), (False, "is not taken to reach")):
        texts = assumptions(View(inventory, policy(count_infrastructure_access=reading)))
        assert sum(f"Whoever has an access {word} the servers" in text for text in texts) == 1
    assert told(estate(servers=[FILES], accesses=ALL)) == {}


def test_everybody_who_signs_in_counts_towards_the_cap_of_essentials():
    small = server("small", "2025", edition="essentials", infrastructure=(Infrastructure.DIRECTORY,))
    inventory = estate(servers=[FILES, small], accesses=[(f"u{i}", "pc", "files", "standard") for i in range(26)])
    assert over_the_cap(View(inventory, policy())) is not None
    assert over_the_cap(View(inventory, policy(count_infrastructure_access=False))) is None


def test_addresses_count_towards_the_cap_of_essentials():
    small = server("small", "2025", edition="essentials", infrastructure=(Infrastructure.DHCP,))
    kinds = {f"guest{i}": "phone" for i in range(50)}
    inventory = estate(servers=[small], accesses=[("ann", "pc", "small", "standard")], kinds=kinds)
    assert over_the_cap(View(inventory, policy())) is not None
    assert over_the_cap(View(estate(servers=[small], accesses=[("ann", "pc", "small", "standard")]), policy())) is None
