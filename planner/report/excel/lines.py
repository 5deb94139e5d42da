"""How many lines a text takes in a cell: an estimate that holds for Arial and for fonts that stand in for it.

Widths of cells count digits.  Small letters and blanks are narrower than digits on average, capitals about as
wide, and the signs of East Asian scripts take two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

_LETTER, _DIGIT, _WIDE = 0.86, 1.05, 2.0
_DIGITS = re.compile(r"[A-Z0-9mw@%&_+=#]")
_WIDES = re.compile("[\u1100-\u11ff\u2e80-\uffef]")


def lines_needed(text: str, width: float) -> int:
    """Return the number of lines of a text wrapped at words in a cell so many digits wide; at least 1."""
    if len(text) * _WIDE <= width and "\n" not in text:
        return 1
    return sum(_wrapped(line, max(width, 1.0)) for line in text.split("\n"))


def text_width(text: str) -> float:
    """Return about how wide a text is, in digits."""
    digits, wides = len(_DIGITS.findall(text)), len(_WIDES.findall(text))
    return digits * _DIGIT + wides * _WIDE + (len(text) - digits - wides) * _LETTER


@lru_cache(maxsize=10_000)  # a register has the same few texts on thousands of rows
def _wrapped(text: str, width: float) -> int:
    whole = text_width(text)
    if whole <= width:
        return 1
    usual = whole / len(text)  # of one character of this text
    lines, used = 1, 0.0
    for word in text.split(" "):
        long = len(word) * usual
        if used and used + long > width:
            lines, used = lines + 1, 0.0
        more = max(ceil(long / width) - 1, 0)  # a word longer than a line is broken
        lines, used = lines + more, used + long - more * width + usual
    return lines
