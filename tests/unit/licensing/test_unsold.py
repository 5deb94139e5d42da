"""Which owned lots may be sold: those that a buyer in the same country may buy, free of assurance and suites."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Evidence, Segment
from planner.domain.product import Suite
from planner.licensing import find_market, find_requirements
from planner.licensing.market.unsold import unsold_notices
from planner.licensing.rules.r52_used_in_the_eu import NOT_SOLD
from planner.licensing.view import View
from tests.builders import DAY, estate, group, lot, offer, plan_of, policy

NEEDS = estate([group("g", 8, 8, "own")])
GOOD = {"proof": R55_ITEMS, "first_sale_region": "DE", "lot_is_complete": True, "segment": Segment.COMMERCIAL}


def stock(quantity: int = 50, **more: object):
    """Lot L, which brings 9.00 for each licence; what is no field of a lot is stated about where it comes from."""
    evidence = Evidence(**{name: more.pop(name) for name in list(more) if name in Evidence.__slots__})
    return lot("L", quantity, resale_minor=900, evidence=evidence, **more)


def may_go(one, **rules) -> bool:
    rule = policy(**rules)
    market = find_market([offer("N", 4600, runs="2025")], [one], find_requirements(View(NEEDS, rule)), rule)
    return market.sellable == {"L"}


@pytest.mark.parametrize(
    ("stated", "rules"),
    [
        ({}, {}),
        ({}, {"country": "DE"}),
        ({}, {"country": "GB"}),
        ({"first_sale_region": "US"}, {}),
        ({"first_sale_region": "GB", "first_sold_on": date(2020, 12, 31)}, {"country": "DE"}),
        ({"first_sale_region": "GB", "first_sold_on": date(2021, 1, 1)}, {"country": "GB"}),
        ({"first_sale_region": "DE", "first_sold_on": date(2021, 1, 1)}, {"country": "GB"}),
        ({"first_sale_region": "US"}, {"country": "CH"}),
        ({"segment": Segment.OEM}, {"allow_used_oem": True}),
        ({"segment": Segment.CHARITY}, {"allow_used_academic_gov": True}),
        ({"lot_is_complete": False}, {}),
        ({"lot_is_complete": None}, {"allow_split_lots": False}),
        ({"proof": ()}, {"min_proof_score": ()}),
        (GOOD, {"missing_evidence": "exclude", "country": "DE", "allow_split_lots": False}),
        # What this organisation itself buys used is another matter.
        ({}, {"allow_used": False, "allow_used_ws_cal": False}),
        ({"sa_until": date(2026, 11, 20)}, {}),
        ({"sa_until": DAY}, {"sell_under_sa": True}),
        ({"suite": Suite.CORE, "sa_until": DAY}, {"sell_under_sa": True}),
    ],
)
def test_what_may_be_sold(stated, rules):
    assert may_go(stock(**stated), **rules)


@pytest.mark.parametrize(
    ("stated", "rules"),
    [
        ({}, {"country": "US"}),
        ({"first_sale_region": "US"}, {"country": "US"}),
        ({"first_sale_region": "US"}, {"country": "DE"}),
        ({"first_sale_region": "US"}, {"country": "GB"}),
        ({"first_sale_region": "GB"}, {"country": "DE"}),
        ({"first_sale_region": "GB", "first_sold_on": date(2021, 1, 1)}, {"country": "DE"}),
        ({"segment": Segment.OEM}, {"allow_used_academic_gov": True}),
        ({"segment": Segment.ACADEMIC}, {"allow_used_oem": True}),
        ({"lot_is_complete": False}, {"allow_split_lots": False}),
        ({"proof": ()}, {}),
        ({"proof": PROOF_ITEMS[:6]}, {}),
        (GOOD | {"first_sale_region": None}, {"missing_evidence": "exclude", "country": "DE"}),
        (GOOD | {"segment": None}, {"missing_evidence": "exclude"}),
        (GOOD | {"proof": None}, {"missing_evidence": "exclude"}),
        (GOOD | {"lot_is_complete": None}, {"missing_evidence": "exclude", "allow_split_lots": False}),
        ({"sa_until": DAY}, {}),
        ({"suite": Suite.CORE, "sa_until": date(2025, 1, 1)}, {}),
        ({}, {"sell_surplus": False}),
        ({"transferable": False}, {}),
        ({"term_months": 12}, {}),
    ],
)
def test_what_may_not_be_sold(stated, rules):
    assert not may_go(stock(**stated), **rules)


def told(*lots, **rules) -> list[str]:
    rule = policy(**rules)
    offers = [offer("N", 4600, runs="2025")]
    plan = plan_of(NEEDS, offers, lots, rule)
    assert plan is not None
    market = find_market(offers, sorted(lots, key=lambda k: k.owned_id), find_requirements(View(NEEDS, rule)), rule)
    notices = unsold_notices(plan, market, rule)
    assert {notice.code for notice in notices} <= {NOT_SOLD.code}
    return [notice.text for notice in notices]


def test_what_stays_unsold_is_told_with_its_amount():
    academic = stock(segment=Segment.ACADEMIC, first_sale_region="US")
    (text,) = told(academic, country="DE")
    assert text == (
        "Owned licences are not sold, because they were first sold outside the EEA (US), and they are academic, "
        "government or charity licences, which the policy allow_used_academic_gov rules out (academic): L (licences: "
        "50, not in use: 42, which would bring 378.00 EUR)."
    )
    assert told(stock(quantity=8), country="US") == [
        "Owned licences are not sold, because in the buyer's country contract terms and local law decide on resale "
        "(US): L (licences: 8, all in use)."
    ]
    assert told(stock(), country="DE") == []
    assert told(academic, country="DE", sell_surplus=False) == []


def test_suites_and_licences_under_assurance_are_named_as_what_they_are():
    suite = lot("S", 5, runs="2025", suite=Suite.ENTERPRISE, resale_minor=1100)
    assured = lot("A", 12, sa_until=DAY, resale_minor=700)
    assert told(assured, suite) == [
        "Owned licences are not sold, because their Software Assurance runs (policy sell_under_sa: no): A (licences: "
        "12, not in use: 4, which would bring 28.00 EUR).",
        "Owned licences are not sold, because they are suites or bridges, each one licence with more in it (policy "
        "sell_under_sa: no): S (Enterprise CAL Suite) (licences: 5, not in use: 5, which would bring 55.00 EUR).",
    ]
    assert told(assured, suite, sell_under_sa=True) == []
