"""Sentences that remember how they were made, so that they can be shown in another language later.

`say("{vendor} has no price.", vendor="Dealer A")` is the English sentence, a text like any other.  It also carries
its pattern and what was put into it; what is put in may be such a text itself, a figure or a day.  Where a text is
shown (`planner.words.shown`) the pattern is looked up in the reader's language and filled again.

Making one costs little more than formatting it, since nothing is looked up before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, SupportsIndex


class Reader(Protocol):
    """Whoever a text is shown to: knows the patterns in their language, and writes figures and days as they do."""

    def pattern(self, english: str) -> str:
        """Return a pattern in the reader's language."""

    def noun(self, one: str, many: str, number: int) -> str:
        """Return the form of a noun that goes with a number."""

    def figure(self, kind: str, arguments: Sequence[Any]) -> str:
        """Write a figure, of the kind that a method of `Numbers` is named after."""

    def small(self, text: str) -> str:
        """Return a title as it is written inside a line."""

    def value(self, value: object) -> object:
        """Return what stands for a value in a pattern."""


class Said(str):
    """A text that knows how it was made; the text itself is in English."""

    __slots__ = ()

    def to(self, reader: Reader) -> str:
        """Return the text as it is shown to somebody."""
        return str(self)

    def strip(self, chars: str | None = None, /) -> str:
        """Return the text without what surrounds it; it stays what it is where nothing does."""
        stripped = super().strip(chars)
        return self if len(stripped) == len(self) else stripped

    def __add__(self, more: str) -> str:
        return joined("", (self, more)) if more else self

    def __radd__(self, before: str) -> str:
        return joined("", (before, self)) if before else self

    def __deepcopy__(self, _memo: object) -> Said:
        return self

    def __reduce_ex__(self, _protocol: SupportsIndex) -> tuple[Any, ...]:
        from planner.words.kept import read_recipe, recipe_of  # it knows the classes of this module

        return read_recipe, (recipe_of(self),)


class Sentence(Said):
    """A pattern with what was put into it."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def to(self, reader: Reader) -> str:
        """Fill the pattern of the reader's language."""
        pattern = reader.pattern(self.template)
        if not self.values:
            return pattern
        return pattern.format_map({name: reader.value(value) for name, value in self.values.items()})


def _to(text: str, reader: Reader) -> str:
    return str(reader.value(text))


class Joined(Said):
    """Several texts with the same mark between them."""

    __slots__ = ("between", "parts")
    between: str
    parts: Sequence[str]

    def to(self, reader: Reader) -> str:
        """Join what the reader is shown of each."""
        return _to(self.between, reader).join(_to(part, reader) for part in self.parts)


class Written(Said):
    """A figure: how it is written is up to the reader."""

    __slots__ = ("arguments", "kind")
    kind: str
    arguments: Sequence[Any]

    def to(self, reader: Reader) -> str:
        """Write the figure as the reader does."""
        return reader.figure(self.kind, self.arguments)


class Counted(Said):
    """A count with its noun."""

    __slots__ = ("many", "number", "one")
    number: int
    one: str
    many: str

    def to(self, reader: Reader) -> str:
        """Write the count with that form of the noun that goes with it."""
        noun = reader.noun(self.one, self.many, self.number)
        return f"{reader.figure('whole', (self.number,))} {noun}"


class Named(Said):
    """A sentence around a name, which many rows share: what stands before and behind the name."""

    __slots__ = ("around", "name")
    around: tuple[str, str]
    name: str

    def to(self, reader: Reader) -> str:
        """Put the name into the reader's sentence."""
        before, after = self.around
        return _to(before, reader) + self.name + _to(after, reader)


def named(around: tuple[str, str], name: str) -> str:
    """Return a sentence with a name in it; it holds little beside its text, as there may be a million of them."""
    made = Named(f"{around[0]}{name}{around[1]}")
    made.around, made.name = around, name
    return made


class Cased(Said):
    """A text whose first letter is made a capital, or the other way round where the language writes it small."""

    __slots__ = ("is_capital", "text")
    text: str
    is_capital: bool

    def to(self, reader: Reader) -> str:
        """Return what the reader is shown, with its first letter changed."""
        text = _to(self.text, reader)
        return text[:1].upper() + text[1:] if self.is_capital else reader.small(text)


def capital(text: str) -> str:
    """Return a text with its first letter a capital one."""
    made = Cased(text[:1].upper() + text[1:])
    made.text, made.is_capital = text, True
    return made


def small(text: str) -> str:
    """Return a title as it is written inside a line: in small letters, but for languages that do not do so."""
    made = Cased(text.lower())
    made.text, made.is_capital = text, False
    return made


class SaidEnum(StrEnum):
    """A fixed set of words that people read: each is a text of the catalogue, and the same code for programs always."""


def say(template: str, /, **values: object) -> str:
    """Return a sentence: `template` in English, filled like a format string where there are values."""
    made = Sentence(template.format_map(values) if values else template)
    made.template, made.values = template, values
    return made


def joined(between: str, parts: Iterable[str]) -> str:
    """Join texts as `str.join` does; the result is shown in other languages where a part of it is."""
    parts = tuple(parts)
    if len(parts) == 1:
        return parts[0]
    text = between.join(parts)
    if not isinstance(between, Said) and not any(isinstance(part, Said | SaidEnum) for part in parts):
        return text
    made = Joined(text)
    made.between, made.parts = between, parts
    return made


def written(text: str, kind: str, *arguments: Any) -> str:
    """Return a figure that is written `text` here, and by the method `kind` of `Numbers` for other readers."""
    made = Written(text)
    made.kind, made.arguments = kind, arguments
    return made


def counted(text: str, number: int, one: str, many: str) -> str:
    """Return a count with its noun that is written `text` here."""
    made = Counted(text)
    made.number, made.one, made.many = number, one, many
    return made
