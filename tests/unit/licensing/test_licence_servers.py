"""Licence servers hold Remote Desktop CALs of their own version and older ones; the plan may upgrade one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from planner.domain.estate import Estate, Server
from planner.domain.product import Version, rank
from planner.licensing import find_market, find_requirements, server_variants
from planner.licensing.market.licence_servers import licence_limit
from planner.licensing.rules.r27_licence_server import TOO_NEW_FOR_LICENCE_SERVER
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from tests.builders import DAY, estate, lot, offer, policy, server

NEWER = [offer("R25", 1, "rds_cal", runs="2025")]
LATER = {"upgrade_to": Version("2025"), "upgrade_on": DAY + timedelta(days=99)}


def holder(name: str, runs: str = "2019", **more: Any) -> Server:
    return server(name, runs, rd_licence_server=True, **more)


def ways(*servers: Server, accesses: Any = (), **rules: Any) -> list[tuple[str, str, int, bool]]:
    """Return the upgrades worth a look: server, version, cost, whether others reach it."""
    inventory = estate(servers=servers, accesses=accesses)
    first, *others = server_variants(View(inventory, policy(**rules)), NEWER, ())
    assert (first.estate, first.upgraded, first.cost_minor) == (inventory, None, 0)
    return [
        (variant.upgraded.server_id, str(variant.to), variant.cost_minor, variant.changes_needs)
        for variant in others
        if variant.upgraded
    ]


def test_the_newest_licence_server_sets_the_limit():
    park = [holder("a", "2016"), holder("b", "2022"), holder("c", "2022"), server("files", "2025")]
    limit = licence_limit(View(estate(servers=park), policy()))
    assert limit is not None
    assert (limit.server_id, limit.newest) == ("b", rank(Version("2022")))
    assert licence_limit(View(estate(servers=[server("files")]), policy())) is None
    done = estate(servers=[replace(holder("a"), upgrade_to=Version("2025"), upgrade_on=DAY)])
    assert [licence_limit(View(done, policy(server_upgrades=u))).newest for u in ("as_planned", "none", "2022")] == [
        rank(Version(v)) for v in ("2025", "2019", "2025")
    ]


@pytest.mark.parametrize(
    ("more", "rules", "found"),
    [
        ({}, {}, []),
        ({"upgrade_cost_minor": 500}, {}, [("a", "2025", 500, False)]),
        (LATER, {}, [("a", "2025", 0, False)]),
        ({**LATER, "upgrade_cost_minor": 700}, {}, [("a", "2025", 700, False)]),
        ({**LATER, "upgrade_to": Version("2016"), "upgrade_cost_minor": 700}, {}, []),
        ({**LATER, "upgrade_on": DAY, "upgrade_cost_minor": 700}, {}, []),
        ({"upgrade_cost_minor": 500}, {"server_upgrades": "none"}, []),
        ({"upgrade_cost_minor": 500}, {"server_upgrades": "2022"}, []),
        ({"upgrade_cost_minor": 500}, {"server_upgrades": "2019"}, [("a", "2025", 500, False)]),
    ],
)
def test_what_may_be_upgraded(more: dict[str, Any], rules: dict[str, Any], found: list[tuple[str, str, int, bool]]):
    """To upgrade_to, or at a cost alone to the newest version; not twice, and not where policy lifted it."""
    assert ways(holder("a", **more), **rules) == found


def test_an_upgrade_that_another_one_beats_is_not_looked_into():
    dear, cheap = holder("a", upgrade_cost_minor=900), holder("b", upgrade_cost_minor=500)
    assert ways(dear, cheap) == [("b", "2025", 500, False)]
    assert ways(dear, replace(cheap, **LATER, version=Version("2016"))) == [("b", "2025", 500, False)]
    reached = [("ann", "pc", "b", "standard")]
    assert ways(dear, cheap, accesses=reached) == [("b", "2025", 500, True), ("a", "2025", 900, False)]


def test_nothing_is_weighed_up_where_nothing_newer_can_be_had():
    inventory = estate(servers=[holder("a", upgrade_cost_minor=500)])
    older = [offer("R19", 1, "rds_cal", runs="2019"), offer("W25", 1, runs="2025")]
    assert len(server_variants(View(inventory, policy()), older, [])) == 1
    assert len(server_variants(View(inventory, policy()), older, [lot("L", 1, "rds_cal", runs="2022")])) == 2


def test_newer_licences_are_left_out_and_named():
    inventory = estate(
        servers=[holder("ls"), server("host", rds_deployment="f")], accesses=[("ann", "pc", "host", "rds")]
    )
    offers = [offer("R22", 1, "rds_cal"), *NEWER, offer("W25", 1, runs="2025")]
    lots = [lot("L19", 1, "rds_cal", runs="2019"), lot("L25", 3, "rds_cal", runs="2025", resale_minor=1)]
    market = find_market(
        offers, lots, find_requirements(View(inventory, policy())), policy(), licence_limit(View(inventory, policy()))
    )
    assert [o.offer_id for o in market.offers] == ["W25"]
    assert (market.barred, market.sellable, market.newest_rds) == ({"L25"}, {"L25"}, rank(Version("2019")))
    assert [(n.code, n.text) for n in market.notices] == [
        (
            TOO_NEW_FOR_LICENCE_SERVER.code,
            "No licence server holds Remote Desktop CALs newer than 2019 (rule R27; the newest is ls), so newer ones "
            "are not bought: R22, R25; owned, but not used: L25 (3).",
        )
    ]


def requirements_of(inventory: Estate) -> list[int]:
    found = find_requirements(View(inventory, policy()))
    return found.version[found.product == 0].tolist()


def test_the_upgraded_server_is_newer_for_everybody():
    inventory = estate(servers=[holder("a", upgrade_cost_minor=500)], accesses=[("ann", "pc", "a", "standard")])
    _, variant = server_variants(View(inventory, policy()), NEWER, ())
    assert requirements_of(inventory) == [rank(Version("2019"))]
    assert requirements_of(variant.estate) == [rank(Version("2025"))]


def test_what_no_licence_server_holds_stands_in_the_position_as_barred():
    park = [holder("ls"), server("host", "2019", rds_deployment="f")]
    inventory, rules = estate(servers=park, accesses=[("ann", None, "host", "rds")]), policy()
    lots = [lot("a", 3, "rds_cal", runs="2025"), lot("b", 1, "rds_cal", runs="2019"), lot("w", 1, runs="2025")]
    requirements = find_requirements(View(inventory, rules))
    market = find_market([], lots, requirements, rules, licence_limit(View(inventory, rules)))
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    assert outcome.choice is not None
    plan = make_plan(requirements, market, rules, outcome.choice, 0, 0)
    assert audit(plan, requirements, market, rules, 0) == []
    position = {row.version: (row.owned, row.idle, row.barred) for row in plan.pools if row.product == "rds_cal"}
    assert position == {"2019": (1, 0, 0), "2025": (3, 3, 3)}
    assert (find_market([], lots, requirements, rules).barred, market.barred) == (frozenset(), {"a"})
