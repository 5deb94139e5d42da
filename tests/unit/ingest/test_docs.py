from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner import reference
from planner.ingest import data_format_page
from planner.ingest.schema.problems import DATA_PROBLEMS
from planner.ingest.schema.sheets import SHEETS
from planner.licensing.rulebook import SETTINGS

ROOT = Path(__file__).parents[3]
CODES = ROOT / "planner/ingest/schema/problems.py"
CODE = re.compile(r"CAL-\d{3}")


@pytest.mark.parametrize(("name", "page"), reference.pages().items())
def test_generated_pages_are_current(name, page):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page


def test_the_page_of_the_data_format_names_everything():
    page = data_format_page()
    names = [column.name for sheet in SHEETS for column in sheet.columns] + [spec.name for spec in SETTINGS]
    assert [name for name in names if f"`{name}`" not in page] == []


def test_the_page_of_errors_has_every_code_once():
    codes = re.findall(r"^### (CAL-\d{3})", reference.pages()["errors.md"], re.MULTILINE)
    assert len(codes) == len(set(codes))
    assert {problem.code for problem in DATA_PROBLEMS} <= set(codes)
    assert codes == sorted(codes)


def _reporting() -> list[Path]:
    """Return the modules that report problems of the data: the readers, and what asks before anything is planned."""
    return [*(ROOT / "planner/ingest").rglob("*.py"), ROOT / "planner/planning/questions.py"]


def test_every_code_is_used_and_tested():
    """A code in the table that nobody reports is a promise nobody keeps."""
    program = " ".join(path.read_text(encoding="utf-8") for path in _reporting() if path != CODES)
    folders = [ROOT / "tests/unit/ingest", ROOT / "tests/unit/planning"]
    tests = " ".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("test_*.py"))
    known = {problem.code for problem in DATA_PROBLEMS}
    assert known - set(CODE.findall(program)) == set()
    assert known - set(CODE.findall(tests)) == set()
    reported = {code for code in CODE.findall(program) if code >= "CAL-040"}
    assert reported - known == set()
