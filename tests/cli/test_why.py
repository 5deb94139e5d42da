"""`cal-planner why` answers one question, in words or as JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from planner.cli import main
from tests.dashboard.workbooks import GOOD


@pytest.fixture
def why(tmp_path):
    """Ask about twenty people at five tills: five Device CALs, 190.00 EUR."""
    (tmp_path / "shop.xlsx").write_bytes(GOOD)

    def asked(*arguments):
        return CliRunner().invoke(main, ["why", str(tmp_path / "shop.xlsx"), *arguments])

    return asked


def test_it_answers_in_words(why):
    result = why("--without", "O-device")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "the cheapest plan costs 700.00 EUR: 510.00 EUR more; proved." in said
    assert "buy from Shop, O-user 0 20" in said


def test_it_answers_for_other_programs(why):
    result = why("--license", "till/user/*", "ws_cal", "user", "--json", "--scenario", "new only")
    assert result.exit_code == 0, result.output
    reply = json.loads(result.stdout)
    assert (reply["format"], reply["scenario"]) == ("cal-planner/reply/1", "new only")
    assert "510.00 EUR more" in reply["sentences"][0]
    assert {change["after"] for change in reply["changes"]} == {0, 20}


def test_prices(why):
    assert "up to 140.00 EUR each" in " ".join(why("--price", "O-device").stdout.split())
    said = " ".join(why("--prices", "ws_cal", "device").stdout.split())
    assert "at most 102.00 EUR each dearer" in said
    assert "38.00 380.00 0 5" in said


@pytest.mark.parametrize("arguments", [(), ("--without", "O-device", "--price", "O-device")])
def test_one_question_at_a_time(why, arguments):
    result = why(*arguments)
    assert result.exit_code == 2
    assert "Ask one thing at a time" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--without", "nonsense"), "Offer nonsense cannot be bought"),
        (("--license", "zoe", "ws_cal", "user"), 'Nobody is called "zoe".'),
        (("--without", "O-user", "--scenario", "x"), 'No scenario is called "x"'),
    ],
)
def test_what_is_not_there_is_said_in_words(why, arguments, words):
    result = why(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_folder_and_a_zip_are_inventories_too(uneven, tmp_path):
    """A folder was refused by the command that asks about the plan it had been planned with."""
    import shutil

    packed = shutil.make_archive(str(tmp_path / "estate"), "zip", uneven.inventory)
    for inventory in (str(uneven.inventory), packed):
        result = CliRunner().invoke(main, ["why", inventory, "--license", "kiosk-1", "ws_cal", "user"])
        assert result.exit_code == 2, result.output
        assert 'Nobody is called "kiosk-1". Near to it: KIOSK-1' in " ".join(result.stderr.split())


def test_a_saved_plan_is_started_from(uneven, monkeypatch):
    """A name is as good as an id; the scenario was planned anew for every question."""
    from planner.study.why import replanning

    solved = []
    solve = replanning.solve
    monkeypatch.setattr(replanning, "solve", lambda *given: solved.append(given) or solve(*given))
    question = ["why", str(uneven.inventory), "--license", "Mia  NAME", "ws_cal", "device", "--json"]
    again = CliRunner().invoke(main, question)
    assert len(solved) == 2
    saved = CliRunner().invoke(main, [*question, "--plan", str(uneven.folder / "plan.json")])
    assert len(solved) == 3
    assert "The saved plan is not used" not in saved.stderr
    assert json.loads(saved.stdout) == json.loads(again.stdout)
    assert "every machine that mia uses" in json.loads(saved.stdout)["sentences"][0]


def test_a_plan_of_something_else_is_not_started_from(why, uneven):
    result = why("--without", "O-device", "--plan", str(uneven.folder / "plan.json"))
    assert result.exit_code == 0, result.output
    said = " ".join(result.stderr.split())
    assert "The saved plan is not used: it was made of another inventory, or of one that has changed." in said
    assert "510.00 EUR more; proved." in " ".join(result.stdout.split())
