"""The catalogues hold what the program says, and nothing else."""

import re
from string import Formatter

import pytest

from planner.words.catalogue import read_catalogue
from tools.words import LANGUAGES, as_text, catalogue_path, missing, texts, texts_of, updated

NOT_YET = {"de": 0, "fr": 3000}
"""So many texts of a language are not translated yet; it may only become less."""
FOUND = texts()


def values(template: str) -> set[tuple[str, str]]:
    return {(name, how or "") for _, name, how, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_texts_of_the_program(language):
    """What fails here is mended by `python -m tools.words`, and by translating what is new."""
    catalogue = read_catalogue(catalogue_path(language))
    wanted = {text.text for text in FOUND}
    assert set(catalogue.patterns) - wanted == set()
    assert wanted - set(catalogue.patterns) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_more_texts_lack_a_translation_than_were_told(language):
    assert len(missing(updated(language, FOUND))) <= NOT_YET[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_marked_as_doubtful(language):
    assert not re.findall(r"^#,.*fuzzy", catalogue_path(language).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_values_in_the_same_way(language):
    catalogue = read_catalogue(catalogue_path(language))
    pairs = [(english, other) for english, other in catalogue.patterns.items() if other and "{" in english]
    wrong = [(english, other) for english, other in pairs if values(other) - values(english)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_like_its_text(language):
    """A text that is put before or behind another keeps the blank between them."""
    catalogue = read_catalogue(catalogue_path(language))
    pairs = [(english, other) for english, other in catalogue.patterns.items() if other]
    ends = [(english, other) for english, other in pairs if english.endswith(" ") != other.endswith(" ")]
    starts = [(english, other) for english, other in pairs if english.startswith(" ") != other.startswith(" ")]
    assert ends + starts == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_a_catalogue_again_changes_nothing(language):
    """What is told of places may be older; the texts and the translations are the same."""
    path = catalogue_path(language)
    rewritten = as_text(updated(language, FOUND))
    assert _without_places(rewritten) == _without_places(path.read_text(encoding="utf-8"))


def _without_places(text: str) -> set[str]:
    return {entry for entry in re.sub(r"^#:.*\n", "", text, flags=re.MULTILINE).split("\n\n") if entry.strip()}


def test_texts_are_found_by_reading_the_source():
    source = """
say("One {a}." "Two.", a=1)
x.count(n, "box", "boxes")
x.count("e")
tell(word)
say("{a}", a=1)
count(n, "row")
"""
    assert [(text.text, text.many) for text in texts_of(source, "a.py")] == [
        ("One {a}.Two.", ""), ("box", "boxes"), ("row", "rows"),
    ]  # fmt: skip
