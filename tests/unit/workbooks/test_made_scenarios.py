"""Scenarios made in the dashboard are read by the rules of sheet Scenarios, beside the inventory's own."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

import pytest

from planner.domain.scenario import BUILT_IN
from planner.domain.setting import FormGroup
from planner.ingest.files.read import read_tables
from planner.ingest.load import load_inventory, load_tables
from planner.licensing.rulebook import SETTINGS
from planner.report.policy_words import (
    choice_in_words,
    differences_in_words,
    form_of,
    given_in_words,
    label_of,
    questions,
)
from planner.workbooks.made_scenarios import MadeScenario, as_typed, problems, with_scenarios
from tests.dashboard.workbooks import tills, workbook

TODAY = date(2026, 11, 21)
MADE = MadeScenario("mine", {"ws_metrics": "user", "budget": "1,200.50", "allow_used": "no"})


ON_USERS_ONLY = MadeScenario("u", {"budget": "7"}, "users only")


def loaded(tmp_path, tables, made):
    (tmp_path / "book.xlsx").write_bytes(workbook(tables))
    reading = read_tables(tmp_path / "book.xlsx")
    return load_tables(with_scenarios(reading.tables, made), today=TODAY, source=reading.source)


def test_made_scenarios_stand_beside_the_built_in_ones_which_stay_the_same(tmp_path):
    inventory = loaded(tmp_path, tills(), [MADE]).inventory
    alone = load_inventory(tmp_path / "book.xlsx", today=TODAY).inventory
    assert [(one.name, one.policy) for one in inventory.scenarios[:-1]] == [
        (one.name, one.policy) for one in alone.scenarios if not one.is_on_demand
    ]
    assert [one.name for one in alone.scenarios if not one.is_on_demand] == [name for name, _ in BUILT_IN]
    mine = inventory.scenarios[-1]
    assert (mine.name, mine.policy.ws_metrics, mine.policy.budget, mine.policy.allow_used) == (
        "mine", "user", 120_050, False,
    )  # fmt: skip


def test_built_in_scenarios_that_look_ahead_are_there_beside_made_ones_where_they_are_wanted(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(workbook(tills()))
    reading = read_tables(tmp_path / "book.xlsx")
    tables = with_scenarios(reading.tables, [MADE], ("cheapest", "no upgrade", "three years ahead"))
    inventory = load_tables(tables, today=TODAY, source=reading.source).inventory
    assert [one.name for one in inventory.scenarios[len(BUILT_IN) :]] == ["no upgrade", "three years ahead", "mine"]
    assert inventory.scenarios[-2].policy.horizon_months == 36


def test_made_scenarios_stand_below_the_inventorys_own(tmp_path):
    tables = tills() | {"Scenarios": [{"scenario": "a", "Budget": 900}, {"scenario": "b", "Budget": None}]}
    tables["Policy"].append({"name": "order_cost", "value": 7})
    inventory = loaded(tmp_path, tables, [MADE, MadeScenario("plain")]).inventory
    found = [(one.name, one.policy.budget, one.policy.ws_metrics, one.policy.order_cost) for one in inventory.scenarios]
    assert found == [
        ("a", 90_000, "any", 700), ("b", None, "any", 700), ("mine", 120_050, "user", 700), ("plain", None, "any", 700),
    ]  # fmt: skip


def test_made_scenarios_start_from_the_rules_of_their_bases(tmp_path):
    tables = tills() | {"Scenarios": [{"scenario": " a ", "Budget": 900, "allow_used": "no"}]}
    made = [
        MadeScenario("b", {"ws_metrics": "user"}, "a"),
        MadeScenario("c", {"budget": "none"}, "b"),
        MadeScenario("d", {}, "nowhere"),
    ]
    found = {one.name: one.policy for one in loaded(tmp_path, tables, made).inventory.scenarios}
    rules = {name: (one.budget, one.ws_metrics, one.allow_used) for name, one in found.items()}
    assert rules == {
        "a": (90_000, "any", False), "b": (90_000, "user", False), "c": (None, "user", False), "d": (None, "any", True),
    }  # fmt: skip
    (*_, users) = [one.policy for one in loaded(tmp_path, tills(), [ON_USERS_ONLY]).inventory.scenarios]
    assert (users.ws_metrics, users.rds_metrics, users.budget) == ("user", "user", 700)


@pytest.mark.parametrize(
    ("value", "text"), [(None, "none"), (True, "yes"), ("190.00", "190.00"), (["a", "b"], "a; b"), (0.25, "0.25")]
)
def test_values_of_plan_json_as_one_would_type_them(value, text):
    assert as_typed(value) == text


def test_an_empty_sheet_of_scenarios_counts_as_none(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(workbook(tills() | {"Scenarios": [{"scenario": None, "budget": None}]}))
    tables = read_tables(tmp_path / "book.xlsx").tables
    joined = [table for table in with_scenarios(tables, [MADE]) if table.sheet == "Scenarios"]
    assert [list(table.rows) for table in joined] == [list(range(2, len(BUILT_IN) + 3))]


def test_wrong_values_are_told_by_policy():
    assert problems({"budget": "900", "ws_metrics": "user", "allow_used": "nein"}) == {}
    found = problems({"budget": "9OO", "max_used_share": "7", "ws_metrics": "both", "colour": "blue"})
    assert set(found) == {"budget", "max_used_share", "ws_metrics", "colour"}
    assert found["budget"].startswith('"9OO" is not an amount')


def test_every_policy_that_may_vary_is_asked_for_once_in_words():
    asked = [question.spec.name for question in questions()]
    varied = {spec.name for spec in SETTINGS if spec.everywhere and spec.built} - {"plan_date", "baseline"}
    assert sorted(asked) == sorted(varied)
    labels = [question.label for question in questions()]
    assert len(set(labels)) == len(labels)
    assert not any("_" in label for label in labels)


def test_every_policy_is_put_into_words_and_none_waits_in_more_rules():
    built = [spec for spec in SETTINGS if spec.everywhere and spec.built and spec.name not in ("plan_date", "baseline")]
    assert all(spec.form for spec in built)
    groups = [question.group for question in questions()]
    assert FormGroup.MORE not in groups
    assert [group for group, _ in groupby(groups)] == list(dict.fromkeys(groups))
    for question in questions():
        asked = form_of(question.spec.name).question
        assert asked.endswith((".", "?")), asked
        assert not re.search(r"base layer|base CAL|surplus|_scope|metric|lot\b", asked), asked
    assert 5 <= sum(question.is_usual for question in questions()) <= 10


def test_words_for_choices_are_those_of_the_policy():
    for question in questions():
        words = [choice_in_words(question.spec.name, choice) for choice in question.choices]
        assert len(set(words)) == len(words)
        assert not any("_" in word for word in words)


def test_a_policy_nobody_has_put_into_words_is_called_by_its_name():
    assert label_of("fx_usd") == "Fx usd"


@pytest.mark.parametrize(
    ("name", "choice", "words"),
    [
        ("ws_metrics", "user", "User CALs only"),
        ("server_upgrades", "2022", "everything at 2022"),
        ("a_new_policy", "some_word", "some word"),
    ],
)
def test_choices_in_words(name, choice, words):
    assert choice_in_words(name, choice) == words


def test_what_differs_in_words():
    assert given_in_words({"budget": "900", "ws_metrics": "single"}) == (
        "Budget: 900; Windows Server CALs: one kind, whichever is cheaper"
    )
    policy = {"budget": "900.00", "peripherals": "exempt", "allow_used": False}
    assert differences_in_words(tuple(policy), policy, "EUR") == (
        "Budget: 900.00 EUR; Printers, scanners and time clocks: need no CAL; Used licences: no"
    )
