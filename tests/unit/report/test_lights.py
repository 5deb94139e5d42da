"""What stands before an order: what blocks it, then what costs, and only where there is neither, that nothing does."""

from __future__ import annotations

import pytest

from planner.report.lights import LightState, before_an_order
from tests.saved_plans import bought, impossible, planned, read

LINES = [bought("Shop", 5, "190.00")]


def notice(code, level, text, amount=None):
    return {"code": code, "text": text, "level": level, "amount": amount}


def test_what_blocks_comes_before_what_costs_and_what_is_only_to_know_is_no_light():
    notices = [
        notice("CAL-1", "to_know", "Nice to know."),
        notice("CAL-2", "money", "Costs little.", "3.00"),
        notice("CAL-3", "money", "Costs much.", "90.00"),
        notice("CAL-4", "blocks", "Papers are missing."),
    ]
    document = read(planned("cheapest", "190.00", LINES, notices=notices))
    assert [(light.state, light.text) for light in before_an_order(document["cheapest"])] == [
        (LightState.STOP, "Papers are missing."),
        (LightState.LOOK, "Costs much."),
        (LightState.LOOK, "Costs little."),
    ]


@pytest.mark.parametrize(
    ("notices", "state", "words"),
    [([], LightState.GO, "Nothing stands in the way"), ([notice("C", "to_know", "x")], LightState.GO, "Nothing")],
)
def test_where_nothing_stands_in_the_way_that_is_said(notices, state, words):
    document = read(planned("cheapest", "190.00", LINES, notices=notices))
    (light,) = before_an_order(document["cheapest"])
    assert light.state is state
    assert light.state.in_words.startswith(words)


def test_without_a_plan_there_is_nothing_to_order_by():
    document = read(planned("cheapest", "190.00", LINES), impossible("tight"))
    (light,) = before_an_order(document["tight"])
    assert light.state is LightState.STOP
    assert light.text.startswith("There is no plan to order by. ")
    assert document["tight"].reason in light.text
