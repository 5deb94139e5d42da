"""Whom a question means, and when a saved plan is one to start from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import planner
from planner import OtherEnd
from planner.domain.inventory import SourceFile
from planner.errors import UsageError
from planner.study.why.saved_plan import SavedPlan

USERS = {
    "user_id": ["a1", "a2", "b1", "front"],
    "name": ["Ann One", "Ann One", "Bea Two", "Front Desk"],
    "email": ["ann@x.example", "anna@x.example", "bea@x.example", ""],
    "department": ["Sales", "IT", "", ""],
    "persons": [1, 1, 1, 4],
}
DEVICES = {"device_id": ["M1", "Bea Two", "M3"], "name": ["Till", "", "Unused"]}
ACCESS = [("a1", "M1"), ("a2", "M1"), ("b1", "Bea Two"), ("front", "M1")]


@pytest.fixture(scope="module")
def inventory():
    return planner.Inventory.from_frames(
        users=pd.DataFrame(USERS),
        devices=pd.DataFrame(DEVICES),
        servers=pd.DataFrame({"server_id": ["FS"], "version": ["2022"]}),
        access=pd.DataFrame([(*pair, "FS") for pair in ACCESS], columns=["user_id", "device_id", "server_id"]),
        offers=pd.DataFrame(
            {
                "offer_id": ["U", "D"], "vendor": "Alpha", "product": "ws_cal", "metric": ["user", "device"],
                "version": "2022", "condition": "new", "price": ["30.00", "50.00"],
            }
        ),
        policy=pd.DataFrame({"name": ["plan_date", "currency"], "value": ["2026-11-21", "EUR"]}),
    )  # fmt: skip


def asked(inventory, who):
    return planner.ask(inventory, OtherEnd(who, "ws_cal", "device")).sentences[0]


@pytest.mark.parametrize(
    ("who", "means"),
    [
        ("a1", "every machine that a1 uses"),
        ("ANN@x.example", "every machine that a1 uses"),
        ("front  desk", "every machine that the people behind front use"),
        ("Till", "With a Windows Server Device CAL for M1"),
        ("Bea Two", "With a Windows Server Device CAL for Bea Two"),  # an id comes before a name
        ("bea@x.example", "every machine that b1 uses"),
    ],
)
def test_ids_come_first_then_names_and_e_mails(inventory, who, means):
    assert means in asked(inventory, who)


def test_a_name_that_several_have_lists_them(inventory):
    with pytest.raises(UsageError) as told:
        asked(inventory, "Ann One")
    assert str(told.value) == (
        '2 are called "Ann One": a1 (Ann One, ann@x.example, Sales); a2 (Ann One, anna@x.example, IT). '
        "Ask about one of them by its id."
    )


@pytest.mark.parametrize(("who", "near"), [("Anna One", "Ann One"), ("fron", "front"), ("bea", "bea@x.example")])
def test_a_name_that_nobody_has_lists_what_is_near(inventory, who, near):
    with pytest.raises(UsageError, match=f'Nobody is called "{who}". Near to it: .*{near}'):
        asked(inventory, who)


def test_nothing_near_nothing_listed(inventory):
    with pytest.raises(UsageError, match=r'Nobody is called "xylophone"\.$'):
        asked(inventory, "xylophone")


def test_who_needs_nothing_is_there_all_the_same(inventory):
    with pytest.raises(UsageError, match='Nobody called "M3" has anything to cover'):
        asked(inventory, "M3")


def test_a_saved_plan_must_be_of_the_same_inventory_rules_and_program(inventory):
    document, content = planner.plan(inventory, scenarios=["cheapest"]).document, inventory.content
    scenario = content.scenarios[0]
    assert SavedPlan.of(document, content, scenario).lines == document["cheapest"].plan

    def why_not(document=document, content=content, scenario=scenario):
        found = SavedPlan.of(document, content, scenario)
        assert found.lines is None
        return found.why_not

    other = replace(content, source=SourceFile("x", "1"))
    assert "another inventory" in why_not(content=other)
    assert "another inventory" in why_not(content=replace(content, catalogue=SourceFile("x", "1")))
    assert why_not(replace(document, version="0.0")) == "version 0.0 of the program made it"
    assert why_not(scenario=content.scenarios[1]) == 'it holds no plan with prices of "new only"'
    changed = replace(scenario, policy=replace(scenario.policy, order_cost=1))
    assert why_not(scenario=changed) == 'its rules for "cheapest" are others'
    lines = document["cheapest"].plan
    open_ = replace(document["cheapest"], plan=replace(lines, bound_minor=lines.bound_minor - 1))
    assert why_not(replace(document, scenarios=(open_,))) == "it is not proved to be the cheapest"


def test_a_saved_plan_speaks_of_offers_as_they_are(inventory):
    document, content = planner.plan(inventory, scenarios=["cheapest"]).document, inventory.content
    saved = SavedPlan.of(document, content, content.scenarios[0])
    plan = saved.plan(content.offers, content.lots)
    assert plan is not None
    assert plan.cost == document["cheapest"].plan.cost
    dearer = [replace(each, breaks=tuple(replace(b, price_minor=9999) for b in each.breaks)) for each in content.offers]
    assert saved.plan(dearer, content.lots) is None
    assert saved.plan((), content.lots) is None
