"""plan.json read back: nothing lost on the way, old plans as they were made, and whatever is wrong named."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample_plans import V2022, V2025, all_results, cheapest_plan, lot, offer, plan, plan_set, result

from planner.domain.document import Position, PurchaseLine, document_of
from planner.domain.inventory import SourceFile
from planner.domain.offer import PriceBreak
from planner.domain.plan import DataLevel, PlanStatus, Purchase, Sale, Switch
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Condition, Metric, Product
from planner.domain.scenario import Scenario
from planner.errors import UsageError
from planner.report.formats.plan_json import as_text, to_json
from planner.report.formats.plan_reader import from_json, from_text, read

SAVED = sorted((Path(__file__).parent / "saved_plans").glob("*.json"))
ADDED = {
    "purchases": {"sku", "valid_until", "lead_days", "channel", "url", "note", "quoted_currency", "quoted_price"},
    "sales": {"product", "metric", "version", "condition", "document"},
    "switches": {"product", "version"},
    "pools": {"usable", "missing_today"},
}
"""Keys that came later than the format."""


def everything():
    """Plans with every ending, every kind of line, and everything a vendor may state."""
    steps = (PriceBreak(2, 9151, 10001, "A-2", "https://a.example/2", "two at least"), PriceBreak(7, 8500, 9290, "A-7"))
    stated = offer(
        "Ü-1", "Ämter & Co", V2025, breaks=steps, pack_size=3, valid_until=date(2026, 3, 31), lead_days=0, channel="CSP"
    )
    lines = [Purchase(replace(stated, currency="USD"), 4, reason="Needed."), Purchase(offer(), 1)]
    sold = Sale(lot("L-2", quantity=8, resale_minor=75, condition=Condition.USED, document="INV-2"), 5, reason="Spare.")
    many = replace(
        plan(lines, [sold], bound=35000),
        switches=(Switch(lot("L-3", quantity=9, product=Product.RDS_CAL), 6, "Cheaper."),),
        modes={"rd2": Metric.USER, "rd1": Metric.DEVICE},
    )
    reading = result("other reading", cheapest_plan())
    return document_of(
        plan_set(
            [
                *all_results(),
                result("many", many, PlanStatus.FEASIBLE, data_level=DataLevel.UPPER_BOUND, example_if_own_minor=12),
                replace(reading, scenario=Scenario(reading.name, reading.scenario.policy, is_reading=True)),
            ],
            catalogue=SourceFile("prices.xlsx", "cd" * 32),
            timings={"read_s": 0.25, "total_s": 1.5},
            position_today=PositionToday(
                (LicencesShort(Product.RDS_CAL, Metric.DEVICE, V2025, 3),), 41123, 24, None, Unproven(7, 5002), False
            ),
        )
    )


def test_a_document_is_read_back_as_it_was_written():
    document = everything()
    again = from_text("plan.json", as_text(document))
    assert replace(again, timings=document.timings) == document
    assert again.timings == {"read_s": 0.25, "total_s": 1.5} | {
        name: 0.0 for name in again.timings if name not in document.timings
    }
    assert as_text(again) == as_text(document)


def test_what_a_vendor_states_is_kept_to_the_cent():
    line = everything()["many"].purchases[1]
    assert line == PurchaseLine(
        "Ü-1", "Ämter & Co", Product.WS_CAL, Metric.USER, V2025, Condition.NEW, 3, 4, 12, 9151, 36604, 0, "Needed.",
        "A-2", date(2026, 3, 31), 0, "CSP", "https://a.example/2", "two at least", "USD", 10001,
    )  # fmt: skip
    (written,) = (one for one in to_json(everything())["scenarios"][4]["purchases"] if one["offer_id"] == "Ü-1")
    assert {name: written[name] for name in ADDED["purchases"]} == {
        "sku": "A-2", "valid_until": "2026-03-31", "lead_days": 0, "channel": "CSP", "url": "https://a.example/2",
        "note": "two at least", "quoted_currency": "USD", "quoted_price": "100.01",
    }  # fmt: skip


def test_what_is_not_stated_is_not_written():
    (plain,) = (one for one in to_json(everything())["scenarios"][4]["purchases"] if one["offer_id"] == "O-1")
    assert ADDED["purchases"] & set(plain) == {"sku"}


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_plans_of_the_version_before_are_read_as_they_were_made(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    document = read(path)
    for scenario in content["scenarios"]:
        scenario["notices"] = [one | {"level": "to_know", "amount": None} for one in scenario["notices"]]
    assert to_json(document) == content | {"position_today": None}
    for scenario, written in zip(document.scenarios, content["scenarios"], strict=True):
        assert (scenario.plan is None) == ("cost" not in written)
        for line in scenario.purchases:
            assert (line.sku, line.valid_until, line.quoted_price_minor) == ("", None, None)
        for row in scenario.plan.positions if scenario.plan else ():
            assert (row.usable, row.missing_today) == (None, None)


def test_the_saved_plans_are_of_the_kinds_they_are_there_for():
    impossible, switched, two_lists = map(read, SAVED)
    assert impossible["poor"].relaxations[0].text == "Raise the budget to at least 147.10 EUR."
    assert [(line.owned_id, line.before, line.after, line.quantity) for line in _switches(switched)] == [
        ("R", Metric.DEVICE, Metric.USER, 4)
    ]
    assert two_lists["cheapest"].data_level is DataLevel.UPPER_BOUND
    assert two_lists["cheapest"].plan.example_if_own_minor == 6960


def _switches(document):
    return document["cheapest"].plan.switches


def test_usable_and_missing_are_those_of_the_licence_position():
    device, *_ = (row for row in document_of(plan_set())["cheapest"].plan.positions if row.metric is Metric.DEVICE)
    assert device == Position(
        Product.WS_CAL, Metric.DEVICE, "2019", 0, 0, 0, owned=4, bought=0, sold=4, idle=0, usable=0, missing_today=0
    )
    user = document_of(plan_set())["cheapest"].plan.positions[0]
    assert (user.version, user.owned, user.usable, user.missing_today) == (V2022, 2, 2, 3)


def changed(*keys, to):
    """Return a whole plan in which one value is another, or is gone."""
    content = copy.deepcopy(to_json(everything()))
    at = content
    for key in keys[:-1]:
        at = at[key]
    if to is KeyError:
        del at[keys[-1]]
    else:
        at[keys[-1]] = to
    return content


@pytest.mark.parametrize(
    ("keys", "to", "says"),
    [
        (["scenarios", 0, "pools"], KeyError, "'pools'"),
        (["scenarios", 0, "purchases", 0, "packs"], "1", "'1', where a count belongs,"),
        (["scenarios", 0, "purchases", 0, "packs"], True, "True, where a count belongs,"),
        (["scenarios", 0, "purchases", 0, "packs"], 1.5, "1.5, where a count belongs,"),
        (["scenarios", 0, "purchases", 0, "cost"], 90.0, "90.0, where a text belongs,"),
        (["scenarios", 0, "purchases", 0, "cost"], "1.005", "1.005 has more than two decimals"),
        (["scenarios", 0, "purchases", 0, "version"], "2O22", "'2O22'"),
        (["scenarios", 0, "purchases", 0, "valid_until"], "31.3.2026", "'31.3.2026'"),
        (["scenarios", 0, "cost", "total"], "217.19", "total 217.19, which is not the sum of its parts,"),
        (["scenarios", 0, "status"], "done", "'done'"),
        (["scenarios", 2, "reason"], None, "None, where a text belongs,"),
        (["scenarios", 0, "policy"], 7, "int"),
        (["scenarios"], {"a": 1}, "string"),
        (["currency"], KeyError, "'currency'"),
        (["size"], [], "list indices"),
    ],
)
def test_what_is_wrong_is_named(keys, to, says):
    with pytest.raises(UsageError, match=r"odd\.json is damaged") as raised:
        from_json("odd.json", changed(*keys, to=to))
    assert says in str(raised.value)
    assert str(raised.value).endswith("is missing or wrong. Plan it again.")


@pytest.mark.parametrize("content", [[1], {}, {"format": "cal-planner/plan/2"}, None])
def test_another_format_is_refused(content):
    with pytest.raises(UsageError, match='is not a plan of format "cal-planner/plan/1"'):
        from_json("odd.json", content)
