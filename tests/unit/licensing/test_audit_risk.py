"""What today's shortfall would cost in an audit."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from planner.domain.review import Risk
from planner.licensing.audit.audit_risk import audit_risk
from tests.builders import DAY, estate, group, lot, offer, plan_of, policy


def risk(people: int, offers, lots=(), version: str = "2022", **rules) -> Risk:
    """People without machines, who need a base User CAL each."""
    chosen = policy(**rules)
    plan = plan_of(estate([group("g", people, 0, server=version)]), offers, lots, chosen)
    assert plan is not None
    return audit_risk(plan, offers, chosen)


LIST50 = [offer("N", 5000)]


@pytest.mark.parametrize(
    ("owned", "rules", "shortfall", "amount"),
    [
        (90, {}, 10, 62500),
        (90, {"audit_cost": 300000}, 10, 362500),
        (96, {}, 4, 20000),
        (95, {}, 5, 25000),  # 5 % is not more than 5 %
        (94, {}, 6, 37500),
        (94, {"audit_threshold": Fraction(6, 100)}, 6, 30000),
        (90, {"audit_factor": Fraction(2)}, 10, 100000),
        (90, {"list_price_ws_cal": 10000}, 10, 125000),
        (90, {"list_price_rds_cal": 10000}, 10, 62500),
        (100, {"audit_cost": 300000}, 0, 0),
        (100, {"use_owned": False}, 100, 625000),
    ],
)
def test_a_hundred_people_at_a_list_price_of_fifty(owned, rules, shortfall, amount):
    found = risk(100, LIST50, [lot("L", owned)], **rules)
    assert (found.shortfall, found.amount_minor) == (shortfall, amount)


def test_the_text_shows_the_sum():
    found = risk(100, LIST50, [lot("L", 90)], audit_cost=10000)
    assert found.text == (
        "Missing today, by who needs what in this plan: 10 of 100 Windows Server User CALs (10 x 50.00 EUR x 1.25 = "
        "625.00 EUR). In an audit that could cost 725.00 EUR, of which 100.00 EUR for the audit. For information only: "
        "your own contract decides, and buying late is no saving."
    )
    assert risk(100, LIST50, [lot("L", 100)]).text == "Nothing that this plan says is needed is missing today."
    assert "This scenario counts nothing as owned." in risk(5, LIST50, [lot("L", 5)], use_owned=False).text


def test_the_list_price_is_that_of_the_cheapest_new_offer_that_is_new_enough():
    offers = [
        offer("used", 1, condition="used"),
        offer("old", 100, runs="2019"),
        offer("machines", 100, metric="device"),
        offer("rented", 100, term_months=12),
        offer("over", 100, valid_until=DAY - timedelta(days=1)),
        offer("ten", 0, runs="2025", breaks=[(1, 39000), (5, 20000)], pack_size=10),
        offer("one", 4500),
    ]
    assert risk(1, offers).amount_minor == 4875  # 39.00 x 1.25: no quantity discount
    assert risk(1, offers, version="2019").amount_minor == 125


def test_amounts_are_rounded_once_per_kind():
    thirds = [offer("N", 1000, pack_size=3)]
    assert risk(2, thirds).amount_minor == 833  # 2 x 10.00 / 3 x 1.25 = 8.333...
    assert risk(9, thirds, [lot("L", 3)], audit_factor=Fraction(1001, 1000)).amount_minor == 2002


def test_each_version_has_its_price():
    wanted = estate([group("new", 4, 0, server="2025"), group("old", 6, 0, server="2019")])
    offers = [offer("N", 6000, runs="2025"), offer("R", 3000, runs="2019")]
    plan = plan_of(wanted, offers, [lot("L", 1, runs="2022")])
    assert plan is not None
    assert audit_risk(plan, offers, policy()) == Risk(
        9,
        48750,
        "Missing today, by who needs what in this plan: 9 of 10 Windows Server User CALs ((4 x 60.00 EUR + "
        "5 x 30.00 EUR) x 1.25 = 487.50 EUR). In an audit that could cost 487.50 EUR. For information only: your own "
        "contract decides, and buying late is no saving.",
    )


def test_without_a_new_offer_the_amount_is_not_known():
    found = risk(5, [offer("used", 100, condition="used")], audit_cost=100)
    assert (found.shortfall, found.amount_minor) == (5, None)
    assert "give the policies list_price_ws_cal and list_price_rds_cal" in found.text
    assert risk(5, [offer("used", 100, condition="used")], list_price_ws_cal=1000).amount_minor == 6250
