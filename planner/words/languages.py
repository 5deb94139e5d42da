"""The languages there are, and which one is spoken now.

A language is chosen by whoever shows something: a command by its option, a page by its browser.  It holds for the
present thread of work (`speaking`); where nobody chose one there, whoever was named with `ask` is asked, and English is
spoken where there is nobody to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from planner.words.catalogue import Catalogue, read_catalogue
from planner.words.numbers import ENGLISH, Marked, Numbers
from planner.words.said import Said, SaidEnum, Sentence, say

_NUMBERS: Mapping[str, Numbers] = {
    "en": ENGLISH,
    "de": Marked(".", ",", "%d.%m.%Y"),
    "fr": Marked("\N{NARROW NO-BREAK SPACE}", ",", "%d/%m/%Y"),
}
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français"}
"""The languages by their codes, as those call them who speak them."""


class _Whole(int):
    """A count in a pattern: `{n:,}` is written as the reader does, `{n}` as it is."""

    numbers: Numbers

    def __format__(self, how: str) -> str:
        return self.numbers.decimal(Decimal(int(self))) if how == "," else format(int(self), how)


class _Broken(float):
    """A broken number in a pattern."""

    numbers: Numbers

    def __format__(self, how: str) -> str:
        digits, sign = format(float(self), how), ""
        if digits.endswith("%"):
            digits, sign = digits[:-1], "\N{NO-BREAK SPACE}%"
        try:
            return self.numbers.decimal(Decimal(digits.replace(",", "")), grouped="," in digits) + sign
        except ArithmeticError:  # no plain number
            return digits


class _Day:
    """A day in a pattern."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __format__(self, how: str) -> str:
        return self._text

    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Language:
    """A language with a way of writing figures: a `Reader` of what is said."""

    code: str
    numbers: Numbers
    catalogue: Catalogue | None

    @property
    def is_as_made(self) -> bool:
        """Whether texts are shown as they were made, in English."""
        return self.catalogue is None and self.numbers is ENGLISH

    def pattern(self, english: str) -> str:
        """Return a pattern in this language."""
        return self.catalogue.pattern(english) if self.catalogue else english

    def noun(self, one: str, many: str, number: int) -> str:
        """Return the form of a noun that goes with a number."""
        if self.catalogue:
            return self.catalogue.noun(one, many, number)
        return one if number == 1 else many

    def figure(self, kind: str, arguments: Sequence[Any]) -> str:
        """Write a figure; a very small share is written in words."""
        found = self.numbers.figure(kind, arguments)
        return found.to(self) if isinstance(found, Sentence) else str(found)

    def small(self, text: str) -> str:
        """Return a title as it is written inside a line; German writes its nouns with capitals everywhere."""
        return text if self.code == "de" else text.lower()

    def value(self, value: object) -> object:
        """Return what stands for a value in a pattern."""
        match value:
            case Said():
                return value.to(self)
            case SaidEnum():
                return self.pattern(value.value)
            case bool() | str():
                return value
            case int():
                whole = _Whole(value)
                whole.numbers = self.numbers
                return whole
            case float():
                broken = _Broken(value)
                broken.numbers = self.numbers
                return broken
            case date():
                return _Day(self.numbers.day(value))
        item = getattr(value, "item", None)  # NumPy's numbers
        return value if item is None else self.value(item())


@cache
def language(code: str) -> Language:
    """Return a language by its code.  Raises KeyError for one that is not spoken here."""
    numbers = _NUMBERS[code]
    return Language(code, numbers, None if code == "en" else read_catalogue(Path(__file__).with_name(f"{code}.po")))


PLAIN = language("en")


def closest(wanted: str) -> str:
    """Return the code of the language that a locale asks for (`de-AT`, `fr_CH.UTF-8`), English where it is another."""
    code = wanted.replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else PLAIN.code


_asked: list[Callable[[], Language]] = [lambda: PLAIN]
_spoken: ContextVar[Language | None] = ContextVar("language", default=None)


def ask(whom: Callable[[], Language]) -> None:
    """Have somebody asked for the language where nobody chose one."""
    _asked[0] = whom


def current() -> Language:
    """Return the language that is spoken now."""
    return _spoken.get() or _asked[0]()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Have a language spoken inside."""
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


def shown(text: str, to: Language | None = None) -> str:
    """Return a text as it is shown in the language that is spoken now, or in another; data is shown as it is."""
    if isinstance(text, SaidEnum):
        return (to or current()).pattern(text.value)
    if not isinstance(text, Said):
        return text
    to = to or current()
    return str(text) if to.is_as_made else text.to(to)


def tell(template: str, /, **values: object) -> str:
    """Say something that is shown at once."""
    return shown(say(template, **values))
