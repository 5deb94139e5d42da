"""Text in columns for spreadsheet programs, in the encoding they recognise.

Texts come from an inventory, so none of them may become a formula in the program that opens the file.  Which sign
separates columns is for that program to say: a comma, a semicolon or a tab, whatever the file was written with.  What
follows one of them inside a text may then begin a cell of its own, so it is kept from being a formula too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_KEPT = re.compile("(^|[,;\t\r\n])([ \"\u00a0]*)'(?=[=+\\-@\t\r\n\0＝＋－＠])")
_RISKY = re.compile('(^|[,;\t\r\n])([ "\u00a0]*)(?=[=+\\-@\t\r\n\0＝＋－＠])')
_BEGINS_RISKY = re.compile('[ "\u00a0]*[=+\\-@\t\r\n\0＝＋－＠]')
_GOES_ON_RISKY = re.compile('[,;\t\r\n][ "\u00a0]*[=+\\-@\t\r\n\0＝＋－＠]')
"""Together they find what `_RISKY` finds, several times as fast: most texts are harmless, and there may be millions."""


def columns_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as text in columns; percentages, which are floats, with two decimals, and nothing for None."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _written(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return as_text(cell) if isinstance(cell, str) else cell


def as_text(text: str) -> str:
    """Return a text with an apostrophe wherever a program might take a formula to begin."""
    if _BEGINS_RISKY.match(text) or _GOES_ON_RISKY.search(text):
        return _RISKY.sub(r"\1\2'", text)
    return text


def as_found(text: str) -> str:
    """Return the text that `as_text` was given: what the program wrote may come back."""
    return _KEPT.sub(r"\1\2", text)
