"""Answers: read from a file or a sheet, and a file that only ever grows at its end."""

import pytest

from planner.errors import UsageError
from planner.imports.answers import read_answers, with_questions
from planner.imports.questions import Question, Talk

ASKED = Question("account nord\\ann", 'Who is "ann"?', "It counts as external.", ("external", "nobody"))


def test_questions_are_added_once_and_what_was_written_stays(tmp_path):
    file = tmp_path / "answers.toml"
    first = with_questions("", [ASKED], {})
    file.write_text(first.replace('= ""', '= "nobody"  # I asked her'), encoding="utf-8")

    assert read_answers(file) == {"account nord\\ann": "nobody"}
    again = with_questions(file.read_text(encoding="utf-8"), [ASKED, Question("address 10.0.0.1", "?", "Kept.")], {})
    assert again.startswith(file.read_text(encoding="utf-8").rstrip("\n"))
    assert again.count("account nord") == 1
    assert again.endswith('# ?\n# Until then: Kept.\n"address 10.0.0.1" = ""\n')


def test_there_need_be_no_file_yet_and_another_is_refused(tmp_path):
    assert read_answers(tmp_path / "new.toml") == {}
    (tmp_path / "odd.toml").write_text('"a" = [1]\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r'odd\.toml: the answer to "a" is no text'):
        read_answers(tmp_path / "odd.toml")
    (tmp_path / "bad.toml").write_text("a = = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.toml is no file of answers"):
        read_answers(tmp_path / "bad.toml")


def test_an_answer_that_may_not_be_given_is_told_and_not_used():
    talk = Talk(answers={"a": "perhaps", "b": "yes"})

    assert talk.ask("a", "?", "No.", choices=("yes", "no")) is None
    assert talk.ask("b", "?", "No.", choices=("yes", "no")) == "yes"
    assert [question.id for question in talk.open] == ["a"]
    assert talk.remarks[0].text == 'The answer "perhaps" to "a" is none of: yes, no. It is not used.'
