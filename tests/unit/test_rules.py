"""The rooms of the rules say what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.licensing.rulebook import NOTICES, RULES, SETTING_BY_NAME, SETTINGS, Rule, State, Whom
from planner.report.rules_page import rules_page

ROOT = Path(__file__).parents[2]
BUILT = (State.BUILT, State.PART)


def test_every_rule_stands_there_once_in_its_order():
    assert [rule.id for rule in RULES] == [f"R{number}" for number in range(1, len(RULES) + 1)]
    assert len(RULES) >= 65


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_room_names_what_exists(rule: Rule):
    assert all((ROOT / "planner" / where).exists() for where in rule.where)
    assert all((ROOT / test).exists() for test in rule.tests)
    assert {*rule.settings, *rule.also} <= set(SETTINGS)
    assert all(setting.built for setting in rule.settings)
    assert rule.title
    assert rule.statement
    assert rule.sources
    assert rule.standing
    codes = {problem.code for problem in NOTICES}
    assert set(rule.when) <= {"always", "rds", "mixing", "used", *codes}


def test_a_policy_belongs_to_one_rule():
    settings = [setting.name for rule in RULES for setting in rule.settings]
    assert len(settings) == len(set(settings))
    assert all(setting in SETTINGS for rule in RULES for setting in rule.also)
    codes = [problem.code for problem in NOTICES]
    assert len(codes) == len(set(codes))


def test_the_order_of_policies_is_stated_once():
    places = [setting.place for setting in SETTINGS]
    assert places == sorted(set(places))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_state_is_backed_up(rule: Rule):
    """What is built has a place, what is wholly built a test too; everything else says its limit."""
    assert bool(rule.where or rule.has_effect) == (rule.state in BUILT)
    assert rule.limit or (rule.state is State.BUILT and rule.tests)


def test_the_code_quotes_no_rule_that_is_not_there():
    known = {rule.id for rule in RULES}
    for path in (ROOT / "planner").rglob("*.py"):
        quoted = set(re.findall(r"\brules? (R\d+)", path.read_text(encoding="utf-8")))
        assert quoted <= known, path


def test_the_page_has_a_section_per_rule():
    assert re.findall(r"^## (R\d+):", rules_page(), re.MULTILINE) == [rule.id for rule in RULES]


def test_what_is_open_says_whom_to_ask_and_what_holds_until_then():
    """Questions are whole sentences, each policy they name exists, and no room asks the same twice."""
    asked = [ask for rule in RULES for ask in rule.asks]
    assert {ask.whom for ask in asked} == set(Whom)
    assert all(ask.question.endswith("?") and ask.meanwhile.endswith(".") for ask in asked)
    assert len({ask.question for ask in asked}) == len(asked)
    named = {name for ask in asked for name in re.findall(r"[a-z]+_[a-z0-9_]+[a-z0-9]", ask.meanwhile)}
    assert {name for name in named if name not in SETTING_BY_NAME} <= {"grants_m365", "allow_used"}
