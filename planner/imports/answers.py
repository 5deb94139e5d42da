"""Answers to what an import asked: kept in a small TOML file, or on the sheet Questions of an inventory.

The file is flat: the id of a question, an equals sign, the answer.  What is asked anew is put at its end with a blank
answer; what a person wrote is never changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from planner.errors import UsageError
from planner.imports.questions import Question
from planner.ingest import RawTable, read_tables

SHEET = "Questions"
_HEAD = """\
# What the import asked.  Write an answer between the quotation marks; a blank one is not used.
# To keep apart what was found to be one: "apart account NAME" = "yes", or "apart machine NAME" = "yes".
# To say what an account is: "account NAME" = "person", "service", "external", or whose account it is.
"""


def read_answers(path: Path) -> dict[str, str]:
    """Return the answers in a file; none where there is no such file yet.

    Raises UsageError for a file that holds something else.
    """
    if not path.exists():
        return {}
    if path.suffix.lower() != ".toml":
        return _on_sheet(path)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{path.name} is no file of answers: {problem}.") from problem
    odd = [name for name, value in found.items() if not isinstance(value, str | int)]
    if odd:
        raise UsageError(f'{path.name}: the answer to "{odd[0]}" is no text. Write it in quotation marks.')
    return {name: str(value).strip() for name, value in found.items() if str(value).strip()}


def _on_sheet(path: Path) -> dict[str, str]:
    tables = [table for table in read_tables(path).tables if table.sheet == SHEET]
    answers: dict[str, str] = {}
    for table in tables:
        answers |= _in_table(table)
    return answers


def _in_table(table: RawTable) -> dict[str, str]:
    places = {header.casefold(): place for place, header in enumerate(table.headers)}
    if "id" not in places or "answer" not in places:
        return {}
    ids, answers = table.columns[places["id"]], table.columns[places["answer"]]
    said = {str(id).strip(): _text(answer) for id, answer in zip(ids, answers, strict=True) if id}
    return {id: answer for id, answer in said.items() if answer}


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def with_questions(text: str, questions: Iterable[Question], known: Mapping[str, str]) -> str:
    """Return a file of answers with the questions at its end that it does not have yet."""
    try:
        there = set(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        there = set(known)
    new = [question for question in questions if question.id not in there]
    lines = [text.rstrip("\n") if text.strip() else _HEAD.rstrip("\n")]
    for question in sorted(new, key=lambda question: question.id):
        lines.append("")
        lines += [f"# {line}" for line in _comment(question)]
        lines.append(f'{_quoted(question.id)} = ""')
    return "\n".join(lines) + "\n"


def _comment(question: Question) -> list[str]:
    words = [question.text, f"Until then: {question.until_answered}"]
    if question.choices:
        words.append(f"One of: {', '.join(question.choices)}")
    return [" ".join(line.split()) for line in words]


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter >= " " else " " for letter in plain) + '"'
