"""Licences and their cost by unit: each kind of unit adds up to the plan, to the cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import planner
from planner.domain.by_unit import whole_parts


def planned(users, devices, access, **more):
    """Plan an estate of one server in which only machines are worth licensing; packs of five cost 100.01."""
    inventory = planner.Inventory.from_frames(
        users=pd.DataFrame(users),
        devices=pd.DataFrame(devices),
        servers=pd.DataFrame({"server_id": ["FS", "TS"], "version": ["2022", "2022"]}),
        **({"access": pd.DataFrame(access, columns=["user_id", "device_id", "server_id"])} if access else {}),
        offers=pd.DataFrame(
            {
                "offer_id": ["D-5"], "vendor": ["Alpha"], "product": ["ws_cal"], "metric": ["device"],
                "version": ["2022"], "condition": ["new"], "price": ["100.01"], "pack_size": [5],
            }
        ),
        policy=pd.DataFrame({"name": ["plan_date", "currency"], "value": ["2026-11-21", "EUR"]}),
        **more,
    )  # fmt: skip
    return planner.plan(inventory, scenarios=["cheapest"])["cheapest"]


USERS = {
    "user_id": ["a1", "a2", "b1", "c1"],
    "name": ["Ann One", "Abe Two", "Bea One", "Cid One"],
    "email": ["ann@x.example", "", "", ""],
    "department": ["Sales", "Sales", "IT", ""],
    "site": ["Bonn", "Ulm", "Ulm", "Kiel"],
}
DEVICES = {"device_id": ["M1", "M2", "M3"], "name": ["Till", "", ""], "department": ["", "Plant", ""]}
ACCESS = [
    ("a1", "M1", "FS"), ("a2", "M1", "FS"), ("b1", "M1", "TS"), ("a1", "M2", "FS"), ("b1", "M2", "*"),
    ("c1", "M3", "TS"), ("c1", "M3", "FS"),
]  # fmt: skip


def lines(found, by):
    frame = found.by_unit
    return [tuple(row)[1:] for row in frame[frame["by"] == by].itertuples(index=False)]


def test_a_shared_machine_without_a_unit_is_divided_among_its_users():
    found = planned(USERS, DEVICES, ACCESS)
    # Each licence costs 20.002. M1 is two thirds of Sales and a third of IT, and two of the five are spare.
    assert lines(found, "department") == [
        ("IT", 0, 0, Decimal("6.67")),
        ("Plant", 1, 1, Decimal("20.00")),
        ("Sales", 1, 1, Decimal("13.34")),
        ("(not stated)", 1, 1, Decimal("20.00")),
        ("(spare, held by nobody)", 0, 2, Decimal("40.00")),
    ]
    # No machine has a site: M1 is Bonn 1/3 and Ulm 2/3, M2 half and half, M3 Kiel.
    assert lines(found, "site") == [
        ("Bonn", 1, 1, Decimal("16.67")),
        ("Kiel", 1, 1, Decimal("20.00")),
        ("Ulm", 1, 1, Decimal("23.34")),
        ("(spare, held by nobody)", 0, 2, Decimal("40.00")),
    ]
    assert set(found.by_unit["by"]) == {"department", "site"}
    for by in ("department", "site"):
        assert sum(row[3] for row in lines(found, by)) == Decimal("100.01") == found.total
        assert sum(row[2] for row in lines(found, by)) == 5


def test_with_two_lists_everybody_uses_every_machine():
    found = planned({**USERS, "persons": [3, 1, 1, 1]}, DEVICES, None)
    # M1 and M3 are shared by six people, four of Sales, one of IT, one without a department: 26.669, 6.667, 6.667.
    assert [(unit, cost) for unit, _, _, cost in lines(found, "department")] == [
        ("IT", Decimal("6.67")),
        ("Plant", Decimal("20.00")),
        ("Sales", Decimal("26.67")),
        ("(not stated)", Decimal("6.67")),
        ("(spare, held by nobody)", Decimal("40.00")),
    ]


def test_the_register_knows_who_they_are_and_what_they_reach():
    found = planned(USERS, DEVICES, ACCESS)
    frame = found.register
    told = {row.holder: row for row in frame.itertuples(index=False)}
    assert set(told) == {"M1", "M2", "M3"}
    assert {holder: row.servers for holder, row in told.items()} == {
        "M1": "FS; TS", "M2": "all servers", "M3": "FS; TS",
    }  # fmt: skip
    assert {holder: None if pd.isna(row.department) else row.department for holder, row in told.items()} == {
        "M1": None, "M2": "Plant", "M3": None,
    }  # fmt: skip
    assert told["M1"].name == "Till"
    assert told["M1"].assigned_since == "on purchase"


def test_an_inventory_without_units_has_no_such_table():
    assert len(planned({"user_id": ["a1"]}, {"device_id": ["M1"]}, [("a1", "M1", "FS")]).by_unit) == 0


def test_without_prices_there_is_no_cost(tmp_path):
    inventory = planner.Inventory.from_frames(
        headcount=pd.DataFrame(
            {"group": ["A", "B"], "users": [3, 5], "devices": [9, 7], "pattern": "shared", "server_version": "2022",
             "department": ["Sales", "IT"]}
        ),
        policy={"plan_date": "2026-11-21"},
    )  # fmt: skip
    plans = planner.plan(inventory, scenarios=["cheapest"])
    assert lines(plans["cheapest"], "department") == [("IT", 5, 5, None), ("Sales", 3, 3, None)]
    plans.write(tmp_path / "plan.xlsx", tmp_path / "plan.json")
    again = planner.load_plans(tmp_path / "plan.json")["cheapest"]
    assert lines(again, "department") == [("IT", 5, 5, None), ("Sales", 3, 3, None)]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 360)), max_size=12))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whole_parts_add_up_and_stay_near(pairs):
    parts = [Fraction(*pair) for pair in pairs]
    parts = [*parts, -sum(parts, Fraction(0)) % 1]
    whole = whole_parts(parts)
    assert sum(whole) == sum(parts)
    assert all(abs(one - part) < 1 for one, part in zip(whole, parts, strict=True))


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="1/2"):
        whole_parts([Fraction(1, 2)])
