"""How sentences were made, kept beside documents that hold them in English: so that they can be shown in any language.

A document becomes JSON with plain texts, as other programs read it.  `recipes` collects, under the key that a text
stands below, how each was made; `with_recipes` puts that back into what was read.  Texts that were kept without it, by
earlier versions of the program, stay English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Any

from planner.words.numbers import ENGLISH
from planner.words.said import (
    Cased,
    Counted,
    Joined,
    Named,
    Said,
    SaidEnum,
    Sentence,
    Written,
    capital,
    joined,
    say,
    small,
)

_WAYS = re.compile(r",?(\.\d)?[fg%]?|0?\dd")
"""How values are written in patterns."""
_DAMAGED = (ValueError, KeyError, IndexError, TypeError, ArithmeticError, AttributeError, RecursionError)
_NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,20}|/\d{1,40})?")
"""How numbers are kept; a short one with a large exponent would be written with millions of digits."""
_WHOLE_TEXT = '{"said":'
Recipes = Mapping[str, Mapping[str, str]]
"""By the key of the document that a text stands below, and by the text: its recipe as JSON on one line."""


def recipe_of(value: object) -> Any:
    """Return how a text was made, as JSON can hold it; what is no such text or number is told apart by its kind."""
    match value:
        case Sentence():
            return ["say", value.template, {name: recipe_of(one) for name, one in value.values.items()}]
        case Joined():
            return ["joined", recipe_of(value.between), [recipe_of(part) for part in value.parts]]
        case Named():
            return ["joined", "", [recipe_of(value.around[0]), value.name, recipe_of(value.around[1])]]
        case Cased():
            return ["capital" if value.is_capital else "small", recipe_of(value.text)]
        case Written():
            return ["figure", value.kind, [recipe_of(one) for one in value.arguments]]
        case Counted():
            return ["count", recipe_of(value.number), value.one, value.many]
        case SaidEnum():
            return ["say", value.value, {}]
        case str():
            return str(value)
        case bool() | int() | float() | None:
            return value
        case date():
            return ["day", value.isoformat()]
        case Decimal() | Fraction():
            return [type(value).__name__, str(value)]
    item = getattr(value, "item", None)  # NumPy's numbers
    return str(value) if item is None else item()


def read_recipe(recipe: Any, longest: int = 1 << 30) -> Any:
    """Return the text or value that was made so.

    Raises ValueError for what is no recipe, and for one whose text would be longer than the longest may be: names put
    into one another ten times over would fill all memory.
    """
    if not isinstance(recipe, list):
        return recipe
    match recipe:
        case ["say", str(template), dict(values)]:
            made = {str(name): read_recipe(value, longest) for name, value in values.items()}
            _check(template, made, longest)
            return say(template, **made)
        case ["joined", between, list(parts)]:
            between, made_parts = read_recipe(between, longest), [read_recipe(part, longest) for part in parts]
            if sum(map(len, made_parts)) + len(between) * (len(parts) - 1) > longest:
                raise ValueError("a text that was kept is shorter")
            return joined(between, made_parts)
        case ["capital", text]:
            return capital(read_recipe(text, longest))
        case ["small", text]:
            return small(read_recipe(text, longest))
        case ["figure", str(kind), list(arguments)]:
            return ENGLISH.figure(kind, [read_recipe(one, longest) for one in arguments])
        case ["count", int(number), str(one), str(many)]:
            return ENGLISH.count(number, one, many)
        case ["day", str(day)]:
            return date.fromisoformat(day)
        case ["Decimal", str(number)] if _NUMBER.fullmatch(number):
            return Decimal(number)
        case ["Fraction", str(share)] if _NUMBER.fullmatch(share):
            return Fraction(share)
    raise ValueError(f"{recipe!r} is no text that was kept")


def _check(template: str, values: Mapping[str, Any], longest: int) -> None:
    """Refuse a pattern that does more than name its values: documents come from strangers too."""
    length = 0
    for text, name, how, conversion in Formatter().parse(template) if values else ():
        if name is not None and (name not in values or not _WAYS.fullmatch(how or "") or conversion):
            raise ValueError(f"{template!r} is no pattern")
        value = values[name] if name is not None else ""
        length += len(text) + (len(value) if isinstance(value, str) else 0)
    if length > longest:
        raise ValueError("a text that was kept is shorter")


def as_kept(text: str) -> str:
    """Return what is kept of a single text: how it was made, or the text itself where nobody said it."""
    return json.dumps({"said": recipe_of(text)}, separators=(",", ":")) if isinstance(text, Said) else text


def from_kept(kept: str) -> str:
    """Return the text that `as_kept` was given; what is damaged is shown as it is."""
    if not kept.startswith(_WHOLE_TEXT):
        return kept
    try:
        made = read_recipe(json.loads(kept)["said"])
    except _DAMAGED:
        return kept
    return made if isinstance(made, str) else str(made)


def recipes(document: Any) -> dict[str, dict[str, str]]:
    """Return how the texts of a document were made that knows it, `document` being what is to become JSON."""
    found: dict[str, dict[str, str]] = {}
    _collect("", document, found)
    return found


def _collect(key: str, value: Any, found: dict[str, dict[str, str]]) -> None:
    if isinstance(value, Said):
        of_key = found.setdefault(key, {})
        if value not in of_key:
            of_key[str(value)] = json.dumps(recipe_of(value), ensure_ascii=False, separators=(",", ":"))
    elif isinstance(value, dict):
        for name, one in value.items():
            _collect(name, one, found)
    elif isinstance(value, list | tuple):
        for one in value:
            _collect(key, one, found)


def with_recipes(document: Any, kept: Recipes) -> Any:
    """Return a document that was read, with its texts as they were made.

    A recipe that does not lead to the very text it stands for is not used.
    """
    made: dict[str, dict[str, str]] = {}
    for key, of_key in kept.items():
        for text, recipe in of_key.items():
            try:
                again = read_recipe(json.loads(recipe), len(text))
            except _DAMAGED:
                continue
            if again == text:
                made.setdefault(key, {})[text] = again
    return _put_back("", document, made)


def _put_back(key: str, value: Any, made: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(value, str):
        return made[key].get(value, value) if key in made else value
    if isinstance(value, dict):
        return {name: _put_back(name, one, made) for name, one in value.items()}
    if isinstance(value, list):
        return [_put_back(key, one, made) for one in value]
    return value
