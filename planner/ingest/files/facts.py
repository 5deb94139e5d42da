"""What the fast reader does not tell about a sheet: error values, formulas without results, merged ranges."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain.issue import Location
from planner.ingest.files.answer import PackedColumn
from planner.ingest.files.problems import Refused, giant
from planner.words import say

NO_RESULT = say("formula without a stored result")

MAX_GRID_CELLS = 40_000_000
"""Most cells between A1 and the last filled cell; the fast reader keeps every one of them, filled or not."""
MAX_DECLARED_CELLS = 1_000_000_000
"""Most cells a sheet may claim to have; programs claim more than they fill, up to a point."""

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
"""The last cell of a sheet, counted from 0."""

ERROR_OF_CODE = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Error values as the binary formats number them."""


@dataclass(frozen=True, slots=True)
class Range:
    """A block of cells, first and last row and column counted from 0, both included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(slots=True)
class SheetFacts:
    """What was found in one sheet; rows and columns counted from 0."""

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells with an error value or a formula without a result, and which."""
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column of each hidden block."""
    counts_from_1904: bool = False
    """Whether a number that stands for a day counts from 1904, as in old workbooks of the Macintosh."""
    refused: Refused | None = None
    """Why the sheet is not read, if it is not."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet that its reader knows wholly: cells from A1 on, what is to be told about it, whether it is hidden."""

    name: str
    columns: tuple[PackedColumn, ...]
    facts: SheetFacts
    is_hidden: bool


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B, ..., Z, AA, ..."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """Return the number, from 0, of a column given by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def address(row: int, column: int) -> str:
    """Return a cell's address as Excel shows it; row and column counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def check_extent(where: Location, row: int, column: int, limit: int = MAX_GRID_CELLS) -> None:
    """Raise `Refused` if a sheet that reaches to this cell (counted from 0) is absurdly large."""
    if (row + 1) * (column + 1) > limit:
        raise giant(where, say("it reaches to cell {address}", address=address(row, column)))
