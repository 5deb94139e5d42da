"""What today's shortfall would cost in an audit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Metric, Product, Version
from planner.domain.review import Risk
from planner.licensing.audit.audit_risk import audit_risk
from tests.builders import policy


def position(missing: int, in_use: int = 100, amount: int | None = 50_00, unproven: Unproven | None = None):
    """So many of the licences in use are missing, each at `amount`."""
    line = LicencesShort(Product.WS_CAL, Metric.USER, Version("2022"), missing)
    total = None if amount is None else missing * amount
    return PositionToday((line,) if missing else (), total, in_use, None, unproven or Unproven(0, None))


@pytest.mark.parametrize(
    ("missing", "rules", "amount"),
    [
        (10, {}, 62500),
        (10, {"audit_cost": 300000}, 362500),
        (4, {"audit_cost": 300000}, 20000),
        (5, {}, 31250),
        (5, {"audit_threshold_reading": "above"}, 25000),
        (6, {"audit_threshold_reading": "above"}, 37500),
        (6, {"audit_threshold": Fraction(7, 100)}, 30000),
        (10, {"audit_factor": Fraction(2)}, 100000),
        (0, {"audit_cost": 300000}, 0),
    ],
)
def test_of_a_hundred_licences_in_use_at_a_list_price_of_fifty(missing, rules, amount):
    found = audit_risk(position(missing), policy(**rules))
    assert (found.shortfall, found.amount_minor) == (missing, amount)


def test_the_text_shows_the_sum():
    assert audit_risk(position(10), policy(audit_cost=10000)).text == (
        "Missing today, before anything is bought: 10 Windows Server User CALs 2022. In an audit that could cost "
        "725.00 EUR (500.00 EUR at list price x 1.25, as 10 of 100 licences in use are missing, and 100.00 EUR for "
        "the audit). For information only: your own contract decides, and buying late is no saving."
    )
    assert "cost 50.00 EUR (50.00 EUR at list price)." in audit_risk(position(1), policy()).text
    assert audit_risk(position(0), policy()).text == "Nothing is missing today, by the rules and data of this plan."


def test_amounts_are_rounded_once():
    assert audit_risk(position(3, amount=3333), policy()).amount_minor == 9999
    assert audit_risk(position(3, 50, amount=3333), policy()).amount_minor == 12499  # 124.9875


def test_what_is_not_proved_least_is_the_most():
    assert "at most 10 Windows" in audit_risk(replace(position(10), is_proved=False), policy()).text


def test_without_a_list_price_the_amount_is_not_known():
    found = audit_risk(position(5, amount=None), policy(audit_cost=100))
    assert (found.shortfall, found.amount_minor) == (5, None)
    assert "give the policies list_price_ws_cal and list_price_rds_cal" in found.text


def test_what_rests_on_licences_without_proof_is_told():
    found = audit_risk(position(0, unproven=Unproven(1, 4600)), policy())
    assert found.text.endswith(
        "If an audit did not accept licences without complete proof, 1 licence more would be missing, 46.00 EUR at "
        "list price."
    )


def test_where_the_position_is_not_known_nothing_is_claimed():
    assert audit_risk(None, policy()) == Risk(0, None, "What is missing today could not be worked out.")
