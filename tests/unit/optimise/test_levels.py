"""The level above every version: what only licences with Software Assurance, or subscriptions, are good for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.market import Market
from planner.domain.product import RDS, WITH_ASSURANCE, Metric, Product, in_words, rank
from planner.domain.requirement import Requirements
from planner.licensing import find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from planner.optimise.direct import solve_directly
from tests.builders import estate, lot, offer, policy, server

RULES = policy()


def required(people: int) -> Requirements:
    """People who use Remote Desktop on a server that asks for Software Assurance there, from any machine."""
    accesses = [(f"p{number}", None, "T", "rds") for number in range(people)]
    found = find_requirements(View(estate(servers=[server("T", "2022", rds_deployment="T")], accesses=accesses), RULES))
    return replace(found, version=np.where(found.product == RDS, rank(WITH_ASSURANCE), found.version))


def market(*items) -> Market:
    offers = tuple(each for each in items if hasattr(each, "offer_id"))
    lots = tuple(each for each in items if not hasattr(each, "offer_id"))
    return Market(offers, lots, frozenset(each.owned_id for each in lots if each.is_sellable))


BASE = offer("B", 4_100)


def test_only_licences_with_assurance_serve_the_level_above_all_versions():
    """Seven people: three owned with it, the other four bought with it, though plain ones are cheaper and newer."""
    asked = required(7)
    plain = lot("L-plain", 9, "rds_cal", runs="2025", resale_minor=700)
    kept = lot("L-sa", 3, "rds_cal", runs="2019", resale_minor=900, with_assurance=True)
    new = offer("N-plain", 8_000, "rds_cal", runs="2025")
    assured = offer("N-sa", 17_300, "rds_cal", runs="2022", with_assurance=True)
    found = market(BASE, new, assured, plain, kept)
    outcome = solve_scenario(Prepared.of(asked, RULES), found, RULES, Limits())
    plan = make_plan(asked, found, RULES, outcome.choice, outcome.bound_minor, 0)
    assert audit(plan, asked, found, RULES, 0) == []
    assert plan.cost.total == 7 * 4_100 + 4 * 17_300 - 9 * 700
    assert plan.is_proved
    assert solve_directly(asked, found, RULES, Limits()) == plan.cost.total
    row = next(row for row in plan.pools if row.version == WITH_ASSURANCE)
    assert (row.holders, row.owned, row.bought, row.sold, row.idle) == (7, 3, 4, 0, 0)


def test_without_any_there_is_no_plan():
    found = market(BASE, offer("N-plain", 8_000, "rds_cal", runs="2025"))
    outcome = solve_scenario(Prepared.of(required(2), RULES), found, RULES, Limits())
    assert outcome.choice is None


def test_the_level_has_words():
    assert in_words(Product.RDS_CAL, Metric.USER, WITH_ASSURANCE) == "Remote Desktop User CAL with Software Assurance"


def test_a_licence_server_looks_at_the_version_whatever_software_assurance_adds():
    """The licence server holds CALs of 2022, so one of 2022 with Software Assurance is no newer than it."""
    asked = required(1)
    assured = lot("L-sa", 1, "rds_cal", runs="2022", with_assurance=True)
    found = replace(market(BASE, assured), newest_rds=rank(assured.version))
    outcome = solve_scenario(Prepared.of(asked, RULES), found, RULES, Limits())
    plan = make_plan(asked, found, RULES, outcome.choice, outcome.bound_minor, 0)
    assert audit(plan, asked, found, RULES, 0) == []
