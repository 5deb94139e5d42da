"""What the terminal and the workbook say is said by the catalogue: in another language no English word is left."""

import io
import re
from collections import Counter

import openpyxl
from sample_plans import plan_set

from planner.domain.document import document_of
from planner.report.excel import write_workbook
from planner.report.formats.plan_json import as_text
from planner.report.formats.plan_reader import from_text
from planner.report.terminal import make_console, print_plans
from planner.words import ENGLISH, Language, language, speaking
from planner.words.catalogue import Catalogue

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщ")
OF_THE_DATA = {
    "cheapest", "users", "only", "tight", "slow", "used", "licences", "need", "papers", "raise", "the", "budget",
    "from", "to", "beta", "sons", "eur", "alpha", "estate", "xlsx", "register", "held", "today", "server", "too",
    "small", "time", "limit", "came", "first", "are", "missing", "metrics", "user", "rds",
}  # fmt: skip
"""Words of names and of texts that were saved without how they were made."""


class Elsewhere(Catalogue):
    """A language whose words are those of English in other letters."""

    def pattern(self, english):
        return re.sub(r"\{[^{}]*\}|[A-Za-z]", lambda found: found[0] if len(found[0]) > 1 else moved(found[0]), english)

    def noun(self, one, many, number):
        return self.pattern(one if number == 1 else many)


def moved(letter):
    return letter.lower().translate(LETTERS)


ELSEWHERE = Language("xx", ENGLISH, Elsewhere({}, {}, lambda number: 0))


def printed(document, spoken):
    stream = io.StringIO()
    with speaking(spoken):
        print_plans(document, make_console(stream))
    return stream.getvalue()


def english_words(text):
    return Counter(word.lower() for word in re.findall(r"[A-Za-z][a-z]{2,}", text))


def test_no_english_is_left_at_the_terminal():
    left = english_words(printed(document_of(plan_set()), ELSEWHERE))
    assert set(left) - OF_THE_DATA == set()


def test_no_english_is_left_on_the_summary_and_the_purchase_list(tmp_path):
    with speaking(ELSEWHERE):
        write_workbook(plan_set(), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = [cell.value for sheet in book.worksheets[:2] for row in sheet.iter_rows() for cell in row]
    left = english_words(" ".join(cell for cell in cells if isinstance(cell, str) and not cell.startswith("=")))
    assert set(left) - OF_THE_DATA == set()


def test_a_saved_plan_is_shown_as_one_that_was_just_made():
    made = document_of(plan_set())
    saved = from_text("plan.json", as_text(made))
    for spoken in (language("de"), language("fr"), ELSEWHERE):
        assert printed(saved, spoken) == printed(made, spoken)
    assert "nachweislich am günstigsten" in printed(saved, language("de"))
    assert "217,18" in printed(saved, language("de"))
