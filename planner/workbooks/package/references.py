"""What becomes of references when rows are put into a sheet: in formulas, names, charts, areas and anchors.

Rows go in behind one row, the model, of which they are copies.  An area that ends with the model grows with it, as a
sum over the lines of a form has to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from planner.workbooks.package.formulas import MOST_COLUMNS, MOST_ROWS, column_number
from planner.workbooks.package.markup import CannotKeepError

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                                  # a text
    | (?P<sheet>(?:'(?:[^']|'')+'|(?<![\w.\]'!])(?:\[[0-9]+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
      (?:
        (?<![\w.\\$:])(?P<first>{_CELL})(?::(?P<last>{_CELL}))?(?![\w.(\[!\\])      # B4 or B4:C9
      | (?<![\w.\\$:])(?P<top>\$?[0-9]{{1,7}}):(?P<bottom>\$?[0-9]{{1,7}})(?![\w.(\[!])  # 4:9
      )
    | \[(?:[^\[\]]|\[[^\[\]]*\])*\]                                   # columns of a table, or another file
    | '(?:[^']|'')*'                                                  # the name of a sheet
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Insertion:
    """So many rows go into a sheet behind a row, counted from 1."""

    sheet: str
    model: int
    count: int

    def row(self, row: int) -> int:
        """Return where a row stands afterwards."""
        return row + self.count if row > self.model else row

    def rows(self, first: int, last: int) -> tuple[int, int]:
        """Return where an area stands afterwards, which grows if it ends with the model."""
        return self.row(first), last + self.count if last >= self.model else last

    def mark(self, row_from_nought: int) -> int:
        """Return where an anchor stands afterwards, whose row counts from 0."""
        return self.row(row_from_nought + 1) - 1

    def area(self, reference: str) -> str:
        """Return an area or a cell, such as `B4:C9`, that grows if it ends with the model."""
        first, _, last = reference.partition(":")
        top, bottom = _PARTS.fullmatch(first), _PARTS.fullmatch(last or first)
        if top is None or bottom is None:  # whole columns, or nothing that moves
            return reference
        start, end = self.rows(int(top[3]), int(bottom[3]))
        if not last and start == end:
            return f"{top[1]}{top[2]}{start}"
        return f"{top[1]}{top[2]}{start}:{bottom[1]}{bottom[2]}{end}"

    def areas(self, references: str) -> str:
        """Return several areas with blanks between them."""
        return " ".join(map(self.area, references.split()))

    def cell(self, reference: str) -> str:
        """Return where a single cell stands afterwards."""
        found = _PARTS.fullmatch(reference)
        return reference if found is None else f"{found[1]}{found[2]}{self.row(int(found[3]))}"

    def formula(self, text: str, home: str | None) -> str:
        """Return a formula that stands on sheet `home` (None: nowhere) as it reads afterwards."""

        def change(first: _End, last: _End | None) -> None:
            if last is None:
                first.row = self.row(first.row)
            else:
                first.row, last.row = self.rows(first.row, last.row)

        return self._changed(text, home, change)

    def copied(self, text: str, home: str, step: int) -> str:
        """Return the formula of the model as its copy so many rows below has it.

        What refers to the model's own row, or to the one right above it, and is not fixed by a $ moves along.
        """

        def change(first: _End, last: _End | None) -> None:
            for end in filter(None, (first, last)):
                moves = not end.is_fixed and end.row in (self.model - 1, self.model)
                end.row = end.row + step if moves else self.row(end.row)

        return self._changed(text, home, change)

    def _changed(self, text: str, home: str | None, change: Callable[[_End, _End | None], None]) -> str:
        def shift(found: re.Match[str]) -> str:
            if found["first"] is None and found["top"] is None:
                return found[0]
            sheet = found["sheet"] or ""
            if not self._is_ours(sheet, home):
                return found[0]
            if found["first"] is not None:
                first, last = _End.of(found["first"]), _End.of(found["last"]) if found["last"] else None
            else:
                first, last = _End.of_row(found["top"]), _End.of_row(found["bottom"])
            if first is None or (found["last"] and last is None):
                return found[0]  # a name that looks like an address
            change(first, last)
            return sheet + str(first) + (f":{last}" if last else "")

        return _TOKEN.sub(shift, text)

    def _is_ours(self, sheet: str, home: str | None) -> bool:
        if not sheet:
            return home is not None and home.casefold() == self.sheet.casefold()
        name = sheet[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        if name.startswith("[") or "]" in name:
            return False
        if ":" in name and name.casefold() != self.sheet.casefold():
            raise CannotKeepError("a formula goes through several sheets at once")
        return name.casefold() == self.sheet.casefold()


@dataclass(slots=True)
class _End:
    """One end of a reference."""

    column: str
    fixed: str
    row: int

    @staticmethod
    def of(text: str) -> _End | None:
        """Return an end such as `$B4`; None for a name that only looks like one."""
        found = _PARTS.fullmatch(text)
        if found is None or column_number(found[1].lstrip("$")) >= MOST_COLUMNS or not 0 < int(found[3]) <= MOST_ROWS:
            return None
        return _End(found[1], found[2], int(found[3]))

    @staticmethod
    def of_row(text: str) -> _End:
        """Return the end of whole rows, such as `$4`."""
        return _End("", "$" if text.startswith("$") else "", int(text.lstrip("$")))

    @property
    def is_fixed(self) -> bool:
        """Whether its row stays when a formula is copied."""
        return bool(self.fixed)

    def __str__(self) -> str:
        if self.row > MOST_ROWS:
            raise CannotKeepError("its last rows have no room for more")
        return f"{self.column}{self.fixed}{self.row}"
