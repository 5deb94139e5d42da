"""The words of hand-made lists, from the data files beside this module: headers, and values in cells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from planner.imports.mapping.fields import NOTHING, Holds
from planner.ingest import KnownWords

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_BREAK_IN_WORD = re.compile(r"[-\u00ad]\s*\n\s*(?=[^\W\d_A-ZÄÖÜ])")
_SHEETS = "sheets"


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("planner.imports.mapping") / "words" / f"{name}.toml").read_text("utf-8"))


@cache
def _headers() -> Mapping[Holds, KnownWords]:
    words: dict[Holds, dict[str, str]] = {holds: {} for holds in Holds}
    # What is of no use comes last: a word that means a field of some list means that field there.
    sections = sorted(_sections(), key=lambda section: section[1] == NOTHING)
    for lists, field, languages in sections:
        for holds in lists.split():
            for word in _all(languages):
                words[Holds(holds)].setdefault(word.casefold(), field)
    return {holds: KnownWords(meaning_of) for holds, meaning_of in words.items()}


def _sections() -> Iterator[tuple[str, str, Mapping[str, list[str]]]]:
    for lists, fields in _file("headers").items():
        if lists != _SHEETS:
            for field, languages in fields.items():
                yield lists, field, languages


def _all(languages: Mapping[str, list[str]]) -> Iterator[str]:
    for words in languages.values():
        yield from words


def headers_of(holds: Holds) -> KnownWords:
    """Return the words by which columns of a kind of list are called, and the fields they mean."""
    return _headers()[holds]


@cache
def _sheet_names() -> KnownWords:
    sections = _file("headers")[_SHEETS]
    return KnownWords({word.casefold(): holds for holds, languages in sections.items() for word in _all(languages)})


def list_called(name: str) -> Holds | None:
    """Return what a list holds by the name of its sheet or file; None where the name does not say."""
    if found := _sheet_names().find(name):
        return Holds(found)
    inside = _sheet_names().find_inside(name.replace("_", " ").replace("-", " "))
    return Holds(inside[1]) if inside else None


@cache
def header_words() -> frozenset[str]:
    """Return all header words in small letters, by which the encoding of a text file is found."""
    return frozenset(word.casefold() for _, _, languages in _sections() for word in _all(languages))


@cache
def values(section: str) -> KnownWords:
    """Return the words that stand in cells of a kind of value, and what they mean."""
    meanings = _file("values")[section]
    return KnownWords({word.casefold(): meaning for meaning, languages in meanings.items() for word in _all(languages)})


@cache
def meanings(section: str) -> tuple[str, ...]:
    """Return what the words of a kind of value can mean."""
    return tuple(_file("values")[section])


@cache
def beginnings(section: str, meaning: str) -> re.Pattern[str]:
    """Return what finds the words of a meaning at the begin of a text, as whole words; small letters."""
    words = sorted({word.casefold() for word in _all(_file("values")[section][meaning])}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?=[\s:=,;.()]|$)")


@cache
def anywhere(section: str, meaning: str) -> re.Pattern[str]:
    """Return what finds the words of a meaning anywhere in a text, as whole words; small letters."""
    return re.compile(rf"(?:^|(?<=[\s:=,;.()])){beginnings(section, meaning).pattern}")


def clean_header(cell: object) -> str:
    """Return a header on one line: words broken at a line's end are joined, and brackets at its end are left out.

    `Geräte-⏎name` is `Gerätename`, `Preis netto (€)` is `Preis netto`.
    """
    text = _BREAK_IN_WORD.sub("", str(cell if cell is not None else "")).replace("’", "'")
    text = " ".join(text.split()).strip(" ?:*.")
    return _BRACKETS.sub("", text).strip(" ?:*") or text
