"""Who and what is counted: servers of others, service accounts, web pages for staff, potential access (R4 to R60)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import Infrastructure, RdsMode
from planner.domain.plan import DataLevel
from planner.domain.product import Version
from planner.domain.requirement import Ends
from planner.licensing import (
    as_counted,
    assumptions,
    count_basis,
    data_level,
    exempt_accesses,
    obstacles,
    server_versions,
)
from planner.licensing.rules.r04_one_cal_opens_all import OTHER_OWNERS
from planner.licensing.rules.r06_pooling import SERVICE_ACCOUNTS
from planner.licensing.rules.r12_public_web import INTRANET
from planner.licensing.rules.r60_licence_position import WHAT_IS_COUNTED
from planner.licensing.view import View
from tests.builders import DAY, estate, policy, server
from tests.unit.licensing.test_requirements import needs

FILES = server("files", "2019")
POTENTIAL = {"count_basis": "potential_access"}


def told(inventory, **rules):
    return {notice.code: notice.text for notice in exempt_accesses(View(inventory, policy(**rules)))}


# -- servers of other organisations ------------------------------------------------------------------------------


def test_servers_of_others_are_out_of_scope_in_both_layers():
    theirs = server("theirs", "2025", owner="Partner Ltd", rds_deployment="theirs")
    accesses = [("ann", "pc", "theirs", "rds"), ("ann", "pc", "*", "standard"), ("bob", "pc", "theirs", "standard")]
    inventory = estate(servers=[FILES, theirs], accesses=accesses)
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2019", 0)}
    mine = estate(servers=[FILES, replace(theirs, owner="")], accesses=accesses)
    assert {row[2:4] for row in needs(mine)} == {("ws_cal", "2025"), ("rds_cal", "2025")}
    text = told(inventory)[OTHER_OWNERS.code]
    assert "servers: theirs of Partner Ltd; accesses left out: 2; accesses to every server, *" in text
    assert told(mine) == {}


def test_servers_of_others_in_two_lists():
    theirs = server("theirs", "2025", owner="Partner Ltd", rds_deployment="theirs")
    inventory = estate(servers=[FILES, theirs], persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True)
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2019", 0)}


def test_upgrades_of_servers_of_others_cost_us_nothing():
    later = {"upgrade_to": Version("2022"), "upgrade_on": DAY.replace(year=2027), "upgrade_cost_minor": 700}
    servers = (server("a", "2019", **later), server("b", "2019", owner="Partner Ltd", **later))
    assert server_versions(View(estate(servers=servers), policy(server_upgrades="2022"))).upgrade_cost_minor == 700
    (notice,) = server_versions(View(estate(servers=servers), policy())).notices
    assert "a to 2022" in notice.text
    assert "b to 2022" not in notice.text


def test_essentials_of_others_has_no_cap_here():
    small = server("small", "2025", edition="essentials", owner="Partner Ltd")
    inventory = estate(servers=[small], accesses=[(f"u{i}", "pc", "small", "standard") for i in range(26)])
    assert obstacles(View(inventory, policy())) == ()


# -- service accounts --------------------------------------------------------------------------------------------


def test_accounts_used_from_servers_alone_are_named():
    kinds = {"sql": "licensed_server"}
    accesses = [
        ("svc", "sql", "files", "standard"),
        ("pool", "sql", "files", "standard"),
        ("ann", "sql", "files", "standard"),
        ("ann", "pc", "files", "standard"),
        ("bob", None, "files", "standard"),
    ]
    inventory = estate(servers=[FILES], accesses=accesses, kinds=kinds, persons={"pool": 40})
    text = told(inventory)[SERVICE_ACCOUNTS.code]
    assert "(accounts: 2, people given behind them: 41: pool, svc)" in text
    assert not {row[0] for row in needs(inventory)} & {"svc", "pool/person/1"}
    assert SERVICE_ACCOUNTS.code not in told(estate(servers=[FILES], accesses=accesses))


# -- web servers for staff ---------------------------------------------------------------------------------------


def test_web_servers_for_staff_count_unless_the_policy_says_otherwise():
    pages = server("pages", "2025", workload="web_internal")
    accesses = [("ann", "pc", "pages", "standard"), ("ann", "pc", "files", "standard")]
    accesses += [("bob", "pc", "files", "web_internal")]
    inventory = estate(servers=[pages, FILES], accesses=accesses)
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2025", 0), ("bob", "pc", "ws_cal", "2019", 0)}
    assert needs(inventory, intranet_is_web_workload=True) == {("ann", "pc", "ws_cal", "2019", 0)}
    assert told(inventory) == {}
    text = told(inventory, intranet_is_web_workload=True)[INTRANET.code]
    assert text.endswith("(servers: files, pages; accesses left out: 2).")
    for reading, word in ((True, "need no CAL, like public ones"), (False, "need CALs")):
        texts = assumptions(View(inventory, policy(intranet_is_web_workload=reading)))
        assert sum(f"Web servers for staff only {word};" in text for text in texts) == 1


def test_remote_desktop_on_a_staff_web_server_is_owed():
    pages = server("pages", "2025", workload="web_internal")
    inventory = estate(servers=[pages], accesses=[("ann", "pc", "pages", "rds")])
    for rules in ({}, {"intranet_is_web_workload": True}):
        assert {row[2] for row in needs(inventory, **rules)} == {"ws_cal", "rds_cal"}


# -- potential access --------------------------------------------------------------------------------------------

PARK = [FILES, server("dc", "2025"), server("host", "2022", rds_deployment="farm")]


def test_potential_access_is_everybody_with_everything():
    inventory = estate(
        servers=PARK,
        accesses=[("ann", "pc", "files", "standard"), ("bob", "tab", "dc", "standard")],
        persons={"idle": 2},
        kinds={"spare": "laptop", "sql": "licensed_server"},
    )
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2019", 0), ("bob", "tab", "ws_cal", "2025", 0)}
    people, machines = ("ann", "bob", "idle/person/1", "idle/person/2"), ("pc", "tab", "spare")
    assert needs(inventory, **POTENTIAL) == {
        (person, machine, *layer, 0)
        for person in people
        for machine in machines
        for layer in (("ws_cal", "2025"), ("rds_cal", "2022"))
    }
    lists = estate(
        servers=PARK,
        persons={"ann": 1, "bob": 1, "idle": 2},
        kinds={"pc": "laptop", "tab": "tablet", "spare": "laptop", "sql": "licensed_server"},
        two_lists=True,
    )
    assert needs(inventory, **POTENTIAL) == needs(lists)


def test_what_one_end_needs_alone_stays():
    """Somebody who works from any machine, a shared account that does, and an unattended machine."""
    accesses = [
        ("ann", None, "files", "standard"),
        ("till", None, "files", "standard"),
        ("bob", "pc", "dc", "standard"),
        (None, "clock", "files", "standard"),
    ]
    inventory = estate(servers=PARK, accesses=accesses, persons={"till": 2}, kinds={"clock": "time_clock"})
    actual, potential = needs(inventory), needs(inventory, **POTENTIAL)
    assert {row for row in actual if None in row[:2]} == {row for row in potential if None in row[:2]}
    assert {row[:2] for row in potential if None not in row[:2]} == {
        (person, machine) for person in ("ann", "till/person/1", "till/person/2", "bob") for machine in ("pc", "clock")
    }


def test_sessions_on_a_host_without_a_deployment_stay():
    inventory = estate(
        servers=[FILES, server("lone", "2022", rds_mode=RdsMode.USER)],
        accesses=[("ann", "pc", "lone", "rds"), ("bob", "tab", "files", "standard")],
    )
    remote = {row for row in needs(inventory, **POTENTIAL) if row[2] == "rds_cal"}
    assert remote == {(p, m, "rds_cal", "2022", int(Ends.USER)) for p in ("ann", "bob") for m in ("pc", "tab")}


def test_people_with_a_right_to_the_base_layer_need_nothing_there():
    inventory = estate(
        servers=[FILES],
        accesses=[("ann", "pc", "files", "standard"), ("bob", "pc", "files", "standard")],
        subscriptions={"ann": ("M365 E3",)},
    )
    assert needs(inventory, **POTENTIAL) == {("bob", "pc", "ws_cal", "2019", 0)}


def test_groups_and_lists_are_left_as_they_are():
    lists = estate(servers=PARK, persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True)
    assert needs(lists, **POTENTIAL) == needs(lists)
    assert as_counted(View(lists, policy(**POTENTIAL))).estate is lists


def test_both_numbers_are_told():
    inventory = estate(servers=PARK, accesses=[("ann", "pc", "files", "standard")], persons={"idle": 49})
    numbers = "people: 1 with an access, 50 who might have one; machines: 1 and 1"
    (notice,) = count_basis(View(inventory, policy()))
    assert notice.code == WHAT_IS_COUNTED.code
    assert "Actual access is counted" in notice.text
    assert numbers in notice.text
    (notice,) = count_basis(View(inventory, policy(**POTENTIAL)))
    assert "Potential access is counted" in notice.text
    assert numbers in notice.text
    assert count_basis(View(estate(servers=PARK, accesses=[("ann", "pc", "files", "standard")]), policy())) == ()


def test_what_potential_access_may_claim():
    inventory = estate(servers=PARK, accesses=[("ann", "pc", "files", "standard")])
    rules = policy(**POTENTIAL)
    assert data_level(as_counted(View(inventory, rules))) is DataLevel.UPPER_BOUND
    texts = assumptions(as_counted(View(inventory, rules)))
    assert any(text.startswith("Potential access is counted") for text in texts)
    assert not any("Only a list of people" in text for text in texts)


def test_the_directory_counts_in_what_one_end_needs_alone():
    park = [FILES, server("dc", "2025", infrastructure=(Infrastructure.DIRECTORY,))]
    inventory = estate(servers=park, accesses=[("ann", None, "files", "standard")])
    assert needs(inventory, **POTENTIAL) == {("ann", None, "ws_cal", "2025", int(Ends.USER))}


def test_accesses_of_inactive_people_are_no_potential():
    inventory = estate(servers=[FILES], accesses=[("ann", "pc", "files", "standard")], persons={"gone": 1})
    people = replace(inventory.people, active=np.array([True, False]))
    assert {row[0] for row in needs(replace(inventory, people=people), **POTENTIAL)} == {"ann"}
