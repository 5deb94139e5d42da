"""An impossible scenario says what stands in the way, and every change it names really helps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from planner.domain.estate import RdsMode
from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Evidence, Segment
from planner.domain.product import Version
from planner.licensing import find_market, find_requirements
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, Variant, explain_infeasible
from planner.optimise.infeasible import relax
from planner.optimise.solvers.highs import SolveStatus
from tests.builders import estate, group, lot, offer, plan_of, policy, server

OFFICE = estate([group("office", 10, 10, "own")])
NEW, USED = offer("N", 1000), offer("X", 400, condition="used", vendor="Vendor B")


def explain(needs, offers, rules, lots=()):
    def problem_for(changed):
        requirements = find_requirements(View(needs, changed))
        return [Variant(Prepared.of(requirements, changed), find_market(offers, lots, requirements, changed))]

    assert plan_of(needs, offers, lots, rules) is None
    return explain_infeasible(rules, problem_for, Limits(time_limit_s=30))


@pytest.mark.parametrize(
    ("rules", "offers", "name", "value", "as_json"),
    [
        (policy(budget=500), [NEW], "budget", 10000, "100.00"),
        (policy(allow_used=False), [USED], "allow_used", True, True),
        (policy(ws_metrics="device"), [NEW], "ws_metrics", "any", "any"),
        (policy(excluded_vendors=("Vendor A", "Vendor C")), [NEW], "excluded_vendors", ("Vendor C",), ["Vendor C"]),
        (policy(excluded_offers=("N",)), [NEW], "excluded_offers", (), []),
        (policy(min_version=Version("2025")), [NEW], "min_version", Version("2022"), "2022"),
        (
            policy(max_used_share=Fraction("0.5")),
            [USED, offer("M", 900, stock_packs=4)],
            "max_used_share",
            Fraction("0.6"),
            0.6,
        ),
        (policy(spare_share=Fraction("0.5")), [offer("N", 1000, stock_packs=12)], "spare_share", Fraction("0.2"), 0.2),
        (
            policy(spare_share_ws_user=Fraction("0.5")),
            [offer("N", 1000, stock_packs=12)],
            "spare_share_ws_user",
            Fraction("0.2"),
            0.2,
        ),
        (
            policy(max_vendors=1),
            [offer("A", 1, stock_packs=5), replace(USED, stock_packs=5)],
            "max_vendors",
            2,
            2,
        ),
    ],
)
def test_the_mildest_change_of_one_policy(rules, offers, name, value, as_json):
    found = explain(OFFICE, offers, rules)
    (change,) = found.relaxations
    assert (change.policy, change.after) == (name, as_json)
    assert plan_of(OFFICE, offers, rules=rules.having(**{name: value})) is not None
    assert name in found.reason


def evidence(**stated):
    return replace(USED, evidence=Evidence(**stated))


@pytest.mark.parametrize(
    ("rules", "used", "name", "as_json"),
    [
        (policy(missing_evidence="exclude"), USED, "missing_evidence", "notice"),
        (policy(country="US"), USED, "country", None),
        (policy(allow_used_ws_cal=False), USED, "allow_used_ws_cal", True),
        (policy(allow_split_lots=False), evidence(lot_is_complete=False), "allow_split_lots", True),
        (policy(min_proof_score=PROOF_ITEMS), evidence(proof=R55_ITEMS), "min_proof_score", list(R55_ITEMS)),
        (policy(), evidence(segment=Segment.OEM), "allow_used_oem", True),
        (policy(), evidence(segment=Segment.CHARITY), "allow_used_academic_gov", True),
        (policy(), evidence(proof=()), "min_proof_score", []),
    ],
)
def test_policies_on_used_licences_that_stand_in_the_way(rules, used, name, as_json):
    (change,) = explain(OFFICE, [used], rules).relaxations
    assert (change.policy, change.after) == (name, as_json)
    assert change.text.endswith("so ask before you buy them.")


def test_owned_licences_that_were_left_out():
    found = explain(OFFICE, [], policy(use_owned=False), [lot("L", 10)])
    assert [change.policy for change in found.relaxations] == ["use_owned"]


def test_policies_that_clash_together():
    rules = policy(allow_used=False, budget=500)
    found = explain(OFFICE, [USED], rules)
    assert {change.policy: change.after for change in found.relaxations} == {"allow_used": True, "budget": "40.00"}
    assert found.reason.endswith(
        'These rules stand in the way together: "Used licences" (allow_used), "Budget" (budget).'
    )
    assert not any(change.is_enough for change in found.relaxations)


def test_the_reason_names_whom_nothing_covers():
    away = estate(
        servers=[server("S", "2022")], accesses=[("ann", None, "S", "standard"), ("bob", None, "S", "standard")]
    )
    found = explain(away, [NEW], policy(ws_metrics="device"))
    assert found.reason == (
        "ann reaches server S and can only be covered by a Windows Server User CAL, which the policies rule out. "
        'The same holds for 1 more of its kind. The rule "Windows Server CALs" (ws_metrics) stands in the way.'
    )
    farm = [server("H", rds_deployment="H", rds_mode=RdsMode.USER)]
    unattended = estate(servers=farm, accesses=[(None, "kiosk", "H", "rds")])
    devices = [offer("D", 1, metric="device"), offer("RD", 1, "rds_cal", "device")]
    found = explain(unattended, devices, policy())
    assert found.reason.startswith(
        "kiosk reaches server H, where only a Remote Desktop User CAL counts, but no person is known there."
    )
    assert [change.policy for change in found.relaxations] == ["rds_mode_strict"]
    assert "reading of the licence terms" in found.relaxations[0].text


def test_the_reason_says_what_is_short():
    found = explain(OFFICE, [offer("N", 1000, stock_packs=4), USED], policy(allow_used=False))
    assert found.reason == (
        "With what may be bought and used here, at least 6 Windows Server User CALs 2022 would be missing. "
        'The rule "Used licences" (allow_used) stands in the way.'
    )


def test_what_only_money_is_short_of_is_not_called_missing():
    found = explain(OFFICE, [NEW], policy(budget=500))
    assert found.reason == 'The rule "Budget" (budget) stands in the way.'


def test_a_market_that_is_too_small():
    found = explain(OFFICE, [offer("N", 1000, stock_packs=4)], policy())
    (change,) = found.relaxations
    assert (change.policy, change.text) == ("offers", "at least 6 more Windows Server User CALs 2022 must be on offer")


def test_policies_are_loosened_beyond_their_defaults_only_if_nothing_else_helps():
    park = [server("H", rds_deployment="H", rds_mode=RdsMode.DEVICE)]
    needs = estate(servers=park, accesses=[("ann", None, "H", "rds")])
    offers = [NEW, offer("R", 9000, "rds_cal"), offer("RD", 9000, "rds_cal", "device")]
    found = explain(needs, offers, policy())
    assert [(change.policy, change.before, change.after) for change in found.relaxations] == [
        ("rds_mode_strict", True, False)
    ]
    reachable = estate(servers=park, accesses=[("ann", "pc", "H", "rds")])
    found = explain(reachable, offers, policy(rds_metrics="user"))
    (change,) = found.relaxations
    assert change.is_enough
    assert change.text.startswith('Set "Remote Desktop CALs" (rds_metrics) to any mix.')


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SolveStatus.OPTIMAL, "Raise the budget to at least 100.00 EUR."),
        (
            SolveStatus.FEASIBLE,
            "Raise the budget to 100.00 EUR. Less may be enough: the search for the least was stopped.",
        ),
    ],
)
def test_a_budget_found_before_the_search_was_stopped_is_not_called_the_least(monkeypatch, status, words):
    """It was called "at least", though a smaller budget might have been enough."""
    find = relax.find_cheapest_of

    def stopped(*given):
        found = find(*given)
        return replace(found, status=status) if found.status is SolveStatus.OPTIMAL else found

    monkeypatch.setattr(relax, "find_cheapest_of", stopped)
    (change,) = explain(OFFICE, [NEW], policy(budget=500)).relaxations
    assert change.text == words
