"""Moves the text of a formula to another cell, as filling down does: relative references move along."""

from __future__ import annotations

import re

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*"                                          # a text
    | '(?:[^']|'')*'                                          # the name of a sheet
    | \[(?:[^\[\]]|\[[^\[\]]*\])*\]                           # columns of a table, or another file
    | (?<![\w.\\$:])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.(\[!\\])   # B4; also each end of B4:C9
    | (?<![\w.\\$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(\[!\\])  # B:C
    | (?<![\w.\\$:])(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w.(\[!])   # 4:9
    | :(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.(\[!\\])   # the second end of B4:C9
    """,
    re.VERBOSE,
)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads so many rows below and columns to the right; #REF! where that leads off a sheet."""

    def shift(found: re.Match[str]) -> str:
        if found[4] is not None:
            return _cell(found[1], found[2], found[3], found[4], rows, columns)
        if found[6] is not None:
            ends = (_column(found[5], found[6], columns), _column(found[7], found[8], columns))
            return "#REF!" if None in ends else ":".join(filter(None, ends))
        if found[10] is not None:
            bounds = (_row(found[9], found[10], rows), _row(found[11], found[12], rows))
            return "#REF!" if None in bounds else ":".join(filter(None, bounds))
        if found[16] is not None:
            return ":" + _cell(found[13], found[14], found[15], found[16], rows, columns)
        return found[0]

    return _TOKEN.sub(shift, formula)


def _cell(column_fixed: str, letters: str, row_fixed: str, number: str, rows: int, columns: int) -> str:
    if column_number(letters) >= MOST_COLUMNS or not 0 < int(number) <= MOST_ROWS:
        return f"{column_fixed}{letters}{row_fixed}{number}"  # a name that looks like an address
    column, row = _column(column_fixed, letters, columns), _row(row_fixed, number, rows)
    return "#REF!" if column is None or row is None else f"{column}{row}"


def _column(fixed: str, letters: str, columns: int) -> str | None:
    if fixed:
        return f"${letters}"
    number = column_number(letters) + columns
    return column_letters(number) if 0 <= number < MOST_COLUMNS else None


def _row(fixed: str, number: str, rows: int) -> str | None:
    if fixed:
        return f"${number}"
    return str(int(number) + rows) if 0 < int(number) + rows <= MOST_ROWS else None


def column_number(letters: str) -> int:
    """Return the number of a column, A being 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(column: int) -> str:
    """Return the letters of a column, 0 being A."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
