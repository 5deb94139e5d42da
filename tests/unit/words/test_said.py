"""A sentence is an English text like any other, and knows how it was made."""

import ast
import copy
import functools
import json
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import planner
from planner.errors import UsageError
from planner.words import (
    ENGLISH,
    Language,
    Said,
    SaidEnum,
    capital,
    closest,
    current,
    joined,
    language,
    say,
    shown,
    small,
    speaking,
    tell,
)
from planner.words.catalogue import Catalogue, read_catalogue
from planner.words.kept import as_kept, from_kept, read_recipe, recipe_of, recipes, with_recipes
from planner.words.numbers import Marked
from planner.words.said import named

GERMAN = Language(
    "de",
    Marked(".", ",", "%d.%m.%Y"),
    Catalogue(
        {
            "{people} people need {what} until {day}.": "Bis {day} brauchen {people} Personen {what}.",
            "a licence": "eine Lizenz",
            " and ": " und ",
            "Buy {packs} for {amount}": "Für {amount} kaufen: {packs}",
            "less than {share}": "weniger als {share}",
            "{share:.1%} of {number:,}": "{share:.1%} von {number:,}",
            "{number} rows": "{number} Zeilen",
        },
        {"pack": ("Packung", "Packungen")},
        lambda number: int(number != 1),
    ),
)
NEED = say("{people} people need {what} until {day}.", people=1200, what=say("a licence"), day=date(2026, 12, 31))


def test_it_is_the_english_sentence():
    assert NEED == "1200 people need a licence until 2026-12-31."
    assert json.dumps([NEED]) == '["1200 people need a licence until 2026-12-31."]'
    assert shown(NEED, language("en")) == NEED
    assert type(shown(NEED, language("en"))) is str


def test_it_is_shown_in_another_language_with_all_that_stands_in_it():
    assert shown(NEED, GERMAN) == "Bis 31.12.2026 brauchen 1200 Personen eine Lizenz."


@pytest.mark.parametrize(("number", "packs"), [(1, "1 Packung"), (0, "0 Packungen"), (1200, "1.200 Packungen")])
def test_counts_and_amounts_follow_the_language(number, packs):
    text = say("Buy {packs} for {amount}", packs=ENGLISH.count(number, "pack"), amount=ENGLISH.money(123456, "EUR"))
    assert shown(text, GERMAN) == f"Für 1.234,56 EUR kaufen: {packs}"


@pytest.mark.parametrize(
    ("share", "english", "german"),
    [
        (Fraction(1, 20), "5 %", "5 %"),
        (Fraction(3, 800), "0.4 %", "0,4 %"),
        (Fraction(1, 3000), "less than 0.1 %", "weniger als 0,1 %"),
    ],
)
def test_shares_follow_the_language(share, english, german):
    text = ENGLISH.percent(share)
    assert text == english
    assert shown(text, GERMAN) == german


def test_numbers_in_a_pattern_follow_the_language_where_it_says_so():
    assert shown(say("{share:.1%} of {number:,}", share=0.125, number=4000), GERMAN) == "12,5\u00a0% von 4.000"
    assert shown(say("{number} rows", number=2025), GERMAN) == "2025 Zeilen"


def test_texts_that_are_put_together_stay_sentences():
    both = joined(say(" and "), [say("a licence"), "Ann"])
    assert (both, shown(both, GERMAN)) == ("a licence and Ann", "eine Lizenz und Ann")
    assert shown("Now: " + say("a licence") + "!", GERMAN) == "Now: eine Lizenz!"
    assert shown(capital(say("a licence")), GERMAN) == "Eine Lizenz"
    assert shown(named((say("a licence"), "!"), " for Bo"), GERMAN) == "eine Lizenz for Bo!"
    assert type(joined(", ", ["Ann", "Bo"])) is str


def test_titles_inside_a_line_are_small_in_english_only():
    assert (small(say("Price")), shown(small(say("Price")), GERMAN)) == ("price", "Price")


def test_what_nobody_said_is_data_and_is_shown_as_it_is():
    assert shown("a licence", GERMAN) == "a licence"


@pytest.mark.parametrize(
    "text",
    [
        NEED,
        joined("; ", [NEED, "Ann"]),
        capital(NEED),
        ENGLISH.count(3, "pack"),
        ENGLISH.percent(Fraction(1, 3000)),
        ENGLISH.number(Decimal("0.50")),
        named((NEED, ""), "Ann"),
    ],
)
def test_it_stays_what_it_is_when_copied_or_kept(text):
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text), read_recipe(recipe_of(text))):
        assert isinstance(again, Said)
        assert (str(again), shown(again, GERMAN)) == (str(text), shown(text, GERMAN))


def test_a_document_keeps_how_its_texts_were_made():
    document = {"name": "a licence", "notices": [{"text": NEED}, {"text": "old words"}]}
    kept = json.loads(json.dumps(document | {"words": recipes(document)}))
    again = with_recipes(kept, kept["words"])
    assert shown(again["notices"][0]["text"], GERMAN) == shown(NEED, GERMAN)
    assert not isinstance(again["notices"][1]["text"], Said)
    assert not isinstance(again["name"], Said)


NESTED = functools.reduce(lambda inner, _: ["capital", inner], range(400), "x")
GROWING = functools.reduce(lambda inner, _: ["say", "{a}" * 10, {"a": inner}], range(12), "x")
"""A million times a million letters."""


@pytest.mark.parametrize(
    "recipe",
    [
        ["say", "{a.__class__}", {"a": "x"}],
        ["say", "{a!r}", {"a": "x"}],
        ["say", "{a:999999999}", {"a": "x"}],
        ["say", "{b}", {"a": "x"}],
        ["figure", "__class__", [1]],
        ["nothing"],
        ["say", "something else", {}],
        ["say", "{a:,f}", {"a": ["Decimal", "1e99999999"]}],
        ["figure", "whole", [["Fraction", "1e99999999"]]],
        NESTED,
        GROWING,
        [],
    ],
)
def test_a_recipe_that_is_none_or_of_another_text_is_not_used(recipe):
    document = {"text": "Pay."}
    again = with_recipes(document, {"text": {"Pay.": json.dumps(recipe)}})
    assert not isinstance(again["text"], Said)


def test_a_language_is_spoken_inside_and_english_elsewhere():
    with speaking(GERMAN):
        assert tell("a licence") == "eine Lizenz"
        assert current() is GERMAN
    assert tell("a licence") == "a licence"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("de-AT", "de"), ("de_CH.UTF-8", "de"), ("fr", "fr"), ("en-GB", "en"), ("nl-NL", "en"), ("", "en")],
)
def test_the_closest_language_is_spoken(wanted, code):
    assert closest(wanted) == code


def test_a_catalogue_is_read_as_gettext_writes_it(tmp_path: Path):
    path = tmp_path / "xx.po"
    path.write_text(
        '# Head\nmsgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        '#: a.py\nmsgid "Say \\"{name}\\""\nmsgstr ""\n"Sage "\n"\\"{name}\\"\\n"\n\n'
        '#, fuzzy\nmsgid "old"\nmsgstr "alt"\n\n'
        'msgid "pack"\nmsgid_plural "packs"\nmsgstr[0] "lot"\nmsgstr[1] "lots"\n',
        encoding="utf-8",
    )
    found = read_catalogue(path)
    assert found.pattern('Say "{name}"') == 'Sage "{name}"\n'
    assert found.pattern("old") == "old"
    assert [found.noun("pack", "packs", number) for number in (0, 1, 2)] == ["lot", "lot", "lots"]
    assert found.pattern("pack") == "lot"
    assert found.noun("row", "rows", 2) == "rows"


@pytest.mark.parametrize("text", [NEED, "old words", '{"said":["nothing"]}', ENGLISH.percent(Fraction(1, 3000))])
def test_a_single_text_is_kept_with_how_it_was_made(text):
    again = from_kept(as_kept(text))
    assert again == text
    assert shown(again, GERMAN) == shown(text, GERMAN)


@pytest.mark.parametrize("number", ["1E+999999999", "9" * 50, "1/" + "9" * 50, "nan"])
def test_a_number_that_would_fill_the_memory_is_not_made(number):
    for kind in ("Decimal", "Fraction"):
        with pytest.raises(ValueError, match="no text that was kept"):
            read_recipe([kind, number])


def test_an_error_is_told_in_the_language_it_is_shown_in():
    assert shown(str(UsageError(say("a licence"))), GERMAN) == "eine Lizenz"
    assert str(UsageError("plain")) == "plain"
    assert str(UsageError()) == ""


class Colour(SaidEnum):
    RED = "a licence"


def test_words_of_a_fixed_set_are_codes_that_are_shown():
    assert json.dumps(Colour.RED) == '"a licence"'
    assert shown(Colour.RED, GERMAN) == "eine Lizenz"
    assert shown(say("{a}!", a=Colour.RED), GERMAN) == "eine Lizenz!"
    assert shown(read_recipe(recipe_of(say("{a}!", a=Colour.RED))), GERMAN) == "eine Lizenz!"


def forgets(node: ast.AST) -> bool:
    """Whether `str.join` puts texts together here that can be said in other languages: the result could not."""
    is_join = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join"
    if not is_join or not isinstance(node.func.value, ast.Constant):
        return False
    called = [one.func for part in node.args for one in ast.walk(part) if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Name) and one.id in ("say", "joined") for one in called)


def test_texts_are_joined_so_that_they_keep_their_languages():
    assert forgets(ast.parse('", ".join(say("{n}", n=n) for n in ns)', mode="eval").body)
    root = Path(planner.__file__).parents[1]
    files = [path for folder in ("planner", "dashboards") for path in (root / folder).rglob("*.py")]
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if forgets(node)
    ]
    assert found == []
