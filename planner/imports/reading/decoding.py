"""Bytes to text, without guessing: a mark decides, then what decodes strictly, then header words that are known.

General guessers look at letter frequencies and call short German and Polish files the wrong name.  Here few encodings
are candidates, those that Windows programs of our regions write; a candidate that cannot decode every byte is out; of
those left the one counts whose first lines hold the most header words that are known, and after that the one whose
letters are those of a language of the region.  Where two are still level and their texts differ, it is asked.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass

CANDIDATES = ("cp1252", "cp1250", "cp852")
"""Encodings of one byte per letter, as Windows in Western and Central Europe writes them, and its console."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LETTERS = frozenset("äöüßàâçéèêëîïôœùûÿñáíúąćęłńóśźż")
_SIGNS = "€–—‘’“”„…"
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[€‘“”„…](?=[^\W\d_])")
_HEAD_LINES = 20
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, what it was written in, and why; `tied` names other encodings that it may be just as well."""

    text: str
    encoding: str
    why: str
    tied: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    """The first words that are not plain ASCII, to be looked at."""


class NotTextError(Exception):
    """The bytes are text in none of the encodings that are known."""


def decode(data: bytes, known: Collection[str], chosen: str | None = None) -> Decoded:
    """Return the text of a file; `known` are header words in small letters, `chosen` an encoding that was answered.

    Raises NotTextError for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, "the file begins with its mark")
    if unmarked := _utf16(data[:4096]):
        return _strict(data, unmarked, "every other byte is zero")
    if chosen:
        return _strict(data, chosen, "it was answered so")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _scored(data, known)
    why = "every byte is plain ASCII" if text.isascii() else "every byte fits"
    return Decoded(text, "utf-8", why, samples=_samples(text))


def _strict(data: bytes, encoding: str, why: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise NotTextError(f"it is no text in {encoding}, although {why}: byte {problem.start + 1}") from problem
    return Decoded(text, encoding, why, samples=_samples(text))


def _utf16(head: bytes) -> str | None:
    """Return the kind of UTF-16 a file without a mark is in, by its zeros; KStrike's few zeros are none of it."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd * 10 >= pairs * 7 and even * 20 <= pairs:
        return "utf-16-le"
    return "utf-16-be" if even * 10 >= pairs * 7 and odd * 20 <= pairs else None


def _scored(data: bytes, known: Collection[str]) -> Decoded:
    texts = {encoding: text for encoding in CANDIDATES if (text := _attempt(data, encoding)) is not None}
    if not texts:
        raise NotTextError("its bytes are no text in UTF-8, cp1252, cp1250 or cp852")
    scores = {encoding: (_words_known(text, known), -_strange(text)) for encoding, text in texts.items()}
    best = max(scores.values())
    first, *others = [encoding for encoding in texts if scores[encoding] == best]
    tied = tuple(encoding for encoding in others if texts[encoding] != texts[first])
    words, strange = best
    if tied:
        why = "it fits as well as " + " and ".join(tied)
    elif any(score[0] < words for score in scores.values()):
        why = f"{words} header words are known when it is read so"
    else:
        why = "its letters are those of names" if not strange else "its letters are the least strange"
    return Decoded(texts[first], first, why, tied, _samples(texts[first]))


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _words_known(text: str, known: Collection[str]) -> int:
    """Return how many cells of the first lines are header words that are known and have a letter beyond ASCII."""
    head = "\n".join(text.splitlines()[:_HEAD_LINES]).casefold()
    cells = {cell.strip(' "\r') for cell in re.split(r"[,;\t|\n]", head)}
    return sum(cell in known for cell in cells if not cell.isascii())


def _strange(text: str) -> int:
    """Return how many letters are of no language of the region, or are marks that stand inside of words."""
    strange = sum(letter not in _LETTERS for letter in text.casefold() if ord(letter) > 0xA0 and letter not in _SIGNS)
    return strange + len(_SIGN_IN_WORD.findall(text))


def _samples(text: str) -> tuple[str, ...]:
    if text.isascii():
        return ()
    found: dict[str, None] = {}
    for word in _WORD.finditer(text):
        found.setdefault(word[0])
        if len(found) == 3:
            break
    return tuple(found)
