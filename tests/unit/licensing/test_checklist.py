"""How each point of the checklist stands, read once as it is and once with exactly one thing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.domain.estate import Estate, RdsMode
from planner.domain.evidence import R55_ITEMS, Evidence
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.product import Condition, Version
from planner.domain.review import CheckLine, CheckState, Review
from planner.domain.scenario import Policy
from planner.licensing import review
from planner.planning.position_today import position_today
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from tests.builders import DAY, estate, group, lot, offer, plan_with_waivers, policy, server

IN_ORDER, MISSING, NOT_STATED, DOES_NOT_APPLY = CheckState
OFFERS = [
    offer("U", 4500), offer("D", 3500, metric="device"),
    offer("RU", 9000, "rds_cal"), offer("RD", 8000, "rds_cal", "device"),
]  # fmt: skip
TWO = [("ann", "pc", "files", "standard"), ("bob", "pc", "files", "standard")]


def file_of(park: Estate, lots: Sequence[Lot] = (), offers: Sequence[Offer] = OFFERS, **rules: Any) -> Review:
    chosen: Policy = policy(**rules)
    found = plan_with_waivers(park, offers, lots, chosen)
    assert found is not None
    plan, requirements, waived = found
    inventory = Inventory(SourceFile("e", ""), None, park, tuple(offers), tuple(lots), (), (), chosen)
    return review(inventory, plan, chosen, requirements, waived, position_today(ScenarioCache(inventory), Run()))


def point(item: str, *arguments: Any, **rules: Any) -> CheckLine:
    (line,) = [line for line in file_of(*arguments, **rules).checklist if line.item == item]
    return line


def finding(*arguments: Any, **rules: Any) -> tuple[CheckState, tuple[str, ...]]:
    line = point(*arguments, **rules)
    return line.state, line.missing


def test_points_come_in_the_order_an_auditor_walks():
    assert [line.item for line in file_of(estate([group("g", 2, 2)])).checklist] == [
        "Server licences", "Licences held today", "Licences after this plan", "Register", "Purchase documents",
        "Used licences", "Remote Desktop licence server", "External people", "Administration", "Subscriptions",
        "Open points", "Yearly report",
    ]  # fmt: skip


def test_what_is_in_order_lacks_nothing_and_what_is_not_says_what():
    for park in (estate([group("g", 2, 2, rds="2022")]), estate(servers=[server("files")], accesses=TWO)):
        for line in file_of(park, [lot("L", 1)]).checklist:
            assert bool(line.missing) == (line.state in (MISSING, NOT_STATED))


ENDED = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ([], (NOT_STATED, ("the servers, and what their own licences rest on",))),
        ([server("files")], (NOT_STATED, ("document of the server licence of files",))),
        ([server("files", licence_document="INV-1")], (IN_ORDER, ())),
        ([server("files", licence_document="INV-1", licensed_until=DAY)], (IN_ORDER, ())),
        (
            [server("files", licence_document="INV-1", licensed_until=ENDED)],
            (MISSING, (f"a valid licence of files: it ended on {ENDED}",)),
        ),
        ([server("files", licence_document="I"), server("web", licensing="payg")], (IN_ORDER, ())),
        ([server("files", licensing="azure_vm")], (DOES_NOT_APPLY, ())),
    ],
)
def test_server_licences(servers, expected):
    groups = [group("g", 2, 2)]
    assert finding("Server licences", estate(groups, servers)) == expected


def test_many_servers_are_not_all_named():
    park = estate([group("g", 2, 2)], [server(f"s{n:02}") for n in range(25)])
    (missing,) = point("Server licences", park).missing
    assert missing.endswith("s18, s19 and 5 more")


def test_licences_held_today_and_after_the_plan():
    people = estate([group("g", 10, 0)])
    lacking = point("Licences held today", people, [lot("L", 7)])
    assert (lacking.state, lacking.missing) == (MISSING, ("3 Windows Server User CALs 2022 or newer",))
    assert lacking.text.startswith("Of 10 licences that today's use takes, 7 are owned today")
    after = point("Licences after this plan", people, [lot("L", 7)])
    assert (after.state, "3 licences have been delivered" in after.text) == (IN_ORDER, True)
    assert finding("Licences held today", people, [lot("L", 10)]) == (IN_ORDER, ())
    doubted = finding("Licences held today", people, [lot("L", 9), lot("M", 1, condition=Condition.USED)])
    assert doubted == (NOT_STATED, ("complete proof; without it 1 licence more would be missing",))
    assert "delivered" not in point("Licences after this plan", people, [lot("L", 10)]).text
    too_old = finding("Licences held today", people, [lot("L", 10, runs="2019")])
    assert too_old == (MISSING, ("10 Windows Server User CALs 2022 or newer",))


def test_nobody_who_needs_a_licence():
    empty = estate([group("g", 0, 0)])
    for item in ("Licences held today", "Licences after this plan", "Register"):
        assert finding(item, empty) == (DOES_NOT_APPLY, ())


def test_the_register_is_dated():
    line = point("Register", estate([group("g", 4, 0)]))
    assert (line.state, line.missing) == (NOT_STATED, ("that the register is in force",))
    assert "names 4 licences" in line.text
    assert "It is a proposal until you put it into force" in line.text
    assert str(DAY) in line.text


def test_purchase_documents_of_lots():
    people = estate([group("g", 2, 0)])
    lots = [lot("A", 1, document="INV-1"), lot("B", 3, runs="2019"), lot("C", 0)]
    assert finding("Purchase documents", people, lots) == (
        MISSING, ("invoice or agreement of B (3 Windows Server User CALs 2019)",),
    )  # fmt: skip
    lots[1] = replace(lots[1], document="INV-2")
    assert finding("Purchase documents", people, lots) == (IN_ORDER, ())
    assert finding("Purchase documents", people) == (DOES_NOT_APPLY, ())
    assert point("Purchase documents", people, lots, use_owned=False).text == "This scenario counts nothing as owned."


def used(owned_id: str, **stated: object) -> Lot:
    return lot(owned_id, 1, condition=Condition.USED, evidence=Evidence(**stated))


def test_used_licences():
    people = estate([group("g", 3, 0)])
    assert finding("Used licences", people, [lot("L", 3)]) == (DOES_NOT_APPLY, ())
    assert finding("Used licences", people, [used("L", proof=R55_ITEMS)]) == (IN_ORDER, ())
    state, missing = finding("Used licences", people, [used("A"), used("B")])
    assert (state, missing) == (NOT_STATED, ("every item of proof (nothing is stated for A, B)",))
    for stated in (R55_ITEMS, ()):
        remote = lot("R", 1, "rds_cal", condition=Condition.USED, evidence=Evidence(stated))
        state, missing = finding("Used licences", people, [lot("L", 3), remote])
        assert state is (NOT_STATED if stated else MISSING)
        assert missing[-1] == "what Remote Desktop licences are installed with (not stated for R)"
    state, missing = finding("Used licences", people, [used("A"), used("B", proof=R55_ITEMS[1:])])
    assert (state, missing[1]) == (MISSING, "agreement or licence number of the first owner (missing for B)")
    bought = [offer("S", 100, condition="used")]
    assert finding("Used licences", people, [], bought)[0] is NOT_STATED
    assert finding("Used licences", people, [], bought, min_proof_score=()) == (IN_ORDER, ())


def remote(**of_host: Any) -> Estate:
    host = server("host", rds_mode=of_host.pop("rds_mode", RdsMode.USER), **of_host)
    return estate(servers=[host, server("other")], accesses=[("ann", "pc", "host", "rds")])


@pytest.mark.parametrize(
    ("park", "expected"),
    [
        (estate([group("g", 2, 2)]), (DOES_NOT_APPLY, ())),
        (
            estate([group("g", 2, 2, rds="2022")]),
            (NOT_STATED, ("which server issues the licences (column rd_licence_server of sheet Servers)",)),
        ),
        (remote(rd_licence_server=True), (IN_ORDER, ())),
        (remote(rd_licence_server=True, rds_mode=RdsMode.CHOOSE), (IN_ORDER, ())),
        (
            remote(rd_licence_server=True, rds_mode=RdsMode.ANY),
            (NOT_STATED, ("the mode that deployment host is set to (rds_mode)",)),
        ),
        (
            remote(rd_licence_server=True, directory="workgroup"),
            (MISSING, ("per-device mode on host: in a workgroup no other works",)),
        ),
        (remote(rd_licence_server=True, directory="workgroup", rds_mode=RdsMode.DEVICE), (IN_ORDER, ())),
        (
            remote(rd_licence_server=True, directory="entra_ds"),
            (NOT_STATED, ("a list of your own of who uses host: its directory keeps none",)),
        ),
    ],
)
def test_remote_desktop(park, expected):
    assert finding("Remote Desktop licence server", park) == expected


def test_the_licence_server_must_be_as_new_as_the_licences():
    newer = [*OFFERS[:2], offer("RU", 9000, "rds_cal", runs="2025")]
    assert finding("Remote Desktop licence server", remote(rd_licence_server=True), [], newer) == (
        MISSING, ("a licence server of version 2025 or newer; there is only host (2022)",),
    )  # fmt: skip
    issuer = server("other", rd_licence_server=True, upgrade_to=Version("2025"), upgrade_on=DAY)
    upgraded = replace(remote(), servers=(*remote().servers[:1], issuer))
    assert finding("Remote Desktop licence server", upgraded, [], newer) == (IN_ORDER, ())


def test_two_lists_mean_the_hosts_of_deployments():
    servers = [server("host", rds_deployment="farm", rd_licence_server=True), server("other")]
    park = estate(servers=servers, persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True)
    missing = ("the mode that deployment farm is set to (rds_mode)",)
    assert finding("Remote Desktop licence server", park) == (NOT_STATED, missing)


def test_people_and_accesses_that_rules_treat_otherwise():
    park = estate(servers=[server("files")], accesses=TWO)
    assert point("External people", park).state is NOT_STATED
    told = point("External people", replace(park, relations=(("employee", 9), ("external", 1200))))
    assert (told.state, "employee: 9, external: 1,200" in told.text) == (IN_ORDER, True)
    assert point("Administration", park).state is NOT_STATED
    admin = estate(servers=[server("files")], accesses=[*TWO, ("ann", "pc", "files", "admin")])
    told = point("Administration", admin).text
    assert told == "Accesses of kind admin: 1. This plan frees nobody of the base CAL for them."


def test_subscriptions():
    park = estate(servers=[server("files")], accesses=TWO)
    assert point("Subscriptions", park).state is NOT_STATED

    def having(*plans: str) -> Estate:
        return estate(servers=[server("files")], accesses=TWO, subscriptions={"ann": plans})

    assert finding("Subscriptions", having("M365 E3")) == (IN_ORDER, ())
    assert finding("Subscriptions", having("M365 E3", "M365 F3", "Coffee")) == (
        NOT_STATED, ("whether Microsoft 365 F3 includes the base User CAL", "what Coffee is"),
    )  # fmt: skip
    assert finding("Subscriptions", having("M365 F3"), grants_m365_f3=True) == (IN_ORDER, ())


def test_open_points():
    plain = estate(servers=[server("files")], accesses=TWO)
    assert finding("Open points", plain) == (DOES_NOT_APPLY, ())
    printer = estate(
        servers=[server("files")], accesses=[*TWO, ("ann", "mfp", "files", "standard")], kinds={"mfp": "printer"}
    )
    for rules, count in (({}, 1), ({"peripherals": "exempt"}, 1), ({"peripherals": "each_needs_device_cal"}, 0)):
        assert len(point("Open points", printer, **rules).missing) == count
    gone = replace(group("g", 2, 2, peripherals=1), ends=date(2026, 1, 1))
    assert point("Open points", estate([group("g", 2, 2, peripherals=1)])).state is NOT_STATED
    assert point("Open points", estate([gone, group("h", 2, 2)])).state is DOES_NOT_APPLY
    contractor = replace(plain, relations=(("remote_contractor", 1),))
    assert "contractors" in point("Open points", contractor).missing[0]
    azure = estate(servers=[server("files"), server("vm", licensing="azure_vm")], accesses=TWO)
    assert "Azure" in point("Open points", azure).missing[0]
    assert point("Open points", azure, azure_vm_ws_exempt=False).state is DOES_NOT_APPLY
    assert "resold" in point("Open points", plain, [used("L")]).missing[0]
    kinds = estate([group("g", 2, 2, rds="2022", rds_users=1), group("s", 30, 2, rds="2022")])
    assert "of different kinds" in point("Open points", kinds).missing[0]
    assert point("Open points", kinds, base_and_rds_same_metric=True).state is DOES_NOT_APPLY
