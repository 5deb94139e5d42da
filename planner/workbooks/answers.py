"""What a person answers to the problems of an inventory, kept step by step until it is saved, and what it changes.

A step is one action of the person, and holds one answer or several.  Later answers take the place of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from planner.ingest import known_as
from planner.workbooks.correct import Addition, Change, Correction, Deletion, Renaming


class Way(StrEnum):
    """How a problem is answered."""

    CELLS = "cells"
    """Its cells get another content."""
    ROWS = "rows"
    """Its rows go."""
    HEADER = "header"
    """Another row is the header: those above it go."""
    COLUMN = "column"
    """A column is called so: the cell with its header gets the name; blank: the column is left out."""
    SHEET = "sheet"
    """A sheet is called so."""
    RATE = "rate"
    """A currency has this rate of exchange."""
    FILE = "file"
    """Only the file itself can be rid of it."""


ANEW = (Way.HEADER, Way.COLUMN, Way.SHEET)
"""Answers after which the file is read anew, for they say what its cells are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what is put in which cells, which rows go, and so on, by its way; `value` None takes it back."""

    way: Way
    sheet: str
    value: str | None
    column: str = ""
    cells: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    in_catalogue: bool = False


Step = tuple[Answer, ...]


def as_json(step: Step) -> dict[str, Any]:
    """Return a step as it is kept."""
    return {"answers": [asdict(answer) for answer in step]}


def from_json(kept: Mapping[str, Any]) -> Step:
    """Return the step that `as_json` wrote."""
    return tuple(
        Answer(
            way=Way(one["way"]),
            sheet=one["sheet"],
            value=one["value"],
            column=one["column"],
            cells=tuple(one["cells"]),
            rows=tuple(one["rows"]),
            in_catalogue=one["in_catalogue"],
        )
        for one in kept["answers"]
    )


class Answered:
    """All that was answered, by what it is about."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.cells: dict[tuple[bool, str, str], str] = {}
        self.rows: set[tuple[bool, str, int]] = set()
        self.columns: dict[tuple[bool, str, str], str] = {}
        """What columns are called, by the cell of their header."""
        self.headers: dict[tuple[bool, str], tuple[int, tuple[int, ...]]] = {}
        """The row with the header, and the rows above it that go."""
        self.sheets: dict[tuple[bool, str], str] = {}
        self.rates: dict[str, str] = {}
        for answer in (answer for step in steps for answer in step):
            self._take(answer)
        # What was answered of a sheet holds of it too once it is called something else.
        self.cells = {(apart, self._called(apart, sheet), cell): to for (apart, sheet, cell), to in self.cells.items()}
        self.columns = {
            (apart, self._called(apart, sheet), cell): to for (apart, sheet, cell), to in self.columns.items()
        }
        self.rows = {(apart, self._called(apart, sheet), row) for apart, sheet, row in self.rows}

    def _called(self, in_catalogue: bool, sheet: str) -> str:
        return known_as(self.sheets.get((in_catalogue, sheet), sheet))

    def _take(self, answer: Answer) -> None:
        place, value = (answer.in_catalogue, answer.sheet), answer.value
        match answer.way:
            case Way.CELLS:
                _put(self.cells, {(*place, cell): value for cell in answer.cells})
            case Way.COLUMN:
                _put(self.columns, {(*place, cell): value for cell in answer.cells})
            case Way.ROWS:
                rows = {(*place, row) for row in answer.rows}
                self.rows = self.rows - rows if value is None else self.rows | rows
            case Way.HEADER:
                _put(self.headers, {place: None if value is None else (int(value), answer.rows)})
            case Way.SHEET:
                _put(self.sheets, {place: value})
            case Way.RATE:
                _put(self.rates, {answer.column: value})

    def changes(self, *, anew_only: bool = False) -> tuple[Change, ...]:
        """Return what is to be changed; with `anew_only` what says of a file's cells what they are."""
        made: list[Change] = [
            Deletion(sheet, row, in_catalogue)
            for (in_catalogue, sheet), (_, rows) in self.headers.items()
            for row in rows
        ]
        made += [Correction(sheet, cell, name, apart) for (apart, sheet, cell), name in self.columns.items()]
        made += [Renaming(sheet, name, apart) for (apart, sheet), name in self.sheets.items()]
        if not anew_only:
            made += [Correction(sheet, cell, value, apart) for (apart, sheet, cell), value in self.cells.items()]
            made += [Deletion(sheet, row, apart) for apart, sheet, row in sorted(self.rows)]
            made += [Addition(f"fx_{currency.lower()}", rate) for currency, rate in self.rates.items()]
        return tuple(made)

    def value_of(self, issue: Mapping[str, Any]) -> str | None:
        """Return what the cell of a problem shall hold, None where that is not answered."""
        return self.cells.get((issue["in_catalogue"], issue["sheet"], issue["cell"]))

    def is_deleted(self, issue: Mapping[str, Any]) -> bool:
        """Whether the row of a problem goes."""
        return (issue["in_catalogue"], issue["sheet"], issue["row"]) in self.rows

    def rate_of(self, issue: Mapping[str, Any]) -> str | None:
        """Return the rate of exchange that a problem lacks, None where it is not answered."""
        return self.rates.get((issue["value"] or "").strip().upper()) if issue["code"] == NO_RATE else None


NO_RATE = "CAL-304"


def _put(kept: dict[Any, Any], given: Mapping[Any, Any]) -> None:
    for key, value in given.items():
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = value
