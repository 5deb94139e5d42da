"""Which accesses need no CAL, what is left of the others, and what is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.domain.estate import NONE, RdsMode
from planner.domain.product import LEVELS, RDS, WITH_ASSURANCE
from planner.domain.requirement import Ends
from planner.licensing import assumptions, exempt_accesses, find_requirements
from planner.licensing.counting.essentials_cap import over_the_cap
from planner.licensing.rules.r06_pooling import BY_HAND
from planner.licensing.rules.r11_server_to_server import SERVER_TO_SERVER
from planner.licensing.rules.r12_public_web import PUBLIC_WEB
from planner.licensing.rules.r13_hpc import HPC
from planner.licensing.rules.r14_virtualisation_hosts import VIRTUALISATION
from planner.licensing.rules.r15_essentials import ESSENTIALS
from planner.licensing.rules.r16_azure import AZURE, AZURE_REMOTE_DESKTOP, PAY_AS_YOU_GO
from planner.licensing.rules.r24_remote_desktop import REMOTE_DESKTOP_COUNTS
from planner.licensing.view import View
from tests.builders import estate, policy, server
from tests.unit.licensing.test_requirements import needs

HOST = server("host", "2025", workload="hypervisor_only")
FILES = server("files", "2019")


def told(inventory, **rules):
    return {notice.code: notice.text for notice in exempt_accesses(View(inventory, policy(**rules)))}


@pytest.mark.parametrize(
    ("exempt", "kind", "code"),
    [
        ({"workload": "web_public"}, "standard", PUBLIC_WEB.code),
        ({}, "web_public", PUBLIC_WEB.code),
        ({"workload": "hpc"}, "standard", HPC.code),
        ({"workload": "hpc"}, "admin", HPC.code),
        ({"workload": "hypervisor_only"}, "standard", VIRTUALISATION.code),
        ({"edition": "essentials"}, "standard", ESSENTIALS.code),
        ({"licensing": "payg"}, "standard", PAY_AS_YOU_GO.code),
        ({"licensing": "azure_vm"}, "standard", AZURE.code),
    ],
)
def test_an_exemption_removes_an_access_never_a_person(exempt, kind, code):
    park = [server("free", "2025", **exempt), FILES]
    accesses = [("ann", "pc", "free", kind), ("bob", "pc", "free", kind), ("ann", "pc", "files", "standard")]
    inventory = estate(servers=park, accesses=accesses)
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2019", 0)}
    assert list(told(inventory)) == [code]
    assert told(inventory)[code].endswith("(servers: free; accesses left out: 2).")


@pytest.mark.parametrize("workload", ["web_public", "hpc", "hypervisor_only"])
def test_remote_desktop_is_no_part_of_a_workload(workload):
    park = [server("odd", "2022", workload=workload), FILES]
    inventory = estate(servers=park, accesses=[("ann", "pc", "odd", "rds")])
    assert needs(inventory) == {("ann", "pc", "ws_cal", "2022", 0), ("ann", "pc", "rds_cal", "2022", 0)}
    assert list(told(inventory)) == [REMOTE_DESKTOP_COUNTS.code]
    assert told(inventory)[REMOTE_DESKTOP_COUNTS.code].endswith("check the workload (servers: odd; accesses: 1).")


def test_the_version_of_an_exempt_server_drives_nobody():
    star = estate(servers=[HOST, FILES], accesses=[("ann", "pc", "*", "standard"), ("bob", "pc", "files", "standard")])
    lists = estate(servers=[HOST, FILES], persons={"ann": 1, "bob": 1}, kinds={"pc": "laptop"}, two_lists=True)
    for inventory in (star, lists):
        assert {row[3] for row in needs(inventory)} == {"2019"}
        assert {row[3] for row in needs(inventory, server_upgrades="2022")} == {"2022"}
    assert told(star)[VIRTUALISATION.code].endswith(
        "(servers: host; accesses to every server, *, for which these do not count: 1)."
    )
    assert told(lists)[VIRTUALISATION.code].endswith("(servers: host).")


def test_where_everything_is_exempt_nobody_needs_anything():
    for inventory in (
        estate(servers=[HOST], accesses=[("ann", "pc", "*", "standard")]),
        estate(servers=[HOST], persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True),
    ):
        assert len(find_requirements(View(inventory, policy()))) == 0
        assert len(find_requirements(View(inventory, policy())).holders) == 0


def test_pay_as_you_go_leaves_the_remote_desktop_layer():
    park = [server("payg", "2025", licensing="payg"), FILES]
    inventory = estate(servers=park, accesses=[("ann", "pc", "payg", "rds")])
    assert needs(inventory) == {("ann", "pc", "rds_cal", "2025", 0)}
    assert find_requirements(View(inventory, policy())).base_version.tolist() == [NONE]
    both = estate(servers=park, accesses=[("ann", "pc", "payg", "rds"), ("ann", "pc", "files", "standard")])
    assert needs(both) == {("ann", "pc", "rds_cal", "2025", 0), ("ann", "pc", "ws_cal", "2019", 0)}


def test_base_versions_are_those_of_the_same_pair():
    """A pair without a base row must not take that of the pair before it, nor that of the one behind it."""
    park = [server("payg", "2025", licensing="payg"), FILES, server("rd", "2022")]
    accesses = [("a", "pc", "payg", "rds"), ("b", "pc", "rd", "rds"), ("c", "pc", "payg", "rds")]
    accesses += [("d", "pc", "payg", "rds"), ("d", "pc", "files", "standard")]
    requirements = find_requirements(View(estate(servers=park, accesses=accesses), policy()))
    remote = requirements.product == RDS
    base = {
        requirements.holders.names()[user]: None if found == NONE else LEVELS[found]
        for user, found in zip(requirements.user[remote], requirements.base_version[remote], strict=True)
    }
    assert base == {"a": None, "b": "2022", "c": None, "d": "2019"}
    assert np.all(requirements.base_version[~remote] == NONE)


def test_in_azure_only_people_hold_remote_desktop_licences():
    azure = server("az", "2025", licensing="azure_vm", rds_deployment="farm", rds_mode=RdsMode.CHOOSE)
    here = server("here", "2022", rds_deployment="farm", rds_mode=RdsMode.CHOOSE)
    inventory = estate(servers=[azure, here], accesses=[("ann", "pc", "az", "rds"), ("bob", "pc", "here", "rds")])
    azure_row = ("ann", "pc", "rds_cal", WITH_ASSURANCE, int(Ends.USER))
    bob = {("bob", "pc", "ws_cal", "2022", 0), ("bob", "pc", "rds_cal", "2022", int(Ends.USER))}
    assert needs(inventory) == {azure_row} | bob
    assert find_requirements(View(inventory, policy())).choices == ()
    assert needs(inventory, azure_vm_ws_exempt=False) == {azure_row, ("ann", "pc", "ws_cal", "2025", 0)} | bob
    assert azure_row in needs(inventory, rds_mode_strict=False)
    assert set(told(inventory)) == {AZURE.code, AZURE_REMOTE_DESKTOP.code}
    assert set(told(inventory, azure_vm_ws_exempt=False)) == {AZURE_REMOTE_DESKTOP.code}
    assert any("Azure virtual machines" in text for text in assumptions(View(inventory, policy())))


def test_access_by_hand_and_from_servers_is_told():
    kinds = {"sql": "licensed_server", "pc": "workstation"}
    inventory = estate(
        servers=[FILES], accesses=[(None, "sql", "files", "standard"), ("ann", "pc", "files", "standard")], kinds=kinds
    )
    assert told(inventory) == {
        SERVER_TO_SERVER.code: "Access from licensed servers (rule R11) needs no CAL of theirs; the people behind "
        "them need their own (accesses left out: 1)."
    }
    by_hand = replace(inventory, accesses=replace(inventory.accesses, manual=np.ones(2, dtype=bool)))
    assert told(by_hand) == {
        BY_HAND.code: "Access whose result a person hands on (rule R6) needs no CAL (accesses left out: 2)."
    }
    assert needs(by_hand) == set()


SMALL = server("small", "2025", edition="essentials")


def _people(count):
    return [(f"u{i}", "pc", "small", "standard") for i in range(count)]


def _machines(count):
    return [("ann", f"d{i}", "*", "standard") for i in range(count)]


@pytest.mark.parametrize(
    ("accesses", "kinds", "is_over"),
    [
        (_people(25), {}, False),
        (_people(26), {}, True),
        (_machines(50), {}, False),
        (_machines(51), {}, True),
        (_machines(51), {"d0": "licensed_server"}, False),
        ([*_people(25), ("guest", "pc", "small", "web_public"), ("far", "pc", "files", "standard")], {}, False),
    ],
)
def test_the_cap_of_essentials(accesses, kinds, is_over):
    inventory = estate(servers=[SMALL, FILES], accesses=accesses, kinds=kinds)
    assert (over_the_cap(View(inventory, policy())) is not None) == is_over
    by_hand = replace(inventory.accesses, manual=np.ones(len(inventory.accesses), dtype=bool))
    assert over_the_cap(View(replace(inventory, accesses=by_hand), policy())) is None


@pytest.mark.parametrize(("persons", "is_over"), [(24, False), (25, True)])
def test_the_cap_of_essentials_with_two_lists(persons, is_over):
    inventory = estate(servers=[SMALL], persons={"ann": 1, "till": persons}, kinds={"pc": "laptop"}, two_lists=True)
    assert (over_the_cap(View(inventory, policy())) is not None) == is_over
