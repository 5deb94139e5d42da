"""Text in columns for spreadsheet programs, in the encoding they recognise.

Texts come from an inventory, so none of them may become a formula in the program that opens the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RISKY = tuple("=+-@\t\r\n\0＝＋－＠")


def columns_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as text in columns; percentages, which are floats, with two decimals, and nothing for None."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell
