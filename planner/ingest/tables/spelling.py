"""Known words in every spelling that programs and people make of them.

Case, blanks and invisible characters do not count; umlauts may be written as two letters; accents may be lost, and
so may whole letters, for which programs put `?`, U+FFFD, or the letters that another code page has in their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from planner.ingest.tables.alike import UNSEEN
from planner.words import joined

_OPEN = re.compile(r"[\s_\-*]")
_BARE = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ß": "ss"})
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LOST = re.compile(r"[?\ufffd]+")
_MISREAD = (
    ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp437", "utf-8"), ("cp850", "utf-8"), ("cp1250", "utf-8"),
    ("cp437", "cp852"), ("cp437", "cp850"), ("cp437", "cp1252"), ("cp437", "cp1250"), ("cp850", "cp1252"),
    ("cp1252", "cp850"), ("cp1252", "cp437"), ("cp1252", "cp852"), ("cp1252", "cp1250"), ("cp1250", "cp852"),
    ("cp1250", "cp1252"), ("cp852", "cp1250"),
)  # fmt: skip
"""As what text was read, and what it was."""


def fold(name: str) -> str:
    """Return a name without what spelling leaves open: case, blanks, `_`, `-`, and the asterisk for "required"."""
    return _OPEN.sub("", unicodedata.normalize("NFKC", UNSEEN.sub("", name)).casefold()).strip(":.'\"")


def without_accents(text: str) -> str:
    """Return text with plain letters in the place of accented ones."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_BARE))
    return "".join(part for part in parts if not unicodedata.combining(part))


def with_spellings(name_of: Mapping[str, str]) -> dict[str, str]:
    """Return folded words and what they mean with their other spellings; a word's own meaning comes first."""
    known = dict(name_of)
    for word, name in name_of.items():
        known.setdefault(without_accents(word.translate(_TWO_LETTERS)), name)
        known.setdefault(without_accents(word), name)
    return known


def find(text: str, known: Mapping[str, str]) -> str | None:
    """Return what a text means among the words of `with_spellings`, None where it is no spelling of any."""
    folded = fold(text)
    name = known.get(folded) or known.get(without_accents(folded))
    if name is None and _LOST.search(folded):
        return _with_lost_letters(folded, known)
    if name is None and not folded.isascii():
        return next((known[word] for word in map(fold, _read_rightly(text)) if word in known), None)
    return name


def _with_lost_letters(folded: str, known: Mapping[str, str]) -> str | None:
    """Return the one meaning of the words that have letters beyond plain English where some are lost."""
    pieces = [re.escape(piece) for piece in _LOST.split(folded)]
    if not any(len(piece) > 1 for piece in pieces):
        return None
    pattern = re.compile(r"(?:[^\x00-\x7f]|ss){1,2}".join(pieces))  # ß is folded to ss
    meant = {name for word, name in known.items() if pattern.fullmatch(word)}
    return meant.pop() if len(meant) == 1 else None


def _read_rightly(text: str) -> Iterator[str]:
    """Yield what a text was before a program read it with another code page."""
    for read_as, was in _MISREAD:
        try:
            yield text.encode(read_as).decode(was)
        except UnicodeError:
            continue


class KnownWords:
    """Words of one vocabulary and what they mean, found in every spelling that programs and people make of them."""

    def __init__(self, meaning_of: Mapping[str, str]) -> None:
        self._known = with_spellings({fold(word): meaning for word, meaning in meaning_of.items()})
        self.meanings = tuple(dict.fromkeys(meaning_of.values()))

    def find(self, text: str) -> str | None:
        """Return what a text means, None where it is no spelling of any word."""
        return find(text, self._known)

    def find_slip(self, text: str) -> str | None:
        """Return what a text means that is a slip of a word, one or two letters off; None where it is near none."""
        return nearest(text, self.meanings, self._known)

    def find_inside(self, text: str) -> tuple[str, str] | None:
        """Return the longest word that stands inside a text as words of its own, and what it means."""
        parts = [part for part in _BETWEEN_WORDS.split(text) if part]
        for length in range(len(parts), 0, -1):
            for begin in range(len(parts) - length + 1):
                words = joined(" ", parts[begin : begin + length])
                if (meaning := self.find(words)) is not None:
                    return words, meaning
        return None


_BETWEEN_WORDS = re.compile(r"[\s/,;:()\[\]+&|]+")
NEAR = 2
"""So many edits of a name are taken for a slip; fewer in names of a few letters."""


def nearest(text: str, names: Iterable[str], known: Mapping[str, str]) -> str | None:
    """Return the one of `names` that a text is a slip of, by the name itself or by a known word for it."""
    folded = without_accents(fold(text))
    if not folded:
        return None
    places = {name: place for place, name in enumerate(names)}
    own = [(OSA.distance(folded, fold(name)), place, name) for name, place in places.items()]
    own = [each for each in own if each[0] <= _edits_of_name(len(fold(each[2])))]
    if own:
        return min(own)[2]
    others = [
        (OSA.distance(folded, word), places[name], name, min(len(word), len(folded)))
        for word, name in known.items()
        if name in places and word.isascii()
    ]
    others = [each for each in others if each[0] <= _edits_of_word(each[3])]
    return min(others)[2] if others else None


def _edits_of_name(length: int) -> int:
    """Return how many edits of a name are a slip; of four letters two are the half of another word."""
    return 0 if length < 3 else 1 if length < 5 else NEAR


def _edits_of_word(length: int) -> int:
    """Return how many edits of a word in another language are a slip: such words are many, and short ones are near."""
    return 0 if length < 5 else 1 if length < 8 else NEAR
