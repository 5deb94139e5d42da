"""Tells rows that sum up others by the words in their id cell.

The bare word is enough.  With more words behind it ("Total Logistics") the row may be one like the others, so its
figures must decide: see `adds_up`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from planner.ingest.tables.cells import Unreadable, count_reader

# In each row: English, German, French, Spanish, Polish, Italian, Dutch.
SUM_WORDS = frozenset(
    (
        "sum", "total", "totals", "grand total", "subtotal", "sub-total",
        "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt",
        "somme", "total général", "sous-total",
        "suma", "total general",
        "razem", "ogółem", "suma końcowa",
        "totale", "somma", "totale generale",
        "totaal", "subtotaal", "som", "Σ".casefold(), "∑",
    )
)  # fmt: skip
_BEGINNINGS = frozenset(word[0] for word in SUM_WORDS)


def is_sum_word(cell: object) -> bool:
    """Tell whether an id cell says that its row is a sum of the others."""
    if not isinstance(cell, str) or (cell[:1].isalnum() and cell[:1].casefold() not in _BEGINNINGS):
        return False  # the second test only spares most of a million ids the third one
    return _plain(cell) in SUM_WORDS


def _plain(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).strip(" \t:*=.()").casefold().split())


_BEGINS = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, SUM_WORDS), key=len, reverse=True))})[\s:=(,]")


def begins_like_a_sum(cell: object) -> bool:
    """Tell whether an id cell has a sum word with something behind it."""
    return isinstance(cell, str) and _BEGINS.match(_plain(cell)) is not None


_count = count_reader()


def _number_in(cell: Any) -> int:
    """Return the count in a cell, 0 for one that is blank or cannot be read."""
    try:
        return int(_count(cell)) if cell is not None else 0
    except Unreadable:
        return 0


def adds_up(cell: Any, above: Iterable[Any]) -> bool:
    """Tell whether a cell holds the sum of those above it, and that is not nothing."""
    own = _number_in(cell)
    return own > 0 and own == sum(map(_number_in, above))
