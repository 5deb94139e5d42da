"""Public buyers in Germany are told where a scenario leaves out used licences (rule R66)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.licensing.rulebook import policy
from planner.licensing.rules.r66_public_buyers import new_only_notices
from tests.builders import DAY

BOUND = {"country": "DE", "buyer": "public", "allow_used": False}


@pytest.mark.parametrize(
    ("changed", "is_told"),
    [
        ({}, True),
        ({"country": "AT"}, False),
        ({"buyer": "private"}, False),
        ({"allow_used": True}, False),
        ({"allow_used": True, "max_used_share": Fraction(0)}, True),
        ({"allow_used": True, "max_used_share": Fraction(1, 100)}, False),
    ],
)
def test_only_a_german_public_buyer_of_new_licences_alone_is_told(changed, is_told):
    told = new_only_notices(policy(DAY, **{**BOUND, **changed}))
    assert [one.code for one in told] == (["CAL-698"] if is_told else [])
