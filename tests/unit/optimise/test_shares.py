"""Shares with small denominators round every count as the share itself does."""

from fractions import Fraction
from math import ceil, floor

import pytest

from planner.optimise.market.shares import simplest_not_above, simplest_not_below

SHARES = ["0", "1", "0.1", "0.075", "0.333333", "0.999", "0.000001", "0.66667", "0.5"]


@pytest.mark.parametrize("text", SHARES)
@pytest.mark.parametrize("largest", [1, 2, 7, 60])
def test_rounding_is_the_same_for_every_count(text, largest):
    share = Fraction(text)
    above, below = simplest_not_below(share, largest), simplest_not_above(share, largest)
    assert above.denominator <= largest
    assert below.denominator <= largest
    for count in range(largest + 1):
        assert ceil(above * count) == ceil(share * count)
        assert floor(below * count) == floor(share * count)
